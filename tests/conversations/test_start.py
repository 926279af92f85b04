"""`/start`, and the links by which people and groups come in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.conversations.village import Village, village


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Village]:
    async with village(tmp_path) as found:
        yield found


async def test_an_unknown_person_learns_what_this_is_and_how_to_come_in(here: Village) -> None:
    text = (await here.sees(here.bob, "Welcome!")).text
    assert len(text.splitlines()) == 2
    assert "invitation" in text


async def test_a_coordinator_is_shown_what_to_do_next(here: Village) -> None:
    welcome = await here.taps(here.carmen, "What I can do", "You coordinate Palabre")
    assert welcome.labels[:2] == ["Send an announcement", "Add me to a group"]
    assert welcome.labels[2:] == ["A link for groups", "Invite a coordinator", "Organizations"]


async def test_a_coordinator_invites_another_by_a_link_that_works_once(here: Village) -> None:
    await here.taps(here.carmen, "What I can do", "You coordinate")
    shown = await here.taps(here.carmen, "Invite a coordinator", "It works once, until 8 March 2027")
    link = next(word for word in shown.text.split() if word.startswith("https://"))
    await here.bob.open(link)
    await here.sees(here.bob, "You are a coordinator of Palabre now")
    await here.ada.open(link)
    await here.sees(here.ada, "This link is no longer good")


async def test_stopped_links_work_no_more(here: Village) -> None:
    await here.taps(here.carmen, "What I can do", "You coordinate")
    shown = await here.taps(here.carmen, "Invite a coordinator", "It works once")
    link = next(word for word in shown.text.split() if word.startswith("https://"))
    assert await here.toast(here.carmen, "Stop all such links") == "1 link no longer works."
    await here.bob.open(link)
    await here.sees(here.bob, "This link is no longer good")


async def test_a_forged_link_opens_nothing(here: Village) -> None:
    await here.bob.open(f"{here.bot_link}?start=cAAAAAAAAAAAAAAAAAAAAAA")
    await here.sees(here.bob, "This link is no longer good")


async def test_a_coordinators_link_in_a_group_is_not_opened_there(here: Village) -> None:
    await here.brings(here.carmen)
    made = await here.app.services.membership.invite_coordinator()
    await here.bob.send(f"/start {made.payload}", chat=here.group)
    await here.sees(here.bob, "private chat", here.group)


async def test_adding_by_the_plain_button_says_hello_once(here: Village) -> None:
    await here.brings(here.carmen, payload="true")
    await here.bob.send("/help", chat=here.group)
    await here.sees(here.bob, "What would you like to do?", here.group)
    assert len([one for one in here.ada.messages(here.group) if "Hello!" in one.text]) == 1


async def test_a_link_for_groups_finds_the_network_among_several(here: Village) -> None:
    await here.app.services.membership.ensure_network("Elsewhere")
    await here.taps(here.carmen, "What I can do", "You coordinate")
    shown = await here.taps(here.carmen, "A link for groups", "add me to a group of Palabre")
    payload = shown.text.split("startgroup=")[1].split()[0]
    await here.brings(here.ada, payload=payload)
    await here.sees(here.ada, "then a coordinator of the network says yes", here.group)
    await here.taps(here.ada, "Set up", "the whole network (Palabre)", here.group)


async def test_a_link_for_groups_opened_in_private_asks_for_the_group(here: Village) -> None:
    made = await here.app.services.membership.invite_coordinator()
    await here.bob.open(f"{here.bot_link}?start=n{made.payload[1:]}")
    asked = await here.sees(here.bob, "choose the group")
    assert asked.buttons[0][0].url == f"{here.bot_link}?startgroup=n{made.payload[1:]}"


async def test_a_facilitator_and_a_member_are_greeted_as_such(here: Village) -> None:
    await here.brings(here.carmen)
    await here.taps(here.ada, "Set up", "Is this right?", here.group)
    await here.taps(here.ada, "All right", "all is set", here.group)
    await here.bob.send("/start", chat=here.group)
    await here.sees(here.bob, "Hello, I am here", here.group)
    await here.ada.send("/start")
    await here.sees(here.ada, "You facilitate Group <b> & co")
    await here.bob.send("/start")
    member = await here.sees(here.bob, "Nothing is open for you just now")
    assert member.labels == ["My organization"]


async def test_a_greeting_in_a_group_that_is_set_up_points_on(here: Village) -> None:
    await here.brings(here.carmen)
    await here.taps(here.ada, "Set up", "Is this right?", here.group)
    await here.taps(here.ada, "All right", "all is set", here.group)
    await here.bob.send("/start", chat=here.group)
    await here.sees(here.bob, "Hello, I am here", here.group)
