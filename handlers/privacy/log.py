"""`/log`: what was done with a role, to the coordinators of the network and the facilitators of the group."""

from __future__ import annotations

from handlers.screens import general as common
from handlers.screens.privacy import log as screens
from handlers.turn import Command, Reply, TapHandler, Turn, _
from handlers.value import Value
from handlers.values.sending import Log


async def log(turn: Turn) -> Reply:
    """The choice of whose, if there is one."""
    if not turn.place.private:
        return Reply(show=common.only_private(turn.texts, turn.bot_username))
    origins = await turn.services.announcements.places(turn.act)
    if not origins:
        return Reply(show=screens.nobody(turn.texts))
    if len(origins) > 1:
        return Reply(show=screens.places(turn.texts, origins))
    (only,) = origins
    return await page(turn, Log(network_id=only.network_id, group_id=only.group_id or 0, before=0))


async def page(turn: Turn, value: Log) -> Reply:
    entries = await turn.services.log.page(
        turn.act, value.network_id, value.group_id or None, max(value.before, 0), screens.PAGE + 1
    )
    newest = not value.group_id and not value.before
    head = await turn.services.log.head(turn.act, value.network_id) if newest else None
    return Reply(show=screens.page(turn.texts, entries, value, turn.zone, head))


COMMANDS: dict[str, Command] = {"log": Command(log, _("Who did what"), aliases=("journal", "registro"))}
TAPS: dict[type[Value], TapHandler] = {Log: page}
