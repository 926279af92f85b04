"""What plans must bear: days elsewhere, long words, three hundred actions, two who edit, owners who leave."""

from __future__ import annotations

import pytest

from bot.rehearsal.persons import Person
from bot.storage.port import Writer
from tests.conversations.planning_stage import Scene, with_wheel
from tests.conversations.stage import Stage

HOUR = 3600.0


@pytest.fixture
async def scene(stage: Stage) -> Scene:
    return await with_wheel(stage)


async def lives_in(scene: Scene, zone: str) -> None:
    """The group's zone, which is its members' as long as they have said no other."""

    async def work(tx: Writer) -> None:
        await tx.run("UPDATE peer_group SET zone = :zone", zone=zone)

    await scene.stage.app.services.ground.storage.write(work)


async def test_days_are_those_of_where_the_person_is(scene: Scene) -> None:
    """At eight in the evening of Greenwich it is the day after in Manila."""
    await lives_in(scene, "Asia/Manila")
    await scene.stage.advance(11 * HOUR)
    await scene.themes()
    await scene.tap("No theme in particular")
    await scene.say("Invite the elders")
    assert "30 November 2026" in (await scene.say("today")).text
    await scene.tap("Yes")
    await scene.tap("New date")
    assert "By: 14 December 2026" in (await scene.tap("In 2 weeks")).text


async def test_figures_that_are_no_day_are_asked_for_again(scene: Scene) -> None:
    await scene.themes()
    await scene.tap("No theme in particular")
    await scene.say("Invite the elders")
    assert "I could not use that date" in (await scene.say("12/25")).text
    assert "25 December 2026" in (await scene.say("25/12")).text


async def test_four_thousand_characters_are_refused_kindly_and_a_thousand_fit_every_screen(scene: Scene) -> None:
    await scene.themes()
    await scene.tap("No theme in particular")
    assert "1 to 1000 characters" in (await scene.say("<b>&" * 1000)).text
    await scene.say("<b>&" * 250)
    card = await scene.tap("In 1 month")
    assert "<b>&" * 250 in card.text
    for label in ("Stuck", "Change…", "What"):
        await scene.tap(label)
    assert "1 to 1000 characters" in (await scene.say("x" * 4000)).text
    board = await scene.say("/plan", chat=scene.chat)
    assert "<b>&<b>&" in board.text


async def test_three_hundred_actions_are_paged_in_one_message(scene: Scene) -> None:
    await scene.planned("The first")
    await many(scene, 299)
    board = await scene.say("/plan", chat=scene.chat)
    seen = board
    for _ in range(37):
        seen = await scene.tap("→", chat=scene.chat)
    assert seen.id == board.id
    assert "→" not in seen.labels
    assert "What 299" in seen.text
    assert "What 291" in (await scene.tap("←", chat=scene.chat)).text


async def many(scene: Scene, number: int) -> None:
    """As many more actions of the same plan, each due a day after the other."""

    async def work(tx: Writer) -> None:
        await tx.run(
            "INSERT INTO action (network_id, group_id, what, owner_id, owner_name, due, state, created_at, changed_at)"
            " WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :number)"
            " SELECT a.network_id, a.group_id, 'What ' || n.i, a.owner_id, a.owner_name, a.due + n.i, a.state, 1, 1"
            " FROM action a CROSS JOIN n",
            number=number,
        )

    await scene.stage.app.services.ground.storage.write(work)


async def test_who_leaves_leaves_what_they_had_to_others_and_the_facilitator_hears_of_it(scene: Scene) -> None:
    member = scene.people[0]
    await scene.planned(who=member)
    await scene.stage.say(scene.fatou, "/start")
    await member.leave(scene.chat)
    letter = await scene.stage.seen(scene.fatou)
    assert "is looking for somebody" in letter.text
    assert "Member 1" not in letter.text
    card = await scene.tap("Show")
    assert "Who: nobody yet" in card.text
    past = await scene.tap("What was done so far")
    assert "left, and nobody has it now" in past.text
    await scene.tap("← Back")
    assert "State: accepted" in (await scene.tap("I take it on")).text


async def test_of_two_who_say_how_it_goes_both_are_heard(scene: Scene) -> None:
    """A word that was asked for before somebody else changed it is kept with it all the same."""
    await scene.planned()
    await scene.tap("Stuck")
    await open_in_private(scene, scene.awa)
    await scene.tap("Going well", scene.awa)
    assert "“No room”" in (await scene.say("No room")).text
    past = await scene.tap("What was done so far")
    assert ["Awa said that it goes well" in past.text, "Fatou said that it is stuck (“No room”)" in past.text] == [
        True
    ] * 2


async def open_in_private(scene: Scene, person: Person) -> None:
    """From the board of the group to the action, alone."""
    await scene.say("/plan", person, scene.chat)
    await scene.tap("1. Invite the elders", person, scene.chat)
    await person.tap("More in private", chat=scene.chat)
    await scene.stage.seen(person)
