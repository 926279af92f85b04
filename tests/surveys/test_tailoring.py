"""A template of one's own: what can be changed, what is refused, and which themes stay comparable."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.tailoring import (
    TALK,
    Draft,
    Fault,
    UnfitError,
    added,
    dropped,
    fitting,
    marked,
    rekeyed,
    releveled,
    reworded,
    sentences,
    turned,
)
from surveys.template import FEWEST, MOST, load_all
from surveys.text import Text
from tests.locales.rules import french_faults, spanish_faults

SHIPPED = load_all()["gender-equality"]
COPY = Draft.of(SHIPPED)
FIRST = SHIPPED.spokes[0].key
SENSITIVE = "lgbtqi_inclusion"
SIX = "zero\none\ntwo\nthree\nfour\nfive"


def with_themes(many: int) -> Draft:
    draft = COPY
    for number in range(len(COPY.asked), many):
        draft = added(draft, "fr", f"Thème {number}", "Et alors ?", SIX)
    for spoke in COPY.spokes[many:]:
        draft = dropped(draft, spoke.key) if not spoke.sensitive else draft
    return draft


def test_the_questions_for_talking_about_a_new_theme_are_well_written() -> None:
    for text in TALK:
        assert text.languages == SHIPPED.languages
        assert [*french_faults(text.in_("fr")), *spanish_faults(text.in_("es"))] == []


def test_a_copy_asks_what_it_was_copied_from_and_has_what_is_sensitive_off() -> None:
    assert COPY.asked == SHIPPED.spokes
    assert COPY.off == (SENSITIVE,)
    assert COPY.template("own-1", 1).spokes == SHIPPED.spokes
    assert Draft.model_validate_json(COPY.model_dump_json()) == COPY


def test_a_changed_level_makes_another_theme_and_a_changed_name_or_question_does_not() -> None:
    renamed = reworded(reworded(COPY, FIRST, "n", "en", "Will"), FIRST, "q", "en", "Who leads?")
    assert rekeyed(renamed, COPY) == renamed
    other = rekeyed(reworded(renamed, FIRST, "3", "en", "Quite often"), COPY)
    assert other.spokes[0].key == f"{FIRST}_v1"
    assert other.spokes[1:] == renamed.spokes[1:]
    third = rekeyed(releveled(other, other.spokes[0].key, "en", SIX), other)
    assert third.spokes[0].key == f"{FIRST}_v2"


def test_a_level_said_in_one_language_more_is_the_same_level() -> None:
    french = rekeyed(releveled(COPY, FIRST, "fr", SIX), COPY)
    translated = reworded(french, french.spokes[0].key, "2", "en", "two, in English")
    assert rekeyed(translated, french) == translated
    back = reworded(reworded(COPY, FIRST, "3", "en", "Quite often"), FIRST, "3", "en", "Sometimes on their agenda")
    assert rekeyed(back, COPY) != back, "its other languages are gone"


def test_a_theme_that_is_off_stays_off_under_its_new_key() -> None:
    other = rekeyed(releveled(COPY, SENSITIVE, "en", SIX), COPY)
    assert other.asked == COPY.asked
    assert other.off == (f"{SENSITIVE}_v1",)


def test_words_in_a_language_that_there_is_replace_all_and_in_another_are_added() -> None:
    once = reworded(COPY, FIRST, "n", "fr", "Volonté")
    assert once.spokes[0].name == Text({"fr": "Volonté"})
    twice = reworded(once, FIRST, "n", "en", "Will")
    assert twice.spokes[0].name.root == {"fr": "Volonté", "en": "Will"}
    assert twice.lacking(["en", "fr", "es"]) == ["es"]
    assert reworded(twice, FIRST, "n", "fr", "Volonté") == twice
    assert reworded(COPY, "", "t", "es", "Lo nuestro").title == Text({"es": "Lo nuestro"})


@pytest.mark.parametrize(
    ("part", "words", "fault", "has"),
    [
        ("n", "x" * 31, Fault.LONG, 31),
        ("3", "é" * 32, Fault.LONG, 32),
        ("q", "x" * 161, Fault.LONG, 161),
        ("n", " \n\t", Fault.EMPTY, 0),
        ("n", "👍🏽 👩‍👩‍👧", Fault.EMPTY, 0),
        ("n", "SKILLS", Fault.SAME, 0),
        ("3", "never a WORD", Fault.SAME, 0),
    ],
)
def test_words_that_do_not_fit(part: str, words: str, fault: Fault, has: int) -> None:
    with pytest.raises(UnfitError) as refused:
        reworded(COPY, FIRST, part, "en", words)
    assert (refused.value.fault, refused.value.has) == (fault, has)


def test_words_are_one_line_and_signs_that_cannot_be_shown_are_left_out() -> None:
    assert (
        fitting(" We\n\n<b>decide</b>\u200d \u202etogether 👩\u200d👧", "question") == "We <b>decide</b> together 👩👧"
    )
    assert reworded(COPY, FIRST, "n", "en", "political WILL").spokes[0].name == Text({"en": "political WILL"})


@given(st.text(max_size=200))
def test_whatever_fits_can_be_a_template(words: str) -> None:
    try:
        draft = reworded(COPY, FIRST, "q", "fr", words)
    except UnfitError:
        return
    assert draft.template("own-1", 1).spokes[0].question == draft.spokes[0].question


@pytest.mark.parametrize(
    "words", [SIX, "0 · zero\n1. one\n2) two\n\n3 - three\n4: four\n5·five", SIX.replace("\n", "\n\n ")]
)
def test_six_sentences_come_one_a_line_with_their_numbers_or_without(words: str) -> None:
    assert sentences(words) == SIX.split("\n")


def test_five_or_seven_lines_or_twice_the_same_are_no_six_sentences() -> None:
    for words, fault in ((SIX[5:], Fault.SIX), (SIX + "\nsix", Fault.SIX), (SIX.replace("two", "One"), Fault.SAME)):
        with pytest.raises(UnfitError) as refused:
            sentences(words)
        assert refused.value.fault is fault
    assert sentences("1 - b\n2 - c\nd\ne\nf\ng")[0] == "1 - b"


def test_ten_themes_are_full_and_five_are_few() -> None:
    full, few = with_themes(MOST), with_themes(FEWEST)
    assert len(full.template("own-1", 1).spokes) == MOST
    for change in (partial(added, full, "fr", "Encore", "Et alors ?", SIX), partial(turned, full, SENSITIVE, on=True)):
        with pytest.raises(UnfitError) as refused:
            change()
        assert refused.value.fault is Fault.FULL
    for change in (partial(dropped, few, FIRST), partial(marked, few, FIRST)):
        with pytest.raises(UnfitError) as refused:
            change()
        assert refused.value.fault is Fault.FEW
    on = turned(few, SENSITIVE, on=True)
    assert len(on.template("own-1", 1).plain.spokes) == FEWEST
    assert dropped(on, SENSITIVE).spokes == few.asked


def test_what_is_marked_as_sensitive_is_off_until_it_is_turned_on() -> None:
    draft = marked(COPY, FIRST)
    assert FIRST not in [spoke.key for spoke in draft.asked]
    template = turned(draft, FIRST, on=True).template("own-1", 1)
    assert FIRST in [spoke.key for spoke in template.spokes]
    assert FIRST not in [spoke.key for spoke in template.plain.spokes]
    assert turned(turned(draft, FIRST, on=True), FIRST, on=True) == turned(draft, FIRST, on=True)
