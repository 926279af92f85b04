"""The screens about companions: for coordinators, for an organization's people, and for companions. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.clock import from_micros
from bot.i18n import Texts
from bot.screen import Button, Screen, column
from bot.services.groups.companions import Accompanied, Circle, Offer
from handlers.screens.common import called, lines, pairs, paragraphs, tap, turning, way_home
from handlers.screens.groups.start import link
from handlers.values import companions as v
from handlers.values.actions import Board
from handlers.values.organizations import Mine
from handlers.values.parting import Roll
from handlers.values.start import Home
from handlers.values.wheel import Choose

PAGE = 8
MONTHS = (1, 3, 6, 12)
DAYS_A_MONTH = 30


def listing(texts: Texts, network_id: int, circles: Sequence[Circle], page: int) -> Screen:
    """A page of the organizations, each with how many accompany it; a page that there is not is the last."""
    if not circles:
        return _no_organization(texts, network_id)
    pages = max(1, -(-len(circles) // PAGE))
    here = min(max(page, 0), pages - 1)
    shown = circles[here * PAGE : (here + 1) * PAGE]
    text = lines(
        _who_they_are(texts),
        texts.say("They see what its people show them, and are never counted in its wheels."),
        texts.say("Which organization? There you see who is with it, too."),
    )
    turns = turning(v.List(network_id=network_id, page=here), here, pages)
    buttons = [tap(_counted(one), v.Look(organization_id=one.organization.id)) for one in shown]
    below = column(_in_no_group(texts, network_id), _home(texts))
    return Screen(text, (*column(*buttons), *turns, *below))


def _in_no_group(texts: Texts, network_id: int) -> Button:
    return tap(texts.label("Members in no group"), Roll(network_id=network_id, organization_id=0, page=0))


def _no_organization(texts: Texts, network_id: int) -> Screen:
    """Nobody can be accompanied yet: how that changes."""
    how = texts.say(
        "This network has no organization yet. Members name theirs when they answer a round of the network, or with"
        " /start under “My organization”; you are asked to say yes. A group’s own is named in the group: /settings,"
        " “Whose group”."
    )
    return Screen(paragraphs(_who_they_are(texts), how), column(_in_no_group(texts, network_id), _home(texts)))


def _who_they_are(texts: Texts) -> Markup:
    return texts.say("Companions are volunteers or mentors who accompany an organization until a day.")


def _counted(one: Circle) -> str:
    return f"{one.organization.name} · {len(one.companions)}" if one.companions else one.organization.name


def circle(texts: Texts, one: Circle, zone: ZoneInfo) -> Screen:
    """The companions of an organization, for a coordinator: end one, or ask for another."""
    ends = [
        tap(
            texts.label("End: {name}", name=called(texts, each.name)),
            v.End(**_of(one), person_id=each.person_id, sure=0),
        )
        for each in one.companions
    ]
    offers = [
        tap(texts.labels("For {n} month", "For {n} months", many), v.Offer(**_of(one), number=many * DAYS_A_MONTH))
        for many in MONTHS
    ]
    text = paragraphs(_listed(texts, one, zone), _shown(texts, one), texts.say("Invite a companion:"))
    network_id = one.organization.network_id
    people = tap(texts.label("Who is with it"), Roll(network_id=network_id, **_of(one), page=0))
    back = tap(texts.label("← Back"), v.List(network_id=network_id, page=0))
    return Screen(text, (*column(*ends), *pairs(offers), (people,), (back,)))


def ending(texts: Texts, one: Circle, person_id: int) -> Screen:
    """Asked once more."""
    text = texts.say("Shall this person accompany {organization} no more?", organization=one.organization.name)
    yes = tap(texts.label("Yes, end it"), v.End(**_of(one), person_id=person_id, sure=1))
    return Screen(text, column(yes, tap(texts.label("← Back"), v.Look(**_of(one)))))


def offered(texts: Texts, made: Offer, bot_username: str, zone: ZoneInfo) -> Screen:
    """A link to pass on, shown once."""
    told = texts.say(
        "Whoever opens this link first accompanies {organization} until {date}. It works once, until {end}:",
        organization=made.organization.name,
        date=texts.date(made.until, zone),
        end=texts.date(made.expires_at, zone),
    )
    back = tap(texts.label("← Back"), v.Look(organization_id=made.organization.id))
    return Screen(paragraphs(told, link(bot_username, "start", made.payload)), column(back))


def sharing(texts: Texts, one: Circle, zone: ZoneInfo) -> Screen:
    """For an organization's people: who accompanies it, and a switch for what they see."""
    label = texts.label("Show it no more") if one.shared else texts.label("Show them our wheel and our plan")
    switch = tap(label, v.Share(**_of(one), yes=int(not one.shared)))
    back = tap(texts.label("← Back"), Mine(network_id=one.organization.network_id))
    return Screen(paragraphs(_listed(texts, one, zone), _shown(texts, one)), column(switch, back))


def mine(texts: Texts, found: Sequence[Accompanied], zone: ZoneInfo) -> Screen:
    """What a companion accompanies, and what they are shown of it."""
    told = [
        texts.say(
            "You accompany {organization} of {network} until {date}.",
            organization=one.organization.name,
            network=one.network.name,
            date=texts.date(one.until, zone),
        )
        for one in found
    ]
    plans = [
        tap(
            texts.label("The plan of {organization}", organization=one.organization.name),
            Board(of="o", id=one.organization.id, order=0, page=0),
        )
        for one in found
        if one.shared
    ]
    wheels = [tap(texts.label("See the wheel"), Choose())] if plans else []
    hint = "" if plans else texts.say("You see its wheel and its plan once its people show them to you.")
    text = paragraphs(lines(*told), hint) if told else texts.say("You accompany no organization just now.")
    return Screen(text, (*column(*wheels, *plans), *way_home(texts)))


def _of(one: Circle) -> dict[str, int]:
    return {"organization_id": one.organization.id}


def _listed(texts: Texts, one: Circle, zone: ZoneInfo) -> Markup:
    if not one.companions:
        return texts.say("Nobody accompanies {organization}.", organization=one.organization.name)
    head = texts.say("These people accompany {organization}:", organization=one.organization.name)
    each = [
        texts.say(
            "• {name}, until {date}", name=called(texts, it.name), date=texts.date(from_micros(it.until_at), zone)
        )
        for it in one.companions
    ]
    return lines(head, *each)


def _shown(texts: Texts, one: Circle) -> Markup:
    if one.shared:
        return texts.say("Companions see the organization’s wheel and its plan.")
    return texts.say("Companions see nothing of the organization yet: its people decide.")


def _home(texts: Texts) -> Button:
    return tap(texts.label("← Back"), Home())
