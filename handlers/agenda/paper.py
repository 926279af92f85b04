"""An agenda sheet on a page of A4, drawn off the event loop."""

from __future__ import annotations

import asyncio
from datetime import datetime

from bot.clock import from_micros
from bot.i18n import Texts
from bot.screen import File, Screen
from bot.services.agenda.sheet import Sheet
from handlers.papers.sheet import Paper, pdf
from handlers.screens.agenda import sheet as screens
from handlers.screens.agenda.words import moment

PDF = "application/pdf"


async def on_paper(texts: Texts, sheet: Sheet, now: datetime) -> Screen:
    """The page, and a word with it. Its name and the word show on lock screens: they say only that it is a sheet."""
    content = await asyncio.to_thread(_drawn, texts, sheet, now)
    day = from_micros(sheet.at).astimezone(sheet.plan.zone).date()
    return Screen(screens.with_page(texts), file=File(f"agenda-{day}.pdf", content, PDF))


def _drawn(texts: Texts, sheet: Sheet, now: datetime) -> bytes:
    sections = tuple(screens.parts(texts, sheet))
    paper = Paper(
        title=screens.title(sheet),
        subtitle=moment(texts, from_micros(sheet.at), sheet.plan.zone),
        sections=sections,
        language=texts.language,
        made=now,
        more=lambda n: screens.more(texts, n),
        notes=texts.label("Notes"),
        footer="" if sections else texts.label("Nothing waits for you."),
    )
    return pdf(paper)
