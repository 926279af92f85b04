"""What the bot says of itself, by language and scope."""

from __future__ import annotations

from bot.rehearsal.persons import Person

from .conftest import Api


async def test_commands_are_kept_by_scope_and_language(api: Api, anna: Person) -> None:
    await anna.send("/start")
    commands = [{"command": "wheel", "description": "The latest wheel"}]
    scope = {"type": "chat", "chat_id": anna.id}
    await api.ok("setMyCommands", commands=commands, language_code="fr")
    await api.ok("setMyCommands", commands=commands, scope=scope)
    assert await api.ok("getMyCommands", language_code="fr") == commands
    assert await api.ok("getMyCommands", scope=scope) == commands
    assert await api.ok("getMyCommands") == []
    await api.ok("deleteMyCommands", scope=scope)
    assert await api.ok("getMyCommands", scope=scope) == []
    unknown = await api.error("setMyCommands", commands=commands, scope={"type": "chat", "chat_id": 5})
    assert unknown == "400 Bad Request: chat not found"


async def test_names_and_descriptions_fall_back_to_the_one_for_everyone(api: Api) -> None:
    await api.ok("setMyDescription", description="A bot")
    await api.ok("setMyDescription", description="Un robot", language_code="fr")
    assert (await api.ok("getMyDescription", language_code="fr"))["description"] == "Un robot"
    assert (await api.ok("getMyDescription", language_code="es"))["description"] == "A bot"
    assert (await api.ok("getMyName"))["name"] == "Palabre"
    await api.ok("setMyName", name="Roue")
    assert (await api.ok("getMyName", language_code="fr"))["name"] == "Roue"
    assert (await api.ok("getMyShortDescription"))["short_description"] == ""
    await api.ok("setMyShortDescription", short_description="Short")


async def test_the_menu_button_and_sessions(api: Api, anna: Person) -> None:
    await anna.send("/start")
    assert (await api.ok("getChatMenuButton"))["type"] == "commands"
    await api.ok("setChatMenuButton", chat_id=anna.id, menu_button={"type": "default"})
    assert (await api.ok("getChatMenuButton", chat_id=anna.id))["type"] == "default"
    assert await api.ok("logOut")
    assert await api.ok("close")
    assert await api.ok("getUserProfilePhotos", user_id=anna.id) == {"total_count": 0, "photos": []}
    assert await api.ok("sendChatAction", chat_id=anna.id, action="typing")
