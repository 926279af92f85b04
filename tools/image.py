"""Counts the container's image, part by part: `python -m tools.image`. Ends with 1 when it is too large.

Without a container engine: the packages of this environment are laid out and slimmed as the Dockerfile does it, loaded
once, and counted. Needs the command `strip` of Debian's binutils.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

from packaging.requirements import Requirement

from tools import slim

ROOT = Path(__file__).resolve().parent.parent
MOST = 200.0
"""Megabytes (of a million bytes) that the image may have."""

BELOW = {"Debian 13, slim": 81.7, "Python 3.13": 33.1, "libfribidi0, a user": 0.4}
"""Megabytes of what lies below, counted once: a debootstrap of trixie (minbase, with the libraries that Python loads)
without what Debian's slim images leave out; a Python 3.13 built from source, stripped, without its tests, as in
python:3.13-slim; and the files that apt-get and useradd write."""

OWN = ("bot", "handlers", "surveys", "locales")
_LOAD = """
import importlib, pkgutil
import dateparser, psycopg, prometheus_client, uuid
for package in ("bot", "handlers", "surveys"):
    for each in pkgutil.walk_packages(importlib.import_module(package).__path__, package + "."):
        if not each.name.endswith("__main__"):
            importlib.import_module(each.name)
"""


def lay_out(folder: Path) -> None:
    """Copy into the folder what the image has in its site-packages, from this environment and this source."""
    spoken = slim.languages(ROOT / "locales")
    for name, source in [*_installed(), *_own()]:
        if slim.is_needed(name, spoken):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, folder / name)
    slim.strip(folder)


def load(folder: Path, compiled: Path) -> None:
    """Load every part of the bot from the folder alone; what Python compiles on the way goes into the other."""
    settings = {"PYTHONPATH": str(folder), "PYTHONPYCACHEPREFIX": str(compiled), "PATH": os.environ["PATH"]}
    subprocess.run([sys.executable, "-S", "-c", _LOAD], env=settings, cwd=folder, check=True)  # noqa: S603 - our own


def megabytes(folder: Path) -> float:
    """The sizes of all files, as the layers of an image count them."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def count(folder: Path) -> dict[str, float]:
    """Megabytes of each part; the folder is filled on the way."""
    packages, compiled = folder / "packages", folder / "compiled"
    lay_out(packages)
    load(packages, compiled)
    return {**BELOW, "Palabre and its packages": megabytes(packages), "compiled by Python": megabytes(compiled)}


def _installed() -> Iterator[tuple[str, Path]]:
    for name in _run_packages():
        for path in distribution(name).files or []:
            if not path.as_posix().startswith("..") and path.suffix != ".pyc":
                yield path.as_posix(), Path(str(path.locate()))


def _run_packages() -> Iterator[str]:
    """The packages that the bot needs on this machine."""
    for line in (ROOT / "constraints" / "run.txt").read_text("utf-8").splitlines():
        if "==" in line:
            need = Requirement(line.removesuffix("\\"))
            if need.marker is None or need.marker.evaluate():
                yield need.name


def _own() -> Iterator[tuple[str, Path]]:
    for folder in OWN:
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and path.suffix != ".pyc":
                yield path.relative_to(ROOT).as_posix(), path


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        parts = count(Path(folder))
    total = sum(parts.values())
    for name, size in [*parts.items(), ("together", total)]:
        print(f"{size:7.1f} MB  {name}")
    print(f"{'':7}     at most {MOST:.0f} MB")
    return int(total >= MOST)


if __name__ == "__main__":
    sys.exit(main())
