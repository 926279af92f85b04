"""The attack in small, and what it is worth: it finds what can be found, and calls nothing open that is not."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from tests.attacks.campaign import attack
from tests.attacks.openness import Puzzle
from tests.attacks.published import Fact, Kind, Subject

LEVEL = st.integers(0, 5)


@st.composite
def puzzles(draw: st.DrawFn) -> list[Fact]:
    """Five people in two groups and two organizations at the most, some of whose sums are known, or nearly."""
    places = [(draw(st.sampled_from([None, 0, 1])), draw(st.sampled_from([None, 0, 1]))) for _ in range(5)]
    levels = [draw(LEVEL) for _ in places]
    facts = []
    for kind, side in ((Kind.GROUP, 0), (Kind.ORGANIZATION, 1)):
        for number in range(2):
            answers = {f"p{one}": levels[one] for one, where in enumerate(places) if where[side] == number}
            told = draw(st.booleans())
            if answers and told:
                facts.append(_fact(draw, Subject(kind, number, answers)))
    if draw(st.booleans()):
        facts.append(_fact(draw, Subject(Kind.NETWORK, 0, {f"p{one}": level for one, level in enumerate(levels)})))
    return facts


def _fact(draw: st.DrawFn, subject: Subject) -> Fact:
    total = sum(subject.answers.values())
    return Fact(subject, total - draw(st.integers(0, 1)), total + draw(st.integers(0, 1)))


@given(puzzles(), st.sampled_from([None, *(f"p{number}" for number in range(5))]))
def test_open_is_what_other_answers_fit_and_nothing_else(facts: list[Fact], known: str | None) -> None:
    puzzle = Puzzle(facts, Random(1))
    people = sorted(puzzle.answers)
    fitting = [
        answers
        for levels in product(range(6), repeat=len(people))
        if (answers := dict(zip(people, levels, strict=True))) and _fits(facts, answers)
        if known not in answers or answers[known] == puzzle.answers[known]
    ]
    for person in people:
        if person != known:
            is_open = len({answers[person] for answers in fitting}) > 1
            found = puzzle.others(person, known)
            assert (found is not None) == is_open
            assert found is None or _fits(facts, found)


def _fits(facts: list[Fact], answers: Mapping[str, int]) -> bool:
    return all(fact.low <= sum(answers[one] for one in fact.subject.answers) <= fact.high for fact in facts)


def test_nothing_is_pinned_and_most_is_shown() -> None:
    tally = attack(3, seed=3)
    assert tally.found == []
    assert tally.share("large group") >= 0.85
    assert tally.pinned_without > 0.1 * tally.answers, "without the rules it pins many"
