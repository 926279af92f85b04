"""People, who act as one does on a phone: by what they see."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import parse_qs, urlsplit

from bot.rehearsal.callbacks import Callback
from bot.rehearsal.chats import Chat
from bot.rehearsal.entities import Rich, with_found
from bot.rehearsal.errors import ActError
from bot.rehearsal.limits import START_PAYLOAD_CHARACTERS
from bot.rehearsal.model import ANONYMOUS_ADMIN, Button, CallbackAnswer, Message, User

if TYPE_CHECKING:
    from bot.rehearsal.groups import Group
    from bot.rehearsal.world import World

PATIENCE_SECONDS = 10.0
"""Real seconds that a person waits for the answer to a tap."""
_TWICE_SHARE = 0.3
_PAYLOAD = re.compile(rf"[A-Za-z0-9_-]{{0,{START_PAYLOAD_CHARACTERS}}}")

T = TypeVar("T")


class Person:
    """Someone with a Telegram account, and the screen before them.

    On a poor link acts arrive 1-6 s late on the world's clock and sometimes twice; screens show what was 3 s ago.
    """

    def __init__(self, world: World, user: User) -> None:
        self.world = world
        self.user = user
        self.private_open = False
        self.blocked = False
        self.deactivated = False
        self.poor_link = False

    @property
    def id(self) -> int:
        return self.user.id

    @property
    def name(self) -> str:
        return self.user.first_name

    # Seeing

    def messages(self, chat: Chat | None = None) -> list[Message]:
        """What this person sees in the chat (their private one with the bot where none is given), oldest first."""
        place = chat or self.world.chats[self.id]
        if place.is_group and not place.has(self.id):
            return []
        lag = 3.0 if self.poor_link else 0.0
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

    # Speaking

    async def send(
        self, text: str, *, chat: Chat | None = None, reply_to: Message | int | None = None, topic: int | None = None
    ) -> Message | None:
        """Say something; `/start` in private is also the Start button. None on a poor link, where it arrives later."""
        if len(text) > 4096:
            raise ActError("Telegram would cut a text of more than 4096 characters.")
        rich = with_found(Rich(text.strip()))
        place = self._place(chat)
        self._check_may_speak(place)
        self.world.note_act(self, "send", chat=place.id, text=text)
        fields = {"text": rich.text, "entities": rich.entities, "reply_to": _number(reply_to), "topic": topic}
        return await self._arrive(lambda: self._say(place, **fields))

    async def send_photo(self, content: bytes, *, caption: str = "", chat: Chat | None = None) -> Message | None:
        """Send a picture (PNG or JPEG)."""
        return await self._send_file("photo", content, ("photo.jpg", "image/jpeg"), chat, caption)

    async def send_voice(self, content: bytes = b"OggS", *, chat: Chat | None = None) -> Message | None:
        """Send a voice note."""
        return await self._send_file("voice", content, ("voice.ogg", "audio/ogg"), chat)

    async def send_document(
        self, content: bytes, *, name: str = "file.bin", chat: Chat | None = None
    ) -> Message | None:
        """Send a file."""
        return await self._send_file("document", content, (name, "application/octet-stream"), chat)

    async def _send_file(
        self,
        kind: str,
        content: bytes,
        named: tuple[str, str],
        chat: Chat | None,
        caption: str = "",
        **more: Any,
    ) -> Message | None:
        place = self._place(chat)
        self._check_may_speak(place)
        self.world.note_act(self, f"send_{kind}", chat=place.id)
        media = self.world.files.add(kind, content, name=named[0], mime=named[1])
        rich = with_found(Rich(caption))
        fields = {"media": media, "text": rich.text, "entities": rich.entities, **more}
        return await self._arrive(lambda: self._say(place, **fields))

    async def send_album(self, pictures: list[bytes], *, chat: Chat | None = None) -> list[Message | None]:
        """Send several pictures at once: one message each, tied together by nothing but an album id."""
        album = str(self.world.rng.randrange(10**16, 10**17))
        return [await self._send_file("photo", one, ("photo.jpg", "image/jpeg"), chat, album=album) for one in pictures]

    async def react(self, message: Message, emoji: str) -> None:
        """React to a message; the bot hears of it as an administrator or in private, and only if it asked for that."""
        self.world.note_act(self, "react", chat=message.chat_id, message=message.id, emoji=emoji)
        await self._arrive(lambda: self.world.reaction(self, message, emoji))

    async def edit(self, message: Message, text: str) -> Message | None:
        """Change one's own message."""
        if message.true_sender_id != self.id:
            raise ActError("One can change only one's own messages.")
        rich = with_found(Rich(text))
        self.world.note_act(self, "edit", chat=message.chat_id, message=message.id, text=text)
        fields = {"text": rich.text, "entities": rich.entities, "edited": self.world.clock.now()}
        return await self._arrive(lambda: self.world.revise(message, **fields))

    def delete(self, message: Message) -> None:
        """Delete a message; bots are not told."""
        self.world.note_act(self, "delete", chat=message.chat_id, message=message.id)
        self.world.remove(message)

    def _place(self, chat: Chat | None) -> Chat:
        return chat or self.world.chats[self.id]

    def _check_may_speak(self, place: Chat) -> None:
        if place.person is not None and self.blocked:
            raise ActError(f"{self.name} has blocked the bot, and must unblock it before writing.")
        if place.person is None and not place.may(self.id, "can_send_messages"):
            raise ActError(f"{self.name} cannot write in {place.title}.")

    def _say(self, place: Chat, **fields: Any) -> Message:
        if place.person is self:
            self.private_open = True
        if place.kind == "channel":
            return self.world.post(place, sender=None, sender_chat_id=place.id, true_sender_id=self.id, **fields)
        if place.member(self.id).anonymous:
            anonymous = {"sender": ANONYMOUS_ADMIN, "sender_chat_id": place.id}
            return self.world.post(place, **anonymous, true_sender_id=self.id, **fields)
        return self.world.post(place, sender=self.user, true_sender_id=self.id, **fields)

    # Tapping

    async def tap(
        self,
        label: str,
        *,
        chat: Chat | None = None,
        message: Message | None = None,
        wait: bool = True,
        patience: float = PATIENCE_SECONDS,
    ) -> CallbackAnswer | None:
        """Tap a button by its label, or what it begins with or contains, on the newest message that has one.

        Gives what the bot answers, or None if it did not within the person's patience (real seconds), or if `wait` is
        false. A link is followed as the app does. Errors: ActError, with the labels that are visible.
        """
        shown, button = self._find_button(label, chat, message)
        if self.world.chats[shown.chat_id].migrated_to and button.kind == "callback":
            return None  # the app still shows what was before the group moved, but its buttons reach nobody
        self.world.note_act(self, "tap", chat=shown.chat_id, message=shown.id, label=button.label)
        if button.kind == "url":
            return await self._follow(button)
        if button.data is None:
            raise ActError(f"The double does not play a button such as {button.label!r}.")
        data = button.data
        callback = await self._arrive(lambda: self.world.tap_raw(self, shown, data), wait=wait)
        if callback is None or not wait:
            return None
        return await self._await_answer(callback, patience)

    async def _await_answer(self, callback: Callback, patience: float) -> CallbackAnswer | None:
        try:
            await asyncio.wait_for(callback.answered.wait(), patience)
        except TimeoutError:
            return None
        answer = callback.answer
        if answer and answer.url:
            await self.open(answer.url)
        return answer

    def _find_button(self, label: str, chat: Chat | None, message: Message | None) -> tuple[Message, Button]:
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

    async def _follow(self, button: Button) -> CallbackAnswer:
        url = button.url or ""
        if self._start_payload(url) is not None:
            await self.open(url)
        return CallbackAnswer(url=url)

    # Links

    def _start_payload(self, link: str) -> str | None:
        """The payload of a link that opens the private chat with the bot; None for any other link."""
        parts = urlsplit(link if "//" in link else f"https://{link}")
        query = parse_qs(parts.query, keep_blank_values=True)
        if not self._is_bot_link(link) or "startgroup" in query:
            return None
        return (query.get("start") or [""])[0]

    def _is_bot_link(self, link: str) -> bool:
        parts = urlsplit(link if "//" in link else f"https://{link}")
        name = (self.world.bot.username or "").lower()
        if parts.scheme == "tg":
            return parse_qs(parts.query).get("domain", [""])[0].lower() == name
        return parts.netloc in {"t.me", "telegram.me"} and parts.path.strip("/").lower() == name

    async def open(self, link: str, *, chat: Group | None = None) -> Message | None:
        """Open a link as the app does: `?start=` presses Start, `?startgroup=` adds the bot to `chat`, `t.me/+…` joins.

        Errors: ActError for a link that leads nowhere, or whose payload the app would not take.
        """
        payload = self._start_payload(link)
        self.world.note_act(self, "open", link=link)
        if payload is not None:
            return await self._start(payload)
        group = next((group for group in self.world.groups() if group.invite_link == link), None)
        if group:
            await self.join(group)
            return None
        if not self._is_bot_link(link):
            raise ActError(f"The link {link} leads out of Telegram, or nowhere.")
        if chat is None:
            raise ActError("This link adds the bot to a group: say which one.")
        query = parse_qs(urlsplit(link).query, keep_blank_values=True)
        await self.add_bot(chat, payload=query["startgroup"][0] or None)
        return None

    async def _start(self, payload: str) -> Message | None:
        if not _PAYLOAD.fullmatch(payload):
            raise ActError(f"The app does not take the payload {payload!r}: at most 64 of A-Z, a-z, 0-9, _ and -.")
        if self.blocked:
            self.unblock()
        return await self.send(f"/start {payload}".strip())

    # Coming and going

    async def join(self, group: Group) -> None:
        """Come into a group."""
        self.world.note_act(self, "join", chat=group.id)
        await self._arrive(lambda: group.add(self))

    async def leave(self, group: Group) -> None:
        """Go out of a group."""
        self.world.note_act(self, "leave", chat=group.id)
        await self._arrive(lambda: group.take_out(self))

    async def add_bot(self, group: Group, *, payload: str | None = None) -> None:
        """Add the bot to a group; with a payload the app then also sends `/start@bot payload`."""
        if not group.may(self.id, "can_invite_users"):
            raise ActError(f"{self.name} may not add anyone to {group.title}.")
        self.world.note_act(self, "add_bot", chat=group.id)
        await self._arrive(lambda: group.add(self.world.bot, by=self._shown_as(group)))
        if payload:
            await self.send(f"/start@{self.world.bot.username} {payload}", chat=group)

    async def remove_bot(self, group: Group) -> None:
        """Remove the bot from a group."""
        await self.kick(self.world.bot, group)

    async def kick(self, who: Person | User, group: Group) -> None:
        """Remove someone from a group."""
        self._check_admin(group)
        self.world.note_act(self, "kick", chat=group.id)
        await self._arrive(lambda: group.take_out(who, by=self._shown_as(group)))

    async def promote(self, who: Person | User, group: Group, *, anonymous: bool = False) -> None:
        """Make someone an administrator."""
        self._check_admin(group)
        self.world.note_act(self, "promote", chat=group.id)
        await self._arrive(lambda: group.promote(who, by=self._shown_as(group), anonymous=anonymous))

    async def demote(self, who: Person | User, group: Group) -> None:
        """Make an administrator a member again."""
        self._check_admin(group)
        self.world.note_act(self, "demote", chat=group.id)
        await self._arrive(lambda: group.demote(who, by=self._shown_as(group)))

    def _check_admin(self, group: Group) -> None:
        if not group.member(self.id).is_admin:
            raise ActError(f"{self.name} is not an administrator of {group.title}.")

    def _shown_as(self, group: Group) -> User:
        """An anonymous administrator appears as the group, in events of membership as well."""
        return ANONYMOUS_ADMIN if group.member(self.id).anonymous else self.user

    def block(self) -> None:
        """Block the bot."""
        if not self.blocked:
            self.blocked = True
            self.world.note_act(self, "block")
            if self.private_open:
                self.world.set_block(self, blocked=True)

    def unblock(self) -> None:
        """Take the block back."""
        if self.blocked:
            self.blocked = False
            self.world.note_act(self, "unblock")
            if self.private_open:
                self.world.set_block(self, blocked=False)

    def deactivate(self) -> None:
        """Delete the account."""
        self.deactivated = True
        self.world.changed()

    # The link

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


def _number(message: Message | int | None) -> int | None:
    return message.id if isinstance(message, Message) else message
