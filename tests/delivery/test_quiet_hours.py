"""Letters wait while their readers want to be left alone; what an act in the chat calls for does not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.delivery.outbox import Priority
from tests.delivery.post import Post, letter, outbox_of
from tests.delivery.simulated import START

MORNING = START + timedelta(hours=9)


@pytest.fixture
async def post(tmp_path: Path) -> AsyncIterator[Post]:
    async with outbox_of(tmp_path) as found:
        found.hours.nights[found.stage.anna.id] = (START, MORNING)
        yield found


async def test_a_letter_waits_for_the_morning_and_counts_no_attempt(post: Post) -> None:
    await post.put(letter(post.stage.anna.id))
    await post.outbox.flush()
    (row,) = await post.rows()
    assert (row["state"], row["attempts"], row["error"]) == ("waiting", 0, None)
    assert (post.seen(), post.soon, post.renderer.rendered) == ([], [MORNING], [])
    post.stage.clock.advance(9 * 3600)
    await post.outbox.flush()
    assert post.seen() == ["Hello"]


async def test_others_do_not_wait_with_it(post: Post) -> None:
    await post.put(letter(post.stage.anna.id), letter(post.stage.group.id))
    await post.outbox.flush()
    assert (post.seen(), post.seen(post.stage.group)) == ([], ["Hello"])


async def test_the_consequence_of_an_act_in_the_chat_does_not_wait_and_nobody_is_asked(post: Post) -> None:
    await post.put(letter(post.stage.anna.id, any_hour=True))
    await post.outbox.flush()
    assert (post.seen(), post.hours.asked) == (["Hello"], [])


async def test_who_goes_to_rest_while_a_letter_waits_for_its_turn_is_left_alone(tmp_path: Path) -> None:
    async with outbox_of(tmp_path, rate=25) as post:
        anna = post.stage.anna.id
        post.hours.nights[anna] = (START + timedelta(seconds=61), MORNING)
        post.stage.limiter.refused(anna, 90)
        await post.put(letter(anna))
        await post.outbox.flush()
        assert (post.seen(), await post.states(), post.soon) == ([], ["waiting"], [MORNING])


async def test_after_a_short_wait_nobody_is_asked_again(tmp_path: Path) -> None:
    async with outbox_of(tmp_path, rate=25) as post:
        anna = post.stage.anna.id
        post.stage.limiter.refused(anna, 50)
        await post.put(letter(anna))
        await post.outbox.flush()
        assert (post.seen(), post.hours.asked) == (["Hello"], [anna])


async def test_a_letter_comes_rather_at_a_bad_hour_than_never(post: Post) -> None:
    post.hours.nights[post.stage.anna.id] = (START, None)
    await post.put(letter(post.stage.anna.id, priority=Priority.REMINDER))
    with capture_logs() as lines:
        await post.outbox.flush()
    assert post.seen() == ["Hello"]
    assert [line["reason"] for line in lines] == ["KeyError"]
