"""Several `palabre run` on one PostgreSQL behind a load balancer: killed, frozen, and left without their database."""

from __future__ import annotations

import asyncio
import signal
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest

from bot.rehearsal import Double, World
from bot.rehearsal.groups import Group
from bot.rehearsal.persons import Person
from tests.databases import ask, empty_database
from tests.run.replicas import Hasty, Replica, Replicas, replicas, says
from tests.run.running import PATIENCE, STOPPED_WITHIN
from tests.run.scene import BY_ALL_WITHIN, Respondent, open_round, sees, taps
from tools import postgres

pytestmark = pytest.mark.slow
LEVELS = [3, 4, 2, 5, 1, 0]
ALL = range(len(LEVELS))
A_PROXY_CUTS_AFTER = 10.0  # seconds
AWAY = "the database does not answer; waiting"


async def begun(found: Replicas) -> tuple[Replica, Group, list[Person]]:
    """Who leads, and a round that is open in a group whose members have come to it."""
    leader = await found.led_by(found.all)
    link = (await leader.running.says("?start=")).strip()
    await says(found.but(leader), "standing by")
    group, people = await open_round(found.world, link)
    await asyncio.gather(*[Respondent(found.world, one, []).begin(group) for one in people])
    return leader, group, people


async def shown(world: World, more: int) -> None:
    """Wait until so many more screens were changed."""

    def changed() -> int:
        return sum(call.method == "editMessageText" and call.ok for call in world.calls)

    enough = changed() + more
    await world.until(lambda: changed() >= enough, guard=PATIENCE)


def answering(found: Replicas, people: list[Person], themes: Sequence[int] = ALL) -> asyncio.Future[list[None]]:
    return asyncio.gather(*[Hasty(found.world, one, LEVELS).answer(themes) for one in people])


async def kept(found: Replicas, people: list[Person], answers: asyncio.Future[list[None]]) -> None:
    """All have answered; of each question what was tapped last counts, and nothing waits any more."""
    await asyncio.wait_for(answers, BY_ALL_WITHIN)
    await found.world.until(lambda: not found.world.queue.pending(), guard=PATIENCE)
    await found.world.until(lambda: states(found.url) == {"done"}, guard=PATIENCE)
    assert [found.stored(one) for one in people] == [dict(enumerate(LEVELS))] * len(people)


def named(world: World, name: str) -> Person:
    return next(one for one in world.persons.values() if one.name == name)


def states(url: str) -> set[str]:
    return {state for (state,) in ask(url, "SELECT DISTINCT state FROM intake")}


async def closes(found: Replicas, group: Group) -> None:
    """The round is closed by hand, and its wheel comes."""
    fatou = named(found.world, "Fatou")
    await fatou.send("/survey", chat=group)
    await taps(found.world, fatou, "Close it now", group)
    await sees(found.world, fatou, "Yes, close it", group)
    await fatou.tap("Yes, close it", chat=group)
    await found.world.until(lambda: any(one.photo for one in fatou.messages(group)), guard=PATIENCE)
    await found.world.until(lambda: not any("Yes, close it" in one.labels for one in fatou.messages(group)))


async def test_with_the_leader_killed_twice_nothing_is_lost_and_another_leads_soon(
    double: Double, tmp_path: Path
) -> None:
    url = empty_database(tmp_path, "postgres")
    async with replicas(double, tmp_path, url, 3) as found:
        leader, group, people = await begun(found)
        for themes in (ALL[:3], ALL[3:]):  # a kill amid each half: on a fast machine all is answered before a takeover
            answers = answering(found, people, themes)
            await shown(double.world, 4)
            assert not answers.done()
            leader.running.send(signal.SIGKILL)
            await leader.running.ended()
            leader = await found.taken_over(found.but(leader))
            await asyncio.wait_for(answers, BY_ALL_WITHIN)
        await kept(found, people, answers)
        await closes(found, group)
        assert Counter(call.method for call in double.world.calls if call.ok)["sendPhoto"] == 1
        assert await leader.page("/readyz") == "ready\n"
        took_in = [line for line in (await leader.page("/metrics")).splitlines() if "updates_total" in line]
        assert took_in
        leader.running.send(signal.SIGTERM)
        ended = await leader.running.ended(STOPPED_WITHIN)
        assert (ended.code, "Traceback" in ended.err) == (0, False), ended


