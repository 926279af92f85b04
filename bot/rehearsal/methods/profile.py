"""What the bot says of itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.rehearsal.args import Args
from bot.rehearsal.errors import bad_request
from bot.rehearsal.methods.places import find_chat
from bot.rehearsal.profile import check_language
from bot.rehearsal.view import Json, user_json
from bot.rehearsal.world import World

_ABILITIES = (
    "can_connect_to_business",
    "has_main_web_app",
    "has_topics_enabled",
    "allows_users_to_create_topics",
    "can_manage_bots",
    "supports_guest_queries",
    "supports_join_request_queries",
    "supports_inline_queries",
)


def get_me(world: World, _args: Args) -> Json:
    groups = {"can_join_groups": True, "can_read_all_group_messages": not world.privacy_mode}
    return {**user_json(world.bot), **groups, **dict.fromkeys(_ABILITIES, False)}


def _setter(what: str, field: str) -> Callable[[World, Args], bool]:
    def set_text(world: World, args: Args) -> bool:
        world.profile.set_text(what, check_language(args.get("language_code")), args.get(field, ""))
        return True

    return set_text


def _getter(what: str, field: str) -> Callable[[World, Args], Json]:
    def get_text(world: World, args: Args) -> Json:
        return {field: world.profile.text(what, check_language(args.get("language_code")))}

    return get_text


def _scope(world: World, args: Args) -> dict[str, Any] | None:
    scope: dict[str, Any] | None = args.get("scope")
    if scope and "chat_id" in scope:
        find_chat(world, scope["chat_id"], "read")
    return scope


def set_my_commands(world: World, args: Args) -> bool:
    language = check_language(args.get("language_code"))
    world.profile.set_commands(_scope(world, args), language, args["commands"])
    return True


def get_my_commands(world: World, args: Args) -> list[Json]:
    return world.profile.commands(_scope(world, args), check_language(args.get("language_code")))


def delete_my_commands(world: World, args: Args) -> bool:
    world.profile.delete_commands(_scope(world, args), check_language(args.get("language_code")))
    return True


def set_chat_menu_button(world: World, args: Args) -> bool:
    button = args.get("menu_button") or {"type": "default"}
    if button["type"] not in {"commands", "default", "web_app"}:
        raise bad_request("can't parse menu button: MenuButton has unsupported type")
    if "chat_id" in args and find_chat(world, args["chat_id"], "read").person is None:
        raise bad_request("user not found")
    world.profile.menu_buttons[args.get("chat_id", 0)] = button
    return True


def get_chat_menu_button(world: World, args: Args) -> Json:
    buttons = world.profile.menu_buttons
    return buttons.get(args.get("chat_id", 0)) or buttons.get(0) or {"type": "commands"}


METHODS: dict[str, Callable[[World, Args], Any]] = {
    "getMe": get_me,
    "setMyName": _setter("name", "name"),
    "getMyName": _getter("name", "name"),
    "setMyDescription": _setter("description", "description"),
    "getMyDescription": _getter("description", "description"),
    "setMyShortDescription": _setter("short_description", "short_description"),
    "getMyShortDescription": _getter("short_description", "short_description"),
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setChatMenuButton": set_chat_menu_button,
    "getChatMenuButton": get_chat_menu_button,
}
