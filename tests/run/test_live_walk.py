"""Single steps of the live check: what goes otherwise is told so, strangers never count, and nothing waits for ever."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, date, datetime
from itertools import count, pairwise
from typing import Any

import pytest

from bot.clock import ManualClock, RehearsalClock
from bot.commands.live import groups, keyboards, pictures, private, supergroups, texts
from bot.commands.live.api import Api
from bot.commands.live.command import pace
from bot.commands.live.findings import Findings, told
from bot.commands.live.inbox import Inbox
from bot.commands.live.lines import Line
from bot.commands.live.walk import Me, Step, Walk, go_through
from bot.delivery.connection import connected
from bot.delivery.limiter import UNLIMITED
from bot.intake.polling import PollingError
from bot.rehearsal import Double, World
from bot.rehearsal.args import Upload
from bot.rehearsal.model import Call
from bot.rehearsal.view import user_json
from tests.run.played_operator import Operator

pytestmark = pytest.mark.slow
Json = dict[str, Any]
Twist = Callable[[Json, Json], Json]
Go = Callable[[Walk], Awaitable[None]]
DAY = date(2026, 3, 2)


class Odd(Double):
    """A double whose answers to some methods are changed: `twists` take the fields and the answer."""

    twists: dict[str, Twist]

    async def call(self, method: str, raw: Json, files: dict[str, Upload]) -> Json:
        answer = await super().call(method, raw, files)
        return self.twists[method](raw, answer) if method in self.twists else answer


class Paper:
    """A terminal whose lines are kept, and heeded by the operator unless they are `absent`.

    `beside` is what else happens at each line that asks for something, before the operator does it.
    """

    listens = True

    def __init__(self, operator: Operator) -> None:
        self.lines: list[str] = []
        self.operator = operator
        self.absent = False
        self.beside: Callable[[str], Awaitable[None]] | None = None
        self.pressed = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    def say(self, text: str) -> None:
        self.lines.append(text)
        self._tasks.append(asyncio.create_task(self._heed(text)))

    async def enter(self) -> None:
        self.pressed.clear()
        await self.pressed.wait()

    async def _heed(self, text: str) -> None:
        if self.beside is not None and text.startswith("  > "):
            await self.beside(text)
        if not self.absent:
            await self.operator.heed(text)


@pytest.fixture
async def double() -> AsyncIterator[Odd]:
    odd = Odd(World(RehearsalClock(), seed=5), strict=False)
    odd.twists = {}
    async with odd:
        yield odd


@pytest.fixture
def paper(double: Odd) -> Paper:
    return Paper(Operator(double.world))


@contextlib.asynccontextmanager
async def walking(double: Double, paper: Paper, *, rate: float = UNLIMITED) -> AsyncIterator[Walk]:
    """A walk at which nobody has begun."""
    clock, marks = double.world.clock, count()
    async with connected(double.token, double.url) as (bot, polls):
        yield Walk(
            me=Me(bot.id, bot.username, reads_all=False),
            api=Api(bot, pace(clock, rate), clock),
            inbox=Inbox(bot, polls, clock),
            terminal=paper,
            clock=clock,
            mark=lambda: f"mark{next(marks):028}",
            patience=8.0,
        )


@pytest.fixture
async def walk(double: Odd, paper: Paper) -> AsyncIterator[Walk]:
    async with walking(double, paper) as walk:
        yield walk


async def go(walk: Walk, *steps: Go) -> None:
    """The steps, after those that bring the operator."""
    await go_through(walk, [Step(step.__name__, step) for step in (private.meet, *steps)])


def verdicts(walk: Walk) -> set[Line]:
    """The lines that went otherwise."""
    return set(walk.findings.otherwise)


def taken(fields: Json, answer: Json) -> Json:
    """Everything is taken."""
    return answer if answer["ok"] else {"ok": True, "result": True}


def refused(fields: Json, answer: Json) -> Json:
    """Everything is refused."""
    return {"ok": False, "error_code": 400, "description": "Bad Request: no"}


def refuses_long(fields: Json, answer: Json) -> Json:
    """A text is counted in UTF-16 units."""
    units = len(str(fields.get("text", "")).encode("utf-16-le")) // 2
    return refused(fields, answer) if units > 4096 else answer


def keeps_keyboard(fields: Json, answer: Json) -> Json:
    """An edit leaves the keyboard as it was."""
    if answer["ok"]:
        answer["result"]["reply_markup"] = {"inline_keyboard": []}
    return answer


def without_thread(fields: Json, answer: Json) -> Json:
    """A topic that is nowhere is passed over."""
    return taken(fields, answer) if "message_thread_id" in fields else answer


@pytest.mark.parametrize(
    ("step", "change", "lines"),
    [
        (private.tap_once, ("answerCallbackQuery", refused), {Line.ANSWER_LENGTH, Line.ANSWER_ONCE}),
        (private.tap_once, ("answerCallbackQuery", taken), {Line.ANSWER_LINK, Line.ANSWER_LENGTH}),
        (private.block, ("editMessageText", refused), {Line.BLOCKED_EDIT}),
        (texts.texts, ("sendMessage", refuses_long), {Line.TEXT_LENGTH, Line.TEXT_BYTES}),
        (keyboards.edits, ("editMessageText", keeps_keyboard), {Line.KEYBOARD_GONE}),
        (keyboards.edits, ("editMessageText", taken), {Line.NOT_MODIFIED}),
        (keyboards.keyboards, ("sendMessage", without_thread), {Line.PRIVATE_THREAD}),
        (pictures.pictures, ("sendDocument", taken), {Line.WRONG_FILE, Line.JPEG}),
        (groups.join, ("getChatAdministrators", refused), {Line.ADMINISTRATORS}),
    ],
)
async def test_what_goes_otherwise_is_told_so(
    double: Odd, walk: Walk, step: Go, change: tuple[str, Twist], lines: set[Line]
) -> None:
    double.twists.update([change])
    await go(walk, step)
    assert verdicts(walk) == lines
    told_otherwise = [row for row in walk.findings.rows(DAY) if "| **otherwise** |" in row]
    assert len(told_otherwise) == len(lines)


async def test_pictures_that_come_back_as_they_went_are_told_so(walk: Walk) -> None:
    """As the double does, unlike what is believed of Telegram."""
    await go(walk, pictures.pictures)
    assert verdicts(walk) == {Line.JPEG}


async def test_a_bot_that_hears_everything_is_told_so(double: Odd, walk: Walk) -> None:
    double.world.privacy_mode = False
    await go(walk, groups.join, groups.listen)
    assert verdicts(walk) == {Line.PRIVACY, Line.MENTION}


async def test_a_group_that_tells_of_no_payload_is_entered_all_the_same(double: Odd, walk: Walk, paper: Paper) -> None:
    """It is known by the operator's own adding of the bot."""

    async def adds(line: str) -> None:
        if "Make a new group" in line:
            operator = paper.operator
            operator.group = double.world.group("Fresh", creator=operator.person)
            await operator.person.add_bot(operator.group)
            paper.absent = True

    paper.beside = adds
    walk.patience = 1.0
    await go(walk, groups.join)
    assert verdicts(walk) == {Line.ADDED}
    assert walk.group == paper.operator.there.id


