"""Coordinators end what somebody has no more: who has left an organization, or the last group, sees nothing of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest

from bot.rehearsal.model import Message
from bot.rehearsal.persons import Person
from bot.services.act import Act
from bot.services.actions.actions import Draft
from bot.storage.actions import Whose
from tests.conversations.havoc import Havoc
from tests.conversations.stage import DAY, Stage

LEVELS = [3, 4, 2, 5, 1, 3]
NAME = "Women of the valley"
TOLD = f"You are no longer noted as one of the people of {NAME}."
NIGHT, MORNING = 14 * 3600.0, 12 * 3600.0
"""From nine to eleven at night in Dakar, and from then until all have had their letters."""


@dataclass
class Scene:
    """Awa coordinates; `people` are of a group of the network, and confirmed with an organization, which has a wheel, a
    plan and an agenda. `mia`, one of them, works there no more.
    """

    stage: Stage
    awa: Person
    chat: Any
    people: list[Person]

    @property
    def mia(self) -> Person:
        return self.people[0]

    def act(self, person: Person) -> Act:
        return Act(person.id, self.stage.clock.now())

    async def is_confirmed(self, person: Person, by: Person | None = None) -> None:
        membership = self.stage.app.services.membership
        await membership.claim_new(self.act(person), 1, NAME, "Name")
        await membership.confirm(self.act(by or self.awa), 1, person.id, 1)

    async def walks(self, *labels: str) -> Message:
        """Awa, from the welcome on."""
        await self.stage.say(self.awa, "/start")
        for label in labels:
            await self.awa.tap(label)
            await self.stage.settle()
        return next(one for one in reversed(self.awa.messages()) if one.labels and "Show" not in one.labels)

    async def ends(self) -> Message:
        return await self.walks("Organizations", NAME, "Who is with it", "Remove: Member 1", "Yes, remove")

    def button(self, network_id: int, *, sure: int) -> str:
        """To end that Mia is with the organization, said to be of that network."""
        return f"1:skb:{network_id}:1:{self.mia.id}:{sure}"

    async def sees(self, person: Person) -> list[str]:
        """What of the organization is shown to that person, by the commands that show it."""
        shown = []
        for command in ("/plan", "/agenda", "/wheel"):
            told = await self.stage.say(person, command)
            if NAME in told.text + str(told.labels):
                shown.append(command)
        return shown

    def heard(self, person: Person, words: str) -> int:
        return len([one for one in person.messages() if one.by_bot and words in one.text])

    async def logged(self, words: str) -> int:
        return (await self.stage.say(self.awa, "/log")).text.count(words)


@pytest.fixture
async def scene(stage: Stage) -> Scene:
    awa = await stage.coordinator()
    chat, _, people = await stage.group(awa)
    scene, services = Scene(stage, awa, chat, people), stage.app.services
    for person in people:
        await stage.say(person, "/start")
        await stage.say(person, "/wheel", chat)  # whoever speaks to the bot there is known to be of the group
        await scene.is_confirmed(person)
    await services.organization_rounds.open(scene.act(awa), 1, "peer-group", date(2026, 11, 28))
    for person in people:
        for place, level in enumerate(LEVELS):
            await services.answering.answer(scene.act(person), 1, place, level)
    await stage.advance(8 * DAY)
    theirs = Whose(organization_id=1)
    await services.actions.propose(scene.act(scene.mia), Draft("Dig a well", date(2027, 1, 9), theirs))
    begins = datetime(2026, 12, 1, 9, 0)  # noqa: DTZ001 - a wall time
    await services.agenda.add(scene.act(awa), theirs, title="Council", rule="FREQ=MONTHLY", starts=begins)
    return scene


async def test_whose_being_with_an_organization_is_ended_sees_nothing_of_it_any_more(scene: Scene) -> None:
    assert await scene.sees(scene.mia) == ["/plan", "/agenda", "/wheel"]
    asked = await scene.walks("Organizations", NAME, "Who is with it", "Remove: Member 1")
    assert f"Shall Member 1 be with {NAME} no more?" in asked.text
    assert "Telegram" not in asked.text  # no group of the organization's own holds them
    listed = await scene.ends()
    assert listed.labels == [*(f"Remove: Member {number}" for number in range(2, 7)), "← Back"]
    assert await scene.sees(scene.mia) == []
    assert await scene.sees(scene.people[1]) == ["/plan", "/agenda", "/wheel"]
    assert await scene.logged("Member 1 is no longer noted as one of an organization’s people") == 1


async def test_they_hear_it_and_can_say_that_it_was_a_mistake(scene: Scene) -> None:
    await scene.ends()
    assert TOLD in scene.mia.screen().text
    for label in ("My organization", "Change", NAME):
        await scene.stage.tap(scene.mia, label)
    assert await scene.sees(scene.mia) == []
    await scene.stage.tap(scene.awa, "Yes")
    assert await scene.sees(scene.mia) == ["/plan", "/agenda", "/wheel"]


async def test_what_they_had_taken_on_there_is_looking_for_somebody(scene: Scene) -> None:
    await scene.ends()
    assert "looking for somebody" in scene.awa.screen().text
    assert "Dig a well" in (await scene.stage.tap(scene.awa, "Show")).text
    assert "Dig a well" not in (await scene.stage.say(scene.mia, "/my")).text


async def test_two_taps_are_one(scene: Scene) -> None:
    havoc, place = Havoc(scene.stage), await scene.stage.seen(scene.awa)
    for _ in range(2):
        await havoc.tap(scene.awa, place, scene.button(1, sure=1))
    assert scene.heard(scene.mia, TOLD) == 1
    assert await scene.logged("is no longer noted") == 1
    late = await havoc.tap(scene.awa, place, scene.button(1, sure=0))
    assert late.answer is not None
    assert "not there any more" in (late.answer.text or "")
    await havoc.calm()


async def test_neither_colleagues_nor_coordinators_elsewhere_can(scene: Scene) -> None:
    havoc, otto = Havoc(scene.stage), await scene.stage.coordinator("Otto", network="Other")
    before = await havoc.imprint()
    for person, network_id in ((scene.people[1], 1), (scene.mia, 1), (otto, 1), (otto, 2)):
        for data in (f"1:ska:{network_id}:1:0", *(scene.button(network_id, sure=sure) for sure in (0, 1))):
            await havoc.tap(person, await scene.stage.seen(person), data)
            assert await havoc.imprint() == before, data
            assert NAME not in person.screen().text + str(person.screen().labels), data
    await havoc.calm()


async def test_an_old_button_needs_the_role_of_now(scene: Scene) -> None:
    """Who came back can be ended anew by a coordinator, and by nobody who was one."""
    cora = await scene.stage.coordinator("Cora")
    old = scene.button(1, sure=1)
    await scene.ends()
    await scene.stage.advance(60)
    await scene.is_confirmed(scene.mia)
    havoc, place = Havoc(scene.stage), await scene.stage.seen(cora)
    await scene.stage.app.services.going.leave_network(scene.act(cora), 1)
    await havoc.tap(cora, place, old)
    assert await scene.sees(scene.mia) == ["/plan", "/agenda", "/wheel"]
    await havoc.tap(scene.awa, await scene.stage.seen(scene.awa), old)
    assert await scene.sees(scene.mia) == []
    assert scene.heard(scene.mia, TOLD) == 2
    await havoc.calm()


@pytest.mark.parametrize("back", [False, True], ids=["away", "back"])
async def test_in_the_morning_it_is_told_to_who_is_not_back(scene: Scene, back: bool) -> None:
    await scene.stage.advance(NIGHT)
    await scene.stage.app.services.parting.end(scene.act(scene.awa), 1, 1, scene.mia.id)
    if back:
        await scene.is_confirmed(scene.mia)
    await scene.stage.advance(MORNING)
    assert scene.heard(scene.mia, TOLD) == int(not back)


async def test_whoever_the_organizations_own_group_would_bring_back_is_told_of(scene: Scene) -> None:
    await scene.stage.app.services.groups.setup.of_named(scene.act(scene.awa), 1, NAME, several=False)
    asked = await scene.walks("Organizations", NAME, "Who is with it", "Remove: Member 1")
    assert "still in a group of the organization’s own (Peer group)" in asked.text
    await scene.stage.tap(scene.awa, "Yes, remove")
    await scene.stage.say(scene.mia, "/wheel", scene.chat)
    assert await scene.sees(scene.mia) == []  # speaking in the group is not saying that one is with it again


async def test_a_coordinator_who_ends_their_own_hears_nothing_new(scene: Scene) -> None:
    await scene.is_confirmed(scene.awa, by=scene.mia)
    await scene.walks("Organizations", NAME, "Who is with it", "Remove: Awa", "Yes, remove")
    assert scene.heard(scene.awa, TOLD) == 0


async def test_the_place_of_who_is_in_no_group_any_more_is_ended(scene: Scene) -> None:
    """Of nobody else: not of who is in a group, with an organization, or a coordinator."""
    empty = await scene.walks("Organizations", "Members in no group")
    assert empty.labels == ["← Back"]
    await scene.mia.leave(scene.chat)
    await scene.stage.settle()
    assert (await scene.walks("Organizations", "Members in no group")).labels == ["← Back"]
    await scene.ends()
    assert (await scene.walks("Organizations", "Members in no group")).labels == ["Remove: Member 1", "← Back"]
    asked = await scene.walks("Organizations", "Members in no group", "Remove: Member 1")
    assert asked.text == "Shall Member 1 be in Palabre no more?"
    await scene.stage.tap(scene.awa, "Yes, remove")
    assert "Your place in Palabre has ended" in scene.mia.screen().text
    assert "You take part by invitation" in (await scene.stage.say(scene.mia, "/start")).text
    assert await scene.logged("Member 1 is no longer in the network") == 1


async def test_the_place_of_who_is_in_a_group_stays(scene: Scene) -> None:
    havoc, before = Havoc(scene.stage), await Havoc(scene.stage).imprint()
    for person in (scene.mia, scene.awa):
        await havoc.tap(scene.awa, await scene.stage.seen(scene.awa), f"1:skb:1:0:{person.id}:1")
        assert await havoc.imprint() == before
    await havoc.calm()


async def test_who_is_in_a_group_again_by_the_morning_hears_of_no_ended_place(scene: Scene) -> None:
    parting = scene.stage.app.services.parting
    await scene.mia.leave(scene.chat)
    await scene.stage.advance(NIGHT)
    await parting.end(scene.act(scene.awa), 1, 1, scene.mia.id)
    await parting.end(scene.act(scene.awa), 1, None, scene.mia.id)
    await scene.mia.join(scene.chat)
    await scene.stage.advance(MORNING)
    assert scene.heard(scene.mia, "Your place in Palabre has ended") == 0
