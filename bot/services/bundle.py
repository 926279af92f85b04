"""All services in one value, put together once by `bot.app`."""

from __future__ import annotations

from dataclasses import dataclass

from bot.services.actions.actions import Actions
from bot.services.actions.boards import Boards
from bot.services.actions.exports import Exports
from bot.services.agenda.agenda import Agenda
from bot.services.announcements.announcements import Announcements
from bot.services.announcements.dispatch import Dispatch
from bot.services.charter.charters import Charters
from bot.services.charter.drafts import CharterDrafts
from bot.services.charter.news import CharterNews
from bot.services.charter.support import Support
from bot.services.desk import Ground
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
from bot.services.privacy.retention import Retention
from bot.services.rounds.answering import Answering
from bot.services.rounds.calendar import Calendar
from bot.services.rounds.deciding import Deciding
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
from bot.services.ticking import Ticking
from bot.services.workshop.standstill import Standstill
from bot.services.workshop.workshops import Workshops


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
    deciding: Deciding
    answering: Answering
    wheels: Wheels
    workshops: Workshops
    standstill: Standstill
    announcements: Announcements
    dispatch: Dispatch
    log: Log
    operating: Operating
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
        first = self.operating, self.calendar, self.deciding, self.dispatch, self.followup, self.nudges, self.digest
        return (
            *first,
            self.standstill,
            self.agenda,
            self.threads,
            self.charter_news,
            self.erasings,
            self.retention,
            self.cleaning,
        )
