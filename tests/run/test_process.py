"""`palabre run` as a process: it stops when told, and nothing that it acknowledged is lost when it is killed."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from pathlib import Path
from random import Random

import aiohttp
import pytest

from bot.clock import RehearsalClock
from bot.rehearsal import Double, World
from tests.ports import free_port
from tests.run.running import STOPPED_WITHIN, Running, environment, run, start
from tests.run.scene import BY_ALL_WITHIN, Respondent, open_round, sees, stored

pytestmark = pytest.mark.slow


def here(double: Double, folder: Path, **more: str) -> dict[str, str]:
    return environment(double.world, folder, PALABRE_TELEGRAM_URL=double.url, PALABRE_RATE="1000000", **more)


async def serving(env: dict[str, str]) -> tuple[Running, str]:
    """A process that serves for the first time, and the link that it has shown."""
    running = await start(env, "run")
    link = (await running.says("?start=")).strip()
    await running.says("palabre runs")
    return running, link


async def stops(running: Running, *, code: int = 0) -> None:
    running.send(signal.SIGTERM)
    ended = await running.ended(STOPPED_WITHIN)
    assert (ended.code, "Traceback" in ended.err) == (code, False), ended


async def test_the_first_run_shows_one_link_and_a_later_one_none(double: Double, tmp_path: Path) -> None:
    running, link = await serving(here(double, tmp_path))
    person = double.world.person("Awa")
    await person.open(link)
    await double.world.until(lambda: any(one.by_bot for one in person.messages()))
    await stops(running)
    again = await start(here(double, tmp_path), "run")
    await again.says("palabre runs")
    again.send(signal.SIGINT)
    ended = await again.ended(STOPPED_WITHIN)
    assert (ended.code, ended.out) == (0, "")
    assert double.token.partition(":")[2] not in ended.err


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (2, 3))])
async def test_no_acknowledged_answer_is_lost_when_the_process_is_killed_while_people_answer(
    double: Double, tmp_path: Path, seed: int
) -> None:
    """Killed twice in the middle; after each start the backlog is drained and everyone goes on where they were."""
    world, rng, env = double.world, Random(seed), here(double, tmp_path)
    running, link = await serving(env)
    group, people = await open_round(world, link)
    all_ = [Respondent(world, one, [rng.randrange(6) for _ in range(6)]) for one in people]
    await asyncio.gather(*[one.begin(group) for one in all_])
    answering = asyncio.gather(*[one.answer_all() for one in all_])
    for _ in range(2):
        enough = _count(world, "editMessageText") + rng.randrange(2, 12)
        await _shown(world, enough)
        running.send(signal.SIGKILL)
        assert (await running.ended()).code == -signal.SIGKILL
        for one in all_:
            kept = stored(tmp_path, one.person)
            assert {place: kept.get(place) for place in one.seen} == one.seen
        running = await start(env, "run")
    await asyncio.wait_for(answering, BY_ALL_WITHIN)
    assert [stored(tmp_path, one.person) for one in all_] == [dict(enumerate(one.levels)) for one in all_]
    await stops(running)


async def _shown(world: World, many: int) -> None:
    """Wait until so many screens were changed in all."""
    await world.until(lambda: _count(world, "editMessageText") >= many)


def _count(world: World, method: str) -> int:
    return sum(call.method == method and call.ok for call in world.calls)


async def test_a_stop_in_the_middle_of_many_taps_loses_none(double: Double, tmp_path: Path) -> None:
    """More than a hundred taps at once, over a slow line: gone in time; the rest is done afterwards."""
    world, env = double.world, here(double, tmp_path)
    running, link = await serving(env)
    group, people = await open_round(world, link)
    for one in people:
        await Respondent(world, one, []).begin(group)
    world.faults.latency(0.3)
    answered = _count(world, "answerCallbackQuery")
    for level in range(6):
        for one in people:
            for _ in range(3):
                await one.tap(f"{level} ·", wait=False, message=one.screen())
    await world.until(lambda: _count(world, "answerCallbackQuery") > answered + 3)
    await stops(running)
    world.faults.clear()
    again = await start(env, "run")
    await world.until(lambda: all(stored(tmp_path, one) == {0: 5} for one in people))
    for one in people:
        await sees(world, one, "2/6")
    await stops(again)


async def test_a_second_signal_ends_the_process_at_once(double: Double, tmp_path: Path) -> None:
    """The first one waits for what is on its way; here that is a line that says nothing any more."""
    running, link = await serving(here(double, tmp_path))
    await _reply_hangs(double.world, link)
    running.send(signal.SIGTERM)
    with pytest.raises(TimeoutError):
        await running.ended(1.0)
    running.send(signal.SIGTERM)
    assert (await running.ended()).code == 128 + signal.SIGTERM


async def test_a_stop_does_not_wait_for_a_reply_that_hangs(double: Double, tmp_path: Path) -> None:
    running, link = await serving(here(double, tmp_path))
    await _reply_hangs(double.world, link)
    await stops(running)


async def _reply_hangs(world: World, link: str) -> None:
    """Somebody writes, and the call that answers them gets no answer."""
    order = world.faults.order("timeout_before", "sendMessage", count=50, hold=30)
    await world.person("Awa").open(link)
    await world.until(lambda: order.count != 50)


async def test_a_start_before_telegram_waits_says_so_once_and_goes_on(tmp_path: Path) -> None:
    port = free_port()
    world = World(RehearsalClock(), seed=3)
    running = await start(environment(world, tmp_path, PALABRE_TELEGRAM_URL=f"http://127.0.0.1:{port}"), "run")
    await running.says("cannot be reached")
    with contextlib.suppress(TimeoutError):
        await running.ended(1.5)  # long enough for a second try
    async with Double(world, port=port):
        await running.says("palabre runs")
        running.send(signal.SIGTERM)
        ended = await running.ended(STOPPED_WITHIN)
    assert (ended.code, ended.err.count("cannot be reached")) == (0, 1), ended
    assert world.token.partition(":")[2] not in ended.err


async def test_a_start_that_telegram_asks_to_wait_for_waits(double: Double, tmp_path: Path) -> None:
    """A process that is started again and again is not made worse by giving up."""
    double.world.faults.order("429", "getMe", retry_after=1, count=1)
    running, _ = await serving(here(double, tmp_path))
    await stops(running)


async def test_a_stop_while_waiting_for_telegram_is_at_once(tmp_path: Path) -> None:
    env = environment(None, tmp_path, PALABRE_TELEGRAM_URL=f"http://127.0.0.1:{free_port()}")
    running = await start(env, "run")
    await running.says("cannot be reached")
    await stops(running)


async def test_a_bot_whose_telegram_goes_away_goes_on_when_it_is_back(tmp_path: Path) -> None:
    """Said once; nothing that people did in between is lost."""
    port, world = free_port(), World(RehearsalClock(), seed=3)
    env = environment(world, tmp_path, PALABRE_TELEGRAM_URL=f"http://127.0.0.1:{port}")
    async with Double(world, port=port):
        running, link = await serving(env)
    await running.says("no updates from Telegram")
    async with Double(world, port=port):
        person = world.person("Awa")
        await person.open(link)
        await world.until(lambda: any(one.by_bot for one in person.messages()))
        running.send(signal.SIGTERM)
        ended = await running.ended(STOPPED_WITHIN)
    assert (ended.code, ended.err.count("no updates from Telegram")) == (0, 1), ended
    assert world.token.partition(":")[2] not in ended.err


async def test_a_second_process_on_one_database_is_refused_and_harms_nothing(double: Double, tmp_path: Path) -> None:
    running, link = await serving(here(double, tmp_path))
    (await run(here(double, tmp_path), "run")).refused("palabre.db")
    person = double.world.person("Awa")
    await person.open(link)
    await double.world.until(lambda: any(one.by_bot for one in person.messages()))
    await stops(running)


async def test_a_second_poller_on_one_token_is_told(double: Double, tmp_path: Path) -> None:
    """Another program polls with the same token: the newcomer goes, and says why."""
    running, _ = await serving(here(double, tmp_path))
    other = asyncio.create_task(_poll_for_ever(f"{double.url}/bot{double.token}/getUpdates"))
    ended = await running.ended()
    other.cancel()
    ended.refused("another process polls with the same token")
    assert double.token.partition(":")[2] not in ended.out + ended.err


async def _poll_for_ever(url: str) -> None:
    async with aiohttp.ClientSession() as session:
        while True:
            async with session.post(url, json={"timeout": 1}) as answer:
                await answer.read()


async def test_a_webhook_is_told_before_anything_is_polled(double: Double, tmp_path: Path) -> None:
    double.world.hook.url = "https://example.org/hook"
    (await run(here(double, tmp_path), "run")).refused("a webhook is set")
