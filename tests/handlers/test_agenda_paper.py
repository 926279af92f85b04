"""An agenda sheet on paper says what its message says, on one page, in the reader's language."""

from __future__ import annotations

from io import BytesIO

import pytest
from pypdf import PdfReader

from bot.i18n import Catalogs
from bot.screen import File
from bot.services.agenda.sheet import Sheet
from handlers.agenda.paper import on_paper
from handlers.screens.agenda import sheet as agenda_sheet
from tests.screens.limits import read
from tests.screens.test_agenda import AT, a_sheet, empty

CATALOGS = Catalogs()


async def made(sheet: Sheet, language: str = "en") -> tuple[File, str]:
    """The file, and the words of its only page, on one line."""
    file = (await on_paper(CATALOGS.texts(language), sheet, AT)).file
    assert file is not None
    (page,) = PdfReader(BytesIO(file.content)).pages
    return file, " ".join(page.extract_text().split())


@pytest.mark.parametrize("language", CATALOGS.languages)
async def test_it_says_what_the_message_says(language: str) -> None:
    sheet, texts = a_sheet(what="Invite the elders"), CATALOGS.texts(language)
    _, words = await made(sheet, language)
    for part in agenda_sheet.parts(texts, sheet):
        for text in (part.title, *(one.text for one in part.lines), *(one.detail for one in part.lines)):
            assert " ".join(text.split()) in words
    assert "Gender equality" in words


async def test_whatever_comes_it_is_one_small_page() -> None:
    file, words = await made(a_sheet(many=100))
    assert "more" in words
    assert len(file.content) < 100_000


async def test_an_empty_one_is_free_to_write_on() -> None:
    _, words = await made(empty())
    assert "Nothing waits for you." in words
    assert "Notes" in words


async def test_its_name_and_the_words_below_it_name_nothing() -> None:
    shown = await on_paper(CATALOGS.texts("en"), a_sheet(what="Invite the elders"), AT)
    assert shown.file is not None
    assert (shown.file.name, shown.file.mime) == ("agenda-2026-09-30.pdf", "application/pdf")
    assert read(shown) == "What there is to talk about, on one page to print."


async def test_the_same_sheet_is_the_same_file() -> None:
    first, second = (await made(a_sheet()))[0], (await made(a_sheet()))[0]
    assert first.content == second.content
