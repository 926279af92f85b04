"""The board of a plan, and the choice among plans: one message, page by page. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from bot.i18n import Texts
from bot.screen import Button, Screen, column
from bot.services.actions.boards import Board
from bot.services.actions.listing import Order
from bot.services.actions.person_days import Days
from bot.services.actions.places import Plans
from bot.services.actions.plans import Plan
from handlers.actions.sketch import named
from handlers.screens.actions import person_days
from handlers.screens.actions.listed import buttons, ended_of, listed
from handlers.screens.common import called, pairs, paragraphs, tap, turning
from handlers.turn import _
from handlers.values import actions as v
from handlers.values.exports import Forms

ORDERS = (Order.THEME, Order.OWNER, Order.DATE)
"""By their number on a button."""

_ORDERED = {Order.THEME: _("By theme"), Order.OWNER: _("By person"), Order.DATE: _("By date")}


def board(texts: Texts, board: Board, order: int, *, private: bool = True) -> Screen:
    """A page of a plan; what an organization gives is said in private."""
    of, plan_id = named(board.plan.whose)
    shown = v.Board(of=of, id=plan_id, order=order, page=board.page)
    text = paragraphs(
        texts.say("<b>The plan of {name}</b>", name=board.plan.name),
        listed(texts, board.lines, plan=False) or texts.say("Nothing is open here. /action plans something."),
        _busiest(texts, board),
        _days(texts, board.days),
    )
    ways = [
        tap(texts.label("What was done"), v.Ended(of=of, id=plan_id, page=0)),
        tap(texts.label("As a file…"), Forms(of=of, id=plan_id)),
    ]
    if board.gives and private:
        ways.append(tap(texts.label("Person-days…"), v.Give(organization_id=plan_id, year=0)))
    return Screen(
        text,
        (*buttons(texts, board.lines), *turning(shown, board.page, board.pages), _orders(texts, shown), *pairs(ways)),
    )


def ended(texts: Texts, board: Board) -> Screen:
    """A page of what is done or dropped in a plan, the latest first."""
    of, plan_id = named(board.plan.whose)
    text = paragraphs(
        texts.say("<b>What was done: {name}</b>", name=board.plan.name),
        ended_of(texts, board.lines, board.plan.zone) or texts.say("Nothing is done or dropped yet."),
    )
    back = tap(texts.label("The whole plan"), v.Board(of=of, id=plan_id, order=2, page=0))
    here = v.Ended(of=of, id=plan_id, page=board.page)
    return Screen(text, (*buttons(texts, board.lines), *turning(here, board.page, board.pages), (back,)))


def _busiest(texts: Texts, board: Board) -> Markup:
    if board.busiest is None:
        return Markup()
    return texts.say(
        "{name} has more than half of what is open. Who could share some of it?", name=called(texts, board.busiest.name)
    )


def _days(texts: Texts, days: Days) -> Markup:
    if not days.planned and days.budget is None:
        return Markup()
    return person_days.told(texts, days)


def _orders(texts: Texts, shown: v.Board) -> tuple[Button, ...]:
    """The other two ways to sort it."""
    others = [number for number in range(len(ORDERS)) if number != shown.order]
    return tuple(
        tap(texts.label(_ORDERED[ORDERS[number]]), shown.model_copy(update={"order": number, "page": 0}))
        for number in others
    )


def boards(texts: Texts, found: Sequence[Plan], *, more: bool = False) -> Screen:
    """Which plan? What is one's own alone is in one's own list; `more`: there are those of organizations."""
    plans = []
    for plan in found:
        of, plan_id = named(plan.whose)
        to = v.Mine(page=0) if of == "m" else v.Board(of=of, id=plan_id, order=2, page=0)
        plans.append(tap(plan.name or texts.label("All that is mine"), to))
    if more:
        plans.append(tap(texts.label("Organizations…"), v.Coordinated(page=0)))
    return Screen(texts.say("Which plan would you like to see?"), column(*plans))


def coordinated(texts: Texts, found: Plans) -> Screen:
    """Which organization's?"""
    plans = [tap(one.name, v.Board(of="o", id=one.whose.organization_id or 0, order=2, page=0)) for one in found.plans]
    turned = turning(v.Coordinated(page=found.page), found.page, found.pages)
    return Screen(texts.say("Which plan would you like to see?"), (*column(*plans), *turned))
