"""The attack finds what each rule keeps from it: without that rule answers are pinned, with it none are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

import pytest

from surveys.disclosure import MINIMUM_DEFAULT
from tests.attacks import attacker
from tests.attacks.campaign import attack_one

MIDDLING, UNANIMOUS, SMALL = (1, 1, MINIMUM_DEFAULT), (1, 0, MINIMUM_DEFAULT), (2, 2, 3)
"""Seed, number and minimum of networks that leaks show in."""

_FEW = 200
"""Fewer than usual: what is pinned anyway is looked at for less long."""


def by_number_alone(
    new: Sequence[Collection[str]], minimum: int, _published: Sequence[Collection[str]] = ()
) -> list[bool]:
    return [len(one) >= minimum for one in new]


def all_open(new: Sequence[Mapping[str, int]], _published: Sequence[Mapping[str, int | None]] = ()) -> list[bool]:
    return [True for _ in new]


def only_all_at_one(count: Counter[int]) -> int:
    """An agreement that is told only of answers that are all the same."""
    return count.total() if len(count) == 1 else 0


def exactly(answers: Collection[int]) -> tuple[int, int]:
    return sum(answers), sum(answers)


LEAKS = {
    "sums of a few": (MIDDLING, "surveys.disclosure.publishable", by_number_alone),
    "numbers near an end": (MIDDLING, "surveys.disclosure.extreme", lambda _answers: None),
    "agreement in fine words": (UNANIMOUS, "surveys.scoring._closest", only_all_at_one),
    "words told exactly by others": (MIDDLING, "surveys.parts.between", exactly),
    "sums near an end": (SMALL, "surveys.disclosure.open_ones", all_open),
    "narrow ranges beside words": (SMALL, "surveys.leeway._Sums._without_narrow", lambda _sums, kept: kept),
}

SECONDS = {"numbers near an end", "agreement in fine words", "narrow ranges beside words"}
"""What takes so long that it waits for the slow tests."""


@pytest.fixture(autouse=True)
def _few_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attacker, "_ANEW", _FEW)


def pinned(network: tuple[int, int, int]) -> list[str]:
    seed, number, minimum = network
    return attack_one(number, seed=seed, minimum=minimum).found


@pytest.mark.parametrize("leak", [pytest.param(one, marks=[pytest.mark.slow] * (one in SECONDS)) for one in LEAKS])
def test_a_rule_that_is_switched_off_is_missed(leak: str, monkeypatch: pytest.MonkeyPatch) -> None:
    network, rule, without = LEAKS[leak]
    monkeypatch.setattr(rule, without)
    assert pinned(network) != []


@pytest.mark.parametrize(
    "network", [MIDDLING, *(pytest.param(one, marks=pytest.mark.slow) for one in (UNANIMOUS, SMALL))]
)
def test_with_all_rules_nothing_is_pinned_there(network: tuple[int, int, int]) -> None:
    assert pinned(network) == []
