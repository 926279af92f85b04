"""From `/help` a newcomer finds every feature in two taps, in each language."""

from __future__ import annotations

import re

import pytest

from handlers.routes import routes
from tests.conversations.council import Council, open_council
from tests.conversations.stage import Stage

BEYOND = {
    "fr": ("Notre charte", "🌐 Langue"),
    "es": ("Nuestra carta de colaboración", "🌐 Idioma"),
    "en": ("Charter", "🌐 Language"),
}
"""What leads on by itself, and is no section."""

NEED = {"fr": "Demander de l’aide ou signaler", "es": "Pedir ayuda o reportar", "en": "I need help"}


@pytest.fixture
async def council(stage: Stage) -> Council:
    return await open_council(stage)


@pytest.mark.parametrize("language", BEYOND)
async def test_every_command_stands_in_a_section_of_help(council: Council, language: str) -> None:
    await council.speaks(council.ben, language)
    screen = await council.say(council.ben, "/help")
    sections = [one for one in screen.labels if one not in BEYOND[language] and not one.startswith(NEED[language])]
    assert len(sections) == len(screen.labels) - 3
    found = set[str]()
    for label in sections:
        shown = await council.tap(council.ben, label)
        named = set(re.findall(r"(?<![\w/])/([a-z]+)", shown.text))
        assert named, label
        found |= named
        (back,) = shown.labels
        await council.tap(council.ben, back)
    assert set(routes().menu) - found == {"help"}
    assert (await council.tap(council.ben, BEYOND[language][0])).labels
