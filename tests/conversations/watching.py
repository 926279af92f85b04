"""People on the stage of conversations who wait for the words that they are to see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from bot.app import App
from bot.clock import ManualClock
from bot.rehearsal import ActError
from bot.rehearsal import World as Play
from bot.rehearsal.groups import Group
from bot.rehearsal.model import Message
from bot.rehearsal.persons import Person
from bot.services.act import Act
from bot.storage.port import Storage
from tests.conversations.stage import Stage

START = datetime(2027, 3, 1, 9, tzinfo=UTC)


@dataclass
class Watching:
    """A group, and the whole bot over HTTP on the double of Telegram."""

    stage: Stage
    group: Group

    @property
    def play(self) -> Play:
        return self.stage.telegram

    @property
    def app(self) -> App:
        return self.stage.app

    @property
    def clock(self) -> ManualClock:
        return self.stage.clock

    @property
    def storage(self) -> Storage:
        return self.app.services.ground.storage

    def act(self, person: Person) -> Act:
        """An act of a person beside the chat."""
        return Act(person.id, self.clock.now())

    async def sees(self, person: Person, words: str, chat: Group | None = None) -> Message:
        """Wait until the newest message of the bot holds these words."""

        def there() -> bool:
            try:
                return words in person.screen(chat).text
            except ActError:
                return False

        await self.play.until(there)
        return person.screen(chat)

    async def taps(self, person: Person, label: str, words: str, chat: Group | None = None) -> Message:
        """Tap, and wait for what comes of it."""
        await person.tap(label, chat=chat)
        return await self.sees(person, words, chat)

    async def coordinates(self, person: Person) -> Message:
        """Open a coordinator's link."""
        invitation = await self.app.services.membership.invite_coordinator()
        await person.open(f"https://t.me/{self.play.bot.username}?start={invitation.payload}")
        return await self.sees(person, "You are a coordinator of Palabre now")
