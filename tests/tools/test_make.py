"""`make` says in one line what is absent, before it makes anything."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="make is not on this machine")


def make(folder: Path, python: str, task: str) -> subprocess.CompletedProcess[str]:
    """Run a task with an environment of its own and a script in the place of Python."""
    script = folder / "python"
    script.write_text(f"#!/bin/sh\n{python}\n", "utf-8")
    script.chmod(0o755)
    command = ["make", "--no-print-directory", f"PYTHON={script}", f"VENV={folder / 'venv'}", task]
    return subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)


def test_an_old_python_is_refused_with_what_is_needed(tmp_path: Path) -> None:
    ended = make(tmp_path, "exit 1", "rehearse")
    assert ended.returncode != 0
    assert "Palabre needs Python 3.11 or newer" in ended.stderr


def test_without_the_module_of_environments_it_names_the_package(tmp_path: Path) -> None:
    """Debian's python3 makes half an environment and fails: the half must not pass for a whole the next time."""
    half = 'test "$1" != -m || { mkdir -p "$3/bin"; touch "$3/bin/python"; exit 1; }'
    ended = make(tmp_path, half, "test")
    assert ended.returncode != 0
    assert "apt-get install python3-venv" in ended.stderr
    assert not (tmp_path / "venv/bin/python").exists()


def test_make_alone_says_what_can_be_made(tmp_path: Path) -> None:
    ended = make(tmp_path, "exit 1", "help")
    assert ended.returncode == 0
    tasks = ("rehearse", "test", "test-postgres", "check", "bench", "translate")
    assert all(f"make {task} " in ended.stdout for task in tasks)
