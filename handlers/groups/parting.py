"""Coordinators end what somebody has no more: an organization that they were confirmed with, a place in the network."""

from __future__ import annotations

from typing import Any

from bot.screen import Screen
from bot.services.groups.parting import PARTED
from handlers.screens.groups import parting as screens
from handlers.turn import Addressee, LetterRenderer, Reply, TapHandler, Turn
from handlers.value import Value
from handlers.values import parting as v


async def roll(turn: Turn, value: v.Roll) -> Reply:
    found = await turn.services.parting.listed(turn.act, value.network_id, value.organization_id or None)
    return Reply(show=screens.roll(turn.texts, found, value.page))


async def end(turn: Turn, value: v.End) -> Reply:
    parting, about = turn.services.parting, (value.network_id, value.organization_id or None, value.person_id)
    if not value.sure:
        return Reply(show=screens.ending(turn.texts, await parting.look(turn.act, *about)))
    return Reply(show=screens.roll(turn.texts, await parting.end(turn.act, *about)))


async def _parted(data: dict[str, Any], to: Addressee) -> Screen | None:
    """None once they are back."""
    found = await to.services.parting.told(to.chat_id, data["network_id"], data["organization_id"])
    return screens.told(to.texts, found) if found else None


TAPS: dict[type[Value], TapHandler] = {v.Roll: roll, v.End: end}
LETTERS: dict[str, LetterRenderer] = {PARTED: _parted}
