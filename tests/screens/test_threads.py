"""The screens of discussions and of what is kept: within Telegram's limits in every language, saying what counts."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from bot.i18n import Catalogs, Texts
from bot.screen import Screen
from bot.services.talk import kept as keeping
from bot.services.talk.prompts import Prompt
from bot.services.talk.sharing import Request, Shelf
from bot.services.talk.views import About, Line, Page, View
from bot.storage.groups import Group
from bot.storage.kept import Point, Shared
from bot.storage.networks import Network
from bot.storage.threads import Thread
from handlers.screens.talk import card as thread_card
from handlers.screens.talk import kept, sharing, threads
from surveys.scoring import Agreement
from surveys.template import load_all
from surveys.wheel import SpokeResult
from tests.screens.limits import check, labels, read

CATALOGS = Catalogs()
ENGLISH = CATALOGS.texts("en")
LARGEST = 2**31
NAME = ("<3 & co " * 8).strip()
TITLE = "👍" * 64
WORDS = ("<3 & co " * 250).strip()
SPOKE = load_all()["gender-equality"].spokes[0]
GROUP: Any = Group(
    **{
        **dict.fromkeys(Group.__dataclass_fields__),  # type: ignore[arg-type]
        "id": LARGEST,
        "chat_id": -1_002_000_000_001,
        "title": NAME,
        "is_forum": True,
    }
)


def thread(**fields: object) -> Thread:
    values: dict[str, Any] = {
        **dict.fromkeys(Thread.__dataclass_fields__),
        "id": LARGEST,
        "group_id": LARGEST,
        "title": TITLE,
        "kind": "topic",
        "topic_id": 8,
        "message_id": LARGEST,
        "state": "open",
        "pinned": False,
        "prompt": Prompt(0b1111111, 19).stored(),
        **fields,
    }
    return Thread(**values)


def point(**fields: object) -> Point:
    values: dict[str, Any] = {
        **dict.fromkeys(Point.__dataclass_fields__),
        "id": LARGEST,
        "kind": "decision",
        "text": WORDS,
        "voice": "voice",
        "author_id": LARGEST,
        "author_name": NAME,
        "terms": "ask",
        **fields,
    }
    return Point(**values)


def view(*, manages: bool = True, points: int = 20, **fields: object) -> View:
    about = About(SPOKE, Decimal("3.4"), Agreement.DIVIDED, strong=True)
    return View(thread(**fields), GROUP, about, [point()] * points, 100_000 if points else 0, manages)


def page() -> keeping.Page:
    return keeping.Page([Shared(point(), NAME)] * 5, 1, more=True, whose=NAME)


def every(texts: Texts) -> Iterator[Screen]:
    results = [
        SpokeResult(key=str(n), name="W" * 30, level=Decimal(n % 5), agreement=Agreement.DIVIDED) for n in range(10)
    ]
    for private in (True, False):
        yield threads.suggestions(texts, LARGEST, results, private=private)
    yield threads.themes(texts, LARGEST, ["W" * 30] * 10)
    for asked in (threads.no_wheel, threads.ask_subject, threads.in_group, kept.unfit, kept.withdrawn):
        yield asked(texts)
    for about in ("lost", "topics", "pins"):
        yield threads.told(texts, view(), about)
    for topic in (True, False):
        yield threads.opening(texts, view(), topic=topic)
    closed = view(state="closed", summary=WORDS)
    shown = (threads.ask_title, threads.ask_summary, threads.begins_there, threads.prompt, threads.reopened)
    yield from (one(texts, view()) for one in shown)
    yield threads.summary(texts, closed)
    yield threads.begins(texts, view(), "https://t.me/c/1/2/3")
    yield threads.question(texts, view(), Prompt(0b1111111, 19))
    yield thread_card.listing(texts, Page(GROUP, [Line(thread(), 100_000)] * 8, 1, more=True), others=True)
    yield thread_card.groups(texts, [GROUP] * 60)
    yield thread_card.close(texts, view())
    for state in ("opening", "open", "closed", "lost"):
        yield thread_card.card(texts, view(state=state, summary=WORDS if state == "closed" else None))
    for own in (True, False):
        for private in (True, False):
            yield kept.point(texts, keeping.View(point(), GROUP, own), private=private)
        yield kept.ask(texts, others=own)
    yield kept.withdraw(texts, keeping.View(point(), GROUP, own=True))
    yield kept.listing(texts, page(), "g", LARGEST)
    yield kept.listing(texts, page(), "m", 0)
    yield sharing.listing(texts, Shelf(Network(1, NAME, 5), page(), [Network(2, NAME, 5)] * 5))
    yield sharing.letter(texts, LARGEST, 2**52)
    yield sharing.reply(texts, LARGEST)
    for answer in (None, True, False):
        yield sharing.request(texts, Request(point(), 2**52, NAME, [NAME] * 3, answer))
        yield sharing.answered(texts, point(), yes=bool(answer))


@pytest.mark.parametrize("language", CATALOGS.languages)
def test_telegram_takes_every_screen_whatever_people_wrote(language: str) -> None:
    for screen in every(CATALOGS.texts(language)):
        check(screen)


@pytest.mark.parametrize("language", CATALOGS.languages)
def test_below_a_voice_message_a_summary_has_room(language: str) -> None:
    spoken = view(state="closed", summary="👍" * 2000, summary_voice="voice")
    screen = threads.summary(CATALOGS.texts(language), spoken)
    assert len(html.unescape(re.sub(r"<[^>]+>", "", str(screen.text))).encode("utf-16-le")) // 2 <= 1024
    assert screen.media


def test_what_comes_by_itself_names_nothing() -> None:
    for screen in (threads.prompt(ENGLISH, view()), sharing.letter(ENGLISH, 1, 2), sharing.reply(ENGLISH, 1)):
        assert TITLE not in read(screen)
        assert NAME not in read(screen)


def test_the_first_lines_of_an_opening_hold_no_level() -> None:
    lines = read(threads.opening(ENGLISH, view(), topic=True)).splitlines()
    assert next(number for number, line in enumerate(lines) if "3.4" in line) > 4
    assert "near “" in "\n".join(lines)


def test_a_level_that_is_not_shown_stays_so() -> None:
    hidden = View(thread(), GROUP, About(SPOKE, None, None), [], 0, manages=False)
    text = read(threads.opening(ENGLISH, hidden, topic=True))
    assert "Its level is not shown" in text
    assert "near “" not in text


def test_only_facilitators_are_offered_what_they_may_do() -> None:
    assert labels(thread_card.card(ENGLISH, view(manages=False))) == ["Go there", "← All discussions"]
    assert "Close it" in labels(thread_card.card(ENGLISH, view()))


def test_a_small_group_has_no_links_to_its_messages() -> None:
    small = Group(**{**{name: getattr(GROUP, name) for name in Group.__dataclass_fields__}, "chat_id": -5})
    assert thread_card.url(thread(), small) is None
    assert thread_card.url(thread(), GROUP) == f"https://t.me/c/2000000001/8/{LARGEST}"
    assert thread_card.url(thread(kind="chain", topic_id=None), GROUP) == f"https://t.me/c/2000000001/{LARGEST}"
