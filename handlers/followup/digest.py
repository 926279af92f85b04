"""The digest: how a group's actions stand, told to the group by itself."""

from __future__ import annotations

from typing import Any

from bot.screen import Screen
from bot.services.followup.digest import DIGEST
from handlers.screens.followup import digest as screens
from handlers.turn import Addressee, LetterRenderer


async def _digest(data: dict[str, Any], to: Addressee) -> Screen:
    return screens.digest(
        to.texts, data["group_id"], data["often"], done=data["done"], due=data["due"], hand=data["hand"]
    )


LETTERS: dict[str, LetterRenderer] = {DIGEST: _digest}
