"""A campaign of many groups: rounds open, members answer, facilitators close; each insists as people do."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from random import Random

from bot.rehearsal import World
from bot.rehearsal.chats import Chat
from bot.rehearsal.control import Kind
from bot.rehearsal.errors import ActError
from bot.rehearsal.groups import Group
from bot.rehearsal.model import Message
from bot.rehearsal.persons import Person
from tests.faults.newsdesk import NewsDesk

THEMES = 6
AGAIN = 3.0
"""Real seconds after which somebody who sees no answer does it again."""

LONG = 120.0
"""Real seconds for what many wait for."""

_MOST_PATIENT = 30.0
_TIMES = 60
_AT_ONCE = 60
"""Members who answer at the same time: all five hundred would wait for each other at 25 messages a second."""


@dataclass
class Circle:
    """A group of the campaign; `seen` holds, for each wave and member, the levels that were acknowledged."""

    chat: Group
    facilitator: Person
    members: list[Person]
    seen: list[dict[int, dict[int, int]]] = field(default_factory=list)


@dataclass
class Campaign:
    """All groups of a network, with its coordinator."""

    world: World
    random: Random
    coordinator: Person
    circles: list[Circle] = field(default_factory=list)
    announced: dict[str, Counter[int]] = field(default_factory=dict)
    """By the words of each announcement, to which chats it is to come."""
    desk: NewsDesk = field(init=False)
    _room: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_AT_ONCE))

    def __post_init__(self) -> None:
        self.desk = NewsDesk(self.world, self.coordinator, lambda predicate: self.until(predicate, AGAIN))

    async def gather_people(self, groups: int, members: int, kind: Kind = "supergroup") -> None:
        """So many groups, with so many members in all; each is set up."""
        for number in range(groups):
            share = members // groups + (number < members % groups)
            facilitator = self.world.person(f"Facilitator {number}")
            chat = self.world.group(f"Group {number}", creator=facilitator, kind=kind)
            people = [self.world.person(f"Member {number}.{place}") for place in range(share)]
            for person in (self.coordinator, *people):
                await person.join(chat)
            self.circles.append(Circle(chat, facilitator, people))
        await asyncio.gather(*(self._set_up(circle) for circle in self.circles))

    async def wave(self) -> None:
        """One round in each group, from its opening to its closing, and announcements meanwhile."""
        known = bool(self.circles[0].seen)  # members can be written to when they have answered once
        await asyncio.gather(self._news(privately=known), *(self._round(circle) for circle in self.circles))

    async def until(self, predicate: Callable[[], object], patience: float) -> None:
        """Wait for what people wait for. AssertionError when it does not come."""
        await self.world.until(predicate, guard=patience)

    async def _set_up(self, circle: Circle) -> None:
        one, chat = circle.facilitator, circle.chat
        async with self._room:
            await self.coordinator.add_bot(chat)
            await self.until(lambda: newest_has(one, "Set up", chat), LONG)
            await self.walks(one, chat, None, ("Set up", "All right"), lambda: not newest_has(one, "All right", chat))

    async def opens(self, circle: Circle) -> None:
        """A round opens."""
        one, chat = circle.facilitator, circle.chat
        circle.seen.append({})
        rounds = len(circle.seen)
        opening = ("How our peer group", "7 days", "Open it")
        await self.walks(one, chat, "/survey", opening, lambda: invitations(one, chat) >= rounds)

    async def closes(self, circle: Circle) -> None:
        """It is closed by hand, and the wheel comes."""
        one, chat, rounds = circle.facilitator, circle.chat, len(circle.seen)
        await self.walks(one, chat, "/survey", ("Close it now", "Yes, close it"), lambda: wheels(one, chat) >= rounds)

    async def answers(self, circle: Circle, member: Person) -> None:
        """The member answers all questions of the round that is open."""
        async with self._room:
            seen = circle.seen[-1][member.id] = {}
            await self.until(lambda: invitations(member, circle.chat) >= len(circle.seen), LONG)
            await self.insists(
                lambda: member.tap("Answer in private", chat=circle.chat), lambda: shows(member, f"1/{THEMES}")
            )
            screen = newest(member)  # a link that was opened twice makes two screens, of which people use one
            for place in range(THEMES):
                seen[place] = await self._answers(member, screen, f"{place + 1}/{THEMES}")

    async def _answers(self, member: Person, screen: Message, question: str) -> int:
        """Tap a level until the question gives way to the next; returns the level, acknowledged by then."""
        level, chat = self.random.randrange(6), self.world.chats[member.id]
        await self.insists(
            lambda: member.tap(f"{level} ·", message=chat.messages[screen.id], wait=False),
            lambda: not has(chat, screen, question),
        )
        return level

    async def _round(self, circle: Circle) -> None:
        await self.opens(circle)
        await asyncio.gather(*(self.answers(circle, member) for member in circle.members))
        await self.closes(circle)

    async def _news(self, *, privately: bool) -> None:
        await self.announces("All groups", {circle.chat.id for circle in self.circles})
        if privately:  # in one with the groups, nobody would get it twice: those who are in a group read it there
            members = {member.id for circle in self.circles for member in circle.members}
            await self.announces("All members, in private", members)

    async def announces(self, audience: str, readers: Iterable[int]) -> None:
        """An announcement goes out to those who are meant by that button."""
        words = await self.desk.sends(audience)
        self.announced[words] = Counter(readers)

    async def walks(
        self, person: Person, chat: Group | None, command: str | None, labels: Sequence[str], done: Callable[[], bool]
    ) -> None:
        """Send the command and tap through the screens; begin again where one of them does not come.

        More patiently each time: a group gets 20 messages a minute, and each beginning takes five of them.
        """
        for time in range(_TIMES):
            patience = min(AGAIN * (time + 1), _MOST_PATIENT)
            with contextlib.suppress(AssertionError, ActError):
                last = number_of_newest(person, chat) if command else 0
                if command:
                    await person.send(command, chat=chat)
                await self.until(lambda last=last: number_of_newest(person, chat) > last, patience)  # type: ignore[misc]
                await self._taps(person, newest(person, chat), labels, patience)
                await self.until(done, patience)
            if done():
                return
        raise AssertionError(f"nothing came of it after {_TIMES} times\n{self.world.story()}")

    async def _taps(self, person: Person, screen: Message, labels: Sequence[str], patience: float) -> None:
        """Tap one after the other on that message, whose screens change; the group goes on talking below it."""
        chat = self.world.chats[screen.chat_id]
        for label in labels:
            await self.until(lambda label=label: has(chat, screen, label), patience)  # type: ignore[misc]
            await person.tap(label, chat=chat, message=chat.messages[screen.id], wait=False)

    async def insists(self, act: Callable[[], Awaitable[object]], done: Callable[[], bool]) -> None:
        """Act, look for a while, and act again: as long as somebody with patience would."""
        for _ in range(_TIMES):
            with contextlib.suppress(AssertionError, ActError):
                await act()
                await self.until(done, AGAIN)
            if done():
                return
        raise AssertionError(f"nothing came of it after {_TIMES} times\n{self.world.story()}")


def newest(person: Person, chat: Group | None = None) -> Message:
    """The bot's newest message with buttons that are no links. ActError where there is none."""
    for message in reversed(person.messages(chat)):
        if message.by_bot and any(button.data for row in message.keyboard for button in row):
            return message
    raise ActError(f"{person.name} sees no buttons.")


def number_of_newest(person: Person, chat: Group | None = None) -> int:
    with contextlib.suppress(ActError):
        return newest(person, chat).id
    return 0


def has(chat: Chat, screen: Message, label: str) -> bool:
    """Whether the message has such a button by now."""
    now = chat.messages.get(screen.id)
    return now is not None and any(label in one for one in now.labels)


def newest_has(person: Person, label: str, chat: Group | None = None) -> bool:
    with contextlib.suppress(ActError):
        return any(label in one for one in newest(person, chat).labels)
    return False


def shows(person: Person, words: str) -> bool:
    return any(words in label for label in person.labels())


def invitations(person: Person, chat: Group) -> int:
    return sum("Answer in private" in one.labels for one in person.messages(chat))


def wheels(person: Person, chat: Group) -> int:
    return sum(one.photo is not None for one in person.messages(chat))
