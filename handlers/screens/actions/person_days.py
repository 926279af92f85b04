"""Person-days of a plan in a year, in words; and how many an organization gives. Pure."""

from __future__ import annotations

from markupsafe import Markup

from bot.i18n import Texts
from bot.screen import Button, Screen
from bot.services.actions.person_days import Days, Given
from handlers.screens.actions.action import person_days
from handlers.screens.common import lines, paragraphs, tap
from handlers.values import actions as v


def told(texts: Texts, days: Days) -> Markup:
    """What is planned, of what is given where that was said."""
    return lines(_planned(texts, days), _in_groups(texts, days))


def _planned(texts: Texts, days: Days) -> Markup:
    year, planned = str(days.year), person_days(texts, days.planned)
    if days.budget is None:
        return texts.say("Person-days in {year}: {days}", year=year, days=planned)
    given = person_days(texts, days.budget)
    return texts.say("Person-days in {year}: {days} of {given}", year=year, days=planned, given=given)


def _in_groups(texts: Texts, days: Days) -> Markup:
    if not days.in_groups:
        return Markup()
    return texts.say("{days} of them in plans of groups", days=person_days(texts, days.in_groups))


def give(texts: Texts, given: Given) -> Screen:
    """How many days does the organization give? With what counts as planned."""
    days, organization_id = given.days, given.organization.id
    other = given.present if days.year != given.present else given.present + 1
    text = paragraphs(
        texts.say(
            "How many person-days does <b>{name}</b> give in {year}? Write a number, for example 50 or 2.5.",
            name=given.organization.name,
            year=str(days.year),
        ),
        told(texts, days),
        texts.say(
            "What counts is due in that year and not dropped: actions in the plan of the organization, and those that"
            " its confirmed people have taken on in plans of groups."
        ),
    )
    another = tap(texts.label("For {year}", year=str(other)), v.Give(organization_id=organization_id, year=other))
    return Screen(text, ((another,), (_whole(texts, organization_id),)))


def bad_give(texts: Texts, organization_id: int) -> Screen:
    """Asked again."""
    text = texts.say("Please write a number of days, whole or half ones, for example: 50, or 2.5. Or /cancel.")
    return Screen(text, ((_whole(texts, organization_id),),))


def _whole(texts: Texts, organization_id: int) -> Button:
    return tap(texts.label("The whole plan"), v.Board(of="o", id=organization_id, order=2, page=0))


def noted(texts: Texts, year: int, half_days: int) -> str:
    """Above the board."""
    return texts.label("Noted: {days} person-days in {year}.", days=person_days(texts, half_days), year=str(year))
