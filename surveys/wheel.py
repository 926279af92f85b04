"""The frozen result of a figure, ready to be drawn and told. All words come in translated: no catalog is known here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from surveys.extremes import Extreme
from surveys.scoring import Agreement
from surveys.template import HIGHEST, Template


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokeResult:
    """What one spoke shows. Levels are 0 to 5 with one decimal; `level` is None where it is withheld.

    A level near an end of the scale is told as a `word` instead, and so is one of the round before (`previous_word`).
    `agreed` is the level that a group agreed on together, beside the mean of what each of them answered or without one.
    """

    key: str
    name: str
    level: Decimal | None
    agreement: Agreement | None = None
    previous: Decimal | None = None
    target: Decimal | None = None
    agreed: Decimal | None = None
    word: Extreme | None = None
    previous_word: Extreme | None = None

    def __post_init__(self) -> None:
        for value in (self.level, self.previous, self.target, self.agreed):
            if value is not None and not 0 <= value <= HIGHEST:
                raise ValueError(f"a level is 0 to {HIGHEST}, not {value}")

    @property
    def value(self) -> Decimal | None:
        """Where it stands: at its level, or the end that a word tells of, or at what was agreed on."""
        if self.level is not None:
            return self.level
        return self.word.end if self.word else self.agreed

    @property
    def drawn(self) -> Decimal | None:
        """Where the picture has it: a word stands a little before its end."""
        return self.word.drawn if self.level is None and self.word else self.value

    @property
    def drawn_before(self) -> Decimal | None:
        return self.previous_word.drawn if self.previous_word else self.previous

    @property
    def answered(self) -> bool:
        """Whether it stands where people answered, and not only where they agreed."""
        return self.level is not None or self.word is not None

    @property
    def before(self) -> Decimal | None:
        """Where it stood in the round before."""
        return self.previous_word.end if self.previous_word else self.previous

    @property
    def change(self) -> Decimal | None:
        """How far it moved since the previous round; None where either is unknown, or known by a word only."""
        if self.word or self.value is None or self.previous is None:
            return None
        return self.value - self.previous


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The few words of the picture itself, in its language, and the sign between units and tenths."""

    previous: str
    target: str
    withheld: str
    agreed: str
    agreement: Mapping[Agreement, str]
    extremes: Mapping[Extreme, str]
    decimal_sign: str = "."


@dataclass(frozen=True, slots=True, kw_only=True)
class Wheel:
    """All that the picture shows. `whose`: the group, organization or network; `answers_text`: such as "14 answers"."""

    title: str
    whose: str
    date_text: str
    answers_text: str
    spokes: tuple[SpokeResult, ...]
    words: Words

    def __post_init__(self) -> None:
        if not 5 <= len(self.spokes) <= 10:
            raise ValueError(f"a wheel has 5 to 10 spokes, not {len(self.spokes)}")


def results(
    template: Template,
    language: str,
    *,
    levels: Mapping[str, Decimal | None],
    previous: Mapping[str, Decimal | None] | None = None,
    targets: Mapping[str, Decimal | None] | None = None,
    agreements: Mapping[str, Agreement | None] | None = None,
    agreed: Mapping[str, Decimal | None] | None = None,
    extremes: Mapping[str, Extreme | None] | None = None,
    previous_extremes: Mapping[str, Extreme | None] | None = None,
) -> tuple[SpokeResult, ...]:
    """The spokes of a template in its order, named in the language; a spoke of which nothing is given is withheld."""
    return tuple(
        SpokeResult(
            key=spoke.key,
            name=spoke.name.in_(language),
            level=levels.get(spoke.key),
            agreement=(agreements or {}).get(spoke.key),
            previous=(previous or {}).get(spoke.key),
            target=(targets or {}).get(spoke.key),
            agreed=(agreed or {}).get(spoke.key),
            word=(extremes or {}).get(spoke.key),
            previous_word=(previous_extremes or {}).get(spoke.key),
        )
        for spoke in template.spokes
    )


def strongest(spokes: Iterable[SpokeResult], *, count: int = 2) -> tuple[SpokeResult, ...]:
    """The highest levels, highest first: `count` of them and those level with the last.

    Only levels above the middle between the highest and the lowest: so that no spoke is both strong and to strengthen,
    and where all are level none stands out.
    """
    ranked = sorted(_levels(spokes), key=lambda pair: -pair[0])
    return _leading(ranked, count)


def to_strengthen(spokes: Iterable[SpokeResult], *, count: int = 2) -> tuple[SpokeResult, ...]:
    """The lowest levels, lowest first: `count` of them and those level with the last; see `strongest`."""
    ranked = sorted(_levels(spokes), key=lambda pair: pair[0])
    return _leading(ranked, count)


def most_divided(spokes: Iterable[SpokeResult]) -> tuple[SpokeResult, ...]:
    """The shown spokes on which views are divided, in the order of the wheel."""
    return tuple(spoke for _, spoke in _levels(spokes) if spoke.agreement is Agreement.DIVIDED)


def moved(spokes: Iterable[SpokeResult]) -> tuple[SpokeResult, ...]:
    """The spokes whose level changed since the previous round, the largest change first."""
    changes = [(spoke.change, spoke) for spoke in spokes if spoke.change]
    return tuple(spoke for _, spoke in sorted(changes, key=lambda pair: -abs(pair[0])))


def _levels(spokes: Iterable[SpokeResult]) -> list[tuple[Decimal, SpokeResult]]:
    return [(spoke.value, spoke) for spoke in spokes if spoke.value is not None]


def _leading(ranked: list[tuple[Decimal, SpokeResult]], count: int) -> tuple[SpokeResult, ...]:
    """The first of a ranked list as far as its best half reaches, ties with the last included."""
    if not ranked:
        return ()
    best, worst = ranked[0][0], ranked[-1][0]
    last = ranked[min(count, len(ranked)) - 1][0]
    return tuple(
        spoke for value, spoke in ranked if abs(value - best) <= abs(last - best) and _nearer(value, best, worst)
    )


def _nearer(value: Decimal, best: Decimal, worst: Decimal) -> bool:
    return abs(value - best) < abs(value - worst)
