"""The outbox: once put in, a letter arrives, once; and what cannot arrive holds up nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bot.delivery import mailings, posts
from bot.delivery.outbox import Outbox, Priority, put
from bot.delivery.sender import Sender, Sent
from bot.storage import chats
from bot.storage.port import Writer
from tests.delivery.post import Post, letter, outbox_of
from tests.delivery.simulated import START


@pytest.fixture
async def post(tmp_path: Path) -> AsyncIterator[Post]:
    async with outbox_of(tmp_path) as found:
        yield found


async def test_a_letter_put_in_twice_is_sent_once(post: Post) -> None:
    assert await post.put(letter(post.stage.anna.id), letter(post.stage.anna.id)) == [True, False]
    await post.outbox.flush()
    assert await post.put(letter(post.stage.anna.id)) == [False]
    await post.outbox.flush()
    assert post.seen() == ["Hello"]
    row = (await post.rows())[0]
    assert (row["state"], row["message_id"]) == ("sent", post.stage.anna.screen().id)


async def test_a_letter_of_a_transaction_that_fails_was_never_put(post: Post) -> None:
    async def work(tx: Writer) -> None:
        await put(tx, letter(post.stage.anna.id), START)
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await post.storage.write(work)
    await post.outbox.flush()
    assert post.seen() == []


async def test_nothing_goes_out_before_its_time_and_the_time_is_told(post: Post) -> None:
    later = START + timedelta(hours=3)
    await post.put(letter(post.stage.anna.id, not_before=later))
    await post.outbox.flush()
    assert (post.seen(), post.soon) == ([], [later])
    post.stage.clock.advance(3 * 3600)
    await post.outbox.flush()
    assert post.seen() == ["Hello"]


async def test_what_lost_its_meaning_is_dropped(post: Post) -> None:
    await post.put(letter(post.stage.anna.id, "past"), letter(post.stage.anna.id))
    await post.outbox.flush()
    assert (post.seen(), await post.states()) == (["Hello"], ["failed", "sent"])


@pytest.mark.parametrize("words", ["malformed", "broken"])
async def test_one_bad_letter_holds_up_no_other_and_is_given_up(post: Post, words: str) -> None:
    await post.put(letter(post.stage.anna.id, words), letter(post.stage.anna.id))
    await post.outbox.flush()
    assert post.seen() == ["Hello"]
    for _ in range(3):
        post.stage.clock.advance(3600)
        await post.outbox.flush()
    assert await post.states() == ["failed", "sent"]
    assert post.renderer.rendered.count(words) <= 3


async def test_who_blocked_the_bot_gets_nothing_more_of_it(post: Post) -> None:
    post.stage.anna.block()
    await post.put(letter(post.stage.anna.id))
    await post.outbox.flush()
    row = (await post.rows())[0]
    assert (row["state"], row["error"]) == ("failed", "blocked")
    assert post.stage.contacts.told == [("blocked", post.stage.anna.id)]


async def test_a_letter_follows_a_migrated_group(post: Post) -> None:
    old = post.stage.group.id
    await post.put(letter(old))
    post.stage.group.migrate()
    await post.outbox.flush()
    assert post.seen(post.stage.group) == ["Hello"]
    assert [told[0] for told in post.stage.contacts.told] == ["migrated"]


async def test_what_has_not_arrived_moves_with_a_group_and_what_has_stays_where_it_is(post: Post) -> None:
    await post.put(letter(-5, "arrived"), letter(-5, "held", mailing="a1"), letter(-5), letter(-6))
    await post.storage.write(partial(posts.take_up, post_id=1))
    await post.storage.write(partial(posts.arrived, post_id=1, message_id=7))
    await post.storage.write(partial(mailings.hold, mailing="a1"))
    new = post.stage.group.id
    await post.storage.write(partial(chats.move, old=-5, new=new))
    assert [row["chat_id"] for row in await post.rows()] == [-5, new, new, -6]


@pytest.mark.parametrize("gone", [True, False])
async def test_a_letter_to_a_topic_that_is_no_more_goes_to_the_group(tmp_path: Path, gone: bool) -> None:
    async with outbox_of(tmp_path, kind="forum") as post:
        topic = post.stage.group.add_topic("Trust")
        if gone:
            post.stage.group.delete_topic(topic)
        else:
            post.stage.group.close_topic(topic)
        await post.put(letter(post.stage.group.id, thread_id=topic.id))
        await post.outbox.flush()
        assert post.seen(post.stage.group) == ["Hello"]
        assert await post.states() == ["sent"]


async def test_where_the_bot_may_not_write_a_letter_is_given_up(post: Post) -> None:
    post.stage.group.migrate()
    post.stage.group.restrict(post.stage.world.bot)
    await post.put(letter(post.stage.group.id))
    await post.outbox.flush()
    assert await post.states() == ["failed"]


PASSING = ["500", "502", "drop_before", "429"]


@pytest.mark.parametrize("fault", PASSING)
async def test_a_letter_outlasts_passing_trouble(post: Post, fault: Any) -> None:
    post.stage.world.faults.order(fault, "sendMessage", count=3)
    await post.put(letter(post.stage.anna.id))
    waits = []
    while (await post.states()) != ["sent"]:
        await post.outbox.flush()
        waits.append(post.soon[-1] - post.stage.clock.now() if post.soon else timedelta())
        post.stage.clock.advance(max(waits[-1].total_seconds(), 0))
    assert post.seen() == ["Hello"]
    if fault == "500":
        assert waits[0] < waits[1] < waits[2]


async def test_a_day_without_network_loses_nothing(post: Post) -> None:
    await post.put(*(letter(post.stage.anna.id, f"{number}") for number in range(5)))
    down = post.stage.world.faults.order("500", "sendMessage", count=None)
    for _ in range(24):
        await post.outbox.flush()
        post.stage.clock.advance(3600)
    down.count = 0
    await post.outbox.flush()
    assert sorted(post.seen()) == ["0", "1", "2", "3", "4"]


@pytest.mark.parametrize(("kind", "arrivals", "state"), [("wheel", 2, "sent"), ("reminder", 1, "failed")])
async def test_when_nobody_knows_whether_it_arrived_the_kind_decides(
    post: Post, kind: str, arrivals: int, state: str
) -> None:
    post.stage.world.faults.order("drop_after", "sendMessage")
    await post.put(letter(post.stage.anna.id, kind=kind))
    await post.outbox.flush()
    post.stage.clock.advance(60)
    await post.outbox.flush()
    assert post.seen() == ["Hello"] * arrivals
    assert await post.states() == [state]


async def test_after_a_crash_while_sending_the_kind_decides(post: Post) -> None:
    await post.put(letter(post.stage.anna.id, "w"), letter(post.stage.anna.id, "r", kind="reminder"))
    for row in await post.rows():
        await post.storage.write(partial(posts.take_up, post_id=row["id"]))
    await post.outbox.recover()
    await post.outbox.flush()
    assert (post.seen(), await post.states()) == (["w"], ["sent", "failed"])


async def test_a_letter_is_marked_before_it_is_sent(post: Post) -> None:
    found = []

    class Watched(Sender):
        async def send(self, *args: Any, **options: Any) -> Sent:
            found.append(await post.states())
            return await super().send(*args, **options)

    here = post.stage
    sender = Watched(here.bot, here.limiter, here.contacts, here.pictures)
    await post.put(letter(here.anna.id))
    await Outbox(post.storage, sender, post.renderer, here.clock, Random(3)).flush()
    assert (found, await post.states()) == ([["sending"]], ["sent"])


async def test_the_urgent_goes_first_and_equals_in_the_order_of_their_putting(tmp_path: Path) -> None:
    async with outbox_of(tmp_path, rate=25) as post:
        anna = post.stage.anna.id
        await post.put(letter(anna, "1"), letter(anna, "2"), letter(anna, "0", priority=Priority.REMINDER))
        await post.outbox.flush()
        assert post.seen() == ["0", "1", "2"]


async def test_a_long_queue_to_one_chat_leaves_the_others_their_turn(tmp_path: Path) -> None:
    async with outbox_of(tmp_path, rate=25) as post:
        await post.put(*(letter(post.stage.group.id, f"{n}") for n in range(300)), letter(post.stage.anna.id))
        outbox = asyncio.create_task(post.outbox.flush())
        await post.stage.world.until(lambda: post.seen() == ["Hello"])
        assert len(post.seen(post.stage.group)) < 20
        outbox.cancel()


async def test_letters_of_a_commit_go_out_at_once(post: Post) -> None:
    running = asyncio.create_task(post.outbox.run())
    await post.put(letter(post.stage.anna.id))
    post.outbox.wake()
    await post.stage.world.until(lambda: post.seen() == ["Hello"])
    await post.outbox.idle()
    running.cancel()
    assert await post.states() == ["sent"]


async def test_letters_put_in_while_one_is_on_its_way_wait_for_it_only_in_its_chat(post: Post) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    class Held(Sender):
        async def send(self, *args: Any, **options: Any) -> Sent:
            if not begun.is_set():
                begun.set()
                await go_on.wait()
            return await super().send(*args, **options)

    here = post.stage
    sender = Held(here.bot, here.limiter, here.contacts, here.pictures)
    outbox = Outbox(post.storage, sender, post.renderer, here.clock, Random(3))
    await post.put(letter(here.anna.id, "slow"))
    flush = asyncio.create_task(outbox.flush())
    await begun.wait()
    await post.put(letter(here.anna.id, "what follows"), letter(here.bob.id, "quick"))
    outbox.wake()
    await here.world.until(lambda: "quick" in [one.text for one in here.bob.messages()])
    assert not flush.done()
    assert post.seen() == []
    go_on.set()
    await flush
    assert post.seen() == ["slow", "what follows"]


async def test_many_letters_all_arrive_once(tmp_path: Path) -> None:
    async with outbox_of(tmp_path) as post:
        chats = [post.stage.anna.id, post.stage.bob.id, post.stage.group.id]
        await post.put(*(letter(chats[number % 3], f"{number}") for number in range(300)))
        await post.outbox.flush()
        assert set(await post.states()) == {"sent"}
        assert len(post.stage.calls("sendMessage")) == 300


async def test_closing_lets_arrive_what_is_on_its_way(tmp_path: Path) -> None:
    async with outbox_of(tmp_path, rate=25) as post:
        await post.put(letter(post.stage.anna.id, "first"))
        flush = asyncio.create_task(post.outbox.flush())
        await post.stage.world.until(lambda: post.stage.calls_pool.busy)
        flush.cancel()
        await post.outbox.close()
        assert await post.states() == ["sent"]
