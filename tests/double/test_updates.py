"""Polling: offsets, kinds, expiry, conflicts; and the webhook."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from aiohttp import web

from bot.clock import ManualClock
from bot.rehearsal import Double, World
from bot.rehearsal.groups import Group
from bot.rehearsal.persons import Person

from .conftest import Api, Updates


def texts(updates: list[dict[str, Any]]) -> list[str]:
    return [update["message"]["text"] for update in updates if "message" in update]


@pytest.fixture(autouse=True)
async def _three(anna: Person, api: Api) -> None:
    for text in ("one", "two", "three"):
        await anna.send(text)


async def test_updates_come_again_until_an_offset_confirms_them(api: Api) -> None:
    first = await api.ok("getUpdates")
    assert texts(first) == texts(await api.ok("getUpdates")) == ["one", "two", "three"]
    assert texts(await api.ok("getUpdates", offset=first[1]["update_id"])) == ["two", "three"]
    assert texts(await api.ok("getUpdates")) == ["two", "three"], "what is below the offset is gone"


async def test_a_limit_takes_the_oldest_and_is_brought_into_range(api: Api) -> None:
    assert texts(await api.ok("getUpdates", limit=2)) == ["one", "two"]
    assert texts(await api.ok("getUpdates", limit=0)) == ["one"]
    assert len(await api.ok("getUpdates", limit=1000)) == 3


async def test_a_negative_offset_keeps_only_the_end(api: Api) -> None:
    assert texts(await api.ok("getUpdates", offset=-1)) == ["three"]
    assert texts(await api.ok("getUpdates")) == ["three"]


async def test_an_offset_far_in_the_future_confirms_nothing(api: Api) -> None:
    last = (await api.ok("getUpdates"))[-1]["update_id"]
    assert len(await api.ok("getUpdates", offset=last + 1000)) == 3


async def test_messages_expire_after_a_day_and_taps_after_150_seconds(api: Api, anna: Person, world: World) -> None:
    await api.ok(
        "sendMessage",
        chat_id=anna.id,
        text="x",
        reply_markup={"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]},
    )
    await anna.tap("A", wait=False)
    assert len(await api.ok("getUpdates")) == 4
    world.advance(150)
    assert len(await api.ok("getUpdates")) == 3
    world.advance(24 * 3600)
    assert await api.ok("getUpdates") == []


async def test_numbers_start_anew_after_a_quiet_week(api: Api, anna: Person, world: World, updates: Updates) -> None:
    last = (await updates())[-1]["update_id"]
    world.advance(6 * 24 * 3600)
    await anna.send("after six days")
    assert (await updates())[-1]["update_id"] == last + 1
    world.advance(8 * 24 * 3600)
    await anna.send("after eight")
    assert abs((await updates())[-1]["update_id"] - last) > 1000


async def test_kinds_are_remembered_and_chat_member_is_off_unless_named(
    api: Api, bob: Person, group: Group, world: World, updates: Updates
) -> None:
    group.promote(world.bot)
    await updates()
    await bob.leave(group)
    assert not any("chat_member" in update for update in await updates())
    await api.ok("getUpdates", allowed_updates=["chat_member"])
    await bob.join(group)
    found = await updates()
    assert [set(update) - {"update_id"} for update in found] == [{"chat_member"}]
    await api.ok("getUpdates", allowed_updates=[])
    await bob.leave(group)
    assert not any("chat_member" in update for update in await updates())


async def test_a_waiting_poll_is_woken_by_news(api: Api, anna: Person, updates: Updates, world: World) -> None:
    last = (await updates())[-1]["update_id"]
    poll = asyncio.create_task(api.ok("getUpdates", offset=last + 1, timeout=30))
    await asyncio.wait([poll], timeout=0.05)
    assert not poll.done()
    await anna.send("news")
    assert texts(await poll) == ["news"]


async def test_a_second_poller_ends_the_first(api: Api, updates: Updates, world: World) -> None:
    await updates()
    first = asyncio.create_task(api.error("getUpdates", timeout=30))
    await world.next_change()
    await api.ok("getUpdates")
    refusal = "terminated by other getUpdates request; make sure that only one bot instance is running"
    assert await first == f"409 Conflict: {refusal}"


async def test_updates_can_be_given_twice(api: Api, updates: Updates, world: World) -> None:
    world.faults.duplicate_updates(1.0)
    first = await api.ok("getUpdates")
    again = await api.ok("getUpdates", offset=first[-1]["update_id"] + 1)
    assert again == first
    assert await api.ok("getUpdates", offset=first[-1]["update_id"] + 1) == []


async def test_updates_of_different_people_can_come_in_any_order(api: Api, bob: Person, world: World) -> None:
    """Each person's own stay in theirs, and nothing is left out."""
    for text in ("un", "deux", "trois"):
        await bob.send(text)
    world.faults.disorder_updates()
    seen = [texts(await api.ok("getUpdates")) for _ in range(10)]
    assert len({tuple(one) for one in seen}) > 1
    for one in seen:
        assert [text for text in one if text in {"one", "two", "three"}] == ["one", "two", "three"]
        assert [text for text in one if text in {"un", "deux", "trois"}] == ["un", "deux", "trois"]


