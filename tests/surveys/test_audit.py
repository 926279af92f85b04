"""No sum or difference of published figures tells of too few people: held against looking through all of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from surveys.audit import publishable
from tests.surveys.sums import is_safe

MINIMUM = st.integers(2, 4)


def best(sets: Sequence[frozenset[str]], minimum: int) -> int:
    """How many of them can be published at the most."""
    return max(
        sum(chosen)
        for chosen in product((False, True), repeat=len(sets))
        if is_safe([one for one, take in zip(sets, chosen, strict=True) if take], minimum)
    )


@st.composite
def rounds(draw: st.DrawFn, most: int = 9) -> list[frozenset[str]]:
    """Groups, organizations and the network of one round; who is in none of a kind has None there."""
    where = st.tuples(st.sampled_from([None, 0, 1, 2]), st.sampled_from([None, 3, 4, 5]))
    people = draw(st.lists(where, max_size=most))
    figures = [frozenset(f"p{place}" for place, one in enumerate(people) if kind in one) for kind in range(6)]
    if draw(st.booleans()):
        figures.append(frozenset(f"p{place}" for place in range(len(people))))
    return draw(st.permutations([one for one in figures if one]))


SETS = st.lists(st.frozensets(st.sampled_from("abcdefgh"), min_size=1), max_size=5)


@given(rounds(), MINIMUM)
def test_what_is_published_of_a_round_is_safe(figures: list[frozenset[str]], minimum: int) -> None:
    kept = publishable(figures, minimum)
    assert is_safe([one for one, take in zip(figures, kept, strict=True) if take], minimum)


@given(SETS, MINIMUM)
def test_whoever_is_in_several_groups_is_safe_too(figures: list[frozenset[str]], minimum: int) -> None:
    kept = publishable(figures, minimum)
    assert is_safe([one for one, take in zip(figures, kept, strict=True) if take], minimum)


@given(rounds(), MINIMUM)
def test_nothing_is_withheld_of_a_round_that_would_be_safe_beside_the_rest(
    figures: list[frozenset[str]], minimum: int
) -> None:
    kept = publishable(figures, minimum)
    shown = [one for one, take in zip(figures, kept, strict=True) if take]
    for one, take in zip(figures, kept, strict=True):
        assert take or not is_safe([*shown, one], minimum)


@given(rounds(), MINIMUM, st.integers(0, 7))
def test_what_was_published_before_stays_and_is_reckoned_with(
    figures: list[frozenset[str]], minimum: int, cut: int
) -> None:
    before = [one for one, take in zip(figures, publishable(figures[:cut], minimum), strict=False) if take]
    later = [one for one, take in zip(figures[cut:], publishable(figures[cut:], minimum, before), strict=True) if take]
    assert is_safe([*before, *later], minimum)


@given(rounds(7), MINIMUM)
def test_no_figure_more_could_have_been_published(figures: list[frozenset[str]], minimum: int) -> None:
    assert sum(publishable(figures, minimum)) == best(figures, minimum)


def test_two_figures_that_differ_by_one_person_are_not_both_published() -> None:
    """Eleven less ten would be one person's answer."""
    eleven = frozenset("abcdefghijk")
    assert sum(publishable([eleven - {"a"}, eleven], 5)) == 1


def test_who_is_in_two_groups_is_not_what_the_network_is_less_than_them() -> None:
    """Both groups together less the network is whoever is in both."""
    small, one, other = frozenset("ab"), frozenset("abfg"), frozenset("acdeh")
    for figures in ([one, other, one | other], [small, one | other, one, other]):
        kept = publishable(figures, 2)
        assert is_safe([sets for sets, take in zip(figures, kept, strict=True) if take], 2)


def test_a_sum_of_three_is_found() -> None:
    """The network without its two organizations is three people: each alone is enough, and each two."""
    one, other = frozenset("abcdef"), frozenset("ghijkl")
    assert publishable([one, other, one | other | frozenset("xyz")], 5).count(True) == 2
    assert publishable([one, other, one | other | frozenset("vwxyz")], 5) == [True, True, True]
