"""The screens of help, language, privacy and being forgotten; the sentences of refusals."""

from __future__ import annotations

import re

import pytest

from bot.i18n import Catalogs
from bot.screen import Screen
from bot.services.act import Why
from bot.services.groups.people import Hats
from bot.services.privacy.privacy import Leaving
from bot.storage.groups import Group
from bot.storage.networks import Network
from handlers.refusals import refusal
from handlers.routes import routes
from handlers.screens import general as screens
from handlers.screens import help as helping
from handlers.screens.privacy import privacy as plainly
from handlers.screens.rounds import answering
from tests.screens.limits import buttons, check, labels, read
from tests.screens.test_answering import standing

CATALOGS = Catalogs()
ENGLISH = CATALOGS.texts("en")
NOBODY = Hats(coordinates=False, facilitates=False, member=False)
FACILITATOR = Hats(coordinates=False, facilitates=True, member=True)
GROUP = Group(1, 1, -100, "<3 & co", False, "active", "network", None, None, "UTC", None, True, None)


class TestHelp:
    def test_what_is_open_comes_first(self) -> None:
        assert labels(helping.in_private(ENGLISH, [standing(3)]))[:2] == ["Answer", "See wheels"]

    def test_what_is_answered_is_not_offered(self) -> None:
        shown = helping.in_private(ENGLISH, [standing(*[3] * 8)])
        assert not [one for one in buttons(shown) if (one.value or "").startswith("1:ao")]

    def test_every_command_is_two_taps_away(self) -> None:
        """A section, then the command in it; nothing is named there that the bot does not know."""
        told = {name for key in helping.SECTIONS for name in commands(helping.section(ENGLISH, key, group=False))}
        told |= {name for key in grouped() for name in commands(helping.section(ENGLISH, key, group=True))}
        told |= {"help", "charter"}  # where one is, and a button of its own
        assert set(routes().menu) - told == set()
        assert told - set(routes().menu) == set()

    def test_a_role_reads_of_its_commands_in_a_section_of_their_own(self) -> None:
        assert "/contacts" in read(helping.section(ENGLISH, "coordinate", group=False))
        assert "For facilitators" not in labels(helping.in_group(ENGLISH, NOBODY, "palabre_bot"))
        assert "For facilitators" in labels(helping.in_group(ENGLISH, FACILITATOR, "palabre_bot"))

    def test_a_group_learns_that_answers_are_private(self) -> None:
        shown = helping.in_group(ENGLISH, NOBODY, "palabre_bot")
        assert "in private" in read(shown)
        assert "https://t.me/palabre_bot" in [one.url for one in buttons(shown)]

    def test_whoever_needs_help_leaves_no_sign_of_it_in_the_group(self) -> None:
        """A link opens the private chat by itself: nothing is said, and nothing changes, where others read."""
        shown = helping.in_group(ENGLISH, NOBODY, "palabre_bot")
        (found,) = (one for one in buttons(shown) if one.label.startswith("I need help"))
        assert found.url == "https://t.me/palabre_bot?start=h"


def commands(screen: Screen) -> set[str]:
    return set(re.findall(r"(?<![\w/])/([a-z]+)", read(screen)))


def grouped() -> list[str]:
    return [key for key, part in helping.SECTIONS.items() if part.group]


class TestForgetting:
    def test_the_last_one_is_told_first(self) -> None:
        text = read(screens.forget(ENGLISH, Leaving([Network(1, "Réseau", 5)], [GROUP])))
        assert "only one who coordinates Réseau" in text
        assert "only facilitator of <3 & co" in text

    def test_it_takes_a_second_tap(self) -> None:
        assert labels(screens.forget(ENGLISH, Leaving([], []))) == ["Yes, forget me", "No, stay"]


def test_cancelling_says_what_is_no_longer_waited_for() -> None:
    known = routes()
    told = {kind: read(screens.cancelled(ENGLISH, kind)) for kind in (*known.lines, *known.contents)}
    assert all("what you were going to write" not in text for text in told.values())
    assert "the date" in told["survey_day"]
    assert "the date" in told["announcement_day"]
    assert "the announcement" in told["announcement"]


def test_text_where_a_tap_is_expected_shows_the_present_question_again() -> None:
    question = answering.question(ENGLISH, standing(3), 1, operator="")
    shown = screens.tap_instead(ENGLISH, question)
    assert shown.rows == question.rows
    assert read(shown).endswith(read(question))


@pytest.mark.parametrize("language", CATALOGS.languages)
@pytest.mark.parametrize("why", Why)
def test_every_refusal_has_a_sentence_that_fits_a_toast(language: str, why: Why) -> None:
    assert 10 < len(refusal(CATALOGS.texts(language), why)) <= 200


@pytest.mark.parametrize("language", CATALOGS.languages)
def test_every_screen_fits_telegram(language: str) -> None:
    texts = CATALOGS.texts(language)
    offered = [CATALOGS.texts(one) for one in CATALOGS.languages]
    open_rounds = [standing(round_id=number) for number in range(30)]
    networks = [Network(1, "<3" * 32, 5)] * 3
    check(helping.in_private(texts, open_rounds))
    for hats in (NOBODY, FACILITATOR):
        check(helping.in_group(texts, hats, "palabre_bot"))
    for key in helping.SECTIONS:
        check(helping.section(texts, key, group=False))
    for key in grouped():
        check(helping.section(texts, key, group=True))
    for group in (True, False):
        check(screens.voices(texts, offered, group=group))
        check(screens.speaks(texts, group=group))
    for kind in (None, "survey_day", "setup_country", "organization_name", "some_other"):
        check(screens.cancelled(texts, kind))
    check(plainly.privacy(texts, "<" * 64, 90))
    check(screens.forget(texts, Leaving(networks, [GROUP] * 3)))
    for simple in (screens.forgotten, screens.stayed, screens.not_understood, screens.not_understood_in_group):
        check(simple(texts))
    check(screens.only_private(texts, "palabre_bot"))
