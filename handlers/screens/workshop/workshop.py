"""The screens around a workshop: how it begins, the ways on, and how it ends. Pure: values in, screens out."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from bot.i18n import Texts
from bot.screen import Button, Rows, Screen, column
from bot.services.workshop.view import View
from bot.services.workshop.workshops import MOST_PRESENT
from handlers.screens.common import paragraphs, tap, way_home
from handlers.screens.rounds.answering import promise
from handlers.screens.rounds.proposal import listed
from handlers.values import workshop as v
from handlers.values.survey import Dismiss
from surveys.template import Template

SMALL = range(2, 12)
"""How many people may be present, as buttons; more are typed."""


def in_groups(texts: Texts) -> Screen:
    """In private."""
    text = texts.say(
        "A workshop is held in a group: everybody taps there, theme by theme, and you talk about what it shows."
        " Whoever facilitates the group begins it there with /workshop."
    )
    return Screen(text, way_home(texts))


def templates(texts: Texts, shelf: Sequence[Template]) -> Screen:
    """Which survey?"""
    rows = [(tap(listed(texts, one), v.Mode(template_id=one.id)),) for one in shelf]
    text = texts.say(
        "A workshop: you take a survey together, here, theme by theme. It takes about an hour, and can pause until"
        " another day. Which survey would you like to take?"
    )
    return Screen(text, (*rows, (tap(texts.label("Cancel"), Dismiss()),)))


def mode(texts: Texts, template: Template) -> Screen:
    """Does everybody tap, or is it agreed aloud?"""
    text = paragraphs(
        Markup("<b>{}</b>").format(template.title.in_(texts.language)),
        texts.say(
            "<b>Everybody taps</b> on their own phone, and nobody sees what others tap. Then you talk, and agree on a"
            " level."
        ),
        texts.say(
            "<b>Aloud</b>, with one phone in the room or with few people: you talk, agree on a level, and it is tapped"
            " once. There is no level of anyone alone."
        ),
    )
    rows = column(
        tap(texts.label("Everybody taps"), v.Begin(template_id=template.id, present=0)),
        tap(texts.label("Aloud"), v.Present(template_id=template.id)),
        tap(texts.label("Back"), v.Templates()),
    )
    return Screen(text, rows)


def present(texts: Texts, template: Template) -> Screen:
    """How many are there?"""
    numbers = [tap(str(many), v.Begin(template_id=template.id, present=many)) for many in SMALL]
    rows = (tuple(numbers[:5]), tuple(numbers[5:]))
    more = tap(texts.label("More people"), v.TypePresent(template_id=template.id))
    back = tap(texts.label("Back"), v.Mode(template_id=template.id))
    return Screen(texts.say("How many people are present?"), (*rows, (more,), (back,)))


def ask_present(texts: Texts) -> Screen:
    text = texts.say(
        "How many people are present? Reply to this message with a number, from 2 to {most}.", most=MOST_PRESENT
    )
    return Screen(text, ask=texts.label("A number"))


def opening(texts: Texts, view: View, operator: str) -> Screen:
    """What a workshop is, before its first theme; with the promise where people tap."""
    title, count = view.template.title.in_(texts.language), len(view.themes)
    if view.aloud:
        how = texts.say(
            "<b>{title}</b>\n{count} themes, {n} people together. Talk about each, agree on a level aloud, and let one"
            " of you tap it. Only what you agree on is kept.",
            title=title,
            count=count,
            n=view.workshop.present,
        )
        return Screen(how)
    how = texts.say(
        "<b>{title}</b>\n{count} themes. Each of you taps a sentence. When enough have tapped, whoever facilitates"
        " shows the level. Then you talk, agree on a level, and say which one you want next time.",
        title=title,
        count=count,
    )
    return Screen(paragraphs(promise(texts, view.minimum, operator), how))


def steering(texts: Texts, view: View) -> Screen:
    """The ways on, for whoever facilitates."""
    one = view.workshop
    if one.state == "paused":
        return paused(texts, view)
    text = texts.say(
        "<b>{title}</b>\nThe workshop is at theme {number} of {count}. For whoever facilitates:",
        title=view.template.title.in_(texts.language),
        number=one.place + 1,
        count=len(view.themes),
    )
    return Screen(text, (*_themes(texts, view), *_endings(texts, view)))


def _themes(texts: Texts, view: View) -> Rows:
    one = view.workshop
    here = tap(texts.label("Show this theme again"), v.Go(workshop_id=one.id, place=one.place, listed=1))
    back = tap(texts.label("‹ Theme {n}", n=one.place), v.Go(workshop_id=one.id, place=one.place - 1, listed=1))
    on = tap(texts.label("Theme {n} ›", n=one.place + 2), v.Go(workshop_id=one.id, place=one.place + 1, listed=1))
    beside = (*((back,) if one.place else ()), *((on,) if one.place < view.last else ()))
    return ((here,), beside)


def _endings(texts: Texts, view: View) -> Rows:
    one = view.workshop
    return column(
        tap(texts.label("Pause until another day"), v.Pause(workshop_id=one.id)),
        tap(texts.label("Make the wheel now"), v.End(workshop_id=one.id, listed=1, sure=0)),
        tap(texts.label("Stop without a wheel"), v.Cancel(workshop_id=one.id, sure=0)),
        tap(texts.label("Close this screen"), Dismiss()),
    )


def paused(texts: Texts, view: View) -> Screen:
    """What is there stays; anyone who facilitates goes on."""
    one = view.workshop
    text = texts.say(
        "The workshop is paused at theme {number} of {count}. All that you have done is kept. It goes on with this"
        " button, or with /workshop.",
        number=one.place + 1,
        count=len(view.themes),
    )
    rows = column(
        tap(texts.label("Go on"), v.Resume(workshop_id=one.id)),
        tap(texts.label("Make the wheel now"), v.End(workshop_id=one.id, listed=1, sure=0)),
        tap(texts.label("Stop without a wheel"), v.Cancel(workshop_id=one.id, sure=0)),
    )
    return Screen(text, rows)


def sure_to_end(texts: Texts, view: View) -> Screen:
    text = texts.say("Make the wheel now? After that nothing of this workshop can be changed.")
    yes = v.End(workshop_id=view.workshop.id, listed=1, sure=1)
    return Screen(text, _sure(texts, tap(texts.label("Yes, make it"), yes)))


def sure_to_cancel(texts: Texts, view: View) -> Screen:
    text = texts.say("Stop without a wheel? What you tapped and agreed on in this workshop is forgotten.")
    yes = v.Cancel(workshop_id=view.workshop.id, sure=1)
    return Screen(text, _sure(texts, tap(texts.label("Yes, stop"), yes)))


def _sure(texts: Texts, yes: Button) -> Rows:
    return column(yes, tap(texts.label("No, go on with it"), Dismiss()))


def ended(texts: Texts, *, shown: bool) -> Screen:
    if shown:
        return Screen(texts.say("That was the workshop. Thank you all! Your wheel arrives in a moment."))
    return Screen(
        texts.say("The workshop is over. Nothing was shown or agreed on, so there is no wheel, and nothing is kept.")
    )


def stood_still(texts: Texts, *, paused: bool, shown: bool) -> Screen:
    """It has ended by itself. Without a wheel there was nothing that could be shown."""
    text = texts.say("Our workshop has stood still for a day, so I have ended it: now a new round can begin.")
    if paused:
        text = texts.say("Our workshop was paused for four weeks, so I have ended it: now a new round can begin.")
    rest = texts.say("What you have done in it is kept, in your wheel: /wheel")
    if not shown:
        rest = texts.say("There was not enough to show a wheel. You can begin again at any time with /workshop.")
    return Screen(paragraphs(text, rest))


def cancelled(texts: Texts) -> Screen:
    return Screen(texts.say("The workshop was stopped. What you tapped is forgotten. /workshop begins a new one."))
