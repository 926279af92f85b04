"""The screens of the welcome, by role, and of links to pass on. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot.i18n import Texts
from bot.screen import Button, Screen, column
from bot.services.groups.invitations import Invitation
from bot.services.groups.membership import Belonging
from bot.services.rounds.answering import Standing
from bot.storage.groups import Group
from bot.storage.networks import Network
from handlers.screens.common import lines, paragraphs, tap, way_home
from handlers.values import start as v
from handlers.values.announcements import Places
from handlers.values.answering import Open
from handlers.values.companions import List
from handlers.values.organizations import Mine
from handlers.values.tending import Groups

MOST_ROUNDS = 5
MOST_NETWORKS = 3


def link(bot_username: str, kind: str, payload: str) -> str:
    """A t.me link of the bot; `kind` is start (private chat) or startgroup (choose a group)."""
    return f"https://t.me/{bot_username}?{kind}={payload}"


def coordinator(texts: Texts, coordinated: Sequence[Network], waiting: Sequence[Standing], bot_username: str) -> Screen:
    """What a coordinator can do."""
    names = texts.listing(one.name for one in coordinated)
    text = lines(
        texts.say("Welcome! You coordinate {networks}.", networks=names),
        texts.say("Add me to a group, or propose a round to all groups with /survey."),
    )
    add = Button(texts.label("Add me to a group"), url=link(bot_username, "startgroup", "true"))
    several = len(coordinated) > 1
    passing = []
    for one in coordinated[:MOST_NETWORKS]:
        suffix = f" · {one.name}" if several else ""
        passing += [
            tap(texts.label("A link for groups") + suffix, v.GroupLink(network_id=one.id)),
            tap(texts.label("Invite a coordinator") + suffix, v.CoordinatorLink(network_id=one.id)),
        ]
        passing.append(tap(texts.label("Organizations") + suffix, List(network_id=one.id, page=0)))
    return Screen(text, column(*_rounds(texts, waiting), _announce(texts), add, *passing))


def facilitator(
    texts: Texts, facilitated: Sequence[Group], waiting: Sequence[Standing], own: Sequence[Belonging]
) -> Screen:
    """What a facilitator can do."""
    titles = texts.listing(one.title for one in facilitated[:MOST_ROUNDS])
    text = lines(
        texts.say("Welcome! You facilitate {groups}.", groups=titles),
        texts.say("Open a round in the group with /survey; its settings are under /settings."),
    )
    several = [tap(texts.label("All my groups"), Groups(page=0))] if len(facilitated) > 1 else []
    return Screen(text, column(*_rounds(texts, waiting), *several, _announce(texts), *_organizations(texts, own)))


def _announce(texts: Texts) -> Button:
    return tap(texts.label("Send an announcement"), Places())


def member(texts: Texts, waiting: Sequence[Standing], own: Sequence[Belonging]) -> Screen:
    """What is open for a member."""
    text = texts.say("Welcome! Nothing is open for you just now. The latest wheel: /wheel")
    if waiting:
        text = lines(
            texts.say("Welcome! There are a few questions for you."),
            texts.say("They take about two minutes, whenever it suits you."),
        )
    return Screen(text, column(*_rounds(texts, waiting), *_organizations(texts, own)))


def stranger(texts: Texts) -> Screen:
    """Someone whom no group and no network knows."""
    return Screen(
        lines(
            texts.say("Welcome! With me peer groups take a short survey together and see their wheel."),
            texts.say("You take part by invitation: its button in your group, or a link from a coordinator."),
        )
    )


def became_coordinator(texts: Texts, network: Network, bot_username: str) -> Screen:
    """A coordinator's link was opened: the next step is one tap away."""
    text = lines(
        texts.say("Welcome, and thank you! You are a coordinator of {network} now.", network=network.name),
        texts.say("Add me to a group, or propose a round to all groups with /survey."),
    )
    add = Button(texts.label("Add me to a group"), url=link(bot_username, "startgroup", "true"))
    return Screen(text, ((add,), *way_home(texts)))


def invitation(texts: Texts, made: Invitation, bot_username: str, zone: ZoneInfo) -> Screen:
    """A link to pass on, shown once."""
    ends = texts.date(made.expires_at, zone)
    if made.kind == "coordinator":
        told = texts.say(
            "Whoever opens this link first coordinates {network}. It works once, until {date}:",
            network=made.network.name,
            date=ends,
        )
        address = link(bot_username, "start", made.payload)
    else:
        told = texts.say(
            "With this link people add me to a group of {network}; a coordinator then says yes. Until {date}:",
            network=made.network.name,
            date=ends,
        )
        address = link(bot_username, "startgroup", made.payload)
    revoke = v.Revoke(network_id=made.network.id, kind=made.kind)
    return Screen(
        paragraphs(told, address),
        column(tap(texts.label("Stop all such links"), revoke), tap(texts.label("← Back"), v.Home())),
    )


def add_by_link(texts: Texts, bot_username: str, payload: str) -> Screen:
    """A link for groups was opened in private: which group?"""
    text = texts.say("Please choose the group that I should join.")
    address = link(bot_username, "startgroup", payload)
    return Screen(text, column(Button(texts.label("Choose a group"), url=address)))


def private_only(texts: Texts, bot_username: str) -> Screen:
    """A link for the private chat was used in a group."""
    text = texts.say("That link works in a private chat with me.")
    return Screen(text, column(Button(texts.label("Private chat"), url=f"https://t.me/{bot_username}")))


def _rounds(texts: Texts, waiting: Sequence[Standing]) -> list[Button]:
    """A button a round; the titles only where there are several to tell apart."""
    shown = waiting[:MOST_ROUNDS]
    if len(shown) == 1:
        label = texts.label("Answer") if shown[0].untouched else texts.label("Go on")
        return [tap(label, Open(round_id=shown[0].round.id))]
    return [tap(one.template.title.in_(texts.language), Open(round_id=one.round.id)) for one in shown]


def _organizations(texts: Texts, own: Sequence[Belonging]) -> list[Button]:
    suffixes = [f" · {one.network.name}" if len(own) > 1 else "" for one in own]
    return [
        tap(texts.label("My organization") + suffix, Mine(network_id=one.network.id))
        for one, suffix in zip(own[:MOST_NETWORKS], suffixes, strict=False)
    ]
