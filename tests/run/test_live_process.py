"""`palabre check --live` as a process: a whole walk, an early end, and a token on which somebody else is at work."""

from __future__ import annotations

import asyncio
import random
import re
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bot.clock import RehearsalClock
from bot.commands.live.lines import Line
from bot.rehearsal import Double, World
from tests.run.played_operator import LONG, Live, Operator, Reencoding
from tests.run.running import TOKEN, Ended, environment

pytestmark = pytest.mark.slow
_ROW = re.compile(r"^\| `([a-z-]+)` \| \d{4}-\d\d-\d\d \| (seen|\*\*otherwise\*\*) \| (.+) \|$", re.MULTILINE)


@pytest.fixture
async def double() -> AsyncIterator[Double]:
    """A double that passes over unknown fields and keeps pictures as JPEG, as is believed of Telegram."""
    world = World(RehearsalClock(), seed=3)
    world.files = Reencoding(random.Random(4))
    async with Double(world, strict=False) as opened:
        yield opened


def here(double: Double, folder: Path) -> dict[str, str]:
    return environment(double.world, folder, PALABRE_TELEGRAM_URL=double.url, PALABRE_RATE="1000000")


def rows(ended: Ended) -> dict[str, str]:
    """The verdicts by the names of their lines."""
    return {name: verdict for name, verdict, _ in _ROW.findall(ended.out)}


def tells_nothing(ended: Ended, operator: Operator, token: str) -> None:
    """No token, and no id of a person or chat, in what may be pasted."""
    pasted = "".join(re.findall(r"^\|.*$", ended.out, re.MULTILINE))
    ids = [operator.person.id, *[abs(group.id) for group in operator.world.groups()]]
    assert not any(str(number) in pasted for number in ids)
    assert token.partition(":")[2] not in ended.out + ended.err


async def test_a_whole_walk_sees_every_line_and_leaves_nothing_behind(double: Double, tmp_path: Path) -> None:
    operator = Operator(double.world)
    double.world.faults.order("429", "sendMessage", retry_after=1, count=1, skip=3)
    live = await Live.start(here(double, tmp_path))
    ended = await live.ended(operator, within=LONG)
    assert (ended.code, ended.err) == (0, ""), ended
    assert rows(ended) == dict.fromkeys(map(str, Line), "seen")
    tells_nothing(ended, operator, double.token)
    left = [one for chat in double.world.chats.values() if not chat.migrated_to for one in chat.messages.values()]
    assert [one.text for one in left if one.by_bot and not one.service] == []
    assert double.world.queue.pending() == []
    assert not (tmp_path / "data").exists()


async def test_the_end_by_ctrl_c_shows_what_was_seen_and_clears_up(double: Double, tmp_path: Path) -> None:
    operator = Operator(double.world)
    live = await Live.start(here(double, tmp_path))
    await live.says("Tap the button in the chat", operator)
    live.process.send_signal(signal.SIGINT)
    ended = await live.ended()
    assert (ended.code, ended.err) == (0, ""), ended
    assert rows(ended)["html"] == "seen"
    assert "Not looked at: `migrated-call`" in ended.out
    assert not any(one.by_bot for one in operator.person.messages())


async def test_enter_leaves_out_what_is_asked_for(double: Double, tmp_path: Path) -> None:
    """Without an operator nothing can be asked: what needs nobody was seen all the same."""
    live = await Live.start(here(double, tmp_path), keys=True)
    await live.says("and press Start")
    live.press_enter()
    ended = await live.ended()
    assert ended.code == 0, ended
    assert "  skipped\n" in ended.out
    assert rows(ended) == dict.fromkeys(
        ["request", "no-method", "unknown-chat", "second-poller", "allowed-updates"], "seen"
    )


async def test_a_double_that_is_strict_is_found_out(double: Double, tmp_path: Path) -> None:
    """It refuses unknown fields, which Telegram is believed to pass over: the end says so, and is not 0."""
    double.strict = True
    operator = Operator(double.world)
    live = await Live.start(here(double, tmp_path))
    await live.says("Pictures, without you", operator)
    live.process.send_signal(signal.SIGINT)
    ended = await live.ended()
    assert ended.code == 1, ended
    assert [name for name, verdict in rows(ended).items() if verdict != "seen"] == ["extra-field"]
    assert 'no_such_field: 400 Bad Request: field "no_such_field" is not known to sendMessage' in ended.out


async def test_a_webhook_is_told_and_left_as_it_is(double: Double, tmp_path: Path) -> None:
    double.world.hook.url = "https://example.org/hook"
    ended = await (await Live.start(here(double, tmp_path))).ended()
    ended.refused("a webhook is set for this bot")
    assert (ended.out, double.world.hook.url) == ("", "https://example.org/hook")


async def test_a_webhook_that_is_set_meanwhile_ends_it_with_what_was_seen(double: Double, tmp_path: Path) -> None:
    live = await Live.start(here(double, tmp_path))
    await live.says("and press Start")
    double.world.hook.url = "https://example.org/hook"
    double.world.changed()
    ended = await live.ended()
    ended.refused("a webhook was set for this bot meanwhile")
    assert rows(ended)["no-method"] == "seen"


async def test_another_poller_on_the_token_is_told(double: Double, tmp_path: Path) -> None:
    other = asyncio.create_task(_poll_for_ever(f"{double.url}/bot{double.token}/getUpdates"))
    ended = await (await Live.start(here(double, tmp_path))).ended(within=LONG)
    other.cancel()
    ended.refused("another process polls with the same token")


async def _poll_for_ever(url: str) -> None:
    async with aiohttp.ClientSession() as session:
        while True:
            async with session.post(url, json={"timeout": 1}) as answer:
                await answer.read()


async def test_what_waits_for_the_bot_is_not_taken_unasked(double: Double, tmp_path: Path) -> None:
    await double.world.person("Bintou").send("/start")
    ended = await (await Live.start(here(double, tmp_path))).ended()
    ended.refused("updates wait for this bot")
    assert len(double.world.queue.pending()) == 1
    live = await Live.start(here(double, tmp_path), keys=True)
    await live.says("Updates that wait for this bot: 1")
    live.press_enter()
    await live.says("and press Start")
    assert double.world.queue.pending() == []
    live.process.send_signal(signal.SIGINT)
    assert (await live.ended()).code == 0


async def test_a_wrong_token_is_told_without_showing_it(double: Double, tmp_path: Path) -> None:
    ended = await (await Live.start(here(double, tmp_path) | {"PALABRE_BOT_TOKEN": TOKEN})).ended()
    ended.refused("Telegram does not know this token")
