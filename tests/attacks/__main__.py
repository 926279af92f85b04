"""Attack what Palabre publishes in simulated networks; ends with 1 when an answer is pinned.

python -m tests.attacks --networks 1000 --seed 1
"""

from __future__ import annotations

import argparse
import sys

from tests.attacks.campaign import Tally, attack


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.attacks", description="Attack what Palabre publishes.")
    parser.add_argument("--networks", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    tally = attack(chosen.networks, chosen.seed)
    sys.stdout.write(f"{table(tally)}\n\nseed {chosen.seed}\n")
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
    for kind, name in _KINDS.items():
        words = tally.words[kind] / max(1, tally.shown[kind])
        rows.append((f"themes shown of {name}", f"{tally.share(kind):.1%} ({words:.0%} of them in a word)"))
    return "\n".join(["| figure | |", "|---|---:|", *(f"| {name} | {figure} |" for name, figure in rows)])


_KINDS = {
    "large group": "groups of 8 and more",
    "group": "all groups",
    "organization": "organizations",
    "network": "networks",
}

if __name__ == "__main__":
    sys.exit(main())
