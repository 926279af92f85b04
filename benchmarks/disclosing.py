"""How long it takes to decide what may be seen of a large network's round: 10 000 responses, all themes.

python -m benchmarks.disclosing
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from random import Random

from benchmarks.result import Result, table
from surveys.disclosure import MINIMUM_DEFAULT, disclosed

RESPONSES, GROUPS, ORGANIZATIONS, THEMES = 10_000, 200, 1_000, 8
ALLOWED_S = 2.0

Figures = list[dict[str, dict[str, int]]]


def played(random: Random) -> tuple[Figures, Figures]:
    """Groups that have closed, and the organizations and the network that close together."""
    groups, wider = [_empty() for _ in range(GROUPS)], [_empty() for _ in range(ORGANIZATIONS + 1)]
    for number in range(RESPONSES):
        inside = groups[random.randrange(GROUPS)], wider[random.randrange(ORGANIZATIONS)], wider[-1]
        for theme in range(THEMES):
            level = min(5, max(0, round(random.gauss(2.5, 1.5))))
            for figure in inside:
                figure[str(theme)][str(number)] = level
    return groups, wider


def _empty() -> dict[str, dict[str, int]]:
    return {str(theme): {} for theme in range(THEMES)}


def seconds(groups: Figures, wider: Figures) -> tuple[float, int]:
    """How long a core is busy with the wider figures beside the groups', and how many of their themes are shown."""
    seen: list[Mapping[str, Mapping[str, int | None]]] = [{**figure} for figure in groups]
    begin = time.process_time()
    found = disclosed(wider, minimum=MINIMUM_DEFAULT, seen=seen)
    return time.process_time() - begin, sum(result.shown for one in found for result in one.spokes.values())


def measure(rounds: int = 3) -> list[Result]:
    """The best of some rounds, in seconds of a core."""
    groups, wider = played(Random(1))
    taken, shown = min(seconds(groups, wider) for _ in range(rounds))
    made = len(wider) * THEMES
    fine = taken < ALLOWED_S
    return [
        Result("what may be seen of 10 000 responses, s of a core", f"{taken:.2f}", "", "", f"< {ALLOWED_S:.0f}", fine),
        Result("themes shown of 1 001 figures", f"{shown}", f"of {made}", "", "", shown > 0),
    ]


if __name__ == "__main__":
    print(table(measure()))
