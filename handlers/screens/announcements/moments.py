"""The screens of when an announcement goes out: times of day that belong to no zone. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.i18n import Texts
from bot.screen import Button, Screen, column
from handlers.screens.common import tap
from handlers.values import announcements as v

_UTC = ZoneInfo("UTC")


def when_words(texts: Texts, wall: datetime | None) -> str:
    """The time of day in each reader's own zone, or at once."""
    if wall is None:
        return texts.label("at once")
    return texts.label("{moment}, in each reader's own time", moment=moment(texts, wall))


def moment(texts: Texts, wall: datetime) -> str:
    """A time of day that belongs to no zone."""
    return texts.moment(wall.replace(tzinfo=UTC), _UTC)


def when(texts: Texts, announcement_id: int, offered: Sequence[datetime]) -> Screen:
    """When? The times are those of each reader's own zone."""
    buttons = [tap(moment(texts, one), at(announcement_id, one)) for one in offered]
    about = texts.say(
        "When should it go out? A time of day is that of each reader's own zone. At night (21:00 to 7:00), and on the"
        " rest days of a group, it waits until the next morning."
    )
    now = tap(texts.label("At once"), at(announcement_id, None))
    other = tap(texts.label("Another date"), v.TypeDay(id=announcement_id))
    return Screen(about, column(now, *buttons, other, _back(texts, announcement_id)))


def at(announcement_id: int, wall: datetime | None) -> v.At:
    """The button of a time of day."""
    if wall is None:
        return v.At(id=announcement_id, day=0, minute=0)
    return v.At(id=announcement_id, day=wall.toordinal(), minute=wall.hour * 60 + wall.minute)


def ask_day(texts: Texts) -> Screen:
    return Screen(
        texts.say("Which day, and at what time? For example: 15 March 14:30, Friday 9:00, tomorrow 18:00."),
        ask=texts.label("A date and a time"),
    )


def bad_day(texts: Texts) -> Screen:
    """Asked again."""
    text = texts.say(
        "I could not use that. Please send a day within the next half year, and a time, for example: 15 March 14:30,"
        " Friday 9:00, tomorrow 18:00. Or /cancel."
    )
    return Screen(text, ask=texts.label("A date and a time"))


def echo(texts: Texts, announcement_id: int, wall: datetime) -> Screen:
    """What was understood, on a button: a date that was misread moves nothing."""
    buttons = (
        tap(moment(texts, wall), at(announcement_id, wall)),
        tap(texts.label("Another date"), v.TypeDay(id=announcement_id)),
        _back(texts, announcement_id),
    )
    return Screen(texts.say("Is this right? It is the time of each reader's own zone."), column(*buttons))


def _back(texts: Texts, announcement_id: int) -> Button:
    return tap(texts.label("← Back"), v.Look(id=announcement_id))
