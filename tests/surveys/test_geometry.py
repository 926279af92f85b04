"""Where labels stand: inside the picture, apart from each other, clear of bars and dots, at any length."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings

from surveys.boxes import Box
from surveys.frame import SIZE
from surveys.geometry import DOT, layout
from surveys.template import load_all
from surveys.wheel import SpokeResult, Wheel, results
from tests.surveys.wheels import WHEELS, wheel_of


def check(wheel: Wheel) -> None:
    placed = layout(wheel)
    paper = Box(0, placed.frame.top, SIZE, placed.frame.bottom)
    assert all(label.box.within(paper) for label in placed.labels)
    assert not any(one.box.overlaps(two.box) for one, two in combinations(placed.labels, 2))
    assert all(label.box.distance(placed.x, placed.y) >= placed.outer + DOT for label in placed.labels)
    assert [label.number for label in placed.labels] == [str(n + 1) for n in range(len(wheel.spokes))]
    for part in (placed.frame.title, placed.frame.whose, placed.frame.notes):
        assert part.left >= 0
        assert part.right <= SIZE
    assert placed.frame.title.bottom <= placed.frame.whose.top
    assert placed.frame.whose.bottom <= placed.frame.top
    assert all(entry.words.bottom <= placed.frame.notes.top + 1 for entry in placed.frame.legend)
    assert all(entry.words.right <= SIZE for entry in placed.frame.legend)


@given(WHEELS)
@settings(max_examples=60)
def test_no_label_leaves_the_picture_or_touches_another(wheel: Wheel) -> None:
    check(wheel)


def test_the_shipped_templates_find_room_in_each_language() -> None:
    for template in load_all().values():
        for language in template.languages:
            check(wheel_of(results(template, language, levels={})))


def test_ten_of_the_longest_names_find_room() -> None:
    for word in ("W" * 30, "Institutionnalisation générale", "Participación de las personas"):
        check(wheel_of(tuple(SpokeResult(key=str(n), name=word, level=None) for n in range(10))))


def test_level_0_of_neighbours_never_meets() -> None:
    """Even at level 0 the dots of neighbours stand apart."""
    template = load_all()["gender-equality"]
    placed = layout(wheel_of(results(template, "en", levels={})))
    assert 2 * placed.half_chord(placed.radius(0)) >= 2 * DOT
