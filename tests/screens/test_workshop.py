"""The screens of a workshop: within the limits of Telegram and a phone in every language, and telling nothing early."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from bot.i18n import Catalogs, Texts
from bot.screen import Screen
from bot.services.act import Why
from bot.services.rounds.snapshot import Snapshot, SpokeLevel
from bot.services.rounds.wheels import View as Wheel
from bot.services.workshop.view import Held, View
from bot.storage.workshops import Workshop
from handlers.refusals import refusal
from handlers.screens.rounds import wheel
from handlers.screens.workshop import agreed, workshop
from handlers.screens.workshop import theme as themes
from surveys.scoring import Agreement
from surveys.template import HIGHEST, Template, load_all
from tests.screens.limits import check, labels, read
from tests.screens.test_wheel import longest
from tests.screens.test_widths import WIDEST

CATALOGS = Catalogs()
SHIPPED = load_all()["gender-equality"]
TAPPED = Workshop(1, 1, 1, "taps", None, "running", 1, None, None, None)
ALOUD = replace(TAPPED, mode="aloud", present=12)
OPEN = Held(shown=None, agreed=None, why="", voice=None, target=None, enough=False)
SHOWN = replace(OPEN, shown=SpokeLevel(key="k", level=Decimal("3.2"), agreement=Agreement.DIVIDED))
WITHHELD = replace(OPEN, shown=SpokeLevel(key="k", level=None, agreement=None))
AGREED = replace(SHOWN, agreed=0, why="W" * 300, target=5)
SPOKEN = replace(AGREED, why="", voice="file", target=None)


def view(held: Held, one: Workshop = TAPPED, template: Template = SHIPPED) -> View:
    return View(one, template, 5, "Africa/Dakar", (held,) * len(template.spokes))


def _themes(texts: Texts) -> Iterator[Screen]:
    for template in (*load_all().values(), longest()):
        for held in (OPEN, replace(OPEN, enough=True), SHOWN, WITHHELD, AGREED, SPOKEN):
            for place in range(len(template.spokes)):
                yield themes.theme(texts, view(held, template=template), place, anyhow=True)
            yield themes.settled(texts, view(held, template=template), 0)
        talking = replace(ALOUD, talk_until=1_800_000_000_000_000)
        yield themes.theme(texts, view(OPEN, talking, template), talking.place)


def _around(texts: Texts) -> Iterator[Screen]:
    yield from (workshop.in_groups(texts), workshop.templates(texts, list(load_all().values())))
    yield from (workshop.mode(texts, SHIPPED), workshop.present(texts, SHIPPED), workshop.ask_present(texts))
    for one in (TAPPED, ALOUD, replace(TAPPED, state="paused"), replace(TAPPED, place=7)):
        shown = view(OPEN, one)
        yield from (workshop.opening(texts, shown, "Operator"), workshop.steering(texts, shown))
        yield from (workshop.sure_to_end(texts, shown), workshop.sure_to_cancel(texts, shown))
        yield themes.talk_is_over(texts, shown)
    yield from (workshop.ended(texts, shown=True), workshop.ended(texts, shown=False), workshop.cancelled(texts))
    yield themes.ask_why(texts)


@pytest.mark.parametrize("language", CATALOGS.languages)
def test_every_screen_fits_telegram_and_a_narrow_phone(language: str) -> None:
    texts = CATALOGS.texts(language)
    for screen in (*_themes(texts), *_around(texts)):
        check(screen)
        for row in screen.rows:
            widest = WIDEST.get(len(row), 6)
            assert all(len(one.label) <= widest for one in row), [one.label for one in row]


@pytest.mark.parametrize("language", CATALOGS.languages)
def test_what_appears_over_the_chat_fits_there(language: str) -> None:
    texts = CATALOGS.texts(language)
    whys = (Why.WORKSHOP, Why.SHOWN, Why.TOO_FEW, Why.PAUSED, Why.OVER, Why.BAD_REASON)
    said = [refusal(texts, why) for why in whys]
    for template in load_all().values():
        said += [themes.noted(texts, level, one.levels[level]) for one in template.spokes for level in range(HIGHEST)]
    assert max(map(len, said)) <= 200


@pytest.mark.parametrize("language", CATALOGS.languages)
def test_before_it_is_shown_a_theme_says_enough_or_not_and_no_number(language: str) -> None:
    texts = CATALOGS.texts(language)
    waiting, enough = (read(themes.theme(texts, view(held), 0)) for held in (OPEN, replace(OPEN, enough=True)))
    assert waiting != enough
    for text in (waiting, enough):
        assert not any(character.isdigit() for character in text.removeprefix("1/8"))


def test_what_is_wished_for_is_not_below_what_is_agreed() -> None:
    screen = themes.theme(CATALOGS.texts("en"), view(replace(SHOWN, agreed=3)), 0)
    assert [label for label in labels(screen) if "→" in label] == ["→ 3", "→ 4", "→ 5"]


def test_from_the_last_theme_it_ends() -> None:
    texts = CATALOGS.texts("en")
    assert "Finish" in labels(themes.theme(texts, view(SHOWN), 7))
    assert "Next theme ›" in labels(themes.theme(texts, view(SHOWN), 6))


@pytest.mark.parametrize("language", CATALOGS.languages)
def test_what_ends_a_talk_names_no_theme(language: str) -> None:
    texts = CATALOGS.texts(language)
    text = read(themes.talk_is_over(texts, view(SHOWN)))
    assert not any(spoke.name.in_(language) in text for spoke in SHIPPED.spokes)


def taken(template: Template, *, aloud: bool, voice: str | None = None) -> Wheel:
    """A workshop's wheel with all that one can hold."""
    spokes = tuple(
        SpokeLevel(
            key=spoke.key,
            level=None if aloud else Decimal(f"{place % 5}.5"),
            agreement=None if aloud else Agreement.DIVIDED,
            previous=Decimal("2.5"),
            agreed=place % 6,
            why="Because “W” & <3 " + "w" * 280,
            voice=voice,
            target=5,
        )
        for place, spoke in enumerate(template.spokes)
    )
    snapshot = Snapshot(
        template_id=template.id,
        template_version=template.fingerprint,
        whose="W" * 128,
        zone="Africa/Dakar",
        closed_at=1_800_000_000_000_000,
        answers=None if aloud else 12,
        spokes=spokes,
        together=True,
        present=4 if aloud else None,
    )
    return Wheel(1, 1, "group", 1, snapshot, template)


