"""The story of a year, told to its end in each language: it holds all that arrives in it, and nothing else may."""

from __future__ import annotations

import os

import pytest

from bot.commands.rehearse import Wish, rehearsal
from bot.delivery.limiter import UNLIMITED
from bot.rehearsal.stories import prelude, tell
from bot.rehearsal.stories.troupe import POOR_LINK
from bot.rehearsal.stories.year import LINES, STEPS
from tests.run.running import run

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("language", LINES)
async def test_a_year_is_played_in_each_language(language: str) -> None:
    """Without Telegram's limits and the poor link, which take two minutes."""
    lines: list[str] = []
    wish = Wish(port=0, story="year", headless=True, out=None, without_bot=False, language=language)
    async with rehearsal(wish, port=0, rate=UNLIMITED) as stage:
        stage.say = lines.append
        await prelude(stage)
        stage.cast[POOR_LINK].poor_link = False
        wheel = await tell(stage, "year")
    assert wheel is not None
    assert any(line.startswith(f"\n## {STEPS}/{STEPS} ") for line in lines)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(("year", "xx"), "nobody speaks 'xx'"), (("announcement", "fr"), "in all languages at once")],
)
async def test_a_language_that_cannot_be_is_told(arguments: tuple[str, str], words: str) -> None:
    story, language = arguments
    given = {"PATH": os.environ["PATH"], "COLUMNS": "200"}
    ended = await run(given, "rehearse", "--headless", "--story", story, "--language", language)
    assert (ended.code, words in ended.err) == (2, True), ended
