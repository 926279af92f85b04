"""The screens of a claim to be with an organization: the question to those who know, and what became of it. Pure."""

from __future__ import annotations

from markupsafe import Markup

from bot.i18n import Texts
from bot.screen import Screen, column
from bot.services.claims import Settlement
from handlers.screens.common import paragraphs, tap
from handlers.values.claims import Settle
from handlers.values.organizations import Mine


def claim(texts: Texts, about: Settle, name: str, organization: str) -> Screen:
    """Is that person with that organization?"""
    shown = Markup('<a href="tg://user?id={}">{}</a>').format(about.person_id, name or texts.label("Someone"))
    text = paragraphs(
        texts.say("{person} says: I am with {organization}.", person=shown, organization=organization),
        texts.say("Is that so? With a yes they see what concerns that organization."),
    )
    yes, no = about.model_copy(update={"yes": 1}), about.model_copy(update={"yes": 0})
    return Screen(text, column(tap(texts.label("Yes"), yes), tap(texts.label("No"), no)))


def settled(texts: Texts, settlement: Settlement) -> Screen:
    """For whoever has answered: what counts."""
    name = settlement.organization.name
    if settlement.late:
        yes = texts.say("Somebody has said yes before you: they are with {organization}.", organization=name)
        no = texts.say("This is settled already: they are not with {organization} now.", organization=name)
        return Screen(yes if settlement.confirmed else no)
    yes = texts.say("Thank you: they are with {organization}.", organization=name)
    no = texts.say("Thank you: they are not with {organization}.", organization=name)
    return Screen(yes if settlement.confirmed else no)


def told(texts: Texts, network_id: int, organization: str, *, yes: bool) -> Screen:
    """For the person who claimed."""
    welcome = texts.say("It is confirmed: you are with {organization}. See /wheel.", organization=organization)
    sorry = texts.say(
        "It could not be confirmed that you are with {organization}. Did you mean another one?",
        organization=organization,
    )
    mine = tap(texts.label("My organization"), Mine(network_id=network_id))
    return Screen(welcome) if yes else Screen(sorry, column(mine))
