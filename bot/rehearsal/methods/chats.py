"""What the bot asks of a chat as a whole."""

from __future__ import annotations

from bot.rehearsal.args import Args
from bot.rehearsal.chats import Chat
from bot.rehearsal.errors import bad_request
from bot.rehearsal.groups import Group
from bot.rehearsal.methods.places import find_chat, need_right
from bot.rehearsal.view import Json, full_chat_json, seconds, user_json
from bot.rehearsal.world import World

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"


def get_chat(world: World, args: Args) -> Json:
    return full_chat_json(find_chat(world, args["chat_id"], "read"), world)


def leave_chat(world: World, args: Args) -> bool:
    chat = find_chat(world, args["chat_id"], "write")
    if not isinstance(chat, Group):
        raise bad_request("method is available only for groups, supergroups and channels")
    chat.take_out(world.bot)
    return True


def _new_link(world: World) -> str:
    return "https://t.me/+" + "".join(world.rng.choices(_LETTERS, k=16))


def _may_invite(world: World, args: Args) -> Chat:
    chat = find_chat(world, args["chat_id"], "write")
    if chat.person is not None:
        raise bad_request("invite links are not available in private chats")
    if not chat.member(world.bot.id).is_admin:
        raise bad_request("not enough rights to manage chat invite link")
    need_right(world, chat, "can_invite_users", "not enough rights to manage chat invite link")
    return chat


def export_chat_invite_link(world: World, args: Args) -> str:
    chat = _may_invite(world, args)
    chat.invite_link = _new_link(world)
    world.changed()
    return chat.invite_link


def create_chat_invite_link(world: World, args: Args) -> Json:
    """A further link; the double lets people in by the newest one only, and plays no limits of it."""
    chat = _may_invite(world, args)
    expires = args.get("expire_date")
    if expires and expires <= seconds(world.clock.now()):
        raise bad_request("EXPIRE_DATE_INVALID")
    if args.get("creates_join_request") and args.get("member_limit"):
        raise bad_request("member limit can't be specified for links requiring administrator approval")
    chat.invite_link = _new_link(world)
    world.changed()
    known = {name: args[name] for name in ("name", "expire_date", "member_limit") if name in args}
    return {
        "invite_link": chat.invite_link,
        "creator": user_json(world.bot),
        "creates_join_request": bool(args.get("creates_join_request")),
        "is_primary": False,
        "is_revoked": False,
        **known,
    }


METHODS = {
    "getChat": get_chat,
    "leaveChat": leave_chat,
    "exportChatInviteLink": export_chat_invite_link,
    "createChatInviteLink": create_chat_invite_link,
}