@pytest.mark.parametrize("language", CATALOGS.languages)
@pytest.mark.parametrize("aloud", [False, True])
@pytest.mark.parametrize("template", [SHIPPED, longest()], ids=["shipped", "longest"])
def test_the_caption_of_its_wheel_fits_and_tells_every_theme(language: str, aloud: bool, template: Template) -> None:
    texts = CATALOGS.texts(language)
    caption = read(wheel.wheel(texts, taken(template, aloud=aloud)))
    assert len(caption.encode("utf-16-le")) // 2 <= 1024
    assert all(any(line.startswith(f"{n}. ") for line in caption.splitlines()) for n in range(1, len(template.spokes)))


@pytest.mark.parametrize("language", CATALOGS.languages)
def test_the_caption_tells_what_was_agreed_and_wished_for(language: str) -> None:
    texts = CATALOGS.texts(language)
    lines = read(wheel.wheel(texts, taken(SHIPPED, aloud=False))).splitlines()
    first = next(line for line in lines if line.startswith("1. "))
    assert all(number in first for number in (texts.number(Decimal("0.5")), " 0", " 5"))


@pytest.mark.parametrize("language", CATALOGS.languages)
@pytest.mark.parametrize("voice", [None, "file"])
def test_what_was_agreed_on_fits_a_message(language: str, voice: str | None) -> None:
    screen = agreed.agreed(CATALOGS.texts(language), taken(longest(), aloud=False, voice=voice))
    check(screen)
    assert len(screen.rows) == (10 if voice else 0)
