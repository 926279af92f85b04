"""The words of a story are found in all languages, also those with something to fill in."""

from __future__ import annotations

import pytest

from bot.commands.lexicon import Lexicon
from bot.i18n import Catalogs
from surveys.template import load_all

CATALOGS = Catalogs()
AHEAD = "A point of the agenda comes back on {moment}. What there is to talk about can be seen from now on."


@pytest.fixture
def lexicon() -> Lexicon:
    return Lexicon(CATALOGS, load_all().values())


def test_a_label_is_found_in_all_languages(lexicon: Lexicon) -> None:
    every = lexicon.every("Plan an action")
    assert len(every) == len(CATALOGS.languages)
    assert all(CATALOGS.texts(language).label("Plan an action") in every for language in CATALOGS.languages)


def test_what_is_filled_in_may_be_anything(lexicon: Lexicon) -> None:
    every = lexicon.every(AHEAD)
    for language in CATALOGS.languages:
        said = CATALOGS.texts(language).label(AHEAD, moment="8 March")
        assert any(part in said for part in every)
    assert not any("{" in part for part in every)


def test_names_of_templates_are_found(lexicon: Lexicon) -> None:
    assert {"Trust", "Confiance", "Confianza"} <= set(lexicon.every("Trust"))


def test_what_nobody_has_translated_is_itself(lexicon: Lexicon) -> None:
    assert lexicon.every("Koffi") == ["Koffi"]
