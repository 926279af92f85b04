"""Acts as the chat page names them, done by the persons of the world."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from bot.rehearsal.args import Upload
from bot.rehearsal.chats import Chat
from bot.rehearsal.entities import Rich, given, trimmed
from bot.rehearsal.errors import ActError, ApiError
from bot.rehearsal.groups import Group
from bot.rehearsal.model import CallbackAnswer, Message, User
from bot.rehearsal.persons import Person
from bot.rehearsal.world import World

Body = dict[str, Any]
_PAGE_PATIENCE = 15.0


async def do_act(world: World, body: Body) -> CallbackAnswer | None:
    """Do what the page asks. Errors: ActError, in words for the person before the page."""
    if body.get("person") == world.bot.id:
        await _do_with_bot(world, body)
        return None
    person = world.find_person(body.get("person") or 0)
    act = _ACTS.get(str(body.get("act")))
    if act is None:
        raise ActError(f"There is no act {body.get('act')!r}; there are {', '.join(_ACTS)}.")
    return await act(world, person, body)


async def _do_with_bot(world: World, body: Body) -> None:
    """What happens to the bot is done by the group's owner."""
    group = _group(world, body)
    owner = world.find_person(group.owner.id)
    act = _WITH_BOT.get(str(body.get("act")))
    if act is None:
        raise ActError("Only a person can do that.")
    await act(world, owner, {**body, "target": world.bot.id})


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


def _text(body: Body) -> Rich:
    """The text with what is bold in it and the like."""
    try:
        return trimmed(given(str(body.get("text") or ""), body.get("entities") or []))
    except (ApiError, KeyError, TypeError, AttributeError) as error:
        raise ActError("What is marked in this text does not fit it.") from error


def _spot(world: World, body: Body) -> dict[str, Any]:
    return {"chat": _chat(world, body), "reply_to": body.get("reply_to"), "topic": body.get("topic")}


async def _send(world: World, person: Person, body: Body) -> None:
    text = _text(body)
    if not text.text:
        raise ActError("There is nothing to send.")
    await person.send(text, **_spot(world, body))


async def _share(world: World, person: Person, body: Body) -> None:
    files = [one for one in body.get("files") or [] if isinstance(one, Upload)]
    await person.share(files, str(body.get("how") or "view"), caption=_text(body), **_spot(world, body))


async def _forward(world: World, person: Person, body: Body) -> None:
    """`messages` of the chat `source` are passed on to `chat`."""
    source = _chat(world, {"chat": body.get("source")})
    found = [_message(person, source, number) for number in body.get("messages") or []]
    messages = [one for one in found if one is not None]
    if not messages:
        raise ActError("Say which message.")
    await person.pass_on(messages, chat=_chat(world, body), topic=body.get("topic"))


async def _tap(world: World, person: Person, body: Body) -> CallbackAnswer | None:
    chat = _chat(world, body)
    message = _message(person, chat, body.get("message"))
    label = str(body.get("label") or "")
    return await person.tap(label, chat=chat, message=message, patience=_PAGE_PATIENCE, follow=False)


async def _open(world: World, person: Person, body: Body) -> None:
    """Without a link it is the Start button. A link that wants a group takes the only one there is."""
    link, chat = str(body.get("link") or f"https://t.me/{world.bot.username}"), _chat(world, body)
    group = chat if isinstance(chat, Group) else None
    if "startgroup" in link and group is None:
        possible = [one for one in world.groups() if one.kind != "channel" and one.may(person.id, "can_invite_users")]
        group = possible[0] if len(possible) == 1 else None
    await person.open(link, chat=group)


async def _join(world: World, person: Person, body: Body) -> None:
    await person.join(_group(world, body))


async def _leave(world: World, person: Person, body: Body) -> None:
    await person.leave(_group(world, body))


def _target(world: World, body: Body) -> Person | User:
    number = body.get("target") or world.bot.id
    return world.bot if number == world.bot.id else world.find_person(number)


async def _promote(world: World, person: Person, body: Body) -> None:
    """Someone who is no administrator is made one by the owner; an administrator promotes the target, else the bot."""
    group, anonymous = _group(world, body), bool(body.get("anonymous"))
    if "target" in body or group.member(person.id).is_admin:
        await person.promote(_target(world, body), group, anonymous=anonymous)
    else:
        await world.find_person(group.owner.id).promote(person, group, anonymous=anonymous)


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
    await person.edit(message, _text(body))


async def _poor_link(world: World, person: Person, body: Body) -> None:
    """Switch it, or set it where the page says to what."""
    person.poor_link = bool(body["on"]) if "on" in body else not person.poor_link
    world.changed()


_ACTS: dict[str, Callable[[World, Person, Body], Awaitable[CallbackAnswer | None]]] = {
    "send": _send,
    "share": _share,
    "forward": _forward,
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
_WITH_BOT = {
    "add_bot": _add_bot,
    "join": _add_bot,
    "leave": _kick,
    "kick": _kick,
    "promote": _promote,
    "demote": _demote,
}
