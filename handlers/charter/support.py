"""Help for whoever needs it or wants to report something; and `/contacts`: coordinators say whom to turn to."""

from __future__ import annotations

from bot.services import zones
from bot.services.act import Refused, Why
from bot.services.charter.support import LONGEST
from handlers.screens import general as common
from handlers.screens.charter import support as screens
from handlers.talk.threads import before
from handlers.turn import Command, LineHandler, Reply, TapHandler, Turn, _
from handlers.value import Value
from handlers.values import support as v

COUNTRY, CONTACT = "support_country", "support_contact"


async def need(turn: Turn) -> Reply:
    """Whom to turn to, where only the reader sees it."""
    if not turn.place.private:
        return Reply(show=common.only_private(turn.texts, turn.bot_username))
    return Reply(show=screens.need(turn.texts, await turn.services.support.help(turn.act)))


async def need_tapped(turn: Turn, value: v.Need) -> Reply:
    del value
    return await need(turn)


async def elsewhere(turn: Turn, value: v.Elsewhere) -> Reply:
    """In another country."""
    found = await turn.services.support.elsewhere(turn.act, value.network_id, value.country)
    return Reply(show=screens.need(turn.texts, [found]))


async def contacts(turn: Turn) -> Reply:
    """Those of the only network, or the choice."""
    if not turn.place.private:
        return Reply(show=common.only_private(turn.texts, turn.bot_username))
    found = await turn.services.support.desks(turn.act)
    return Reply(show=screens.desk(turn.texts, found[0]) if len(found) == 1 else screens.desks(turn.texts, found))


async def desk(turn: Turn, value: v.Desk) -> Reply:
    """All contacts; what was to be written is waited for no longer."""
    found = await turn.services.support.desk(turn.act, value.network_id)
    await turn.services.dialogues.end(turn.act, turn.spot)
    return Reply(show=screens.desk(turn.texts, found))


async def where(turn: Turn, value: v.Where) -> Reply:
    """The countries of the network's organizations and groups; a line is the name of another."""
    found = await turn.services.support.desk(turn.act, value.network_id)
    organizations = await turn.services.membership.organizations(value.network_id)
    countries = sorted({one.country for one in organizations if one.country})
    await turn.services.dialogues.wait(turn.act, turn.spot, COUNTRY, network_id=value.network_id)
    return Reply(show=screens.where(turn.texts, found, countries))


async def country_typed(turn: Turn) -> Reply:
    """One country is taken at once; of several a tap chooses; of none it is asked again."""
    network_id = int(turn.asked["network_id"])
    codes = zones.search_countries(turn.line, turn.catalogs.languages)
    if len(codes) == 1:
        return await add(turn, v.Add(network_id=network_id, country=codes[0]))
    if not codes:
        return Reply(show=screens.no_country(turn.texts, network_id))
    found = await turn.services.support.desk(turn.act, network_id)
    return Reply(show=screens.where(turn.texts, found, codes))


async def add(turn: Turn, value: v.Add) -> Reply:
    """Wait for who it is. Refused: NOT_COORDINATOR."""
    await turn.services.support.desk(turn.act, value.network_id)
    await turn.services.dialogues.wait(
        turn.act, turn.spot, CONTACT, network_id=value.network_id, country=value.country, text=""
    )
    return Reply(show=screens.ask(turn.texts, value.network_id, value.country))


async def written(turn: Turn) -> Reply:
    """Who it is; before it is noted, whether they facilitate a group."""
    line = turn.line.strip()
    if len(line) > LONGEST:
        raise Refused(Why.BAD_CONTACT)
    state = {**turn.asked, "text": line}
    await turn.services.dialogues.wait(turn.act, turn.spot, CONTACT, **state)
    return Reply(show=screens.facilitates(turn.texts, line))


async def facilitates(turn: Turn, value: v.Facilitates) -> Reply:
    """Note it; what is refused says why, and something else may be written."""
    waiting = await turn.services.dialogues.waiting(turn.act, turn.spot)
    if waiting is None or waiting.kind != CONTACT or not waiting.state["text"]:
        raise Refused(Why.GONE)
    state = waiting.state
    found = await turn.services.support.add(
        before(turn), int(state["network_id"]), state["country"] or None, state["text"], facilitates=bool(value.yes)
    )
    await turn.services.dialogues.end(turn.act, turn.spot)
    return Reply(show=screens.desk(turn.texts, found))


async def remove(turn: Turn, value: v.Remove) -> Reply:
    """Take it away; why that cannot be stays on the screen of the contacts."""
    return Reply(show=screens.desk(turn.texts, await turn.services.support.remove(turn.act, value.id)))


async def from_link(turn: Turn) -> Reply:
    """Opened from a group."""
    return await need(turn)


COMMANDS: dict[str, Command] = {
    "contacts": Command(contacts, _("Whom members can turn to for help"), aliases=("contactos",)),
}
STARTS: dict[str, LineHandler] = {"h": from_link}
TAPS: dict[type[Value], TapHandler] = {
    v.Need: need_tapped,
    v.Elsewhere: elsewhere,
    v.Desk: desk,
    v.Where: where,
    v.Add: add,
    v.Facilitates: facilitates,
    v.Remove: remove,
}
LINES: dict[str, LineHandler] = {COUNTRY: country_typed, CONTACT: written}
