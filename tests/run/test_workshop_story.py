"""The story of a workshop, told to its end in each language, without the waiting that Telegram's limits ask for."""

from __future__ import annotations

import pytest

from bot.commands.rehearse import Wish, rehearsal
from bot.i18n import Catalogs
from bot.rehearsal.stories import prelude, tell
from bot.rehearsal.stories.workshop import AGREED, ALOUD, REASONS, TITLES

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("language", TITLES)
async def test_a_workshop_is_played_in_each_language(language: str) -> None:
    wish = Wish(port=0, story=None, headless=True, out=None, without_bot=False, language=language)
    texts = Catalogs().texts(language)
    async with rehearsal(wish, port=0, rate=1_000_000) as stage:
        lines: list[str] = []
        stage.say = lines.append
        await prelude(stage)
        picture = await tell(stage, "workshop")
        assert picture is not None
        assert picture.startswith(b"\x89PNG")
        groups = {group.title: group for group in stage.world.groups()}
        (wheel,) = [one.text for one in groups[TITLES[language]].messages.values() if one.photo]
        (aloud,) = [one.text for one in groups[ALOUD[language]].messages.values() if one.photo]
    agreed = [texts.label(" · agreed: {level}", level=level) for level, _ in AGREED]
    told = [line for line in wheel.splitlines() if line[:1].isdigit()]
    assert all(words in line for words, line in zip(agreed, told, strict=True))
    assert texts.labels("agreed together, {n} person present", "agreed together, {n} people present", 4) in aloud
    assert any(REASONS[language] in line for line in lines)
