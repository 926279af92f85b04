"""The webhook, on the strict double and from strangers: stored before it is acknowledged, and open to nobody else."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from structlog.testing import capture_logs
from telegram.error import BadRequest

from bot.address import Address, AddressError
from bot.intake.intake import Intake
from bot.intake.polling import ALLOWED_UPDATES
from bot.intake.webhook import CONNECTIONS, Hook, Webhook, WebhookTaken
from bot.serving import serving
from bot.storage.port import LeadLost, StorageError
from tests.intake.hooked import SECRET, Hooked, headers, hooked
from tests.intake.stage import line, tap
from tests.ports import free_port

DISK_FULL = StorageError("the disk is full")


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Hooked]:
    async with hooked(tmp_path) as found:
        await found.start()
        yield found


@pytest.fixture
async def hurried(tmp_path: Path) -> AsyncIterator[Hooked]:
    """With little patience for what is slow."""
    async with hooked(tmp_path, patience=0.5) as found:
        await found.start()
        yield found


# From Telegram


async def test_what_people_do_reaches_the_handler(scene: Hooked) -> None:
    await scene.telegram.anna.send("hello")
    await scene.calm()
    texts = [update.message.text for update in scene.handler.updates if update.message]
    assert "hello" in texts
    assert scene.counts.updates["message"] == len(texts)


async def test_the_webhook_is_set_with_its_secret_and_the_kinds_of_updates(scene: Hooked) -> None:
    (call,) = scene.telegram.calls("setWebhook")
    assert call.params == {
        "url": scene.hook.url,
        "secret_token": SECRET,
        "allowed_updates": list(ALLOWED_UPDATES),
        "max_connections": CONNECTIONS,
    }


async def test_an_update_is_acknowledged_only_when_it_is_stored(scene: Hooked) -> None:
    (posting,) = await scene.hold(tap(1))
    done, _ = await asyncio.wait([posting], timeout=0.05)
    assert not done
    scene.gate.opened.set()
    assert await posting == 200
    assert 1 in await scene.here.states()


async def test_what_cannot_be_stored_is_posted_again_until_it_can(scene: Hooked) -> None:
    """Said once, however often Telegram comes back."""
    world = scene.telegram.world
    scene.gate.failure = DISK_FULL
    with capture_logs() as lines:
        await scene.telegram.anna.send("hello")
        await world.until(lambda: world.hook.last_error)
        assert [await scene.post(tap(1)) for _ in range(3)] == [503, 503, 503]
        assert scene.webhook.trouble() == "the last updates could not be stored"
        scene.gate.failure = None
        world.advance(60)
        await world.until(lambda: not world.queue.pending())
    assert scene.webhook.trouble() is None
    assert "503" in (world.hook.last_error or (0, ""))[1]
    await scene.settled()
    assert "hello" in [update.message.text for update in scene.handler.updates if update.message]
    ours = [entry["event"] for entry in lines if "stored" in entry["event"]]
    assert ours == ["updates cannot be stored; Telegram keeps them", "updates can be stored again"]


async def test_an_update_that_comes_twice_is_handled_once(scene: Hooked) -> None:
    assert await asyncio.gather(*[scene.post(tap(1)) for _ in range(8)]) == [200] * 8
    assert await scene.post(tap(1)) == 200
    assert (await scene.settled()).count(1) == 1
    assert scene.counts.again == 8


async def test_updates_of_several_people_may_come_in_any_order(scene: Hooked) -> None:
    """Telegram keeps the order of each person's taps only; a number that is lower comes later all the same."""
    numbers = [(number, number % 3) for number in range(900, 870, -1)]
    for number, person in numbers:
        assert await scene.post(tap(number, person=person)) == 200
    got = [number for number in await scene.settled() if number <= 900]
    for person in range(3):
        assert [one for one in got if one % 3 == person] == [one for one, whose in numbers if whose == person]


async def test_what_comes_together_is_stored_together(scene: Hooked) -> None:
    posts = await scene.hold(*[tap(number, person=number) for number in range(1, 30)])
    before = scene.gate.writes
    scene.gate.opened.set()
    assert set(await asyncio.gather(*posts)) == {200}
    assert set(range(1, 30)) <= set(await scene.settled())
    assert scene.gate.writes - before <= 9  # the rest in one, and the marks of what was handled in a few


