"""How a group's actions stand, in numbers: nobody is named, and nothing says what the actions are. Pure."""

from __future__ import annotations

from markupsafe import Markup

from bot.i18n import Texts
from bot.screen import Screen, column
from handlers.screens.common import lines, paragraphs, tap
from handlers.values import actions as v


def digest(texts: Texts, group_id: int, often: str, *, done: int, due: int, hand: int) -> Screen:
    """To the group; what there is none of is left out."""
    counted = lines(
        texts.plural("{n} action was done.", "{n} actions were done.", done) if done else "",
        _due(texts, often, due) if due else "",
        texts.plural("{n} action needs a hand.", "{n} actions need a hand.", hand) if hand else "",
    )
    text = paragraphs(texts.say("How our plan stands"), counted or texts.say("Something in it is new."))
    board = v.Board(of="g", id=group_id, order=2, page=0)
    return Screen(text, column(tap(texts.label("The whole plan"), board)))


def _due(texts: Texts, often: str, due: int) -> Markup:
    """It comes on the first morning of the time that it tells of."""
    if often == "weekly":
        return texts.plural("{n} action has its day this week.", "{n} actions have their day this week.", due)
    return texts.plural("{n} action has its day this month.", "{n} actions have their day this month.", due)
