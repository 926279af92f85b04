"""The pages for people are whole: what they link to exists, what exists has its line."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
_LINK = re.compile(r"\[[^\]]*\]\((?!https?:)([^)#]+)")
_TARGET = re.compile(r"^([a-z-]+):[^=].*## ", re.MULTILINE)


def links(page: str) -> list[str]:
    """The targets of the page's links and pictures that are files of the project."""
    return _LINK.findall(page)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_a_page_leads_to_a_file(page: Path) -> None:
    targets = links(page.read_text("utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_links_and_pictures_are_found() -> None:
    assert links("[a](docs/a.md#part) ![b](b.png) [c](https://example.org)") == ["docs/a.md", "b.png"]


def test_every_task_of_make_has_its_line() -> None:
    tasks = _TARGET.findall((ROOT / "Makefile").read_text("utf-8"))
    told = "".join((ROOT / name).read_text("utf-8") for name in ("README.md", "CONTRIBUTING.md"))
    assert {"setup", "rehearse", "test", "test-postgres", "check", "bench", "translate"} <= set(tasks)
    assert [task for task in tasks if task != "help" and f"make {task}" not in told] == []


def test_the_changes_name_the_version_or_are_not_released_yet() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    changes = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert "## [Unreleased]" in changes or f"## [{version}]" in changes
