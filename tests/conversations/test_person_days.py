"""Person-days: planned with an action, given by an organization, and told on its board."""

from __future__ import annotations

import pytest

from bot.rehearsal.model import Message
from bot.rehearsal.persons import Person
from bot.storage import networks
from bot.storage.port import Writer
from tests.conversations.planning_stage import Scene, with_wheel
from tests.conversations.stage import Stage


@pytest.fixture
async def scene(stage: Stage) -> Scene:
    return await with_wheel(stage)


@pytest.fixture
async def member(scene: Scene) -> Person:
    """With an organization of the network."""

    async def work(tx: Writer) -> None:
        organization = await networks.add_organization(tx, 1, "Élan <3", "SN", 0)
        await networks.claim(tx, 1, scene.people[0].id, organization.id)
        await networks.confirm(tx, 1, scene.people[0].id, scene.awa.id, 0)

    await scene.stage.app.services.ground.storage.write(work)
    return scene.people[0]


async def spent(scene: Scene, who: Person, line: str) -> None:
    await scene.tap("Change…", who)
    await scene.tap("Person-days", who)
    await scene.say(line, who)


async def test_a_coordinator_says_what_an_organization_gives_and_all_see_it(scene: Scene, member: Person) -> None:
    await scene.planned(who=member)
    await spent(scene, member, "2,5")
    board = await open_board(scene, scene.awa)
    assert "Person-days in 2026: 2.5\n2.5 of them in plans of groups" in board.text
    asked = await scene.tap("Person-days…", scene.awa)
    assert "How many person-days does Élan <3 give in 2026?" in asked.text
    assert "a number of days" in (await scene.say("plenty", scene.awa)).text
    assert "0 to 1000" in (await scene.say("9999", scene.awa)).text
    assert "Person-days in 2026: 2.5 of 50" in (await scene.say("50 days", scene.awa)).text
    seen = await open_board(scene, member)
    assert "Person-days in 2026: 2.5 of 50" in seen.text
    assert "Person-days…" not in seen.labels


async def test_the_next_year_is_planned_in_this_one(scene: Scene, member: Person) -> None:
    await open_board(scene, scene.awa)
    await scene.tap("Person-days…", scene.awa)
    assert "give in 2027?" in (await scene.tap("For 2027", scene.awa)).text
    assert "Noted: 12.5 person-days in 2027." in (await scene.say("12.5", scene.awa)).text


async def open_board(scene: Scene, person: Person) -> Message:
    """The organization's: its people choose among their plans, coordinators among all of their network."""
    shown = await scene.say("/plan", person)
    if "Organizations…" in shown.labels:
        await scene.tap("Organizations…", person)
    return await scene.tap("Élan <3", person)
