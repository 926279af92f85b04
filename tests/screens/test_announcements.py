"""The screens of announcements: within Telegram's limits in every language, and saying what counts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.delivery.failures import Failure
from bot.delivery.mailings import Tally
from bot.i18n import Catalogs, Texts
from bot.screen import Content, Media, Screen
from bot.services.announcements.announced import View
from bot.services.announcements.announcements import Listed, Origin
from bot.services.announcements.audience import Option, Reach
from bot.services.privacy.log import Deed, Entry
from bot.storage.announcements import Announcement, Audience
from bot.storage.groups import Group
from handlers.content import Unfit
from handlers.screens.announcements import announcements, audience, draft, moments, preview, sending
from handlers.screens.privacy import log
from handlers.values.sending import Log
from tests.screens.limits import buttons, check, labels, read

CATALOGS = Catalogs()
ENGLISH = CATALOGS.texts("en")
UTC_ZONE = ZoneInfo("UTC")
LARGEST = 2**31
NAME = "<3 & co " * 8
GROUP = Group(1, 1, -100, NAME, False, "active", "network", None, None, "UTC", None, True, None)
NOBODY, SOME = Tally(0, 0, 0, 0, {}), Tally(3, 1, 1, 1, dict.fromkeys(Failure, 2))
TOKENS = ("all", "groups", "members", "rf", "rc", "cCD", "lfr", *(f"o{LARGEST + n}" for n in range(20)), "g1")
OPTIONS = [Option(token, NAME if token[1:].isdecimal() else "", 3, 40) for token in TOKENS]
WALL = datetime.fromisoformat("2026-09-30T09:00")
"""A Wednesday in September: the longest day in the languages we speak."""


def announcement(**fields: object) -> Announcement:
    values: dict[str, object] = {
        "id": LARGEST,
        "network_id": 1,
        "group_id": None,
        "author_id": 1,
        "author_name": NAME,
        "state": "draft",
        "audience": Audience(("all", f"o{LARGEST}"), ("cCD",)),
        "wall": WALL,
        "silent": False,
        "seen_button": True,
        "language": "en",
        **fields,
    }
    others = dict.fromkeys(Announcement.__dataclass_fields__.keys() - values.keys())
    counted = {"revision": 0, "spreading": False, "created_at": 0}
    return Announcement(**{**others, **counted, **values})  # type: ignore[arg-type]


def view(*, own: bool = True, tally: Tally = NOBODY, text: str = "Hello " * 500, **fields: object) -> View:
    """An announcement as it is looked at; `fields` are its own."""
    album = tuple(Media("photo", "a") for _ in range(10))
    return View(
        announcement=announcement(**fields),
        origin=NAME,
        versions={"en": Content(text), "fr": Content("<b>Bonjour</b> à tous", album)},
        reach=Reach((GROUP,) * 3, (1, 2), 4, {"en": 2, "es": 3}, frozenset()),
        tally=tally,
        change=tally if tally.all else None,
        removal=tally if tally.all else None,
        seen=None,
        minimum=5,
        own=own,
        mark=2**32 - 1,
    )


def of_drafts(texts: Texts) -> Iterator[Screen]:
    voices = [CATALOGS.texts(one) for one in CATALOGS.languages]
    shown = view()
    for one in (shown, view(own=False), view(silent=True, seen_button=False, wall=None), view(language=None)):
        yield draft.card(texts, one, audience.audience_words(texts, one.announcement.audience, OPTIONS), voices)
    yield from (draft.languages(texts, shown, voices), draft.version(texts, shown, CATALOGS.texts("fr")))
    yield from (
        moments.when(texts, LARGEST, [WALL] * 3),
        moments.echo(texts, LARGEST, WALL),
        preview.sure(texts, shown, voices),
    )
    yield from (moments.ask_day(texts), moments.bad_day(texts), preview.not_taken(texts, LARGEST, "en"))
    for minus in (False, True):
        yield audience.audience(texts, shown, OPTIONS, minus=minus)
        for kind, page in (("g", 0), ("o", 0), ("o", 1), ("o", 99), ("c", 0), ("l", 0)):
            yield audience.tokens(texts, shown, OPTIONS, kind=kind, page=page, minus=minus)


def of_the_rest(texts: Texts) -> Iterator[Screen]:
    for state in ("preparing", "scheduled", "sending", "paused", "sent", "cancelled"):
        for tally in (NOBODY, SOME):
            one = view(state=state, tally=tally, own=False, ended_at=0, text="Hi")
            yield sending.standing(texts, one, UTC_ZONE)
    done = view(state="sent", tally=SOME, ended_at=0, removed_at=1)
    voices = [CATALOGS.texts(one) for one in CATALOGS.languages]
    yield from (sending.standing(texts, done, UTC_ZONE), sending.report(texts, done), sending.orphaned(texts, done))
    yield from (sending.which_text(texts, done, voices), sending.ask_text(texts, done.versions["en"]))
    yield from (sending.only_text(texts), sending.text_not_taken(texts), sending.cannot_write(texts, NAME))
    yield from (sending.sure_to_replace(texts, done, "en"), sending.sure_to_remove(texts, done))
    origins = [Origin(1, None, NAME), Origin(1, 1, NAME)]
    listed = [Listed(one.announcement, NAME, "Hello " * 99) for one in (done, view())] * 5
    yield from (announcements.places(texts, origins), announcements.nowhere(texts))
    yield from (announcements.listing(texts, listed, 1), announcements.listing(texts, [], 0))
    yield from (announcements.write(texts, LARGEST, "Français"), announcements.album(texts, LARGEST))
    yield from (announcements.unfit(texts, why) for why in Unfit)
    yield from (announcements.in_private(texts, "https://t.me/palabre_bot"), announcements.discarded(texts))
    yield from (announcements.left(texts), announcements.back_again(texts))
    entries = [Entry(LARGEST, NAME, datetime(2026, 9, 30, tzinfo=UTC), deed, NAME, {"name": NAME}) for deed in Deed]
    where = Log(network_id=LARGEST, group_id=LARGEST, before=LARGEST)
    yield from (log.page(texts, entries, where, UTC_ZONE), log.page(texts, [], where, UTC_ZONE))
    yield from (log.places(texts, origins), log.nobody(texts))


@pytest.mark.parametrize("language", CATALOGS.languages)
def test_every_screen_fits_telegram(language: str) -> None:
    texts = CATALOGS.texts(language)
    for screen in (*of_drafts(texts), *of_the_rest(texts)):
        check(screen)


def test_every_failure_and_every_deed_has_its_words() -> None:
    standing = read(sending.standing(ENGLISH, view(state="sent", tally=SOME, ended_at=0), UTC_ZONE))
    assert standing.count("• ") == 3 * len(Failure) - 2  # what was for other chats is no failure of what follows
    assert "Did not work: 34" in standing
    entries = [Entry(1, "", datetime(2026, 9, 30, tzinfo=UTC), deed, None, {}) for deed in Deed]
    page = read(log.page(ENGLISH, entries, Log(network_id=1, group_id=0, before=0), UTC_ZONE))
    assert page.count("somebody") >= log.PAGE


def test_a_draft_of_somebody_else_can_only_be_looked_at() -> None:
    shown = draft.card(ENGLISH, view(own=False), "", [ENGLISH])
    assert labels(shown) == ["All announcements"]
    assert "draft of <3 & co" in read(shown)


def test_the_preview_is_the_announcement_itself_the_original_first() -> None:
    text, album = preview.preview(ENGLISH, view())
    assert read(text).startswith("Hello Hello")
    assert labels(text) == ["I have seen this"]
    assert (len(album.media), album.rows) == (10, ())
    assert str(album.text) == "<b>Bonjour</b> à tous"


def test_the_last_question_says_how_many_get_it_and_who_reads_another_language() -> None:
    question = read(preview.sure(ENGLISH, view(), [ENGLISH]))
    assert "To: 3 groups and 2 people in private" in question
    assert "3 groups or people get the original" in question


def test_a_page_beyond_the_last_shows_the_last() -> None:
    last = audience.tokens(ENGLISH, view(), OPTIONS, kind="o", page=99, minus=False)
    assert len(buttons(last)) == 20 - 2 * audience.PAGE + 2
