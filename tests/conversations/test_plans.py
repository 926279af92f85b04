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
    await person.tap("in private", chat=scene.chat)
    await scene.stage.seen(person)


async def stuck_in_the_group(scene: Scene) -> None:
    """The action of the first member, from the group's board."""
    member = scene.people[0]
    await scene.planned(who=member)
    await scene.say("/plan", member, scene.chat)
    await scene.tap("1. Invite the elders", member, scene.chat)
    assert "in private what is in the way" in await scene.stage.toast(member, "Stuck", scene.chat)


async def test_in_the_group_a_reason_is_asked_for_in_private_and_nobody_has_to_give_one(scene: Scene) -> None:
    member = scene.people[0]
    await stuck_in_the_group(scene)
    card = await scene.stage.seen(member, scene.chat)
    assert "stuck, needs a hand" in card.text
    assert "Say why, in private" in card.labels
    await member.tap("Say why, in private", chat=scene.chat)
    assert "what is in the way" in (await scene.stage.seen(member)).text
    assert "“No room”" in (await scene.say("No room", member)).text
    await scene.say("/plan", member, scene.chat)
    said = await scene.tap("1. Invite the elders", member, scene.chat)
    assert ("“No room”" in said.text, "More in private" in said.labels) == (True, True)


async def test_another_member_is_asked_for_no_reason_of_somebody_else_s(scene: Scene) -> None:
    await stuck_in_the_group(scene)
    await scene.people[1].open(f"https://t.me/{scene.stage.app.bot.username}?start=w1")
    seen = await scene.stage.seen(scene.people[1])
    assert "stuck, needs a hand" in seen.text
    assert "what is in the way" not in seen.text
    line = await scene.say("No room", scene.people[1])
    assert "“No room”" not in line.text


async def test_whether_one_may_be_named_in_the_group_is_said_where_it_means_something(scene: Scene) -> None:
    await scene.planned()
    asked = await scene.tap("Naming me…")
    assert "everybody there would read your name" in asked.text
    assert "May be named in the group" in (await scene.tap("Yes, name me there")).text
    await scene.tap("Naming me…")
    assert "May be named" not in (await scene.tap("No, only in private")).text


async def test_in_the_group_only_the_owner_says_whether_they_may_be_named(scene: Scene) -> None:
    await scene.planned()
    await scene.say("/plan", chat=scene.chat)
    await scene.tap("1. Invite the elders", chat=scene.chat)
    refused = await scene.stage.toast(scene.people[0], "You may name me here", scene.chat)
    assert "whoever has taken on this action" in refused
    await scene.tap("The whole plan", chat=scene.chat)
    await scene.tap("1. Invite the elders", chat=scene.chat)
    assert "up to the day, and never after it" in await scene.stage.toast(
        scene.fatou, "You may name me here", scene.chat
    )
    assert "May be named in the group" in (await scene.stage.seen(scene.fatou, scene.chat)).text
    assert "will not name you" in await scene.stage.toast(scene.fatou, "Do not name me here", scene.chat)


async def test_what_was_done_is_a_board_of_its_own(scene: Scene) -> None:
    await scene.planned()
    await scene.tap("Done")
    await scene.planned("Another")
    await scene.tap("Change…")
    await scene.tap("Drop it")
    await scene.say("The elders came by themselves")
    await scene.say("/plan", chat=scene.chat)
    ended = await scene.tap("What was done", chat=scene.chat)
    assert "1. Another\nFatou · dropped · 29 November 2026" in ended.text
    assert "2. Invite the elders\nFatou · done · 29 November 2026" in ended.text
    seen = await scene.tap("1. Another", chat=scene.chat)
    assert "“The elders came by themselves”" in seen.text
    assert "Nothing is open here" in (await scene.tap("The whole plan", chat=scene.chat)).text


async def test_what_was_one_s_own_is_found_again_once_it_is_done(scene: Scene) -> None:
    await scene.planned()
    await scene.tap("Done")
    await scene.say("/my")
    ended = await scene.tap("What was done")
    assert "1. Invite the elders\nPeer group · done · 29 November 2026" in ended.text
    await scene.tap("1. Invite the elders")
    assert "State: going well" in (await scene.tap("Take it up again")).text
    await scene.say("/my")
    assert "Nothing is done or dropped yet." in (await scene.tap("What was done")).text
