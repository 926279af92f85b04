"""Real processes of the command `palabre`, against a double of Telegram in the test's own process."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.rehearsal import World

ROOT = Path(__file__).resolve().parent.parent.parent
TOKEN = "123456789:AAEdouble0double0double0double0double0"
PATIENCE = 120.0
"""Real seconds that a test waits for a process: an upper bound on a slow and busy machine."""

STOPPED_WITHIN = 10.0
"""Real seconds that a process may take to stop when it is told to, as containers do: five, on a machine of its own."""


def environment(world: World | None, folder: Path, **more: str) -> dict[str, str]:
    """The settings of a bot that talks to that world, with its data in that folder."""
    own = {"PALABRE_BOT_TOKEN": world.token if world else TOKEN, "PALABRE_DATA_DIR": str(folder / "data")}
    given = {**own, "PALABRE_QUIET_HOURS": "off", **more}  # the tests run at night, too
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "VIRTUAL_ENV") if name in os.environ}
    return {**kept, "PYTHONWARNINGS": "error::ResourceWarning", "NO_COLOR": "1", **given}


@dataclass(frozen=True, slots=True)
class Ended:
    """A process that has ended: its exit code, and what it said."""

    code: int
    out: str
    err: str

    def refused(self, words: str) -> None:
        """It ended with one clear line on standard error, which holds these words, and nothing else but notes."""
        said = [line for line in self.err.splitlines() if not line.startswith("time=")]
        assert self.code == 1, self
        assert len(said) == 1, self
        assert said[0].startswith("palabre: "), self
        assert words in said[0], self
        assert "Traceback" not in self.err + self.out, self


class Running:
    """A process of `palabre` that goes on until it is stopped."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self._said: dict[str, list[str]] = {"out": [], "err": []}
        assert process.stdout is not None
        assert process.stderr is not None
        self._readers = [
            asyncio.create_task(self._read("out", process.stdout)),
            asyncio.create_task(self._read("err", process.stderr)),
        ]
        self._heard = asyncio.Event()

    async def says(self, words: str) -> str:
        """Wait for a line with these words, on either stream; fails with all that was said where none comes."""
        try:
            async with asyncio.timeout(PATIENCE):
                while True:
                    if line := next((line for line in self._lines if words in line), None):
                        return line
                    assert not all(reader.done() for reader in self._readers), f"ended, and said {self._lines}"
                    self._heard.clear()
                    await self._heard.wait()
        except TimeoutError as error:
            raise AssertionError(f"did not say {words!r} within {PATIENCE} s, but {self._lines}") from error

    @property
    def _lines(self) -> list[str]:
        return [*self._said["out"], *self._said["err"]]

    def send(self, number: int) -> None:
        self.process.send_signal(number)

    async def ended(self, within: float = PATIENCE) -> Ended:
        """Wait for the end."""
        async with asyncio.timeout(within):
            code = await self.process.wait()
            await asyncio.gather(*self._readers)
        return Ended(code, "".join(self._said["out"]), "".join(self._said["err"]))

    async def _read(self, name: str, stream: asyncio.StreamReader) -> None:
        while line := await stream.readline():
            self._said[name].append(line.decode())
            self._heard.set()
        self._heard.set()


async def start(env: Mapping[str, str], *arguments: str) -> Running:
    """Start `palabre` with these arguments."""
    pipe = asyncio.subprocess.PIPE
    command = [sys.executable, "-m", "bot", *arguments]
    return Running(await asyncio.create_subprocess_exec(*command, env=dict(env), cwd=ROOT, stdout=pipe, stderr=pipe))


async def run(env: Mapping[str, str], *arguments: str) -> Ended:
    """Run `palabre` with these arguments to its end; no token may be anywhere in what it says."""
    ended = await (await start(env, *arguments)).ended()
    token = env.get("PALABRE_BOT_TOKEN", TOKEN)
    assert (token.partition(":")[2] or token) not in ended.out + ended.err
    return ended
