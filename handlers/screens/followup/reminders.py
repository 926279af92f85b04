"""The screens of follow-up: what arrives by itself says nothing of the actions, for it shows on lock screens. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from bot.i18n import Texts
from bot.screen import Rows, Screen, column
from handlers.screens import days
from handlers.screens.actions.action import back
from handlers.screens.common import tap
from handlers.values import actions as v

MOST = 8
"""Of so many actions each has its button."""


def reminder_in_group(texts: Texts, owner_id: int, name: str) -> Screen:
    """In the group, to an owner who wants to be named there."""
    mention = Markup('<a href="tg://user?id={}">{}</a>').format(owner_id, name)
    return Screen(texts.say("{name}, a thought for what you have taken on: /my", name=mention))


def needs_hand(texts: Texts, action_ids: Sequence[int], *, on_agenda: bool) -> Screen:
    """To those who look after a plan."""
    text = texts.say("Something in a plan that you look after needs a hand.")
    if on_agenda:
        text = texts.say(
            "Something in a plan that you look after needs a hand. It is on the agenda of the next meeting."
        )
    return Screen(text, _show(texts, action_ids[:MOST]))


def _show(texts: Texts, action_ids: Sequence[int]) -> Rows:
    many = len(action_ids)
    if many == 1:
        return column(tap(texts.label("Show"), v.Look(id=action_ids[0])))
    return column(
        *(
            tap(texts.label("Show {number} of {many}", number=number, many=many), v.Look(id=one))
            for number, one in enumerate(action_ids, 1)
        )
    )


def away(texts: Texts, today: date) -> Screen:
    """Until when?"""
    about = texts.say(
        "Until which day are you away? Choose, or write a date. Until then I leave you alone with what you have taken"
        " on, and tell those who look after the plan."
    )
    return days.when(texts, v.When(id=0, purpose="a"), today, (about,), (tap(texts.label("I am back"), v.Back()),))


def is_away(texts: Texts, until: date) -> Screen:
    text = texts.say("All right: no reminders until {day}.", day=texts.date(until))
    return Screen(text, column(tap(texts.label("I am back"), v.Back())))


def is_back(texts: Texts) -> Screen:
    return Screen(texts.say("Welcome back! What you have taken on: /my"))


def told_away(texts: Texts, name: str, until: date) -> Screen:
    """To those who look after the plan."""
    who = name or texts.label("Somebody of your plan")
    return Screen(texts.say("{name} is away until {day}.", name=who, day=texts.date(until)))


def will_remind(texts: Texts, action_id: int, day: date) -> Screen:
    text = texts.say("I will remind you on {day}.", day=texts.date(day))
    return Screen(text, column(back(texts, action_id)))
