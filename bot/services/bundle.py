"""All services in one value, put together once by `bot.app`."""

from __future__ import annotations

from dataclasses import dataclass

from bot.services.answering import Answering
from bot.services.desk import Ground
from bot.services.groups import Groups
from bot.services.membership import Membership
from bot.services.people import People
from bot.services.rounds import Rounds
from bot.services.wheels import Wheels


@dataclass(frozen=True, slots=True)
class Services:
    """What a turn of a conversation can ask for."""

    ground: Ground
    people: People
    membership: Membership
    groups: Groups
    rounds: Rounds
    answering: Answering
    wheels: Wheels
