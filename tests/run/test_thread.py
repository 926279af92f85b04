"""The story of a discussion, told to its end in each language: from the wheel to the summary in its topic."""

from __future__ import annotations

import pytest

from bot.commands.rehearse import Wish, rehearsal
from bot.delivery.limiter import UNLIMITED
from bot.rehearsal.stories import prelude, tell
from bot.rehearsal.stories.thread import LINES, STEPS
from bot.rehearsal.stories.troupe import POOR_LINK

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("language", LINES)
async def test_a_discussion_is_played_in_each_language(language: str) -> None:
    """Without Telegram's limits and the poor link, which take a minute."""
    told: list[str] = []
    wish = Wish(port=0, story="thread", headless=True, out=None, without_bot=False, language=language)
    async with rehearsal(wish, port=0, rate=UNLIMITED) as stage:
        stage.say = told.append
        await prelude(stage)
        stage.cast[POOR_LINK].poor_link = False
        wheel = await tell(stage, "thread")
        *_, group = stage.world.groups()
    assert wheel is not None
    assert any(line.startswith(f"\n## {STEPS}/{STEPS} ") for line in told)
    (topic,) = group.topics.values()
    assert (topic.name, topic.closed, group.pinned) == (LINES[language].name, True, [])
    said = [one.text for one in group.messages.values() if one.by_bot and one.topic == topic.id]
    assert any(LINES[language].summary in text and f"• {LINES[language].practice}" in text for text in said)
