"""The benchmarks still run: each with a few taps, and nothing of it timed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from functools import partial
from pathlib import Path

import pytest

from benchmarks import grown, replicas, start, storage, taps, updates, village, ways
from benchmarks.bulk import Network, fill
from benchmarks.result import Result, failed, table
from benchmarks.sides.size import Size
from benchmarks.stub import Seen
from benchmarks.turns import Series
from bot.intake.lanes import lane_of
from bot.storage.open import open_storage
from bot.storage.port import Reader, Row
from handlers.value import Values
from handlers.values.answering import Answer
from tests.databases import ENGINES, empty_database

FEW, SOME = Size(5, 1), Size(100, 10)
pytestmark = pytest.mark.slow


@pytest.mark.parametrize("side", taps.SIZES)
def test_each_side_makes_two_calls_a_tap(side: str) -> None:
    seen = taps.run(side, FEW)
    assert (seen.calls["answerCallbackQuery"], seen.calls["editMessageText"]) == (FEW.all, FEW.all)
    assert seen.seconds > 0


def test_an_answer_that_is_not_in_the_database_is_found_missing(tmp_path: Path) -> None:
    given = village.settings(tmp_path, "http://127.0.0.1:9")
    round_id = asyncio.run(village.settle(given))
    assert asyncio.run(village.lost(given, round_id, 5)) == 5


def test_the_ways_of_running_are_compared() -> None:
    rows = ways.measure(runs=1, turns=2, size=SOME)
    aims = [(row.aim, row.required) for row in rows]
    assert aims[:2] == [(">= 0.9 x", False), (">= 0.9 x", True)]
    assert aims[2:] in ([], [(">= 0.7 x", True)])


def test_a_tap_is_compared_with_one_in_a_grown_database() -> None:
    rows = grown.measure(Network(groups=5, people=100, rounds=2), turns=2, size=SOME)
    assert [row.aim for row in rows] in (["<= 1.5 x"] * 2, ["<= 1.5 x"] * 4)


def test_replicas_take_posts_in_turn_and_lose_nothing() -> None:
    rows = [row.what for row in replicas.measure(bursts=1)]
    assert rows in ([], ["taps taken in a second by 3 replicas", "taps answered a second by 3 replicas"])


@pytest.mark.parametrize("engine", ENGINES)
def test_a_network_is_as_large_as_it_says(engine: str, tmp_path: Path) -> None:
    network = Network(groups=5, people=100, rounds=3)
    given = village.settings(tmp_path, "http://127.0.0.1:9", empty_database(tmp_path, engine))
    asyncio.run(village.settle(given))
    fill(given.database_url, network, 1_790_000_000_000_000)
    wanted = {"peer_group": 6, "person": 100 + updates.PEOPLE, "round": 16, "figure": 10, "answer": network.answers}
    assert network.answers == 100 * 3 * 8
    assert asyncio.run(_counted(given.database_url, wanted)) == wanted


async def _counted(url: str, tables: Iterable[str]) -> dict[str, int]:
    opened = await open_storage(url)
    try:
        rows = {name: await opened.read(partial(_count, name)) for name in tables}
    finally:
        await opened.close()
    return {name: row["n"] for name, row in rows.items() if row}


async def _count(table_name: str, tx: Reader) -> Row | None:
    return await tx.one(f"SELECT COUNT(*) AS n FROM {table_name}")


def test_turns_that_were_neighbours_are_compared_and_work_is_added_up() -> None:
    """One slow moment, of whichever side, does not count."""
    slow = [Seen(seconds, 0.0, {}, work) for seconds, work in ((2.0, 0.3), (2.0, 0.3), (9.0, 0.3))]
    fast = [Seen(seconds, 0.0, {}, work) for seconds, work in ((1.0, 0.1), (1.0, 0.2), (1.0, 0.3))]
    one, other = Series(fast[:1], 10).then(Series(fast[1:], 10)), Series(slow, 10)
    assert (one.rate, one.ratio(other), round(other.work / one.work, 3)) == (10.0, 2.0, 1.5)


def test_starts_and_memory_are_measured() -> None:
    rows = start.measure(runs=1, taps=5, settled=0.0)
    assert [row.aim for row in rows] == ["<= 1.5 s", "<= 1.5 s", "<= 130 MB"]


def test_the_storage_is_measured_beside_plain_aiosqlite() -> None:
    rows = [row.what for row in storage.measure(callers=2, changes=5)]
    here = [row for row in rows if "PostgreSQL" not in row]
    assert [row[-9:] for row in here] == ["1 at once", "2 at once"]
    assert [row.replace(" on PostgreSQL", "") for row in rows if row not in here] in ([], here)


def test_the_taps_are_what_the_bot_writes_on_its_buttons() -> None:
    """The stub imports nothing of the bot, so it writes the values itself."""
    for number in (0, 700, 4095):
        place, level = updates.answer(number)
        data = updates.tap(number, 7)["callback_query"]["data"]
        assert Values([Answer]).read(data) == Answer(round_id=7, place=place, level=level)


def test_so_many_taps_in_a_row_answer_something_new_each_and_neighbours_are_different_people() -> None:
    many = updates.PEOPLE * updates.PLACES
    assert len({(updates.person(number), updates.answer(number)[0]) for number in range(many)}) == many
    assert len({lane_of(updates.tap(number, 1)) for number in range(64)}) == 64


def test_the_ratio_is_that_of_runs_that_were_neighbours() -> None:
    """A slow moment of the machine meets both sides, and so does not count."""
    found = {"palabre": [10.0, 300.0, 20.0], "aiogram": [5.0, 100.0, 20.0]}
    row = taps.beside(found, "aiogram")
    assert (row.here, row.beside, row.ratio, row.met) == ("20", "aiogram: 20", "2.00", True)


def test_only_what_is_required_and_missed_fails() -> None:
    reached = Result.more("taps", 2, "peer", 1, at_least=1, ratio=2)
    slow = Result.less("start", 2, at_most=1.5, unit="s")
    wish = Result("taps", "1", "peer: 2", "0.5", ">= 1 x", met=False, required=False)
    assert not failed([reached, wish, Result.told("storage", 1, "peer", 2)])
    assert failed([reached, slow])
    assert [line.split()[-1] for line in table([reached, slow]).splitlines()[1:]] == ["met", "MISSED"]
