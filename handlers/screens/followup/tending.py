"""The screens of `/groups`: how each group stands, and what its next step would be. Pure."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.clock import from_micros
from bot.i18n import Texts
from bot.screen import Button, Screen, column
from bot.services.followup.tending import PAGE, Page, State, Step
from handlers.screens.common import lines, pairs, paragraphs, tap, turning
from handlers.turn import _
from handlers.values import actions, agenda, setup, survey
from handlers.values import tending as v

BY_DATE = 2
"""Of a board: what needs a hand comes first."""

_STEPS = {
    Step.SET_UP: _("say yes to its settings"),
    Step.HELP: _("look at what needs a hand"),
    Step.ANSWER: _("answer whether it takes part in the round that is proposed"),
    Step.ROUND: _("begin a round, for a fresh wheel"),
    Step.PLAN: _("plan an action, from what the wheel shows"),
}

_SHORT = {
    Step.SET_UP: _("To the settings"),
    Step.HELP: _("What needs a hand"),
    Step.ANSWER: _("Answer"),
    Step.ROUND: _("Begin a round"),
    Step.PLAN: _("Plan an action"),
}


def groups(texts: Texts, page: Page) -> Screen:
    """Some of the groups; a button leads to each."""
    if not page.states:
        text = texts.say("You look after no group. Who facilitates a group is named there, with /settings.")
        return Screen(text)
    first = page.number * PAGE + 1
    told = [_told(texts, state, f"{number}. ") for number, state in enumerate(page.states, first)]
    buttons = [
        tap(f"{number}. {state.group.title}", v.Look(group_id=state.group.id))
        for number, state in enumerate(page.states, first)
    ]
    return Screen(paragraphs(*told), (*column(*buttons), *turning(v.Groups(page=page.number), page.number, page.pages)))


def _told(texts: Texts, state: State, number: str = "") -> Markup:
    """How a group stands, in at most five lines."""
    return lines(
        Markup("<b>{}{}</b>").format(number, state.group.title),
        _round(texts, state),
        _planned(texts, state),
        _point(texts, state),
        texts.say("Next step: {step}.", step=texts.label(_STEPS[state.step])) if state.step else "",
    )


def _round(texts: Texts, state: State) -> Markup:
    if state.closes_at is None:
        return Markup()
    closes = texts.moment(from_micros(state.closes_at), ZoneInfo(state.group.zone))
    return texts.say("A round is open until {day}.", day=closes)


def _planned(texts: Texts, state: State) -> Markup:
    if not state.open:
        return texts.say("No action is open.")
    open_ = texts.plural("{n} action is open", "{n} actions are open", state.open)
    if not state.helpless:
        return texts.say("{actions}.", actions=open_)
    hand = texts.plural("{n} of them needs a hand", "{n} of them need a hand", state.helpless)
    return texts.say("{actions}, {hand}.", actions=open_, hand=hand)


def _point(texts: Texts, state: State) -> Markup:
    if state.point is None or state.point.next_at is None:
        return Markup()
    day = texts.day(from_micros(state.point.next_at), ZoneInfo(state.point.zone))
    return texts.say("On the agenda on {day}: {title}", day=day, title=state.point.title)


def group(texts: Texts, state: State) -> Screen:
    """One group, the way to its next step, and all others."""
    group_id = state.group.id
    ways = (
        tap(texts.label("The plan"), actions.Board(of="g", id=group_id, order=BY_DATE, page=0)),
        tap(texts.label("The agenda"), agenda.List(of="g", id=group_id)),
        tap(texts.label("Rounds"), survey.Begin(of="g", id=group_id)),
        tap(texts.label("Settings"), setup.Summary(group_id=group_id)),
    )
    back = tap(texts.label("All my groups"), v.Groups(page=0))
    return Screen(_told(texts, state), (*column(*_step(texts, state)), *pairs(ways), (back,)))


def _step(texts: Texts, state: State) -> list[Button]:
    if state.step is None:
        return []
    group_id = state.group.id
    leads = {
        Step.SET_UP: setup.Summary(group_id=group_id),
        Step.HELP: actions.Board(of="g", id=group_id, order=BY_DATE, page=0),
        Step.ANSWER: survey.Begin(of="g", id=group_id),
        Step.ROUND: survey.Begin(of="g", id=group_id),
        Step.PLAN: actions.Begin(figure_id=state.figure_id or 0),
    }
    return [tap(texts.label(_SHORT[state.step]), leads[state.step])]
