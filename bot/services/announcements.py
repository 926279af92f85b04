"""Writing an announcement: what, in which languages, to whom and when. Sending it is `bot.services.dispatch`'s."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.delivery.mailings import Tally
from bot.screen import Content
from bot.services.act import Act
from bot.services.audience import Option, Reach, Speech
from bot.services.desk import Ground
from bot.storage.announcements import Announcement, Audience


@dataclass(frozen=True, slots=True)
class Origin:
    """From where somebody may announce: a network that they coordinate, or a group that they facilitate."""

    network_id: int
    group_id: int | None
    name: str


@dataclass(frozen=True, slots=True)
class Listed:
    """One of a list: the announcement, from where it is, and the original's text (HTML; empty while there is none)."""

    announcement: Announcement
    origin: str
    text: str


@dataclass(frozen=True, slots=True)
class View:
    """How an announcement stands, for whoever may look at it.

    `origin` is the name of the network or group it is from. `versions` are in the order of their languages. `reach` is
    given until it is sent. `tally` counts its letters, `change` those of its last change, `removal` those of its
    removal: None while there are none. `seen` is None below the network's `minimum`, and without the button. `own`:
    whoever looks has written it. `mark` changes with what would be sent, to whom and when: a number of 32 bits.
    """

    announcement: Announcement
    origin: str
    versions: dict[str, Content]
    reach: Reach | None
    tally: Tally
    change: Tally | None
    removal: Tally | None
    seen: int | None
    minimum: int
    own: bool
    mark: int


class Announcements:
    """Drafts, and the list of all. Each act looks the role up.

    Refused, by all that name an announcement: GONE (there is none), NOT_COORDINATOR (it is a network's) or
    NOT_FACILITATOR (it is a group's; coordinators of its network count as facilitators). By all that change one:
    NOT_AUTHOR, and UNDER_WAY once it is no draft any more. All may be repeated: what is said twice is done once.
    """

    def __init__(self, ground: Ground, speak: Speech) -> None:
        self._ground = ground
        self._speak = speak

    async def places(self, act: Act) -> list[Origin]:
        """From where the person may announce: networks first, then the groups of which they are a named facilitator."""
        raise NotImplementedError

    async def begin(self, act: Act, network_id: int, group_id: int | None = None) -> View:
        """A new draft of the network or of the group; the person's draft from there in which nothing is written yet.

        A group's own goes to its chat, and its audience cannot be changed; a network's goes to `all` until aimed.
        Refused: NOT_COORDINATOR, NOT_FACILITATOR, GONE.
        """
        raise NotImplementedError

    async def listed(self, act: Act, skip: int = 0, limit: int = 8) -> list[Listed]:
        """Announcements of the person's networks and groups in all states, drafts of others too; newest first."""
        raise NotImplementedError

    async def look(self, act: Act, announcement_id: int) -> View:
        """How it stands."""
        raise NotImplementedError

    async def write(
        self, act: Act, announcement_id: int, language: str, content: Content, album: str | None = None
    ) -> View:
        """Write the version in that language; the first one written is the original.

        A part of the album from which the version was taken is added to it; anything else takes the version's place.
        Refused: EMPTY, TOO_LONG (4096 characters, 1024 with media; ten media), NOT_TOGETHER (photos and videos go
        together, documents with documents, audio with audio, all else alone).
        """
        raise NotImplementedError

    async def drop_version(self, act: Act, announcement_id: int, language: str) -> View:
        """Take a version away; without the original, the first of the others by language is the original."""
        raise NotImplementedError

    async def aim(self, act: Act, announcement_id: int, audience: Audience) -> View:
        """Say whom it goes to. Refused: GONE for a token that means nothing in the network, or of a group's own."""
        raise NotImplementedError

    async def options(self, act: Act, announcement_id: int) -> list[Option]:
        """The tokens there are in the network, those that mean nobody left out.

        In this order: all, groups, members, each group, organization (by name), country, language (by code), the
        facilitators, the coordinators. None for a group's own.
        """
        raise NotImplementedError

    async def when(self, act: Act, announcement_id: int, wall: datetime | None) -> View:
        """Say at which time of day of each reader's own zone it goes out (naive, whole minutes); None: at once.

        In a gap of summer time, the offset before it counts. Quiet hours hold what would arrive in them until morning.
        Refused: BAD_DATE when it is past for all readers, or more than 180 days ahead.
        """
        raise NotImplementedError

    async def set_silent(self, act: Act, announcement_id: int, silent: bool) -> View:
        """Whether it arrives without a sound."""
        raise NotImplementedError

    async def set_seen(self, act: Act, announcement_id: int, seen_button: bool) -> View:
        """Whether a button lets readers say that they have seen it; albums have no buttons."""
        raise NotImplementedError

    async def discard(self, act: Act, announcement_id: int) -> None:
        """Drop a draft for good; what is gone already stays gone."""
        raise NotImplementedError
