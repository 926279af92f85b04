"""A table as a workbook of one sheet (XLSX)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from handlers.papers.table import Table, harmless

_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\']")
_LONGEST_TITLE = 31


def written(table: Table) -> bytes:
    """The bytes of the workbook."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_NOT_IN_TITLES.sub(" ", harmless(table.title)).strip()[:_LONGEST_TITLE])
    letters = [get_column_letter(number) for number, _ in enumerate(table.columns, 1)]
    for letter, column in zip(letters, table.columns, strict=True):
        sheet.column_dimensions[letter].width = column.width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{letters[-1]}{len(table.rows) + 1}"
    for row in _rows(sheet, table):
        sheet.append(row)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _rows(sheet: Any, table: Table) -> Iterator[list[Any]]:
    """The headings, then the rows, all in the same cells: it takes long to give each its own style."""
    head, cells = ([WriteOnlyCell(sheet) for _ in table.columns] for _ in range(2))
    for cell, column in zip(head, table.columns, strict=True):
        cell.value, cell.font = harmless(column.heading), Font(bold=True)
    yield head
    for cell in cells:
        cell.alignment = Alignment(vertical="top", wrap_text=True)
    for row in table.rows:
        for cell, value in zip(cells, row, strict=True):
            cell.value = harmless(value) if isinstance(value, str) else value
            if isinstance(value, str):
                cell.data_type = "s"  # "#REF!" would be an error
        yield cells
