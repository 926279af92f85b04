"""The world that the double plays: chats, persons, messages and the one bot, on a clock that is given.

Whatever changes goes through `World.changed()`, which wakes whoever waits in `until()`.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from bot.clock import Clock
from bot.rehearsal.callbacks import Callback, Callbacks
from bot.rehearsal.changes import Changes
from bot.rehearsal.chats import Chat
from bot.rehearsal.errors import ActError
from bot.rehearsal.events import callback_query, member_update, message_reaction
from bot.rehearsal.faults import Faults
from bot.rehearsal.files import Files
from bot.rehearsal.groups import Group
from bot.rehearsal.model import Call, Member, Message, Topic, User
from bot.rehearsal.persons import Person
from bot.rehearsal.privacy import bot_sees
from bot.rehearsal.profile import Profile
from bot.rehearsal.record import Recorder
from bot.rehearsal.updates import Queue
from bot.rehearsal.view import Json, message_json


@dataclass(eq=False)
class Hook:
    """The webhook that is set, if any, and how its deliveries go."""

    url: str = ""
    secret: str | None = None
    max_connections: int = 40
    ip_address: str | None = None
    certificate: bool = False
    last_error: tuple[int, str] | None = None
    times_set: int = 0
    changed: asyncio.Event = field(default_factory=asyncio.Event)


class World(Changes):
    """All that exists. Same seed and same acts: same ids, tokens and faults."""

    def __init__(
        self, clock: Clock, *, seed: int = 1, bot_name: str = "Palabre", bot_username: str = "palabre_bot"
    ) -> None:
        super().__init__(clock)
        self.rng = random.Random(seed)  # noqa: S311 - ids of a play, not secrets
        self.bot = User(self.rng.randrange(10**9, 8 * 10**9), bot_name, is_bot=True, username=bot_username)
        self.token = f"{self.bot.id}:{self._letters(35)}"
        self.privacy_mode = True
        self.chats: dict[int, Chat] = {}
        self.persons: dict[int, Person] = {}
        self.bots: dict[int, User] = {self.bot.id: self.bot}
        self.known: set[int] = set()
        self.files = Files(self.rng)
        self.queue = Queue(clock, random.Random(seed + 1))  # noqa: S311
        self.faults = Faults(clock, random.Random(seed + 2))  # noqa: S311
        self.callbacks = Callbacks()
        self.profile = Profile(bot_name)
        self.hook = Hook()
        self.recorder = Recorder()
        self._last_private_id = self.rng.randrange(1, 5000)

    def _letters(self, count: int) -> str:
        return "".join(self.rng.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-", k=count))

    # Making the world

    def person(
        self, name: str, *, language: str | None = "en", username: str | None = None, last_name: str | None = None
    ) -> Person:
        """Someone with a Telegram account."""
        number = self.rng.randrange(10**8, 7 * 10**9)
        user = User(number, name, last_name=last_name, username=username, language=language)
        person = Person(self, user)
        self.persons[number] = person
        self.chats[number] = Chat(number, "private", name, person=person, username=username)
        self.changed()
        return person

    def group(self, title: str, *, creator: Person, kind: Literal["group", "supergroup", "forum"] = "group") -> Group:
        """A group with one person in it, who owns it."""
        group = Group(self, self.new_chat_id(kind), kind, title)
        group.members[creator.id] = Member(creator.id, "creator")
        self.chats[group.id] = group
        created = {"group_chat_created": True} if kind == "group" else {"supergroup_chat_created": True}
        self.post(group, sender=creator.user, service=created)
        return group

    def channel(self, title: str, *, creator: Person, username: str | None = None) -> Group:
        """A channel; persons post in it, and a group may be linked to it."""
        channel = Group(self, self.new_chat_id("channel"), "channel", title, username=username)
        channel.members[creator.id] = Member(creator.id, "creator")
        self.chats[channel.id] = channel
        self.changed()
        return channel

    def other_bot(self, name: str, username: str) -> User:
        """Another bot, which can be put into groups and speak there."""
        bot = User(self.rng.randrange(10**9, 8 * 10**9), name, is_bot=True, username=username)
        self.bots[bot.id] = bot
        return bot

    def new_chat_id(self, kind: str) -> int:
        number = self.rng.randrange(10**9, 4 * 10**9)
        return -number if kind == "group" else -1_000_000_000_000 - number

    def user(self, user_id: int) -> User | None:
        """The account behind an id."""
        person = self.persons.get(user_id)
        return person.user if person else self.bots.get(user_id)

    # Messages

    def next_message_id(self, chat: Chat) -> int:
        """Supergroups and channels count for themselves; private chats and plain groups share the bot's count."""
        if chat.kind in {"private", "group"}:
            self._last_private_id += 1
            return self._last_private_id
        return max(chat.next_id, 1)

    def post(self, chat: Chat, **fields: Any) -> Message:
        """A new message in a chat; the bot is told where it may see it."""
        number = self.next_message_id(chat)
        chat.next_id = number + 1
        message = Message(id=number, chat_id=chat.id, date=self.clock.now(), **fields)
        chat.put(message, self.clock.now())
        if message.by_bot:
            chat.last_bot_id = self.bot.id
        if not message.by_bot or message.service:  # the server tells a bot of its own pins and topics as well
            self._tell_bot("channel_post" if chat.kind == "channel" else "message", message, chat)
        self.changed()
        return message

    def revise(self, message: Message, **fields: Any) -> Message:
        """The message changes; a person's change is told to the bot."""
        chat = self.chats[message.chat_id]
        changed = replace(message, **fields)
        chat.put(changed, self.clock.now())
        if not message.by_bot and "edited" in fields:
            self._tell_bot("edited_channel_post" if chat.kind == "channel" else "edited_message", changed, chat)
        self.changed()
        return changed

    def remove(self, message: Message) -> None:
        """The message is gone for everyone."""
        self.chats[message.chat_id].drop(message.id, self.clock.now())
        self.changed()

    def _tell_bot(self, kind: str, message: Message, chat: Chat) -> None:
        if bot_sees(message, chat, self):
            self.meet(message)
            self.push(kind, message_json(message, self), f"chat {chat.id}")

    def meet(self, message: Message) -> None:
        """The bot's side has now seen these accounts, and may be told of them."""
        people = [message.sender.id] if message.sender else []
        service = message.service or {}
        people += [user["id"] for user in service.get("new_chat_members", [])]
        self.known.update(people)

    def push(self, kind: str, payload: Json, lane: str) -> None:
        """Put an update into the bot's queue."""
        self.queue.push(kind, payload, lane)
        self.changed()

    # Members

    def set_member(self, chat: Chat, user_id: int, by: User, **fields: Any) -> None:
        """Someone's place in a chat changes: the bot hears of its own, and as an administrator of everyone's."""
        old = chat.member(user_id)
        new = replace(old, **fields)
        chat.members[user_id] = new
        self.known.add(user_id) if chat.has(self.bot.id) else None
        kind = "my_chat_member" if user_id == self.bot.id else "chat_member"
        if kind == "my_chat_member" or chat.member(self.bot.id).is_admin:
            self.push(kind, member_update(self, chat, by, old, new), f"chat {chat.id}")
        self.changed()

    def set_block(self, person: Person, *, blocked: bool) -> None:
        """A person blocks the bot, or takes that back: `my_chat_member` in their private chat."""
        before, after = Member(self.bot.id, "member"), Member(self.bot.id, "kicked")
        old, new = (before, after) if blocked else (after, before)
        chat = self.chats[person.id]
        self.push("my_chat_member", member_update(self, chat, person.user, old, new), f"chat {chat.id}")

    # Taps

    def tap_raw(self, person: Person, message: Message, data: str, *, accessible: bool = True) -> Callback:
        """A tap that carries any data at all, as a forged client could send it."""
        callback = self.callbacks.open(f"{self.rng.getrandbits(62)}", person, message, data, self.clock.now())
        payload = callback_query(self, callback, accessible=accessible)
        self.known.add(person.id)
        self.push("callback_query", payload, f"user {person.id}")
        return callback

    def reaction(self, user: User, message: Message, emoji: str) -> None:
        """A person's reaction takes the place of the one before."""
        chat = self.chats[message.chat_id]
        old, new = chat.reacted.get((message.id, user.id), []), [{"type": "emoji", "emoji": emoji}]
        chat.reacted[(message.id, user.id)] = new
        if chat.person is not None or chat.member(self.bot.id).is_admin:
            payload = message_reaction(self, message, user, old, new)
            self.push("message_reaction", payload, f"chat {chat.id}")

    # Topics

    def new_topic(self, group: Chat, name: str, by: User, *, by_bot: bool = False, color: int = 7322096) -> Topic:
        """A forum topic, whose id is that of the message that made it."""
        number = max(group.next_id, 2)
        group.next_id = number
        topic = Topic(number, name, icon_color=color)
        group.topics[number] = topic
        service = {"forum_topic_created": {"name": name, "icon_color": color}}
        self.post(group, sender=by, topic=number, service=service, by_bot=by_bot)
        return topic

    async def close(self) -> None:
        """End what still runs on its own, and the transcript."""
        await super().close()
        self.recorder.close()

    # Records

    def record(self, path: Path) -> None:
        """Write each call to the Bot API and each person's act into this file, a JSON object a line."""
        self.recorder.open(path)

    def note_call(self, call: Call) -> None:
        self.calls.append(call)
        self.recorder.call(call)
        self.changed()

    def note_act(self, user: User, act: str, **details: Any) -> None:
        """A person did something."""
        self.recorder.act(self.clock.now(), user, act, details)

    def find_person(self, person_id: int) -> Person:
        """Errors: ActError when there is no such person."""
        if person_id not in self.persons:
            raise ActError(f"There is no person {person_id} here.")
        return self.persons[person_id]

    def groups(self) -> Iterable[Group]:
        return [chat for chat in self.chats.values() if isinstance(chat, Group) and not chat.migrated_to]
