"""Which levels of a round may be seen, so that no one below the minimum is, by one figure or by two put together.

Where two figures of a round overlap, whoever sees both can take one from the other: what both have in common, and what
each has alone, must be nobody or at least the minimum.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

MINIMUM_FLOOR = 3
MINIMUM_DEFAULT = 5

Respondents = AbstractSet[str]
Figure = Mapping[str, Respondents]
"""For each spoke, by its key, who scored it: opaque ids, the same for the same respondent in all figures of a round."""


def shown(figures: Sequence[Figure], *, minimum: int, published: Iterable[Figure] = ()) -> tuple[frozenset[str], ...]:
    """For each figure of one round, in order of publication, the spokes whose level may be shown.

    `published` holds, of each figure of the same round that people have seen, only the spokes that it showed. Greedy:
    an earlier figure never loses a spoke to a later one. A figure with no spoke is withheld. ValueError for a minimum
    under the floor.
    """
    if minimum < MINIMUM_FLOOR:
        raise ValueError(f"the minimum is at least {MINIMUM_FLOOR}, not {minimum}")
    seen: dict[str, list[Respondents]] = {}
    for figure in published:
        _see(seen, figure, figure.keys())
    result = []
    for figure in figures:
        spokes = frozenset(spoke for spoke, who in figure.items() if _safe(who, seen.get(spoke, ()), minimum))
        _see(seen, figure, spokes)
        result.append(spokes)
    return tuple(result)


def _see(seen: dict[str, list[Respondents]], figure: Figure, spokes: Iterable[str]) -> None:
    for spoke in spokes:
        seen.setdefault(spoke, []).append(figure[spoke])


def _safe(who: Respondents, others: Iterable[Respondents], minimum: int) -> bool:
    return len(who) >= minimum and all(
        _nobody_or_enough(part, minimum) for other in others for part in (who & other, who - other, other - who)
    )


def _nobody_or_enough(part: Respondents, minimum: int) -> bool:
    return not part or len(part) >= minimum
