"""The table of rights in the documentation is that of the code."""

from __future__ import annotations

import pytest

from bot.services.rights import ACTS, Rule
from tools.rights import BEGIN, END, PAGE, table, written


def test_every_rule_and_every_act_is_shown() -> None:
    shown = table()
    assert all(f"| {rule.about} |" in shown for rule in Rule)
    assert all(f"`{name}`" in shown for name in ACTS)


def test_the_page_shows_it_as_it_is() -> None:
    page = PAGE.read_text()
    assert written(page) == page, "python -m tools.rights"


def test_what_was_there_before_is_replaced_and_all_else_stays() -> None:
    assert written(f"Above\n{BEGIN}\nold\n{END}\nBelow\n") == f"Above\n{BEGIN}\n\n{table()}\n{END}\nBelow\n"


def test_a_page_without_the_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="lacks the marks"):
        written("Nothing here\n")
