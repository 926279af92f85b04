"""Advisories end the audit with 1; a registry that is away does not, and never passes for a clean one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import audit

CLEAN = {"name": "rich", "version": "15.0.0", "vulns": []}
UNKNOWN = {"name": "yarl", "skip_reason": "Dependency not found on PyPI and could not be audited: yarl (1.25.1)"}
BAD = {"name": "aiohttp", "version": "3.8", "vulns": [{"id": "PYSEC-2024-1", "fix_versions": ["3.9.2"], "aliases": []}]}


@pytest.mark.parametrize("packages", [None, [], [UNKNOWN]])
def test_where_nothing_could_be_looked_up_it_says_so_and_stops_nobody(packages: list[dict[str, object]] | None) -> None:
    lines, code = audit.told(packages)
    assert (lines, code) == (["No advisory was looked up: the registry does not answer. Ask again where it does."], 0)


def test_an_advisory_is_named_with_the_version_that_mends_it() -> None:
    lines, code = audit.told([CLEAN, BAD])
    assert code == 1
    assert lines == [
        "aiohttp 3.8: PYSEC-2024-1, mended in 3.9.2",
        "Packages looked up: 2; advisories: 1.",
    ]


def test_what_the_registry_does_not_know_is_named() -> None:
    lines, code = audit.told([CLEAN, UNKNOWN])
    assert code == 0
    assert "does not know them: yarl." in lines[0]


def test_a_registry_out_of_reach_is_one_that_is_away(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The tool itself, with a way out that leads nowhere."""
    (tmp_path / "constraints").mkdir()
    (tmp_path / "constraints/dev.txt").write_text(f"rich==15.0.0 --hash=sha256:{'0' * 64}\n", "utf-8")
    for name, value in (("https_proxy", "http://127.0.0.1:9"), ("no_proxy", "")):
        monkeypatch.setenv(name, value)
        monkeypatch.setenv(name.upper(), value)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert audit.asked([], tmp_path) is None
