"""A network that is being erased when the process is killed is erased by the next one, to the last byte."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.services.privacy.cleaning import Cleaning
from bot.services.privacy.erasings import Erasings
from bot.storage.open import open_storage
from bot.storage.port import Value, Writer
from tests.databases import ENGINES, new_database
from tests.services.answering_stage import Stage
from tests.services.life import ANA, BEN, NAME, live

pytestmark = pytest.mark.slow

PEOPLE = 200
FIRST = 5_100_000_000
SURNAME = "Huamani of the network"
TABLES = (
    *("network", "organization", "person", "member", "peer_group", "round", "response", "answer", "action", "kept"),
    *("log", "log_name", "outbox", "dialogue", "erasing"),
)
ERASE = """
import asyncio, sys
from bot.services.privacy import erasings
from bot.storage.open import open_storage
from tests.services.answering_stage import Stage

erasings.PORTIONS = 1

async def main():
    stage = Stage(await open_storage(sys.argv[1]))
    while True:
        await erasings.Erasings(stage.ground).tick(stage.clock.now())
        print("a portion", flush=True)

asyncio.run(main())
"""


async def _grow(tx: Writer) -> None:
    """Ana's network, with more people who have answered, and it is to be erased."""
    await live(tx)
    await tx.run("DELETE FROM erasing")
    await tx.run("INSERT INTO erasing (network_id, asked_at, due_at) VALUES (7, 1, 2)")
    for number in range(PEOPLE):
        one: dict[str, Value] = {"id": FIRST + number, "name": f"{SURNAME} {number}", "own": f"mask of {number}"}
        await tx.run("INSERT INTO person (id, name, met_at) VALUES (:id, :name, 1)", **one)
        await tx.run("INSERT INTO member (network_id, person_id, since) VALUES (7, :id, 1)", **one)
        await tx.run("INSERT INTO response (round_id, pseudonym) VALUES (21, :own)", **one)
        await tx.run("INSERT INTO answer (round_id, pseudonym, spoke, level) VALUES (21, :own, 'trust', 3)", **one)


def _killed_in_the_middle(url: str, portions: int) -> None:
    command = [sys.executable, "-c", ERASE, url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert [child.stdout.readline() for _ in range(portions)] == ["a portion\n"] * portions
        child.send_signal(signal.SIGKILL)


async def _left(stage: Stage) -> dict[str, int]:
    """How many rows there are of what was the network's."""
    counts = {name: (await stage.rows(f"SELECT COUNT(*) AS many FROM {name}"))[0]["many"] for name in TABLES}
    return {name: many for name, many in counts.items() if many}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("portions", [1, 9])
async def test_the_next_process_goes_on(tmp_path: Path, engine: str, portions: int) -> None:
    url = new_database(tmp_path, engine)
    first = await open_storage(url)
    await first.write(_grow)
    await first.close()
    await asyncio.to_thread(_killed_in_the_middle, url, portions)
    storage = await open_storage(url)
    try:
        stage = Stage(storage)
        half = await _left(stage)
        assert half["erasing"] == half["network"] == 1
        while await Erasings(stage.ground).next_due() is not None:
            await Erasings(stage.ground).tick(stage.clock.now())
        await Cleaning(stage.ground).tick(stage.clock.now())
        left = await _left(stage)
    finally:
        await storage.close()
    assert 0 < half["person"] < PEOPLE + 2
    assert left == {}
    assert _told_by_files(tmp_path) == []


def _told_by_files(folder: Path) -> list[str]:
    marks = {str(ANA), str(BEN), str(FIRST), NAME, SURNAME, "mask of "}
    files = {path.name: path.read_bytes() for path in folder.glob("palabre.db*")}
    return [f"{name}: {mark}" for name, whole in files.items() for mark in marks if mark.encode() in whole]
