"""All services in one value, put together once by `bot.app`.

Each room makes its own; whoever asks for one finds them all side by side.
"""

from __future__ import annotations

from datetime import timedelta

from bot.delivery.directory import Directory
from bot.services.actions.actions import Actions
from bot.services.actions.boards import Boards
from bot.services.actions.exports import Exports
from bot.services.agenda.agenda import Agenda
from bot.services.announcements.announcements import Announcements
from bot.services.announcements.audience import Speech
from bot.services.announcements.dispatch import Dispatch
from bot.services.charter import charters
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
from bot.services.groups.parting import Parting
from bot.services.groups.people import People
from bot.services.privacy.cleaning import Cleaning
from bot.services.privacy.erasings import Erasings
from bot.services.privacy.going import Going
from bot.services.privacy.log import Log
from bot.services.privacy.mydata import MyData
from bot.services.privacy.operating import Operating
from bot.services.privacy.retention import Retention
from bot.services.readers import Readers
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
from bot.services.ticking import Ticking
from bot.services.workshop.standstill import Standstill
from bot.services.workshop.workshops import Workshops


class _Groups:
    def __init__(self, ground: Ground, directory: Directory) -> None:
        self.people = People(ground)
        self.membership = Membership(ground)
        self.groups = Groups(ground, directory)
        self.companions = Companions(ground)
        self.parting = Parting(ground)


class _Rounds:
    def __init__(self, ground: Ground, shelf: Shelf, opening: Opening, directory: Directory) -> None:
        self.deciding = Deciding(ground, shelf)
        self.rounds = Rounds(ground, opening, self.deciding)
        self.organization_rounds = OrganizationRounds(ground, opening, self.deciding)
        self.proposals = Proposals(ground, opening)
        self.calendar = Calendar(ground, opening)
        self.answering = Answering(ground, shelf, directory)
        self.wheels = Wheels(ground, shelf)
        self.tailoring = Tailoring(ground, shelf)


class _Workshop:
    def __init__(self, ground: Ground, shelf: Shelf, opening: Opening) -> None:
        self.workshops = Workshops(ground, opening)
        self.standstill = Standstill(ground, shelf)


class _Announcements:
    def __init__(self, ground: Ground, speak: Speech) -> None:
        self.announcements = Announcements(ground, speak)
        self.dispatch = Dispatch(ground, speak)


class _Privacy:
    def __init__(self, ground: Ground, shelf: Shelf, kept_for: timedelta) -> None:
        self.log = Log(ground)
        self.operating = Operating(ground)
        self.mydata = MyData(ground, shelf)
        self.going = Going(ground)
        self.erasings = Erasings(ground)
        self.cleaning = Cleaning(ground)
        self.retention = Retention(ground, kept_for)


class _Plans:
    def __init__(self, ground: Ground, shelf: Shelf) -> None:
        self.actions = Actions(ground, shelf)
        self.boards = Boards(ground, shelf)
        self.exports = Exports(ground, shelf)
        self.agenda = Agenda(ground, shelf)


class _Followup:
    def __init__(self, ground: Ground) -> None:
        self.followup = Followup(ground)
        self.nudges = Nudges(ground)
        self.digest = Digest(ground)
        self.rhythm = Rhythm(ground)
        self.tending = Tending(ground)


class _Talk:
    def __init__(self, ground: Ground, shelf: Shelf) -> None:
        self.threads = Threads(ground)
        self.thread_views = ThreadViews(ground, shelf)
        self.thread_places = ThreadPlaces(ground)
        self.kept = Kept(ground)
        self.sharing = Sharing(ground, charters.accepted)


class _Charter:
    def __init__(self, ground: Ground) -> None:
        self.charters = Charters(ground)
        self.charter_drafts = CharterDrafts(ground)
        self.charter_news = CharterNews(ground)
        self.support = Support(ground)


class Services(_Groups, _Rounds, _Workshop, _Announcements, _Privacy, _Plans, _Followup, _Talk, _Charter):
    """What a turn of a conversation can ask for. `kept_for`: how long after a round it is kept who answered what."""

    def __init__(
        self, ground: Ground, shelf: Shelf, *, directory: Directory, speak: Speech, kept_for: timedelta
    ) -> None:
        self.ground = ground
        self.shelf = shelf
        self.dialogues = Dialogues(ground)
        self.readers = Readers(ground)
        opening = Opening(shelf, ground.key)
        _Groups.__init__(self, ground, directory)
        _Rounds.__init__(self, ground, shelf, opening, directory)
        _Workshop.__init__(self, ground, shelf, opening)
        _Announcements.__init__(self, ground, speak)
        _Privacy.__init__(self, ground, shelf, kept_for)
        _Plans.__init__(self, ground, shelf)
        _Followup.__init__(self, ground)
        _Talk.__init__(self, ground, shelf)
        _Charter.__init__(self, ground)

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
