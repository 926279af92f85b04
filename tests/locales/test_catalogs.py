"""The catalogs that people read: complete, up to date, and well written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import yaml
from babel.messages.catalog import Catalog

from bot.i18n import FOLDER, Catalogs
from tests.locales.rules import french_faults, spanish_faults, unlike_source
from tools.translate import ROOT, forms, languages, problems, read, texts_of

LANGUAGES = languages(FOLDER)


def catalog_of(language: str) -> Catalog:
    return read((FOLDER / language / "LC_MESSAGES" / "messages.po").read_text("utf-8"), language)


def said(language: str) -> Iterator[str]:
    """Every sentence that people read in the language: of the chats, then of the survey templates."""
    for message in texts_of(catalog_of(language)):
        yield from forms(message)
    for path in sorted((ROOT / "surveys" / "templates").glob("*.yaml")):
        yield from _in(yaml.safe_load(path.read_text("utf-8")), language)


def _in(node: Any, language: str) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from [value] if key == language and isinstance(value, str) else _in(value, language)
    elif isinstance(node, list):
        for value in node:
            yield from _in(value, language)


def test_the_catalogs_hold_what_the_code_says_and_every_translation() -> None:
    assert problems() == []


def test_every_language_of_the_project_is_there() -> None:
    assert {"en", "fr", "es"} <= set(LANGUAGES)
    assert set(Catalogs().languages) == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_and_tags_are_those_of_the_source_in_every_plural_form(language: str) -> None:
    assert unlike_source(catalog_of(language)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_plural_forms_are_as_many_as_the_language_has(language: str) -> None:
    catalog = catalog_of(language)
    assert (catalog.num_plurals, catalog.plural_expr) == (
        Catalog(locale=language).num_plurals,
        Catalog(locale=language).plural_expr,
    )
    plurals = [message for message in texts_of(catalog) if message.pluralizable]
    assert [message.id for message in plurals if len(forms(message)) != catalog.num_plurals] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_left_over_or_guessed(language: str) -> None:
    catalog = catalog_of(language)
    assert list(catalog.obsolete) == []
    assert [message.id for message in texts_of(catalog) if message.fuzzy] == []


@pytest.mark.parametrize(("language", "faults"), [("fr", french_faults), ("es", spanish_faults)])
def test_the_language_is_well_written(language: str, faults: Callable[[str], list[str]]) -> None:
    sentences = list(said(language))
    assert sentences
    assert [fault for sentence in sentences for fault in faults(sentence)] == []
