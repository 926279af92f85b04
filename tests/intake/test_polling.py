"""Polling, on the strict double: stored before it is confirmed, and never giving up but where it must."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.delivery.transport import NotSent, TooMany
from bot.intake.polling import ALLOWED_UPDATES, BadToken, Polling, SecondPoller, updates_in
from tests.delivery.stage import Stage as Telegram
from tests.delivery.stage import stage as telegram_stage
from tests.intake.stage import Stage, line, make_intake, stage, tap


@dataclass(frozen=True, slots=True)
class Scene:
    """The double, the intake, and polling between them."""

    telegram: Telegram
    intake: Stage
    polling: Polling


@asynccontextmanager
async def _scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with telegram_stage() as there, stage(tmp_path) as here:
        yield Scene(there, here, _polling(there, here))


def _polling(there: Telegram, here: Stage) -> Polling:
    return Polling(there.bot, there.polling_pool, here.intake, here.storage, here.clock, wait=0)


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with _scene(tmp_path) as found:
        yield found


def _offsets(scene: Scene) -> list[object]:
    return [call.params.get("offset") for call in scene.telegram.calls("getUpdates")]


async def test_what_people_do_reaches_the_handler(scene: Scene) -> None:
    await scene.telegram.anna.send("hello")
    await scene.polling.once()
    await scene.intake.intake.idle()
    messages = [update.message for update in scene.intake.handler.updates if update.message]
    assert "hello" in [message.text for message in messages]


async def test_the_kinds_of_updates_are_named_at_each_call(scene: Scene) -> None:
    await scene.polling.once()
    assert scene.telegram.calls("getUpdates")[-1].params["allowed_updates"] == list(ALLOWED_UPDATES)


async def test_updates_are_confirmed_only_by_the_call_after_their_storing(scene: Scene) -> None:
    await scene.telegram.anna.send("hello")
    await scene.polling.once()
    stored = [row["update_id"] for row in await scene.intake.rows()]
    await scene.polling.once()
    assert _offsets(scene) == [None, max(stored) + 1]


async def test_a_crash_between_fetching_and_storing_loses_nothing(scene: Scene) -> None:
    await scene.telegram.anna.send("hello")
    await scene.telegram.polling_pool.call(f"{scene.telegram.bot.base_url}/getUpdates", {})  # and then the power went
    await _polling(scene.telegram, scene.intake).once()
    await scene.intake.intake.idle()
    assert len(scene.intake.handler.got) == len(await scene.intake.rows()) > 0


async def _restarted(scene: Scene) -> None:
    polling = asyncio.create_task(_polling(scene.telegram, scene.intake).run())
    before = len(_offsets(scene))
    await scene.telegram.world.until(lambda: len(_offsets(scene)) > before)
    polling.cancel()
    await asyncio.wait([polling])


async def test_the_next_process_goes_on_where_this_one_stopped(scene: Scene) -> None:
    await scene.polling.once()
    stored = [row["update_id"] for row in await scene.intake.rows()]
    await _restarted(scene)
    assert _offsets(scene)[1] == max(stored) + 1


async def test_after_six_quiet_days_it_asks_without_an_offset(scene: Scene) -> None:
    await scene.polling.once()
    scene.intake.clock.advance(6 * 86_400)
    await _restarted(scene)
    assert _offsets(scene)[1] is None


async def test_so_does_a_process_that_never_stopped(scene: Scene) -> None:
    await scene.polling.once()
    scene.intake.clock.advance(6 * 86_400)
    await scene.polling.once()
    assert _offsets(scene)[1] is None


async def test_updates_given_twice_are_handled_once(scene: Scene) -> None:
    scene.telegram.world.faults.duplicate_updates(1.0)
    for number in range(5):
        await scene.telegram.anna.send(f"{number}")
        await scene.polling.once()
    await scene.intake.intake.idle()
    got = scene.intake.handler.got
    assert len(got) == len(set(got)) >= 5


async def test_a_second_poller_is_one_clear_error_after_a_few_tries(scene: Scene) -> None:
    answers = [(409, b'{"ok":false,"description":"Conflict: terminated by other getUpdates request"}')] * 9
    with pytest.raises(SecondPoller, match="another process polls"):
        await _played(scene, answers)


async def test_who_has_polled_undisturbed_for_a_minute_stays_and_the_newcomer_goes(scene: Scene) -> None:
    """Two that both gave up would leave nobody."""
    conflict = (409, b'{"ok":false,"description":"Conflict: terminated by other getUpdates request"}')
    well = (200, b'{"ok":true,"result":[]}')
    request = await _played(scene, [well] + [conflict] * 20, watch=lambda: scene.intake.clock.advance(60))
    assert request.calls == 21


async def test_a_conflict_that_passes_is_no_error(scene: Scene) -> None:
    conflict = (409, b'{"ok":false,"description":"Conflict: terminated by other getUpdates request"}')
    request = await _played(scene, [conflict, (200, b'{"ok":true,"result":[]}'), conflict] * 6)
    assert request.calls == 18


async def test_a_webhook_that_is_set_is_said_at_once(scene: Scene) -> None:
    with pytest.raises(SecondPoller, match="webhook"):
        await _played(scene, [(409, b"can't use getUpdates method while webhook is active")])


@pytest.mark.parametrize("status", [401, 404])
async def test_a_wrong_token_is_one_clear_error(scene: Scene, status: int) -> None:
    with pytest.raises(BadToken, match="BotFather"):
        await _played(scene, [(status, b"{}")])


async def test_waits_grow_while_telegram_is_away_and_it_is_said_once(scene: Scene) -> None:
    began = scene.intake.clock.monotonic()
    with capture_logs() as logs:
        await _played(scene, [NotSent("no connection")] * 10 + [(200, b'{"ok":true,"result":[]}')])
    assert scene.intake.clock.monotonic() - began == 1 + 2 + 4 + 8 + 16 + 32 + 60 * 4
    assert [entry["event"] for entry in logs] == ["no updates from Telegram; trying again", "Telegram answers again"]


async def test_telegram_may_be_away_for_weeks(scene: Scene) -> None:
    away = [NotSent("no connection")] * 20_000
    assert (await _played(scene, [*away, (200, b'{"ok":true,"result":[]}')])).calls == len(away) + 1


async def test_429_is_obeyed(scene: Scene) -> None:
    began = scene.intake.clock.monotonic()
    await _played(scene, [TooMany(17)])
    assert scene.intake.clock.monotonic() - began == 17


class Played:
    """Answers as written; then stops the polling."""

    def __init__(self, answers: list[Any], watch: Callable[[], None] = lambda: None) -> None:
        self._answers = answers
        self._watch = watch
        self.calls = 0

    async def call(self, url: str, fields: dict[str, Any], **_: Any) -> tuple[int, bytes]:
        self._watch()
        if self.calls == len(self._answers):
            raise EOFError
        self.calls += 1
        answer = self._answers[self.calls - 1]
        if isinstance(answer, Exception):
            raise answer
        return answer  # type: ignore[no-any-return]


async def _played(scene: Scene, answers: list[Any], watch: Callable[[], None] = lambda: None) -> Played:
    request = Played(answers, watch)
    here = scene.intake
    polling = Polling(scene.telegram.bot, request, here.intake, here.storage, here.clock, wait=0)  # type: ignore[arg-type]
    try:
        await polling.run()
    except EOFError:
        return request
    raise AssertionError("it ended by itself")


async def test_no_more_is_fetched_than_can_be_handled(scene: Scene) -> None:
    here, released = scene.intake, asyncio.Event()
    waiting: list[int] = []

    async def handle(update: Any, *, attempt: int) -> None:
        await released.wait()

    def watch() -> None:
        waiting.append(here.intake.count)
        if len(waiting) > 9:
            released.set()

    here.intake = make_intake(here.storage, here.clock, handle, here.parked)
    here.intake.lead(2)
    updates = [[tap(number + 100 * batch, person=number) for number in range(100)] for batch in range(30)]
    answers = [(200, json.dumps({"ok": True, "result": batch}).encode()) for batch in updates]
    assert (await _played(scene, answers, watch)).calls == 30
    assert 500 < max(waiting) < 1000
    await here.intake.idle()


@pytest.mark.parametrize(
    ("result", "ids"),
    [
        ([tap(1), {"update_id": "x"}, 5, None, {"message": {}}, line(2)], [1, 2]),
        ([{"update_id": 2**63}, tap(3)], [3]),
        ([{"update_id": -1}], None),
        ([], []),
        ({}, None),
        (None, None),
    ],
)
def test_what_is_no_update_is_left_out(result: object, ids: list[int] | None) -> None:
    found = updates_in(json.dumps({"ok": True, "result": result}).encode())
    assert (found if found is None else [update["update_id"] for update in found]) == ids


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"\xff\xfe", b'{"ok":true}', b"[" * 100_000])
def test_what_is_no_answer_is_none(body: bytes) -> None:
    assert updates_in(body) is None


async def test_a_poll_that_is_not_answered_for_minutes_is_trouble_until_the_next_that_is(scene: Scene) -> None:
    assert scene.polling.trouble() == "polling has not begun"
    await scene.polling.once()
    assert scene.polling.trouble() is None
    scene.intake.clock.advance(121)
    assert scene.polling.trouble() == "Telegram has not answered a poll for 121 s"
    await scene.polling.once()
    assert scene.polling.trouble() is None
