"""The screens by which a group gets its network, its organizations, and a coordinator's yes. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from bot.i18n import Texts
from bot.screen import Button, Rows, Screen, column
from bot.services.groups.overview import Overview
from bot.services.groups.requests import Request, Verdict
from bot.storage.groups import Group
from bot.storage.networks import Organization
from handlers.screens.common import lines, paragraphs, tap, ticked, way_home
from handlers.values import setup as s
from handlers.values import whose as v

MOST = 8


def whose(texts: Texts, seen: Overview) -> Screen:
    """One organization, several, or the network."""
    group_id = seen.group.id
    return Screen(
        texts.say("Whose group is this?"),
        column(
            tap(texts.label("The whole network"), v.OfNetwork(group_id=group_id)),
            tap(texts.label("One organization"), v.Organizations(group_id=group_id, several=0)),
            tap(texts.label("Several organizations"), v.Organizations(group_id=group_id, several=1)),
            tap(texts.label("← Back"), s.Summary(group_id=group_id)),
        ),
    )


def organizations(texts: Texts, seen: Overview, listed: Sequence[Organization], *, several: bool) -> Screen:
    """The organizations to pick from; of several, each tap counts at once."""
    text = texts.say("Which organization is it?")
    if several:
        text = texts.say("Which organizations are they? Each tap counts at once.")
    return Screen(text, _rows(texts, seen, listed, several=several, search=len(listed) > MOST))


def found(texts: Texts, seen: Overview, listed: Sequence[Organization], *, several: bool) -> Screen:
    """What a typed name has found."""
    text = texts.say("Is it one of these?") if listed else texts.say("I found no organization of that name.")
    return Screen(text, _rows(texts, seen, listed, several=several, search=True))


def _rows(texts: Texts, seen: Overview, listed: Sequence[Organization], *, several: bool, search: bool) -> Rows:
    group_id, number = seen.group.id, int(several)
    chosen = {one.id for one in seen.organizations} if seen.group.whose != "network" else set()
    first = [one for one in listed if one.id in chosen]
    shown = [*first, *(one for one in listed if one.id not in chosen)][:MOST]
    picks = [_pick(group_id, one, several=several, chosen=one.id in chosen) for one in shown]
    ways = [tap(texts.label("Another…"), v.Name(group_id=group_id, several=number))]
    if search:
        ways.insert(0, tap(texts.label("Search…"), v.Find(group_id=group_id, several=number)))
    back = tap(texts.label("← Back"), s.Summary(group_id=group_id))
    return (*column(*picks), tuple(ways), (back,))


def _pick(group_id: int, one: Organization, *, several: bool, chosen: bool) -> Button:
    value = v.Of(group_id=group_id, organization_id=one.id, several=1 + chosen if several else 0)
    return tap(ticked(one.name, chosen), value)


def type_part(texts: Texts) -> Screen:
    """Asks for a part of an organization's name."""
    text = texts.say("Please reply with a part of the organization's name. /cancel stops this.")
    return Screen(text, ask=texts.label("A part of the name"))


def type_name(texts: Texts) -> Screen:
    """Asks for the whole name of an organization."""
    text = texts.say("Please reply with the full name of the organization. /cancel stops this.")
    return Screen(text, ask=texts.label("Name of the organization"))


def request(texts: Texts, asked: Request) -> Screen:
    """A coordinator is asked about a group."""
    said = texts.say("It is said to belong to the whole network.")
    if asked.organizations:
        names = texts.listing(one.name for one in asked.organizations)
        said = texts.say("It is said to belong to {names}.", names=names)
    text = paragraphs(
        lines(
            texts.say("An administrator of the group <b>{title}</b> has set me up there.", title=asked.group.title),
            said,
        ),
        texts.say("Does it belong to {network}? If you say no, I will leave the group.", network=asked.network),
    )
    return Screen(
        text,
        column(
            tap(texts.label("Yes"), v.Answer(group_id=asked.group.id, mark=asked.mark, yes=1)),
            tap(texts.label("No"), v.Answer(group_id=asked.group.id, mark=asked.mark, yes=0)),
        ),
    )


def renewed(texts: Texts, asked: Request) -> Screen:
    """The group was said to be another's meanwhile: the coordinator is asked about that."""
    fresh = request(texts, asked)
    return Screen(paragraphs(texts.say("This was changed meanwhile, so I ask once more."), fresh.text), fresh.rows)


def settled(texts: Texts, verdict: Verdict) -> Screen:
    """What became of the group, for the coordinator who has answered."""
    return Screen(_outcome(texts, verdict), way_home(texts))


def _outcome(texts: Texts, verdict: Verdict) -> Markup:
    if verdict.late and verdict.accepted:
        return texts.say("Somebody has answered before you: <b>{title}</b> is welcome.", title=verdict.title)
    if verdict.late:
        return texts.say("This is settled already: <b>{title}</b> does not wait any more.", title=verdict.title)
    if verdict.accepted:
        return texts.say("Thank you: <b>{title}</b> is welcome. I will tell the group.", title=verdict.title)
    return texts.say("Thank you. I will say goodbye to <b>{title}</b> and leave.", title=verdict.title)


def welcome(texts: Texts, group: Group) -> Screen:
    """To the group: a coordinator has said yes."""
    text = texts.say("A coordinator has said yes: welcome! A facilitator opens the first round with /survey.")
    return Screen(text, column(tap(texts.label("Settings"), s.Summary(group_id=group.id))))


def farewell(texts: Texts) -> Screen:
    """To a group that was declined, before the bot leaves."""
    text = texts.say(
        "The coordinators of the network could not place this group, so I leave it now. If that is a mistake,"
        " please talk to them and add me again. All the best!"
    )
    return Screen(text)
