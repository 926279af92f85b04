"""The screens of help, language, privacy and being forgotten; the sentences of refusals."""

from __future__ import annotations

import pytest

from bot.i18n import Catalogs
from bot.services.act import Why
from bot.services.people import Hats
from bot.services.privacy import Leaving
from bot.storage.groups import Group
from bot.storage.networks import Network
from handlers.refusals import refusal
from handlers.routes import routes
from handlers.screens import answering
from handlers.screens import general as screens
from tests.screens.limits import check, labels, read
from tests.screens.test_answering import standing

CATALOGS = Catalogs()
ENGLISH = CATALOGS.texts("en")
NOBODY = Hats(coordinates=False, facilitates=False, member=False)
FACILITATOR = Hats(coordinates=False, facilitates=True, member=True)
COORDINATOR = Hats(coordinates=True, facilitates=False, member=True)
GROUP = Group(1, 1, -100, "<3 & co", False, "active", "network", None, None, "UTC", None, True, None)


class TestHelp:
    def test_a_member_reads_of_no_command_that_is_not_for_them(self) -> None:
        text = read(screens.help_in_private(ENGLISH, NOBODY, []))
        assert "/survey" not in text
        assert "/privacy" in text

    @pytest.mark.parametrize(("hats", "word"), [(FACILITATOR, "your group"), (COORDINATOR, "propose")])
    def test_a_role_reads_what_it_can_do(self, hats: Hats, word: str) -> None:
        assert word in read(screens.help_in_private(ENGLISH, hats, []))

    def test_what_is_open_comes_first(self) -> None:
        assert labels(screens.help_in_private(ENGLISH, NOBODY, [standing(3)]))[0] == "Answer"

    def test_what_is_answered_is_not_offered(self) -> None:
        assert labels(screens.help_in_private(ENGLISH, NOBODY, [standing(*[3] * 8)])) == ["🌐 Language"]

    def test_a_group_learns_that_answers_are_private(self) -> None:
        shown = screens.help_in_group(ENGLISH, NOBODY, "palabre_bot")
        assert "in private" in read(shown)
        assert "/settings" not in read(shown)
        assert shown.rows[0][0].url == "https://t.me/palabre_bot"


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
    for hats in (NOBODY, FACILITATOR, COORDINATOR):
        check(screens.help_in_private(texts, hats, open_rounds))
        check(screens.help_in_group(texts, hats, "palabre_bot"))
    for group in (True, False):
        check(screens.voices(texts, offered, group=group))
        check(screens.speaks(texts, group=group))
    for kind in (None, "survey_day", "setup_country", "organization_name", "some_other"):
        check(screens.cancelled(texts, kind))
    check(screens.privacy(texts, "<" * 64))
    check(screens.forget(texts, Leaving(networks, [GROUP] * 3)))
    for simple in (screens.forgotten, screens.stayed, screens.not_understood, screens.not_understood_in_group):
        check(simple(texts))
    check(screens.only_private(texts, "palabre_bot"))
