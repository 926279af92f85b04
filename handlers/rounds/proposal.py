"""A network's round is proposed to a group: its facilitator accepts, moves or declines it."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from bot.screen import Screen
from bot.services import dates
from bot.services.act import Refused, Why
from bot.services.rounds.opening import Standing
from bot.services.rounds.proposals import starts_between
from bot.storage.groups import Group
from handlers.refusals import refusal
from handlers.rounds.survey import typed
from handlers.screens.rounds import proposal as screens
from handlers.screens.rounds.survey import ask_day, bad_day
from handlers.turn import Addressee, Reply, Turn
from handlers.values import survey as v

START = "proposal_day"


async def shown(turn: Turn, value: v.Proposed) -> Reply:
    """The proposal with what it asks, or what the group has said to it by now."""
    return Reply(
        show=_as_it_stands(turn, *await turn.services.proposals.look(turn.act, value.round_id, value.group_id))
    )


async def accept(turn: Turn, value: v.Accept) -> Reply:
    """Yes, from now on or from that day."""
    start = date.fromordinal(value.day) if 1 <= value.day <= date.max.toordinal() else None
    if value.day and start is None:
        raise Refused(Why.BAD_DATE)
    proposals = turn.services.proposals
    try:
        group, standing = await proposals.accept(turn.act, value.round_id, value.group_id, start)
    except Refused as refused:
        return await _as_it_stands_now(turn, value, refused)
    return Reply(show=_as_it_stands(turn, group, standing))


async def later(turn: Turn, value: v.Later) -> Reply:
    group, _ = await turn.services.proposals.look(turn.act, value.round_id, value.group_id)
    today = dates.today(turn.act.now, ZoneInfo(group.zone))
    return Reply(show=screens.later(turn.texts, value.round_id, value.group_id, screens.starts(today)))


async def type_start(turn: Turn, value: v.TypeStart) -> Reply:
    await turn.services.proposals.look(turn.act, value.round_id, value.group_id)
    await turn.services.dialogues.wait(turn.act, turn.spot, START, **value.model_dump())
    return Reply(send=ask_day(turn.texts))


async def typed_start(turn: Turn) -> Reply:
    """The first day, typed, is echoed on a button; asked again when it cannot be used."""
    round_id, group_id = turn.asked["round_id"], turn.asked["group_id"]
    group, _ = await turn.services.proposals.look(turn.act, round_id, group_id)
    first, last = starts_between(turn.act.now, ZoneInfo(group.zone))
    day = typed(turn, ZoneInfo(group.zone))
    if day is None or not first <= day <= last:
        return Reply(send=bad_day(turn.texts, first, last))
    await turn.services.dialogues.end(turn.act, turn.spot)
    return Reply(show=screens.later(turn.texts, round_id, group_id, [day]))


async def decline(turn: Turn, value: v.Decline) -> Reply:
    try:
        group, standing = await turn.services.proposals.decline(turn.act, value.round_id, value.group_id)
    except Refused as refused:
        return await _as_it_stands_now(turn, value, refused)
    return Reply(show=_as_it_stands(turn, group, standing))


async def _as_it_stands_now(turn: Turn, value: v.Accept | v.Decline, refused: Refused) -> Reply:
    """An old button, or somebody was quicker: what holds now, and a word about it."""
    if refused.why not in (Why.ROUND_OPEN, Why.ROUND_CLOSED):
        raise refused
    group, standing = await turn.services.proposals.look(turn.act, value.round_id, value.group_id)
    return Reply(show=_as_it_stands(turn, group, standing), toast=refusal(turn.own, refused.why))


def _as_it_stands(turn: Turn, group: Group, standing: Standing) -> Screen:
    return screens.proposal_now(turn.texts, standing, group, turn.act.micros)


async def _proposal(data: dict[str, Any], to: Addressee) -> Screen | None:
    """The letter to facilitators; none when the group has answered by now."""
    found = await to.services.proposals.standing(data["round_id"], data["group_id"])
    if found is None or found[1].part.state != "proposed" or found[1].round.state == "closed":
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