async def test_a_button_from_before_the_move_that_still_works_is_told_so(double: Odd, walk: Walk, paper: Paper) -> None:
    async def taps_the_old_one(line: str) -> None:
        if "Tap the button Old" in line:
            person, old = paper.operator.person, paper.operator.there.former
            assert old is not None
            shown = [one for one in old.messages.values() if one.keyboard][-1]
            double.world.tap_raw(person, shown, shown.keyboard[0][0].data or "")

    paper.beside = taps_the_old_one
    await go(walk, groups.join, supergroups.migrate)
    assert verdicts(walk) == {Line.MIGRATION_BUTTONS}


async def test_strangers_never_count(double: Odd, walk: Walk, paper: Paper) -> None:
    """They open the bot, tap every button and write every command, and nothing of it is taken for the operator's."""
    stranger = double.world.person("Bintou")

    async def interferes(line: str) -> None:
        group = paper.operator.group
        if group is None:
            await stranger.open(f"https://t.me/{double.world.bot.username}?start=guess")
            return
        if not group.has(stranger.id):
            await stranger.join(group)
        for text in ("1", "/live", f"/live@{double.world.bot.username}", "3"):
            await stranger.send(text, chat=group)
        await stranger.send("ten past", chat=group, reply_to=stranger.screen(group))
        for label in stranger.labels(group):
            await stranger.tap(label, chat=group, wait=False)

    paper.beside = interferes
    await go(walk, groups.join)
    paper.absent, walk.patience = True, 0.5
    before = list(walk.findings.facts)
    await go_through(walk, [Step("", step) for step in (groups.listen, groups.reply, supergroups.promote)])
    assert walk.findings.facts == before
    assert paper.lines.count("  nothing came within 0 s") == 3
    assert walk.operator == paper.operator.person.id
    assert not any(one.by_bot for one in stranger.messages())


async def test_a_strangers_tap_is_not_the_operators(double: Odd, walk: Walk, paper: Paper) -> None:
    stranger = double.world.person("Bintou")

    async def taps_instead(line: str) -> None:
        if "Tap the button Old" in line:
            paper.absent, walk.patience = True, 0.5
            await stranger.join(paper.operator.there)
            await stranger.tap("New", chat=paper.operator.there, wait=False)

    paper.beside = taps_instead
    walk.patience = 2.0
    await go(walk, groups.join, supergroups.migrate)
    assert Line.TOPICS not in walk.findings.missing
    assert Line.MIGRATION_BUTTONS in walk.findings.missing


