"""The screens by which coordinators end what somebody has no more: within Telegram's limits, in every language."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.i18n import Texts
from bot.screen import Screen
from bot.services.groups.parting import Loss, Roll, Stay
from bot.storage.groups import Named
from handlers.screens.groups import parting as screens
from tests.screens.limits import check, labels
from tests.screens.test_setup import CATALOGS, ENGLISH, HOSTILE, MANY, NAMED, NETWORK

ROLL = Roll(NETWORK, MANY[0], NAMED[:20])


def screens_of(texts: Texts) -> Iterator[Screen]:
    for organization in (MANY[0], None):
        for page in (0, 1, 2):
            yield screens.roll(texts, Roll(NETWORK, organization, NAMED[:20]), page)
        yield screens.roll(texts, Roll(NETWORK, organization, ()))
        yield screens.ending(texts, Stay(NETWORK, organization, NAMED[0], ()))
        yield screens.told(texts, Loss(NETWORK, organization))
    yield screens.ending(texts, Stay(NETWORK, MANY[0], NAMED[0], [HOSTILE] * 9))


@pytest.mark.parametrize("language", CATALOGS.languages)
def test_all_fit_into_a_message(language: str) -> None:
    for screen in screens_of(CATALOGS.texts(language)):
        check(screen)


@pytest.mark.parametrize(
    ("page", "people", "turns"),
    [(0, 8, ["→"]), (1, 8, ["←", "→"]), (2, 4, ["←"]), (99, 4, ["←"]), (-1, 8, ["→"])],
)
def test_a_long_roll_is_turned_and_a_page_beyond_it_is_the_nearest(page: int, people: int, turns: list[str]) -> None:
    shown = labels(screens.roll(ENGLISH, ROLL, page))
    assert len([one for one in shown if one.startswith("Remove: ")]) == people
    assert shown[people:] == [*turns, "← Back"]


def test_whoever_has_no_known_name_can_be_ended_too() -> None:
    assert labels(screens.roll(ENGLISH, Roll(NETWORK, None, [Named(7, "")]))) == ["Remove: Someone", "← Back"]
