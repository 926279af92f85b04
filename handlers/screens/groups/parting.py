"""The screens by which coordinators end what somebody has no more, and the letter to that person. Pure."""

from __future__ import annotations

from markupsafe import Markup

from bot.i18n import Texts
from bot.screen import Button, Screen, column
from bot.services.actions.listing import page_of
from bot.services.groups.parting import Loss, Roll, Stay
from bot.storage.groups import Named
from handlers.screens.common import called, paragraphs, tap, turning, way_home
from handlers.values import parting as v
from handlers.values.companions import List, Look
from handlers.values.organizations import Mine


def roll(texts: Texts, found: Roll, page: int = 0) -> Screen:
    """A page of them, each with a way to end it; a page that there is not is the last."""
    here, shown, pages = page_of(found.people, page)
    ends = [_end(texts, found, one) for one in shown]
    turns = turning(v.Roll(**_of(found), page=here), here, pages)
    return Screen(_who(texts, found), (*column(*ends), *turns, (_back(texts, found),)))


def _end(texts: Texts, found: Roll, one: Named) -> Button:
    label = texts.label("Remove: {name}", name=called(texts, one.name))
    return tap(label, v.End(**_of(found), person_id=one.person_id, sure=0))


def ending(texts: Texts, one: Stay) -> Screen:
    """Asked once more, with what follows."""
    yes = tap(texts.label("Yes, remove"), v.End(**_of(one), person_id=one.person.person_id, sure=1))
    return Screen(_question(texts, one), column(yes, tap(texts.label("← Back"), v.Roll(**_of(one), page=0))))


def told(texts: Texts, loss: Loss) -> Screen:
    """For the person themselves: what to do if it is a mistake."""
    if loss.organization is None:
        text = texts.say(
            "Your place in {network} has ended, as you are in none of its groups. If that is a mistake, join one of"
            " them again, or speak to a coordinator.",
            network=loss.network.name,
        )
        return Screen(text, way_home(texts))
    text = texts.say(
        "You are no longer noted as one of the people of {organization}. If that is a mistake, choose it again under"
        " “My organization”: somebody there, or a coordinator, then says yes.",
        organization=loss.organization.name,
    )
    return Screen(text, column(tap(texts.label("My organization"), Mine(network_id=loss.network.id))))


def _who(texts: Texts, found: Roll) -> Markup:
    if found.organization is None:
        return _in_no_group(texts, found.network.name, bool(found.people))
    if not found.people:
        return texts.say("Nobody is confirmed to be with {organization}.", organization=found.organization.name)
    return texts.say(
        "These people are confirmed to be with {organization}: they see its wheel and its plan. Tap whoever is there no"
        " more.",
        organization=found.organization.name,
    )


def _in_no_group(texts: Texts, network: str, anybody: bool) -> Markup:
    if not anybody:
        return texts.say("Every member of {network} is in one of its groups, or with an organization.", network=network)
    return texts.say(
        "These members of {network} are in none of its groups, and confirmed to be with no organization.",
        network=network,
    )


def _question(texts: Texts, one: Stay) -> Markup:
    name = called(texts, one.person.name)
    if one.organization is None:
        return texts.say("Shall {name} be in {network} no more?", name=name, network=one.network.name)
    asked = texts.say("Shall {name} be with {organization} no more?", name=name, organization=one.organization.name)
    follows = texts.say("What they had taken on there will be nobody’s; what they have answered stays counted.")
    return paragraphs(asked, follows, _comes_back(texts, one))


def _comes_back(texts: Texts, one: Stay) -> Markup | str:
    if not one.groups:
        return ""
    return texts.say(
        "They are still in a group of the organization’s own ({groups}). Take them out of it in Telegram first, or they"
        " can come back by themselves.",
        groups=texts.listing(one.groups),
    )


def _back(texts: Texts, found: Roll) -> Button:
    if found.organization is None:
        return tap(texts.label("← Back"), List(network_id=found.network.id, page=0))
    return tap(texts.label("← Back"), Look(organization_id=found.organization.id))


def _of(about: Roll | Stay) -> dict[str, int]:
    return {
        "network_id": about.network.id,
        "organization_id": about.organization.id if about.organization else 0,
    }
