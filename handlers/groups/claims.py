"""Letters about who is with which organization, and the answers to them."""

from __future__ import annotations

from typing import Any

from bot.screen import Screen
from handlers.screens.groups import claims as screens
from handlers.turn import Addressee, LetterRenderer, Reply, TapHandler, Turn
from handlers.value import Value
from handlers.values.claims import Settle


async def settle(turn: Turn, value: Settle) -> Reply:
    """Yes or no; the first answer counts, and a later one is told."""
    settle_it = turn.services.membership.confirm if value.yes else turn.services.membership.decline
    settlement = await settle_it(turn.act, value.network_id, value.person_id, value.organization_id)
    return Reply(show=screens.settled(turn.own, settlement))


async def _claim(data: dict[str, Any], to: Addressee) -> Screen | None:
    """Only as long as the claim stands."""
    person_id, organization_id = int(data["person_id"]), int(data["organization_id"])
    organization = await to.services.membership.claimed(person_id, organization_id)
    if organization is None:
        return None
    about = Settle(network_id=organization.network_id, person_id=person_id, organization_id=organization_id, yes=1)
    return screens.claim(to.texts, about, str(data["name"]), organization.name)


async def _settled(data: dict[str, Any], to: Addressee) -> Screen | None:
    organization = await to.services.membership.organization(int(data["organization_id"]))
    if organization is None:
        return None
    return screens.told(to.texts, organization.network_id, organization.name, yes=bool(data["yes"]))


TAPS: dict[type[Value], TapHandler] = {Settle: settle}
LETTERS: dict[str, LetterRenderer] = {"claim": _claim, "claim_settled": _settled}
