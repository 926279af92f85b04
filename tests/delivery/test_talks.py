"""Letters of discussion threads: a topic is made and noted before anything is said; what a group changes is learnt."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.delivery.ports import Forbidden, Order, Rendering, Talk
from bot.rehearsal.model import Message
from tests.delivery.post import Post, letter, outbox_of
from tests.delivery.stage import text

RIGHTS = frozenset({"can_manage_topics", "can_pin_messages"})
OPENING = Talk(1, text("opening"), make="Trust", elsewhere=text("chain"))


@dataclass
class Threads:
    """What delivery tells of threads, in its order."""

    told: list[tuple[str, int, object]] = field(default_factory=list)

    async def made(self, thread_id: int, topic_id: int) -> None:
        self.told.append(("made", thread_id, topic_id))

    async def begun(self, thread_id: int, chat_id: int, message_id: int) -> None:
        self.told.append(("begun", thread_id, message_id))

    async def forbidden(self, thread_id: int, what: Forbidden) -> None:
        self.told.append(("forbidden", thread_id, what))

    async def gone(self, thread_id: int, *, closed: bool) -> None:
        self.told.append(("gone", thread_id, closed))


@pytest.fixture
def threads() -> Threads:
    return Threads()


@pytest.fixture
async def post(tmp_path: Path, threads: Threads) -> AsyncIterator[Post]:
    async with outbox_of(tmp_path, kind="forum", threads=threads) as found:
        found.stage.group.promote(found.stage.world.bot, rights=RIGHTS)
        yield found


async def carry(post: Post, *letters: Rendering) -> None:
    """Send these to the group, one after the other."""
    for one in letters:
        words = f"letter {len(post.renderer.others)}"
        post.renderer.others[words] = one
        await post.put(letter(post.stage.group.id, words=words, key=words))
        await post.outbox.flush()


def heard(post: Post) -> list[Message]:
    return [one for one in post.stage.group.messages.values() if one.by_bot and one.service is None]


async def test_a_topic_is_made_and_noted_before_anything_is_said_in_it(post: Post, threads: Threads) -> None:
    await carry(post, OPENING)
    topic, (said,) = post.stage.group.topic_named("Trust"), heard(post)
    assert (said.text, said.topic) == ("opening", topic.id)
    assert threads.told == [("made", 1, topic.id), ("begun", 1, said.id)]
    assert await post.states() == ["sent"]


async def test_without_the_right_it_is_said_outside_of_a_topic(post: Post, threads: Threads) -> None:
    post.stage.group.demote(post.stage.world.bot)
    await carry(post, OPENING)
    (said,) = heard(post)
    assert (said.text, said.topic) == ("chain", None)
    assert threads.told == [("forbidden", 1, "topics"), ("begun", 1, said.id)]


async def test_an_opening_that_could_not_be_said_makes_no_second_topic(post: Post, threads: Threads) -> None:
    post.stage.world.faults.order("500", "sendMessage")
    await carry(post, OPENING)
    ((_, _, topic_id),) = threads.told
    assert isinstance(topic_id, int)
    post.renderer.others["letter 0"] = Talk(1, text("opening"), topic_id)
    post.stage.clock.advance(60)
    await post.outbox.flush()
    assert len(post.stage.group.topics) == 1
    assert [one.topic for one in heard(post)] == [topic_id]


async def test_a_topic_that_is_gone_is_told_and_only_what_must_be_is_said_elsewhere(
    post: Post, threads: Threads
) -> None:
    topic = post.stage.group.add_topic("Trust")
    post.stage.group.delete_topic(topic)
    await carry(post, Talk(1, text("prompt"), topic.id), Talk(1, text("summary"), topic.id, elsewhere=text("summary")))
    assert [(one.text, one.topic) for one in heard(post)] == [("summary", None)]
    assert threads.told[:2] == [("gone", 1, False), ("gone", 1, False)]
    assert await post.states() == ["sent", "sent"]


async def test_a_topic_that_is_closed_is_told_apart_from_one_that_is_gone(post: Post, threads: Threads) -> None:
    topic = post.stage.group.add_topic("Trust")
    post.stage.group.close_topic(topic)
    post.stage.group.demote(post.stage.world.bot)
    await carry(post, Talk(1, text("prompt"), topic.id))
    assert threads.told == [("gone", 1, True)]


async def test_a_topic_is_renamed_closed_and_its_opening_pinned_and_once_more_does_no_harm(
    post: Post, threads: Threads
) -> None:
    await carry(post, OPENING)
    topic, (said,) = post.stage.group.topic_named("Trust"), heard(post)
    order = Order(1, topic.id, name="Courage", closed=True, message_id=said.id, pinned=True)
    await carry(post, order, order)
    assert (topic.name, topic.closed, post.stage.group.pinned) == ("Courage", True, [said.id])
    await carry(post, Order(1, topic.id, closed=False, message_id=said.id, pinned=False))
    assert (topic.closed, post.stage.group.pinned) == (False, [])
    assert len(threads.told) == 2
    assert await post.states() == ["sent"] * 4


async def test_what_the_bot_may_not_do_there_is_told_and_the_rest_is_done(post: Post, threads: Threads) -> None:
    await carry(post, OPENING)
    topic, (said,) = post.stage.group.topic_named("Trust"), heard(post)
    post.stage.group.promote(post.stage.world.bot, rights=frozenset({"can_pin_messages"}))
    await carry(post, Order(1, topic.id, closed=True, message_id=said.id, pinned=True))
    assert threads.told[2:] == [("forbidden", 1, "topics")]
    assert post.stage.group.pinned == [said.id]


async def test_the_order_of_a_topic_that_is_gone_is_given_up_and_a_deleted_pin_is_not_missed(
    post: Post, threads: Threads
) -> None:
    await carry(post, Order(1, 4242, name="Courage", message_id=4242, pinned=True))
    assert threads.told == [("gone", 1, False)]
    assert await post.states() == ["sent"]


async def test_where_there_are_no_topics_it_answers_the_opening(post: Post, threads: Threads) -> None:
    await carry(post, Talk(1, text("opening")))
    (opening,) = heard(post)
    await carry(post, Talk(1, text("prompt"), reply_to=opening.id))
    assert heard(post)[-1].reply_to == opening.id
