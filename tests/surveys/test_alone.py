"""What a figure by itself leaves open, to whoever knows one of its answers: all that there can be, tried."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations_with_replacement

import pytest

from surveys.disclosure import MINIMUM_FLOOR, Result, disclosed

Answers = tuple[int, ...]


def told(answers: Answers) -> Result:
    """Level, word and agreement of a group by itself, with the lowest minimum."""
    scored = {"theme": {str(number): level for number, level in enumerate(answers)}}
    (found,) = disclosed([scored], minimum=MINIMUM_FLOOR, alone=True)
    return found.spoke("theme")


def alike(many: int) -> Iterator[list[Answers]]:
    """Answers of so many people, in any order, that look the same."""
    found = defaultdict[Result, list[Answers]](list)
    for answers in combinations_with_replacement(range(6), many):
        found[told(answers)].append(answers)
    yield from found.values()


@pytest.mark.parametrize("many", range(3, 12))
def test_no_answer_is_determined_for_whoever_knows_one(many: int) -> None:
    for looking_so in alike(many):
        for own in {level for answers in looking_so for level in answers}:
            others = {level for answers in looking_so if own in answers for level in without(answers, own)}
            assert len(others) > 1, (looking_so, own)


def without(answers: Answers, own: int) -> Answers:
    place = answers.index(own)
    return answers[:place] + answers[place + 1 :]
