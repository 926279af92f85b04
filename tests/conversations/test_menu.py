"""The command menu that Telegram shows under the text field."""

from __future__ import annotations

import re

from tests.conversations.stage import Stage

OFFERED = {
    "all_private_chats": ["wheel", "my", "language", "privacy", "help"],
    "all_group_chats": ["wheel", "plan", "help"],
    "all_chat_administrators": ["survey", "wheel", "settings", "language", "help"],
}


async def test_the_menu_is_set_for_each_scope_and_language(stage: Stage) -> None:
    """At most five commands, the most wanted first; two-letter languages, and English for everybody else."""
    await stage.telegram.until(lambda: len(_menus(stage)) == 12)
    menus = _menus(stage)
    assert {language for _, language in menus} == {None, "en", "fr", "es"}
    for (scope, language), listed in menus.items():
        assert [name for name, _ in listed] == OFFERED[scope]
        assert all(re.fullmatch(r"[a-z0-9_]{1,32}", name) and 1 <= len(about) <= 60 for name, about in listed)
        if language in {"fr", "es"}:
            assert listed != menus[scope, "en"]


async def test_every_command_of_a_menu_is_answered(stage: Stage) -> None:
    awa = await stage.coordinator()
    chat, fatou, _ = await stage.group(awa)
    for scope, names in OFFERED.items():
        for name in names:
            place = None if scope == "all_private_chats" else chat
            count = len([one for one in fatou.messages(place) if one.by_bot])
            await stage.say(fatou, f"/{name}", place)
            assert len([one for one in fatou.messages(place) if one.by_bot]) == count + 1, (scope, name)


def _menus(stage: Stage) -> dict[tuple[str, str | None], list[tuple[str, str]]]:
    calls = [call.params for call in stage.telegram.calls if call.method == "setMyCommands" and call.ok]
    return {
        (call["scope"]["type"], call.get("language_code")): [
            (one["command"], one["description"]) for one in call["commands"]
        ]
        for call in calls
    }
