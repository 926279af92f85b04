"""A member says which organization they are with, and somebody who knows says yes or no."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.rehearsal.model import Message
from tests.conversations.village import Village, village


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Village]:
    """Bob is a member of the network."""
    async with village(tmp_path) as found:
        await found.brings(found.carmen)
        await found.bob.send("/start", chat=found.group)
        await found.play.until(lambda: hellos(found) == 2)
        yield found


def hellos(here: Village) -> int:
    """How often the bot has greeted the group: once for each that it has heard."""
    return len([one for one in here.bob.messages(here.group) if "Hello!" in one.text])


async def claims(here: Village, name: str) -> Message:
    await here.bob.send("/start")
    await here.sees(here.bob, "Nothing is open")
    await here.taps(here.bob, "My organization", "no organization of Palabre")
    await here.taps(here.bob, "Change", "Which organization are you with?")
    await here.taps(here.bob, "Another…", "full name")
    return await here.says(here.bob, name, f"You said that you are with {name}")


async def test_a_yes_makes_the_claim_count_and_is_told(here: Village) -> None:
    await claims(here, "Élan <3")
    asked = await here.sees(here.carmen, "Bob says: I am with Élan <3")
    assert asked.labels == ["Yes", "No"]
    await here.taps(here.carmen, "Yes", "Thank you: they are with Élan <3")
    await here.sees(here.bob, "It is confirmed")


async def test_a_no_offers_to_choose_another(here: Village) -> None:
    await claims(here, "Élan")
    await here.sees(here.carmen, "Bob says")
    await here.taps(here.carmen, "No", "they are not with Élan")
    await here.sees(here.bob, "could not be confirmed")
    mine = await here.taps(here.bob, "My organization", "no organization of Palabre")
    assert mine.labels == ["Change", "← Back"]


async def test_the_second_answer_is_told_that_it_comes_late(here: Village) -> None:
    await claims(here, "Élan")
    letter = await here.sees(here.carmen, "Bob says")
    yes = letter.buttons[0][0].data
    await here.taps(here.carmen, "No", "they are not with Élan")
    tap = here.play.tap_raw(here.carmen, here.carmen.screen(), yes or "")
    await here.play.until(lambda: tap.answer is not None)
    await here.sees(here.carmen, "This is settled already")


async def test_a_bad_name_is_asked_again(here: Village) -> None:
    await here.bob.send("/start")
    await here.sees(here.bob, "Nothing is open")
    await here.taps(here.bob, "My organization", "no organization")
    await here.taps(here.bob, "Change", "Which organization")
    await here.taps(here.bob, "Another…", "full name")
    await here.says(here.bob, "x" * 65, "1 to 64 characters")
    await here.says(here.bob, "Élan", "You said that you are with Élan")


async def test_none_is_remembered(here: Village) -> None:
    await here.bob.send("/start")
    await here.sees(here.bob, "Nothing is open")
    await here.taps(here.bob, "My organization", "no organization")
    await here.taps(here.bob, "Change", "Which organization")
    await here.taps(here.bob, "None", "You are with no organization of Palabre")


async def test_organizations_are_searched_by_a_part_of_the_name(here: Village) -> None:
    for number in range(12):
        await here.app.services.groups.setup.of_named(here.act(here.carmen), 1, f"Réseau {number:02}", several=True)
    await here.bob.send("/start")
    await here.sees(here.bob, "Nothing is open")
    await here.taps(here.bob, "My organization", "no organization")
    await here.taps(here.bob, "Change", "Which organization")
    await here.taps(here.bob, "Search…", "a part of its name")
    found = await here.says(here.bob, "reseau 11", "Is it one of these?")
    assert found.labels[0] == "Réseau 11"
    await here.taps(here.bob, "Réseau 11", "You said that you are with Réseau 11")
