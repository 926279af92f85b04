"""The benchmarks still run: each with a few taps, and nothing of it timed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks import start, storage, taps, updates, village
from benchmarks.result import Result, failed, table
from benchmarks.sides.size import Size
from benchmarks.telegram import Stub, stub
from bot.intake.lanes import lane_of
from bot.secret import load_key
from handlers.value import Values
from handlers.values.answering import Answer

FEW = Size(5, 1)
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server() -> Iterator[Stub]:
    with stub() as started:
        yield started


@pytest.mark.parametrize("side", taps.SIZES)
def test_each_side_makes_two_calls_a_tap(server: Stub, side: str) -> None:
    seen = taps.run(side, server, FEW)
    assert (seen.calls["answerCallbackQuery"], seen.calls["editMessageText"]) == (FEW.all, FEW.all)
    assert seen.seconds > 0


def test_an_answer_that_is_not_in_the_database_is_found_missing(tmp_path: Path) -> None:
    given = village.settings(tmp_path, "http://127.0.0.1:9")
    round_id = asyncio.run(village.settle(given))
    assert village.lost(tmp_path, load_key(given, database_exists=True), round_id, 5) == 5


def test_starts_and_memory_are_measured() -> None:
    rows = start.measure(runs=1, taps=5, settled=0.0)
    assert [row.aim for row in rows] == ["<= 1.5 s", "<= 1.5 s", "<= 130 MB"]


def test_the_storage_is_measured_beside_plain_aiosqlite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
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
