"""A member says in private which organization they are with; it counts once somebody who knows has said yes."""

from __future__ import annotations

from bot.services.act import Refused, Why
from bot.services.groups.membership import Belonging
from handlers.screens.groups import organizations as screens
from handlers.turn import LineHandler, Reply, TapHandler, Turn
from handlers.value import Value
from handlers.values import organizations as v

PART, NAME = "my_organization_part", "my_organization_name"


async def mine(turn: Turn, value: v.Mine) -> Reply:
    await turn.services.dialogues.end(turn.act, turn.spot)
    return Reply(show=screens.mine(turn.texts, await _own(turn, value.network_id)))


async def change(turn: Turn, value: v.Change) -> Reply:
    """The organizations, to whoever is in the network."""
    await _own(turn, value.network_id)
    await turn.services.dialogues.end(turn.act, turn.spot)
    listed = await turn.services.membership.organizations(value.network_id)
    return Reply(show=screens.choice(turn.texts, value.network_id, listed))


async def belong(turn: Turn, value: v.Belong) -> Reply:
    await turn.services.membership.claim(turn.act, value.network_id, value.organization_id or None, turn.name)
    return Reply(show=screens.mine(turn.texts, await _own(turn, value.network_id)))


async def find(turn: Turn, value: v.Find) -> Reply:
    await turn.services.dialogues.wait(turn.act, turn.spot, PART, network_id=value.network_id)
    return Reply(show=screens.type_part(turn.texts, value.network_id))


async def part_typed(turn: Turn) -> Reply:
    network_id = int(turn.asked["network_id"])
    await _own(turn, network_id)
    listed = await turn.services.membership.organizations(network_id, turn.line)
    return Reply(show=screens.choice(turn.texts, network_id, listed, searched=True))


async def name(turn: Turn, value: v.Name) -> Reply:
    await turn.services.dialogues.wait(turn.act, turn.spot, NAME, network_id=value.network_id)
    return Reply(show=screens.type_name(turn.texts, value.network_id))


async def name_typed(turn: Turn) -> Reply:
    network_id = int(turn.asked["network_id"])
    await turn.services.membership.claim_new(turn.act, network_id, turn.line, turn.name)
    await turn.services.dialogues.end(turn.act, turn.spot)
    return Reply(show=screens.mine(turn.texts, await _own(turn, network_id)))


async def _own(turn: Turn, network_id: int) -> Belonging:
    """Where the person belongs in that network; only its members see its organizations."""
    for own in await turn.services.membership.standing(turn.act):
        if own.network.id == network_id:
            return own
    raise Refused(Why.NOT_MEMBER)


TAPS: dict[type[Value], TapHandler] = {
    v.Mine: mine,
    v.Change: change,
    v.Belong: belong,
    v.Find: find,
    v.Name: name,
}
LINES: dict[str, LineHandler] = {PART: part_typed, NAME: name_typed}
