"""What of a round may be seen, so that no one's answer is, however figures are put together, with one's own or without.

Nothing else makes a level, a word for one, an agreement or a number of answers: they come from here, once, and are
frozen in a snapshot. See `surveys.audit` for whom figures tell of, and `surveys.leeway` for what their sums leave open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from decimal import Decimal

from surveys.audit import publishable
from surveys.extremes import Extreme, extreme
from surveys.leeway import Answers, open_ones
from surveys.near import NOTHING_AROUND, UNKNOWN, Around, fitting
from surveys.parts import Reckoned, reckoned
from surveys.scoring import Agreement, agreement, level

MINIMUM_FLOOR = 3
MINIMUM_DEFAULT = 5

COUNT = "#"
"""Stands beside the spokes (no key of one) for the number of answers: who is in it must fit beside others as well."""

Scored = Mapping[str, Mapping[str, int]]
"""For each spoke, by its key, who answered what, 0 to 5: opaque ids, the same for the same respondent in all figures of
a round."""

Seen = Mapping[str, Answers]
"""For each spoke that people have seen of a figure who is in it, and with what, as far as that is still known."""

Respondents = AbstractSet[str]
Figure = Mapping[str, Respondents]
"""For each spoke that a figure shows, and for `COUNT`, who is in it."""


@dataclass(frozen=True, slots=True)
class Result:
    """What may be seen of a spoke: its level, or a word for one near an end of the scale; both None: withheld.

    `from_parts`: it is reckoned from figures that people have seen, and tells nothing beyond them.
    """

    level: Decimal | None = None
    word: Extreme | None = None
    agreement: Agreement | None = None
    from_parts: bool = False

    @property
    def shown(self) -> bool:
        return self.level is not None or self.word is not None


WITHHELD = Result()


@dataclass(frozen=True, slots=True)
class Disclosed:
    """A figure as it may be seen. `who` is in each spoke shown, and under `COUNT` if the number of answers is.

    `held_back`: the spokes that are withheld for what was answered, though they would tell of enough people. Who knows
    that enough have answered knows that these are near an end: for what comes later, something was told of them.
    """

    spokes: Mapping[str, Result] = field(default_factory=dict)
    who: Figure = field(default_factory=dict)
    held_back: AbstractSet[str] = frozenset()

    @property
    def answers(self) -> int | None:
        """How many people are in what is shown; None where that would tell of a few."""
        return len(self.who[COUNT]) if COUNT in self.who else None

    def spoke(self, key: str) -> Result:
        return self.spokes.get(key, WITHHELD)


def disclosed(
    figures: Sequence[Scored],
    *,
    minimum: int,
    seen: Iterable[Seen] = (),
    near: Around = NOTHING_AROUND,
    alone: bool = False,
) -> tuple[Disclosed, ...]:
    """What may be seen of the figures of one round, beside those that people have `seen`, and those of `near` rounds.

    Of each spoke as many figures as can be; of others what is `seen` of their parts, if that is most of them. A figure
    with no spoke is withheld. How far people agree is told only where a figure stands `alone`: the only one that its
    round can have. ValueError for a minimum under the floor.
    """
    if minimum < MINIMUM_FLOOR:
        raise ValueError(f"the minimum is at least {MINIMUM_FLOOR}, not {minimum}")
    before = list(seen)
    allowed = [dict[str, Mapping[str, int]]() for _ in figures]
    held_back = [set[str]() for _ in figures]
    for spoke in dict.fromkeys(spoke for figure in figures for spoke in figure):
        them = {place: figure[spoke] for place, figure in enumerate(figures) if spoke in figure}
        shown, held = _open(spoke, them, minimum, _of(spoke, before), near)
        for place in shown:
            allowed[place][spoke] = figures[place][spoke]
        for place in held:
            held_back[place].add(spoke)
    parts = [_from_parts(figure, one, before) for figure, one in zip(figures, allowed, strict=True)]
    everybody = [_everybody(*both) for both in zip(allowed, parts, strict=True)]
    counts = counted(everybody, minimum, _of(COUNT, before), near)
    told = tuple(
        _disclosed(*one, [spoke for spoke in one[0] if alone and _unchanged(one[0][spoke], near.of(spoke))])
        for one in zip(allowed, parts, counts, strict=True)
    )
    return tuple(replace(one, held_back=held) for one, held in zip(told, held_back, strict=True))


def not_yet_counted(scored: Scored, seen: Sequence[Seen], minimum: int) -> Scored:
    """A group's answers without those that people have seen in another group's figure of the round.

    Somebody in two groups would tie their figures to each other, and the network's could hardly be shown beside them.
    Of a spoke where too few would be left all count, as of two groups of the same people.
    """
    return {spoke: _left(answers, [one.get(spoke, {}) for one in seen], minimum) for spoke, answers in scored.items()}


def _left(answers: Mapping[str, int], seen: Sequence[Answers], minimum: int) -> Mapping[str, int]:
    left = {one: level for one, level in answers.items() if not any(one in other for other in seen)}
    return left if len(left) >= minimum else answers


def _of(spoke: str, figures: Sequence[Seen]) -> list[Answers]:
    return [figure[spoke] for figure in figures if spoke in figure]


def _unchanged(answers: Answers, near: Sequence[Answers]) -> bool:
    """Whether near figures, if there are any, are of the same people, or of others altogether."""
    return all(one.keys() == answers.keys() or (UNKNOWN not in one and one.keys().isdisjoint(answers)) for one in near)


def _open(
    spoke: str, them: Mapping[int, Answers], minimum: int, beside: Sequence[Answers], near: Around
) -> tuple[set[int], set[int]]:
    """Which of the figures that have a spoke show it: they fit beside near ones, and beside those of their round.

    And which do not for what was answered alone.
    """

    def safe_near(new: Sequence[Answers], seen: Sequence[Answers]) -> list[bool]:
        return _safe(new, _enough(new, max(minimum, near.minimum), seen), seen)

    others = near.of(spoke)
    left = _those(them, fitting([*them.values()], beside, others, safe_near, near.whole_of(spoke)))
    enough = _enough([*left.values()], minimum, beside)
    shown = _those(left, _safe([*left.values()], enough, beside))
    told = _those(them, _fit(spoke, [*them.values()], minimum, beside, near)) if others else _those(left, enough)
    return set(shown), told.keys() - shown.keys()


def _those(them: Mapping[int, Answers], chosen: Iterable[bool]) -> Mapping[int, Answers]:
    return {place: them[place] for place, is_chosen in zip(them, chosen, strict=True) if is_chosen}


def _safe(them: Sequence[Answers], enough: Sequence[bool], beside: Sequence[Answers]) -> list[bool]:
    """For each that tells of `enough` people whether it may be shown, by what their sums leave."""
    left = iter(open_ones([one for one, is_enough in zip(them, enough, strict=True) if is_enough], beside))
    return [is_enough and next(left) for is_enough in enough]


def counted(
    them: Sequence[Respondents], minimum: int, beside: Sequence[Answers] = (), near: Around = NOTHING_AROUND
) -> list[Respondents | None]:
    """Who is in the number of answers, where that can be told: it is held to the rule of the levels."""
    fits = _fit(COUNT, [dict.fromkeys(one) for one in them], minimum, beside, near)
    return [who if fit else None for who, fit in zip(them, fits, strict=True)]


def _fit(spoke: str, them: Sequence[Answers], minimum: int, beside: Sequence[Answers], near: Around) -> list[bool]:
    """For each whether it tells of enough people beside all others, whatever they answered."""

    def enough_near(new: Sequence[Answers], seen: Sequence[Answers]) -> list[bool]:
        return _enough(new, max(minimum, near.minimum), seen)

    fits = fitting(them, beside, near.of(spoke), enough_near, near.whole_of(spoke))
    told = iter(_enough([one for one, fit in zip(them, fits, strict=True) if fit], minimum, beside))
    return [fit and next(told) for fit in fits]


def _enough(them: Sequence[Answers], minimum: int, beside: Sequence[Answers]) -> list[bool]:
    """For each whether it tells of enough people."""
    return publishable([frozenset(one) for one in them], minimum, [frozenset(one) for one in beside])


def _from_parts(figure: Scored, allowed: Scored, seen: Sequence[Seen]) -> Mapping[str, Reckoned]:
    """What can be told of the other spokes by what is seen of their parts."""
    left = [spoke for spoke in figure if spoke not in allowed]
    found = {spoke: reckoned(figure[spoke], [one[spoke] for one in seen if spoke in one]) for spoke in left}
    return {spoke: one for spoke, one in found.items() if one}


def _everybody(figure: Scored, parts: Mapping[str, Reckoned]) -> Respondents:
    return frozenset[str]().union(*figure.values(), *(one.who for one in parts.values()))


def _disclosed(
    scored: Scored, parts: Mapping[str, Reckoned], everybody: Respondents | None, alone: Sequence[str]
) -> Disclosed:
    """`alone`: the spokes of which it is told how far people agree."""
    who: dict[str, Respondents] = {spoke: frozenset(answers) for spoke, answers in scored.items()}
    spokes = {spoke: _result(list(answers.values()), alone=spoke in alone) for spoke, answers in scored.items()}
    for spoke, one in parts.items():
        who[spoke], spokes[spoke] = one.who, Result(one.level, one.word, from_parts=True)
    return Disclosed(spokes, who if everybody is None else {**who, COUNT: everybody})


def _result(answers: Sequence[int], *, alone: bool) -> Result:
    """The word where there is one: then nothing else is told."""
    if word := extreme(answers):
        return Result(word=word)
    return Result(level=level(answers), agreement=agreement(answers) if alone else None)
