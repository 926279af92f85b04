"""Attack what Palabre publishes in simulated networks; ends with 1 when an answer is pinned.

python -m tests.attacks --networks 1000 --seed 1
"""

from __future__ import annotations

import argparse
import os
import sys

from surveys.disclosure import MINIMUM_DEFAULT
from tests.attacks.campaign import Tally, attack


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.attacks", description="Attack what Palabre publishes.")
    parser.add_argument("--networks", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minimum", type=int, default=MINIMUM_DEFAULT)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    chosen = parser.parse_args()
    tally = attack(chosen.networks, chosen.seed, minimum=chosen.minimum, processes=chosen.processes)
    sys.stdout.write(f"{table(tally)}\n\nseed {chosen.seed}, minimum {chosen.minimum}\n")
    sys.stdout.write("".join(f"pinned: {one}\n" for one in tally.found))
    return 1 if tally.pinned else 0


def table(tally: Tally) -> str:
    """The figures as they stand in `docs/confidentiality.md`."""
    rows = [
        ("networks, each over a year", f"{tally.networks:,}"),
        ("answers", f"{tally.answers:,}"),
        ("answers pinned", f"{tally.pinned:,}"),
        ("pinned without the rules", f"{tally.pinned_without / max(1, tally.answers):.1%}"),
    ]
    rows += [(f"themes shown of {name}", _shown(tally, kind)) for kind, name in _KINDS.items()]
    return "\n".join(["| figure | |", "|---|---:|", *(f"| {name} | {figure} |" for name, figure in rows)])


def _shown(tally: Tally, kind: str) -> str:
    """The share shown, and what of that is a word, or reckoned from groups."""
    many = max(1, tally.shown[kind])
    parts = f", {tally.from_parts[kind] / many:.0%} reckoned from groups" if tally.from_parts[kind] else ""
    return f"{tally.share(kind):.1%} ({tally.words[kind] / many:.0%} of them in a word{parts})"


_ENOUGH = "with the minimum of answers"
_KINDS = {
    "large group": "groups of 8 and more",
    "group": "all groups",
    "group with enough": f"groups {_ENOUGH}",
    "organization": "organizations",
    "organization with enough": f"organizations {_ENOUGH}",
    "network": "networks",
}

if __name__ == "__main__":
    sys.exit(main())
