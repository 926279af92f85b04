"""The screens of help: whom to turn to, and for coordinators setting it. Pure, and shown in private alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup

from bot.i18n import Texts
from bot.screen import Button, Screen, column
from bot.services import zones
from bot.services.charter.support import LONGEST, Desk, Help
from bot.storage.support import Contact
from handlers.screens.common import lines, paragraphs, shortened, tap
from handlers.values import support as v

_MOST_COUNTRIES = 12
_MOST_CONTACTS = 10
"""That somebody sees who needs help, of all networks together."""

_EXCERPT = 80


def need(texts: Texts, found: Sequence[Help]) -> Screen:
    """Whom to turn to, network by network."""
    others = [
        tap(_country(texts, code), v.Elsewhere(network_id=one.network.id, country=code))
        for one in found
        for code in one.others[:_MOST_COUNTRIES]
    ]
    text = paragraphs(
        texts.say("<b>I need help or want to report something</b>"),
        *_known(texts, found),
        texts.say("In danger, first call the emergency number of your country."),
        texts.say(
            "Nobody learns that you have looked here. What you tell them does not pass through me; you may delete this"
            " message."
        ),
    )
    return Screen(text, column(*others))


def _known(texts: Texts, found: Sequence[Help]) -> list[Markup]:
    if not found:
        unknown = texts.say(
            "I do not know your network yet: once you have answered an invitation of your group, its contacts are here."
        )
        return [unknown]
    most = max(_MOST_CONTACTS // len(found), 1)
    return [_told(texts, one, most, several=len(found) > 1) for one in found[:_MOST_CONTACTS]]


def _told(texts: Texts, one: Help, most: int, *, several: bool) -> Markup:
    head = Markup("<b>{}</b>").format(one.network.name) if several else ""
    if not one.contacts:
        nobody = texts.say(
            "{network} has not named anyone yet. Please ask a coordinator whom you trust, or an organization near you.",
            network=one.network.name,
        )
        return lines(head, nobody)
    return lines(head, *(_contact(texts, each) for each in one.contacts[:most]))


def _contact(texts: Texts, one: Contact) -> Markup:
    where = _country(texts, one.country) if one.country else texts.label("For everyone")
    who = texts.say("{contact} (facilitates a group)", contact=one.text) if one.facilitates else one.text
    return texts.say("• {place}: {contact}", place=where, contact=who)


def _country(texts: Texts, code: str | None) -> str:
    return zones.country_name(code, texts.language) if code else texts.label("For everyone")


def desks(texts: Texts, found: Sequence[Desk]) -> Screen:
    """Of which network?"""
    if not found:
        return Screen(texts.say("Coordinators say here whom members can turn to. For you: /help, “I need help”."))
    buttons = [tap(one.network.name, v.Desk(network_id=one.network.id)) for one in found]
    return Screen(texts.say("Whose contacts?"), column(*buttons))


def desk(texts: Texts, one: Desk) -> Screen:
    """All contacts, with what is missing."""
    listed = [replace(each, text=shortened(each.text, _EXCERPT)) for each in one.contacts]
    told = lines(*(_contact(texts, each) for each in listed))
    buttons = [tap(texts.label("Take away: {contact}", contact=each.text), v.Remove(id=each.id)) for each in listed]
    return Screen(
        paragraphs(
            texts.say("<b>Whom members can turn to</b> · {network}", network=one.network.name),
            texts.say(
                "They see it under /help, “I need help, or to report something”, with those of their country first."
            ),
            told or texts.say("Nobody is named yet. Please name at least one person, or service, for everyone."),
            _warning(texts, one),
        ),
        column(_add(texts, one), *buttons),
    )


def _warning(texts: Texts, one: Desk) -> Markup | str:
    alone = [_country(texts, each) for each in _places(one) if one.alone(each)]
    if not alone:
        return ""
    return texts.say(
        "⚠️ Only facilitators are named here: {places}. Somebody may need to tell of just that person: please name"
        " somebody else, too.",
        places=texts.listing(alone),
    )


def _places(one: Desk) -> list[str | None]:
    return list(dict.fromkeys(each.country for each in one.contacts))


def _add(texts: Texts, one: Desk) -> Button:
    if one.at(None):
        return tap(texts.label("Add a contact"), v.Where(network_id=one.network.id))
    return tap(texts.label("Add a contact"), v.Add(network_id=one.network.id, country=""))


def where(texts: Texts, one: Desk, countries: Sequence[str]) -> Screen:
    """For which country? Another one is typed."""
    buttons = [tap(_country(texts, code), v.Add(network_id=one.network.id, country=code)) for code in countries]
    everyone = tap(texts.label("For everyone"), v.Add(network_id=one.network.id, country=""))
    text = texts.say("For whom is this contact? Tap, or write the name of the country.")
    return Screen(text, column(everyone, *buttons[:_MOST_COUNTRIES], _back(texts, one.network.id)))


def no_country(texts: Texts, network_id: int) -> Screen:
    """No country is called so."""
    text = texts.say("I know no country of that name. Please write another spelling, or /cancel.")
    return Screen(text, column(_back(texts, network_id)))


def ask(texts: Texts, network_id: int, country: str) -> Screen:
    """Who, and how to reach them?"""
    text = texts.say(
        "<b>{place}</b>\nWho is this contact, and how can they be reached? In at most {most} characters: name or"
        " service, telephone or address, when, in which languages. Ask them first whether they agree.",
        place=_country(texts, country or None),
        most=LONGEST,
    )
    return Screen(text, column(_back(texts, network_id)))


def facilitates(texts: Texts, text: str) -> Screen:
    """Does that person facilitate a group?"""
    return Screen(
        paragraphs(Markup("<i>{}</i>").format(text), texts.say("Does this person facilitate a group of the network?")),
        column(
            tap(texts.label("No"), v.Facilitates(yes=0)),
            tap(texts.label("Yes"), v.Facilitates(yes=1)),
        ),
    )


def _back(texts: Texts, network_id: int) -> Button:
    return tap(texts.label("← Back"), v.Desk(network_id=network_id))
