"""Near rounds whose answers stayed as they were: nothing that is put together from them tells of a few."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations_with_replacement, product
from operator import itemgetter

import pytest
from hypothesis import event, example, given, settings
from hypothesis import strategies as st

from surveys.disclosure import COUNT, Disclosed, disclosed
from surveys.extremes import between
from surveys.near import UNKNOWN, Around
from surveys.scoring import Agreement, agreement
from tests.surveys.sums import is_safe

MINIMUM = 3
FEW, SOME = "abcdef", "abcdefghij"
Sets = Sequence[Sequence[frozenset[str]]]
"""Of each round, what is decided on one after another: a group by itself, then others together."""


@st.composite
def rounds(draw: st.DrawFn, people: str) -> list[list[list[frozenset[str]]]]:
    """Two or three near rounds of nearly the same groups; a round may have organizations, and a network, at its end."""
    group = draw(st.frozensets(st.sampled_from(people), min_size=3))
    change = st.frozensets(st.sampled_from(people), max_size=4)
    some = st.frozensets(st.sampled_from(people), min_size=1)
    played = []
    for _ in range(draw(st.integers(2, 3))):
        own = group ^ draw(change)
        played.append([[own], *draw(st.just([]) | st.lists(some, min_size=2, max_size=3).map(lambda one: [one]))])
    return played


def publish(
    played: Sequence[Sequence[Sequence[frozenset[str]]]], levels: Mapping[str, int]
) -> list[list[frozenset[str]]]:
    """Who is in each figure that is shown, round by round, as the product decides on them."""
    shown: list[list[frozenset[str]]] = []
    for round_ in played:
        near = Around([_answers(one, levels) for before in shown for one in before], MINIMUM)
        seen: list[frozenset[str]] = []
        for together in round_:
            figures = [_answers(one, levels) for one in together]
            told = disclosed(figures, minimum=MINIMUM, seen=[_answers(one, levels) for one in seen], near=near)
            seen += [one for one, result in zip(together, told, strict=True) if _is_told(result)]
        shown.append(seen)
    return shown


def _answers(who: frozenset[str], levels: Mapping[str, int]) -> dict[str, dict[str, int]]:
    return {"theme": {one: levels[one] for one in sorted(who)}}


def _is_told(result: Disclosed) -> bool:
    """By itself: what is reckoned from other figures tells nothing beyond them."""
    return result.spoke("theme").shown and not result.spoke("theme").from_parts


@given(rounds(SOME), st.lists(st.integers(0, 5), min_size=len(SOME), max_size=len(SOME)))
@settings(deadline=None)
def test_no_sum_of_near_figures_tells_of_fewer_than_the_minimum(
    played: list[list[list[frozenset[str]]]], levels: list[int]
) -> None:
    shown = publish(played, dict(zip(SOME, levels, strict=True)))
    sets = {one for round_ in shown for one in round_}
    event(f"{len(sets)} figures of others")
    assert is_safe(sorted(sets, key=sorted), MINIMUM)


@given(rounds(FEW), st.lists(st.integers(0, 5), min_size=len(FEW), max_size=len(FEW)))
@example([[[frozenset("abc")]], [[frozenset("abcdef")]]], [2, 3, 2, 5, 5, 5])
@settings(deadline=None, max_examples=60)
def test_nobody_s_answer_follows_from_near_figures_and_an_own_answer(
    played: list[list[list[frozenset[str]]]], levels: list[int]
) -> None:
    given_ = dict(zip(FEW, levels, strict=True))
    sets = {one for round_ in publish(played, given_) for one in round_}
    bounds = {who: between([given_[one] for one in who]) for who in sets}
    fitting = list(_fitting(bounds))
    for person in set[str]().union(*sets):
        assert len({one[person] for one in fitting}) > 1
        for known in set(FEW) - {person}:
            assert len({one[person] for one in fitting if one[known] == given_[known]}) > 1


def _fitting(bounds: Mapping[frozenset[str], tuple[int, int]]) -> Iterator[dict[str, int]]:
    """All answers of which the same would be seen."""
    sums = [(itemgetter(*map(FEW.index, who)), low, high) for who, (low, high) in bounds.items()]  # of three or more
    for levels in product(range(6), repeat=len(FEW)):
        if all(low <= sum(of(levels)) <= high for of, low, high in sums):
            yield dict(zip(FEW, levels, strict=True))


@pytest.mark.parametrize("came", [3, 4, 5, 6])
def test_who_came_last_is_not_told_by_what_was_withheld_before_they_came(came: int) -> None:
    """Of three near figures it is seen which are shown; the answers in the first are known, of newcomers their sum is.

    Of people who are in the same figures, the decision looks at their sum alone.
    """
    seen: dict[object, set[int]] = {}
    before = dict(zip("abcde", (2, 3, 2, 3, 2), strict=True))
    for total, last in product(range(5 * came + 1), range(6)):
        then = before | {f"new{number}": (total + number) // came for number in range(came)}
        near, told = [{"theme": before}], []
        for figure in (then, {**then, "last": last}):
            (result,) = disclosed([{"theme": figure}], minimum=MINIMUM, near=Around(near, MINIMUM), alone=True)
            told.append((result.spoke("theme").level and sum(figure.values()), result.spoke("theme").word))
            if _is_told(result) or result.held_back:
                near.append({"theme": {**figure, **({UNKNOWN: 0} if result.held_back else {})}})
        seen.setdefault(tuple(told), set()).add(last)
    assert all(len(possible) > 1 for possible in seen.values())


def near_to(before: Mapping[str, int | None], now: Mapping[str, int], *, minimum: int = 5) -> Disclosed:
    """A figure of a group, when another one was shown not long ago."""
    (told,) = disclosed([{"theme": now}], minimum=5, near=Around([{"theme": before}], minimum), alone=True)
    return told


MIXED = {f"p{number}": (0, 1, 4, 5, 2, 3)[number % 6] for number in range(20)}


def some(first: int, end: int) -> dict[str, int]:
    return {f"p{number}": MIXED[f"p{number}"] for number in range(first, end)}


@pytest.mark.parametrize(
    ("before", "now", "shown"),
    [
        (some(0, 10), some(0, 10), True),  # the same people
        (some(0, 10), some(0, 11), False),  # one has come
        (some(0, 10), some(2, 10), False),  # two have left
        (some(0, 10), some(0, 15), True),  # five have come
        (some(0, 10), some(3, 12), True),  # three have left, and two have come
        (some(0, 6), some(8, 14), True),  # others altogether
    ],
)
def test_who_came_and_went_is_nobody_or_enough(before: dict[str, int], now: dict[str, int], *, shown: bool) -> None:
    assert near_to(before, now).spoke("theme").shown is shown


@pytest.mark.parametrize(
    ("now", "shown"), [(some(0, 10), True), (some(0, 15), False), (some(0, 5), False), (some(10, 20), True)]
)
@pytest.mark.parametrize("again", [False, True])
def test_those_of_whom_more_is_known_are_all_in_a_figure_or_none(
    now: dict[str, int], *, shown: bool, again: bool
) -> None:
    """Also where their sum was told `again`, in the round of that figure."""
    before = [{"theme": some(0, 10)}]
    (told,) = disclosed([{"theme": now}], minimum=5, seen=before if again else (), near=Around(before, 5, before))
    assert told.spoke("theme").shown is shown
    assert not told.held_back


def test_how_far_ten_agree_and_the_sum_of_five_would_tell_their_answers() -> None:
    """Why these are kept apart: whoever of the five has answered 5 would know what the other four did."""
    fives = list(combinations_with_replacement(range(6), 5))
    fitting = {
        part
        for part, rest in product(fives, fives)
        if (sum(part), sum(rest), 5 in part) == (9, 16, True) and agreement([*part, *rest]) is Agreement.AGREE
    }
    assert fitting == {(1, 1, 1, 1, 5)}


def test_five_who_came_and_all_answered_alike_are_not_told_apart() -> None:
    newcomers = {f"new{number}": 5 for number in range(5)}
    assert not near_to(some(0, 10), some(0, 10) | newcomers).spoke("theme").shown


def test_what_is_withheld_for_its_answers_is_held_back_and_what_is_for_its_people_is_not() -> None:
    """Of the first it is told that they are near an end, of the second nothing."""
    for level in range(6):
        newcomers = {f"new{number}": level for number in range(5)}
        many, few = near_to(some(0, 10), some(0, 10) | newcomers), near_to(some(0, 10), some(0, 10) | {"new": level})
        assert (many.spoke("theme").shown, many.held_back) == (
            (False, {"theme"}) if level in {0, 1, 4, 5} else (True, set())
        )
        assert (few.spoke("theme").shown, few.held_back) == (False, set())


def test_of_wider_figures_the_network_s_is_held_back() -> None:
    """The rest of its answers, beside a group's wheel, are at an end of the scale."""
    newcomers = {f"new{number}": 4 for number in range(5)}
    organization, network = {"theme": some(0, 6)}, {"theme": some(0, 10) | newcomers}
    told = disclosed([organization, network], minimum=5, seen=[{"theme": some(0, 10)}])
    assert [(one.spoke("theme").shown, one.held_back) for one in told] == [(False, set()), (False, {"theme"})]


