"""What the network does: one service a subject, one transaction an act. Services know no Telegram types."""

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
    """All services, put together once by `bot.app`."""

    ground: Ground
    people: People
    membership: Membership
    groups: Groups
    rounds: Rounds
    answering: Answering
    wheels: Wheels
