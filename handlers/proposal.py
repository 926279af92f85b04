"""A network's round is proposed to a group: its facilitator accepts, moves or declines it."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from bot.screen import Screen
from bot.services import dates
from bot.services.act import Refused, Why
from handlers.screens import survey as screens
from handlers.turn import Addressee, Reply, Turn
from handlers.values import survey as v

START = "proposal_day"


async def shown(turn: Turn, value: v.Proposed) -> Reply:
    group, standing = await turn.services.proposals.look(turn.act, value.round_id, value.group_id)
    return Reply(show=screens.proposal(turn.texts, standing, ZoneInfo(group.zone), group))


async def accept(turn: Turn, value: v.Accept) -> Reply:
    """Yes, from now on or from that day."""
    start = date.fromordinal(value.day) if 1 <= value.day <= date.max.toordinal() else None
    if value.day and start is None:
        raise Refused(Why.BAD_DATE)
    return await _accepted(turn, value.round_id, value.group_id, start)


async def later(turn: Turn, value: v.Later) -> Reply:
    group, _ = await turn.services.proposals.look(turn.act, value.round_id, value.group_id)
    today = dates.today(turn.act.now, ZoneInfo(group.zone))
    return Reply(show=screens.later(turn.texts, value.round_id, value.group_id, today))


async def type_start(turn: Turn, value: v.TypeStart) -> Reply:
    await turn.services.dialogues.wait(turn.act, turn.spot, START, **value.model_dump())
    return Reply(send=screens.ask_day(turn.texts))


async def typed_start(turn: Turn) -> Reply:
    """The first day, typed; asked again when it cannot be used."""
    group, _ = await turn.services.proposals.look(turn.act, turn.asked["round_id"], turn.asked["group_id"])
    day = dates.read_day(turn.line, turn.own.language, turn.act.now, ZoneInfo(group.zone))
    if day is None or not dates.is_sensible(day, turn.act.now, ZoneInfo(group.zone)):
        return Reply(send=screens.bad_day(turn.texts))
    await turn.services.dialogues.end(turn.act, turn.spot)
    return await _accepted(turn, turn.asked["round_id"], turn.asked["group_id"], day)


async def decline(turn: Turn, value: v.Decline) -> Reply:
    group, standing = await turn.services.proposals.decline(turn.act, value.round_id, value.group_id)
    return Reply(show=screens.proposal(turn.texts, standing, ZoneInfo(group.zone), group))


async def _accepted(turn: Turn, round_id: int, group_id: int, start: date | None) -> Reply:
    group, standing = await turn.services.proposals.accept(turn.act, round_id, group_id, start)
    return Reply(show=screens.answered(turn.texts, standing, ZoneInfo(group.zone)))


async def _proposal(data: dict[str, Any], to: Addressee) -> Screen | None:
    """The letter to facilitators; none when the group has answered by now."""
    found = await to.services.proposals.standing(data["round_id"], data["group_id"])
    if found is None or found[1].part.state != "proposed":
        return None
    group, standing = found
    return screens.proposal(to.texts, standing, ZoneInfo(group.zone), group)


TAPS = {
    v.Proposed: shown,
    v.Accept: accept,
    v.Later: later,
    v.TypeStart: type_start,
    v.Decline: decline,
}
LINES = {START: typed_start}
LETTERS = {"proposal": _proposal}
