"""All that is measured, in one table; ends with 1 when something that is required is missed.

python -m benchmarks
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from benchmarks import (
    busy,
    closing,
    disclosing,
    erasing,
    follow_up,
    mailing,
    start,
    storage,
    talking,
    taps,
    together,
    ways,
    wheel,
)
from benchmarks.result import Result, failed, table

PARTS: dict[str, Callable[[], list[Result]]] = {
    "starts and memory": start.measure,
    "the wheel": wheel.measure,
    "the storage": storage.measure,
    "taps": taps.measure,
    "the ways of running": ways.measure,
    "a mailing": mailing.measure,
    "a process at work": busy.measure,
    "following up": follow_up.measure,
    "talking": talking.measure,
    "a workshop": together.measure,
    "what may be seen": disclosing.measure,
    "a round closes": closing.measure,
    "a network erased": erasing.measure,
}


def main() -> int:
    """Measure one part after the other: side by side they would take time from each other."""
    results: list[Result] = []
    for name, measure in PARTS.items():
        print(f"measuring {name} ...", file=sys.stderr)
        results += measure()
    print(table(results), taps.NOTE, sep="\n\n")
    return int(failed(results))


if __name__ == "__main__":
    sys.exit(main())
