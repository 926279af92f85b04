"""The whole rehearsal in a browser: the real bot behind the page."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, expect

from bot.commands.rehearse import Wish, rehearsal
from bot.rehearsal.stories import prelude
from bot.rehearsal.stories.troupe import POOR_LINK
from tests.browser.conftest import opened

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

WISH = Wish(port=0, story=None, headless=False, out=None, without_bot=False)
WHOLE_STORY = 60_000
"""Milliseconds; unhurried it takes a minute, without pauses and limits a few seconds."""


async def test_the_story_plays_to_the_wheel(browser: Browser) -> None:
    async with rehearsal(WISH, port=0, rate=1_000_000) as stage:
        stage.pace = 0
        await prelude(stage)
        stage.cast[POOR_LINK].poor_link = False
        page = await opened(browser, stage.url)
        await expect(page.locator("#pane-group").get_by_role("button", name="Set up")).to_be_visible()
        await page.get_by_role("button", name="Play the story").click()
        picture = page.locator("#pane-group img").first
        await expect(picture).to_be_visible(timeout=WHOLE_STORY)
        await expect(page.get_by_role("button", name="Play it again")).to_be_visible(timeout=WHOLE_STORY)
        assert await picture.evaluate("image => image.complete && image.naturalWidth") == 1080
        await expect(page.locator("#pane-group")).to_contain_text("What is strongest")
