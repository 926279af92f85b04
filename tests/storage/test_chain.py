"""A line of the log that was changed, removed, moved or cut off is found out, with what was noted elsewhere."""

from __future__ import annotations

import stat
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.storage import chain, heads, networks
from bot.storage.chain import Head, Line
from bot.storage.heads import Heads
from bot.storage.open import open_storage
from bot.storage.port import Reader, Storage, StorageError, Writer
from tests.databases import ENGINES, new_database

KEY = b"k" * 32
NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(params=ENGINES)
async def storage(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Storage]:
    storage = await open_storage(new_database(tmp_path, request.param))
    try:
        yield storage
    finally:
        await storage.close()


@pytest.fixture
async def network(storage: Storage) -> int:
    """A network with a chain of five lines, beside one with a line."""

    async def work(tx: Writer) -> int:
        own, other = await networks.add(tx, "Palabre", 1), await networks.add(tx, "Other", 1)
        await chain.append(tx, KEY, line(other.id, 1))
        for at in range(5):
            await chain.append(tx, KEY, line(own.id, at))
        return own.id

    return await storage.write(work)


def line(network_id: int, at: int) -> Line:
    return Line(network_id, at, "round_opened", "a", None if at % 2 else "w", at or None, '{"round_id": 1}')


async def faults(storage: Storage, network: int, *noted: Head) -> list[str]:
    return await storage.read(lambda tx: chain.faults(tx, KEY, network, noted))


async def head(storage: Storage, network: int) -> Head:
    found = await storage.read(lambda tx: chain.head(tx, network))
    assert found is not None
    return found


async def tampered(storage: Storage, network: int, *statements: str) -> list[str]:
    """What is found after somebody with the database has done this to it; `:id` is the network."""

    async def work(tx: Writer) -> None:
        for statement in statements:
            await tx.run(statement, id=network)

    await storage.write(work)
    return await faults(storage, network)


async def test_what_is_only_added_to_is_whole(storage: Storage, network: int) -> None:
    noted = await head(storage, network)
    await storage.write(lambda tx: chain.append(tx, KEY, line(network, 9)))
    assert (noted.number, (await head(storage, network)).number) == (5, 6)
    assert await faults(storage, network, noted) == []


@pytest.mark.parametrize(
    "change",
    ["at = 99", "kind = 'x'", "actor = 'b'", "actor = NULL", "whom = 'v'", "group_number = 7", "detail = '{}'"],
)
async def test_each_part_of_a_line_is_sealed(storage: Storage, network: int, change: str) -> None:
    found = await tampered(storage, network, f"UPDATE log SET {change} WHERE network_id = :id AND number = 3")
    assert found == ["line 3 was changed, or stood elsewhere"]


async def test_a_line_that_was_removed_is_missed(storage: Storage, network: int) -> None:
    found = await tampered(storage, network, "DELETE FROM log WHERE network_id = :id AND number IN (2, 3)")
    assert found == ["lines 2 to 3 are missing"]


async def test_closing_the_gap_does_not_help(storage: Storage, network: int) -> None:
    found = await tampered(
        storage,
        network,
        "DELETE FROM log WHERE network_id = :id AND number = 4",
        "UPDATE log SET number = 4 WHERE network_id = :id AND number = 5",
    )
    assert found == ["line 4 was changed, or stood elsewhere"]


async def test_lines_in_another_order_are_found(storage: Storage, network: int) -> None:
    found = await tampered(
        storage,
        network,
        "UPDATE log SET number = 99 WHERE network_id = :id AND number = 2",
        "UPDATE log SET number = 2 WHERE network_id = :id AND number = 3",
        "UPDATE log SET number = 3 WHERE network_id = :id AND number = 99",
    )
    assert found[0] == "line 2 was changed, or stood elsewhere"
    assert len(found) > 1


