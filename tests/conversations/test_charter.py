"""A network's and a group's charter: read in one's language, accepted once a version, written and put in force."""

from __future__ import annotations

import pytest

from tests.conversations.council import Council, open_council
from tests.conversations.stage import DAY, Stage

MINUTE, HOUR = 60.0, 3600.0


@pytest.fixture
async def council(stage: Stage) -> Council:
    return await open_council(stage)


@pytest.mark.parametrize(
    ("language", "line"),
    [("en", "We learn from each other."), ("fr", "Chaque personne apprend"), ("es", "Aprendemos")],
)
async def test_the_starter_is_read_on_one_screen_in_the_readers_language(
    council: Council, language: str, line: str
) -> None:
    await council.speaks(council.ben, language)
    screen = await council.say(council.ben, "/charter")
    assert line in screen.text
    assert screen.text.count("\n") >= 10


async def test_it_is_accepted_once_and_opens_what_others_share(council: Council) -> None:
    await council.say(council.ben, "/charter")
    assert not await council.accepted(council.ben)
    screen = await council.tap(council.ben, "I accept")
    assert "You have accepted this version" in screen.text
    assert "I accept" not in screen.labels
    assert await council.accepted(council.ben)
    assert not await council.accepted(council.fatou)


async def test_another_language_is_one_tap_away(council: Council) -> None:
    await council.say(council.ben, "/charter")
    screen = await council.tap(council.ben, "Français")
    assert "Chaque personne apprend" in screen.text
    assert (await council.tap(council.ben, "I accept")).text.endswith("What other groups share: /shared")


async def test_nobody_but_its_writers_is_offered_to_write_it(council: Council) -> None:
    assert [one for one in (await council.say(council.ben, "/charter")).labels if "rite" in one] == []
    assert "Write a version from this one" in (await council.say(council.awa, "/charter")).labels


async def test_a_charter_of_ones_own_takes_the_place_of_the_starter(council: Council) -> None:
    await council.say(council.ben, "/charter")
    await council.tap(council.ben, "I accept")
    await council.in_force()
    assert not await council.accepted(council.ben)
    screen = await council.say(council.ben, "/charter")
    assert "We are kind to each other." in screen.text
    assert "Version 1" in screen.text
    await council.tap(council.ben, "I accept")
    assert await council.accepted(council.ben)


async def test_members_are_told_once_and_neutrally(council: Council) -> None:
    await council.in_force()
    await council.stage.advance(MINUTE)
    assert len(council.letters(council.ben)) == len(council.letters(council.fatou)) == 1
    assert not any(word in council.letters(council.ben)[0] for word in ("Palabre", "kind"))
    await council.stage.advance(2 * DAY)
    assert len(council.letters(council.ben)) == 1
    screen = await council.tap(council.ben, "Read it")
    assert "We are kind to each other." in screen.text


async def test_who_accepts_before_the_letter_goes_out_gets_none(council: Council) -> None:
    """In the evening it waits for the morning."""
    await council.stage.advance(13 * HOUR)
    await council.in_force()
    await council.say(council.ben, "/charter")
    await council.tap(council.ben, "I accept")
    await council.stage.advance(12 * HOUR)
    assert (len(council.letters(council.ben)), len(council.letters(council.fatou))) == (0, 1)


async def test_the_next_version_says_what_is_new_to_who_has_accepted_the_one_before(council: Council) -> None:
    await council.in_force()
    await council.say(council.ben, "/charter")
    await council.tap(council.ben, "I accept")
    await council.say(council.awa, "/charter")
    await council.tap(council.awa, "Write a version from this one")
    asked = await council.tap(council.awa, "See it as it will be read")
    assert "What is new" in asked.text
    await council.say(council.awa, "We meet <on time>.")
    await council.tap(council.awa, "See it as it will be read")
    await council.tap(council.awa, "Put it in force")
    assert "New: We meet <on time>." in (await council.say(council.ben, "/charter")).text
    assert "New:" not in (await council.say(council.fatou, "/charter")).text
    assert not await council.accepted(council.ben)


async def test_a_button_of_a_past_version_accepts_nothing_and_shows_the_present_one(council: Council) -> None:
    old = await council.say(council.ben, "/charter")
    await council.in_force()
    answer = await council.ben.tap("I accept", message=old)
    assert answer is not None
    assert "newer version" in (answer.text or "")
    assert not await council.accepted(council.ben)
    now = await council.stage.seen(council.ben)
    assert "We are kind" in now.text
    await council.tap(council.ben, "I accept")
    assert await council.accepted(council.ben)


async def test_a_charter_in_two_languages_is_read_in_the_readers_or_in_its_first(council: Council) -> None:
    await council.written()
    await council.tap(council.awa, "Add: Français")
    await council.say(council.awa, "Nous sommes gentil·les.")
    await council.tap(council.awa, "See it as it will be read")
    assert [one.text for one in council.awa.messages()[-3:-1]] == [
        "We are kind to each other.",
        "Nous sommes gentil·les.",
    ]
    await council.tap(council.awa, "Put it in force")
    for language, words in (("fr", "gentil·les"), ("es", "We are kind")):
        await council.speaks(council.ben, language)
        assert words in (await council.say(council.ben, "/charter")).text


async def test_a_charter_may_be_spoken_and_heard(council: Council) -> None:
    await council.say(council.awa, "/charter")
    await council.tap(council.awa, "Write one from a blank page")
    await council.awa.send_voice()
    assert "with a voice message" in (await council.stage.seen(council.awa)).text
    await council.tap(council.awa, "See it as it will be read")
    await council.tap(council.awa, "Put it in force")
    assert "tap “Listen”" in (await council.say(council.ben, "/charter")).text
    await council.tap(council.ben, "Listen")
    assert council.ben.messages()[-1].media is not None


async def test_a_group_adds_its_own_and_shows_it_in_its_chat(council: Council) -> None:
    await council.say(council.fatou, "/charter")
    await council.tap(council.fatou, "Peer group")
    await council.tap(council.fatou, "Write one from a blank page")
    await council.say(council.fatou, "In this group we listen.")
    await council.tap(council.fatou, "See it as it will be read")
    await council.tap(council.fatou, "Put it in force")
    await council.stage.advance(MINUTE)
    assert len(council.letters(council.ben, council.chat)) == 1
    screen = await council.say(council.ben, "/charter", chat=council.chat)
    assert "In this group we listen." in screen.text
    toast = await council.stage.toast(council.ben, "I accept", council.chat)
    assert "you have accepted" in toast
    assert not await council.accepted(council.ben)  # the network's is another one


async def test_a_group_without_one_shows_its_networks_and_leads_to_the_private_chat(council: Council) -> None:
    screen = await council.say(council.ben, "/charte", chat=council.chat)
    assert "We learn from each other." in screen.text
    await council.ben.tap("Read it in private", chat=council.chat)
    assert "We learn from each other." in (await council.stage.seen(council.ben)).text


async def test_accepting_in_the_group_is_said_to_whoever_tapped_alone(council: Council) -> None:
    before = await council.say(council.fatou, "/charter", chat=council.chat)
    assert "you have accepted" in await council.stage.toast(council.ben, "I accept", council.chat)
    assert council.chat.messages[before.id].text == before.text
    assert await council.accepted(council.ben)
    assert not await council.accepted(council.fatou)
