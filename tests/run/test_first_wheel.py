"""The story of the first wheel, told to its end with everybody in one language and with each in their own."""

from __future__ import annotations

import pytest

from bot.commands.rehearse import Wish, rehearsal
from bot.delivery.limiter import UNLIMITED
from bot.rehearsal.stories import prelude, tell
from bot.rehearsal.stories.first_wheel import STEPS

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("language", [None, "en", "fr", "es"])
async def test_the_first_wheel_is_made_in_each_language(language: str | None) -> None:
    """The poor link stays poor: whoever is on it taps on what they see, which is not yet what the bot has sent."""
    lines: list[str] = []
    wish = Wish(port=0, story=None, headless=True, out=None, without_bot=False, language=language)
    async with rehearsal(wish, port=0, rate=UNLIMITED) as stage:
        stage.say = lines.append
        await prelude(stage)
        wheel = await tell(stage, "first-wheel")
    assert wheel is not None
    assert wheel.startswith(b"\x89PNG")
    assert any(line.startswith(f"\n## {STEPS}/{STEPS} ") for line in lines)
