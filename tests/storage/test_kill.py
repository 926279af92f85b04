"""Real processes, really killed: what was acknowledged stays, what was half-done is gone, and the next start works."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.storage import open_storage
from bot.storage.migrate import migrate
from bot.storage.port import StorageError

pytestmark = pytest.mark.slow

WRITE_FOR_EVER = """
import asyncio, sys
from bot.storage import open_storage

async def main():
    storage = await open_storage(sys.argv[1])
    async def caller():
        while True:
            number = await storage.write(lambda t: t.one("INSERT INTO polling_log DEFAULT VALUES RETURNING id"))
            sys.stdout.write(f"{number['id']}\\n")
            sys.stdout.flush()
    await asyncio.gather(*(caller() for _ in range(8)))

asyncio.run(main())
"""
MIGRATE = """
import sys
from pathlib import Path
from bot.storage.migrate import migrate

migrate(sys.argv[1], folder=Path(sys.argv[2]))
"""
WRITE_TOGETHER = """
import asyncio, sys
from bot.storage import open_storage

async def main():
    storage = await open_storage(sys.argv[1])
    rounds, together = map(int, sys.argv[2:])
    def write():
        return storage.write(lambda t: t.run("INSERT INTO polling_log DEFAULT VALUES"))
    for _ in range(rounds):
        await asyncio.gather(*(write() for _ in range(together)))
    await storage.close()

asyncio.run(main())
"""


@contextmanager
def _child(script: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", script, *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture
def url(tmp_path: Path) -> str:
    folder = tmp_path / "log"
    folder.mkdir()
    (folder / "0001-log.sql").write_text("CREATE TABLE polling_log (id INTEGER PRIMARY KEY);")
    made = f"sqlite:///{tmp_path}/palabre.db"
    migrate(made, folder=folder)
    return made


async def test_what_was_acknowledged_before_a_kill_is_there_after_it(url: str) -> None:
    with _child(WRITE_FOR_EVER, url) as child:
        assert child.stdout is not None
        acknowledged = [child.stdout.readline() for _ in range(200)]
        with pytest.raises(StorageError, match=rf"in use by another Palabre \(process {child.pid}\)"):
            await open_storage(url)
        child.send_signal(signal.SIGKILL)
        acknowledged += child.stdout.read().splitlines()
    storage = await open_storage(url)
    try:
        rows = await storage.read(lambda view: view.all("SELECT id FROM polling_log"))
    finally:
        await storage.close()
    assert {int(number) for number in acknowledged} <= {row["id"] for row in rows}


def test_a_migration_killed_in_the_middle_leaves_nothing_and_is_applied_at_the_next_start(tmp_path: Path) -> None:
    folder = tmp_path / "migrations"
    folder.mkdir()
    path = tmp_path / "palabre.db"
    endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n{end}) SELECT i FROM n"
    migration = f"CREATE TABLE number (i INTEGER PRIMARY KEY); INSERT INTO number {endless};"
    (folder / "0001-number.sql").write_text(migration.format(end=""))
    with _child(MIGRATE, f"sqlite:///{path}", str(folder)) as child:
        clock = SystemClock()
        log, deadline = Path(f"{path}-wal"), clock.monotonic() + 60
        while not (log.exists() and log.stat().st_size > 1_000_000):  # numbers spill over: it is in the middle
            assert child.poll() is None
            assert clock.monotonic() < deadline
        child.send_signal(signal.SIGKILL)
    (folder / "0001-number.sql").write_text(migration.format(end=" LIMIT 3"))
    assert migrate(f"sqlite:///{path}", folder=folder) == ["0001-number"]


@pytest.mark.skipif(
    shutil.which("strace") is None, reason="strace is not on this machine (Debian: apt-get install strace)"
)
@pytest.mark.parametrize(("rounds", "together"), [(20, 1), (1, 100)])
def test_each_commit_is_synced_to_disk_once(url: str, tmp_path: Path, rounds: int, together: int) -> None:
    def syncs(rounds: int) -> int:
        trace = tmp_path / "trace"
        command = ["strace", "-f", "-qq", "-e", "trace=fsync,fdatasync", "-o", str(trace)]
        command += [sys.executable, "-c", WRITE_TOGETHER, url, str(rounds), str(together)]
        subprocess.run(command, check=True)
        return len(re.findall(r"f(?:data)?sync\(", trace.read_text()))

    assert syncs(2 * rounds) - syncs(rounds) == rounds
