"""To whom an announcement goes, when, and how it arrives."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.services import dates
from bot.services.act import Refused, Why
from bot.services.announcements.announced import View
from bot.storage.announcements import Audience
from handlers.announcements.drafts import changed, draft_of, or_as_it_stands
from handlers.screens.announcements import audience as screens
from handlers.screens.announcements import moments
from handlers.turn import LineHandler, Reply, TapHandler, Turn
from handlers.value import Value
from handlers.values import announcements as v

DAY = "announcement_day"

AT_NINE = time(9)
"""When an announcement goes out on a day of which no time was said."""

OFFERED = (1, 3, 7)
"""Days ahead that are offered at nine."""

EVERYONE = "all"


async def audience(turn: Turn, value: v.Audience) -> Reply:
    view = await draft_of(turn, value.id)
    options = await turn.services.announcements.options(turn.act, value.id)
    return Reply(show=screens.audience(turn.texts, view, options, minus=bool(value.minus)))


async def tokens(turn: Turn, value: v.Tokens) -> Reply:
    return await _tokens(turn, await draft_of(turn, value.id), value)


async def _tokens(turn: Turn, view: View, value: v.Tokens) -> Reply:
    options = await turn.services.announcements.options(turn.act, value.id)
    minus, page = bool(value.minus), max(value.page, 0)
    return Reply(show=screens.tokens(turn.texts, view, options, kind=value.kind, page=page, minus=minus))


async def aim(turn: Turn, value: v.Aim) -> Reply:
    """A token more or less; whoever chooses some after "everyone" means these."""
    now = (await draft_of(turn, value.id)).announcement.audience
    aimed = now.with_token(value.token, minus=bool(value.minus), on=bool(value.on))
    if value.on and not value.minus:
        alone = value.token == EVERYONE
        to = tuple(one for one in aimed.to if (one == EVERYONE) == alone)
        aimed = Audience(to, aimed.minus)
    view = await or_as_it_stands(turn, value.id, turn.services.announcements.aim(turn.act, value.id, aimed))
    if isinstance(view, Reply):
        return view
    if value.page < 0:
        return await audience(turn, v.Audience(id=value.id, minus=value.minus))
    return await _tokens(turn, view, v.Tokens(id=value.id, minus=value.minus, kind=value.token[:1], page=value.page))


async def when(turn: Turn, value: v.When) -> Reply:
    await draft_of(turn, value.id)
    today = dates.today(turn.act.now, turn.zone)
    offered = [datetime.combine(today + timedelta(days=days), AT_NINE) for days in OFFERED]
    return Reply(show=moments.when(turn.texts, value.id, offered))


async def type_day(turn: Turn, value: v.TypeDay) -> Reply:
    await draft_of(turn, value.id)
    await turn.services.dialogues.wait(turn.act, turn.spot, DAY, id=value.id)
    return Reply(send=moments.ask_day(turn.texts))


async def typed_day(turn: Turn) -> Reply:
    """The moment is echoed on a button, and asked again when it cannot be read."""
    spoken = (turn.texts.language, turn.own.language)
    wall = dates.read_moment(turn.line, spoken, turn.act.now, turn.zone, AT_NINE)
    if wall is None:
        return Reply(send=moments.bad_day(turn.texts))
    await turn.services.dialogues.end(turn.act, turn.spot)
    return Reply(show=moments.echo(turn.texts, turn.asked["id"], wall))


async def at(turn: Turn, value: v.At) -> Reply:
    """That moment, or at once. What is over for every reader is refused, and a time is asked for again."""
    wall = None if not value.day else _wall(value)
    try:
        return await changed(turn, value.id, turn.services.announcements.when(turn.act, value.id, wall))
    except Refused as refused:
        return await another_time(turn, value.id, refused)


async def another_time(turn: Turn, announcement_id: int, refused: Refused) -> Reply:
    """Times to choose from, where the one that was chosen cannot be used (any more)."""
    if refused.why is not Why.BAD_DATE:
        raise refused
    again = await when(turn, v.When(id=announcement_id))
    toast = turn.own.label("That is over for everyone, or more than half a year ahead. Please choose another time.")
    return replace(again, toast=toast, alert=True)


def _wall(value: v.At) -> datetime:
    """The moment of a button. Refused: BAD_DATE for a forged one."""
    if not 1 <= value.day <= date.max.toordinal() or not 0 <= value.minute < 24 * 60:
        raise Refused(Why.BAD_DATE)
    return datetime.fromordinal(value.day) + timedelta(minutes=value.minute)


async def sound(turn: Turn, value: v.Sound) -> Reply:
    return await changed(turn, value.id, turn.services.announcements.set_silent(turn.act, value.id, not value.on))


async def seen_button(turn: Turn, value: v.SeenButton) -> Reply:
    return await changed(turn, value.id, turn.services.announcements.set_seen(turn.act, value.id, bool(value.on)))


TAPS: dict[type[Value], TapHandler] = {
    v.Audience: audience,
    v.Tokens: tokens,
    v.Aim: aim,
    v.When: when,
    v.TypeDay: type_day,
    v.At: at,
    v.Sound: sound,
    v.SeenButton: seen_button,
}
LINES: dict[str, LineHandler] = {DAY: typed_day}
