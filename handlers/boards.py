"""`/plan`, `/my`: the board of a plan, and what one has taken on everywhere."""

from __future__ import annotations

from bot.services.act import Refused, Why
from handlers.screens import board as screens
from handlers.screens import general as common
from handlers.sketch import named, whose
from handlers.turn import Reply, TapHandler, Turn
from handlers.value import Value
from handlers.values import actions as v

BY_DATE = 2


async def plan(turn: Turn) -> Reply:
    """In a group its board; in private the only one, or the choice."""
    group = turn.place.group
    if group is not None:
        return await board(turn, v.Board(of="g", id=group.id, order=BY_DATE, page=0))
    found = await turn.services.boards.places(turn.act)
    shared = [one for one in found if named(one.whose)[0] != "m"]
    if len(shared) != 1:
        return Reply(show=screens.boards(turn.texts, found))
    of, plan_id = named(shared[0].whose)
    return await board(turn, v.Board(of=of, id=plan_id, order=BY_DATE, page=0))


async def board(turn: Turn, value: v.Board) -> Reply:
    """A page of the board. In a group only its own: others must not see what is another plan's."""
    group = turn.place.group
    if value.of == "m" or not 0 <= value.order < len(screens.ORDERS):
        raise Refused(Why.GONE)
    if group is not None and (value.of, value.id) != ("g", group.id):
        raise Refused(Why.NOT_MEMBER)
    order = screens.ORDERS[value.order]
    found = await turn.services.boards.board(turn.act, whose(value.of, value.id), order, max(value.page, 0))
    return Reply(show=screens.board(turn.texts, found, value.order))


async def my(turn: Turn) -> Reply:
    """What one has taken on is shown where only they read it."""
    return await _mine(turn, v.Mine(page=0))


async def _mine(turn: Turn, value: v.Mine) -> Reply:
    if not turn.place.private:
        return Reply(show=common.only_private(turn.texts, turn.bot_username))
    return Reply(show=screens.mine(turn.texts, await turn.services.boards.mine(turn.act), value.page))


TAPS: dict[type[Value], TapHandler] = {v.Board: board, v.Mine: _mine}
