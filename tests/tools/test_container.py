"""The container's health check tells a bot that is awake from one that is not."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot.clock import SystemClock, to_micros

ROOT = Path(__file__).resolve().parents[2]


def health_check() -> str:
    """The program in the Dockerfile, as the shell-less form of the instruction holds it."""
    found = re.search(
        r"^HEALTHCHECK .*?CMD (\[.*?\])$", (ROOT / "Dockerfile").read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    assert found
    python, option, program = json.loads(found[1].replace("\\\n", ""))
    assert (python, option) == ("python", "-c")
    return str(program)


@pytest.mark.parametrize(("seconds_ago", "healthy"), [(70, True), (600, False), (None, False)])
def test_the_bot_is_healthy_while_it_notes_that_it_is_awake(
    tmp_path: Path, seconds_ago: int | None, healthy: bool
) -> None:
    with closing(sqlite3.connect(tmp_path / "palabre.db")) as database:
        database.execute("CREATE TABLE heartbeat (id INTEGER PRIMARY KEY, at INTEGER)")
        if seconds_ago is not None:
            beat = to_micros(SystemClock().now()) - seconds_ago * 1_000_000
            database.execute("INSERT INTO heartbeat VALUES (1, ?)", (beat,))
        database.commit()
    environment = {**os.environ, "PALABRE_DATA_DIR": str(tmp_path), "PYTHONPATH": str(ROOT)}
    ended = subprocess.run([sys.executable, "-c", health_check()], env=environment, check=False, cwd=tmp_path)
    assert (ended.returncode == 0) is healthy
