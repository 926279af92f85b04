"""Faults by order, and rates where they are enforced."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest

from bot.clock import ManualClock
from bot.rehearsal import Double, World
from bot.rehearsal.groups import Group
from bot.rehearsal.persons import Person

from .conftest import Api, Updates


@pytest.fixture(autouse=True)
async def _open(anna: Person) -> None:
    await anna.send("/start")


def said(person: Person) -> list[str]:
    return [message.text for message in person.messages() if message.by_bot]


@pytest.mark.parametrize(("kind", "code"), [("500", 500), ("502", 502), ("429", 429)])
async def test_an_ordered_error_has_no_effect_and_passes(
    api: Api, anna: Person, world: World, kind: str, code: int
) -> None:
    world.faults.order(kind, "sendMessage", retry_after=7)  # type: ignore[arg-type]
    async with api.session.post(f"{api.url}/sendMessage", json={"chat_id": anna.id, "text": "x"}) as response:
        assert response.status == code
        if code == 429:
            assert (await response.json())["parameters"] == {"retry_after": 7}
    assert said(anna) == []
    await api.ok("sendMessage", chat_id=anna.id, text="x")


@pytest.mark.parametrize("kind", ["timeout_before", "drop_before", "timeout_after", "drop_after", "cut_after"])
async def test_a_broken_line_hides_whether_the_message_arrived(
    api: Api, double: Double, anna: Person, world: World, kind: str
) -> None:
    world.faults.order(kind, "sendMessage", hold=0.02)  # type: ignore[arg-type]
    with pytest.raises(aiohttp.ClientError):
        await api("sendMessage", chat_id=anna.id, text="x")
    arrived = kind.endswith("after")
    assert said(anna) == (["x"] if arrived else [])
    await world.until(lambda: double.unheard["sendMessage"] == arrived)


async def test_a_slow_answer_comes_behind_later_ones(api: Api, double: Double, anna: Person, world: World) -> None:
    world.faults.order("slow", "sendMessage", hold=0.05)
    assert (await api("sendMessage", chat_id=anna.id, text="soon"))["ok"]
    assert not double.unheard.total()
    world.faults.order("slow", "sendMessage", hold=600)
    slow = asyncio.create_task(api("sendMessage", chat_id=anna.id, text="slow"))
    await world.until(lambda: said(anna) == ["soon", "slow"])
    await api.ok("sendMessage", chat_id=anna.id, text="quick")
    assert not slow.done()
    slow.cancel()
    await asyncio.wait([slow])


async def test_a_time_out_lasts_until_the_caller_gives_up(api: Api, double: Double, anna: Person, world: World) -> None:
    world.faults.order("timeout_after", "sendMessage")
    call = asyncio.create_task(api("sendMessage", chat_id=anna.id, text="x"))
    await world.until(lambda: said(anna) == ["x"])
    await asyncio.wait([call], timeout=0.1)
    assert not call.done()
    call.cancel()
    await asyncio.wait([call])
    await world.until(lambda: double.unheard["sendMessage"] == 1)


async def test_without_a_network_nobody_is_reached_until_it_is_back(
    api: Api, updates: Updates, double: Double, anna: Person
) -> None:
    """Connections that stood break, and new ones are refused; the address stays."""
    url = double.url
    await updates()
    polling = asyncio.create_task(api("getUpdates", timeout=50))
    await double.world.next_change(10)
    await double.unplug()
    with pytest.raises(aiohttp.ClientError):
        await polling
    async with aiohttp.ClientSession() as newcomer:
        with pytest.raises(aiohttp.ClientConnectorError):
            await Api(newcomer, api.url)("getMe")
    await double.plug_in()
    await api.ok("sendMessage", chat_id=anna.id, text="x")
    assert (double.url, said(anna)) == (url, ["x"])


async def test_faults_can_hit_a_share_or_come_later(api: Api, anna: Person, world: World) -> None:
    order = world.faults.order("500", count=None, share=0.5)
    codes = [(await api("sendChatAction", chat_id=anna.id, action="typing")).get("error_code") for _ in range(40)]
    assert 10 < codes.count(500) == order.hits < 30
    world.faults.clear()
    world.faults.order("500", "getMe", skip=1)
    assert [(await api("getMe"))["ok"] for _ in range(3)] == [True, False, True]


async def test_an_answer_takes_its_time_on_the_given_clock(
    api: Api, anna: Person, world: World, clock: ManualClock
) -> None:
    world.faults.latency(2.0, 0.5)
    before = clock.now()
    await api.ok("sendMessage", chat_id=anna.id, text="x")
    assert 1.5 <= (clock.now() - before).total_seconds() <= 2.5


async def test_more_than_thirty_a_second_are_refused(api: Api, anna: Person, world: World) -> None:
    world.faults.rates()
    for _ in range(30):
        await api.ok("sendMessage", chat_id=anna.id, text="x")
    refused = await api("sendMessage", chat_id=anna.id, text="x")
    assert (refused["error_code"], refused["parameters"]["retry_after"]) == (429, 2)
    world.advance(1)
    await api.ok("sendMessage", chat_id=anna.id, text="x")


async def test_more_than_twenty_a_minute_to_a_group_are_refused_edits_and_albums_counted(
    api: Api, group: Group, world: World
) -> None:
    world.faults.rates()
    sent = await api.ok("sendMessage", chat_id=group.id, text="0")
    for number in range(1, 20):
        world.advance(1)
        await api.ok("editMessageText", chat_id=group.id, message_id=sent["message_id"], text=str(number))
    refused = await api("sendMessage", chat_id=group.id, text="x")
    assert (refused["error_code"], refused["parameters"]["retry_after"]) == (429, 42)
    world.advance(42)
    await api.ok("sendMessage", chat_id=group.id, text="x")


async def test_the_same_seed_gives_the_same_world_and_faults(clock: ManualClock) -> None:
    def play(seed: int) -> tuple[object, ...]:
        world = World(clock, seed=seed)
        person = world.person("Anna")
        world.faults.order("500", count=None, share=0.5)
        faults = [bool(world.faults.next_for("getMe")) for _ in range(20)]
        return world.token, person.id, world.group("G", creator=person).id, faults

    assert play(3) == play(3) != play(4)