def spoken(world: World) -> list[tuple[str, object]]:
    """The calls that anybody could see or feel."""
    quiet = {"getMe", "setWebhook", "getWebhookInfo", "setMyCommands"}
    return [(call.method, call.params) for call in world.calls if call.method not in quiet]


async def test_a_frozen_leader_is_taken_over_and_when_it_thaws_it_says_and_changes_nothing(
    double: Double, tmp_path: Path
) -> None:
    url = empty_database(tmp_path, "postgres")
    async with replicas(double, tmp_path, url, 2, patience=0.3) as found:
        frozen, group, people = await begun(found)
        answers = answering(found, people)
        await shown(double.world, 8)
        frozen.running.send(signal.SIGSTOP)
        leader = await found.taken_over(found.but(frozen))
        await kept(found, people, answers)
        await closes(found, group)
        before, rows = spoken(double.world), ask(url, "SELECT * FROM answer ORDER BY pseudonym, spoke")
        frozen.running.send(signal.SIGCONT)
        await frozen.running.says("this process leads no longer")
        await frozen.running.says("standing by")
        assert await frozen.page("/readyz") in {"ready\n", "the webhook is not set yet\n"}
        assert (await leader.leads(), await frozen.leads()) == (True, False)
        assert spoken(double.world) == before
        assert ask(url, "SELECT * FROM answer ORDER BY pseudonym, spoke") == rows
        frozen.running.send(signal.SIGTERM)
        ended = await frozen.running.ended(STOPPED_WITHIN)
        assert (ended.code, "Traceback" in ended.err) == (0, False), ended


async def test_without_a_webhook_one_polls_and_another_stands_by_for_it(double: Double, tmp_path: Path) -> None:
    url = empty_database(tmp_path, "postgres")
    async with replicas(double, tmp_path, url, 2, hooked=False) as found:
        leader = await found.led_by(found.all)
        link = (await leader.running.says("?start=")).strip()
        (other,) = found.but(leader)
        await other.running.says("standing by")
        assert (await other.page("/readyz"), await other.leads()) == ("ready\n", False)
        leader.running.send(signal.SIGKILL)
        await leader.running.ended()
        person = double.world.person("Awa")
        await person.open(link)
        assert await found.taken_over([other]) is other
        await double.world.until(lambda: any(one.by_bot for one in person.messages()), guard=PATIENCE)
        other.running.send(signal.SIGTERM)
        assert (await other.running.ended(STOPPED_WITHIN)).code == 0


@pytest.fixture
def server() -> Iterator[Any]:
    """A server that may be stopped: nobody else's tests are on it."""
    started = postgres.start(Path(mkdtemp(prefix="pg-")))
    if started is None:
        pytest.skip(postgres.MISSING)
    yield started
    started.cleanup()


async def test_a_database_that_goes_away_for_a_while_is_waited_for_and_nothing_is_lost(
    double: Double, tmp_path: Path, server: Any
) -> None:
    """Posts are answered with 503 meanwhile, each process says so once, and none ends."""
    url = f"postgresql://postgres@/postgres?host={server.pgdata}"
    async with replicas(double, tmp_path, url, 2, patience=A_PROXY_CUTS_AFTER) as found:
        _, _, people = await begun(found)
        answers = answering(found, people)
        await shown(double.world, 2)
        await asyncio.to_thread(server.stop)
        await named(double.world, "Awa").send("Is anybody there?")
        await says(found.all, AWAY)
        assert [await one.page("/readyz") for one in found.all] == ["the database does not answer\n"] * 2
        await double.world.until(lambda: "503" in (double.world.hook.last_error or (0, ""))[1], guard=PATIENCE)
        await asyncio.to_thread(server.start)
        await kept(found, people, answers)
        for one in found.all:
            one.running.send(signal.SIGTERM)
            ended = await one.running.ended(STOPPED_WITHIN)
            assert (ended.code, ended.err.count(AWAY), "Traceback" in ended.err) == (0, 1, False), ended
