"""`palabre run` behind a webhook, as a process: killed while people answer, stopped, and watched."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

import aiohttp
import pytest

from bot.rehearsal import Double, World
from tests.ports import free_port
from tests.run.running import PATIENCE, STOPPED_WITHIN, environment, run, start
from tests.run.scene import BY_ALL_WITHIN, Respondent, open_round, stored

pytestmark = pytest.mark.slow
LEVELS = [3, 4, 2, 5, 1, 0]


def hooked(double: Double, folder: Path, **more: str) -> dict[str, str]:
    address = f"127.0.0.1:{free_port()}"
    return environment(
        double.world,
        folder,
        PALABRE_TELEGRAM_URL=double.url,
        PALABRE_RATE="1000000",
        PALABRE_WEBHOOK_URL=f"http://{address}/telegram",
        PALABRE_LISTEN=address,
        PALABRE_WATCH=f"127.0.0.1:{free_port()}",
        **more,
    )


async def asked(env: dict[str, str], path: str) -> tuple[int, str]:
    """What who watches is told."""
    url = f"http://{env['PALABRE_WATCH']}{path}"
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        return response.status, await response.text()


async def is_ready(env: dict[str, str], world: World) -> None:
    """Wait until it says so: what was posted to the address that the last process had set is answered before."""
    async with asyncio.timeout(PATIENCE):
        while await asked(env, "/readyz") != (200, "ready\n"):
            await world.next_change(0.05)


async def test_no_answer_is_lost_when_the_process_is_killed_while_people_answer(double: Double, tmp_path: Path) -> None:
    """What was not acknowledged is posted again to the next process; the webhook stays set at a stop."""
    world, env = double.world, hooked(double, tmp_path)
    running = await start(env, "run")
    link = (await running.says("?start=")).strip()
    group, people = await open_round(world, link)
    all_ = [Respondent(world, one, LEVELS) for one in people]
    await asyncio.gather(*[one.begin(group) for one in all_])
    answering = asyncio.gather(*[one.answer_all() for one in all_])
    await world.until(lambda: sum(call.method == "editMessageText" for call in world.calls) >= 9, guard=PATIENCE)
    running.send(signal.SIGKILL)
    await running.ended()
    again = await start(env, "run")
    await asyncio.wait_for(answering, BY_ALL_WITHIN)
    assert [stored(tmp_path, one.person) for one in all_] == [dict(enumerate(LEVELS))] * len(all_)
    await is_ready(env, world)
    _, figures = await asked(env, "/metrics")
    assert 'palabre_updates_total{kind="tap"}' in figures
    assert not any(str(one.id) in figures for one in people)
    again.send(signal.SIGTERM)
    ended = await again.ended(STOPPED_WITHIN)
    assert (ended.code, "Traceback" in ended.err) == (0, False), ended
    assert world.hook.url == env["PALABRE_WEBHOOK_URL"]
    assert world.hook.secret
    assert world.hook.secret not in ended.out + ended.err


async def test_an_address_that_is_taken_is_named(double: Double, tmp_path: Path) -> None:
    env = hooked(double, tmp_path)
    (await run(env | {"PALABRE_WATCH": double.url.removeprefix("http://")}, "run")).refused("cannot listen at")


async def test_an_address_that_telegram_refuses_is_told(double: Double, tmp_path: Path) -> None:
    env = hooked(double, tmp_path) | {"PALABRE_WEBHOOK_URL": "https://bot.example.org:1234/x"}
    (await run(env, "run")).refused("only on ports 80, 88, 443 or 8443")
