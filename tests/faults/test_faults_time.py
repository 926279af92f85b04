"""Line, disk and clock fail in the middle of a campaign: it goes on where it stopped, and comes out whole."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import ManualClock
from bot.commands import problems
from bot.storage.port import Writer
from tests.conversations.stage import DAY, START
from tests.faults.walk import Walk, open_walk

HOUR = 3600.0
_MOMENT = 0.01
"""Real seconds, in which the bot does what it does by itself."""


async def begun(walk: Walk) -> None:
    """A round is open, and half of the members have answered it."""
    await walk.opens(walk.circle)
    for member in walk.circle.members[::2]:
        await walk.answers(walk.circle, member)


async def ended(walk: Walk) -> None:
    """The others answer as well, and it is closed."""
    await asyncio.gather(*(walk.answers(walk.circle, member) for member in walk.circle.members[1::2]))
    await walk.closes(walk.circle)
    await walk.comes_out()


@pytest.mark.parametrize("engine", ["sqlite", pytest.param("postgres", marks=pytest.mark.slow)])
@pytest.mark.parametrize("intake", ["polling", "webhook"])
async def test_a_day_without_network(tmp_path: Path, engine: str, intake: str) -> None:
    """What was to go out then goes out late; people tap into the void, and who wrote at last is answered."""
    clock = HeldClock(START)
    async with open_walk(tmp_path, engine=engine, intake=intake, clock=clock) as walk:
        await begun(walk)
        early, late = walk.circle.members[:2]
        await _schedules(walk, "Sunday 22 November")
        await walk.stage.double.unplug()
        clock.held = True
        await early.send("/help")
        await _passes(walk, START + timedelta(seconds=DAY + HOUR))
        await late.send("/help")
        before = {one.id for person in (early, late) for one in person.messages()}
        await walk.stage.double.plug_in()
        clock.held = False
        await walk.calm()
        assert [len({one.id for one in person.messages()} - before) for person in (early, late)] == [1, 2]
        await ended(walk)


async def _schedules(walk: Walk, day: str) -> None:
    """An announcement to the members for nine in the morning."""
    awa, words = walk.coordinator, "We meet on Monday."
    await walk.stage.say(awa, "/announce")
    await walk.stage.say(awa, words)
    for label in ("To whom", "All members, in private", "That is right", "When", day, "Preview and send", "Schedule"):
        await walk.stage.tap(awa, label)
    walk.announced[words] = Counter(member.id for member in walk.circle.members)


async def _passes(walk: Walk, over: datetime) -> None:
    """Each hour the bot looks what is due, and gets nothing out."""
    calls = len(walk.world.calls)
    while walk.stage.clock.now() < over:
        walk.stage.clock.advance(HOUR)
        await walk.stage.app.clock_moved()
        await walk.world.next_change(_MOMENT)
    assert len(walk.world.calls) == calls


class HeldClock(ManualClock):
    """While it is held, who sleeps waits until it is moved: the pauses of a bot in trouble do not make time pass."""

    held = False

    async def sleep(self, seconds: float) -> None:
        wake = self.now() + timedelta(seconds=seconds)
        never: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        while self.held and self.now() < wake:
            await asyncio.wait([never], timeout=_MOMENT)
        await super().sleep(max((wake - self.now()).total_seconds(), 0.0))


class TurnedClock(ManualClock):
    """A clock whose hands can be put back; what it measures goes on, as on every machine."""

    back = timedelta()

    def now(self) -> datetime:
        return super().now() - self.back


@pytest.mark.parametrize("restart", [False, True])
async def test_the_clock_goes_back_an_hour(tmp_path: Path, restart: bool) -> None:
    """Letters wait for nothing but their pauses; no round is opened, closed or extended by it, and none twice."""
    clock = TurnedClock(START)
    async with open_walk(tmp_path, clock=clock) as walk:
        await begun(walk)
        posted = len(walk.circle.facilitator.messages(walk.circle.chat))
        clock.back = timedelta(hours=1)
        if restart:
            await walk.stage.restart()
        await walk.stage.app.clock_moved()
        await walk.calm()
        assert len(walk.circle.facilitator.messages(walk.circle.chat)) == posted
        soon = clock.now() + timedelta(minutes=10)
        await walk.announces("All groups", [walk.circle.chat.id])
        await ended(walk)
        assert clock.now() < soon
        clock.back = timedelta()
        await walk.stage.start()
        await walk.wave()
        await walk.comes_out()


async def test_the_disk_is_full_in_the_middle(tmp_path: Path) -> None:
    """The bot ends with one line, and goes on where it was once there is room."""
    async with open_walk(tmp_path, engine="sqlite", intake="polling") as walk:
        await begun(walk)
        ending = asyncio.create_task(ended(walk))
        await walk.world.until(lambda: any(walk.circle.seen[-1].get(one.id) for one in walk.circle.members[1::2]))
        await _allows(walk, pages=0)
        await walk.coordinator.send("long " * 800)
        assert await _end_of(walk) == "the database cannot be used: the disk is full: make room"
        await walk.stage.start()
        await ending


async def test_the_disk_is_full_behind_a_webhook(tmp_path: Path) -> None:
    """Telegram keeps what cannot be stored, and the bot says that it is not ready; with room it goes on at once."""
    async with open_walk(tmp_path, engine="sqlite", intake="webhook") as walk:
        await begun(walk)
        await _allows(walk, pages=0)
        await walk.coordinator.send("/help " + "long " * 800)
        await walk.world.until(lambda: walk.stage.app.trouble() == "the last updates could not be stored")
        await _allows(walk, pages=1000)
        await walk.calm()
        assert walk.stage.app.trouble() is None
        await ended(walk)


async def _allows(walk: Walk, pages: int) -> None:
    """Let the database file grow by so many pages, and no more."""

    async def work(tx: Writer) -> None:
        row = await tx.one("PRAGMA page_count")
        assert row is not None
        await tx.run(f"PRAGMA max_page_count = {row['page_count'] + pages}")

    await walk.stage.app.services.ground.storage.write(work)


async def _end_of(walk: Walk) -> str:
    """The line with which the bot ends by itself."""
    done, _ = await asyncio.wait([walk.stage.running], timeout=20)
    assert done
    error = walk.stage.running.exception()
    assert error is not None
    with pytest.raises(ExceptionGroup):
        await walk.stage.stop()
    return problems.line(error) or ""
