"""Whose answer is open to an adversary who sees facts and knows one answer: shown by other answers that fit as well.

Answers are flows between the figures of two sides, groups and organizations; facts bound what flows through each. Other
answers that fit differ by flows around circles. Where there is none through somebody's answer, that answer is pinned.
For who is in one group at most this is exact. Somebody who counts in two stays as they are while others move, and
moves only when answers are given anew.

Written for the attack, and not shared with what it attacks (`surveys.leeway`).
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple

from tests.attacks.published import Fact, Kind

Node = tuple[str, int]
_LEFT, _RIGHT = ("left", 0), ("right", 0)


class _Edge(NamedTuple):
    """What flows from one node to another: somebody's answer, or (`person` None) the sum of a figure."""

    person: str | None
    start: Node
    end: Node
    low: int
    now: int
    high: int


@dataclass
class Puzzle:
    """Facts about one theme of one round."""

    facts: Sequence[Fact]
    random: Random
    answers: dict[str, int] = field(init=False)
    _edges: list[_Edge] = field(init=False, default_factory=list)
    _at: dict[Node, list[int]] = field(init=False)
    _ends: dict[str, tuple[list[Node], list[Node]]] = field(init=False)
    _closed: bool = field(init=False)

    def __post_init__(self) -> None:
        self.answers = {one: given for fact in self.facts for one, given in fact.subject.answers.items()}
        self._closed = any(fact.subject.kind is Kind.NETWORK for fact in self.facts)
        self._ends = {one: ([], []) for one in self.answers}
        for fact in self.facts:
            self._lay(fact)
        for one, (left, right) in self._ends.items():
            if len(left) < 2:
                start, end = (left or [_LEFT])[0], (right or [self._right])[0]
                self._edges.append(_Edge(one, start, end, 0, self.answers[one], 5))
        self._at = defaultdict(list)
        for place, edge in enumerate(self._edges):
            self._at[edge.start].append(place)
            self._at[edge.end].append(place)

    @property
    def _right(self) -> Node:
        """One with the left, unless what everybody answered is a fact."""
        return _RIGHT if self._closed else _LEFT

    def _lay(self, fact: Fact) -> None:
        total, kind = sum(fact.subject.answers.values()), fact.subject.kind
        low, high = fact.low, fact.high
        if kind is Kind.NETWORK:
            self._edges.append(_Edge(None, self._right, _LEFT, low, total, high))
            return
        node = (kind.value, fact.subject.place)
        ends = (_LEFT, node) if kind is Kind.GROUP else (node, self._right)
        self._edges.append(_Edge(None, ends[0], ends[1], low, total, high))
        for one in fact.subject.answers:
            self._ends[one][0 if kind is Kind.GROUP else 1].append(node)

    def others(self, person: str, known: str | None) -> Mapping[str, int] | None:
        """Other answers that fit all sums, with another one of this person and the same of the `known`; or None."""
        for step in self.random.sample((1, -1), 2):
            if 0 <= self.answers[person] + step <= 5 and (found := self._moved(person, step, known)) is not None:
                return {**self.answers, **found, person: self.answers[person] + step}
        return None

    def exchanged(self, person: str, known: str | None) -> Mapping[str, int] | None:
        """The answers with this person's given to somebody in the same figures, whose other one they get; or None."""
        where = self._ends[person]
        for one, ends in self._ends.items():
            if ends == where and one != known and self.answers[one] != self.answers[person]:
                return {**self.answers, one: self.answers[person], person: self.answers[one]}
        return None

    def anew(self, person: str, known: str | None, share: float) -> Mapping[str, int] | None:
        """Answers that fit all sums, of which about that share is given anew, this person's in any case; or None."""
        given, change, lack = self._given(person, known, share), dict[int, int](), Counter[Node]()
        for one, level in given.items():
            lack.update(self._lack(one, level - self.answers[one]))
        for place, edge in enumerate(self._edges):
            if edge.person not in (person, known) and self.random.random() < share:
                change[place] = self.random.randint(edge.low, edge.high) - edge.now
                lack[edge.start] -= change[place]
                lack[edge.end] += change[place]
        moved = self._balanced(lack, change, {person, known})
        return None if moved is None else {**self.answers, **moved, **given}

    def _given(self, person: str, known: str | None, share: float) -> dict[str, int]:
        """Another answer of this person, and others of some who are in two groups: nothing flows through those."""
        others = [level for level in range(6) if level != self.answers[person]]
        twice = [one for one, (left, _) in self._ends.items() if len(left) > 1 and one not in (person, known)]
        stirred = [one for one in twice if self.random.random() < share]
        return {person: self.random.choice(others), **{one: self.random.randint(0, 5) for one in stirred}}

    def _moved(self, person: str, step: int, known: str | None) -> dict[str, int] | None:
        """The answers that make up for a step of this person's."""
        return self._balanced(self._lack(person, step), {}, {person, known})

    def _balanced(self, lack: dict[Node, int], change: dict[int, int], who: set[str | None]) -> dict[str, int] | None:
        """The answers that make up for what flows too much or too little, and for the change; not of those named."""
        barred = {place for place, edge in enumerate(self._edges) if edge.person in who and edge.person}
        while (start := next((node for node, many in lack.items() if many > 0), None)) is not None:
            end = self._push(start, lack, change, barred)
            if end is None:
                return None
            lack[start] -= 1
            lack[end] += 1
        moved = {edge.person: edge.now + change[place] for place, edge in enumerate(self._edges) if place in change}
        return {one: given for one, given in moved.items() if one is not None}

    def _lack(self, person: str, step: int) -> dict[Node, int]:
        """What must flow out of each node more than before (else less), if this answer is another by a step."""
        left, right = self._ends[person]
        lack: dict[Node, int] = defaultdict(int)
        for node in left:
            lack[node] -= step
        for node in right:
            lack[node] += step
        lack[_LEFT] += step * (len(left) - 1)
        lack[self._right] -= step * (len(right) - 1)
        return lack

    def _push(self, start: Node, lack: Mapping[Node, int], change: dict[int, int], barred: set[int]) -> Node | None:
        """Let one point flow from here to where one is too much; note what changes. Where it came to."""
        before: dict[Node, tuple[Node, int, int]] = {}
        ahead = deque([start])
        while ahead:
            node = ahead.popleft()
            if lack.get(node, 0) < 0:
                return self._walked(node, start, before, change)
            for place in self.random.sample(self._at[node], len(self._at[node])):
                edge, by = self._edges[place], change.get(place, 0)
                forth = edge.start == node
                other, free = (edge.end, edge.high - edge.now - by) if forth else (edge.start, edge.now + by - edge.low)
                if free > 0 and place not in barred and other != start and other not in before:
                    before[other] = (node, place, 1 if forth else -1)
                    ahead.append(other)
        return None

    def _walked(
        self, node: Node, start: Node, before: Mapping[Node, tuple[Node, int, int]], change: dict[int, int]
    ) -> Node:
        end = node
        while node != start:
            node, place, step = before[node]
            change[place] = change.get(place, 0) + step
        return end
