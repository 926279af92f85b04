"""The screens on which an action is planned: for which plan and theme, what, who, and by when. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from bot.i18n import Texts
from bot.screen import Button, Screen, column
from bot.services.actions.boards import View
from bot.services.actions.plans import Plan
from handlers.actions.sketch import Sketch, named
from handlers.screens import days
from handlers.screens.actions.action import SPOKEN, spoken
from handlers.screens.common import lines, paragraphs, shortened, tap
from handlers.values import actions as v

IDEA = 35
"""Characters of an idea on its button."""

ECHO = 300
"""Characters of what was written that are shown again while the rest is chosen."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A theme: its place in the template, its name, and whether the wheel calls for it."""

    place: int
    name: str
    wanted: bool


def in_private(texts: Texts, url: str) -> Screen:
    """In a group: the way to where an action is planned."""
    button = Button(texts.label("Plan an action"), url=url)
    return Screen(
        texts.say("We plan it together in our private chat; then it is on the board of this group."), ((button,),)
    )


def plans(texts: Texts, found: Sequence[Plan]) -> Screen:
    """For which plan?"""
    return Screen(texts.say("Whose action will it be?"), column(*(_plan(texts, one) for one in found)))


def _plan(texts: Texts, plan: Plan) -> Button:
    of, place_id = named(plan.whose)
    return tap(plan.name or texts.label("Only mine"), v.Into(of=of, id=place_id))


def themes(texts: Texts, sketch: Sketch, offered: Sequence[Choice]) -> Screen:
    """Which theme? Those first that are to strengthen, or on which views differ."""
    text = paragraphs(_head(texts, sketch), texts.say("Which theme is it about? One small step is enough."))
    first = sorted(offered, key=lambda one: not one.wanted)
    buttons = [tap(one.name, v.Theme(place=one.place)) for one in first]
    none = tap(texts.label("No theme in particular"), v.Theme(place=-1))
    return Screen(text, column(*buttons, none, tap(texts.label("For another plan"), v.Plans())))


def _head(texts: Texts, sketch: Sketch) -> Markup:
    if not sketch.plan:
        return texts.say("<b>An action, only mine</b>")
    return texts.say("<b>An action of {plan}</b>", plan=sketch.plan)


def what(texts: Texts, sketch: Sketch, theme: str, ideas: Sequence[str] = ()) -> Screen:
    """What will be done? Written, spoken, or one of the ideas: read in full, and taken by its button."""
    text = paragraphs(
        _head(texts, sketch),
        texts.say("Theme: {theme}", theme=theme) if theme else "",
        texts.say("What will be done? Write it in one line, or say it in a voice message."),
        _listed(texts, ideas) if ideas else "",
    )
    taking = [tap(shortened(one, IDEA), v.Suggested(place=place)) for place, one in enumerate(ideas)]
    back = v.Into(of=sketch.of, id=sketch.place_id) if theme else v.Plans()
    return Screen(text, column(*taking, tap(texts.label("← Back"), back)))


def _listed(texts: Texts, ideas: Sequence[str]) -> Markup:
    head = texts.say("Or take one of these; its words can be changed later:")
    return lines(head, *(Markup("• {}").format(one) for one in ideas))


def when(texts: Texts, sketch: Sketch, theme: str, today: date) -> Screen:
    """By when? Whoever plans does it, unless somebody else is chosen here."""
    words = spoken(texts) if sketch.what == SPOKEN else shortened(sketch.what, ECHO)
    owner = sketch.owner_name or texts.label("you")
    about = (
        Markup("<b>{}</b>").format(words),
        texts.say("Theme: {theme}", theme=theme) if theme else Markup(),
        texts.say("Who: {name}", name=owner),
        texts.say("By when? Choose, or write a date."),
    )
    other = tap(texts.label("Somebody else does it"), v.People(id=0, role="d", page=0))
    return days.when(texts, v.When(id=0, purpose="d"), today, about, () if sketch.of == "m" else (other,))


def unfit(texts: Texts) -> Screen:
    """Something came that is neither a line nor a voice message."""
    return Screen(texts.say("Please write it in one line, or say it in a voice message."))


def saved(texts: Texts, view: View) -> str:
    """Over the card of a new action."""
    if view.rights.owner:
        return texts.label("It is on the plan. Thank you for taking it on!")
    return texts.label("It is on the plan. {name} is asked.", name=view.action.owner_name)