async def test_a_line_shown_in_another_place_is_found(storage: Storage, network: int) -> None:
    found = await tampered(storage, network, "UPDATE log SET id = 1000 WHERE network_id = :id AND number = 2")
    assert found == ["line 3 was moved"]


async def test_a_line_of_another_chain_does_not_fit(storage: Storage, network: int) -> None:
    found = await tampered(
        storage,
        network,
        "DELETE FROM log WHERE network_id = :id AND number = 1",
        "UPDATE log SET network_id = :id, id = 0 WHERE network_id <> :id",
    )
    assert "line 1 was changed, or stood elsewhere" in found


async def test_a_line_without_a_seal_is_found(storage: Storage, network: int) -> None:
    found = await tampered(
        storage, network, "UPDATE log SET number = NULL, seal = NULL WHERE network_id = :id AND number = 5"
    )
    assert found == ["1 lines stand outside of the chain"]


async def test_a_cut_end_is_found_by_what_was_noted(storage: Storage, network: int) -> None:
    noted = await head(storage, network)
    assert await tampered(storage, network, "DELETE FROM log WHERE network_id = :id AND number > 3") == []
    assert await faults(storage, network, noted) == ["the end is cut: line 5 was noted, and the last one is 3"]
    await storage.write(lambda tx: chain.append(tx, KEY, line(network, 7)))
    await storage.write(lambda tx: chain.append(tx, KEY, line(network, 8)))
    assert await faults(storage, network) == []
    assert await faults(storage, network, noted) == ["line 5 is not the one that was noted"]


async def test_without_the_key_nobody_seals(storage: Storage, network: int) -> None:
    await storage.write(lambda tx: chain.append(tx, b"x" * 32, line(network, 7)))
    assert await faults(storage, network) == ["line 6 was changed, or stood elsewhere"]


async def test_lines_from_before_the_chain_come_into_it_with_the_next(storage: Storage, network: int) -> None:
    await tampered(storage, network, "UPDATE log SET number = NULL, seal = NULL WHERE network_id = :id")
    await storage.write(lambda tx: chain.append(tx, KEY, line(network, 7)))
    assert await faults(storage, network) == []
    assert (await head(storage, network)).number == 6


async def test_the_heads_are_noted_once_a_day_for_the_owner_of_the_file_only(
    storage: Storage, network: int, tmp_path: Path
) -> None:
    path = tmp_path / heads.HEADS_FILE
    noting = Heads(storage, path)
    for hours in (0, 12, 25):
        await noting.tick(NOON + timedelta(hours=hours))
    assert len(path.read_text().splitlines()) == 2
    await storage.write(lambda tx: chain.append(tx, KEY, line(network, 7)))
    await noting.tick(NOON + timedelta(hours=50))
    assert [(one.network_id == network, one.number) for one in heads.read(path)] == [(True, 5), (False, 1), (True, 6)]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert await noting.next_due() == NOON + timedelta(hours=74)
    noted = [one for one in heads.read(path) if one.network_id == network]
    assert await faults(storage, network, *noted) == []


async def test_a_file_that_cannot_be_written_holds_nothing_up(storage: Storage, network: int, tmp_path: Path) -> None:
    await Heads(storage, tmp_path / "no" / "folder").tick(NOON)
    assert await faults(storage, network) == []


def test_a_damaged_file_is_said_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / heads.HEADS_FILE
    assert heads.read(path) == []
    path.write_text("2027-03-01 7:x:1a2b\n")
    with pytest.raises(StorageError, match="cannot be read"):
        heads.read(path)


async def test_no_name_is_in_a_line(storage: Storage, network: int) -> None:
    async def work(tx: Reader) -> list[str]:
        row = await tx.one("SELECT * FROM log WHERE network_id = :id", id=network)
        return sorted(row or {})

    columns = ["actor", "at", "detail", "group_number", "id", "kind", "network_id", "number", "seal", "whom"]
    assert await storage.read(work) == columns
