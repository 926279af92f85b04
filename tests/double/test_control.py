"""The control API, as the chat page uses it; and the transcript."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.clock import ManualClock
from bot.rehearsal import Double, World
from bot.rehearsal.groups import Group
from bot.rehearsal.persons import Person

from .conftest import Api, Updates


async def post(api: Api, double: Double, path: str, **body: Any) -> dict[str, Any]:
    async with api.session.post(f"{double.url}/world/{path}", json=body) as response:
        answer: dict[str, Any] = await response.json()
        assert response.status == (200 if answer["ok"] else 400)
        return answer


async def get_world(api: Api, double: Double) -> dict[str, Any]:
    async with api.session.get(f"{double.url}/world") as response:
        world: dict[str, Any] = await response.json()
        return world


async def test_the_world_shows_persons_chats_messages_and_pictures(
    api: Api, double: Double, anna: Person, group: Group, picture: bytes
) -> None:
    await anna.send("/start")
    await api.form("sendPhoto", {"chat_id": str(anna.id), "caption": "<b>W</b>", "parse_mode": "HTML"}, photo=picture)
    world = await get_world(api, double)
    assert [person["name"] for person in world["persons"]] == ["Anna", "Bob <3"]
    private, _, shown = world["chats"]
    assert (shown["kind"], shown["members"], shown["admins"]) == (
        "group",
        [anna.id, double.world.bot.id, *list(double.world.persons)[1:]],
        [anna.id],
    )
    assert shown["messages"][1]["service"] == {"what": "added", "who": "Anna", "name": "Palabre"}
    message = private["messages"][-1]
    assert (message["html"], message["from"]["is_bot"]) == ("<b>W</b>", True)
    async with api.session.get(double.url + message["media"]["url"]) as response:
        assert (response.content_type, await response.read()) == ("image/png", picture)


async def test_a_tap_on_the_page_brings_its_toast(api: Api, double: Double, anna: Person, updates: Updates) -> None:
    assert await post(api, double, "acts", person=anna.id, act="send", text="/start") == {"ok": True, "toast": None}
    markup = {"inline_keyboard": [[{"text": "Go", "callback_data": "g"}]]}
    sent = await api.ok("sendMessage", chat_id=anna.id, text="?", reply_markup=markup)
    act = {"person": anna.id, "act": "tap", "chat": anna.id, "message": sent["message_id"], "label": "Go"}
    tap = asyncio.create_task(post(api, double, "acts", **act))
    while not (found := await updates()) or "callback_query" not in found[-1]:
        continue
    await api.ok("answerCallbackQuery", callback_query_id=found[-1]["callback_query"]["id"], text="Saved")
    assert await tap == {"ok": True, "toast": {"text": "Saved", "alert": False, "url": None}}


async def test_every_act_can_be_done(api: Api, double: Double, anna: Person, bob: Person, world: World) -> None:
    made = await post(api, double, "groups", title="New", creator=anna.id)
    group = world.chats[made["id"]]
    carla = (await post(api, double, "persons", name="Carla", language="es"))["id"]
    steps: list[tuple[int, str, dict[str, Any]]] = [
        (anna.id, "add_bot", {}),
        (bob.id, "join", {}),
        (carla, "join", {}),
        (world.bot.id, "leave", {}),
        (world.bot.id, "add_bot", {}),
        (anna.id, "promote", {}),
        (bob.id, "promote", {}),
        (anna.id, "demote", {"target": bob.id}),
        (carla, "leave", {}),
        (anna.id, "kick", {"target": bob.id}),
        (anna.id, "migrate", {}),
        (anna.id, "make_forum", {}),
        (anna.id, "send", {"text": "hello"}),
    ]
    for person, act, more in steps:
        assert (await post(api, double, "acts", person=person, act=act, chat=made["id"], **more))["ok"]
    assert group.kind == "forum"
    assert sorted(one for one in group.members if group.has(one)) == sorted([anna.id, world.bot.id])
    last = anna.messages(group)[-1]
    assert (await post(api, double, "acts", person=anna.id, act="edit", chat=group.id, message=last.id, text="hi"))[
        "ok"
    ]
    link = f"https://t.me/{world.bot.username}?start=x"
    steps = [
        (bob.id, "open", {"link": link}),
        (bob.id, "open", {}),
        (bob.id, "block", {}),
        (bob.id, "poor_link", {"on": True}),
    ]
    for person, act, more in steps:
        assert (await post(api, double, "acts", person=person, act=act, **more))["ok"]
    assert bob.poor_link


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({"person": 1, "act": "send"}, "There is no person 1 here."),
        ({"act": "fly"}, "There is no act 'fly'"),
        ({"act": "send", "text": " "}, "There is nothing to send."),
        ({"act": "tap", "label": "Go"}, "sees no button 'Go'"),
        ({"act": "tap", "label": "Go", "message": 1}, "This message is gone."),
        ({"act": "join"}, "Say which group."),
        ({"act": "open", "link": "https://t.me/palabre_bot?startgroup=x"}, "say which one"),
        ({"act": "open", "link": "https://example.org"}, "out of Telegram"),
        ({"act": "send", "text": "x", "chat": 5}, "There is no chat 5 here."),
        ({"act": "send", "text": "x", "entities": [{"type": "bold", "offset": 0, "length": 2}]}, "does not fit it"),
        ({"act": "send", "text": "x", "entities": ["bold"]}, "does not fit it"),
        ({"act": "share", "files": ["x"]}, "There is nothing to send."),
        ({"act": "forward"}, "Say which message."),
        ({"act": "forward", "messages": [1]}, "This message is gone."),
    ],
)
async def test_what_cannot_be_done_is_said_in_words(
    api: Api, double: Double, anna: Person, body: dict[str, Any], text: str
) -> None:
    answer = await post(api, double, "acts", **{"person": anna.id, **body})
    assert text in answer["error"]


async def test_the_clock_and_stories_are_the_hosts_affair(api: Api, double: Double, clock: ManualClock) -> None:
    told: list[str] = []

    async def advance(seconds: float) -> None:
        clock.advance(seconds)

    async def story(name: str) -> None:
        told.append(name)

    assert not (await post(api, double, "clock", ahead=60))["ok"]
    assert not (await post(api, double, "story", name="x"))["ok"]
    double.hooks.on_advance, double.hooks.on_story = advance, story
    before = (await get_world(api, double))["now"]
    assert (await post(api, double, "clock", ahead=3600))["ok"]
    assert (await get_world(api, double))["now"] > before
    assert not (await post(api, double, "clock", ahead=-1))["ok"]
    await post(api, double, "story", name="first-wheel")
    assert told == ["first-wheel"]


async def test_a_change_is_told_as_an_event(api: Api, double: Double, anna: Person) -> None:
    async with api.session.get(f"{double.url}/world/events") as response:
        assert response.content_type == "text/event-stream"
        first = json.loads((await response.content.readuntil(b"\n\n")).removeprefix(b"data: "))
        await anna.send("hello")
        second = json.loads((await response.content.readuntil(b"\n\n")).removeprefix(b"data: "))
    assert second["version"] > first["version"]


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Host": "evil.example"}])
async def test_other_sites_are_refused(api: Api, double: Double, headers: dict[str, str]) -> None:
    async with api.session.get(f"{double.url}/world", headers=headers) as response:
        assert response.status == 403


@pytest.mark.parametrize("path", ["%2e%2e/server.py", "nothing.js"])
async def test_only_the_pages_own_files_are_served(api: Api, double: Double, path: str) -> None:
    async with api.session.get(f"{double.url}/{path}") as response:
        assert response.status == 404


async def test_the_transcript_holds_calls_and_acts(world: World, anna: Person, api: Api, tmp_path: Path) -> None:
    world.record(tmp_path / "out" / "transcript.jsonl")
    await anna.send("/start")
    await api.ok("sendMessage", chat_id=anna.id, text="é")
    lines = (tmp_path / "out" / "transcript.jsonl").read_text(encoding="utf-8").splitlines()
    act, call = [json.loads(line) for line in lines]
    assert (act["kind"], act["person"], act["text"]) == ("act", "Anna", "/start")
    assert (call["method"], call["params"]["text"], call["status"]) == ("sendMessage", "é", 200)
    assert double_token_is_absent(lines, world)


def double_token_is_absent(lines: list[str], world: World) -> bool:
    return all(world.token not in line for line in lines)


async def test_waiting_for_what_never_comes_ends_with_the_last_calls(world: World, anna: Person, api: Api) -> None:
    await api.ok("getMe")
    with pytest.raises(AssertionError, match="getMe 200"):
        await world.until(lambda: False, guard=0.05)


async def test_two_doubles_can_stand_side_by_side(world: World, double: Double, clock: ManualClock) -> None:
    async with Double(World(clock, seed=8)) as other, aiohttp.ClientSession() as session:
        assert other.url != double.url
        async with session.get(f"{other.url}/bot{double.token}/getMe") as response:
            assert response.status == 401
