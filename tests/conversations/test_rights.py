"""One's own data as files, leaving a group or a network, and erasing what one coordinates, by visible labels."""

from __future__ import annotations

import json

import pytest

from bot.rehearsal.model import Message
from bot.rehearsal.persons import Person
from tests.conversations.planning_stage import Scene, with_wheel
from tests.conversations.stage import DAY, Stage


@pytest.fixture
async def scene(stage: Stage) -> Scene:
    return await with_wheel(stage)


def files(messages: list[Message]) -> dict[str, bytes]:
    """What came with them, by the ending of its name."""
    return {one.media.name.rpartition(".")[2]: one.media.content for one in messages if one.media is not None}


async def test_ones_own_data_come_as_a_page_and_for_programs(scene: Scene) -> None:
    member = scene.people[0]
    before = len(member.messages())
    shown = await scene.say("/mydata", member)
    assert "All that is kept about you" in shown.text
    found = files(member.messages()[before:])
    whole = json.loads(found["json"])
    assert whole["person"] == member.id
    assert {"person", "group_member", "member"} <= {one["table"] for one in whole["kept"]}
    assert len(whole["answers"]) == 1
    assert b"<h2>Your answers</h2>" in found["html"]
    assert str(scene.people[1].id).encode() not in found["html"] + found["json"]


async def test_in_a_group_nobodys_data_are_shown(scene: Scene) -> None:
    shown = await scene.say("/mydata", scene.people[0], scene.chat)
    assert "Better in private" in shown.text
    assert shown.media is None


@pytest.mark.parametrize("command", ["/leave", "/erase"])
async def test_the_rest_is_a_private_matter_too(scene: Scene, command: str) -> None:
    assert "Better in private" in (await scene.say(command, scene.fatou, scene.chat)).text


async def groups_of(scene: Scene, person: Person) -> list[str]:
    return (await scene.say("/leave", person)).labels


async def test_who_leaves_a_group_is_asked_first_and_is_back_when_they_write_to_the_bot_there(scene: Scene) -> None:
    member = scene.people[0]
    assert await groups_of(scene, member) == ["Group: Peer group", "Network: Palabre"]
    assert "Leave Peer group?" in (await scene.tap("Group: Peer group", member)).text
    assert "nothing was changed" in (await scene.tap("No, stay", member)).text
    await groups_of(scene, member)
    await scene.tap("Group: Peer group", member)
    assert "you have left Peer group" in (await scene.tap("Yes, leave", member)).text
    assert await groups_of(scene, member) == ["Network: Palabre"]
    await scene.say("/help", member, scene.chat)
    assert await groups_of(scene, member) == ["Group: Peer group", "Network: Palabre"]


async def test_who_leaves_a_network_is_in_none(scene: Scene) -> None:
    member = scene.people[0]
    await groups_of(scene, member)
    await scene.tap("Network: Palabre", member)
    await scene.tap("Yes, leave", member)
    assert "in no group and no network" in (await scene.say("/leave", member)).text
    assert "in no group and no network" in (await scene.say("/quitter", member)).text


async def test_the_last_facilitator_is_told_before_leaving(scene: Scene) -> None:
    await groups_of(scene, scene.fatou)
    assert "the only one with your role" in (await scene.tap("Group: Peer group", scene.fatou)).text


async def test_a_button_of_a_group_left_long_ago_does_nothing(scene: Scene) -> None:
    member = scene.people[0]
    await groups_of(scene, member)
    await scene.tap("Group: Peer group", member)
    await member.leave(scene.chat)
    await scene.stage.settle()
    assert await scene.stage.toast(member, "Yes, leave") != ""


async def test_a_network_is_erased_after_a_day_in_which_others_are_told(scene: Scene) -> None:
    awa = scene.awa
    assert "Only coordinators" in (await scene.say("/erase", scene.people[0])).text
    await scene.say("/erase", awa)
    sure = await scene.tap("All of Palabre…", awa)
    assert "Nothing can be brought back" in sure.text
    assert "will be erased" in (await scene.tap("Yes, erase it", awa)).text
    await scene.stage.settle()
    assert "speak to a coordinator today" in scene.fatou.screen().text
    assert scene.fatou.screen().labels == []
    await scene.stage.advance(DAY + 60)
    assert "Only coordinators" in (await scene.say("/erase", awa)).text


async def test_it_can_be_stopped(scene: Scene) -> None:
    awa = scene.awa
    await scene.say("/erase", awa)
    await scene.tap("All of Palabre…", awa)
    await scene.tap("Yes, erase it", awa)
    again = await scene.say("/erase", awa)
    assert "All of Palabre will be erased" in again.text
    assert "is not erased" in (await scene.tap("Do not erase Palabre", awa)).text
    await scene.stage.advance(2 * DAY)
    assert "All of Palabre…" in (await scene.say("/erase", awa)).labels
    assert "erasing stopped" in (await scene.say("/log", awa)).text


async def test_the_log_shows_its_seal_to_coordinators(scene: Scene) -> None:
    shown = await scene.say("/log", scene.awa)
    assert "Seal of today: 1:" in shown.text
