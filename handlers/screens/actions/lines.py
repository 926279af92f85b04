"""What is written about an action: a reason, another wording, its person-days. Pure."""

from __future__ import annotations

from bot.i18n import Texts
from bot.screen import Screen, column
from bot.services.actions.boards import View
from handlers.screens.actions.action import back, do
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

_IN_GROUP = {
    "block": _("Noted. If you like, tell me in private what is in the way: the button is here below."),
    "named": _("I may name you here up to the day, and never after it. You can take that back here at any time."),
    "unnamed": _("I will not name you here."),
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


def wanting(view: View) -> bool:
    """Whether the reader may say what is in the way, and nobody has yet."""
    return view.action.state == "blocked" and view.action.reason is None and view.rights.acts


def say_why(texts: Texts) -> str:
    """On the button that leads to the private chat."""
    return texts.label("Say why, in private")


def word_in_group(texts: Texts, deed: str) -> str | None:
    """Over the chat, to whoever has tapped there: what was a matter of theirs alone."""
    if deed not in _IN_GROUP:
        return None
    return texts.label(_IN_GROUP[deed])


def naming(texts: Texts, view: View) -> Screen:
    """May the owner be named in the group? With what that means."""
    text = texts.say(
        "If I cannot write to you in private, I could remind you in the group: everybody there would read your name,"
        " not what it is about. Only up to the day, never after it; you can take it back at any time."
    )
    yes = do(texts, view.action.id, _("Yes, name me there"), "named")
    return Screen(text, column(yes, do(texts, view.action.id, _("No, only in private"), "unnamed")))


def bad_days(texts: Texts) -> Screen:
    """Asked again."""
    return Screen(texts.say("Please write a number of days, whole or half ones, for example: 2, or 1.5. Or /cancel."))
