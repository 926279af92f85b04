"""The screens of `/groups` stay within Telegram's limits, whatever groups are called."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.clock import to_micros
from bot.i18n import Catalogs
from bot.services.followup.tending import PAGE, Page, State, Step
from bot.storage.actions import Whose
from bot.storage.agenda import Item
from bot.storage.groups import Group
from handlers.screens.followup import tending as screens
from tests.screens.limits import check, labels, read

CATALOGS = Catalogs()
ENGLISH = CATALOGS.texts("en")
SOON = datetime(2027, 3, 5, 9, tzinfo=UTC)
POINT = Item(
    id=1,
    whose=Whose(group_id=1),
    title="Gender equality",
    rule="FREQ=MONTHLY",
    starts=datetime(2027, 1, 5, 9),  # noqa: DTZ001 - a wall time
    zone="Africa/Dakar",
    ahead_days=0,
    ahead_at=None,
    next_at=to_micros(SOON),
    last_at=None,
    on=True,
    created_by=None,
    created_at=0,
)
GROUP = Group(7, 1, -100, "<3 & co", False, "active", "network", "en", None, "Africa/Dakar", None, True, None)
QUIET = State(GROUP, None, 0, 0, None, None, None)
BUSY = State(GROUP, to_micros(SOON), 5, 2, POINT, 3, Step.HELP)


def test_a_quiet_group_takes_two_lines() -> None:
    text = read(screens.groups(ENGLISH, Page([QUIET], 0, 1)))
    assert text.splitlines() == ["1. <3 & co", "No action is open."]


def test_a_busy_one_says_all_that_matters() -> None:
    assert read(screens.group(ENGLISH, BUSY)).splitlines() == [
        "<3 & co",
        "A round is open until Friday 5 March, 9:00\u202fAM.".replace("\u202f", "\xa0"),
        "5 actions are open, 2 of them need a hand.",
        "On the agenda on Friday 5 March: Gender equality",
        "Next step: look at what needs a hand.",
    ]


@pytest.mark.parametrize("step", Step)
def test_the_next_step_is_the_first_button(step: Step) -> None:
    shown = screens.group(ENGLISH, replace(QUIET, step=step))
    assert len(labels(shown)) == len(labels(screens.group(ENGLISH, QUIET))) + 1
    assert "Next step: " in read(shown)
    check(shown)


def test_who_looks_after_none_is_told_how_one_comes_to() -> None:
    assert "/settings" in read(screens.groups(ENGLISH, Page([], 0, 1)))


@pytest.mark.parametrize("language", CATALOGS.languages)
def test_six_of_the_longest_fit_one_message(language: str) -> None:
    group, point = replace(GROUP, title="🌳" * 128), replace(POINT, title="&" * 64)
    longest = replace(BUSY, group=group, point=point, open=10**6, helpless=10**6, step=Step.ANSWER)
    shown = screens.groups(CATALOGS.texts(language), Page([longest] * PAGE, 1, 3))
    check(shown)
    assert labels(shown)[-2:] == ["←", "→"]
    check(screens.group(CATALOGS.texts(language), longest))
