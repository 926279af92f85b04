"""One run of one side, in this process.

    python -m benchmarks.sides NAME STUB_URL TAPS WARM

prints what the stub saw, as JSON.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import sys
from dataclasses import asdict

from benchmarks.sides.size import Size
from benchmarks.telegram import Stub


def main(name: str, url: str, taps: str, warm: str) -> None:
    """Only the side's own module is imported: nobody carries what another needs."""
    side = importlib.import_module(f"benchmarks.sides.{name}")
    seen = asyncio.run(side.run(Stub(url), Size(int(taps), int(warm))))
    print(json.dumps(asdict(seen)))


if __name__ == "__main__":
    main(*sys.argv[1:])
