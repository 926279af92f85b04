"""Which levels of a round may be seen, so that no one below the minimum is, however figures are put together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from surveys.audit import publishable

MINIMUM_FLOOR = 3
MINIMUM_DEFAULT = 5

Respondents = AbstractSet[str]
Figure = Mapping[str, Respondents]
"""For each spoke, by its key, who scored it: opaque ids, the same for the same respondent in all figures of a round."""


def shown(figures: Sequence[Figure], *, minimum: int, published: Iterable[Figure] = ()) -> tuple[frozenset[str], ...]:
    """For each figure of one round the spokes whose level may be shown: of each spoke, as many figures as can be.

    `published` holds, of each figure of the same round that people have seen, only the spokes that it showed. A figure
    with no spoke is withheld. ValueError for a minimum under the floor.
    """
    if minimum < MINIMUM_FLOOR:
        raise ValueError(f"the minimum is at least {MINIMUM_FLOOR}, not {minimum}")
    seen = list(published)
    result: list[set[str]] = [set() for _ in figures]
    for spoke in dict.fromkeys(spoke for figure in figures for spoke in figure):
        having = [place for place, figure in enumerate(figures) if spoke in figure]
        before = [figure[spoke] for figure in seen if spoke in figure]
        for place, safe in zip(
            having, publishable([figures[place][spoke] for place in having], minimum, before), strict=True
        ):
            if safe:
                result[place].add(spoke)
    return tuple(map(frozenset, result))
