"""What answered a wheel: every theme with its move, within a caption, page by page, and only what is published."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from bot.i18n import Catalogs, Texts
from bot.screen import Screen
from bot.services.actions.answered import Answered, Answers, Besides
from handlers.screens.actions import answered as screens
from handlers.screens.rounds.wheel import wheel
from tests.screens.limits import check, labels, read
from tests.screens.test_actions import an_action
from tests.screens.test_wheel import SHIPPED, longest, view

CATALOGS = Catalogs()
ENGLISH = CATALOGS.texts("en")
LEVELS = ["3.0", *["2.5"] * 9]


def answers(many: int, levels: list[str] = LEVELS) -> Answers:
    """Of the longest template: so many of the longest actions about each theme, and besides."""
    best = max(Decimal(one) for one in levels)
    themes = [
        Answered(spoke.key, Decimal(one), Decimal("2.7"), Decimal(one) == best, [an_action()] * many)
        for spoke, one in zip(longest().spokes, levels, strict=True)
    ]
    return Answers(themes, [Besides(an_action(), SHIPPED), Besides(an_action("done", theme=None), None)] * many)


def pages(texts: Texts, done: Answers) -> list[Screen]:
    """All of them, by their buttons."""
    shown = view(longest(), list(LEVELS))
    found = [screens.answered(texts, shown, done, 0)]
    while "→" in labels(found[-1]):
        found.append(screens.answered(texts, shown, done, len(found)))
    return found


@pytest.mark.parametrize("language", CATALOGS.languages)
@pytest.mark.parametrize("many", [0, 1, 3, 40])
def test_every_theme_is_told_within_the_captions(language: str, many: int) -> None:
    texts = CATALOGS.texts(language)
    found = pages(texts, answers(many))
    for page in found:
        check(page)
        assert len(read(page).encode("utf-16-le")) // 2 <= 1024
    told = "\n".join(read(page) for page in found)
    colon = "\u00a0: " if language == "fr" else ": "
    assert all(f"{spoke.name.in_(language)}{colon}" in told for spoke in longest().spokes)


def test_a_page_that_there_is_not_is_the_last() -> None:
    last = pages(ENGLISH, answers(3))[-1]
    assert screens.answered(ENGLISH, view(longest(), list(LEVELS)), answers(3), 99) == last
    assert "←" in labels(last)


@pytest.mark.parametrize(
    ("level", "previous", "told"),
    [
        ("3.0", "2.5", "3.0 (+0.5)"),
        ("2.0", "2.5", "2.0 (−0.5)"),
        ("2.5", "2.5", "2.5 (as before)"),
        ("4.0", None, "4.0"),
    ],
)
def test_how_a_level_moved(level: str, previous: str | None, told: str) -> None:
    one = Answered("trust", Decimal(level), Decimal(previous) if previous else None, strongest=False, actions=())
    assert screens.moved(ENGLISH, one) == told


def test_the_strongest_is_asked_about_unless_all_are_alike() -> None:
    question = "what did we do well here?"
    told = [read(page) for page in pages(ENGLISH, answers(0))]
    assert "\n".join(told).count(question) == 1
    alike = [replace(one, strongest=True) for one in answers(0).themes]
    assert question not in "\n".join(read(page) for page in pages(ENGLISH, Answers(alike)))


def test_an_action_about_a_theme_that_is_not_here_says_which() -> None:
    told = read(pages(ENGLISH, answers(1))[-1])
    assert f"• {SHIPPED.spokes[0].name.in_('en')}: <3 & co" in told


@pytest.mark.parametrize("language", CATALOGS.languages)
@pytest.mark.parametrize("levels", [["5.0"] * 5 + ["1.0"] * 5, ["3.0"] * 10])
def test_a_wheel_looks_back_as_far_as_there_is_room(language: str, levels: list[str | None]) -> None:
    texts = CATALOGS.texts(language)
    shown = view(longest(), levels)
    bare = wheel(texts, shown)
    full = screens.looking_back(texts, bare, shown, answers(3))
    assert len(read(full).encode("utf-16-le")) // 2 <= 1024
    assert len(labels(full)) == len(labels(bare)) + 1


def test_a_short_one_tells_what_went_well_and_how_much_was_done() -> None:
    shown = view(SHIPPED, ["4.0", *["2.0"] * 7])
    name = SHIPPED.spokes[0].name.in_("en")
    done = Answers([Answered(SHIPPED.spokes[0].key, Decimal(4), None, True, [an_action()]), answers(0).themes[1]])
    back = screens.looking_back(ENGLISH, wheel(ENGLISH, shown), shown, done)
    assert read(back).endswith(f"What did we do well? ({name})\n1 action answered the last wheel.")
    assert labels(back)[-2:] == ["What answered it", "Plan an action"]


def test_the_first_wheel_has_nothing_to_look_back_on() -> None:
    first = wheel(ENGLISH, view(SHIPPED, ["3.0"] * 8))
    assert screens.looking_back(ENGLISH, first, view(SHIPPED, ["3.0"] * 8), None) is first
