"""All services in one value, put together once by `bot.app`."""

from __future__ import annotations

from dataclasses import dataclass

from bot.services.actions import Actions
from bot.services.agenda import Agenda
from bot.services.announcements import Announcements
from bot.services.answering import Answering
from bot.services.boards import Boards
from bot.services.calendar import Calendar
from bot.services.charter_drafts import CharterDrafts
from bot.services.charter_news import CharterNews
from bot.services.charters import Charters
from bot.services.cleaning import Cleaning
from bot.services.companions import Companions
from bot.services.desk import Ground
from bot.services.dialogues import Dialogues
from bot.services.digest import Digest
from bot.services.dispatch import Dispatch
from bot.services.erasings import Erasings
from bot.services.exports import Exports
from bot.services.followup import Followup
from bot.services.going import Going
from bot.services.groups import Groups
from bot.services.kept import Kept
from bot.services.log import Log
from bot.services.membership import Membership
from bot.services.mydata import MyData
from bot.services.nudges import Nudges
from bot.services.organization_rounds import OrganizationRounds
from bot.services.people import People
from bot.services.proposals import Proposals
from bot.services.retention import Retention
from bot.services.rhythm import Rhythm
from bot.services.rounds import Rounds
from bot.services.sharing import Sharing
from bot.services.support import Support
from bot.services.tailoring import Tailoring
from bot.services.templates import Shelf
from bot.services.tending import Tending
from bot.services.thread_places import ThreadPlaces
from bot.services.thread_views import ThreadViews
from bot.services.threads import Threads
from bot.services.ticking import Ticking
from bot.services.wheels import Wheels
from bot.services.workshops import Workshops


@dataclass(frozen=True, slots=True)
class Services:
    """What a turn of a conversation can ask for."""

    ground: Ground
    shelf: Shelf
    dialogues: Dialogues
    people: People
    membership: Membership
    groups: Groups
    rounds: Rounds
    organization_rounds: OrganizationRounds
    proposals: Proposals
    calendar: Calendar
    answering: Answering
    wheels: Wheels
    workshops: Workshops
    announcements: Announcements
    dispatch: Dispatch
    log: Log
    mydata: MyData
    going: Going
    erasings: Erasings
    cleaning: Cleaning
    retention: Retention
    boards: Boards
    actions: Actions
    followup: Followup
    nudges: Nudges
    digest: Digest
    agenda: Agenda
    exports: Exports
    rhythm: Rhythm
    tailoring: Tailoring
    tending: Tending
    threads: Threads
    thread_views: ThreadViews
    thread_places: ThreadPlaces
    kept: Kept
    sharing: Sharing
    charters: Charters
    charter_drafts: CharterDrafts
    charter_news: CharterNews
    support: Support
    companions: Companions

    @property
    def ticking(self) -> tuple[Ticking, ...]:
        """Those that have something to do at its time, in the order in which they do it."""
        first = self.calendar, self.dispatch, self.followup, self.nudges, self.digest
        return *first, self.agenda, self.threads, self.charter_news, self.erasings, self.retention, self.cleaning
