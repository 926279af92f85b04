"""What one person has taken on, and what they have done, everywhere: one message, page by page. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot.i18n import Texts
from bot.screen import Screen
from bot.services.actions.listing import Line, page_of
from handlers.screens.actions.listed import buttons, ended_of, listed
from handlers.screens.common import paragraphs, tap, turning
from handlers.values import actions as v


def mine(texts: Texts, lines: Sequence[Line], page: int) -> Screen:
    """What the person has taken on or helps with, by date; a page beyond the last is the last."""
    here, shown, pages = page_of(lines, page)
    text = paragraphs(
        texts.say("<b>What you have taken on</b>"),
        listed(texts, shown, plan=True) or texts.say("Nothing is open. /action plans something."),
    )
    ended = tap(texts.label("What was done"), v.MineEnded(page=0))
    return Screen(text, (*buttons(texts, shown), *turning(v.Mine(page=here), here, pages), (ended,)))


def mine_ended(texts: Texts, lines: Sequence[Line], page: int, zone: ZoneInfo) -> Screen:
    """What the person had and is done or dropped, the latest first."""
    here, shown, pages = page_of(lines, page)
    text = paragraphs(
        texts.say("<b>What was done</b>"),
        ended_of(texts, shown, zone, plan=True) or texts.say("Nothing is done or dropped yet."),
    )
    back = tap(texts.label("← Back"), v.Mine(page=0))
    return Screen(text, (*buttons(texts, shown), *turning(v.MineEnded(page=here), here, pages), (back,)))
