"""A browser before the chat page: with the double alone, or with the whole bot behind it."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright, expect

from bot.clock import ManualClock
from bot.rehearsal import Double, World
from bot.rehearsal.control import Hooks
from bot.rehearsal.groups import Group
from bot.rehearsal.persons import Person

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
]
PATIENCE = 30_000
"""Milliseconds that a test waits for something to be seen: many times what it takes on a machine of its own."""

expect.set_options(timeout=PATIENCE)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """One process for all tests: starting it takes longer than most of them."""
    path = next(filter(None, map(shutil.which, NAMES)))
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield launched
        await launched.close()


@pytest_asyncio.fixture(loop_scope="session")
async def browser(chromium: Browser) -> AsyncIterator[Browser]:
    """The browser without anything that an earlier test left open or stored in it."""
    yield chromium
    for context in list(chromium.contexts):
        await context.close()


@dataclass
class Room:
    """The page on a double without a bot: what a bot would say, the test says through the world's own calls."""

    page: Page
    double: Double
    anna: Person
    bob: Person
    group: Group
    moved: list[float]

    async def bot_says(self, method: str = "sendMessage", **fields: object) -> None:
        """One call to the Bot API, as a bot would make it."""
        body = await self.double.call(method, dict(fields), {})
        assert body["ok"], body


async def opened(browser: Browser, url: str, *, width: int = 1280, height: int = 800, dark: bool = False) -> Page:
    page = await browser.new_page(
        viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light", reduced_motion="reduce"
    )
    page.set_default_timeout(PATIENCE)
    await page.goto(url)
    await page.wait_for_selector("body:not([aria-busy])")
    return page


@pytest_asyncio.fixture(loop_scope="session")
async def room(browser: Browser) -> AsyncIterator[Room]:
    world = World(ManualClock(datetime(2026, 11, 21, 9, tzinfo=UTC)), seed=5)
    moved: list[float] = []

    async def advance(seconds: float) -> None:
        moved.append(seconds)
        world.advance(seconds)

    anna, bob = world.person("Anna", language="en"), world.person("Bob", language="fr")
    group = world.group("Peer group", creator=anna, kind="supergroup")
    group.add(bob)
    async with Double(world, hooks=Hooks(on_advance=advance)) as double:
        await anna.add_bot(group)
        await anna.send("/start")
        page = await opened(browser, double.url)
        yield Room(page, double, anna, bob, group, moved)
