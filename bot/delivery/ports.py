"""What delivery needs from the floors above it; `bot.app` plugs it in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol, TypeAlias

from bot.screen import Picture, Screen

Afterwards: TypeAlias = Callable[[str, int], Awaitable[None]]
"""Called with the kind and chat of a letter that was sent, or is given up, before that is noted: a crash in between
calls it again. It does not raise."""


Forbidden = Literal["topics", "pins"]
"""What the bot needs a right for in a thread: its topic, or pinning a message."""


async def nothing_more(kind: str, chat_id: int) -> None:
    """What follows on most letters."""


@dataclass(frozen=True, slots=True)
class Instead:
    """A letter that changes what was sent: the screen takes the place of these messages of that chat.

    Only the text and the buttons can change; of an album, the text below its first part. A message that is gone, or
    stayed behind when its group got a new id, is not sent anew: the letter fails.
    """

    chat_id: int
    message_ids: tuple[int, ...]
    screen: Screen


@dataclass(frozen=True, slots=True)
class Removal:
    """A letter that deletes these messages of that chat. Telegram refuses it after 48 hours: the letter fails."""

    chat_id: int
    message_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Talk:
    """A letter that says something in a discussion thread: in its topic, or else as an answer to `reply_to`.

    `make` is the name of a topic that is to be made first. `elsewhere` takes the place of the screen, outside of any
    topic, where the topic cannot be made, is closed or gone; None: then nothing is said.
    """

    thread_id: int
    screen: Screen
    topic_id: int | None = None
    make: str | None = None
    reply_to: int | None = None
    elsewhere: Screen | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """A letter that brings a thread's topic, and its opening message, to where they should be; all may be repeated.

    None leaves a thing as it is. `pinned` is of the message `message_id`.
    """

    thread_id: int
    topic_id: int | None = None
    name: str | None = None
    closed: bool | None = None
    message_id: int | None = None
    pinned: bool | None = None


Rendering: TypeAlias = Screen | Instead | Removal | Talk | Order


class Renderer(Protocol):
    """Makes the screens of letters, at the moment of sending."""

    async def render(self, kind: str, data: Mapping[str, Any], chat_id: int) -> Rendering | None:
        """The letter as whoever reads that chat should see it now; None if it has lost its meaning: it is dropped.

        Called outside any transaction. A picture that was never sent may come without `png`: `Pictures` draws it.
        """


class Hours(Protocol):
    """When people want to be left alone."""

    async def open_at(self, chat_id: int, now: datetime) -> datetime:
        """`now` if whoever reads that chat may be written to, else the instant (UTC) from which on they may."""


class AnyHour:
    """Nobody is ever left alone: the hours of tests, and of tools."""

    async def open_at(self, chat_id: int, now: datetime) -> datetime:
        """Now."""
        del chat_id
        return now


class Contacts(Protocol):
    """Keeps what Telegram says about whom the bot can write to."""

    async def blocked(self, chat_id: int) -> None:
        """The person has blocked the bot: nothing more arrives until they come back."""

    async def unreachable(self, chat_id: int, reason: str) -> None:
        """The chat is lost: `reason` is one of the words of `bot.delivery.refusals.Lost`."""

    async def migrated(self, old: int, new: int) -> None:
        """The group `old` became the supergroup `new`: move everything that names it."""

    async def silenced(self, chat_id: int) -> None:
        """The bot is in the group and may not write there, in no topic: somebody must let it."""


class Threads(Protocol):
    """Keeps where discussion threads take place. Each may be told twice."""

    async def made(self, thread_id: int, topic_id: int) -> None:
        """Its topic is there. Told before anything is said in it, so that a crash makes no second one."""

    async def begun(self, thread_id: int, chat_id: int, message_id: int) -> None:
        """Something was said in it as that message of that chat: the first time, its opening."""

    async def forbidden(self, thread_id: int, what: Forbidden) -> None:
        """The bot has no right to do that there."""

    async def gone(self, thread_id: int, *, closed: bool) -> None:
        """Somebody has closed its topic, or deleted it."""


class NoThreads:
    """Nobody keeps them: for tests, and tools that send no letters of this kind."""

    async def made(self, thread_id: int, topic_id: int) -> None:
        """Nothing is kept."""

    async def begun(self, thread_id: int, chat_id: int, message_id: int) -> None:
        """Nothing is kept."""

    async def forbidden(self, thread_id: int, what: Forbidden) -> None:
        """Nothing is kept."""

    async def gone(self, thread_id: int, *, closed: bool) -> None:
        """Nothing is kept."""


class Pictures(Protocol):
    """The pictures of figures: drawn when Telegram has them not, remembered once it has."""

    async def draw(self, picture: Picture) -> bytes | None:
        """The PNG of the picture's figure in its language; None if there is no such figure any more."""

    async def note(self, figure_id: int, language: str, file_id: str) -> None:
        """Telegram holds this figure's picture in this language as `file_id`; an older note is replaced."""
