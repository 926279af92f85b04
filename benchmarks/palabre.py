"""The real bot: `palabre run`, in a process of its own, against the stub."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks import village
from bot.settings import Settings

_SETTING = "PALABRE_"


class Running:
    """A bot that was started just now."""

    def __init__(self, process: subprocess.Popen[bytes], started_at: float) -> None:
        self._process = process
        self.started_at = started_at
        """`time.monotonic` just before the process was started."""

    @property
    def process_id(self) -> int:
        return self._process.pid

    def check(self) -> None:
        """RuntimeError if it has ended."""
        ended = self._process.poll()
        if ended is not None:
            raise RuntimeError(f"palabre run ended with {ended}")

    def resident(self) -> int:
        """How many bytes of memory it holds at the moment (Linux)."""
        status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="ascii")
        found = re.search(r"^VmRSS:\s+(\d+) kB$", status, re.MULTILINE)
        if found is None:
            raise RuntimeError("the bot has ended")
        return int(found[1]) * 1024


@contextlib.contextmanager
def palabre_run(given: Settings, **more: str) -> Iterator[Running]:
    """`palabre run` with those settings and more variables, stopped at the end of the block.

    RuntimeError if it ended before.
    """
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(_SETTING)}
    environment = {**inherited, **village.environment(given), **more}
    started_at = time.monotonic()
    command = [sys.executable, "-m", "bot", "run"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
        running = Running(process, started_at)
        try:
            yield running
            running.check()
        finally:
            process.terminate()
