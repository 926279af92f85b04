"""A phone: the screen before a person, and the line that carries what they do."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from bot.rehearsal.chats import Chat
from bot.rehearsal.errors import ActError
from bot.rehearsal.model import Button, Message, User

if TYPE_CHECKING:
    from bot.rehearsal.world import World

T = TypeVar("T")
_TWICE_SHARE = 0.3
_SCREEN_LAG_SECONDS = 3.0


class Phone:
    """What someone sees, and how their acts arrive.

    On a poor link acts arrive 1-6 s late on the world's clock and sometimes twice; screens show what was 3 s ago.
    """

    def __init__(self, world: World, user: User) -> None:
        self.world = world
        self.user = user
        self.private_open = False
        self.blocked = False
        self.deactivated = False
        self.poor_link = False
        self.part: str | None = None
        """What the person is in a story, where the page shall say so: `coordinator`."""

    @property
    def id(self) -> int:
        return self.user.id

    @property
    def name(self) -> str:
        return self.user.first_name

    def messages(self, chat: Chat | None = None) -> list[Message]:
        """What this person sees in the chat (their private one with the bot where none is given), oldest first."""
        place = chat or self.world.chats[self.id]
        if place.is_group and not place.has(self.id):
            return []
        lag = _SCREEN_LAG_SECONDS if self.poor_link else 0.0
        earlier = place.former.seen(self.world.clock.now(), lag) if place.former else []
        return earlier + place.seen(self.world.clock.now(), lag)

    def screen(self, chat: Chat | None = None) -> Message:
        """The newest message of the bot. Errors: ActError when there is none."""
        found = [message for message in self.messages(chat) if message.by_bot and not message.service]
        if not found:
            raise ActError(f"{self.name} sees no message of the bot here.")
        return found[-1]

    def labels(self, chat: Chat | None = None) -> list[str]:
        """The labels of all inline buttons that this person sees, newest message first."""
        return [label for message in reversed(self.messages(chat)) for label in message.labels]

    def _place(self, chat: Chat | None) -> Chat:
        return chat or self.world.chats[self.id]

    def find_button(self, label: str, chat: Chat | None, message: Message | None) -> tuple[Message, Button]:
        shown = [message] if message else list(reversed(self.messages(chat)))
        tests: list[Callable[[str], bool]] = [
            lambda text: text == label,
            lambda text: text.startswith(label),
            lambda text: label in text,
        ]
        for one in shown:
            for test in tests:
                found = [button for row in one.keyboard for button in row if test(button.label)]
                if found:
                    return one, found[0]
        visible = [text for one in shown for text in one.labels][:40]
        raise ActError(f"{self.name} sees no button {label!r}. Visible are: {visible or 'none'}.")

    async def _arrive(self, effect: Callable[[], T], *, wait: bool = True) -> T | None:
        """Let the act reach the server: at once, or late and perhaps twice on a poor link."""
        if not self.poor_link:
            return effect()
        arrival: asyncio.Task[T] = self.world.background(self._late(effect))
        return await arrival if wait else None

    async def _late(self, effect: Callable[[], T]) -> T:
        rng = self.world.rng
        delay, twice = rng.uniform(1.0, 6.0), rng.random() < _TWICE_SHARE
        await self.world.clock.sleep(delay)
        result = effect()
        if twice:
            await self.world.clock.sleep(0.5)
            self._again(effect)
        return result

    def _again(self, effect: Callable[[], Any]) -> None:
        try:
            effect()
        except ActError:
            return
