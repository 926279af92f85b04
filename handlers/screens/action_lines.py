"""What is written about an action: a reason, another wording, its person-days. Pure."""

from __future__ import annotations

from bot.i18n import Texts
from bot.screen import Screen, column
from bot.services.boards import View
from handlers.screens.action import back, do
from handlers.screens.common import paragraphs
from handlers.turn import _

REASONS = frozenset({"block", "drop"})
"""Deeds after which a reason may be written."""

_ASKED = {
    "back": _("You may say why, in a line."),
    "what": _("What will be done? Write it in one line."),
    "sign": _("How will you see that it worked? Write it in one line."),
    "days": _("How many person-days will it take, all together? For example: 2, or 1.5."),
}


def known(about: str) -> bool:
    """Whether something of that name can be written."""
    return about in _ASKED


def ask(texts: Texts, view: View, about: str) -> Screen:
    """Asks for the line; a word with what is handed back is nobody's duty."""
    buttons = [do(texts, view.action.id, _("Hand back without a word"), "back")] if about == "back" else []
    return Screen(texts.say(_ASKED[about]), column(*buttons, back(texts, view.action.id)))


def reason(texts: Texts, card: Screen, about: str) -> Screen:
    """The card, and that a reason may be written."""
    question = texts.say("If you like, write in a line what is in the way.")
    if about == "drop":
        question = texts.say("If you like, write in a line why.")
    return Screen(paragraphs(card.text, question), card.rows)


def bad_days(texts: Texts) -> Screen:
    """Asked again."""
    return Screen(texts.say("Please write a number of days, whole or half ones, for example: 2, or 1.5. Or /cancel."))
