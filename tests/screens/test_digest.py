"""How a group's actions stand: in the plural of each language, without what there is none of, and without names."""

from __future__ import annotations

import pytest

from bot.i18n import Catalogs
from handlers.screens.followup.digest import digest
from tests.screens.limits import labels

CATALOGS = Catalogs()


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ["3 actions were done.", "1 action has its day this week.", "2 actions need a hand."]),
        (
            "fr",
            [
                "3 actions ont été menées à bien.",
                "1 action est prévue cette semaine.",
                "2 actions ont besoin d’un coup de main.",
            ],
        ),
        (
            "es",
            [
                "Se llevaron a cabo 3 acciones.",
                "1 acción está prevista para esta semana.",
                "2 acciones necesitan una mano.",
            ],
        ),
    ],
)
def test_it_counts_in_words(language: str, told: list[str]) -> None:
    shown = digest(CATALOGS.texts(language), 7, "weekly", done=3, due=1, hand=2)
    assert shown.text.split("\n\n")[1].split("\n") == told


@pytest.mark.parametrize(("often", "span"), [("weekly", "this week"), ("monthly", "this month")])
def test_what_comes_is_what_comes_until_the_next(often: str, span: str) -> None:
    shown = digest(CATALOGS.texts("en"), 7, often, done=0, due=2, hand=0)
    assert shown.text == f"How our plan stands\n\n2 actions have their day {span}."


def test_where_there_is_nothing_to_count_it_leads_to_the_plan() -> None:
    shown = digest(CATALOGS.texts("en"), 7, "monthly", done=0, due=0, hand=0)
    assert shown.text == "How our plan stands\n\nSomething in it is new."
    assert labels(shown) == ["The whole plan"]
