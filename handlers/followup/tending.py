"""`/groups`: who looks after several groups sees on one screen how each stands."""

from __future__ import annotations

from handlers.screens import general as common
from handlers.screens.followup import tending as screens
from handlers.turn import Command, Reply, TapHandler, Turn, _
from handlers.value import Value
from handlers.values import tending as v


async def groups(turn: Turn) -> Reply:
    """One group does not hear of the others: only in private."""
    return await page(turn, v.Groups(page=0))


async def page(turn: Turn, value: v.Groups) -> Reply:
    if not turn.place.private:
        return Reply(show=common.only_private(turn.texts, turn.bot_username))
    return Reply(show=screens.groups(turn.texts, await turn.services.tending.page(turn.act, value.page)))


async def look(turn: Turn, value: v.Look) -> Reply:
    if not turn.place.private:
        return Reply(show=common.only_private(turn.texts, turn.bot_username))
    return Reply(show=screens.group(turn.texts, await turn.services.tending.look(turn.act, value.group_id)))


COMMANDS: dict[str, Command] = {
    "groups": Command(groups, _("The groups that I look after"), aliases=("groupes", "grupos")),
}
TAPS: dict[type[Value], TapHandler] = {v.Groups: page, v.Look: look}
