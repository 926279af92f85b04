"""What of an action can be changed, into which plan it is brought, and to which day it moves. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from bot.i18n import Texts
from bot.screen import Screen, column
from bot.services.actions.boards import View
from bot.services.actions.plans import Plan
from bot.storage.actions import MINE
from handlers.actions.sketch import named
from handlers.screens import days
from handlers.screens.actions.action import back, do, what
from handlers.screens.common import pairs, paragraphs, tap, ticked
from handlers.turn import _
from handlers.values import actions as v
from surveys.template import Template


def change(texts: Texts, view: View) -> Screen:
    """What can be changed."""
    one, mine = view.action, view.plan.whose == MINE
    wording = [
        tap(texts.label("What"), v.Write(id=one.id, about="what")),
        tap(texts.label("Sign of success"), v.Write(id=one.id, about="sign")),
        tap(texts.label("Person-days"), v.Write(id=one.id, about="days")),
    ]
    if view.template is not None:
        wording.append(tap(texts.label("Theme"), v.Themes(id=one.id)))
    with_others = [
        tap(texts.label("Hand over"), v.People(id=one.id, role="h", page=0)),
        tap(texts.label("Who helps"), v.People(id=one.id, role="a", page=0)),
    ]
    if view.rights.owner:
        with_others.append(tap(texts.label("Not for me"), v.Write(id=one.id, about="back")))
    shared = [tap(texts.label("Bring it into a plan"), v.Share(id=one.id, of="m", plan_id=0))]
    buttons = [*wording, *(shared if mine else with_others), do(texts, one.id, _("Drop it"), "drop")]
    text = paragraphs(Markup("<b>{}</b>").format(what(texts, one)), texts.say("What shall change?"))
    return Screen(text, (*pairs(buttons), (back(texts, one.id),)))


def themes(texts: Texts, view: View, template: Template) -> Screen:
    """Which theme of its survey does it answer? None that the group does not see."""
    one, plain = view.action, template.plain.spokes
    now = one.theme.spoke if one.theme else None
    buttons = [
        tap(ticked(spoke.name.in_(texts.language), spoke.key == now), v.Answers(id=one.id, place=place))
        for place, spoke in enumerate(plain)
    ]
    text = paragraphs(Markup("<b>{}</b>").format(what(texts, one)), texts.say("Which theme does it answer?"))
    return Screen(text, column(*buttons, back(texts, one.id)))


def shares(texts: Texts, action_id: int, found: Sequence[Plan]) -> Screen:
    """Into which plan?"""
    buttons = []
    for one in found:
        of, plan_id = named(one.whose)
        if of != "m":
            buttons.append(tap(one.name, v.Share(id=action_id, of=of, plan_id=plan_id)))
    return Screen(texts.say("Into which plan? Its people will see it."), column(*buttons, back(texts, action_id)))


def other_day(texts: Texts, view: View, chosen: v.When, today: date) -> Screen:
    """To which day, or on which a reminder is wanted?"""
    by_when, remind = (
        texts.say("By when? Choose, or write a date."),
        texts.say("On which day shall I remind you? Choose, or write a date."),
    )
    asked = by_when if chosen.purpose == "m" else remind
    about = (Markup("<b>{}</b>").format(what(texts, view.action)), asked)
    return days.when(texts, chosen, today, about, (back(texts, view.action.id),))
