"""`palabre run`: the bot on Telegram, until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import signal
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import structlog
import telegram
import typer
from telegram.error import NetworkError

from bot.address import Address
from bot.app import App, open_app
from bot.commands.ready import open_world, settings_of_machine
from bot.delivery.transport import TooMany
from bot.settings import Settings
from bot.storage.port import LeadLost
from bot.world import World

if TYPE_CHECKING:
    from bot.watch.watch import Watch

_log = structlog.get_logger(__name__)
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 60.0
_GARBAGE_AFTER = 10_000
"""Objects made and kept before the collector looks for cycles: a tap makes 200, and nearly all go without it."""


async def run() -> None:
    """Run until SIGTERM or SIGINT, which give it five seconds; a second one ends the process at once."""
    settings = settings_of_machine()
    settings.token()
    async with open_world(settings, alone=True) as world:
        work = asyncio.ensure_future(_serve(settings, world))
        with stopping(work) as stopped:
            try:
                await work
            except asyncio.CancelledError:
                if not stopped.is_set():
                    raise
    _log.info("palabre has stopped")


async def _serve(settings: Settings, world: World) -> None:
    """Lead whenever no other process does, for as long as this one lives."""
    async with contextlib.AsyncExitStack() as stack:
        watch = await _watched(stack, settings, world)
        while True:
            try:
                await _serve_a_term(settings, world, watch)
            except* LeadLost as lost:
                _log.warning("this process leads no longer", reason=str(lost.exceptions[0]))


async def _serve_a_term(settings: Settings, world: World, watch: Watch | None) -> None:
    """From standing by to the end of the lead, which others may take over from a process that seems to be gone."""
    async with contextlib.AsyncExitStack() as stack:
        app = await _connected(stack, settings, world)
        if watch is not None:
            watch.trouble, watch.leads = app.trouble, lambda: app.leads
        _spare_the_collector()
        await app.run(
            started=lambda: _log.info("palabre runs", bot=app.bot.username), first=lambda: _show_first_link(app)
        )


async def _show_first_link(app: App) -> None:
    invitation = await app.services.membership.first_invitation()
    if invitation is not None:
        tell_link(app.bot, invitation.payload)


async def _watched(stack: contextlib.AsyncExitStack, settings: Settings, world: World) -> Watch | None:
    """Answer who watches, from before Telegram is reached."""
    if settings.watch is None:
        return None
    from bot.watch.watch import Watch  # noqa: PLC0415 - a quarter of a second that only who is watched waits for

    watch = Watch(world.storage, world.clock, world.counts)
    await stack.enter_async_context(watch.serving(Address.read(settings.watch)))
    return watch


def _spare_the_collector() -> None:
    """What the start has made stays to the end: looking through it ever again would take a sixth of each tap."""
    gc.freeze()
    gc.set_threshold(_GARBAGE_AFTER)


async def _connected(stack: contextlib.AsyncExitStack, settings: Settings, world: World) -> App:
    """A server may start before its network, or too often: wait for Telegram, and say so once."""
    wait = _FIRST_WAIT
    while True:
        try:
            return await stack.enter_async_context(open_app(settings, world, patient=True))
        except (NetworkError, TooMany) as error:
            if wait == _FIRST_WAIT:
                _log.warning("Telegram cannot be reached; trying again", reason=type(error).__name__)
            await world.clock.sleep(error.seconds if isinstance(error, TooMany) else wait)
            wait = min(wait * 2, _LONGEST_WAIT)


def tell_link(bot: telegram.Bot, payload: str) -> None:
    """The one-time link, on standard output: it is a key, so it never goes into a log."""
    typer.echo(f"Open this link in Telegram to become the coordinator (it works once):\n{link(bot, payload)}")


def link(bot: telegram.Bot, payload: str) -> str:
    return f"https://t.me/{bot.username}?start={payload}"


@contextlib.contextmanager
def stopping(work: asyncio.Future[Any]) -> Iterator[asyncio.Event]:
    """The first SIGTERM or SIGINT cancels the work and sets the event; the second ends the process at once.

    Ending at once harms nothing: what was acknowledged is on disk already.
    """
    loop, stopped = asyncio.get_running_loop(), asyncio.Event()

    def stop(number: int) -> None:
        if stopped.is_set():
            os._exit(128 + number)
        stopped.set()
        work.cancel()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop, number)
    try:
        yield stopped
    finally:
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)
