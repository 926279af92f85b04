"""What wheels of near rounds on the same survey take away from a new one.

Whoever takes it that everybody answered as before sees two rounds as one: what tells their sums apart then tells of
those alone who came, went or skipped. So a new figure must fit beside near ones as beside figures of its own round.

A figure of the same people as one that is shown tells nothing more. What is left is held to the rule of one round if
it is decided on by itself. Of figures that are decided on together (organizations, the network) none is shown that has
anybody in common with a near figure of other people, nor with a shown one that has, and so on: no sum of what is left
then holds anything of what is near. So it is with each new figure beside people of whom more is known than sums.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

Answers = Mapping[str, int | None]
Rule = Callable[[Sequence[Answers], Sequence[Answers]], Sequence[bool]]
"""For each of the new figures of a round whether it may be shown beside those that are."""

UNKNOWN = "?"
"""Stands in a near figure for people who are not known any more: nobody of it is in a new one."""


@dataclass(frozen=True, slots=True)
class Around:
    """Figures of near rounds, theme by theme, and the highest minimum of those rounds.

    `whole` are those of whose people more is known than that sum, as how far they agree: a new figure is of just these
    people, or of none of them.
    """

    figures: Sequence[Mapping[str, Answers]] = ()
    minimum: int = 0
    whole: Sequence[Mapping[str, Answers]] = ()

    def of(self, spoke: str) -> list[Answers]:
        """Who is in that theme of each that shows it."""
        return [figure[spoke] for figure in self.figures if spoke in figure]

    def whole_of(self, spoke: str) -> set[frozenset[str]]:
        """Who is in that theme of those that are `whole`."""
        return {frozenset(figure[spoke]) for figure in self.whole if spoke in figure}


NOTHING_AROUND = Around()


def fitting(
    new: Sequence[Answers],
    seen: Sequence[Answers],
    near: Sequence[Answers],
    rule: Rule,
    whole: AbstractSet[frozenset[str]] = frozenset(),
) -> list[bool]:
    """For each of the new figures of a theme whether it fits beside `near` ones, and those `seen` of its round."""
    known = {frozenset(one) for one in seen}
    others = list({frozenset(one): one for one in near if frozenset(one) not in known}.values())
    if not (others or whole):
        return [True] * len(new)
    same = {frozenset(one) for one in new} & ({frozenset(one) for one in others} | whole)
    barring = [one for one in others if UNKNOWN in one or (len(new) > 1 and frozenset(one) not in same)]
    barring += [dict.fromkeys(one) for one in whole]
    barred = _tied_to(barring, [*seen, *others])
    left = [place for place, one in enumerate(new) if frozenset(one) not in same and barred.isdisjoint(one)]
    beside = [one for one in (*seen, *others) if barred.isdisjoint(one)]
    fit = rule([new[place] for place in left], beside) if left else []
    allowed = {place for place, fits in zip(left, fit, strict=True) if fits}
    return [place in allowed or frozenset(one) in same for place, one in enumerate(new)]


def _tied_to(barring: Sequence[Answers], figures: Iterable[Answers]) -> set[str]:
    """Everybody in these figures, in those that have somebody in common with them, and so on."""
    found, left = set[str]().union(*barring), list(figures)
    while near := [one for one in left if not found.isdisjoint(one)]:
        left = [one for one in left if found.isdisjoint(one)]
        found.update(*near)
    return found
