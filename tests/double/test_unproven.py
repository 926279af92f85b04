"""`docs/unproven.md` says all that the double does not play, and names each line that the live check can see."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from bot.commands.live.findings import Findings
from bot.commands.live.lines import Line
from bot.rehearsal.methods import PLAYED
from bot.rehearsal.table import table

PAGE = Path(__file__).resolve().parents[2] / "docs" / "unproven.md"
_NAME = re.compile(r"\| `([a-z-]+)` \|")
_SEEN = re.compile(r"\| `([a-z-]+)` \| \d{4}-\d\d-\d\d \| (?:seen|\*\*otherwise\*\*) \| .+ \|$")


def parts() -> tuple[list[str], list[str]]:
    """The rows of what is believed, and those of what was seen."""
    believed, _, seen = PAGE.read_text(encoding="utf-8").partition("\n## Seen\n")
    return [line for line in believed.splitlines() if line.startswith("| ")], rows_of(seen)


def rows_of(text: str) -> list[str]:
    """The rows of the first table, without its head."""
    return [line for line in text.partition("\n## ")[0].splitlines() if line.startswith("| ")][1:]


def test_the_methods_that_are_not_played_are_all_listed() -> None:
    _, _, listed = PAGE.read_text(encoding="utf-8").partition("<!-- not played -->")
    assert re.findall(r"`(\w+)`", listed) == sorted(set(table().methods) - set(PLAYED) - {"getUpdates"})


def test_every_line_of_the_tables_names_its_evidence() -> None:
    rows, _ = parts()
    known = ("reference", "server", "library", "belief", "departure", "evidence")
    assert len(rows) > 40
    assert [row for row in rows if not any(word in row.rsplit("|", 2)[1] for word in known)] == []


def test_each_line_that_the_live_check_can_see_stands_there_once_by_its_name() -> None:
    rows, _ = parts()
    names = [match[1] for match in map(_NAME.match, rows) if match]
    assert sorted(names) == sorted(Line)


def wrong(rows: list[str]) -> list[str]:
    """Those that are not as the live check prints them, or are of no line above."""
    found = [(row, _SEEN.match(row)) for row in rows]
    return [row for row, match in found if match is None or match[1] not in set(Line)]


def test_what_was_seen_stands_there_as_it_was_printed() -> None:
    findings = Findings()
    findings.add(Line.HTML, "an unknown tag", seen=True, said="400 Bad Request")
    findings.add(Line.JPEG, "a PNG comes back as", seen=False, said="something else")
    printed = findings.rows(date(2026, 3, 2))
    assert wrong([*parts()[1], *printed]) == []
    spoiled = [printed[0].replace("html", "htm"), printed[1].replace("**", "")]
    assert wrong(spoiled) == spoiled
