"""In the settings of a group: how its actions are brought to mind, and how often it hears how they stand."""

from __future__ import annotations

from dataclasses import replace

from bot.services.act import Refused, Why
from bot.services.followup.cadence import Cadence
from bot.services.groups.overview import Overview
from handlers.groups.whose import voice
from handlers.screens.followup import rhythm as screens
from handlers.turn import Reply, TapHandler, Turn
from handlers.value import Value
from handlers.values import rhythm as v


async def reminders(turn: Turn, value: v.Reminders) -> Reply:
    return _reminders(turn, await _seen(turn, value.group_id))


async def way(turn: Turn, value: v.Way) -> Reply:
    return await _choose(turn, value.group_id, screens.WAYS[value.way])


async def numbers(turn: Turn, value: v.Numbers) -> Reply:
    seen = await _seen(turn, value.group_id)
    return Reply(show=screens.numbers(voice(turn, seen), seen.group, value.part))


async def number(turn: Turn, value: v.Number) -> Reply:
    """One number changes; the others stay as they are. Refused: GONE for one that is not offered."""
    if value.number not in screens.NUMBERS[value.part]:
        raise Refused(Why.GONE)
    present = Cadence.read((await _seen(turn, value.group_id)).group.cadence)
    return await _choose(turn, value.group_id, _with(present, value.part, value.number))


def _with(cadence: Cadence, part: v.Part, number: int) -> Cadence:
    if part == "b":
        return replace(cadence, ahead=number)
    return replace(cadence, after=number) if part == "a" else replace(cadence, times=number)


async def digests(turn: Turn, value: v.Digests) -> Reply:
    seen = await _seen(turn, value.group_id)
    return Reply(show=screens.digests(voice(turn, seen), seen.group))


async def digest(turn: Turn, value: v.Digest) -> Reply:
    await turn.services.digest.choose(turn.act, value.group_id, value.often)
    return await digests(turn, v.Digests(group_id=value.group_id))


async def _choose(turn: Turn, group_id: int, chosen: Cadence) -> Reply:
    await turn.services.rhythm.choose(turn.act, group_id, chosen)
    return _reminders(turn, await _seen(turn, group_id))


async def _seen(turn: Turn, group_id: int) -> Overview:
    return await turn.services.groups.setup.look(turn.act, group_id)


def _reminders(turn: Turn, seen: Overview) -> Reply:
    return Reply(show=screens.reminders(voice(turn, seen), seen.group))


TAPS: dict[type[Value], TapHandler] = {
    v.Reminders: reminders,
    v.Way: way,
    v.Numbers: numbers,
    v.Number: number,
    v.Digests: digests,
    v.Digest: digest,
}
