"""`palabre rehearse`: the whole bot on this machine against the local double, with a chat page or headless."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import tempfile
import webbrowser
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import typer
from pydantic import SecretStr

from bot import logs
from bot.app import open_app
from bot.clock import RehearsalClock
from bot.commands.lexicon import Lexicon
from bot.commands.run import link, stopping
from bot.i18n import Catalogs
from bot.rehearsal.errors import ActError
from bot.rehearsal.server import Double
from bot.rehearsal.stories import EVERY_LANGUAGE, STORIES, Stage, prelude, tell
from bot.rehearsal.world import World as Telegram
from bot.secret import load_key
from bot.settings import Settings
from bot.storage import open_storage
from bot.storage.migrate import migrate
from bot.world import World
from surveys.template import load_all

SEED = 1
NETWORK = "Palabre"
PACE = 0.3
"""Seconds between two acts of a story in the browser: slow enough to follow, quick enough for a minute in all."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How the rehearsal is wanted; see the options of the command."""

    port: int
    story: str | None
    headless: bool
    out: Path | None
    without_bot: bool
    browser: bool = False
    language: str | None = None


async def rehearse(wish: Wish) -> int:
    """Rehearse until interrupted, or until the story of a headless run is told; returns the exit code."""
    if wish.story is not None and wish.story not in STORIES:
        raise typer.BadParameter(f"there is no story {wish.story!r}; there are: {', '.join(STORIES)}")
    if wish.language is not None and wish.language not in Catalogs().languages:
        raise typer.BadParameter(f"nobody speaks {wish.language!r} here; there are: {', '.join(Catalogs().languages)}")
    if wish.language is not None and wish.story in EVERY_LANGUAGE:
        raise typer.BadParameter(f"the story {wish.story!r} is told in all languages at once")
    work = asyncio.ensure_future(_headless(wish) if wish.headless else _served(wish))
    with stopping(work) as stopped:
        try:
            return await work
        except asyncio.CancelledError:
            if not stopped.is_set():
                raise
            return 0


async def _headless(wish: Wish) -> int:
    """Tell the story, write down what happened, and end."""
    async with rehearsal(wish, port=0) as stage:
        await prelude(stage)
        try:
            picture = await tell(stage, wish.story or next(iter(STORIES)))
        except (ActError, AssertionError) as error:
            typer.echo(f"The story broke off: {error}", err=True)
            return 1
    if wish.out is not None and picture is not None:
        (wish.out / "wheel.png").write_bytes(picture)
    return 0


async def _served(wish: Wish) -> int:
    """Serve the chat page until interrupted."""
    async with rehearsal(wish, port=wish.port) as stage:
        if not wish.without_bot:
            await prelude(stage)
        typer.echo(f"The chat page: {stage.url}/   (Ctrl+C ends the rehearsal)")
        if wish.browser and not wish.without_bot and _has_a_screen():
            await asyncio.to_thread(webbrowser.open, f"{stage.url}/")
        if wish.without_bot:
            typer.echo(f"Bot API: {stage.url}/bot{stage.world.token}/<method>   no bot is running")
        if wish.story:
            await stage.begin_story(wish.story)
        await asyncio.Event().wait()
    return 0


def _has_a_screen() -> bool:
    """Whether a browser would have a window: on a server, or over a plain terminal, one must not take the terminal."""
    return sys.platform in ("darwin", "win32") or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


@contextlib.asynccontextmanager
async def rehearsal(wish: Wish, *, port: int, rate: int = 25) -> AsyncIterator[Stage]:
    """The double with its page, and the real bot beside it; `rate` is the bot's, in messages a second."""
    clock = RehearsalClock()
    telegram = Telegram(clock, seed=SEED)
    if wish.out is not None:
        wish.out.mkdir(parents=True, exist_ok=True)
        telegram.record(wish.out / "transcript.jsonl")
    async with Double(telegram, port=port) as double, contextlib.AsyncExitStack() as stack:
        stage = Stage(telegram, double.url, clock, double.hooks, stories=STORIES, language=wish.language)
        if wish.headless:
            stage.say, stage.alone = typer.echo, True
        else:
            stage.pace = PACE
        if not wish.without_bot:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="palabre-"))
            await _play_bot(stack, stage, clock, Path(folder), rate)
        double.hooks.on_advance = stage.advance
        double.hooks.on_story = stage.begin_story
        yield stage


async def _play_bot(
    stack: contextlib.AsyncExitStack, stage: Stage, clock: RehearsalClock, folder: Path, rate: int
) -> None:
    """The real bot, in this process, talking to the double over HTTP."""
    settings = Settings(
        bot_token=SecretStr(stage.world.token),
        data_dir=folder,
        telegram_url=stage.url,
        operator=NETWORK,
        log="warning",
        rate=rate,
        quiet_hours=False,  # who plays in the evening does not wait for the morning
    )
    logs.configure(settings, clock=clock)
    migrate(settings.database_url)
    key = load_key(settings, database_exists=False)
    storage = await open_storage(settings.database_url)
    stack.push_async_callback(storage.close)
    templates = load_all()
    app = await stack.enter_async_context(open_app(settings, World.of_machine(storage, clock, key, templates), wait=5))
    stage.tick, stage.settled = app.clock_moved, app.idle
    stage.every = Lexicon(app.catalogs, templates.values()).every
    invitation = await app.services.membership.invite_coordinator(NETWORK)
    stage.coordinator_link = link(app.bot, invitation.payload)
    running = asyncio.ensure_future(app.run())
    stack.push_async_callback(_ended, running)


async def _ended(running: asyncio.Future[None]) -> None:
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
