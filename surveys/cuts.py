"""Thin places of a graph: where fewer than so many edges hold two of its parts together.

After Nagamochi, Ono and Ibaraki (1994): a search that always goes on to the node most tied to those it has seen tells,
by the way, which nodes no thin cut parts; they become one, and the graph is soon small.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from heapq import heappop, heappush
from typing import Generic, TypeVar

N = TypeVar("N", bound=Hashable)


class Graph(Generic[N]):
    """Nodes and how many edges tie two of them. Nodes can become one; what was tied to any of them is then tied to it.

    Cuts of a smaller graph are cuts of the larger: to make nodes one never makes a thin place, and may mend one.
    """

    def __init__(self) -> None:
        self._ties: dict[N, dict[N, int]] = {}
        self._tied: dict[N, int] = {}
        self._parts: dict[N, list[N]] = {}
        self._whole: dict[N, N] = {}

    def add(self, node: N) -> None:
        """A node, if it is not there yet."""
        if node not in self._whole:
            self._ties[node], self._tied[node], self._parts[node], self._whole[node] = {}, 0, [node], node

    def tie(self, one: N, other: N, edges: int) -> None:
        """So many edges more between two nodes; none counts between a node and itself."""
        self.add(one)
        self.add(other)
        one, other = self._whole[one], self._whole[other]
        if one != other:
            self._ties[one][other] = self._ties[one].get(other, 0) + edges
            self._ties[other][one] = self._ties[other].get(one, 0) + edges
            self._tied[one] += edges
            self._tied[other] += edges

    def join(self, one: N, other: N) -> None:
        """Make two nodes one."""
        kept, gone = self._whole[one], self._whole[other]
        if kept == gone:
            return
        if len(self._ties[gone]) + len(self._parts[gone]) > len(self._ties[kept]) + len(self._parts[kept]):
            kept, gone = gone, kept
        self._tied[kept] += self._tied.pop(gone) - 2 * self._ties[gone].get(kept, 0)
        for neighbour, edges in self._ties.pop(gone).items():
            del self._ties[neighbour][gone]
            if neighbour != kept:
                self._ties[kept][neighbour] = self._ties[kept].get(neighbour, 0) + edges
                self._ties[neighbour][kept] = self._ties[neighbour].get(kept, 0) + edges
        for part in self._parts[gone]:
            self._whole[part] = kept
        self._parts[kept] += self._parts.pop(gone)

    def joined(self, one: N, other: N) -> bool:
        """Whether the two are one by now."""
        return self._whole[one] == self._whole[other]

    def parts_of(self, nodes: Iterable[N]) -> set[N]:
        """All that became these nodes."""
        return {part for node in nodes for part in self._parts[node]}

    def component(self, node: N) -> set[N]:
        """All nodes that ties lead to from this one, as they were before any became one."""
        return self.parts_of(self._reached(self._whole[node]))

    def thin_cut(self, least: int) -> set[N] | None:
        """One side of a place where fewer than `least` edges, and at least one, hold two parts together; or None.

        On the way nodes that no such place parts become one.
        """
        while True:
            thin = next((node for node, edges in self._tied.items() if 0 < edges < least), None)
            if thin is not None:
                return set(self._parts[thin])
            if not self.shrink(least):
                return None

    def shrink(self, least: int) -> list[tuple[N, N]]:
        """Make one what at least that many edges hold together, as a search sees it: these pairs."""
        found = list[tuple[N, N]]()
        left = set(self._ties)
        while left:
            self._search(next(iter(left)), left, found, least)
        for one, other in found:
            self.join(one, other)
        return found

    def _search(self, first: N, left: set[N], strong: list[tuple[N, N]], least: int) -> None:
        """Go on to the node most tied to those that were seen; note what is tied to the next by at least `least`."""
        tied: dict[N, int] = {first: 0}
        queue: list[tuple[int, int, N]] = [(0, 0, first)]
        serial = 0
        while queue:
            minus, _, node = heappop(queue)
            if node not in left or -minus != tied[node]:
                continue
            left.discard(node)
            for neighbour, edges in self._ties[node].items():
                if neighbour in left:
                    tied[neighbour] = tied.get(neighbour, 0) + edges
                    if tied[neighbour] >= least:
                        strong.append((node, neighbour))
                    serial += 1
                    heappush(queue, (-tied[neighbour], serial, neighbour))

    def _reached(self, node: N) -> set[N]:
        found, ahead = {node}, [node]
        while ahead:
            for neighbour in self._ties[ahead.pop()]:
                if neighbour not in found:
                    found.add(neighbour)
                    ahead.append(neighbour)
        return found
