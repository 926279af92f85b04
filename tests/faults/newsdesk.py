"""A coordinator who announces while the bot comes and goes: she looks at her screen, and does the next step."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from bot.rehearsal import World
from bot.rehearsal.errors import ActError
from bot.rehearsal.model import Message
from bot.rehearsal.persons import Person

_GOING = ("It is being sent.", "Sent.")
_SEND = "Send the announcement"
_STEPS = 400


@dataclass
class NewsDesk:
    """One announcement after the other, each with words of its own. `until` waits for what it is given, and raises
    AssertionError when that does not come in a while: then she looks again."""

    world: World
    writer: Person
    until: Callable[[Callable[[], object]], Awaitable[None]]
    _written: int = 0

    async def sends(self, audience: str) -> str:
        """Announce to those whom that button means; returns the words that went out."""
        begun = self._written
        for _ in range(_STEPS):
            gone = self._gone(begun)
            if gone is not None:
                return gone
            before = self._screens()
            with contextlib.suppress(AssertionError, ActError):
                await self._next(audience, begun)()
                await self.until(lambda before=before: self._screens() != before)  # type: ignore[misc]
        raise AssertionError(f"nothing was announced\n{self.world.story()}")

    def _next(self, audience: str, begun: int) -> Callable[[], Awaitable[object]]:
        """The step that what stands lowest on the screen asks for."""
        shown = next((one for one in reversed(self._screens()) if one.labels), None)
        labels = shown.labels if shown else []
        if shown is not None and _SEND in labels:
            return partial(self._tap, shown, _SEND)
        if shown is not None and "That is right" in labels:
            return partial(self._tap, shown, _aimed(labels, audience))
        if shown is not None and "To whom" in labels and self._is_mine(shown, begun):
            return partial(self._tap, shown, "Preview and send" if f"To: {audience} (" in shown.text else "To whom")
        return self._write if labels == ["Cancel"] else partial(self.writer.send, "/announce")

    async def _tap(self, shown: Message, label: str) -> None:
        await self.writer.tap(label, message=shown, wait=False)

    async def _write(self) -> None:
        self._written += 1
        await self.writer.send(_words(self._written))

    def _is_mine(self, shown: Message, begun: int) -> bool:
        return any(_words(number) in shown.text for number in range(begun + 1, self._written + 1))

    def _gone(self, begun: int) -> str | None:
        """The words of an announcement of this time that is on its way."""
        for number in range(begun + 1, self._written + 1):
            words = _words(number)
            if any(words in one.text and any(going in one.text for going in _GOING) for one in self._screens()):
                return words
        return None

    def _screens(self) -> list[Message]:
        return [one for one in self.writer.messages() if one.by_bot]


def _words(number: int) -> str:
    return f"Announcement {number}: we meet on Friday."


def _aimed(labels: list[str], audience: str) -> str:
    """The button that makes that audience the only one, or the last one when it is."""
    ticked = [label for label in labels if label.startswith("✓")]
    wrong = [label for label in ticked if not label.startswith(f"✓ {audience}")]
    if not ticked or (wrong and len(ticked) == len(wrong)):
        return audience
    return wrong[0] if wrong else "That is right"
