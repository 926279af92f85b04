"""The screens of answering: what is said when, and within Telegram's limits for any template."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.i18n import Catalogs, Texts
from bot.screen import Screen
from bot.services.rounds.answering import Standing
from bot.storage.networks import Organization
from bot.storage.rounds import Round
from handlers.screens.rounds import answering as screens
from handlers.value import Values
from handlers.values.answering import Answer, Ask, Languages
from surveys.template import Template, load_all
from tests.screens.limits import check, labels, read, value

CATALOGS = Catalogs()
ENGLISH = CATALOGS.texts("en")
SHIPPED = load_all()["gender-equality"]
HUGE = 2**62


def hostile(length: int) -> dict[str, str]:
    """A text as long as a template allows, of characters that break careless HTML."""
    return dict.fromkeys(("en", "fr", "es"), ("<b&\"'>" * length)[:length])


def longest_template() -> Template:
    spokes = [
        {
            "key": f"theme_{number}",
            "name": hostile(30),
            "question": hostile(160),
            "levels": tuple(hostile(31) for _ in range(6)),
            "discuss": (hostile(200), hostile(200)),
        }
        for number in range(10)
    ]
    content = {"id": "x" * 32, "version": 9999, "title": hostile(60), "about": hostile(300), "spokes": tuple(spokes)}
    return Template.model_validate(content)


def standing(*levels: int | None, template: Template = SHIPPED, round_id: int = 12) -> Standing:
    """Where someone stands with these levels first, and nothing after them."""
    asked = Round(round_id, 1, template.id, template.fingerprint, "group", None, "open", 5, None, 0, 0)
    every = (*levels, *[None] * (len(template.spokes) - len(levels)))
    return Standing(
        asked, template, every, open=True, locked=False, closes_at=1_803_000_000_000_000, zone="Africa/Dakar"
    )


def question(at: Standing, place: int, texts: Texts = ENGLISH, *, listed: bool = False) -> Screen:
    return screens.question(texts, at, place, operator="Réseau Équité", listed=listed)


class TestTheQuestion:
    def test_the_promise_stands_before_the_first_answer(self) -> None:
        assert read(question(standing(), 0)).startswith(
            "Your answers are mixed with the others', and a result appears only when at least 5 people have answered"
            " that theme. The bot never shows your choices to your group, your boss or a funder; only Réseau Équité,"
            " who runs the server, could reach them."
        )

    def test_and_not_again_after_it(self) -> None:
        assert "mixed" not in read(question(standing(3), 1))

    def test_it_opens_at_once_with_six_sentences_one_under_the_other(self) -> None:
        shown = question(standing(), 0)
        spoke = SHIPPED.spokes[0]
        assert read(shown).endswith(f"1. {spoke.name.in_('en')}\n{spoke.question.in_('en')}")
        assert labels(shown)[:6] == [f"{level} · {sentence.in_('en')}" for level, sentence in enumerate(spoke.levels)]
        assert labels(shown)[6:] == ["I don't know", "I'd rather not say", "More", "1/8", "🌐 English"]
        assert [len(row) for row in shown.rows] == [1] * 8 + [3]

    def test_back_is_there_from_the_second_question_on(self) -> None:
        shown = question(standing(3), 1)
        assert labels(shown)[8:] == ["← Back", "2/8", "🌐 English"]
        assert value(shown, "← Back") == Ask(round_id=12, place=0).pack()

    def test_the_chosen_answer_is_marked_and_no_longer_by_it(self) -> None:
        shown, before = question(standing(3), 0), question(standing(None, 1), 0)
        assert [label for label in labels(shown) if "✓" in label] == [labels(before)[3].replace("·", "✓")]
        assert "✓ I don't know" in labels(question(standing(-1), 0))
        assert "✓ I'd rather not say" in labels(question(standing(-2), 0))

    def test_from_the_list_an_answer_goes_back_to_the_list(self) -> None:
        shown = question(standing(3), 0, listed=True)
        assert value(shown, "I don't know") == Answer(round_id=12, place=0, level=-1, listed=1).pack()

    def test_a_label_is_at_most_35_characters(self) -> None:
        for language in CATALOGS.languages:
            for place in range(8):
                shown = question(standing(*range(6), 0, 5), place, CATALOGS.texts(language))
                assert max(map(len, labels(shown))) <= 35

    def test_no_operator_is_no_hole_in_the_promise(self) -> None:
        assert "only the operator, who runs" in read(screens.question(ENGLISH, standing(), 0, operator=""))


class TestAfterwards:
    def test_all_is_saved_before_done(self) -> None:
        shown = screens.saved(ENGLISH, standing(*[3] * 8), None)
        assert "“Done” only closes this screen" in read(shown)
        assert labels(shown) == ["Done", "See my answers"]

    def test_thanks_shows_no_level(self) -> None:
        shown = screens.thanks(ENGLISH, standing(*[3] * 8), None)
        assert labels(shown) == ["See my answers", "Hide"]
        assert all(spoke.levels[3].in_("en") not in read(shown) for spoke in SHIPPED.spokes)

    def test_the_last_day_is_that_of_the_readers_zone(self) -> None:
        late = replace(standing(*[3] * 8), closes_at=1_803_513_600_000_000)  # 2027-02-25 08:00 UTC
        assert "25 February" in read(screens.saved(ENGLISH, late, None))
        assert "24 February" in read(screens.saved(ENGLISH, late, "Pacific/Honolulu"))

    def test_the_list_shows_what_was_said_and_what_was_not(self) -> None:
        text = read(screens.overview(ENGLISH, standing(0, -1, -2), None))
        assert f"1. Political will\n0 · {SHIPPED.spokes[0].levels[0].in_('en')}" in text
        assert "2. Policy and action plan\nI don't know" in text
        assert "\n–" in text

    def test_a_theme_of_the_list_can_be_changed_until_the_close(self) -> None:
        shown = screens.overview(ENGLISH, standing(3), None)
        assert value(shown, "1 · Political will") == Ask(round_id=12, place=0, listed=1).pack()
        assert labels(shown)[-2:] == ["Go on", "Hide"]

    @pytest.mark.parametrize(("is_open", "locked"), [(False, False), (True, True)])
    def test_what_changes_no_more_offers_no_theme(self, is_open: bool, locked: bool) -> None:
        shown = screens.overview(ENGLISH, replace(standing(3), open=is_open, locked=locked), None)
        assert labels(shown) == ["Hide"]

    def test_put_away_leaves_only_the_way_back(self) -> None:
        assert labels(screens.put_away(ENGLISH, 12)) == ["Open again"]


class TestTheLetter:
    def test_what_arrives_by_itself_is_two_neutral_lines(self) -> None:
        shown = screens.invitation(ENGLISH, 12)
        assert len(read(shown).splitlines()) == 2
        assert labels(shown) == ["Answer"]


class TestOrganizations:
    def test_at_most_eight_are_offered(self) -> None:
        listed = [Organization(number, 1, f"Organization {number}", None) for number in range(20)]
        assert len(labels(screens.found(ENGLISH, 12, listed))) == 8 + 2

    def test_none_and_another_are_always_there(self) -> None:
        for shown in (screens.organization(ENGLISH, 12, [], more_by_name=True), screens.found(ENGLISH, 12, [])):
            assert labels(shown) == ["None", "Another"]


@pytest.mark.parametrize("language", CATALOGS.languages)
def test_every_screen_fits_telegram_for_the_longest_template(language: str) -> None:
    texts, template = CATALOGS.texts(language), longest_template()
    empty, full = standing(template=template, round_id=HUGE), standing(*[5] * 10, template=template, round_id=HUGE)
    organizations = [Organization(HUGE - number, 1, "<3 & \u202e" * 12, None) for number in range(9)]
    asked = Languages(round_id=HUGE, place=9, listed=1)
    for at in (empty, full, replace(full, open=False), replace(full, locked=True)):
        check(screens.overview(texts, at, "UTC"))
        check(screens.thanks(texts, at, "UTC"))
        for place in range(10):
            check(screens.question(texts, at, place, operator="<" * 64, listed=True))
    check(screens.saved(texts, full, "UTC"))
    check(screens.more(texts, HUGE, 9))
    check(screens.languages(texts, [CATALOGS.texts(one) for one in CATALOGS.languages], asked))
    check(screens.organization(texts, HUGE, organizations, more_by_name=True))
    check(screens.found(texts, HUGE, organizations))
    check(screens.another(texts, HUGE))
    for simple in (screens.closed, screens.locked, screens.invitation, screens.put_away):
        check(simple(texts, HUGE))


def test_values_keep_their_written_form() -> None:
    """Buttons in old chats must go on working."""
    values = Values([Answer, Ask, Languages])
    for written, meant in {
        "1:aa:12:0:-2:1": Answer(round_id=12, place=0, level=-2, listed=1),
        "1:aq:12:7:0": Ask(round_id=12, place=7),
        "1:at:12:7:0": Languages(round_id=12, place=7),
    }.items():
        assert values.read(written) == meant
        assert meant.pack() == written