async def test_a_supergroup_that_tells_of_the_leaving_is_told_so(double: Odd, walk: Walk, paper: Paper) -> None:
    async def tells_before(line: str) -> None:
        if "remove the bot" in line:
            operator, bot = paper.operator, double.world.bot
            double.world.post(operator.there, sender=operator.person.user, service={"left_chat_member": user_json(bot)})

    paper.beside = tells_before
    await go(walk, groups.join, supergroups.migrate, groups.leave)
    assert verdicts(walk) == {Line.REMOVED}


async def test_what_was_taken_is_confirmed_at_the_end(double: Odd, walk: Walk) -> None:
    await go(walk)
    assert len(double.world.queue.pending()) == 1
    await walk.inbox.confirm()
    assert double.world.queue.pending() == []


async def test_nobody_who_opens_the_bot_otherwise_is_the_operator(double: Odd, walk: Walk, paper: Paper) -> None:
    paper.absent, walk.patience = True, 0.5
    await double.world.person("Bintou").open(f"https://t.me/{double.world.bot.username}?start=guess")
    await go(walk)
    assert (walk.operator, walk.findings.facts) == (0, [])


async def test_trouble_of_telegram_breaks_off_one_step_only(double: Odd, walk: Walk, paper: Paper) -> None:
    await go(walk)
    double.world.faults.order("502", "sendPhoto", count=1)
    await go_through(walk, [Step("", pictures.pictures), Step("", keyboards.edits)])
    assert "  broken off: Telegram has trouble of its own (502)" in paper.lines
    assert {fact.line for fact in walk.findings.facts} >= {Line.NOT_MODIFIED, Line.KEYBOARD_GONE}


async def test_trouble_while_the_operator_is_waited_for_is_waited_out(double: Odd, walk: Walk) -> None:
    double.world.faults.order("502", "getUpdates", count=1)
    await go(walk)
    assert walk.operator


async def test_a_token_that_is_revoked_meanwhile_ends_the_walk(double: Odd, walk: Walk, paper: Paper) -> None:
    await go(walk)
    double.token = "1:revoked"
    with pytest.raises(PollingError, match="401 Unauthorized"):
        await walk.inbox.first(lambda update: True, walk.clock.monotonic() + 1)


async def test_a_webhook_that_is_set_meanwhile_ends_the_walk(double: Odd, walk: Walk, paper: Paper) -> None:
    await go(walk)
    paper.absent = True
    double.world.hook.url = "https://example.org/hook"
    with pytest.raises(PollingError, match="a webhook was set"):
        await go_through(walk, [Step("", private.tap_once)])


async def test_the_walk_is_slower_than_any_rate_of_telegrams() -> None:
    clock = ManualClock(datetime(2026, 3, 2, tzinfo=UTC))
    async with Double(World(clock, seed=5), strict=False) as double:
        double.world.faults.rates()
        paper = Paper(Operator(double.world))
        async with walking(double, paper, rate=25) as walk:
            await go(
                walk, texts.texts, keyboards.keyboards, pictures.pictures, groups.join, groups.listen, groups.reply
            )
        assert walk.api.waits == []
        chats = [walk.operator, walk.group]
        for chat in chats:
            times = [call.at for call in double.world.calls if call.params.get("chat_id") == chat and is_sent(call)]
            assert len(times) >= 4
            assert min((later - earlier).total_seconds() for earlier, later in pairwise(times)) >= 1


def is_sent(call: Call) -> bool:
    return call.method.startswith(("send", "edit"))


async def test_what_is_told_holds_no_token_no_id_and_no_table() -> None:
    said = told("404: 123456789:AAEdouble0double0double0double0double0 of\n-1001234567890 | " + "a" * 500)
    assert said.startswith("404: <token> of -… \\| aaa")
    assert len(said) == 160


async def test_one_fact_that_went_otherwise_makes_its_line_so() -> None:
    findings = Findings()
    findings.add(Line.HTML, "one", seen=True, said="200")
    findings.add(Line.HTML, "two", seen=False, said="400 no")
    findings.add(Line.JPEG, "three", seen=True, said="JPEG")
    assert findings.rows(DAY) == [
        "| `html` | 2026-03-02 | **otherwise** | two: 400 no |",
        "| `jpeg` | 2026-03-02 | seen | three: JPEG |",
    ]
    assert findings.otherwise == [Line.HTML]
    assert len(findings.missing) == len(Line) - 2
