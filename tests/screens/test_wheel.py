"""The words of a wheel: within the limits of Telegram, neutral on a lock screen, nothing of what is not shown."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from bot.i18n import Catalogs
from bot.services.rounds.snapshot import Snapshot, SpokeLevel
from bot.services.rounds.wheels import Choice, View
from handlers.screens.rounds import wheel as screens
from surveys.extremes import Extreme
from surveys.scoring import Agreement
from surveys.template import Template, load_all
from tests.screens.limits import labels, read

CATALOGS = Catalogs()
LANGUAGES = CATALOGS.languages
SHIPPED = load_all()["gender-equality"]


def longest() -> Template:
    """Ten themes, every text as long as a template may have it."""
    raw = SHIPPED.model_dump(mode="json")
    tags = sorted(SHIPPED.languages)
    spokes = [
        {**raw["spokes"][0], "key": f"spoke_{place}", "name": dict.fromkeys(tags, f"{place} " + "W" * 28)}
        for place in range(10)
    ]
    return Template.model_validate_json(json.dumps({**raw, "title": dict.fromkeys(tags, "T" * 60), "spokes": spokes}))


def view(template: Template, levels: list[str | None], *, answers: int | None = 12, whose: str = "Group") -> View:
    spokes = tuple(
        SpokeLevel(
            key=spoke.key,
            level=None if one is None else Decimal(one),
            agreement=None if one is None else Agreement.DIVIDED,
            previous=Decimal("2.5"),
        )
        for spoke, one in zip(template.spokes, levels, strict=True)
    )
    snapshot = Snapshot(
        template_id=template.id,
        template_version=template.fingerprint,
        whose=whose,
        zone="Africa/Dakar",
        closed_at=1_800_000_000_000_000,
        answers=answers,
        spokes=spokes,
    )
    return View(1, 1, "group", 1, snapshot, template)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "levels",
    [
        ["5.0"] * 5 + ["1.0"] * 5,
        [f"{place}.0" for place in range(5)] * 2,
        ["3.0"] * 10,
        ["4.5", *[None] * 9],
    ],
)
@pytest.mark.parametrize("whose", ["Group", "🌻" * 64, "W" * 128])
@pytest.mark.parametrize("of_groups", [False, True])
def test_a_caption_fits_and_tells_every_theme(
    language: str, levels: list[str | None], whose: str, *, of_groups: bool
) -> None:
    texts = CATALOGS.texts(language)
    shown = replace(view(longest(), levels, whose=whose), of_groups=of_groups)
    caption = read(screens.wheel(texts, shown))
    assert len(caption.encode("utf-16-le")) // 2 <= 1024
    for place, level in enumerate(levels):
        line = next(line for line in caption.splitlines() if line.startswith(f"{place + 1}. "))
        assert level is None or texts.number(Decimal(level)) in line


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("levels", [["5.0", *["1.0"] * 7], ["3.0"] * 8, ["2.0", *[None] * 7]])
def test_the_first_lines_hold_no_level_and_no_title(language: str, levels: list[str | None]) -> None:
    texts = CATALOGS.texts(language)
    first, _, _ = read(screens.wheel(texts, view(SHIPPED, levels))).partition("\n\n")
    assert first.strip()
    assert SHIPPED.title.in_(language) not in first
    assert not any(character.isdigit() for character in first)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("levels", [["5.0", *["1.0"] * 7], ["3.0"] * 8, ["2.0", *[None] * 7]])
def test_where_levels_may_come_from_is_said_below_the_date(language: str, levels: list[str | None]) -> None:
    texts = CATALOGS.texts(language)
    without = view(SHIPPED, levels, whose="A network")
    first, frame, themes = read(screens.wheel(texts, without)).split("\n\n")
    said = read(screens.wheel(texts, replace(without, of_groups=True))).split("\n\n")
    assert said[0] == first
    assert said[1].splitlines()[:-1] == frame.splitlines()
    assert len(said[2].splitlines()) == len(themes.splitlines())


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unknown_number_of_answers_is_not_told_as_none(language: str) -> None:
    texts = CATALOGS.texts(language)
    shown = view(SHIPPED, ["3.0"] * 8, answers=None)
    assert screens.drawing(texts, shown).answers_text == ""
    frame = read(screens.wheel(texts, shown)).split("\n\n")[1]
    assert frame.splitlines()[1].count(" · ") == 1


def test_hostile_names_break_nothing() -> None:
    shown = view(SHIPPED, ["3.0"] * 8, whose="<3 & <b>“Élan”</b>")
    assert "<3 & <b>“Élan”</b>" in read(screens.wheel(CATALOGS.texts("fr"), shown))


def test_a_choice_shows_whose_and_on_what_however_long_the_names() -> None:
    texts = CATALOGS.texts("fr")
    found = [Choice(1, "group", "W" * 128, SHIPPED), Choice(2, "group", "W" * 128, load_all()["peer-group"])]
    shown = labels(screens.choices(texts, found))
    assert len(set(shown)) == 2
    assert all(len(label) <= 60 for label in shown)
    many = [replace(found[0], figure_id=number) for number in range(200)]
    assert len(labels(screens.choices(texts, many))) <= 100


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_arrives_by_itself_in_private_is_neutral(language: str) -> None:
    texts = CATALOGS.texts(language)
    for screen in (screens.ready(texts, 1), screens.organization_withheld(texts)):
        assert not any(character.isdigit() for character in read(screen))
        assert SHIPPED.title.in_(language) not in read(screen)


def test_what_is_told_in_a_word_has_no_number_now_or_before() -> None:
    spoken = SpokeLevel(
        key="a", level=None, agreement=None, word=Extreme.VERY_LOW, previous=None, previous_word=Extreme.VERY_HIGH
    )
    shown = view(load_all()["peer-group"], ["3.0"] * 6)
    first, *others = shown.snapshot.spokes
    spokes = (spoken.model_copy(update={"key": first.key}), *others)
    told = replace(shown, snapshot=shown.snapshot.model_copy(update={"spokes": spokes}))
    caption = read(screens.wheel(CATALOGS.texts("en"), told))
    line = next(line for line in caption.splitlines() if line.startswith("1. "))
    assert line.endswith(": very low (before: very high)")
    assert "To strengthen: " in caption
    assert "What moved most: Trust" not in caption
    assert screens.drawing(CATALOGS.texts("en"), told).spokes[0].change is None
