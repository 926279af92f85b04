"""Each kind of refusal, singly: what becomes of the letter, who is told, and that nobody else waits for it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from markupsafe import Markup
from structlog.testing import capture_logs
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from bot.delivery.failures import Failure, failure_of
from bot.delivery.outbox import Priority
from bot.delivery.refusals import Lost, Refusal, refusal_of
from bot.screen import Media, Screen
from bot.storage import chats
from tests.delivery.post import Post, letter, outbox_of
from tests.delivery.simulated import START
from tests.delivery.stage import QUICK, Stage


@pytest.fixture
async def post(tmp_path: Path) -> AsyncIterator[Post]:
    async with outbox_of(tmp_path) as found:
        yield found


async def _blocked(here: Stage) -> int:
    here.anna.block()
    return here.anna.id


async def _deactivated(here: Stage) -> int:
    here.anna.deactivate()
    return here.anna.id


async def _never_met(here: Stage) -> int:
    return here.world.person("Cy").id


async def _unknown(_: Stage) -> int:
    return -12345


async def _thrown_out(here: Stage) -> int:
    await here.anna.remove_bot(here.group)
    return here.group.id


async def _deleted(here: Stage) -> int:
    here.group.delete()
    return here.group.id


LOST: list[tuple[Callable[[Stage], Awaitable[int]], set[Failure]]] = [
    (_blocked, {Failure.BLOCKED}),
    (_deactivated, {Failure.DEACTIVATED}),
    (_never_met, {Failure.NOT_STARTED, Failure.UNKNOWN}),
    (_unknown, {Failure.UNKNOWN}),
    (_thrown_out, {Failure.KICKED}),
    (_deleted, {Failure.DELETED}),
]


@pytest.mark.parametrize(("arrange", "failures"), LOST)
async def test_a_lost_chat_is_marked_and_nothing_more_is_sent_to_it(
    post: Post, arrange: Callable[[Stage], Awaitable[int]], failures: set[Failure]
) -> None:
    chat_id = await arrange(post.stage)
    later = START + timedelta(days=2)
    await post.put(*(letter(chat_id, f"{n}", priority=10 * n) for n in (1, 2)), letter(chat_id, "3", not_before=later))
    await post.put(letter(post.stage.bob.id))
    with capture_logs() as lines:
        await post.outbox.flush()
    first, second, third, other = await post.rows()
    assert {first["error"], second["error"]} <= {failure.value for failure in failures}
    assert [row["state"] for row in (first, second, third, other)] == ["failed", "failed", "waiting", "sent"]
    assert {told[1] for told in post.stage.contacts.told} == {chat_id}
    assert [line for line in lines if line["log_level"] == "error"] == []


async def test_one_refusal_of_many_letters_is_enough(tmp_path: Path) -> None:
    async with outbox_of(tmp_path, rate=25) as post:
        post.stage.anna.block()
        await post.put(*(letter(post.stage.anna.id, f"{number}") for number in range(40)))
        await post.outbox.flush()
        assert set(await post.errors()) == {"blocked"}
        assert len(post.stage.calls("sendMessage")) <= 3  # as many as may be on their way to one chat


async def test_who_comes_back_gets_what_is_due_from_then_on(post: Post) -> None:
    anna = post.stage.anna
    anna.block()
    await post.put(letter(anna.id, "missed"), letter(anna.id, "later", not_before=START + timedelta(days=2)))
    await post.outbox.flush()
    anna.unblock()
    await anna.send("/start")
    post.stage.clock.advance(2 * 24 * 3600)
    await post.outbox.flush()
    assert (post.seen(), await post.states()) == (["later"], ["failed", "sent"])


@pytest.mark.parametrize("forum", [True, False])
async def test_where_the_bot_may_not_write_somebody_is_asked_to_let_it(tmp_path: Path, forum: bool) -> None:
    async with outbox_of(tmp_path, kind="forum" if forum else "supergroup") as post:
        group = post.stage.group
        thread = group.add_topic("Trust").id if forum else None
        group.restrict(post.stage.world.bot)
        await post.put(letter(group.id, thread_id=thread), letter(post.stage.anna.id))
        with capture_logs() as lines:
            await post.outbox.flush()
        assert (await post.states(), await post.errors()) == (["failed", "sent"], ["no rights", None])
        assert post.stage.contacts.told == [("silenced", group.id)]
        assert [line["reason"] for line in lines if line["log_level"] == "error"] == ["the bot may not write here"]
        assert len(post.stage.calls("sendMessage")) == (3 if forum else 2)


async def test_a_reply_that_may_not_be_written_asks_as_well(tmp_path: Path) -> None:
    async with outbox_of(tmp_path, kind="supergroup") as post:
        post.stage.group.restrict(post.stage.world.bot)
        post.stage.replies.send(post.stage.group.id, Screen(Markup("Hello")), group=True)
        await post.stage.replies.idle()
        assert post.stage.contacts.told == [("silenced", post.stage.group.id)]


async def test_a_closed_topic_alone_troubles_nobody(tmp_path: Path) -> None:
    async with outbox_of(tmp_path, kind="forum") as post:
        topic = post.stage.group.add_topic("Trust")
        post.stage.group.close_topic(topic)
        await post.put(letter(post.stage.group.id, thread_id=topic.id))
        await post.outbox.flush()
        assert (await post.states(), post.stage.contacts.told) == (["sent"], [])


async def test_a_file_that_telegram_has_forgotten_is_told_apart(post: Post) -> None:
    post.renderer.others["stale"] = Screen(Markup("x"), media=(Media("voice", "AwACgone"),))
    await post.put(letter(post.stage.anna.id, "stale"), letter(post.stage.anna.id))
    await post.outbox.flush()
    assert await post.errors() == ["file unknown", None]


@pytest.mark.parametrize(
    ("words", "error"),
    [("past", "no longer meaningful"), ("broken", "its screen cannot be made"), ("malformed", "malformed")],
)
async def test_what_is_given_up_says_why_in_a_known_word(post: Post, words: str, error: str) -> None:
    await post.put(letter(post.stage.anna.id, words))
    for _ in range(3):
        await post.outbox.flush()
        post.stage.clock.advance(3600)
    assert await post.errors() == [Failure(error).value]


async def test_after_a_timeout_a_kind_that_must_not_double_is_given_up_as_uncertain(tmp_path: Path) -> None:
    async with outbox_of(tmp_path, timeouts=QUICK) as post:
        post.stage.world.faults.order("timeout_after", "sendMessage")
        await post.put(letter(post.stage.anna.id, kind="reminder", priority=Priority.REMINDER))
        await post.outbox.flush()
        assert (post.seen(), await post.errors()) == (["Hello"], ["uncertain"])


def _bad(words: str) -> TelegramError:
    return BadRequest(f"Bad Request: {words}")


@pytest.mark.parametrize(
    ("error", "refusal", "failure"),
    [
        (Forbidden("Forbidden: bot was kicked from the supergroup chat"), Refusal.LOST, Failure.KICKED),
        (Forbidden("Forbidden: bot is not a member of the group chat"), Refusal.LOST, Failure.KICKED),
        (Forbidden("Forbidden: the group chat was deleted"), Refusal.LOST, Failure.DELETED),
        (Forbidden("Forbidden: something new"), Refusal.NO_RIGHTS, Failure.NO_RIGHTS),
        (_bad("USER_IS_BLOCKED"), Refusal.LOST, Failure.BLOCKED),
        (_bad("INPUT_USER_DEACTIVATED"), Refusal.LOST, Failure.DEACTIVATED),
        (_bad("group chat was deactivated"), Refusal.LOST, Failure.DELETED),
        (_bad("PEER_ID_INVALID"), Refusal.LOST, Failure.UNKNOWN),
        (_bad("have no rights to send a message"), Refusal.NO_RIGHTS, Failure.NO_RIGHTS),
        (_bad("not enough rights to send photos to the chat"), Refusal.NO_RIGHTS, Failure.NO_RIGHTS),
        (_bad("CHAT_SEND_VOICES_FORBIDDEN"), Refusal.NO_RIGHTS, Failure.NO_RIGHTS),
        (_bad("CHAT_RESTRICTED"), Refusal.NO_RIGHTS, Failure.NO_RIGHTS),
        (_bad("VOICE_MESSAGES_FORBIDDEN"), Refusal.NO_RIGHTS, Failure.NO_RIGHTS),
        (_bad("TOPIC_CLOSED"), Refusal.TOPIC_GONE, Failure.TOPIC_CLOSED),
        (_bad("message thread not found"), Refusal.TOPIC_GONE, Failure.TOPIC_CLOSED),
        (_bad("message to edit not found"), Refusal.MESSAGE_GONE, Failure.GONE),
        (_bad("there is no caption in the message to edit"), Refusal.MESSAGE_GONE, Failure.GONE),
        (_bad("message can't be deleted for everyone"), Refusal.TOO_OLD, Failure.TOO_OLD),
        (_bad("wrong file identifier/HTTP URL specified"), Refusal.STALE_FILE, Failure.STALE_FILE),
        (_bad("can't parse entities: unclosed start tag"), Refusal.MALFORMED, Failure.MALFORMED),
        (_bad("message caption is too long"), Refusal.MALFORMED, Failure.MALFORMED),
        (ChatMigrated(-1001), Refusal.LOST, Failure.GONE),
    ],
)
def test_what_telegram_says_has_one_meaning(error: TelegramError, refusal: Refusal, failure: Failure) -> None:
    assert (refusal_of(error), failure_of(error)) == (refusal, failure)


def test_every_way_to_lose_a_chat_has_its_word() -> None:
    assert {lost.name: Failure(lost.value).name for lost in Lost} == {lost.name: lost.name for lost in Lost}


async def test_a_chat_that_the_bot_left_has_its_word(post: Post) -> None:
    await post.put(letter(-5), letter(-6))
    await post.storage.write(partial(chats.drop, chat_id=-5))
    assert await post.errors() == [Failure.LEFT.value, None]
