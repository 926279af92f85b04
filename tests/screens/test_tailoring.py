"""The screens of surveys of one's own, in every language: within Telegram's limits, with the longest words that fit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from bot.i18n import Catalogs, Texts
from bot.screen import Screen
from bot.services.actions.plans import Plan
from bot.services.rounds.tailoring import Offer, View
from bot.storage.actions import Whose
from bot.storage.own_templates import Own
from handlers.screens.rounds import tailoring
from handlers.screens.rounds import theme as tailoring_theme
from handlers.values.tailoring import Word
from surveys.tailoring import Draft, Fault, UnfitError, added, releveled, turned
from surveys.template import LONGEST, MOST, load_all
from tests.screens.limits import check
from tests.screens.test_widths import WIDEST

CATALOGS = Catalogs()
VOICES = [CATALOGS.texts(one) for one in CATALOGS.languages]
SIX = "\n".join(f"{level}{'w' * (LONGEST['sentence'] - 1)}" for level in range(6))
PLAN = Plan(Whose(group_id=9_999_999), "W" * 128, 1, ZoneInfo("UTC"))


def fullest() -> View:
    """Ten themes with the longest words, all of them new for comparison, and one that is off."""
    base = draft = Draft.of(load_all()["gender-equality"])
    for number in range(len(draft.asked), MOST):
        draft = added(draft, "fr", f"{number}{'W' * (LONGEST['name'] - 2)}", "W" * LONGEST["question"], SIX)
    for spoke in draft.spokes:
        draft = releveled(draft, spoke.key, "fr", SIX)
    return View(Own(9_999_999, PLAN.whose, "gender-equality", "", "", 9999, 999_999, away=False), PLAN, draft, base)


def screens(texts: Texts) -> Iterator[Screen]:
    view = fullest()
    yield from (
        tailoring.places(texts, []),
        tailoring.places(texts, [PLAN]),
        tailoring.in_private(texts, "https://t.me"),
    )
    offer = Offer(PLAN, [view] * 10, list(load_all().values()))
    yield from (tailoring.shelf(texts, offer), tailoring.copies(texts, offer), tailoring.card(texts, view, VOICES))
    yield from (tailoring.sure_to_discard(texts, view), tailoring.sure_to_put_away(texts, view))
    for spoke in (view.draft.spokes[0], view.draft.spoke("lgbtqi_inclusion")):
        assert spoke is not None
        yield from (
            tailoring_theme.theme(texts, view, spoke),
            tailoring_theme.warning(texts, view, spoke, "O" * 64),
            tailoring_theme.sure_to_drop(texts, view, spoke),
        )
    for key, pieces in (("-", "ta"), (view.draft.spokes[0].key, "nqs05")):
        for piece in pieces:
            word = Word.model_validate({"id": 1, "key": key, "piece": piece, "language": texts.language})
            yield tailoring_theme.ask(texts, view, word, VOICES, "x" * 200)
    yield tailoring_theme.ask_name(texts, view)
    yield tailoring_theme.ask_question(texts, view, "n")
    yield tailoring_theme.ask_sentences(texts, view, "n", "q")


@pytest.mark.parametrize("language", CATALOGS.languages)
def test_all_fit_what_telegram_takes(language: str) -> None:
    for screen in screens(CATALOGS.texts(language)):
        check(screen)


@pytest.mark.parametrize("language", CATALOGS.languages)
def test_each_fault_fits_the_answer_to_a_tap(language: str) -> None:
    texts = CATALOGS.texts(language)
    told = [tailoring.fault(texts, UnfitError(fault, 9999, 160)) for fault in Fault]
    assert len(set(told)) == len(Fault)
    assert max(map(len, told)) <= 200


@pytest.mark.parametrize("language", CATALOGS.languages)
def test_buttons_fit_a_narrow_phone(language: str) -> None:
    """All but titles, which a list of surveys shows as they are."""
    texts = CATALOGS.texts(language)
    shipped = Draft.of(load_all()["gender-equality"])
    view = replace(fullest(), draft=shipped, base=shipped.model_copy(update={"made": 1}))
    spoke = shipped.spokes[-1]
    shown = [tailoring.card(texts, view, VOICES), tailoring.sure_to_put_away(texts, view)]
    shown += [tailoring_theme.theme(texts, view, spoke), tailoring_theme.warning(texts, view, spoke, "O")]
    word = Word(id=1, key=spoke.key, piece="n", language=language)
    shown += [tailoring_theme.ask(texts, view, word, VOICES), tailoring_theme.sure_to_drop(texts, view, spoke)]
    wide = {one.label for screen in shown for row in screen.rows for one in row if len(one.label) > WIDEST[len(row)]}
    assert wide == set()


def test_a_sensitive_theme_is_turned_on_where_it_is_off_and_off_where_it_is_on() -> None:
    view = fullest()
    texts = CATALOGS.texts("en")
    key = "lgbtqi_inclusion"
    five = view.draft.model_copy(update={"spokes": (*view.draft.spokes[:5], *view.draft.spokes[-3:])})
    on = turned(five, key, on=True)
    for draft, way in ((five, "Turn it on"), (on, "Turn it off")):
        seen = View(view.own, view.plan, draft, view.base)
        spoke = draft.spoke(key)
        assert spoke is not None
        labels = [one.label for row in tailoring_theme.theme(texts, seen, spoke).rows for one in row]
        assert way in labels
        assert "It is sensitive" not in labels
