"""Which figures of a round leave everybody's answer open, however their sums are put together with an own answer.

That a sum tells of enough people (`surveys.audit`) is not enough: where all of them are at an end of the scale, it
tells each answer. What follows of several sums follows of a cut (see `surveys.residue`): each must leave `REACH` points
in both directions, since whoever knows their own answer knows 5 of them at the most. A figure that is told in a word
leaves that much by itself.

Whether they do is a question of the published sums alone. A figure is therefore withheld for sums that can be told from
outside anyway, or for a range of them that reaches as far as a word does, at either end. Where a word told for part of
such a range would leave less of it, the figure is withheld for all of it.

An answer that is not known here any more (somebody was forgotten) leaves no room.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from surveys.extremes import REACH, between
from surveys.residue import Residue
from surveys.sides import GROUNDS, Sides, are_apart, ends_without, sides_of
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
    if are_apart(sets) and not any(None in one.values() for one in figures):
        return [True] * len(new)
    sides = sides_of(sets, set(fitting))
    while odd := [one for cell in sides.odd for one in cell if fitting[one] >= fixed]:
        fitting.remove(fitting[max(odd, key=lambda one: len(sets[fitting[one]]))])
        sides = sides_of([sets[place] for place in fitting], set(range(len(fitting))))
    kept = {fitting[place] for place in _Sums([figures[place] for place in fitting], fixed, sides).kept()}
    return [place in kept for place in range(fixed, len(figures))]


_TRIED_AGAIN = 4
"""So many that were given up are tried once more."""

_Word = tuple[int, int, int, int]
"""Between which nodes it lets how much more flow, and how much less."""


@dataclass
class _Sums:
    """Figures, of which the first `fixed` are published, and the rest may be."""

    figures: Sequence[Answers]
    fixed: int
    sides: Sides
    words: Mapping[int, _Word] = field(init=False)
    residue: Residue = field(init=False)

    def __post_init__(self) -> None:
        found = {place: self._word(place) for place in range(len(self.figures))}
        self.words = {place: word for place, word in found.items() if word}
        self.residue = self._laid()

    def kept(self) -> set[int]:
        """Those that may be published together: everybody's first, since it must not hang on what is withheld later."""
        kept, residue = set(range(len(self.figures))), self.residue.copy()
        for place in range(self.fixed, len(self.figures)):
            if self.sides.side[place] is None and self._only({*range(self.fixed), place}).thin_cut() is not None:
                kept.discard(place)
                residue.join(*GROUNDS)
        while (cut := residue.thin_cut()) is not None:
            less = self._to_withhold(residue.component(next(iter(cut))), cut, kept)
            if less is None:
                return set(range(self.fixed))
            kept.discard(less)
            residue.join(*ends_without(self.sides, less))
        return self._without_narrow(self._filled(kept))

    def _filled(self, kept: set[int]) -> set[int]:
        """With those that were given up only for the sake of others that were given up later."""
        given_up = [place for place in range(self.fixed, len(self.figures)) if place not in kept]
        apart = [place for place in given_up if self.sides.side[place] is not None]
        for place in sorted(apart, key=lambda one: -len(self.figures[one]))[:_TRIED_AGAIN]:
            both = self._only({*kept, place}).free(*ends_without(self.sides, place), REACH)
            if min(both) >= REACH:
                kept.add(place)
        return kept

    def _without_narrow(self, kept: set[int]) -> set[int]:
        """Those that are not told in a word where what is withheld beside that word would be a narrower range.

        That is where no number could be told, whatever the sum is: by what is known of it from the others.
        """
        residue, words = self._only(kept), [place for place in self.words if self.fixed <= place in kept]
        for place in sorted(words, key=lambda one: len(self.figures[one])):
            one, other, more, less = self.words[place]
            residue.give(one, other, -more, -less)
            if sum(residue.free(one, other, 2 * REACH)) < 2 * REACH:
                kept.discard(place)
                residue.join(*ends_without(self.sides, place))
            else:
                residue.give(one, other, more, less)
        return kept

    def _only(self, kept: set[int]) -> Residue:
        """What these figures leave open."""
        residue = self.residue.copy()
        for place in range(len(self.figures)):
            if place not in kept:
                residue.join(*ends_without(self.sides, place))
        return residue

    def _laid(self) -> Residue:
        """What all figures together leave open."""
        residue = Residue(REACH)
        for node in (*GROUNDS, *range(len(self.figures))):
            residue.add(node)
        self._lay_people(residue)
        for word in self.words.values():
            residue.give(*word)
        if None not in self.sides.side:
            residue.join(*GROUNDS)
        return residue

    def _lay_people(self, residue: Residue) -> None:
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
                residue.give(*self._ends(places), *room)

    def _ends(self, places: Sequence[int]) -> tuple[int, int]:
        ends = list(GROUNDS)
        for place in places:
            ends[self.sides.side[place] or 0] = place
        return ends[0], ends[1]

    def _word(self, place: int) -> _Word | None:
        """A figure that is told in a word lets its sum be others: as a flow from the ground of its side, or to it."""
        levels = [one for one in self.figures[place].values() if one is not None]
        low, high = between(levels) if len(levels) == len(self.figures[place]) else (0, 0)
        side = self.sides.side[place]
        ends = {None: GROUNDS[::-1], 0: (GROUNDS[0], place), 1: (place, GROUNDS[1])}[side]
        return (*ends, high - sum(levels), sum(levels) - low) if low < high else None

    def _to_withhold(self, around: set[int], cut: set[int], kept: set[int]) -> int | None:
        """Which figure to give up: the smallest of those whose loss mends the cut; else the smallest around it."""
        possible = [one for one in sorted(kept) if one >= self.fixed and self.sides.side[one] is not None]
        near = [one for one in possible if one in around]
        mending = [one for one in near if self._mends(one, cut)]
        return min(mending or near or possible, key=lambda one: (len(self.figures[one]), one), default=None)

    def _mends(self, one: int, cut: set[int]) -> bool:
        node, ground = ends_without(self.sides, one)
        return (node in cut) != (ground in cut)
