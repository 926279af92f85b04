"""The picture: its size, its contrast, what it survives."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from hypothesis import given, settings
from PIL import Image

from surveys import palette
from surveys.frame import SIZE, Mark
from surveys.geometry import layout
from surveys.lettering import can_shape, clean
from surveys.picture import draw
from surveys.scoring import Agreement
from surveys.template import load_all
from surveys.wheel import SpokeResult, Wheel, results
from tests.surveys.wheels import WHEELS, wheel_of

FULL = wheel_of(
    tuple(
        SpokeResult(
            key=str(n),
            name="Participation des personnes",
            level=Decimal(n % 6),
            agreement=Agreement.DIVIDED,
            previous=Decimal("2.5"),
            target=Decimal("4.5"),
            agreed=Decimal((n + 2) % 6),
        )
        for n in range(10)
    )
)


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


@given(WHEELS)
@settings(max_examples=15)
def test_any_wheel_is_a_small_square_png(wheel: Wheel) -> None:
    png = draw(wheel)
    assert opened(png).size == (SIZE, SIZE)
    assert len(png) <= 60_000


def test_the_fullest_wheel_is_small_enough() -> None:
    assert len(draw(FULL)) <= 60_000


def test_the_same_wheel_is_the_same_picture_in_any_thread() -> None:
    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(draw, [FULL] * 8))) == 1


def test_a_dot_stands_exactly_at_its_level() -> None:
    """The middle of a dot's rim, sampled in the colour of the data, lies where the level is."""
    template = load_all()["gender-equality"]
    for level in ("0", "2.5", "5"):
        wheel = wheel_of(results(template, "en", levels={spoke.key: Decimal(level) for spoke in template.spokes}))
        image, placed = opened(draw(wheel)), layout(wheel)
        for place in range(len(template.spokes)):
            x, y = placed.point(place, placed.radius(Decimal(level)), 22)
            assert image.getpixel((round(x), round(y))) == palette.BLUE, (level, place)


def test_a_withheld_spoke_has_no_bar_and_no_number() -> None:
    template = load_all()["gender-equality"]
    levels = {spoke.key: Decimal(3) for spoke in template.spokes[1:]}
    wheel = wheel_of(results(template, "en", levels=levels))
    image, placed = opened(draw(wheel)), layout(wheel)
    blue = [
        placed.point(0, radius, aside)
        for radius in range(round(placed.inner), round(placed.outer), 3)
        for aside in (-10, -5, 5, 10)
        if image.getpixel(tuple(map(round, placed.point(0, radius, aside)))) == palette.BLUE  # type: ignore[arg-type]
    ]
    assert blue == []


@pytest.mark.parametrize("agreed", [1, 3, 5])
def test_what_was_agreed_points_to_its_level_from_both_sides(agreed: int) -> None:
    """Beside the dot, also where the mean is the same."""
    template = load_all()["gender-equality"]
    levels = {spoke.key: Decimal(agreed) for spoke in template.spokes}
    wheel = wheel_of(results(template, "en", levels=levels, agreed=levels))
    image, placed = opened(draw(wheel)), layout(wheel)
    for place in range(len(template.spokes)):
        for aside in (-34, 34):
            x, y = placed.point(place, placed.radius(agreed), aside)
            assert image.getpixel((round(x), round(y))) == palette.INK, (place, aside)


def test_what_was_agreed_aloud_is_dark_and_a_whole_level() -> None:
    """No bar of it is in the colour of what people answered for themselves."""
    template = load_all()["gender-equality"]
    wheel = wheel_of(results(template, "en", levels={}, agreed={spoke.key: Decimal(3) for spoke in template.spokes}))
    image, placed = opened(draw(wheel)), layout(wheel)
    x, y = placed.point(0, placed.radius(2))
    assert image.getpixel((round(x), round(y))) == palette.INK
    colours = {colour for _, colour in image.getcolors(1 << 20) or []}
    assert palette.BLUE not in colours


def test_what_is_agreed_is_named_in_the_legend() -> None:
    template = load_all()["gender-equality"]
    levels: dict[str, Decimal | None] = {spoke.key: Decimal(3) for spoke in template.spokes}
    for agreed in ({}, levels):
        wheel = wheel_of(results(template, "en", levels=levels, agreed=agreed))
        assert [entry.mark for entry in layout(wheel).frame.legend] == ([Mark.AGREED] if agreed else [])


@pytest.mark.parametrize("colour", [palette.INK, palette.MUTED])
def test_text_stands_out_from_its_ground(colour: palette.Colour) -> None:
    assert palette.contrast(colour, palette.PAPER) >= 4.5


@pytest.mark.parametrize("colour", [palette.BLUE, palette.VERMILION, palette.SIGN, palette.INK])
def test_marks_stand_out_from_paper_and_track(colour: palette.Colour) -> None:
    assert palette.contrast(colour, palette.PAPER) >= 3
    assert palette.contrast(colour, palette.TRACK) >= 3


def test_the_number_in_a_dot_stands_out() -> None:
    assert palette.contrast(palette.PAPER, palette.BLUE) >= 4.5


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("<3 & co", "<3 & co"),
        ("Café 🌳 du Nord", "Café du Nord"),
        ("a\nb\tc", "a b c"),
        ("\u202ehidden", "hidden"),
        ("日本", ""),
        ("L’égalité", "L’égalité"),
    ],
)
def test_what_cannot_be_drawn_is_left_out(text: str, kept: str) -> None:
    assert clean(text) == kept


def test_right_to_left_names_are_drawn_where_they_can_be_shaped() -> None:
    assert clean("مجموعة") == ("مجموعة" if can_shape() else "")
    assert draw(wheel_of(FULL.spokes, whose="مجموعة " * 8))


def test_the_wheel_is_readable_on_a_phone_after_jpeg() -> None:
    """At 360 pixels and quality 80 a dot is still the colour of the data, and its number still light."""
    template = load_all()["gender-equality"]
    wheel = wheel_of(results(template, "fr", levels={spoke.key: Decimal("3.4") for spoke in template.spokes}))
    target = io.BytesIO()
    opened(draw(wheel)).resize((360, 360), Image.Resampling.LANCZOS).save(target, "JPEG", quality=80)
    small, placed = opened(target.getvalue()), layout(wheel)
    x, y = placed.point(0, placed.radius(Decimal("3.4")))
    around = [small.getpixel((round(x / 3) + dx, round(y / 3) + dy)) for dx in range(-8, 9) for dy in range(-8, 9)]
    light = [palette.contrast(one, palette.BLUE) for one in around]  # type: ignore[arg-type]
    assert max(light) >= 3
    assert min(light) <= 1.3
