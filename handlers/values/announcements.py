"""The buttons of an announcement in the making. One that sets something says what to set: twice is as good as once."""

from __future__ import annotations

from typing import ClassVar

from handlers.value import Private


class OfAnnouncement(Private):
    """A button about one announcement."""

    id: int


class List(Private):
    """A page of the person's announcements, in place of what is there, or as a new message (`anew` 1)."""

    code: ClassVar[str] = "na"
    page: int
    anew: int


class Places(Private):
    """A new announcement: from which network or group?"""

    code: ClassVar[str] = "nb"


class Begin(Private):
    """A new announcement of that network (`group_id` 0), or of that group."""

    code: ClassVar[str] = "nc"
    network_id: int
    group_id: int


class Look(OfAnnouncement):
    """Show how it stands."""

    code: ClassVar[str] = "nd"


class Write(OfAnnouncement):
    """Write a version in that language, or write it anew."""

    code: ClassVar[str] = "ne"
    language: str


class Languages(OfAnnouncement):
    """Its versions, and the languages that it could have."""

    code: ClassVar[str] = "nf"


class Version(OfAnnouncement):
    """One version: write it anew, or take it away."""

    code: ClassVar[str] = "ng"
    language: str


class Drop(OfAnnouncement):
    """Take a version away."""

    code: ClassVar[str] = "nh"
    language: str


class Audience(OfAnnouncement):
    """Whom it goes to; with `minus` 1, whom not."""

    code: ClassVar[str] = "ni"
    minus: int


class Tokens(OfAnnouncement):
    """A page of the groups (`kind` g), organizations (o), countries (c), languages (l) or roles (r) to choose from."""

    code: ClassVar[str] = "nj"
    minus: int
    kind: str
    page: int


class Aim(OfAnnouncement):
    """Let a token be among those whom it goes to, or whom it does not (`minus` 1); with `on` 0 no longer.

    `page` is the page of the token's kind to show then; -1: the first choice of all.
    """

    code: ClassVar[str] = "nk"
    minus: int
    token: str
    on: int
    page: int


class When(OfAnnouncement):
    """Offer times."""

    code: ClassVar[str] = "nl"


class TypeDay(OfAnnouncement):
    """Another date is typed."""

    code: ClassVar[str] = "nm"


class At(OfAnnouncement):
    """On that day (its ordinal) at that minute of it, in each reader's zone; day 0: now."""

    code: ClassVar[str] = "nn"
    day: int
    minute: int


class Sound(OfAnnouncement):
    """With a sound (1), or silently (0)."""

    code: ClassVar[str] = "no"
    on: int


class SeenButton(OfAnnouncement):
    """With a button by which readers say that they have seen it (1), or without (0)."""

    code: ClassVar[str] = "np"
    on: int


class Preview(OfAnnouncement):
    """Show it exactly as it will arrive, and ask whether to send it."""

    code: ClassVar[str] = "nq"


class Send(OfAnnouncement):
    """Send it; `shown` is the mark of what was shown in the preview."""

    code: ClassVar[str] = "nr"
    shown: int


class Discard(OfAnnouncement):
    """Drop a draft."""

    code: ClassVar[str] = "nt"
