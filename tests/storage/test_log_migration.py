"""The log of before becomes a chain whose lines name nobody, and who they were is still known."""

from __future__ import annotations

from pathlib import Path
from shutil import copy

import pytest

from bot.storage import chain, log, steps
from bot.storage.chain import Line
from bot.storage.migrate import migrate
from bot.storage.open import open_storage
from bot.storage.port import Reader, Storage, Writer
from tests.databases import ENGINES, empty_database

KEY = b"k" * 32
BEFORE = (
    "INSERT INTO network (id, name, created_at) VALUES (7, 'A', 1), (8, 'B', 1)",
    "INSERT INTO log (id, network_id, group_id, person_id, name, at, kind, detail) VALUES"
    " (1, 7, NULL, 5010000501, 'Awa', 1, 'round_opened', '{\"round_id\": 5}'),"
    " (2, 7, NULL, 5010000501, 'Awa', 2, 'facilitator_named', '{\"person_id\": 5020000502, \"name\": \"Moussa\"}'),"
    " (3, 8, NULL, 5010000501, 'Awa D.', 3, 'round_closed', '{}'),"
    " (4, 7, NULL, NULL, '', 4, 'round_closed', '{}')",
)


async def old(url: str, engine: str, folder: Path) -> None:
    """A database from before the chain, with a log."""
    for path in sorted(steps.shipped(engine).glob("*.sql")):
        if path.name < "0010":
            copy(path, folder)
    migrate(url, folder=folder)
    storage = await open_storage(url)

    async def work(tx: Writer) -> None:
        for statement in BEFORE:
            await tx.run(statement)

    await storage.write(work)
    await storage.close()


@pytest.mark.parametrize("engine", ENGINES)
async def test_who_did_what_is_still_told_and_no_line_names_anybody(tmp_path: Path, engine: str) -> None:
    url, folder = empty_database(tmp_path, engine), tmp_path / "steps"
    folder.mkdir()
    await old(url, engine, folder)
    migrate(url)
    storage = await open_storage(url)
    try:
        await _looked(storage)
    finally:
        await storage.close()


async def _looked(storage: Storage) -> None:
    async def names(tx: Reader) -> list[tuple[str, str]]:
        return [(one.name, one.whom) for one in await log.page(tx, 7, None, 0, 10)]

    assert await storage.read(names) == [("", ""), ("Awa", "Moussa"), ("Awa", "")]
    lines = await storage.read(lambda tx: tx.all("SELECT * FROM log ORDER BY id"))
    assert not any(word in str(lines) for word in ("Awa", "Moussa", "5010000501", "5020000502"))
    assert [row["detail"].replace(" ", "") for row in lines] == ['{"round_id":5}', "{}", "{}", "{}"]
    await storage.write(lambda tx: chain.append(tx, KEY, Line(7, 9, "round_opened", None, None, None, "{}")))
    assert await storage.read(lambda tx: chain.faults(tx, KEY, 7)) == []
    assert await storage.read(lambda tx: tx.one("SELECT MAX(id) AS id FROM log")) == {"id": 5}
