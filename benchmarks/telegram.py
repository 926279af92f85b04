"""Starting the stub of the Bot API, and telling it what is to happen."""

from __future__ import annotations

import asyncio
import contextlib
import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

from benchmarks.stub import Plan, Seen

_LONGEST = 60.0  # seconds until a run is given up


@dataclass(frozen=True, slots=True)
class Stub:
    """A stub that runs at `url`."""

    url: str

    def begin(self, plan: Plan) -> None:
        """Let that plan begin; what is left of the last one is forgotten."""
        self._ask("plan", json.dumps(asdict(plan)).encode())

    def watch(self, *processes: int) -> None:
        """Note how much these processes work for the taps of each plan."""
        self._ask("watch", json.dumps({"processes": processes}).encode())

    def seen(self, check: Callable[[], None] = lambda: None) -> Seen:
        """Wait until the plan is carried out, and tell what was seen. `check` may raise what makes waiting useless."""
        until = time.monotonic() + _LONGEST
        while (told := json.loads(self._ask("seen", None))) is None:
            check()
            if time.monotonic() > until:
                raise TimeoutError(f"not all was answered within {_LONGEST:g} s")
        return Seen(**told)

    async def finished(self) -> Seen:
        """As `seen`, beside what else runs in the loop."""
        return await asyncio.to_thread(self.seen)

    def _ask(self, what: str, body: bytes | None) -> bytes:
        with urllib.request.urlopen(f"{self.url}/{what}", body, timeout=10) as answer:  # noqa: S310 - our own
            content: bytes = answer.read()
        return content


@contextlib.contextmanager
def stub() -> Iterator[Stub]:
    """A stub in a process of its own, as long as the block lasts."""
    command = [sys.executable, "-m", "benchmarks.stub"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Stub(f"http://127.0.0.1:{int(_line(process))}")
        finally:
            process.terminate()


def _line(process: subprocess.Popen[str]) -> str:
    line = process.stdout.readline() if process.stdout else ""
    if not line:
        raise RuntimeError("the stub of the Bot API did not start")
    return line