async def test_the_bookmark_of_polling_stays_where_it_is(scene: Hooked) -> None:
    """Going back to polling must skip nothing: numbers may have begun anew meanwhile."""
    await scene.intake.admit([tap(5)], 6)
    assert await scene.post(tap(7_000)) == 200
    rows = await scene.here.storage.read(lambda tx: tx.all("SELECT next_offset FROM polling"))
    assert [row["next_offset"] for row in rows] == [6]


async def test_an_update_that_breaks_its_handler_is_acknowledged_and_parked(scene: Hooked) -> None:
    assert await scene.post({"update_id": 3, "message": {"chat": 7}}) == 200
    assert await scene.post(tap(4)) == 200
    await scene.settled()
    assert {number: state for number, state in (await scene.here.states()).items() if number in {3, 4}} == {
        3: "parked",
        4: "done",
    }
    assert (scene.counts.failures, scene.counts.parked, scene.counts.updates["tap"]) == (3, 1, 1)


@pytest.mark.parametrize(
    "text",
    [b"caf\\u00e9 \\ud83d\\udc4d", "café 👍🏽".encode(), b"half a pair: \\ud83d", b"no \xff UTF-8", b"a \\u0000"],
    ids=["escaped", "as it is", "a lone half", "not UTF-8", "a zero"],
)
async def test_what_is_stored_says_what_came_but_for_zeros(scene: Hooked, text: bytes) -> None:
    body = b'{"update_id": 3,\n "message": {"chat": 7, "text": "' + text + b'"}}'
    async with scene.session.post(scene.hook.url, data=body, headers=headers(SECRET)) as response:
        assert response.status == 200
    await scene.settled()  # parked: only then it is kept
    rows = await scene.here.storage.read(lambda tx: tx.all("SELECT payload FROM intake WHERE update_id = 3"))
    assert rows[0]["payload"].isascii()
    came = body.replace(b"\\u0000", b"").decode("utf-8", "replace")
    assert json.loads(rows[0]["payload"]) == json.loads(came)


# From strangers


