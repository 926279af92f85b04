"""The screens on which a group chooses how its actions are brought to mind, and how often it hears of them. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from bot.i18n import Texts
from bot.screen import Button, Screen, column
from bot.services.followup.cadence import GENTLE, ON_THE_DAY, USUAL, Cadence
from bot.storage.groups import Group
from handlers.screens.common import pairs, paragraphs, tap, ticked
from handlers.turn import _
from handlers.values import rhythm as v
from handlers.values.setup import Summary

WAYS: dict[v.Letter, Cadence] = {"u": USUAL, "g": GENTLE, "d": ON_THE_DAY}
"""By their letter on a button."""

NUMBERS: dict[v.Part, tuple[int, ...]] = {"b": (0, 1, 3, 7, 14), "a": (0, 3, 7, 14, 30), "r": (0, 1, 2, 3)}
"""What can be chosen for each part of a cadence."""

_CALLED: dict[v.Letter, str] = {"u": _("as usual"), "g": _("gently"), "d": _("only on the day")}
_PARTS: dict[v.Part, str] = {"b": _("Before…"), "a": _("After…"), "r": _("Again…")}
_OFTEN: dict[v.Often, str] = {"weekly": _("every week"), "monthly": _("every month"), "off": _("never")}


def way(texts: Texts, group: Group) -> str:
    """How its reminders come, in two words."""
    chosen = Cadence.read(group.cadence)
    called = next((_CALLED[letter] for letter, cadence in WAYS.items() if cadence == chosen), _("in its own way"))
    return texts.label(called)


def often(texts: Texts, group: Group) -> str:
    """How often it hears how its actions stand."""
    return next(texts.label(called) for one, called in _OFTEN.items() if one == group.digest)


def reminders(texts: Texts, group: Group) -> Screen:
    """How reminders come, in words; each tap counts at once."""
    chosen = Cadence.read(group.cadence)
    ways = [
        tap(ticked(texts.label(_CALLED[letter]).capitalize(), cadence == chosen), v.Way(group_id=group.id, way=letter))
        for letter, cadence in WAYS.items()
    ]
    parts = [tap(texts.label(called), v.Numbers(group_id=group.id, part=part)) for part, called in _PARTS.items()]
    return Screen(_told(texts, chosen), (*column(*ways), tuple(parts), (_back(texts, group),)))


def _told(texts: Texts, chosen: Cadence) -> Markup:
    return paragraphs(
        texts.say(
            "Whoever has taken something on is reminded of it, in private where possible: {steps}.",
            steps=texts.listing(_steps(texts, chosen)),
        ),
        texts.say("After that those who facilitate are told, and it goes onto the agenda: the action, not the person."),
    )


def _steps(texts: Texts, chosen: Cadence) -> Iterator[str]:
    if chosen.ahead:
        yield texts.labels("{n} day before", "{n} days before", chosen.ahead)
    yield texts.label("on the day")
    if chosen.after:
        yield texts.labels("{n} day after", "{n} days after", chosen.after)
    if chosen.times == 1:
        yield texts.labels("once more {n} day later", "once more {n} days later", chosen.every)
    elif chosen.times:
        every = texts.labels("every {n} day", "every {n} days", chosen.every)
        yield texts.labels("then {n} time more {every}", "then {n} times more {every}", chosen.times, every=every)


def numbers(texts: Texts, group: Group, part: v.Part) -> Screen:
    """What can be chosen for that part; each tap counts at once."""
    chosen = Cadence.read(group.cadence)
    present = {"b": chosen.ahead, "a": chosen.after, "r": chosen.times}[part]
    buttons = [
        tap(ticked(_number(texts, part, one), one == present), v.Number(group_id=group.id, part=part, number=one))
        for one in NUMBERS[part]
    ]
    back = tap(texts.label("← Back"), v.Reminders(group_id=group.id))
    return Screen(_asked(texts, part, chosen), (*pairs(buttons), (back,)))


def _number(texts: Texts, part: v.Part, number: int) -> str:
    if number == 0:
        return texts.label("No reminder")
    if part == "r":
        return texts.labels("{n} time", "{n} times", number)
    return texts.labels("{n} day", "{n} days", number)


def _asked(texts: Texts, part: v.Part, chosen: Cadence) -> Markup:
    if part == "b":
        return texts.say("How long before its day do I first remind of an action?")
    if part == "a":
        return texts.say("How long after its day do I remind of an action that is not done yet?")
    every = texts.labels("every {n} day", "every {n} days", chosen.every)
    return texts.say("And how many times more after that, {every}?", every=every)


def digests(texts: Texts, group: Group) -> Screen:
    """How often the group hears how its actions stand; a tap counts at once."""
    text = texts.say(
        "How often shall I say here how the actions stand: how many are done, come up, or need a hand? Never whose they"
        " are, and only if something has changed."
    )
    buttons = [
        tap(ticked(texts.label(called).capitalize(), one == group.digest), v.Digest(group_id=group.id, often=one))
        for one, called in _OFTEN.items()
    ]
    return Screen(text, column(*buttons, _back(texts, group)))


def _back(texts: Texts, group: Group) -> Button:
    return tap(texts.label("← Back"), Summary(group_id=group.id))
