"""The screens by which a member says which organization they are with, outside any round. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.i18n import Texts
from bot.screen import Button, Rows, Screen, column
from bot.services.groups.membership import Belonging
from bot.storage.networks import Organization
from handlers.screens.common import tap
from handlers.values import organizations as v
from handlers.values.companions import Sharing
from handlers.values.start import Home

MOST = 8


def mine(texts: Texts, own: Belonging) -> Screen:
    """Where the person belongs, and whether that counts already."""
    if own.organization is None:
        text = texts.say("You are with no organization of {network}.", network=own.network.name)
    elif own.confirmed:
        text = texts.say("You are with {organization}. Its wheel: /wheel", organization=own.organization.name)
    else:
        text = texts.say(
            "You said that you are with {organization}. It counts once someone there, or a coordinator, says yes.",
            organization=own.organization.name,
        )
    change = tap(texts.label("Change"), v.Change(network_id=own.network.id))
    known = own.organization if own.confirmed else None
    beside = [tap(texts.label("Companions"), Sharing(organization_id=known.id))] if known else []
    return Screen(text, column(change, *beside, _home(texts)))


def choice(texts: Texts, network_id: int, listed: Sequence[Organization], *, searched: bool = False) -> Screen:
    """Which one? The first of the list, or those that a typed name has found."""
    text = texts.say("Which organization are you with?")
    if searched and listed:
        text = texts.say("Is it one of these?")
    elif searched:
        text = texts.say("I found no organization of that name.")
    buttons = [tap(one.name, v.Belong(network_id=network_id, organization_id=one.id)) for one in listed[:MOST]]
    ways = [
        tap(texts.label("None"), v.Belong(network_id=network_id, organization_id=0)),
        tap(texts.label("Another…"), v.Name(network_id=network_id)),
    ]
    if searched or len(listed) > MOST:
        ways.insert(0, tap(texts.label("Search…"), v.Find(network_id=network_id)))
    return Screen(text, (*column(*buttons), tuple(ways), (_mine(texts, network_id),)))


def type_part(texts: Texts, network_id: int) -> Screen:
    text = texts.say("Write a part of its name, please.")
    return Screen(text, _back(texts, network_id))


def type_name(texts: Texts, network_id: int) -> Screen:
    text = texts.say("What is your organization called? Write its full name, please.")
    return Screen(text, _back(texts, network_id))


def _back(texts: Texts, network_id: int) -> Rows:
    return column(tap(texts.label("← Back"), v.Change(network_id=network_id)))


def _mine(texts: Texts, network_id: int) -> Button:
    return tap(texts.label("← Back"), v.Mine(network_id=network_id))


def _home(texts: Texts) -> Button:
    return tap(texts.label("← Back"), Home())
