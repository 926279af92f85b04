"""A workshop has ended by itself: what its group is told."""

from __future__ import annotations

from typing import Any

from bot.screen import Screen
from bot.services.workshop.standstill import STILL
from handlers.screens.workshop import workshop as screens
from handlers.turn import Addressee, LetterRenderer


async def _stood_still(data: dict[str, Any], to: Addressee) -> Screen:
    return screens.stood_still(to.texts, paused=data["paused"], shown=data["shown"])


LETTERS: dict[str, LetterRenderer] = {STILL: _stood_still}
