"""What a group lets others use reaches them behind the charter; who keeps it to be asked for is asked, and answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from bot.rehearsal.persons import Person
from bot.services.act import Act
from bot.services.charter.charters import STARTER
from bot.storage.charters import Circle
from tests.conversations.stage import Stage


@dataclass
class Neighbours:
    """Two groups of one network: Ben is in the first, Zoe in the second."""

    stage: Stage
    chat: Any
    ben: Person
    zoe: Person

    async def keeps(self, words: str, terms: str) -> None:
        await self.stage.say(self.ben, f"/keep {words}", self.chat)
        await self.stage.tap(self.ben, terms, self.chat)

    async def accepts(self, person: Person) -> None:
        """The charter of the network."""
        services = self.stage.app.services
        act = Act(person.id, self.stage.clock.now())
        (network,) = [one.network for one in await services.membership.standing(act)]
        await services.charters.accept(act, Circle(network_id=network.id), STARTER)

    async def is_answered(self, label: str) -> None:
        """Zoe asks Ben for what he keeps, and he says this."""
        await self.keeps("We begin with a song", "Ask me")
        await self.accepts(self.zoe)
        await self.stage.say(self.zoe, "/shared")
        await self.stage.toast(self.zoe, "Ask about 1")
        await self.stage.tap(self.ben, "Show")
        await self.stage.tap(self.ben, label)


@pytest.fixture
async def here(stage: Stage) -> Neighbours:
    awa = await stage.coordinator()
    chat, _, (ben,) = await stage.group(awa, members=1)
    others, _, (zoe,) = await stage.group(awa, title="The others", members=1)
    for person, place in ((ben, chat), (zoe, others)):
        await stage.say(person, "/threads", place)
        await stage.say(person, "/start")
    return Neighbours(stage, chat, ben, zoe)


async def test_it_opens_with_the_charter_and_shows_nothing_that_stays(here: Neighbours) -> None:
    await here.keeps("We begin with a song", "Use it freely")
    await here.keeps("Our secret", "It stays here")
    assert "/charter" in (await here.stage.say(here.zoe, "/shared")).text
    await here.accepts(here.zoe)
    shown = await here.stage.say(here.zoe, "/shared")
    assert "1. We begin with a song\nMember 1, Peer group · A practice · Use it freely" in shown.text
    assert "Our secret" not in shown.text
    await here.accepts(here.ben)
    assert "Nothing yet." in (await here.stage.say(here.ben, "/shared")).text


async def test_an_author_is_asked_in_neutral_words_says_yes_and_can_be_written_to(here: Neighbours) -> None:
    await here.keeps("We begin with a song", "Ask me")
    await here.accepts(here.zoe)
    await here.stage.say(here.zoe, "/shared")
    assert "The author is asked." in await here.stage.toast(here.zoe, "Ask about 1")
    letter = await here.stage.seen(here.ben)
    assert letter.text == "Somebody of the network has a question for you."
    asked = await here.stage.tap(here.ben, "Show")
    assert "Member 1 (The others) would like to use what you have kept" in asked.text
    assert "You have said yes." in (await here.stage.tap(here.ben, "Yes, they may write to me")).text
    back = await here.stage.seen(here.zoe)
    assert back.text == "There is an answer to your question."
    answered = await here.stage.tap(here.zoe, "Show")
    assert "The author says yes. Write to Member 1:" in answered.text
    assert [one.user_id for one in answered.entities if one.user_id] == [here.ben.id]


async def test_a_no_names_nobody_and_gives_no_way_to_write(here: Neighbours) -> None:
    await here.is_answered("No")
    await here.stage.seen(here.zoe)
    answered = await here.stage.tap(here.zoe, "Show")
    assert "would rather not share this now" in answered.text
    assert [one.user_id for one in answered.entities if one.user_id] == []


async def test_who_has_left_the_network_opens_no_answer_by_an_old_button(here: Neighbours) -> None:
    await here.is_answered("Yes, they may write to me")
    assert (await here.stage.seen(here.zoe)).labels == ["Show"]
    act = Act(here.zoe.id, here.stage.clock.now())
    await here.stage.app.services.going.leave_network(act, 1)
    assert "for the members" in await here.stage.toast(here.zoe, "Show")
    assert "song" not in here.zoe.screen().text


async def test_what_was_taken_back_meanwhile_is_asked_for_no_more(here: Neighbours) -> None:
    await here.keeps("We begin with a song", "Ask me")
    await here.accepts(here.zoe)
    await here.stage.say(here.zoe, "/shared")
    await here.stage.tap(here.ben, "Take it back", here.chat)
    await here.stage.tap(here.ben, "Yes, take it back", here.chat)
    assert "not there any more" in await here.stage.toast(here.zoe, "Ask about 1")


async def test_in_a_group_it_leads_to_the_private_chat(here: Neighbours) -> None:
    assert "Better in private" in (await here.stage.say(here.ben, "/shared", here.chat)).text
