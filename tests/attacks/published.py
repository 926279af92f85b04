"""What everybody sees of a theme in a round: as the product publishes it, and as it would be without its rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from surveys.disclosure import Result, disclosed, not_yet_counted
from surveys.extremes import REACH
from surveys.scoring import Agreement, level
from tests.attacks.society import Played

Answers = Mapping[str, int]
"""Person -> level 0..5, of one theme."""


class Kind(Enum):
    GROUP = "group"
    ORGANIZATION = "organization"
    NETWORK = "network"


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose figure it is, and the answers of its people to one theme."""

    kind: Kind
    place: int
    answers: Answers


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure as an adversary reads it, who knows whose answers are in it: between which bounds their sum lies."""

    subject: Subject
    low: int
    high: int
    agreement: Agreement | None = None


Published = Sequence[tuple[Subject, Result]]
"""All figures of a round, in the order in which they are decided on, and what is told of each."""


def published(played: Played, answers: Answers) -> Published:
    """What the product publishes: of a network's round each group's figure, then all others together.

    Groups that take a round for themselves are rounds of their own.
    """
    told: list[tuple[Subject, Result]] = []
    for one in _groups(played, answers):
        seen = [subject.answers for subject, result in told if result.shown and played.whole]
        left = not_yet_counted({"a": one.answers}, [{"a": other} for other in seen], played.minimum)
        told += _told([replace(one, answers=left["a"])], seen, played)
    seen = [subject.answers for subject, result in told if result.shown]
    return told + (_told(_wider(played, answers), seen, played) if played.whole else [])


def everything(played: Played, answers: Answers) -> list[Subject]:
    """All figures that a round could have."""
    return _groups(played, answers) + (_wider(played, answers) if played.whole else [])


def _groups(played: Played, answers: Answers) -> list[Subject]:
    return [
        Subject(Kind.GROUP, place, {one: given for one, given in answers.items() if place in played.people[one].groups})
        for place in range(played.groups)
    ]


def _wider(played: Played, answers: Answers) -> list[Subject]:
    organizations = [
        Subject(
            Kind.ORGANIZATION,
            place,
            {one: given for one, given in answers.items() if played.people[one].organization == place},
        )
        for place in range(played.organizations)
    ]
    return [*organizations, Subject(Kind.NETWORK, 0, answers)]


def _told(them: list[Subject], seen: list[Answers], played: Played) -> list[tuple[Subject, Result]]:
    scored = [{"a": one.answers} for one in them]
    beside = [{"a": one} for one in seen]
    found = disclosed(scored, minimum=played.minimum, seen=beside, alone=not played.whole)
    return [(subject, one.spoke("a")) for subject, one in zip(them, found, strict=True)]


def with_rules(told: Published) -> list[Fact]:
    """What follows from each figure shown by itself. The sum is taken as known, also where it was rounded."""
    return [_fact(subject, result) for subject, result in told if result.shown and not result.from_parts]


def exactly(subject: Subject, spread: Agreement | None = None) -> Fact:
    """The sum is known."""
    total = sum(subject.answers.values())
    return Fact(subject, total, total, spread)


def _fact(subject: Subject, result: Result) -> Fact:
    if result.word is None:
        return exactly(subject, result.agreement)
    most = 5 * len(subject.answers)
    return Fact(subject, most - REACH, most) if result.word.is_high else Fact(subject, 0, REACH)


def without_rules(them: list[Subject]) -> list[Fact]:
    """Each figure that has an answer, with its mean to one decimal, whatever it tells."""
    return [_rounded(one) for one in them if one.answers]


def _rounded(subject: Subject) -> Fact:
    many, shown = len(subject.answers), level(list(subject.answers.values()))
    fitting = [total for total in range(5 * many + 1) if (20 * total + many) // (2 * many) == int((shown or 0) * 10)]
    return Fact(subject, fitting[0], fitting[-1])
