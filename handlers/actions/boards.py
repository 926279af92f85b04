"""`/plan`, `/my`: the board of a plan, and what one has taken on everywhere."""

from __future__ import annotations

from bot.services.act import Refused, Why
from bot.storage.actions import Whose
from handlers.actions.sketch import named, whose
from handlers.screens import general as common
from handlers.screens.actions import board as screens
from handlers.screens.actions import mine as own
from handlers.turn import Reply, TapHandler, Turn
from handlers.value import Value
from handlers.values import actions as v

BY_DATE = 2


async def plan(turn: Turn) -> Reply:
    """In a group its board; in private the only one, or the choice, with those of organizations for who coordinates."""
    group = turn.place.group
    if group is not None:
        return await board(turn, v.Board(of="g", id=group.id, order=BY_DATE, page=0))
    found = await turn.services.boards.places(turn.act)
    shared = [one for one in found if named(one.whose)[0] != "m"]
    coordinated = await turn.services.boards.coordinated(turn.act)
    if len(shared) != 1 or coordinated.plans:
        return Reply(show=screens.boards(turn.texts, found, more=bool(coordinated.plans)))
    of, plan_id = named(shared[0].whose)
    return await board(turn, v.Board(of=of, id=plan_id, order=BY_DATE, page=0))


async def board(turn: Turn, value: v.Board) -> Reply:
    """A page of the board."""
    if not 0 <= value.order < len(screens.ORDERS):
        raise Refused(Why.GONE)
    plan, order = _shown_here(turn, value.of, value.id), screens.ORDERS[value.order]
    found = await turn.services.boards.board(turn.act, plan, order, max(value.page, 0))
    return Reply(show=screens.board(turn.texts, found, value.order, private=turn.place.private))


async def coordinated(turn: Turn, value: v.Coordinated) -> Reply:
    """A page of the plans of organizations. In a group nobody is shown which there are."""
    if not turn.place.private:
        raise Refused(Why.NOT_MEMBER)
    found = await turn.services.boards.coordinated(turn.act, max(value.page, 0))
    if not found.plans:
        raise Refused(Why.NOT_COORDINATOR)
    return Reply(show=screens.coordinated(turn.texts, found))


async def ended(turn: Turn, value: v.Ended) -> Reply:
    """A page of what is done or dropped."""
    plan = _shown_here(turn, value.of, value.id)
    found = await turn.services.boards.board(turn.act, plan, page=max(value.page, 0), ended=True)
    return Reply(show=screens.ended(turn.texts, found))


def _shown_here(turn: Turn, of: v.Of, plan_id: int) -> Whose:
    """The plan. In a group only its own: others must not see what is another plan's. Refused: GONE, NOT_MEMBER."""
    group = turn.place.group
    if of == "m":
        raise Refused(Why.GONE)
    if group is not None and (of, plan_id) != ("g", group.id):
        raise Refused(Why.NOT_MEMBER)
    return whose(of, plan_id)


async def my(turn: Turn) -> Reply:
    """What one has taken on is shown where only they read it."""
    return await _mine(turn, v.Mine(page=0))


async def _mine(turn: Turn, value: v.Mine) -> Reply:
    if not turn.place.private:
        return Reply(show=common.only_private(turn.texts, turn.bot_username))
    return Reply(show=own.mine(turn.texts, await turn.services.boards.mine(turn.act), value.page))


async def _mine_ended(turn: Turn, value: v.MineEnded) -> Reply:
    if not turn.place.private:
        return Reply(show=common.only_private(turn.texts, turn.bot_username))
    found = await turn.services.boards.mine_ended(turn.act)
    zone = await turn.services.boards.zone(turn.act)
    return Reply(show=own.mine_ended(turn.texts, found, value.page, zone))


TAPS: dict[type[Value], TapHandler] = {
    v.Board: board,
    v.Ended: ended,
    v.Coordinated: coordinated,
    v.Mine: _mine,
    v.MineEnded: _mine_ended,
}
