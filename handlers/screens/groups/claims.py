"""The screens of a claim to be with an organization: the question to those who know, and what became of it. Pure."""

from __future__ import annotations

from markupsafe import Markup

from bot.i18n import Texts
from bot.screen import Screen, column
from bot.services.groups.claims import Settlement
from handlers.screens.common import called, paragraphs, tap, way_home
from handlers.values.claims import Settle
from handlers.values.organizations import Mine


def claim(texts: Texts, about: Settle, name: str, organization: str) -> Screen:
    """Is that person with that organization?"""
    shown = Markup('<a href="tg://user?id={}">{}</a>').format(about.person_id, called(texts, name))
    text = paragraphs(
        texts.say("{person} says: I am with {organization}.", person=shown, organization=organization),
        texts.say("Is that right? If you say yes, they will see what concerns that organization."),
    )
    yes, no = about.model_copy(update={"yes": 1}), about.model_copy(update={"yes": 0})
    return Screen(text, column(tap(texts.label("Yes"), yes), tap(texts.label("No"), no)))


def settled(texts: Texts, settlement: Settlement) -> Screen:
    """For whoever has answered: what counts."""
    return Screen(_outcome(texts, settlement, settlement.organization.name), way_home(texts))


def _outcome(texts: Texts, settlement: Settlement, name: str) -> Markup:
    if settlement.late and settlement.confirmed:
        return texts.say("Somebody has said yes before you: they are with {organization}.", organization=name)
    if settlement.late:
        return texts.say("This is settled already: they are not with {organization} now.", organization=name)
    if settlement.confirmed:
        return texts.say("Thank you: they are with {organization}.", organization=name)
    return texts.say("Thank you: they are not with {organization}.", organization=name)


def told(texts: Texts, network_id: int, organization: str, *, yes: bool) -> Screen:
    """For the person who claimed."""
    welcome = texts.say("It is confirmed: you are with {organization}. See /wheel.", organization=organization)
    sorry = texts.say(
        "It could not be confirmed that you are with {organization}. Did you mean another one?",
        organization=organization,
    )
    mine = tap(texts.label("My organization"), Mine(network_id=network_id))
    return Screen(welcome, way_home(texts)) if yes else Screen(sorry, column(mine))
