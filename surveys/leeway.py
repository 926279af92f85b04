"""Which figures of a round leave everybody's answer open, however their sums are put together with an own answer.

That a sum tells of enough people (`surveys.audit`) is not enough: where all of them are at an end of the scale, it
tells each answer. What follows of several sums follows of a cut (see `surveys.residue`): each must leave `REACH` points
in both directions, since whoever knows their own answer knows 5 of them at the most. A figure that is told in a word
leaves that much by itself.

Whether they do is a question of the published sums alone. A figure is therefore withheld for sums that can be told from
outside anyway, or for a range of them that reaches as far as a word does, at either end.

An answer that is not known here any more (somebody was forgotten) leaves no room.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from surveys.extremes import REACH, between
from surveys.residue import Residue
from surveys.sides import GROUNDS, Sides, ends_without, sides_of
from surveys.template import HIGHEST

Answers = Mapping[str, int | None]
"""Who (opaque ids) answered what, 0 to 5, in one figure; None where that is not known any more."""


def open_ones(new: Sequence[Answers], published: Sequence[Answers] = ()) -> list[bool]:
    """For each of the new figures of one round and theme whether it may be published beside those that are already.

    They are safe in whom they tell of: see `surveys.audit.publishable`. One with people who fit between no two sides
    is withheld, whatever they answered: its sum would bound theirs in ways that no cut tells.
    """
    figures, fixed = [*published, *new], len(published)
    sets, fitting = [frozenset(one) for one in figures], list(range(len(figures)))
    sides = sides_of(sets, set(fitting))
    while odd := [one for cell in sides.odd for one in cell if fitting[one] >= fixed]:
        fitting.remove(fitting[max(odd, key=lambda one: len(sets[fitting[one]]))])
        sides = sides_of([sets[place] for place in fitting], set(range(len(fitting))))
    kept = {fitting[place] for place in _Sums([figures[place] for place in fitting], fixed, sides).kept()}
    return [place in kept for place in range(fixed, len(figures))]


@dataclass
class _Sums:
    """Figures, of which the first `fixed` are published, and the rest may be."""

    figures: Sequence[Answers]
    fixed: int
    sides: Sides
    residue: Residue = field(init=False)

    def __post_init__(self) -> None:
        self.residue = Residue(REACH)
        for node in (*GROUNDS, *range(len(self.figures))):
            self.residue.add(node)
        self._lay_people()
        self._lay_words()
        if None not in self.sides.side:
            self.residue.join(*GROUNDS)

    def kept(self) -> set[int]:
        """Those that may be published together."""
        kept = set(range(len(self.figures)))
        while (cut := self.residue.thin_cut()) is not None:
            less = self._to_withhold(cut, kept)
            if less is None:
                return set(range(self.fixed))
            kept.discard(less)
            self.residue.join(*ends_without(self.sides, less))
        return kept

    def _lay_people(self) -> None:
        """Each who fits between two sides, with the room that their answer leaves."""
        everyone: Answers = {}
        member: dict[str, list[int]] = {}
        for place, figure in enumerate(self.figures):
            if self.sides.side[place] is None:
                everyone = figure
                continue
            for one in figure:
                member.setdefault(one, []).append(place)
        answers = {one: given for figure in self.figures for one, given in figure.items()}
        for one in {**dict.fromkeys(everyone), **dict.fromkeys(member)}:
            given, places = answers[one], member.get(one, [])
            if len(places) < 2 or frozenset(places) not in self.sides.odd:
                room = (0, 0) if given is None else (HIGHEST - given, given)
                self.residue.give(*self._ends(places), *room)

    def _ends(self, places: Sequence[int]) -> tuple[int, int]:
        ends = list(GROUNDS)
        for place in places:
            ends[self.sides.side[place] or 0] = place
        return ends[0], ends[1]

    def _lay_words(self) -> None:
        """A figure that is told in a word lets its sum be others: as a flow from the ground of its side, or to it."""
        for place, figure in enumerate(self.figures):
            levels = [one for one in figure.values() if one is not None]
            low, high = between(levels) if len(levels) == len(figure) else (0, 0)
            if low == high:
                continue
            room = (high - sum(levels), sum(levels) - low)
            side = self.sides.side[place]
            if side is None:
                self.residue.give(GROUNDS[1], GROUNDS[0], *room)
            else:
                ends = (GROUNDS[0], place) if side == 0 else (place, GROUNDS[1])
                self.residue.give(*ends, *room)

    def _to_withhold(self, cut: set[int], kept: set[int]) -> int | None:
        """Which figure to give up: the smallest of those whose loss mends the cut; else the smallest around it."""
        around = self.residue.component(next(iter(cut)))
        possible = [one for one in sorted(kept) if one >= self.fixed]
        near = [one for one in possible if one in around or self.sides.side[one] is None]
        mending = [one for one in near if self._mends(one, cut)]
        return min(mending or near or possible, key=lambda one: (len(self.figures[one]), one), default=None)

    def _mends(self, one: int, cut: set[int]) -> bool:
        node, ground = ends_without(self.sides, one)
        return (node in cut) != (ground in cut)
