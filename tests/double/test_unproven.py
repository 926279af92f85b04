"""`docs/unproven.md` says all that the double does not play."""

from __future__ import annotations

import re
from pathlib import Path

from bot.rehearsal.methods import PLAYED
from bot.rehearsal.table import table

PAGE = Path(__file__).resolve().parents[2] / "docs" / "unproven.md"


def test_the_methods_that_are_not_played_are_all_listed() -> None:
    _, _, listed = PAGE.read_text(encoding="utf-8").partition("<!-- not played -->")
    assert re.findall(r"`(\w+)`", listed) == sorted(set(table().methods) - set(PLAYED) - {"getUpdates"})


def test_every_line_of_the_tables_names_its_evidence() -> None:
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    known = ("reference", "server", "library", "belief", "departure", "evidence")
    assert len(rows) > 40
    assert [row for row in rows if not any(word in row.rsplit("|", 2)[1] for word in known)] == []