def test_the_larger_minimum_of_both_rounds_counts() -> None:
    assert near_to(some(0, 10), some(0, 15), minimum=5).spoke("theme").shown
    assert not near_to(some(0, 10), some(0, 15), minimum=8).spoke("theme").shown


def test_who_is_not_known_any_more_may_be_anybody_of_the_group() -> None:
    before = {**dict.fromkeys(some(0, 10)), UNKNOWN: None}
    assert not near_to(before, some(0, 10)).spoke("theme").shown
    assert near_to(before, some(10, 20)).spoke("theme").shown


def test_agreement_is_told_beside_the_same_people_or_others_alone() -> None:
    """A network's other groups take rounds as well."""
    assert isinstance(near_to(some(0, 10), some(0, 10)).spoke("theme").agreement, Agreement)
    assert isinstance(near_to(some(10, 20), some(0, 10)).spoke("theme").agreement, Agreement)
    unknown = near_to({**dict.fromkeys(some(10, 20)), UNKNOWN: None}, some(0, 10)).spoke("theme")
    assert (unknown.shown, unknown.agreement) == (True, None)
    other = near_to(some(0, 10), some(0, 15)).spoke("theme")
    assert (other.shown, other.agreement) == (True, None)


def test_the_number_of_answers_is_held_to_it_as_well() -> None:
    near = Around([{COUNT: dict.fromkeys(some(0, 9))}], 5)
    (told,) = disclosed([{"theme": some(0, 10)}], minimum=5, near=near)
    assert (told.spoke("theme").shown, told.answers) == (True, None)


def test_wider_figures_hold_nobody_of_a_near_one_of_other_people() -> None:
    """One organization has somebody of the group whose own round was shown last week; the other one has not."""
    near, seen = Around([{"theme": some(0, 7)}], 5), [{"theme": some(8, 20)}]
    wider = [{"theme": some(*ends)} for ends in ((3, 9), (9, 15), (0, 20))]
    told = disclosed(wider, minimum=5, seen=seen, near=near)
    assert [one.spoke("theme").shown for one in told] == [False, True, False]


def test_wider_figures_of_the_same_people_as_near_ones_are_shown() -> None:
    wider = [{"theme": some(*ends)} for ends in ((0, 10), (10, 20), (0, 20))]
    told = disclosed(wider, minimum=5, near=Around(wider, 5))
    assert [one.spoke("theme").shown for one in told] == [True, True, True]
