"""The pins in `constraints/`: every package by version and hash, from any index, for each Python and machine we serve.

Without arguments the files are checked, offline; `--renew` chooses versions anew (needs the command `uv`).
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
OLDEST_PYTHON = "3.11"
PURPOSES = {
    "dev": "What the bot, its tests and its checks need",
    "run": "What the bot needs to run",
    "build": "What installing the project needs",
}
_UV = "pip compile --universal --generate-hashes --no-header --no-annotate --quiet --upgrade --python-version"
_CHOICE = {"dev": ["pyproject.toml", "--group", "dev"], "run": ["pyproject.toml"], "build": ["--group", "build"]}
_PIN = re.compile(r"^(?P<name>[a-z0-9][a-z0-9._-]*)==(?P<version>[^\s;]+)(?: ; [^\\]+)? \\$")
_HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}(?: \\)?$")


def pins(text: str) -> dict[str, set[str]]:
    """The versions of each package (several where they differ by Python)."""
    found: dict[str, set[str]] = {}
    for match in filter(None, map(_PIN.match, text.splitlines())):
        found.setdefault(match["name"], set()).add(match["version"])
    return found


def odd_lines(text: str) -> list[str]:
    """What is not a comment, a pin or a hash (an address, a path, an option), and the pins that lack their hash."""
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return [
        line
        for line, after in zip(lines, [*lines[1:], ""], strict=True)
        if not _HASH.match(line) and not (_PIN.match(line) and _HASH.match(after))
    ]


def wanted(project: dict[str, Any], name: str) -> list[Requirement]:
    """What `pyproject.toml` asks for, that the file must pin."""
    own = [] if name == "build" else project["project"]["dependencies"]
    groups = {"run": [], "build": ["build"], "dev": ["build", "dev"]}[name]
    lines = [line for group in groups for line in project["dependency-groups"][group] if isinstance(line, str)]
    return [Requirement(line) for line in [*own, *lines]]


def unmet(project: dict[str, Any], name: str, text: str) -> list[str]:
    """The requirements that the pins do not meet."""
    held = pins(text)
    return [
        str(need)
        for need in wanted(project, name)
        if not (versions := held.get(canonicalize_name(need.name)))
        or not all(need.specifier.contains(version, prereleases=True) for version in versions)
    ]


def problems(root: Path = ROOT) -> list[str]:
    """One line for each thing that is wrong with the files."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    texts = {name: (root / "constraints" / f"{name}.txt").read_text("utf-8") for name in PURPOSES}
    every = pins(texts["dev"])
    lines = []
    for name, text in texts.items():
        lines += [f"constraints/{name}.txt: not a pin with its hash: {line}" for line in odd_lines(text)]
        lines += [f"constraints/{name}.txt: does not meet {need}" for need in unmet(project, name, text)]
        apart = [package for package, versions in pins(text).items() if not versions <= every.get(package, set())]
        lines += [f"constraints/{name}.txt: {package} is not as in dev.txt" for package in apart]
    return lines


def renew(root: Path = ROOT) -> None:
    """Choose the newest versions that fit together, the same in all files."""
    uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or shutil.which("uv")
    if uv is None:
        raise SystemExit("uv is not installed: see https://docs.astral.sh/uv/")
    for name, purpose in PURPOSES.items():
        path = root / "constraints" / f"{name}.txt"
        same = [] if name == "dev" else ["--constraint", "constraints/dev.txt"]
        command = [uv, *_UV.split(), OLDEST_PYTHON, *_CHOICE[name], *same]
        chosen = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout  # noqa: S603 - our own words
        kept = [line for line in chosen.splitlines() if not line.startswith(("--index", "--extra", "--find"))]
        path.write_text("\n".join([f"# {purpose}, by version and hash. Made by `make pins`.", *kept, ""]), "utf-8")


def main(arguments: list[str] | None = None) -> int:
    """Check the pins, or renew and check them; 1 when something is wrong."""
    parser = argparse.ArgumentParser(prog="pins", description=__doc__)
    parser.add_argument("--renew", action="store_true", help="choose new versions")
    if parser.parse_args(arguments).renew:
        renew()
    lines = problems()
    print("\n".join(lines) or "Every package is pinned with its hash.")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
