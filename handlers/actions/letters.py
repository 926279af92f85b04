"""The letters that ask somebody to take an action on, and those that tell that nobody has one any more."""

from __future__ import annotations

from typing import Any

from bot.screen import Screen
from bot.services.act import Act
from bot.services.actions.taking import ASKED, RETURNED
from bot.services.groups.leaving import LEFT
from handlers.screens.actions import letters as screens
from handlers.turn import Addressee, LetterRenderer


def _reader(to: Addressee) -> Act:
    return Act(to.chat_id, to.services.ground.clock.now())


async def _asked(data: dict[str, Any], to: Addressee) -> Screen | None:
    """None once it is asked of them no more."""
    view = await to.services.boards.asked(_reader(to), int(data["id"]))
    return screens.asked(to.texts, int(data["id"])) if view else None


async def _returned(data: dict[str, Any], to: Addressee) -> Screen | None:
    view = await to.services.boards.returned(_reader(to), int(data["id"]))
    return screens.returned(to.texts, int(data["id"])) if view else None


async def _left(data: dict[str, Any], to: Addressee) -> Screen | None:
    found = await to.services.followup.needing(data)
    return screens.left(to.texts, found) if found else None


LETTERS: dict[str, LetterRenderer] = {ASKED: _asked, RETURNED: _returned, LEFT: _left}
