"""Known advisories for the packages in `constraints/`. Ends with 1 if there are any; a registry that is away is told.

Arguments go to `pip-audit`, such as `--ignore-vuln ID` for what does not concern Palabre.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
_OPTIONS = "--requirement constraints/dev.txt --require-hashes --disable-pip --format json --progress-spinner off"
_PATIENCE = 180.0
"""Seconds in which the registry is asked about all of them."""

_AWAY = "No advisory was looked up: the registry does not answer. Ask again where it does."


def asked(arguments: Sequence[str], root: Path = ROOT) -> list[dict[str, Any]] | None:
    """What is known of each package, as `pip-audit` tells it; None where the registry cannot be reached."""
    command = [sys.executable, "-m", "pip_audit", *_OPTIONS.split(), *arguments]
    try:
        ended = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=_PATIENCE, check=False)  # noqa: S603 - our own words
        found: list[dict[str, Any]] = json.loads(ended.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError):
        return None
    return found


def told(packages: list[dict[str, Any]] | None) -> tuple[list[str], int]:
    """The lines to print, and how to end. `pip-audit` takes a package for clean that no registry knows."""
    known = [one for one in packages or [] if "vulns" in one]
    if packages is None or not known:
        return [_AWAY], 0
    lines = [_line(one, vulnerability) for one in known for vulnerability in one["vulns"]]
    unknown = sorted(one["name"] for one in packages if "vulns" not in one)
    notes = [f"Not looked up, since the registry does not know them: {', '.join(unknown)}."] if unknown else []
    return [*lines, *notes, f"Packages looked up: {len(known)}; advisories: {len(lines)}."], int(bool(lines))


def _line(package: dict[str, Any], vulnerability: dict[str, Any]) -> str:
    mended = ", ".join(vulnerability["fix_versions"]) or "no version yet"
    return f"{package['name']} {package['version']}: {vulnerability['id']}, mended in {mended}"


def main(arguments: list[str] | None = None) -> int:
    """Ask, and tell."""
    lines, code = told(asked(sys.argv[1:] if arguments is None else arguments))
    print("\n".join(lines))
    return code


if __name__ == "__main__":
    sys.exit(main())
