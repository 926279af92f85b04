"""Who is in a chat."""

from __future__ import annotations

from typing import Any

from bot.rehearsal.args import Args
from bot.rehearsal.errors import bad_request
from bot.rehearsal.methods.places import find_chat
from bot.rehearsal.model import Member
from bot.rehearsal.view import Json, member_json
from bot.rehearsal.world import World


def get_chat_administrators(world: World, args: Args) -> list[Json]:
    """Bots other than this one are not listed, unless the call asks for them."""
    chat = find_chat(world, args["chat_id"], "members")
    if chat.person is not None:
        raise bad_request("there are no administrators in the private chat")
    shown = [member for member in chat.members.values() if member.is_admin and _listed(world, member, args)]
    return [member_json(member, world, chat) for member in shown]


def _listed(world: World, member: Member, args: Args) -> bool:
    others = member.user_id in world.bots and member.user_id != world.bot.id
    return not others or bool(args.get("return_bots"))


def get_chat_member(world: World, args: Args) -> Json:
    chat = find_chat(world, args["chat_id"], "members")
    user_id = args["user_id"]
    if chat.person is not None:
        if user_id not in {chat.id, world.bot.id}:
            raise bad_request("member not found")
        return member_json(Member(user_id, "member"), world, chat)
    if world.user(user_id) is None or (user_id not in world.known and user_id not in chat.members):
        raise bad_request("invalid user_id specified" if user_id <= 0 else "PARTICIPANT_ID_INVALID")
    return member_json(chat.member(user_id), world, chat)


def get_chat_member_count(world: World, args: Args) -> int:
    chat = find_chat(world, args["chat_id"], "members")
    if chat.person is not None:
        return 2
    return sum(member.present for member in chat.members.values())


def get_user_profile_photos(world: World, args: Args) -> dict[str, Any]:
    """Nobody has a profile photo here."""
    if world.user(args["user_id"]) is None:
        raise bad_request("user not found")
    return {"total_count": 0, "photos": []}


METHODS = {
    "getChatAdministrators": get_chat_administrators,
    "getChatMember": get_chat_member,
    "getChatMemberCount": get_chat_member_count,
    "getUserProfilePhotos": get_user_profile_photos,
}
