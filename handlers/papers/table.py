"""A table for a spreadsheet: a plain value, as CSV and as XLSX. Pure.

Whatever people wrote stays words: a spreadsheet computes nothing of it, and calls nobody.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import TypeAlias

Cell: TypeAlias = str | date | Decimal | None

_FORMULA = frozenset("=+-@−")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Column:
    """Its heading, and how many characters wide it is shown."""

    heading: str
    width: int


@dataclass(frozen=True, slots=True)
class Table:
    """`title` names the sheet; the rows have a cell for each column. `comma`: its language writes 2,5 for 2.5."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    comma: bool = False


def harmless(text: str) -> str:
    """The words; what a spreadsheet would take for a formula has an apostrophe before it."""
    bare = _CONTROL.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    shown = (one for one in bare if unicodedata.category(one)[0] not in "CZ")
    first = unicodedata.normalize("NFKC", next(shown, ""))[:1]
    return f"'{bare}" if first in _FORMULA else bare


def as_csv(table: Table) -> bytes:
    """UTF-8 with the mark by which Excel knows it; where a comma stands in numbers, a semicolon parts the cells."""
    stream = StringIO(newline="")
    writer = csv.writer(stream, delimiter=";" if table.comma else ",", lineterminator="\r\n")
    writer.writerow([harmless(one.heading) for one in table.columns])
    writer.writerows([_written(cell, comma=table.comma) for cell in row] for row in table.rows)
    return stream.getvalue().encode("utf-8-sig")


def as_xlsx(table: Table) -> bytes:
    """With dates as dates and numbers as numbers; the headings stay in sight, and filter."""
    from handlers.papers.workbook import written  # noqa: PLC0415 - half a second to import: only when someone asks

    return written(table)


def _written(cell: Cell, *, comma: bool) -> str:
    if isinstance(cell, str):
        return harmless(cell)
    if isinstance(cell, Decimal):
        return str(cell).replace(".", ",") if comma else str(cell)
    return cell.isoformat() if cell else ""
