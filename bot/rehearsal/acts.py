"""Acts as the chat page names them, done by the persons of the world."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from bot.rehearsal.chats import Chat
from bot.rehearsal.errors import ActError
from bot.rehearsal.groups import Group
from bot.rehearsal.model import CallbackAnswer, Message, User
from bot.rehearsal.persons import Person
from bot.rehearsal.world import World

Body = dict[str, Any]
_PAGE_PATIENCE = 15.0


async def do_act(world: World, body: Body) -> CallbackAnswer | None:
    """Do what the page asks. Errors: ActError, in words for the person before the page."""
    person = world.find_person(body.get("person") or 0)
    act = _ACTS.get(str(body.get("act")))
    if act is None:
        raise ActError(f"There is no act {body.get('act')!r}; there are {', '.join(_ACTS)}.")
    return await act(world, person, body)


def _chat(world: World, body: Body) -> Chat | None:
    number = body.get("chat")
    if number is None:
        return None
    if number not in world.chats:
        raise ActError(f"There is no chat {number} here.")
    chat = world.chats[number]
    return world.chats[chat.migrated_to] if chat.migrated_to else chat


def _group(world: World, body: Body) -> Group:
    chat = _chat(world, body)
    if not isinstance(chat, Group):
        raise ActError("Say which group.")
    return chat


def _message(person: Person, chat: Chat | None, number: Any) -> Message | None:
    if number is None:
        return None
    for message in person.messages(chat):
        if message.id == number:
            return message
    raise ActError("This message is gone.")


async def _send(world: World, person: Person, body: Body) -> None:
    text = str(body.get("text") or "").strip()
    if not text:
        raise ActError("There is nothing to send.")
    chat = _chat(world, body)
    await person.send(text, chat=chat, reply_to=body.get("reply_to"), topic=body.get("topic"))


async def _tap(world: World, person: Person, body: Body) -> CallbackAnswer | None:
    chat = _chat(world, body)
    message = _message(person, chat, body.get("message"))
    return await person.tap(str(body.get("label") or ""), chat=chat, message=message, patience=_PAGE_PATIENCE)


async def _open(world: World, person: Person, body: Body) -> None:
    chat = _chat(world, body)
    await person.open(str(body.get("link") or ""), chat=chat if isinstance(chat, Group) else None)


async def _join(world: World, person: Person, body: Body) -> None:
    await person.join(_group(world, body))


async def _leave(world: World, person: Person, body: Body) -> None:
    await person.leave(_group(world, body))


def _target(world: World, body: Body) -> Person | User:
    number = body.get("target") or world.bot.id
    return world.bot if number == world.bot.id else world.find_person(number)


async def _promote(world: World, person: Person, body: Body) -> None:
    """Without a target it is the bot who is made an administrator."""
    anonymous = bool(body.get("anonymous"))
    await person.promote(_target(world, body), _group(world, body), anonymous=anonymous)


async def _demote(world: World, person: Person, body: Body) -> None:
    await person.demote(_target(world, body), _group(world, body))


async def _add_bot(world: World, person: Person, body: Body) -> None:
    await person.add_bot(_group(world, body), payload=body.get("payload"))


async def _kick(world: World, person: Person, body: Body) -> None:
    await person.kick(_target(world, body), _group(world, body))


async def _block(_world: World, person: Person, _body: Body) -> None:
    person.block()


async def _unblock(_world: World, person: Person, _body: Body) -> None:
    person.unblock()


async def _migrate(world: World, _person: Person, body: Body) -> None:
    _group(world, body).migrate()


async def _make_forum(world: World, _person: Person, body: Body) -> None:
    _group(world, body).make_forum()


async def _edit(world: World, person: Person, body: Body) -> None:
    message = _message(person, _chat(world, body), body.get("message"))
    if message is None:
        raise ActError("Say which message.")
    await person.edit(message, str(body.get("text") or ""))


async def _poor_link(world: World, person: Person, body: Body) -> None:
    """Switch it, or set it where the page says to what."""
    person.poor_link = bool(body["on"]) if "on" in body else not person.poor_link
    world.changed()


_ACTS: dict[str, Callable[[World, Person, Body], Awaitable[CallbackAnswer | None]]] = {
    "send": _send,
    "tap": _tap,
    "open": _open,
    "join": _join,
    "leave": _leave,
    "promote": _promote,
    "demote": _demote,
    "add_bot": _add_bot,
    "kick": _kick,
    "block": _block,
    "unblock": _unblock,
    "migrate": _migrate,
    "make_forum": _make_forum,
    "edit": _edit,
    "poor_link": _poor_link,
}
