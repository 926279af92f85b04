"""`python -m bot.rehearsal --port N`: the double alone, for other programs to drive."""

from __future__ import annotations

import argparse
import asyncio
import sys

from bot.clock import RehearsalClock
from bot.rehearsal.control import Hooks
from bot.rehearsal.server import Double
from bot.rehearsal.world import World


def small_world(clock: RehearsalClock, seed: int) -> World:
    """A few people and a group, to begin with."""
    world = World(clock, seed=seed)
    anna = world.person("Anna", language="en", username="anna")
    bruno = world.person("Bruno", language="fr")
    carla = world.person("Carla", language="es")
    group = world.group("Peer group", creator=anna)
    group.add(bruno)
    group.add(carla)
    return world


async def serve(port: int, seed: int) -> None:
    """Serve until interrupted."""
    clock = RehearsalClock()

    async def advance(seconds: float) -> None:
        clock.advance(seconds)

    async with Double(small_world(clock, seed), port=port, hooks=Hooks(on_advance=advance)) as double:
        sys.stdout.write(f"url {double.url}\ntoken {double.token}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m bot.rehearsal", description="A local double of the Telegram Bot API."
    )
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1; 0 takes a free one")
    parser.add_argument("--seed", type=int, default=1, help="same seed: same ids, token and faults")
    given = parser.parse_args()
    try:
        asyncio.run(serve(given.port, given.seed))
    except KeyboardInterrupt:
        return


if __name__ == "__main__":
    main()
