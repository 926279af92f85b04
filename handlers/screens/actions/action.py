"""One action: what it is, how it stands, and what its people can do with it. Pure."""

from __future__ import annotations

from decimal import Decimal

from markupsafe import Markup

from bot.i18n import Texts
from bot.screen import Button, Media, Rows, Screen
from bot.services.actions.boards import View
from bot.storage.actions import Action
from handlers.actions.sketch import named
from handlers.screens.common import called, lines, pairs, paragraphs, shortened, tap
from handlers.turn import _
from handlers.values import actions as v
from surveys.template import Template

SPOKEN = "🎤"
"""What an action says whose owner has spoken it instead of writing it."""

LINE = 500
"""Characters of what may be written about it that are shown: all of it fits one message."""

_STATES = {
    "proposed": _("proposed, nobody has accepted it yet"),
    "accepted": _("accepted"),
    "in_progress": _("going well"),
    "blocked": _("stuck, needs a hand"),
    "done": _("done"),
    "dropped": _("dropped"),
}


def what(texts: Texts, action: Action) -> str:
    """Its words; those of a spoken one are heard."""
    return spoken(texts) if action.what == SPOKEN else action.what


def spoken(texts: Texts) -> str:
    """In place of words that are heard."""
    return texts.label("🎤 A voice message")


def theme(texts: Texts, template: Template | None, spoke: str) -> str:
    """The theme's name in the reader's language; empty where the template does not have it."""
    named = (one.name.in_(texts.language) for one in (template.spokes if template else ()) if one.key == spoke)
    return next(named, "")


def state(texts: Texts, action: Action, *, needs_hand: bool) -> str:
    """How it stands, in words: nobody is told to be late."""
    if needs_hand and action.state in ("accepted", "in_progress"):
        return texts.label("needs a hand")
    return texts.label(_STATES[action.state])


def person_days(texts: Texts, half_days: int) -> str:
    """Half days as days: "2.5"."""
    return texts.number(Decimal(half_days) / 2 if half_days % 2 else half_days // 2)


def card(texts: Texts, view: View, more: Button | None = None) -> Screen:
    """How it stands, with what the reader may do. In a group `more` leads to where the rest of it can be done."""
    ways = _ways(texts, view) if more is None else (*_naming_here(texts, view), (more,))
    return Screen(_text(texts, view), (*_deeds(texts, view, private=more is None), *ways, (_board(texts, view),)))


def above(word: str, shown: Screen) -> Screen:
    """A word, and the action below it."""
    return Screen(paragraphs(Markup.escape(word), shown.text), shown.rows)


def _text(texts: Texts, view: View) -> Markup:
    one = view.action
    about = theme(texts, view.template, one.theme.spoke if one.theme else "")
    helping = texts.listing(called(texts, helper.name) for helper in view.helpers)
    return paragraphs(
        Markup("<b>{}</b>").format(what(texts, one)),
        lines(
            texts.say("Theme: {theme}", theme=about) if about else "",
            texts.say("Plan: {plan}", plan=view.plan.name) if view.plan.name else texts.say("Plan: only mine"),
            texts.say("Who: {name}", name=called(texts, one.owner_name))
            if one.owner_id is not None
            else texts.say("Who: nobody yet"),
            texts.say("With: {names}", names=shortened(helping, LINE)) if helping else "",
            texts.say("By: {day}", day=texts.date(one.due)),
            texts.say("State: {state}", state=state(texts, one, needs_hand=view.needs_hand)),
            texts.say("“{reason}”", reason=shortened(one.reason, LINE)) if one.reason else "",
            texts.say("It worked when: {sign}", sign=shortened(one.sign, LINE)) if one.sign else "",
            _days(texts, one),
            texts.say("May be named in the group, up to the day") if one.may_mention else "",
        ),
    )


def _days(texts: Texts, one: Action) -> Markup:
    if one.half_days is None:
        return Markup()
    planned = texts.say("Person-days: {days}", days=person_days(texts, one.half_days))
    if one.in_work_plan is None:
        return planned
    said = texts.say(" (in the work plan)") if one.in_work_plan else texts.say(" (not yet in a work plan)")
    return planned + said


def _deeds(texts: Texts, view: View, *, private: bool) -> Rows:
    """What one tap says about it."""
    one, rights = view.action, view.rights
    if not one.open:
        return ((do(texts, one.id, _("Take it up again"), "again"),),) if rights.acts else ()
    if one.state == "proposed":
        return _asked(texts, view, private=private)
    if not rights.acts:
        return ()
    going = (("✓ " + texts.label("Done"), "done"), (texts.label("Going well"), "well"), (texts.label("Stuck"), "block"))
    return pairs(tap(label, v.Do(id=one.id, deed=deed)) for label, deed in going)


def _asked(texts: Texts, view: View, *, private: bool) -> Rows:
    """Whoever is asked says yes or no; what nobody has, anybody of the plan may take."""
    one = view.action
    if one.owner_id is None:
        return ((do(texts, one.id, _("I take it on"), "take"),),)
    if not view.rights.owner:
        return ()
    back = tap(texts.label("Hand back"), v.Write(id=one.id, about="back"))
    return pairs((do(texts, one.id, _("Accept"), "accept"), *((back,) if private else ())))


def _ways(texts: Texts, view: View) -> Rows:
    """What takes more than a tap."""
    one, rights = view.action, view.rights
    found = []
    if one.open and rights.decides:
        found += [
            tap(texts.label("New date"), v.When(id=one.id, purpose="m")),
            tap(texts.label("Change…"), v.Change(id=one.id)),
        ]
        if one.half_days is None:
            found.append(tap(texts.label("Person-days"), v.Write(id=one.id, about="days")))
    if one.open and rights.owner and one.state != "proposed":
        found.append(tap(texts.label("Remind me on…"), v.When(id=one.id, purpose="r")))
        if one.whose.group_id is not None:
            found.append(tap(texts.label("Naming me…"), v.Naming(id=one.id)))
    if one.voice:
        found.append(tap(texts.label("▶ Listen"), v.Listen(id=one.id)))
    return (*pairs(found), (tap(texts.label("What was done so far"), v.Past(id=one.id)),))


def _naming_here(texts: Texts, view: View) -> Rows:
    """Whoever has it and cannot be written to says here whether they may be named."""
    one = view.action
    if not (one.open and view.rights.owner and one.state != "proposed"):
        return ()
    label, deed = (_("Do not name me here"), "unnamed") if one.may_mention else (_("You may name me here"), "named")
    return ((do(texts, one.id, label, deed),),)


def _board(texts: Texts, view: View) -> Button:
    of, plan_id = named(view.plan.whose)
    if of == "m":
        return tap(texts.label("All that is mine"), v.Mine(page=0))
    return tap(texts.label("The whole plan"), v.Board(of=of, id=plan_id, order=2, page=0))


def do(texts: Texts, action_id: int, label: str, deed: str) -> Button:
    """A button that does it at once."""
    return tap(texts.label(label), v.Do(id=action_id, deed=deed))


def voice(file_id: str) -> Screen:
    """What was spoken, to be heard."""
    return Screen(Markup(), media=(Media("voice", file_id),))


def back(texts: Texts, action_id: int) -> Button:
    """To its card."""
    return tap(texts.label("← Back"), v.Look(id=action_id))


def in_work_plan(texts: Texts, action_id: int) -> Screen:
    """Asked of whoever has just accepted."""
    rows = ((do(texts, action_id, _("Yes"), "planned"), do(texts, action_id, _("Not yet"), "unplanned")),)
    return Screen(texts.say("Thank you! Is the time for it in your work plan?"), rows)
