"""The rules find what they are for, and let good sentences pass."""

from __future__ import annotations

import pytest
from babel.messages.catalog import Catalog

from tests.locales.rules import french_faults, numbers_of, spanish_faults, unlike_source


def catalog(language: str, source: str | tuple[str, str], *forms: str) -> Catalog:
    made = Catalog(locale=language)
    made.add(source, forms if isinstance(source, tuple) else forms[0])
    return made


@pytest.mark.parametrize(
    "translation",
    ["Bonjour", "Bonjour {nom}", "Bonjour {name", "Bonjour {name} {more}", "Bonjour <b>{name}</b>"],
)
def test_a_translation_that_holds_something_else_is_found(translation: str) -> None:
    assert unlike_source(catalog("fr", "Hello {name}", translation))


def test_placeholders_may_stand_in_another_order() -> None:
    assert not unlike_source(catalog("fr", "<b>{day}</b>, {name}", "{name}, <b>{day}</b>"))


def test_a_form_for_one_number_may_spell_it() -> None:
    assert not unlike_source(catalog("es", ("One answer", "{n} answers"), "Una respuesta", "{n} respuestas"))


def test_the_french_singular_also_says_zero_so_it_needs_the_number() -> None:
    assert unlike_source(catalog("fr", ("One answer", "{n} answers"), "Une réponse", "{n} réponses"))


@pytest.mark.parametrize(("language", "singular"), [("en", [1]), ("es", [1]), ("fr", [0, 1])])
def test_the_singular_of_each_language(language: str, singular: list[int]) -> None:
    assert numbers_of(Catalog(locale=language), 0) == singular


@pytest.mark.parametrize(
    "text",
    [
        "Tu peux répondre plus tard.",
        "C’est à toi.",
        "Je t’écris demain.",
        "Merci. Choisis un thème.",
        "Prêt ?",
        "Merci!",
        "Thème: {theme}",
        "Le thème « confiance »",
        "Prêt\u202f?",
        "L'organisation",
        "Vous êtes de {organization}.",
        "L’équipe de <b>{title}</b> est là.",
    ],
)
def test_french_faults_are_found(text: str) -> None:
    assert french_faults(text)


@pytest.mark.parametrize(
    "text",
    [
        "Vous pouvez répondre à tout moment.",
        "Prêt\u00a0? L’appel est à 12:30, voir https://example.org/?a=b.",
        "<b>Thème</b>\u00a0: {theme:>3}",
        "«\u00a0La confiance\u00a0»",
        "Vraiment\u00a0?!",
        "Groupe de\u00a0: {names}, jusqu’au {day}.",
        "Votre ami touche à tout\u00a0; la statue attend.",
    ],
)
def test_good_french_passes(text: str) -> None:
    assert not french_faults(text)


@pytest.mark.parametrize(
    "text",
    [
        "Puede responder más tarde?",
        "Gracias!",
        "Tú decides.",
        "Podrás cambiarlo.",
        "Gracias. Elige un tema.",
        "¿Quieres?",
    ],
)
def test_spanish_faults_are_found(text: str) -> None:
    assert spanish_faults(text)


@pytest.mark.parametrize(
    "text",
    ["¿Puede responder más tarde?", "¡Gracias! Elija un tema.", "Vuelva atrás; detrás hay más.", "A quién le toca."],
)
def test_good_spanish_passes(text: str) -> None:
    assert not spanish_faults(text)
