"""How many person-days an organization gives to its plan in a year: said by whoever speaks for it, in private."""

from __future__ import annotations

from bot.services.act import Refused, Why
from bot.storage.actions import Whose
from handlers.actions.action import before
from handlers.actions.boards import BY_DATE
from handlers.actions.edits import read_half_days
from handlers.screens.actions import board, person_days
from handlers.screens.actions.action import above
from handlers.turn import LineHandler, Reply, TapHandler, Turn
from handlers.value import Value
from handlers.values import actions as v

GIVEN = "person_days"


async def give(turn: Turn, value: v.Give) -> Reply:
    """Ask for the number. Refused: NOT_COORDINATOR, GONE."""
    if not turn.place.private:
        raise Refused(Why.NOT_MEMBER)
    given = await turn.services.boards.given(turn.act, value.organization_id, value.year)
    state = {"organization_id": given.organization.id, "year": given.days.year}
    await turn.services.dialogues.wait(turn.act, turn.spot, GIVEN, **state)
    return Reply(show=person_days.give(turn.texts, given))


async def written(turn: Turn) -> Reply:
    """The number; then the board, which tells it. Refused: BAD_DAYS."""
    organization_id, year = int(turn.asked["organization_id"]), int(turn.asked["year"])
    half_days = read_half_days(turn.line)
    if half_days is None:
        return Reply(show=person_days.bad_give(turn.texts, organization_id))
    await turn.services.actions.set_budget(before(turn), organization_id, year, half_days)
    await turn.services.dialogues.end(turn.act, turn.spot)
    found = await turn.services.boards.board(turn.act, Whose(organization_id=organization_id))
    return Reply(show=above(person_days.noted(turn.texts, year, half_days), board.board(turn.texts, found, BY_DATE)))


TAPS: dict[type[Value], TapHandler] = {v.Give: give}
LINES: dict[str, LineHandler] = {GIVEN: written}
