"""A strict double of Telegram with a group and two people in it, and the delivery floor on top of it, over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from io import BytesIO

import telegram
from markupsafe import Markup
from PIL import Image

from bot.clock import ManualClock
from bot.delivery.limiter import Limiter
from bot.delivery.replies import Replies
from bot.delivery.sender import Sender
from bot.delivery.transport import AiohttpRequest, Timeouts, make_bot
from bot.rehearsal import Double, World
from bot.rehearsal.groups import Group
from bot.rehearsal.model import Call
from bot.rehearsal.persons import Person
from bot.screen import Button, Picture, Screen, column
from tests.delivery.simulated import START

QUICK = Timeouts(pool=2, connect=2, read=0.5, write=0.5, upload=2)
"""For tests that wait for their end, and for no other: a busy machine may stand still for a third of it."""


def png(colour: str = "green") -> bytes:
    """A small picture that is a real one."""
    drawn = BytesIO()
    Image.new("RGB", (40, 40), colour).save(drawn, "PNG")
    return drawn.getvalue()


def text(words: str, *labels: str) -> Screen:
    """A screen of words and a column of buttons, whose values are their labels."""
    return Screen(Markup.escape(words), column(*(Button(label, value=label) for label in labels)))


def wheel(words: str = "The wheel", *, file_id: str | None = None, content: bytes | None = None) -> Screen:
    """A screen with the picture of figure 7."""
    return Screen(Markup.escape(words), picture=Picture(7, "en", file_id=file_id, png=content))


@dataclass(slots=True)
class Contacts:
    """Keeps what it is told."""

    told: list[tuple[object, ...]] = field(default_factory=list)

    async def blocked(self, chat_id: int) -> None:
        self.told.append(("blocked", chat_id))

    async def unreachable(self, chat_id: int, reason: str) -> None:
        self.told.append((reason, chat_id))

    async def migrated(self, old: int, new: int) -> None:
        self.told.append(("migrated", old, new))

    async def silenced(self, chat_id: int) -> None:
        self.told.append(("silenced", chat_id))


@dataclass(slots=True)
class Pictures:
    """Draws one picture for all figures, until it is taken away, and keeps the notes."""

    content: bytes | None = field(default_factory=png)
    drawn: int = 0
    notes: dict[tuple[int, str], str] = field(default_factory=dict)

    async def draw(self, picture: Picture) -> bytes | None:
        self.drawn += 1
        return self.content

    async def note(self, figure_id: int, language: str, file_id: str) -> None:
        self.notes[figure_id, language] = file_id


@dataclass(frozen=True, slots=True)
class Stage:
    """What a test of delivery needs."""

    clock: ManualClock
    world: World
    anna: Person
    bob: Person
    group: Group
    bot: telegram.Bot
    calls_pool: AiohttpRequest
    polling_pool: AiohttpRequest
    limiter: Limiter
    contacts: Contacts
    pictures: Pictures
    sender: Sender
    replies: Replies

    def calls(self, method: str | None = None) -> list[Call]:
        """The calls that Telegram got, of this method."""
        return [call for call in self.world.calls if method in {None, call.method}]


@asynccontextmanager
async def stage(
    *, kind: str = "group", rate: float = 1_000_000, timeouts: Timeouts | None = None, paid: bool = False
) -> AsyncIterator[Stage]:
    """Anna and Bob have started the bot, and are with it in a group that Anna owns."""
    clock = ManualClock(START)
    world = World(clock, seed=7)
    anna, bob = world.person("Anna"), world.person("Bob <3", language="fr")
    group = world.group("Peer group", creator=anna, kind=kind)  # type: ignore[arg-type]
    group.add(world.bot, by=anna.user)
    group.add(bob)
    for person in (anna, bob):
        await person.send("/start")
    calls, polling = AiohttpRequest(timeouts=timeouts), AiohttpRequest(connections=2, timeouts=timeouts)
    limiter, contacts, pictures = Limiter(clock, rate), Contacts(), Pictures()
    async with Double(world) as double, calls, polling:
        bot = make_bot(double.token, double.url, calls=calls, polling=polling)
        sender = Sender(bot, limiter, contacts, pictures, paid=paid)
        replies = Replies(sender, clock)
        yield Stage(clock, world, anna, bob, group, bot, calls, polling, limiter, contacts, pictures, sender, replies)
        await replies.close()
        limiter.close()
