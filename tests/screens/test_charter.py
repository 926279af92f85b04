"""The screens of charters and contacts: within Telegram's limits in every language, whatever people wrote."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.i18n import Catalogs, Texts
from bot.services.announcements.writing import length
from bot.services.charter.charters import Reading
from bot.services.charter.drafts import LONGEST, LONGEST_CHANGE, Draft
from bot.services.charter.starter import starter
from bot.services.charter.support import LONGEST as LONGEST_CONTACT
from bot.services.charter.support import MOST, Desk, Help
from bot.storage.charters import Charter, Circle, Words
from bot.storage.networks import Network
from bot.storage.support import Contact
from handlers.screens.charter import charter as screens
from handlers.screens.charter import draft as drafts
from handlers.screens.charter import support
from tests.screens.limits import check, labels, read

CATALOGS = Catalogs()
VOICES = [CATALOGS.texts(one) for one in CATALOGS.languages]
ENGLISH = CATALOGS.texts("en")
NAME = "<3 & " + "W" * 59
FULL = Words("&lt;" * LONGEST, "voice", "<" * LONGEST_CHANGE, 1)
READING = Reading(
    Circle(network_id=2**31), NAME, 12, "en", {one.language: FULL for one in VOICES}, renewed=True, writes=True
)
DRAFT = Draft(Charter(1, Circle(group_id=2**31), 13, "draft", "en", 99, None, None), NAME, READING.words, renews=True)
NETWORK = Network(1, NAME, 5)
CONTACTS = [Contact(n, 1, "BJ" if n % 2 else None, "<" * LONGEST_CONTACT, bool(n % 3)) for n in range(MOST)]


def test_the_starter_is_ten_lines_in_every_language_that_we_speak() -> None:
    assert set(starter()) == set(CATALOGS.languages)
    for words in starter().values():
        assert [line.split(".")[0] for line in words.text.splitlines()] == [str(n) for n in range(1, 11)]
        assert length(words.text) <= LONGEST


@pytest.mark.parametrize("texts", VOICES, ids=lambda texts: texts.language)
def test_reading_fits_telegram(texts: Texts) -> None:
    for one in (READING, replace(READING, accepted=True), replace(READING, words={}), replace(READING, version=None)):
        check(screens.reading(texts, one, VOICES, others=True))
        check(screens.in_group(texts, one, "https://t.me/palabre_bot?start=kn1"))
    check(screens.reading(texts, replace(READING, version=0, words=starter()), VOICES))
    check(screens.choice(texts, [READING] * 100))
    check(screens.choice(texts, []))
    check(screens.news(texts, [READING]))
    check(screens.news(texts, [READING, READING]))


@pytest.mark.parametrize("texts", VOICES, ids=lambda texts: texts.language)
def test_writing_fits_telegram(texts: Texts) -> None:
    circle = DRAFT.charter.circle
    mixed = replace(DRAFT, words={**DRAFT.words, "es": Words("as it was")})
    for one in (DRAFT, mixed, replace(DRAFT, words={})):
        check(drafts.card(texts, one, VOICES))
    for shown in drafts.preview(DRAFT, VOICES):
        check(shown)
    for made in (drafts.too_long, drafts.too_long_a_change, drafts.too_long_a_voice, drafts.unfit):
        check(made(texts, circle))
    check(drafts.version(texts, DRAFT, ENGLISH))
    check(drafts.ask(texts, circle, ENGLISH))
    check(drafts.ask_change(texts, DRAFT, ENGLISH))
    check(drafts.sure(texts, mixed, VOICES))
    check(drafts.not_taken(texts, DRAFT))
    check(drafts.in_force(texts, READING))


@pytest.mark.parametrize("texts", VOICES, ids=lambda texts: texts.language)
def test_contacts_fit_telegram(texts: Texts) -> None:
    desk = Desk(NETWORK, CONTACTS)
    check(support.need(texts, [Help(NETWORK, CONTACTS, ["SN", "RW"] * 6)] * 3))
    check(support.need(texts, []))
    check(support.desk(texts, desk))
    check(support.desk(texts, Desk(NETWORK, [])))
    check(support.desks(texts, [desk] * 3))
    check(support.desks(texts, []))
    check(support.where(texts, desk, ["BJ", "SN"]))
    check(support.no_country(texts, 1))
    check(support.ask(texts, 1, "BJ"))
    check(support.facilitates(texts, "<" * LONGEST_CONTACT))


def test_languages_that_were_not_written_anew_are_named_before_it_is_in_force() -> None:
    mixed = replace(DRAFT, words={"en": FULL, "es": Words("As it was"), "fr": Words("As it was")})
    assert "Still as they were: Español and Français" in read(drafts.sure(ENGLISH, mixed, VOICES))
    assert "Still as they were" not in read(drafts.sure(ENGLISH, DRAFT, VOICES))


def test_what_is_new_is_said_to_those_alone_who_have_accepted_another_version() -> None:
    assert "New:" in read(screens.reading(ENGLISH, READING, VOICES))
    assert "New:" not in read(screens.reading(ENGLISH, replace(READING, renewed=False), VOICES))


def test_a_language_that_nobody_wrote_is_not_offered() -> None:
    one = replace(READING, words={"fr": FULL}, language="fr")
    assert "English" not in labels(screens.reading(ENGLISH, one, VOICES))
    assert "Français" not in labels(screens.reading(ENGLISH, one, VOICES))
