"""Chats that change or close in the middle: the group moves, the bot is out and back, people block it and come back."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.reckoning import PRIVATE, due_of
from tests.faults.walk import Walk, open_walk

KICKED, BLOCKED, SILENCED = "I was removed from the group", "has blocked me", "I may not write in the group"


@pytest.fixture
async def walk(tmp_path: Path) -> AsyncIterator[Walk]:
    async with open_walk(tmp_path) as opened:
        yield opened


async def answered(walk: Walk, *meanwhile: Callable[[], Awaitable[object]]) -> None:
    """All answer the open round; those things happen when each has answered something and nobody everything."""
    circle = walk.circle
    answering = asyncio.gather(*(walk.answers(circle, member) for member in circle.members))
    await walk.world.until(lambda: len(circle.seen[-1]) == len(circle.members) and all(circle.seen[-1].values()))
    assert not answering.done()
    for act in meanwhile:
        await act()
    await answering


@contextlib.contextmanager
def hidden(walk: Walk) -> Iterator[None]:
    """What happens in here, Telegram does not tell the bot, which has to find out."""
    queue = walk.world.queue
    allowed, queue.allowed = queue.allowed, frozenset()
    yield
    queue.allowed = allowed


async def report(walk: Walk) -> str:
    """What the coordinator is told of the last announcement."""
    words = list(walk.announced)[-1]
    await walk.calm()
    await walk.stage.advance(60)
    told = [one.text for one in walk.coordinator.messages() if words in one.text and "Arrived:" in one.text]
    return told[-1]


@pytest.mark.parametrize("told", [True, False])
async def test_a_group_moves_while_it_answers_and_gets_news(tmp_path: Path, told: bool) -> None:
    """Where the bot is not told, the first letter finds it out, and follows."""
    async with open_walk(tmp_path, kind="group") as walk:
        circle = walk.circle
        await walk.opens(circle)

        async def moves() -> None:
            with contextlib.nullcontext() if told else hidden(walk):
                circle.chat.migrate()

        await answered(walk, moves, lambda: walk.announces("All groups", [circle.chat.id]))
        await walk.closes(circle)
        await walk.comes_out()


async def test_the_bot_is_removed_and_added_again_while_a_round_is_open(walk: Walk) -> None:
    """Who had begun goes on in private meanwhile; the round closes, and its wheel comes, as if nothing had been."""
    circle = walk.circle
    await walk.opens(circle)
    await answered(walk, lambda: circle.facilitator.remove_bot(circle.chat))
    await walk.coordinator.add_bot(circle.chat)
    await walk.calm()
    await walk.closes(circle)
    await walk.announces("All groups", [circle.chat.id])
    await walk.comes_out()


async def test_a_removal_that_the_bot_finds_out_by_sending_is_noted_and_told(walk: Walk) -> None:
    circle = walk.circle
    with hidden(walk):
        await circle.facilitator.remove_bot(circle.chat)
    await walk.announces("All groups", [])
    assert KICKED in await report(walk)
    group = await walk.stage.app.services.groups.of_chat(circle.chat.id)
    assert group is not None
    assert group.state == "left"
    await walk.coordinator.add_bot(circle.chat)
    await walk.wave()
    await walk.comes_out()


async def test_a_member_blocks_the_bot_and_comes_back(walk: Walk) -> None:
    """What was due meanwhile is not made up for; what comes from then on arrives, and the answers count."""
    circle = walk.circle
    away, *others = circle.members
    with hidden(walk):
        away.block()
    await walk.opens(circle)
    await walk.announces("All members, in private", [one.id for one in others])
    sent = [call for call in walk.world.calls if call.params.get("chat_id") == away.id and call.status == 403]
    assert len(sent) == 1
    found = await walk.stage.app.services.people.find(away.id)
    assert found is not None
    assert not found.writable
    away.unblock()
    await answered(walk)
    await walk.closes(circle)
    await walk.announces("All members, in private", [one.id for one in circle.members])
    due = due_of(walk.circles, walk.announced)
    due[PRIVATE][away.id] = 0
    found_out = await walk.reckons(due)
    assert found_out.clean(0), found_out


async def test_where_the_bot_may_not_write_the_facilitator_is_asked_once(walk: Walk) -> None:
    circle = walk.circle
    await circle.facilitator.send("/start")
    circle.chat.permit()
    await walk.announces("All groups", [])
    await walk.announces("All groups", [])
    assert SILENCED in await report(walk)
    asked = [one for one in circle.facilitator.messages() if "may not write there" in one.text]
    assert len(asked) == 1
    circle.chat.permit("can_send_messages", "can_send_photos", "can_send_other_messages")
    await walk.wave()
    await walk.comes_out()


async def test_of_several_refusals_at_once_none_holds_up_the_others(walk: Walk) -> None:
    """One has blocked the bot, one is deleted, one is reached at the third try: the rest get theirs at once."""
    circle = walk.circle
    blocked, deleted, *others = circle.members
    with hidden(walk):
        blocked.block()
        deleted.deactivate()
    walk.world.faults.order("500", "sendMessage", count=2, skip=10)
    await walk.announces("All members, in private", [one.id for one in others])
    told = await report(walk)
    assert BLOCKED in told
    assert "Did not work: 2" in told
    await walk.comes_out()
