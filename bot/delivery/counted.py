"""Counts the calls to Telegram: those answered well by their method, the others by what they met with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from telegram.error import TelegramError

from bot.counts import Counts
from bot.delivery.refusals import refusal_of
from bot.delivery.transport import Calls
from bot.screen import File


class CountedCalls:
    """Calls by name, as `Calls`."""

    def __init__(self, calls: Calls, counts: Counts) -> None:
        self._calls = calls
        self._counts = counts

    async def __call__(self, method: str, *, files: Mapping[str, File] | None = None, **fields: Any) -> Any:
        try:
            result = await self._calls(method, files=files, **fields)
        except TelegramError as error:
            self._counts.refusals[refusal_of(error).name.lower()] += 1
            raise
        self._counts.calls[method] += 1
        return result
