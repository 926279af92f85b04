"""What the bot is given from outside, and the services that stand on it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random, SystemRandom

from bot.clock import Clock
from bot.counts import Counts
from bot.delivery.directory import Directory
from bot.i18n import Catalogs
from bot.services.actions.actions import Actions
from bot.services.actions.boards import Boards
from bot.services.actions.exports import Exports
from bot.services.agenda.agenda import Agenda
from bot.services.announcements.announcements import Announcements
from bot.services.announcements.dispatch import Dispatch
from bot.services.bundle import Services
from bot.services.charter import charters
from bot.services.charter.charters import Charters
from bot.services.charter.drafts import CharterDrafts
from bot.services.charter.news import CharterNews
from bot.services.charter.support import Support
from bot.services.desk import Ground, Randomness
from bot.services.dialogues import Dialogues
from bot.services.followup.digest import Digest
from bot.services.followup.followup import Followup
from bot.services.followup.nudges import Nudges
from bot.services.followup.rhythm import Rhythm
from bot.services.followup.tending import Tending
from bot.services.groups.companions import Companions
from bot.services.groups.groups import Groups
from bot.services.groups.membership import Membership
from bot.services.groups.people import People
from bot.services.privacy.cleaning import Cleaning
from bot.services.privacy.erasings import Erasings
from bot.services.privacy.going import Going
from bot.services.privacy.log import Log
from bot.services.privacy.mydata import MyData
from bot.services.privacy.operating import Operating
from bot.services.privacy.retention import KEPT_FOR, Retention
from bot.services.rounds.answering import Answering
from bot.services.rounds.calendar import Calendar
from bot.services.rounds.deciding import Deciding
from bot.services.rounds.opening import Opening
from bot.services.rounds.organization_rounds import OrganizationRounds
from bot.services.rounds.proposals import Proposals
from bot.services.rounds.rounds import Rounds
from bot.services.rounds.tailoring import Tailoring
from bot.services.rounds.templates import Shelf
from bot.services.rounds.wheels import Wheels
from bot.services.talk.kept import Kept
from bot.services.talk.places import ThreadPlaces
from bot.services.talk.sharing import Sharing
from bot.services.talk.threads import Threads
from bot.services.talk.views import ThreadViews
from bot.services.workshop.standstill import Standstill
from bot.services.workshop.workshops import Workshops
from bot.storage.port import Storage
from surveys.template import Template


class Secrets:
    """Randomness of the machine: 192 bits a token."""

    def token(self) -> str:
        return secrets.token_urlsafe(24)


class Bell:
    """Rung after a commit that put letters into the outbox; the outbox is hung on it once it is there."""

    def __init__(self) -> None:
        self.rung: Callable[[], None] = lambda: None

    def ring(self) -> None:
        self.rung()


@dataclass(frozen=True, slots=True)
class World:
    """What is given from outside: the database, time, randomness, the key of pseudonyms, the templates.

    `counts` goes the other way: what the bot tells by counting.
    """

    storage: Storage
    clock: Clock
    key: bytes
    templates: Mapping[str, Template]
    randomness: Randomness
    random: Random
    counts: Counts = field(default_factory=Counts)

    @classmethod
    def of_machine(cls, storage: Storage, clock: Clock, key: bytes, templates: Mapping[str, Template]) -> World:
        return cls(storage, clock, key, templates, Secrets(), SystemRandom())


def make_services(
    world: World, bell: Bell, directory: Directory, catalogs: Catalogs, *, kept_for: timedelta = KEPT_FOR
) -> Services:
    """All services on one ground. `kept_for`: how long after a round it is kept who answered what."""
    ground = Ground(world.storage, world.clock, world.randomness, world.key, bell.ring)
    shelf = Shelf(world.templates)
    opening, deciding = Opening(shelf, world.key), Deciding(ground, shelf)
    return Services(
        ground=ground,
        shelf=shelf,
        dialogues=Dialogues(ground),
        people=People(ground),
        membership=Membership(ground),
        groups=Groups(ground, directory),
        rounds=Rounds(ground, opening, deciding),
        organization_rounds=OrganizationRounds(ground, opening, deciding),
        proposals=Proposals(ground, opening),
        calendar=Calendar(ground, opening),
        deciding=deciding,
        answering=Answering(ground, shelf, directory),
        wheels=Wheels(ground, shelf),
        workshops=Workshops(ground, opening),
        standstill=Standstill(ground, shelf),
        announcements=Announcements(ground, catalogs.negotiate),
        dispatch=Dispatch(ground, catalogs.negotiate),
        log=Log(ground),
        operating=Operating(ground),
        mydata=MyData(ground, shelf),
        going=Going(ground),
        erasings=Erasings(ground),
        cleaning=Cleaning(ground),
        retention=Retention(ground, kept_for),
        boards=Boards(ground, shelf),
        actions=Actions(ground, shelf),
        followup=Followup(ground),
        nudges=Nudges(ground),
        digest=Digest(ground),
        agenda=Agenda(ground, shelf),
        exports=Exports(ground, shelf),
        rhythm=Rhythm(ground),
        tailoring=Tailoring(ground, shelf),
        tending=Tending(ground),
        threads=Threads(ground),
        thread_views=ThreadViews(ground, shelf),
        thread_places=ThreadPlaces(ground),
        kept=Kept(ground),
        sharing=Sharing(ground, charters.accepted),
        charters=Charters(ground),
        charter_drafts=CharterDrafts(ground),
        charter_news=CharterNews(ground),
        support=Support(ground),
        companions=Companions(ground),
    )
