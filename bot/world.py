"""What the bot is given from outside, and the services that stand on it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random, SystemRandom

from bot.clock import Clock
from bot.counts import Counts
from bot.delivery.directory import Directory
from bot.i18n import Catalogs
from bot.services.bundle import Services
from bot.services.desk import Ground, Randomness
from bot.services.privacy.retention import KEPT_FOR
from bot.services.rounds.templates import Shelf
from bot.storage.port import Storage
from surveys.template import Template


class Secrets:
    """Randomness of the machine: 192 bits a token."""

    def token(self) -> str:
        return secrets.token_urlsafe(24)


class Bell:
    """Rung after a commit that put letters into the outbox; the outbox is hung on it once it is there."""

    def __init__(self) -> None:
        self.rung: Callable[[], None] = lambda: None

    def ring(self) -> None:
        self.rung()


@dataclass(frozen=True, slots=True)
class World:
    """What is given from outside: the database, time, randomness, the key of pseudonyms, the templates.

    `counts` goes the other way: what the bot tells by counting.
    """

    storage: Storage
    clock: Clock
    key: bytes
    templates: Mapping[str, Template]
    randomness: Randomness
    random: Random
    counts: Counts = field(default_factory=Counts)

    @classmethod
    def of_machine(cls, storage: Storage, clock: Clock, key: bytes, templates: Mapping[str, Template]) -> World:
        return cls(storage, clock, key, templates, Secrets(), SystemRandom())


def make_services(
    world: World, bell: Bell, directory: Directory, catalogs: Catalogs, *, kept_for: timedelta = KEPT_FOR
) -> Services:
    """All services on one ground. `kept_for`: how long after a round it is kept who answered what."""
    ground = Ground(world.storage, world.clock, world.randomness, world.key, bell.ring)
    speak, shelf = catalogs.negotiate, Shelf(world.templates)
    return Services(ground, shelf, directory=directory, speak=speak, kept_for=kept_for)
