"""Companions: coordinators invite them, an organization's people say what they see, and they find it."""

from __future__ import annotations

from handlers.screens import general as common
from handlers.screens.groups import companions as screens
from handlers.turn import Command, LineHandler, Reply, TapHandler, Turn, _
from handlers.value import Value
from handlers.values import companions as v


async def companions(turn: Turn) -> Reply:
    """To a companion what they accompany; to a coordinator the organizations of their first network."""
    if not turn.place.private:
        return Reply(show=common.only_private(turn.texts, turn.bot_username))
    found = await turn.services.companions.mine(turn.act)
    coordinated = await turn.services.membership.coordinated(turn.act)
    if coordinated and not found:
        return await listing(turn, v.List(network_id=coordinated[0].id, page=0))
    return Reply(show=screens.mine(turn.texts, found, turn.zone))


async def mine(turn: Turn, value: v.Mine) -> Reply:
    del value
    return await companions(turn)


async def from_link(turn: Turn) -> Reply:
    """A companion's link was opened."""
    if not turn.place.private:
        return Reply(show=common.only_private(turn.texts, turn.bot_username))
    await turn.services.companions.accept(turn.act, turn.argument, turn.name)
    return Reply(show=screens.mine(turn.texts, await turn.services.companions.mine(turn.act), turn.zone))


async def listing(turn: Turn, value: v.List) -> Reply:
    """The organizations."""
    found = await turn.services.companions.listed(turn.act, value.network_id)
    return Reply(show=screens.listing(turn.texts, value.network_id, found, value.page))


async def look(turn: Turn, value: v.Look) -> Reply:
    found = await turn.services.companions.look(turn.act, value.organization_id)
    return Reply(show=screens.circle(turn.texts, found, turn.zone))


async def offer(turn: Turn, value: v.Offer) -> Reply:
    made = await turn.services.companions.offer(turn.act, value.organization_id, value.number)
    return Reply(show=screens.offered(turn.texts, made, turn.bot_username, turn.zone))


async def end(turn: Turn, value: v.End) -> Reply:
    if not value.sure:
        found = await turn.services.companions.look(turn.act, value.organization_id)
        return Reply(show=screens.ending(turn.texts, found, value.person_id))
    found = await turn.services.companions.end(turn.act, value.organization_id, value.person_id)
    return Reply(show=screens.circle(turn.texts, found, turn.zone))


async def sharing(turn: Turn, value: v.Sharing) -> Reply:
    found = await turn.services.companions.sharing(turn.act, value.organization_id)
    return Reply(show=screens.sharing(turn.texts, found, turn.zone))


async def share(turn: Turn, value: v.Share) -> Reply:
    found = await turn.services.companions.share(turn.act, value.organization_id, on=bool(value.yes))
    return Reply(show=screens.sharing(turn.texts, found, turn.zone))


TAPS: dict[type[Value], TapHandler] = {
    v.List: listing,
    v.Look: look,
    v.Offer: offer,
    v.End: end,
    v.Sharing: sharing,
    v.Share: share,
    v.Mine: mine,
}
STARTS: dict[str, LineHandler] = {"v": from_link}
COMMANDS: dict[str, Command] = {
    "companions": Command(companions, _("Who accompanies organizations"), aliases=("accompagnement", "acompanamiento")),
}
