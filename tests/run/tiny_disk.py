"""A disk of four megabytes, which a process can fill to the last byte: a file system in memory that only it sees."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest

from tests.run.running import ROOT, Ended, Running

_PIPE = asyncio.subprocess.PIPE


class TinyDisk:
    """Mounted at `folder` for the processes that it starts."""

    def __init__(self, folder: Path, holder: int) -> None:
        self.folder = folder
        self._holder = holder

    @property
    def _seen_from_here(self) -> Path:
        """The folder as processes that do not have the disk see it; SQLite does not find its way through it."""
        return Path(f"/proc/{self._holder}/root{self.folder}")

    def copied(self) -> Path:
        """A folder elsewhere with all that the disk holds; nothing may write to it meanwhile."""
        return Path(shutil.copytree(self._seen_from_here, tempfile.mkdtemp(dir=self.folder.parent), dirs_exist_ok=True))

    async def start(self, env: Mapping[str, str], *arguments: str) -> Running:
        """Start `palabre` with these arguments."""
        inside = ["nsenter", f"--target={self._holder}", "--user", "--mount", "--preserve-credentials"]
        command = [*inside, f"--wd={ROOT}", sys.executable, "-m", "bot", *arguments]
        return Running(await asyncio.create_subprocess_exec(*command, env=dict(env), stdout=_PIPE, stderr=_PIPE))

    async def run(self, env: Mapping[str, str], *arguments: str) -> Ended:
        return await (await self.start(env, *arguments)).ended()

    def fill(self) -> None:
        """Leave no room at all."""
        with (self._seen_from_here / "filler").open("ab", buffering=0) as filler:
            try:
                while True:
                    filler.write(b"x" * 4096)
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise

    def make_room(self) -> None:
        (self._seen_from_here / "filler").unlink()


@contextlib.asynccontextmanager
async def tiny_disk(folder: Path) -> AsyncIterator[TinyDisk]:
    """Mounted in the folder; the test is skipped where this system mounts nothing for us."""
    if shutil.which("unshare") is None or shutil.which("nsenter") is None:
        pytest.skip("unshare and nsenter are not on this machine (Debian: util-linux)")
    where = folder / "disk"
    where.mkdir()
    script = 'mount -t tmpfs -o size=4m tiny "$0" && echo mounted && exec cat'
    command = ["unshare", "--map-root-user", "--mount", "sh", "-c", script, str(where)]
    holder = await asyncio.create_subprocess_exec(
        *command, stdin=_PIPE, stdout=_PIPE, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        assert holder.stdout is not None
        if await holder.stdout.readline() != b"mounted\n":
            pytest.skip("this system lets us mount no disk of our own")
        yield TinyDisk(where, holder.pid)
    finally:
        assert holder.stdin is not None
        holder.stdin.close()
        await holder.wait()
