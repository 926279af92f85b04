"""Charters: what a network or a group has agreed on. Read on one screen, accepted once a version."""

from __future__ import annotations

from bot.storage import charters as rows
from bot.storage.charters import Circle
from bot.storage.port import Reader


async def accepted(tx: Reader, person_id: int, network_id: int) -> bool:
    """Whether the person has accepted the network's charter that is in force: then they see what others share."""
    present = await rows.in_state(tx, Circle(network_id=network_id), "in_force")
    return present is not None and await rows.accepted(tx, present.id, person_id)
