"""The board of a plan, and what one person has taken on everywhere: one message, page by page. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.clock import from_micros
from bot.i18n import Texts
from bot.screen import Button, Rows, Screen, column
from bot.services.boards import Board
from bot.services.listing import PAGE, Line, Order
from bot.services.person_days import Days
from bot.services.places import Plans
from bot.services.plans import Plan
from bot.storage.actions import Action
from handlers.screens import person_days
from handlers.screens.action import state, theme, what
from handlers.screens.common import pairs, paragraphs, shortened, tap
from handlers.sketch import named
from handlers.turn import _
from handlers.values import actions as v
from handlers.values.exports import Forms

ORDERS = (Order.THEME, Order.OWNER, Order.DATE)
"""By their number on a button."""

_ORDERED = {Order.THEME: _("By theme"), Order.OWNER: _("By person"), Order.DATE: _("By date")}

WORDS = 150
"""Characters of an action in a list."""


def board(texts: Texts, board: Board, order: int, *, private: bool = True) -> Screen:
    """A page of a plan; what an organization gives is said in private."""
    of, plan_id = named(board.plan.whose)
    shown = v.Board(of=of, id=plan_id, order=order, page=board.page)
    text = paragraphs(
        texts.say("<b>The plan of {name}</b>", name=board.plan.name),
        _listed(texts, board.lines, plan=False) or texts.say("Nothing is open here. /action plans something."),
        _busiest(texts, board),
        _days(texts, board.days),
    )
    ways = [
        tap(texts.label("What was done"), v.Ended(of=of, id=plan_id, page=0)),
        tap(texts.label("As a file…"), Forms(of=of, id=plan_id)),
    ]
    if board.gives and private:
        ways.append(tap(texts.label("Person-days…"), v.Give(organization_id=plan_id, year=0)))
    return Screen(text, (*_buttons(texts, board.lines), *_turning(shown, board), _orders(texts, shown), *pairs(ways)))


def ended(texts: Texts, board: Board) -> Screen:
    """A page of what is done or dropped in a plan, the latest first."""
    of, plan_id = named(board.plan.whose)
    listed = [_ended(texts, number, one, board.plan.zone) for number, one in enumerate(board.lines, 1)]
    text = paragraphs(
        texts.say("<b>What was done: {name}</b>", name=board.plan.name),
        *(listed or [texts.say("Nothing is done or dropped yet.")]),
    )
    back = tap(texts.label("The whole plan"), v.Board(of=of, id=plan_id, order=2, page=0))
    turning = _turning(v.Ended(of=of, id=plan_id, page=board.page), board)
    return Screen(text, (*_buttons(texts, board.lines), *turning, (back,)))


def _ended(texts: Texts, number: int, line: Line, zone: ZoneInfo) -> Markup:
    """What, then its theme, who, how it ended and when."""
    one = line.action
    about = theme(texts, line.template, one.theme.spoke if one.theme else "")
    when = texts.date(from_micros(one.ended_at or 0), zone)
    parts = (about, one.owner_name, state(texts, one, needs_hand=False), when)
    return _told(texts, number, one, parts)


def _listed(texts: Texts, lines: Sequence[Line], *, plan: bool) -> Markup:
    return Markup("\n\n").join(_line(texts, number, one, plan=plan) for number, one in enumerate(lines, 1))


def _line(texts: Texts, number: int, line: Line, *, plan: bool) -> Markup:
    """What, then its theme or plan, who, by when and how it stands."""
    one = line.action
    about = theme(texts, line.template, one.theme.spoke if one.theme else "")
    parts = (
        line.plan if plan else about,
        one.owner_name if one.owner_id is not None and not plan else "",
        texts.date(one.due),
        state(texts, one, needs_hand=line.needs_hand),
    )
    return _told(texts, number, one, parts)


def _told(texts: Texts, number: int, one: Action, parts: Iterable[str]) -> Markup:
    return Markup("{}. <b>{}</b>\n{}").format(
        number, shortened(what(texts, one), WORDS), " · ".join(part for part in parts if part)
    )


def _buttons(texts: Texts, lines: Sequence[Line]) -> Rows:
    """One to each; read alone they say which it is."""
    return column(
        *(
            tap(f"{number}. {what(texts, line.action)}", v.Look(id=line.action.id))
            for number, line in enumerate(lines, 1)
        )
    )


def _busiest(texts: Texts, board: Board) -> Markup:
    if board.busiest is None:
        return Markup()
    return texts.say("{name} has more than half of what is open. Who could share some of it?", name=board.busiest.name)


def _days(texts: Texts, days: Days) -> Markup:
    if not days.planned and days.budget is None:
        return Markup()
    return person_days.told(texts, days)


def _turning(shown: v.Board | v.Ended | v.Coordinated, found: Board | Plans) -> Rows:
    row = []
    if found.page:
        row.append(tap("←", shown.model_copy(update={"page": found.page - 1})))
    if found.page + 1 < found.pages:
        row.append(tap("→", shown.model_copy(update={"page": found.page + 1})))
    return (tuple(row),) if row else ()


def _orders(texts: Texts, shown: v.Board) -> tuple[Button, ...]:
    """The other two ways to sort it."""
    others = [number for number in range(len(ORDERS)) if number != shown.order]
    return tuple(
        tap(texts.label(_ORDERED[ORDERS[number]]), shown.model_copy(update={"order": number, "page": 0}))
        for number in others
    )


def boards(texts: Texts, found: Sequence[Plan], *, more: bool = False) -> Screen:
    """Which plan? What is one's own alone is in one's own list; `more`: there are those of organizations."""
    buttons = []
    for plan in found:
        of, plan_id = named(plan.whose)
        to = v.Mine(page=0) if of == "m" else v.Board(of=of, id=plan_id, order=2, page=0)
        buttons.append(tap(plan.name or texts.label("All that is mine"), to))
    if more:
        buttons.append(tap(texts.label("Organizations…"), v.Coordinated(page=0)))
    return Screen(texts.say("Which plan would you like to see?"), column(*buttons))


def coordinated(texts: Texts, found: Plans) -> Screen:
    """Which organization's?"""
    buttons = [
        tap(one.name, v.Board(of="o", id=one.whose.organization_id or 0, order=2, page=0)) for one in found.plans
    ]
    turning = _turning(v.Coordinated(page=found.page), found)
    return Screen(texts.say("Which plan would you like to see?"), (*column(*buttons), *turning))


def mine(texts: Texts, lines: Sequence[Line], page: int) -> Screen:
    """What the person has taken on or helps with, by date; a page beyond the last is the last."""
    page = min(max(page, 0), max(len(lines) - 1, 0) // PAGE)
    shown = lines[page * PAGE : (page + 1) * PAGE]
    text = paragraphs(
        texts.say("<b>What you have taken on</b>"),
        _listed(texts, shown, plan=True) or texts.say("Nothing is open. /action plans something."),
    )
    row = []
    if page:
        row.append(tap("←", v.Mine(page=page - 1)))
    if len(lines) > (page + 1) * PAGE:
        row.append(tap("→", v.Mine(page=page + 1)))
    return Screen(text, (*_buttons(texts, shown), *((tuple(row),) if row else ())))
