"""What a handler gets, and what it gives back: one turn of a conversation."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from zoneinfo import ZoneInfo

from bot.delivery.ports import Rendering
from bot.i18n import Catalogs, Texts
from bot.screen import Content, Screen
from bot.services.act import Act
from bot.services.bundle import Services
from bot.storage.dialogues import Spot
from bot.storage.groups import Group
from bot.storage.people import Person
from handlers.content import Answered, Unfit


@dataclass(frozen=True, slots=True)
class Place:
    """The chat of a turn; `group` is given in group chats that the bot knows; `thread_id` only in forum topics."""

    chat_id: int
    private: bool
    thread_id: int | None = None
    group: Group | None = None


def voice(catalogs: Catalogs, person: Person | None, group: Group | None = None) -> Texts:
    """The person's language wins over their group's (else that of `group`), and that over Telegram's hint."""
    of_place = group.language if group else None
    asked = (person.language, person.group_language or of_place, person.hint) if person else (of_place,)
    return catalogs.texts(catalogs.negotiate(*asked))


@dataclass(frozen=True, slots=True)
class Turn:
    """One tap, command or line of one person.

    `texts` speaks the language of the place (the person's in private, the group's in a group), `own` the person's: for
    toasts and private messages. `person` is None for an anonymous administrator's message. `name` is the person's name
    as Telegram shows it; it is not stored unless the person takes a role. `argument` is what follows a command or a
    deep link; `line` is the typed text; `asked` is the state of the dialogue that the line answers; `content` is all of
    the message where a dialogue waits for one of any kind, `album` the album that it is a part of; `later`: other parts
    of it came before; `answered` is what the message answers, `root` the message that such answers go back to.
    """

    act: Act
    person: Person | None
    place: Place
    texts: Texts
    own: Texts
    catalogs: Catalogs
    services: Services
    bot_username: str
    operator: str
    name: str = ""
    argument: str = ""
    line: str = ""
    message_id: int | None = None
    asked: dict[str, Any] = field(default_factory=dict)
    content: Content | Unfit = Unfit.KIND
    album: str | None = None
    later: bool = False
    answered: Answered | None = None
    root: int | None = None

    @property
    def spot(self) -> Spot:
        """Where a dialogue of this turn takes place; 0 stands for the anonymous administrators of a group."""
        return Spot(self.place.chat_id, self.act.person_id or 0, self.place.thread_id or 0)

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which dates are shown and read here: the person's in private, the group's in a group."""
        own = self.person.zone if self.person else None
        return ZoneInfo((self.place.group.zone if self.place.group else own) or "UTC")

    async def in_own_voice(self) -> Turn:
        """The turn of a person who has just come into a group: its language is theirs unless they chose another."""
        person = await self.services.people.find(self.act.person_id or 0)
        own = voice(self.catalogs, person, self.place.group)
        return replace(self, person=person, own=own, texts=own if self.place.private else self.texts)


@dataclass(frozen=True, slots=True)
class Reply:
    """What the person gets: at most two calls to Telegram a tap.

    `show` replaces the tapped message, or is sent as a new message when there was no tap; `send` is always a new one.
    `toast` answers the tap (0-200 characters), as an alert that stays when `alert`; `url` opens a t.me link of the bot.
    `delete` removes the tapped message. `elsewhere` are other messages of that chat, by their numbers, with what they
    show from now on. `above` are new messages that come before `send`; where Telegram refuses one of them all,
    `refused` is said in place of what would follow.
    """

    show: Screen | None = None
    send: Screen | None = None
    above: tuple[Screen, ...] = ()
    refused: Screen | None = None
    toast: str | None = None
    alert: bool = False
    url: str | None = None
    delete: bool = False
    elsewhere: Mapping[int, Screen] = field(default_factory=dict)


NOTHING = Reply()

TapHandler = Callable[[Turn, Any], Awaitable[Reply]]
"""Answers a tap; the second argument is the `Value` of the button."""

LineHandler = Callable[[Turn], Awaitable[Reply]]
"""Answers a command, or a typed line that a dialogue waits for."""


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom a letter of the outbox is rendered for, at the moment of sending: the chat, its language and its zone."""

    chat_id: int
    texts: Texts
    zone: ZoneInfo
    group: Group | None
    services: Services
    bot_username: str
    operator: str


LetterRenderer = Callable[[dict[str, Any], Addressee], Awaitable[Rendering | None]]
"""Makes what a letter does (mostly: shows a screen) of its frozen data; None when it has lost its meaning meanwhile."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command of the menu: its handler, other names that people type, where it is offered and its description.

    `menu` holds scopes: private, group, administrators. `about` is the English description, translated by the catalogs
    (mark it for extraction with `_`).
    """

    run: LineHandler
    about: str
    aliases: tuple[str, ...] = ()
    menu: frozenset[str] = frozenset()


def _(message: str) -> str:
    """Mark a text for extraction where it stands; it is translated when shown."""
    return message
