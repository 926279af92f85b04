"""The benchmark of follow-up still runs: with a few actions, and nothing of it timed."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from benchmarks import follow_up
from benchmarks.asking import asked
from benchmarks.bulk import FIRST
from benchmarks.commitments import DAYS, Commitments
from bot.services.act import Act
from bot.storage.actions import Whose
from tests.databases import ENGINES, empty_database

pytestmark = pytest.mark.slow
SMALL = Commitments(400)


def test_what_is_due_is_queued_and_plans_are_shown() -> None:
    rows = [row.aim for row in follow_up.measure(SMALL, asks=4)]
    assert rows in (["<= 2.5 s", "<= 50 ms", "<= 1.5 x"], ["<= 2.5 s", "<= 50 ms", "<= 1.5 x"] * 2)


@pytest.mark.parametrize("engine", ENGINES)
async def test_each_group_has_a_plan_of_two_hundred(engine: str, tmp_path: Path) -> None:
    url = empty_database(tmp_path, engine)
    await asyncio.to_thread(follow_up.prepare, url, SMALL)
    async with asked(url, SMALL, follow_up.FIRST) as at:
        for number in range(SMALL.groups):
            act = Act(SMALL.member(number), at.clock.now())
            board = await at.services.boards.board(act, Whose(group_id=FIRST + number))
            assert (board.many, board.busiest) == (200, None)


def test_the_due_are_a_part_of_the_people() -> None:
    assert Commitments(200_000).due * DAYS == Commitments(200_000).people == 20_000
