"""A backup is a whole copy of one instant, and a restore leaves the former database or the backup, never less."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.clock import to_micros
from bot.storage import open_storage
from bot.storage.backup import back_up, draft
from bot.storage.lock import FileLock
from bot.storage.port import Storage, StorageError, Writer
from bot.storage.restore import restoration
from bot.storage.steps import known, shipped
from tests.databases import new_database
from tests.storage.grown import SPOKES, content, grow

NOW = datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC)
KEPT = "palabre.db.before-2027-01-02T030405Z"
KILLED_IN_THE_MIDDLE = """
import resource, signal, sys
from pathlib import Path
from bot.storage.backup import back_up

signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))  # the system kills whoever writes more
back_up(sys.argv[1], Path(sys.argv[2]), force=True)
"""
KILLED_AT = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from bot.storage.restore import restoration

left = int(sys.argv[3])

def counted(call):
    def one(*arguments, **more):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return call(*arguments, **more)
    return one

for name in ("link", "unlink", "replace", "fsync"):
    setattr(os, name, counted(getattr(os, name)))
with restoration(sys.argv[1], Path(sys.argv[2])) as found:
    found.put_in_place(datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC))
"""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A grown database, of which nobody has read yet."""
    (tmp_path / "data").mkdir()
    url = new_database(tmp_path / "data", "sqlite")
    path = Path(url.removeprefix("sqlite:///"))
    grow(path)
    return path


def url_of(database: Path) -> str:
    return f"sqlite:///{database}"


def change(database: Path) -> None:
    """Something happens after the backup."""
    with closing(sqlite3.connect(database)) as raw, raw:
        raw.execute("DELETE FROM answer")
        raw.execute("UPDATE person SET language = 'es'")


def restore(database: Path, file: Path) -> Path | None:
    with restoration(url_of(database), file) as found:
        return found.put_in_place(NOW)


def as_backed_up(database: Path) -> dict[str, list[tuple[object, ...]]]:
    """What it holds, without the note that it was restored."""
    found = content(database)
    return {**found, "operator_act": [row for row in found["operator_act"] if row[2] != to_micros(NOW)]}


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {"palabre.db.lock"}


# Backup


def test_a_backup_holds_all_and_is_for_its_owner_only(database: Path, tmp_path: Path) -> None:
    file = tmp_path / "b?#%20 é.db"
    census = back_up(url_of(database), file)
    assert content(file) == content(database)
    assert census.rows == {table: len(rows) for table, rows in content(database).items()}
    assert (census.rows["answer"], census.step) == (3 * SPOKES, known(shipped("sqlite"), set())[-1].id)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert names(tmp_path) == {"data", file.name}


def test_a_backup_leaves_out_what_is_free(database: Path, tmp_path: Path) -> None:
    grown = tmp_path / "grown"
    grown.mkdir()
    path = Path(new_database(grown, "sqlite").removeprefix("sqlite:///"))
    grow(path, 4_000)
    change(path)
    back_up(url_of(path), tmp_path / "b.db")
    assert (tmp_path / "b.db").stat().st_size < path.stat().st_size / 2
    assert content(tmp_path / "b.db") == content(path)


async def test_a_backup_during_writes_is_that_of_one_instant(database: Path, tmp_path: Path) -> None:
    """Each work moves what two tables hold together; a copy between them would show one without the other."""
    storage = await open_storage(url_of(database))
    enough = asyncio.Event()

    async def write() -> int:
        number = 1
        while not enough.is_set():
            number += 1
            await storage.write(lambda tx, number=number: both(tx, number))  # type: ignore[misc]
        return number

    async def both(tx: Writer, number: int) -> None:
        await tx.run("UPDATE polling SET next_offset = :n", n=number)
        await tx.run("UPDATE heartbeat SET at = :n", n=number)
        await tx.run("INSERT INTO administrator VALUES (11, :n, 'x')", n=1000 + number)

    await storage.write(lambda tx: both(tx, 1))
    writing = asyncio.create_task(write())
    seen: list[object] = []
    for number in range(5):
        file = tmp_path / f"{number}.db"
        await asyncio.to_thread(back_up, url_of(database), file)
        rows = content(file)
        seen.append(rows["heartbeat"][0][1])
        assert rows["polling"][0][1] == seen[-1]
    enough.set()
    written = await writing
    await storage.close()
    instants = [int(str(one)) for one in seen]
    assert instants == sorted(instants)
    assert len(set(instants)) > 1, "the bot wrote meanwhile"
    assert instants[-1] <= written


def test_a_file_that_is_there_is_replaced_only_by_force(database: Path, tmp_path: Path) -> None:
    file = tmp_path / "b.db"
    file.write_text("mine")
    with pytest.raises(StorageError, match="is there already: name another file, or add --force"):
        back_up(url_of(database), file)
    assert file.read_text() == "mine"
    back_up(url_of(database), file, force=True)
    assert content(file) == content(database)


@pytest.mark.parametrize("end", ["", "-wal", "-shm", "-journal", ".lock"])
def test_no_backup_is_written_over_the_database(database: Path, tmp_path: Path, end: str) -> None:
    before = content(database)
    (tmp_path / "link").symlink_to(f"{database}{end}")
    with pytest.raises(StorageError, match="belongs to the database itself"):
        back_up(url_of(database), tmp_path / "link", force=True)
    assert content(database) == before


def test_a_missing_folder_or_database_is_one_line(database: Path, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"^the folder .*/no does not exist: create it, or name another$"):
        back_up(url_of(database), tmp_path / "no" / "b.db")
    with pytest.raises(StorageError, match="is a folder"):
        back_up(url_of(database), tmp_path)
    with pytest.raises(StorageError, match="there is nothing to back up"):
        back_up(f"sqlite:///{tmp_path}/none.db", tmp_path / "b.db")
    assert names(tmp_path) == {"data"}


def test_a_full_disk_is_one_line_and_leaves_nothing(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def small(name: str, **more: Any) -> sqlite3.Connection:
        raw = sqlite3.Connection(name, **more)
        raw.execute("PRAGMA max_page_count = 4")
        return raw

    (tmp_path / "b.db").write_text("an older one")
    monkeypatch.setattr("bot.storage.backup.sqlite3.connect", small)
    with pytest.raises(StorageError, match=r"^no backup was made at .*b\.db: the disk is full: make room$"):
        back_up(url_of(database), tmp_path / "b.db", force=True)
    assert names(tmp_path) == {"data", "b.db"}
    assert (tmp_path / "b.db").read_text() == "an older one"


def test_a_damaged_database_makes_no_backup(database: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(database)) as raw, raw:
        raw.execute("DELETE FROM round")
    with pytest.raises(StorageError, match=r"it is damaged: a row of .* refers to one of round that is not there"):
        back_up(url_of(database), tmp_path / "b.db")
    assert names(tmp_path) == {"data"}


def test_postgres_is_told_its_own_tool_without_a_password(tmp_path: Path) -> None:
    url = "postgresql://ann:pass%20word@db.example.org:5433/palabre?sslmode=require"
    with pytest.raises(StorageError) as told:
        back_up(url, Path("b.dump"))
    assert str(told.value).endswith(
        "pg_dump --format=custom --file=b.dump"
        " --dbname='user=ann dbname=palabre host=db.example.org port=5433 sslmode=require'"
    )
    with pytest.raises(StorageError, match=r"pg_restore .*--single-transaction .* b\.dump") as told:
        restoration(url, Path("b.dump")).__enter__()
    assert "pass" not in str(told.value)


@pytest.mark.slow
def test_a_backup_killed_in_the_middle_leaves_the_former_one_and_the_next_is_whole(tmp_path: Path) -> None:
    database = Path(new_database(tmp_path, "sqlite").removeprefix("sqlite:///"))
    grow(database, 12_500)
    file, part = tmp_path / "b.db", tmp_path / "b.db.part"
    file.write_text("an older one")
    command = [sys.executable, "-c", KILLED_IN_THE_MIDDLE, url_of(database), str(file)]
    assert subprocess.run(command, check=False).returncode == -signal.SIGXFSZ
    assert file.read_text() == "an older one"
    assert 0 < part.stat().st_size <= 1_000_000
    assert back_up(url_of(database), file, force=True).rows["answer"] == 100_000
    assert not part.exists()


def test_two_backups_to_one_file_do_not_meet(database: Path, tmp_path: Path) -> None:
    with (
        draft(tmp_path / "b.db.part") as part,
        pytest.raises(StorageError, match="another process is writing to it"),
    ):
        back_up(url_of(database), tmp_path / "b.db")
    assert not part.exists()


# Restore


async def count_of(storage: Storage, table: str) -> int:
    row = await storage.read(lambda tx: tx.one(f"SELECT COUNT(*) AS n FROM {table}"))
    assert row is not None
    return int(row["n"])


def test_a_restore_puts_all_back_and_keeps_the_former_database(database: Path, tmp_path: Path) -> None:
    file, before = tmp_path / "b.db", content(database)
    back_up(url_of(database), file)
    change(database)
    changed = content(database)
    kept = restore(database, file)
    assert kept == database.with_name(KEPT)
    assert (as_backed_up(database), content(kept), content(file)) == (before, changed, before)
    assert max(content(database)["operator_act"])[1:] == ("restored", to_micros(NOW))
    assert names(database.parent) == {"palabre.db", KEPT}
    assert stat.S_IMODE(database.stat().st_mode) == 0o600
    restore(database, file)
    assert names(database.parent) == {"palabre.db", KEPT, f"{KEPT}-2"}


def test_what_a_killed_bot_left_in_its_log_is_kept_and_does_not_get_into_the_restored(
    database: Path, tmp_path: Path
) -> None:
    file, before = tmp_path / "b.db", content(database)
    back_up(url_of(database), file)
    with closing(sqlite3.connect(database)) as raw:
        raw.execute("PRAGMA journal_mode = WAL")
        raw.execute("UPDATE person SET language = 'es'")
        raw.commit()
        for end in ("", "-wal"):
            shutil.copy(f"{database}{end}", tmp_path / f"killed.db{end}")
    for end in ("", "-wal"):
        (tmp_path / f"killed.db{end}").replace(f"{database}{end}")
    kept = restore(database, file)
    assert kept is not None
    assert as_backed_up(database) == before
    assert {row[1] for row in content(kept)["person"]} == {"es"}


def test_a_damaged_database_is_put_aside_with_its_log(database: Path, tmp_path: Path) -> None:
    file, before = tmp_path / "b.db", content(database)
    back_up(url_of(database), file)
    database.write_bytes(b"rotten" * 1000)
    Path(f"{database}-wal").write_bytes(b"its log")
    restore(database, file)
    assert as_backed_up(database) == before
    assert database.with_name(KEPT).read_bytes() == b"rotten" * 1000
    assert database.with_name(f"{KEPT}-wal").read_bytes() == b"its log"
    assert not Path(f"{database}-wal").exists()


async def test_a_restored_database_is_one_that_the_bot_opens(database: Path, tmp_path: Path) -> None:
    file, elsewhere = tmp_path / "b.db", tmp_path / "elsewhere" / "palabre.db"
    back_up(url_of(database), file)
    elsewhere.parent.mkdir()
    assert restore(elsewhere, file) is None
    storage = await open_storage(url_of(elsewhere))
    assert await count_of(storage, "answer") == 3 * SPOKES
    await storage.write(lambda tx: tx.run("INSERT INTO network (name, created_at) VALUES ('New', 1)"))
    assert await count_of(storage, "network") == 3
    await storage.close()


async def test_a_restore_beside_a_running_bot_is_refused(database: Path, tmp_path: Path) -> None:
    back_up(url_of(database), tmp_path / "b.db")
    storage = await open_storage(url_of(database))
    with pytest.raises(StorageError, match=rf"in use by another Palabre \(process {os.getpid()}\)"):
        restore(database, tmp_path / "b.db")
    await storage.close()


def test_what_is_not_a_whole_backup_is_refused_and_nothing_changes(database: Path, tmp_path: Path) -> None:
    file, before = tmp_path / "b.db", content(database)

    def refused(words: str) -> None:
        with pytest.raises(StorageError, match=words):
            restore(database, file)
        assert content(database) == before
        assert names(database.parent) == {"palabre.db"}

    refused("there is no file")
    file.write_bytes(b"no database at all, by far not" * 40)
    refused("cannot be restored: .*it is not a Palabre database")
    file.write_bytes(b"")
    refused("it is not a Palabre database")
    file.unlink()
    back_up(url_of(database), file)
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    refused("damaged")
    file.write_bytes(whole)
    with closing(sqlite3.connect(file)) as raw, raw:
        raw.execute("INSERT INTO _yoyo_migration (migration_hash, migration_id) VALUES ('f', '9999-future')")
    refused("made by a newer Palabre")
    with pytest.raises(StorageError, match="is the database itself"):
        restore(database, database)


def test_leaving_before_it_is_put_in_place_changes_nothing(database: Path, tmp_path: Path) -> None:
    back_up(url_of(database), tmp_path / "b.db")
    change(database)
    changed = content(database)
    with restoration(url_of(database), tmp_path / "b.db") as found:
        assert (found.census.rows["answer"], found.waiting, found.applied) == (3 * SPOKES, 1, [])
    assert content(database) == changed
    assert names(database.parent) == {"palabre.db"}
    with FileLock(database):
        assert names(database.parent) == {"palabre.db"}


@pytest.mark.slow
def test_a_restore_killed_anywhere_leaves_the_former_database_or_the_backup(database: Path, tmp_path: Path) -> None:
    file, before = tmp_path / "b.db", content(database)
    back_up(url_of(database), file)
    change(database)
    changed = content(database)
    outcomes = []
    for step in range(1, 40):
        here = tmp_path / f"step {step}"
        here.mkdir()
        shutil.copy(database, here / "palabre.db")
        arguments = [url_of(here / "palabre.db"), str(file), str(step)]
        ended = subprocess.run([sys.executable, "-c", KILLED_AT, *arguments], check=False)
        outcomes.append(as_backed_up(here / "palabre.db"))
        assert outcomes[-1] in (before, changed)
        restore(here / "palabre.db", file)
        assert as_backed_up(here / "palabre.db") == before
        assert "palabre.db.restoring" not in names(here)
        if ended.returncode == 0:
            break
        assert ended.returncode == -signal.SIGKILL
    assert outcomes[0] == changed
    assert outcomes[-1] == before
    assert len(outcomes) > 5
