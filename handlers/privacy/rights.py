"""`/leave` and `/erase`: leaving a group or a network; erasing an organization or a whole network, a day later."""

from __future__ import annotations

from typing import Any

from bot.screen import Screen
from bot.services.act import Refused, Why
from bot.services.privacy import erasings
from handlers.screens import general as common
from handlers.screens.privacy import rights as screens
from handlers.turn import Addressee, Command, LetterRenderer, Reply, TapHandler, Turn, _
from handlers.value import Value
from handlers.values import rights as v


async def leave(turn: Turn) -> Reply:
    """Where one is."""
    if not turn.place.private:
        return Reply(show=common.only_private(turn.texts, turn.bot_username))
    return Reply(show=screens.places(turn.texts, await turn.services.going.places(turn.act)))


async def leaving(turn: Turn, value: v.Leave) -> Reply:
    """Asked once more, then done. Refused: GONE."""
    if not value.sure:
        return Reply(show=await _sure(turn, value))
    if value.of == "g":
        name = (await turn.services.going.leave_group(turn.act, value.id)).title
    else:
        name = (await turn.services.going.leave_network(turn.act, value.id)).name
    return Reply(show=screens.left(turn.texts, name))


async def _sure(turn: Turn, value: v.Leave) -> Screen:
    places = await turn.services.going.places(turn.act)
    alone = await turn.services.people.leaving(turn.act)
    if value.of == "g":
        names = {one.id: one.title for one in places.groups}
        last = {one.id for one in alone.groups}
    else:
        names = {one.id: one.name for one in places.networks}
        last = {one.id for one in alone.networks}
    if value.id not in names:
        raise Refused(Why.GONE)
    return screens.sure_to_leave(turn.texts, value, names[value.id], last=value.id in last)


async def stay(turn: Turn, value: v.Stay) -> Reply:
    """Nothing was meant."""
    del value
    return Reply(show=screens.nothing(turn.texts))


async def erase(turn: Turn) -> Reply:
    """What one coordinates, and what will be erased of it."""
    if not turn.place.private:
        return Reply(show=common.only_private(turn.texts, turn.bot_username))
    found = await turn.services.erasings.choices(turn.act)
    pending = await turn.services.erasings.pending(turn.act)
    return Reply(show=screens.erasable(turn.texts, found, pending, turn.zone))


async def organizations(turn: Turn, value: v.Organizations) -> Reply:
    """Which one? Refused: NOT_COORDINATOR."""
    found = {one.network.id: one for one in await turn.services.erasings.choices(turn.act)}
    if value.network_id not in found:
        raise Refused(Why.NOT_COORDINATOR)
    return Reply(show=screens.organizations(turn.texts, found[value.network_id], max(value.page, 0)))


async def erasing(turn: Turn, value: v.Erase) -> Reply:
    """Asked once more, then noted. Refused: NOT_COORDINATOR, GONE."""
    service, wanted = turn.services.erasings, (value.network_id, value.organization_id or None)
    if not value.sure:
        return Reply(show=screens.sure_to_erase(turn.texts, await service.look(turn.act, *wanted), turn.zone))
    return Reply(show=screens.noted(turn.texts, await service.ask(turn.act, *wanted), turn.zone))


async def stop(turn: Turn, value: v.Stop) -> Reply:
    """Refused: GONE, NOT_COORDINATOR."""
    return Reply(show=screens.stopped(turn.texts, await turn.services.erasings.stop(turn.act, value.id)))


async def tell(data: dict[str, Any], addressee: Addressee) -> Screen | None:
    """What will be erased, to whom it concerns; nothing once it was stopped."""
    pending = await addressee.services.erasings.find(data["id"])
    if pending is None:
        return None
    coordinates = await addressee.services.erasings.may_stop(addressee.chat_id, pending)
    return screens.told(addressee.texts, pending, addressee.zone, coordinates=coordinates)


COMMANDS: dict[str, Command] = {
    "leave": Command(
        leave, _("Leave a group or a network"), aliases=("quitter", "partir", "salir", "dejar", "abandonar")
    ),
    "erase": Command(
        erase, _("Erase an organization, or a network"), aliases=("effacer", "borrar", "supprimer", "eliminar")
    ),
}
TAPS: dict[type[Value], TapHandler] = {
    v.Leave: leaving,
    v.Stay: stay,
    v.Organizations: organizations,
    v.Erase: erasing,
    v.Stop: stop,
}
LETTERS: dict[str, LetterRenderer] = {erasings.LETTER: tell}
