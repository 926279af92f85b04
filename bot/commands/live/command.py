"""`palabre check --live`: the walk on the operator's own Telegram, and what it found, as rows to paste back."""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets

import telegram
from telegram.error import TelegramError

from bot import logs
from bot.clock import Clock, SystemClock
from bot.commands.live.api import Api
from bot.commands.live.findings import Findings
from bot.commands.live.inbox import Inbox
from bot.commands.live.lines import Line
from bot.commands.live.steps import STEPS
from bot.commands.live.terminal import Console, Terminal
from bot.commands.live.walk import Me, SkippedError, Walk, go_through
from bot.commands.run import stopping
from bot.delivery.connection import connected
from bot.delivery.limiter import Limiter
from bot.delivery.pace import Window
from bot.intake.polling import PollingError
from bot.settings import load_settings

_CHAT, _GROUP = Window(1, 1.1), Window(18, 60.0)

_HOOKED = (
    "a webhook is set for this bot, so it serves people somewhere: use another bot for this (/newbot at @BotFather),"
    " or, if nothing runs on it any more, take the webhook away yourself (the call deleteWebhook) and start again"
)
_UNREAD = (
    "updates wait for this bot, and would be taken from whoever runs on it: use another bot for this"
    " (/newbot at @BotFather), or start again in a terminal, where Enter says that they may go"
)
_GREETING = """\
This looks at Telegram itself, as @{username}, and compares it with docs/unproven.md. It takes a quarter of an hour.
Use a bot on which Palabre does not run now: what people send it meanwhile is lost. You need the Telegram app at
hand, and a group that you make on the way. What you write to the bot is not kept.
Enter leaves out what you are asked for; Ctrl-C ends, and shows what was seen so far."""


async def check_live() -> int:
    """Walk with the operator until the end or Ctrl-C; returns 0 when nothing was otherwise than believed, else 1."""
    settings = load_settings(os.environ)
    logs.configure(settings)
    clock, console = SystemClock(), Console()
    limiter = pace(clock, settings.rate)
    async with connected(settings.token(), settings.telegram_url) as (bot, polls):
        walk = Walk(
            me=Me(bot.id, bot.username, bool(bot.bot.can_read_all_group_messages)),
            api=Api(bot, limiter, clock),
            inbox=Inbox(bot, polls, clock),
            terminal=console,
            clock=clock,
            mark=lambda: secrets.token_urlsafe(24),
        )
        with console.open():
            await _walked(bot, walk)
        limiter.close()
    return report(walk.findings, walk.terminal, clock)


def pace(clock: Clock, rate: float) -> Limiter:
    """Below Telegram's own rates, so that none is provoked: 1 message a second to a chat, 20 a minute to a group."""
    return Limiter(clock, rate, chat=_CHAT, group=_GROUP)


async def _walked(bot: telegram.Bot, walk: Walk) -> None:
    """The steps until Ctrl-C; then, in any case, what was sent is deleted where Telegram lets it be.

    Errors: PollingError where somebody else is at work on the token. What was seen until then is shown.
    """
    work = asyncio.ensure_future(_begin_and_go(bot, walk))
    with stopping(work) as stopped:
        try:
            await work
        except asyncio.CancelledError:
            if not stopped.is_set():
                raise
            walk.terminal.say("\nStopped. Clearing up.")
        except Exception:  # a quarter of an hour of somebody's time is not lost for one
            if walk.findings.facts:
                report(walk.findings, walk.terminal, walk.clock)
            raise
        finally:
            with contextlib.suppress(TelegramError):
                await _clear_up(walk)


async def _begin_and_go(bot: telegram.Bot, walk: Walk) -> None:
    hook = await bot.get_webhook_info()
    if hook.url:
        raise PollingError(_HOOKED)
    walk.terminal.say(_GREETING.format(username=walk.me.username))
    await _let_go(hook.pending_update_count, walk)
    await walk.inbox.begin()
    await go_through(walk, STEPS)
    if walk.api.waits:
        whole = all(wait == int(wait) for wait in walk.api.waits)
        walk.note(Line.RETRY_AFTER, "met by itself", whole, ", ".join(f"{wait:g} s" for wait in walk.api.waits))


async def _let_go(waiting: int, walk: Walk) -> None:
    """What waits at Telegram is confirmed by the first poll: only if the operator says so."""
    if not waiting:
        return
    if walk.terminal.listens:
        walk.terminal.say(f"\nUpdates that wait for this bot: {waiting}. Enter throws them away, Ctrl-C leaves them.")
        try:
            await walk.unless_skipped(walk.clock.sleep(walk.patience))
        except SkippedError:
            return
    raise PollingError(_UNREAD)


async def _clear_up(walk: Walk) -> None:
    await walk.api.clear_up_all()
    await walk.inbox.confirm()


def report(findings: Findings, terminal: Terminal, clock: Clock) -> int:
    """Show what was found, as rows for the table "Seen"; 0 when nothing was otherwise than believed, else 1."""
    rows = findings.rows(clock.now().date())
    missing = ", ".join(f"`{line}`" for line in findings.missing)
    terminal.say("\nTo paste at the end of the table “Seen” in docs/unproven.md:\n" if rows else "\nNothing was seen.")
    for row in rows:
        terminal.say(row)
    if missing:
        terminal.say(f"\nNot looked at: {missing}")
    if findings.otherwise:
        terminal.say(f"\nOtherwise than believed: {', '.join(f'`{line}`' for line in findings.otherwise)}")
    return int(bool(findings.otherwise))
