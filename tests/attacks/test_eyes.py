"""The attack finds what each rule keeps from it: without that rule answers are pinned, with it none are."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import pytest

from surveys.disclosure import MINIMUM_DEFAULT, Disclosed, Scored, Seen, disclosed
from tests.attacks import attacker
from tests.attacks.campaign import attack_one

MIDDLING, SMALL = (1, 1, MINIMUM_DEFAULT), (2, 2, 3)
"""Seed, number and minimum of networks that leaks show in."""

_STEPS = 200
"""Fewer than usual: what is pinned anyway is looked at for less long."""


def by_number_alone(
    new: Sequence[Collection[str]], minimum: int, _published: Sequence[Collection[str]] = ()
) -> list[bool]:
    return [len(one) >= minimum for one in new]


def all_open(new: Sequence[Mapping[str, int]], _published: Sequence[Mapping[str, int | None]] = ()) -> list[bool]:
    return [True for _ in new]


def with_agreement(
    figures: Sequence[Scored], *, minimum: int, seen: Sequence[Seen], alone: bool
) -> tuple[Disclosed, ...]:
    assert alone in (True, False)
    return disclosed(figures, minimum=minimum, seen=seen, alone=True)


def exactly(answers: Collection[int]) -> tuple[int, int]:
    return sum(answers), sum(answers)


LEAKS = {
    "sums of a few": ("surveys.disclosure.publishable", by_number_alone),
    "numbers near an end": ("surveys.disclosure.extreme", lambda _answers: None),
    "agreement beside other figures": ("tests.attacks.published.disclosed", with_agreement),
    "words told exactly by others": ("surveys.parts.between", exactly),
}
LEAKS_IN_SMALL = {
    "sums near an end": ("surveys.disclosure.open_ones", all_open),
    "narrow ranges beside words": ("surveys.leeway._Sums._without_narrow", lambda _sums, kept: kept),
}


@pytest.fixture(autouse=True)
def _few_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attacker, "_STEPS", _STEPS)


def pinned(network: tuple[int, int, int]) -> list[str]:
    seed, number, minimum = network
    return attack_one(number, seed=seed, minimum=minimum).found


@pytest.mark.parametrize("leak", LEAKS)
def test_a_rule_that_is_switched_off_is_missed(leak: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(*LEAKS[leak])
    assert pinned(MIDDLING) != []


@pytest.mark.parametrize("leak", LEAKS_IN_SMALL)
def test_so_is_one_that_keeps_sums_from_an_end(leak: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(*LEAKS_IN_SMALL[leak])
    assert pinned(SMALL) != []


@pytest.mark.parametrize("network", [MIDDLING, SMALL])
def test_with_all_rules_nothing_is_pinned_there(network: tuple[int, int, int]) -> None:
    assert pinned(network) == []
