"""The stage on which a story plays: people act by visible labels, wait for what they see, and the clock is moved."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.clock import RehearsalClock
from bot.rehearsal.args import Upload
from bot.rehearsal.chats import Chat
from bot.rehearsal.control import Hooks
from bot.rehearsal.errors import ActError
from bot.rehearsal.html_text import parse_html
from bot.rehearsal.model import Message
from bot.rehearsal.persons import Person
from bot.rehearsal.world import World

DAY = 86_400.0
PATIENCE = 60.0
"""Real seconds that a person in a story waits for the bot: a poor link included."""

_SPOKEN = {"sendMessage", "sendPhoto", "sendDocument", "editMessageText", "editMessageCaption", "editMessageMedia"}

Story = Callable[["Stage"], Awaitable[bytes | None]]


async def _nothing() -> None:
    return


def _itself(words: str) -> Sequence[str]:
    return (words,)


@dataclass
class Stage:
    """`say` gets each line of the transcript; `pace` is the pause after an act, in seconds, so that one can follow.

    Stories are written in English; `every` gives what words of the bot are in all languages, so that whoever reads
    another finds them. With a `language` all speak it; else each their own. `settled` returns when nothing is on its
    way any more. `alone`: nobody but the story acts, so that what arrives is known to the last letter.
    """

    world: World
    url: str
    clock: RehearsalClock
    hooks: Hooks
    tick: Callable[[], Awaitable[None]] = _nothing
    coordinator_link: str = ""
    say: Callable[[str], None] = lambda _: None
    pace: float = 0.0
    every: Callable[[str], Sequence[str]] = _itself
    language: str | None = None
    settled: Callable[[], Awaitable[None]] = _nothing
    alone: bool = False
    stories: Mapping[str, Story] = field(default_factory=dict)
    cast: dict[str, Person] = field(default_factory=dict)
    _told: int = 0

    async def advance(self, seconds: float) -> None:
        """Move the clock ahead and let what is due happen."""
        self.say(f"… {seconds / DAY:g} days pass …")
        self.clock.advance(seconds)
        await self.tick()
        self.world.changed()

    async def begin_story(self, name: str) -> None:
        """Start a story beside whatever goes on; one at a time."""
        if name not in self.stories:
            raise ActError(f"There is no story of that name. There are: {', '.join(self.stories)}.")
        if self.hooks.story and not self.hooks.story["done"]:
            raise ActError("A story is playing already.")
        self.world.background(self._tell_beside(name))

    async def _tell_beside(self, name: str) -> None:
        """What breaks a story off is told on the page; the rehearsal goes on."""
        with contextlib.suppress(AssertionError, ActError):
            await self.tell(name, self.stories[name])

    async def tell(self, name: str, story: Story) -> bytes | None:
        """Play a story; the page sees how far it is."""
        self.hooks.story = {"name": name, "step": 0, "steps": 0, "text": "", "done": False}
        try:
            picture = await story(self)
        except Exception as error:
            self._mark(text=f"The story broke off: {str(error).partition(chr(10))[0]}", done=True)
            raise
        self._mark(text="", done=True)
        return picture

    def step(self, number: int, steps: int, text: str) -> None:
        """What the story does now, in words."""
        self.say(f"\n## {number}/{steps} {text}")
        self._mark(step=number, steps=steps, text=text)

    async def send(
        self,
        person: Person,
        text: str,
        chat: Chat | None = None,
        *,
        formatted: bool = False,
        reply_to: Message | None = None,
    ) -> None:
        """Write; `formatted` says that the text has tags where a person would choose bold."""
        self.say(f"{person.name}: {text}")
        await person.send(text, chat=chat, formatted=formatted, reply_to=reply_to)
        await self._pause()

    async def show(self, person: Person, picture: bytes, caption: str) -> None:
        """Send a picture (PNG) in private; the words below it may have tags."""
        self.say(f"{person.name}: [picture] {caption}")
        files = [Upload("photo.png", "image/png", picture)]
        await person.share(files, caption=parse_html(caption))
        await self._pause()

    async def tap(self, person: Person, label: str, chat: Chat | None = None) -> None:
        """Wait until the button is there, and tap it."""
        label = await self.sees_button(person, label, chat)
        self.say(f"{person.name} taps [{label}]")
        await person.tap(label, chat=chat, message=self._before(person, chat), patience=PATIENCE)
        await self._pause()

    async def tap_first(self, person: Person, question: str, chat: Chat | None = None) -> None:
        """Wait for the question, and tap what it offers first."""
        asked = await self.reads(person, question, chat)
        await self.tap(person, asked.labels[0], chat)

    async def open(self, person: Person, link: str) -> None:
        self.say(f"{person.name} opens a link")
        await person.open(link)
        await self._pause()

    async def sees_button(self, person: Person, label: str, chat: Chat | None = None) -> str:
        """Wait until a button whose label contains this is before the person: in private on the newest screen.

        Returns these words as they are there.
        """
        words = self.every(label)

        def seen() -> str | None:
            shown = self._before(person, chat)
            return _found(words, shown.labels if shown else person.labels(chat))

        await self._until(seen, person, f"a button {label!r}", chat)
        return seen() or label

    async def reads(self, person: Person, words: str, chat: Chat | None = None) -> Message:
        """Wait until the newest message of the bot has these words, in whichever language."""
        said = self.every(words)
        newest = self.newest(person, chat)
        return await self.sees(
            person, lambda one: one.id >= newest and any(each in one.text for each in said), chat, what=repr(words)
        )

    async def sees(
        self, person: Person, wanted: Callable[[Message], bool], chat: Chat | None = None, *, what: str = "a message"
    ) -> Message:
        """Wait until a message of the bot is there that is wanted; returns it."""
        bot = self.world.bot.id

        def found() -> Message | None:
            own = [one for one in person.messages(chat) if one.sender and one.sender.id == bot]
            return next((one for one in reversed(own) if wanted(one)), None)

        await self._until(found, person, what, chat)
        message = found()
        if message is None:
            raise AssertionError("what was seen is gone again")
        return message

    async def _until(self, seen: Callable[[], object], person: Person, what: str, chat: Chat | None) -> None:
        """Wait for it. AssertionError with what is there instead."""
        try:
            await self.world.until(seen, guard=PATIENCE)
        except AssertionError as error:
            last = person.messages(chat)[-1:]
            there = [f"{one.text} {one.labels}" for one in last]
            raise AssertionError(f"{person.name} waits for {what} and sees {there}; {error}") from error
        self.overhear()

    async def catches_up(self, person: Person) -> None:
        """Wait until the newest message in private is before the person: on a poor link it is late."""
        chat = self.world.chats[person.id]
        await self._until(lambda: self.newest(person) == max(chat.messages), person, "the newest message", None)

    def newest(self, person: Person, chat: Chat | None = None) -> int:
        """The number of the newest message in that chat, else in the person's private one; 0 where there is none."""
        return max((one.id for one in person.messages(chat)), default=0)

    def _before(self, person: Person, chat: Chat | None) -> Message | None:
        """The bot's newest screen in private, where older ones may bear the same labels; None in a group."""
        own = [one for one in person.messages() if one.by_bot] if chat is None else []
        return own[-1] if own else None

    def _mark(self, **changes: Any) -> None:
        self.hooks.story = {**(self.hooks.story or {}), **changes}
        self.world.changed()

    async def _pause(self) -> None:
        self.overhear()
        if self.pace:
            await self.clock.sleep(self.pace)  # for the eyes of whoever watches, not for the bot

    def overhear(self) -> None:
        """Add to the transcript what the bot has said since."""
        for call in self.world.calls[self._told :]:
            if call.method in _SPOKEN and call.status == 200:
                text = call.params.get("text") or call.params.get("caption") or "[picture]"
                self.say(f"    bot → {self._place(call.params.get('chat_id'))}: {text}")
        self._told = len(self.world.calls)

    def _place(self, chat_id: Any) -> str:
        chat = self.world.chats.get(chat_id)
        return chat.title if chat else str(chat_id)


def _found(words: Sequence[str], labels: Sequence[str]) -> str | None:
    """The words that are a label; else those that one begins with, or contains."""
    tests: Sequence[Callable[[str, str], bool]] = (str.__eq__, str.startswith, str.__contains__)
    return next((one for test in tests for one in words for label in labels if test(label, one)), None)