class Receiver:
    """A webhook that notes what it is given and answers as it is told."""

    def __init__(self) -> None:
        self.got: list[tuple[str | None, dict[str, Any]]] = []
        self.status = 200
        self.reply: dict[str, Any] | None = None

    async def take(self, request: web.Request) -> web.Response:
        self.got.append((request.headers.get("X-Telegram-Bot-Api-Secret-Token"), await request.json()))
        if self.reply and self.status == 200:
            return web.json_response(self.reply)
        return web.Response(status=self.status)

    async def start(self) -> tuple[web.AppRunner, str]:
        app = web.Application()
        app.router.add_post("/hook", self.take)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return runner, f"http://127.0.0.1:{runner.addresses[0][1]}/hook"


async def test_a_webhook_gets_updates_with_its_secret_again_until_it_takes_them(
    api: Api, anna: Person, world: World, clock: ManualClock
) -> None:
    receiver = Receiver()
    receiver.status = 500
    runner, url = await receiver.start()
    try:
        await api.ok("setWebhook", url=url, secret_token="s-1", max_connections=1)
        await world.until(lambda: world.hook.last_error)
        info = await api.ok("getWebhookInfo")
        assert info["pending_update_count"] == 3
        assert "500" in info["last_error_message"]
        conflict = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
        assert await api.error("getUpdates") == f"409 Conflict: {conflict}"
        receiver.status = 200
        receiver.reply = {"method": "sendMessage", "chat_id": anna.id, "text": "by reply"}
        world.advance(61)
        await world.until(lambda: not world.queue.pending())
        assert {secret for secret, _ in receiver.got} == {"s-1"}
        assert texts([body for _, body in receiver.got])[-3:] == ["one", "two", "three"]
        await world.until(lambda: [m.text for m in anna.messages()].count("by reply") == 3)
        await api.ok("deleteWebhook")
        await anna.send("four")
        assert texts(await api.ok("getUpdates")) == ["four"]
    finally:
        await runner.cleanup()


async def test_a_webhook_can_get_updates_twice_and_none_without_a_network(
    double: Double, api: Api, world: World
) -> None:
    receiver = Receiver()
    runner, url = await receiver.start()
    world.faults.duplicate_updates(1.0)
    try:
        await api.ok("setWebhook", url=url)
        await world.until(lambda: len(receiver.got) == 1)
        await double.unplug()
        world.advance(61)
        await world.until(lambda: "no network" in (world.hook.last_error or (0, ""))[1])
        assert texts([body for _, body in receiver.got]) == ["one"]
        await double.plug_in()
        await _passes(world, lambda: not world.queue.pending())
        assert texts([body for _, body in receiver.got]) == ["one", "one", "two", "two", "three", "three"]
    finally:
        await runner.cleanup()


async def _passes(world: World, done: Callable[[], bool]) -> None:
    """Let a minute pass again and again until that holds."""
    while not done():
        world.advance(61)
        await world.next_change(0.05)
