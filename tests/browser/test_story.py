"""The whole rehearsal in a browser: the real bot behind the page."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, expect

from bot.commands.rehearse import Wish, rehearsal
from bot.rehearsal.stories import prelude
from bot.rehearsal.stories.announcement import READERS
from bot.rehearsal.stories.troupe import COORDINATOR, POOR_LINK
from tests.browser.conftest import opened

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

WISH = Wish(port=0, story=None, headless=False, out=None, without_bot=False)
WHOLE_STORY = 240_000
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


@pytest.mark.slow
async def test_the_story_of_an_announcement_plays_to_its_report(browser: Browser) -> None:
    """Chosen on the page; at its end each reader has the photo once, with the words of their language."""
    async with rehearsal(WISH, port=0, rate=1_000_000) as stage:
        stage.pace = 0
        await prelude(stage)
        page = await opened(browser, stage.url)
        await page.get_by_label("Which story").select_option("An announcement")
        await page.get_by_role("button", name="Play the story").click()
        await expect(page.get_by_role("button", name="Play it again")).to_be_visible(timeout=WHOLE_STORY)
        assert stage.hooks.story is not None
        assert stage.hooks.story["text"] == ""
        groups = {group.title: group for group in stage.world.groups()}
        told = {
            title: [one.text for one in group.messages.values() if one.by_bot and one.photo]
            for title, group in groups.items()
        }
        assert [len(texts) for texts in told.values()] == [1, 1, 1]
        assert "in June" in told["Peer group"][0]
        assert "en juillet" in told["Cercle de Cotonou"][0]
        assert "en junio" in told["Círculo de La Paz"][0]
        readers = [stage.cast[name] for name, _ in READERS]
        got = [sum(one.photo is not None for one in reader.messages()) for reader in readers]
        assert sorted(got) == [0, 1, 1, 1]
        assert readers[got.index(0)].blocked
        await page.locator(f"#person-{stage.cast[COORDINATOR].id}").check()
        await expect(page.locator("#pane-private")).to_contain_text("has blocked me: 1")
        await page.locator(f"#person-{readers[got.index(1)].id}").check()
        await expect(page.locator("#pane-private .picture img")).to_be_visible()


@pytest.mark.slow
async def test_the_story_of_a_year_plays_to_what_answered_the_wheel(browser: Browser) -> None:
    """At its end the group sees what was done, and the page of a sheet is there to be saved."""
    async with rehearsal(WISH, port=0, rate=1_000_000) as stage:
        stage.pace = 0
        await prelude(stage)
        stage.cast[POOR_LINK].poor_link = False
        begun = stage.clock.now()
        page = await opened(browser, stage.url)
        await page.get_by_label("Which story").select_option("A year")
        await page.get_by_role("button", name="Play the story").click()
        await expect(page.get_by_role("button", name="Play it again")).to_be_visible(timeout=WHOLE_STORY)
        assert stage.hooks.story is not None
        assert stage.hooks.story["text"] == ""
        assert (stage.clock.now() - begun).days >= 365
        group = next(one for one in stage.world.groups() if one.title == "A year together")
        shown = [one for one in group.messages.values() if one.by_bot]
        assert any(one.text.startswith("What answered the last wheel") for one in shown if one.photo)
        pages = [one.media for one in shown if one.media and one.media.kind == "document"]
        assert len(pages) == 4
        assert all(one.content.startswith(b"%PDF") for one in pages)
        await expect(page.locator("#pane-group a.file").last).to_have_attribute("download", pages[-1].name)
