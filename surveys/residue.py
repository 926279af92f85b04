"""How far answers could be others without any published sum being another: a flow, and what it leaves free.

A person is an edge from the figure of one side to that of the other (see `surveys.sides`), and their answer a flow of 0
to 5 on it. Other answers with the same sums differ from these by flows around circles, on edges that have room. Where
each cut leaves room for at least `least` points in either direction, room for circles is left through each edge.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from surveys.cuts import Graph


class Residue:
    """Nodes, and how much more could flow from one to another. Nodes can become one."""

    def __init__(self, least: int) -> None:
        self._least = least
        self._room: dict[int, dict[int, int]] = {}
        self._parts: dict[int, list[int]] = {}
        self._whole: dict[int, int] = {}

    def add(self, node: int) -> None:
        """A node, if it is not there yet."""
        if node not in self._whole:
            self._room[node], self._parts[node], self._whole[node] = {}, [node], node

    def copy(self) -> Residue:
        """The same, to go on with apart."""
        other = Residue(self._least)
        other._room = {node: {**room} for node, room in self._room.items()}
        other._parts = {node: [*parts] for node, parts in self._parts.items()}
        other._whole = {**self._whole}
        return other

    def give(self, one: int, other: int, more: int, less: int) -> None:
        """Room for so much more flow from one to the other, and for so much less."""
        self.add(one)
        self.add(other)
        one, other = self._whole[one], self._whole[other]
        if one != other:
            self._room[one][other] = self._room[one].get(other, 0) + more
            self._room[other][one] = self._room[other].get(one, 0) + less

    def join(self, one: int, other: int) -> None:
        """Make two nodes one."""
        kept, gone = self._whole[one], self._whole[other]
        if kept == gone:
            return
        if len(self._room[gone]) > len(self._room[kept]):
            kept, gone = gone, kept
        for neighbour, room in self._room.pop(gone).items():
            back = self._room[neighbour].pop(gone)
            if neighbour != kept:
                self._room[kept][neighbour] = self._room[kept].get(neighbour, 0) + room
                self._room[neighbour][kept] = self._room[neighbour].get(kept, 0) + back
        for part in self._parts[gone]:
            self._whole[part] = kept
        self._parts[kept] += self._parts.pop(gone)

    def joined(self, one: int, other: int) -> bool:
        """Whether the two are one by now."""
        return self._whole[one] == self._whole[other]

    def component(self, node: int) -> set[int]:
        """All nodes that edges lead to from this one, as they were before any became one."""
        found, ahead = {self._whole[node]}, [self._whole[node]]
        while ahead:
            for neighbour in self._room[ahead.pop()]:
                if neighbour not in found:
                    found.add(neighbour)
                    ahead.append(neighbour)
        return self._all(found)

    def thin_cut(self) -> set[int] | None:
        """One side of a cut that leaves too little room in one direction; or None.

        On the way nodes that no such cut parts become one.
        """
        while True:
            self._join_neighbours()
            if not self._join_woven():
                break
        while (pair := self._pair()) is not None:
            for source, sink in (pair, pair[::-1]):
                reached = self._reached(source, sink)
                if reached is not None:
                    return self._all(reached)
            self.join(*pair)
            self._join_neighbours()
        return None

    def _all(self, nodes: set[int]) -> set[int]:
        return {part for node in nodes for part in self._parts[node]}

    def _pair(self) -> tuple[int, int] | None:
        return next(((node, next(iter(room))) for node, room in self._room.items() if room), None)

    def _join_neighbours(self) -> None:
        """Make one what has enough room in both directions between the two alone."""
        ahead = deque(self._room)
        while ahead:
            node = ahead.popleft()
            while node in self._room and (near := next(self._near(node), None)) is not None:
                self.join(node, near)
                node = self._whole[node]
                ahead.append(node)

    def _near(self, node: int) -> Iterator[int]:
        for neighbour, room in self._room[node].items():
            if min(room, self._room[neighbour][node]) >= self._least:
                yield neighbour

    def _join_woven(self) -> bool:
        """Make one what many edges hold together that have room in both directions; whether there was any."""
        graph = Graph[int]()
        for node, rooms in self._room.items():
            graph.add(node)
            for neighbour, room in rooms.items():
                if node < neighbour:
                    graph.tie(node, neighbour, min(room, self._room[neighbour][node]))
        found = graph.shrink(self._least)
        for one, other in found:
            self.join(one, other)
        return bool(found)

    def free(self, one: int, other: int, most: int) -> tuple[int, int]:
        """How many points more could flow between the two in either direction, each as far as `most` or beyond.

        Both are looked for from the node with fewer neighbours.
        """
        one, other = sorted((self._whole[one], self._whole[other]), key=lambda node: len(self._room[node]))
        return self._flow(one, other, most)[0], self._flow(one, other, most, forth=False)[0]

    def _reached(self, source: int, sink: int) -> set[int] | None:
        """What a flow from the source fills up before `least` points come to the sink; None where they do."""
        flow, reached = self._flow(source, sink, self._least)
        return None if flow >= self._least else reached

    def _flow(self, source: int, sink: int, most: int, *, forth: bool = True) -> tuple[int, set[int]]:
        """How many points come from the source to the sink, `most` or more, or else all; and what they fill up then.

        Not `forth`: from the sink to the source, but looked for from there.
        """
        used: dict[tuple[int, int], int] = {}
        flow = 0
        while flow < most:
            before = self._search(source, sink, used, forth=forth)
            if sink not in before:
                return flow, set(before)
            path = [step if forth else step[::-1] for step in _steps(before, source, sink)]
            by = min(self._room[one][other] - used.get((one, other), 0) for one, other in path)
            for one, other in path:
                used[one, other] = used.get((one, other), 0) + by
                used[other, one] = used.get((other, one), 0) - by
            flow += by
        return flow, set()

    def _search(self, source: int, sink: int, used: dict[tuple[int, int], int], *, forth: bool) -> dict[int, int]:
        """From where each node was reached, as far as there is room, until the sink is."""
        before, ahead = {source: source}, deque([source])
        while ahead and sink not in before:
            node = ahead.popleft()
            for neighbour in self._room[node]:
                one, other = (node, neighbour) if forth else (neighbour, node)
                if neighbour not in before and self._room[one][other] > used.get((one, other), 0):
                    before[neighbour] = node
                    ahead.append(neighbour)
        return before


def _steps(before: dict[int, int], source: int, sink: int) -> Iterator[tuple[int, int]]:
    while sink != source:
        yield before[sink], sink
        sink = before[sink]