async def test_while_too_much_waits_telegram_is_asked_to_come_back(
    hurried: Hooked, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In less than the ten seconds after which a proxy cuts the line."""
    full = asyncio.Event()
    with monkeypatch.context() as patch:
        patch.setattr(hurried.intake, "room", full.wait)
        patch.setattr(Intake, "full", True)
        assert await hurried.post(tap(1)) == 503
    assert 1 not in await hurried.here.states()
    await hurried.taken(tap(1))
    assert 1 in await hurried.settled()


async def test_while_the_database_does_not_answer_posts_are_answered_in_time_and_stored_once_when_it_does(
    hurried: Hooked,
) -> None:
    """Telegram comes again meanwhile, to this process or to another."""
    posts = await hurried.hold(*[tap(number) for number in (1, 2)])
    assert await asyncio.gather(*posts) == [503, 503]
    assert await hurried.post(tap(2)) == 503
    hurried.gate.opened.set()
    for number in (1, 2, 3):
        await hurried.taken(tap(number))
    assert [number for number in await hurried.settled() if number <= 3] == [1, 2, 3]
    assert hurried.webhook.trouble() is None


async def test_a_post_to_a_process_that_was_just_deposed_is_for_another_and_no_trouble(
    scene: Hooked,
) -> None:
    scene.gate.failure = LeadLost("another process leads by now")
    with capture_logs() as lines:
        assert await scene.post(tap(1)) == 503
    assert (lines, scene.webhook.trouble()) == ([], None)


async def test_who_is_cut_off_in_the_middle_has_posted_all_the_same(scene: Hooked) -> None:
    """A proxy lost patience: Telegram posts it again, and it is handled once."""
    scene.gate.opened.clear()
    with pytest.raises(TimeoutError):
        await scene.post(tap(1), timeout=aiohttp.ClientTimeout(total=0.05))
    scene.gate.opened.set()
    assert await scene.post(tap(1)) == 200
    assert (await scene.settled()).count(1) == 1


async def test_one_batch_that_fails_fails_for_each_of_its_updates(scene: Hooked) -> None:
    """None may be told that theirs was stored because somebody else's call was refused."""
    scene.gate.failure = DISK_FULL
    posts = await scene.hold(*[tap(number, person=number) for number in range(1, 6)])
    scene.gate.opened.set()
    assert await asyncio.gather(*posts) == [503] * 5


# From beginning to end


async def test_at_the_end_what_is_under_way_is_stored_and_the_webhook_stays(scene: Hooked) -> None:
    (posting,) = await scene.hold(tap(1))
    scene.running.cancel()
    await asyncio.wait([scene.running], timeout=0.05)
    scene.gate.opened.set()
    assert await posting == 200
    await scene.stop()
    assert 1 in await scene.here.states()
    assert scene.telegram.world.hook.url == scene.hook.url
    with pytest.raises(aiohttp.ClientConnectorError):
        await scene.post(tap(2))


async def test_a_webhook_that_was_removed_is_set_again(scene: Hooked) -> None:
    await scene.telegram.bot.delete_webhook()
    await scene.webhook.tend()
    assert scene.telegram.world.hook.url == ""
    scene.telegram.clock.advance(600)
    await scene.webhook.tend()
    assert scene.telegram.world.hook.url == scene.hook.url


async def test_a_webhook_that_somebody_else_has_set_is_left_to_them(scene: Hooked) -> None:
    scene.telegram.world.hook.url = "https://example.org/other"
    scene.telegram.clock.advance(600)
    await scene.webhook.tend()
    with pytest.raises(WebhookTaken, match="another webhook was set"):
        await scene.running
    assert scene.telegram.world.hook.url == "https://example.org/other"


async def test_a_look_that_does_not_get_through_is_tried_again(scene: Hooked) -> None:
    scene.telegram.world.faults.order("500", "getWebhookInfo", count=1)
    scene.telegram.clock.advance(600)
    await scene.webhook.tend()
    await scene.telegram.bot.delete_webhook()
    await scene.webhook.tend()
    assert scene.telegram.world.hook.url == scene.hook.url


async def test_a_start_while_telegram_is_away_waits_and_says_so_once(tmp_path: Path) -> None:
    async with hooked(tmp_path) as scene:
        scene.telegram.world.faults.order("500", "setWebhook", count=3)
        assert scene.webhook.trouble() == "the webhook is not set yet"
        with capture_logs() as lines:
            await scene.start()
        assert [entry["event"] for entry in lines].count("the webhook cannot be set; trying again") == 1
        assert len(scene.telegram.calls("setWebhook")) == 4


async def test_what_telegram_refuses_to_set_ends_the_start(tmp_path: Path) -> None:
    async with hooked(tmp_path) as scene:
        hook = Hook("https://example.org:1234/x", SECRET, scene.hook.address)
        webhook = Webhook(scene.telegram.bot, hook, scene.intake, scene.telegram.clock)
        with pytest.raises(BadRequest, match="ports 80, 88, 443 or 8443"):
            await webhook.run()


async def test_a_port_that_is_taken_is_named(scene: Hooked) -> None:
    other = Webhook(scene.telegram.bot, scene.hook, scene.intake, scene.telegram.clock)
    with pytest.raises(AddressError, match=f"cannot listen at {scene.hook.address}: "):
        await other.run()


@pytest.mark.parametrize(
    ("url", "path"), [("https://a.example", "/"), ("https://a.example/b/c", "/b/c"), ("http://[::1]:80/%20", "/%20")]
)
def test_posts_are_taken_at_the_path_of_the_url(url: str, path: str) -> None:
    assert Hook(url, SECRET, Address("127.0.0.1", 1)).path == path


async def test_a_fault_of_ours_is_answered_and_told_by_its_class(caplog: pytest.LogCaptureFixture) -> None:
    async def answer(request: Any) -> Any:
        raise ValueError("what somebody wrote")

    address = Address("127.0.0.1", free_port())
    with capture_logs() as lines:
        async with (
            serving(answer, address),
            aiohttp.ClientSession() as session,
            session.get(f"http://{address}/") as got,
        ):
            assert got.status == 500
    assert [entry["error"] for entry in lines] == ["ValueError"]
    assert "somebody" not in f"{lines}{caplog.text}"


async def test_room_that_tells_of_a_failed_database_is_answered_with_come_back(
    scene: Hooked, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def room() -> None:
        raise StorageError("gone")

    monkeypatch.setattr(scene.intake, "room", room)
    monkeypatch.setattr(Intake, "full", True)
    assert await scene.post(tap(1)) == 503


async def test_a_message_and_a_tap_of_one_person_share_a_lane(scene: Hooked) -> None:
    assert [await scene.post(one) for one in (line(8, chat=5), tap(9, person=5))] == [200, 200]
    assert [number for number in await scene.settled() if number in {8, 9}] == [8, 9]
