"""A sheet is one page whatever comes, prints in black, and says what had no room."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PageObject, PdfReader

from handlers.papers.letters import PLAIN, face, printable, rows
from handlers.papers.sheet import MOST_SECTIONS, Line, Paper, Section, pdf

NOON = datetime(2027, 3, 15, 12, tzinfo=UTC)
COLOURED = re.compile(rb"(?:[\d.]+ ){3}(?:rg|RG)\b|(?:[\d.]+ ){4}[kK]\b")
EXACT = settings(max_examples=25, deadline=None)


def more(many: int) -> str:
    return f"and {many} more"


def paper(*sections: Section, notes: str = "", title: str = "Every board meeting") -> Paper:
    return Paper(title, "Peer group · 15 March 2027", sections, "fr", NOON, more, notes, footer="Made by Palabre")


def points(many: int, words: str = "Ask the mayor") -> tuple[Line, ...]:
    return tuple(Line(f"{words} {number}", "Awa · 1 March 2027") for number in range(many))


def page(made: bytes) -> PageObject:
    """The only page there is."""
    (only,) = PdfReader(BytesIO(made)).pages
    return only


def said(made: bytes) -> str:
    return page(made).extract_text()


def test_everything_is_on_it_in_its_order() -> None:
    found = said(pdf(paper(Section("To decide", points(2), boxes=True), Section("Done", points(1, "Read")))))
    expected = ["Every board meeting", "Peer group", "To decide", "Ask the mayor 1", "Done", "Read 0", "Awa"]
    places = [found.index(words) for words in expected[:-1]]
    assert places == sorted(places)
    assert found.count("Awa · 1 March 2027") == 3
    assert "more" not in found


def test_it_says_what_it_is_in_which_language_and_when_it_was_made() -> None:
    found = PdfReader(BytesIO(pdf(paper())))
    assert found.metadata is not None
    assert (found.metadata.title, found.metadata.creation_date) == ("Every board meeting", NOON)
    assert str(found.root_object["/Lang"]) == "fr"


def test_it_is_a4_in_shades_of_grey_with_its_letters_in_it() -> None:
    made = pdf(paper(Section("To decide", points(3), boxes=True), notes="Notes"))
    only = page(made)
    assert [round(float(side)) for side in only.mediabox[2:]] == [595, 842]
    content = only.get_contents()
    assert content is not None
    assert not COLOURED.search(content.get_data())
    fonts = only["/Resources"]["/Font"].get_object()  # type: ignore[index]
    names = {str(font.get_object()["/BaseFont"]) for font in fonts.values()}
    assert any("NotoSans-Bold" in name for name in names)
    assert len(made) < 40_000


def test_the_same_value_makes_the_same_bytes() -> None:
    one = paper(Section("To decide", points(3)))
    assert pdf(one) == pdf(one)


def test_letters_shrink_before_anything_is_left_out() -> None:
    few, many = pdf(paper(Section("Done", points(5)))), pdf(paper(Section("Done", points(23))))
    assert "more" not in said(many)
    assert _sizes(many) < _sizes(few)


def test_what_has_no_room_is_counted_where_most_are() -> None:
    found = said(pdf(paper(Section("To decide", points(3)), Section("Done", points(5000, "Read")))))
    shown = found.count("Read ")
    assert shown > 10
    assert f"and {5000 - shown} more" in found
    assert found.count("Ask the mayor") == 3


def test_what_is_free_is_ruled_for_notes() -> None:
    assert "Notes" in said(pdf(paper(Section("Done", points(3)), notes="Notes")))
    assert "Notes" not in said(pdf(paper(Section("Done", points(500)), notes="Notes")))


def test_a_point_without_end_stays_in_its_rows() -> None:
    found = said(pdf(paper(Section("Done", (Line("endless " * 5000, "x" * 9000), *points(2))))))
    assert "endless…" in found
    assert "Ask the mayor 1" in found


def test_too_many_sections_are_no_page() -> None:
    with pytest.raises(ValueError, match="12"):
        paper(*[Section("Done", ())] * (MOST_SECTIONS + 1))


def test_characters_that_the_letters_lack_are_left_out() -> None:
    assert printable("  Œuvre\n ñandú 🎤\u202e \x00‘ok’ سلام ") == "Œuvre ñandú ‘ok’"


@EXACT
@given(st.text(max_size=300), st.integers(20, 400))
def test_rows_hold_their_words_within_their_width(text: str, limit: int) -> None:
    clean = printable(text)
    found = rows(clean, PLAIN, 10, limit, 10_000)
    assert "".join(found).replace(" ", "") == clean.replace(" ", "")
    assert all(len(row) == 1 or face(PLAIN).stringWidth(row, 10) <= limit + 0.001 for row in found)


@EXACT
@given(
    st.lists(
        st.builds(
            Section,
            st.text(max_size=200),
            st.lists(st.builds(Line, st.text(max_size=400), st.text(max_size=200)), max_size=90).map(tuple),
            st.booleans(),
        ),
        max_size=MOST_SECTIONS,
    ),
    st.text(max_size=2000),
)
def test_whatever_comes_is_one_small_page(sections: list[Section], title: str) -> None:
    made = pdf(paper(*sections, title=title, notes=title))
    assert page(made)
    assert len(made) < 100_000


def _sizes(made: bytes) -> float:
    """Of the points, in points."""
    content = page(made).get_contents()
    assert content is not None
    found = [float(size) for size in re.findall(rb"/F\S+ ([\d.]+) Tf", content.get_data())]
    return max(found)
