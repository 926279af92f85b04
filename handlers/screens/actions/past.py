"""What was done with an action: who, when and what. Pure."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.i18n import Texts
from bot.screen import Screen
from bot.services.actions.boards import View
from bot.services.actions.history import Change, Step
from handlers.screens.actions.action import back, what
from handlers.screens.common import lines, paragraphs, shortened
from handlers.turn import _

SHOWN = 12
"""Of the latest changes, so many fit one message with the longest of words."""

WORD = 120
"""Characters of a reason that are shown."""

_DEEDS = {
    Step.PROPOSED: _("proposed it"),
    Step.ACCEPTED: _("accepted it"),
    Step.HANDED_BACK: _("handed it back"),
    Step.HANDED_OVER: _("asked {name} to take it on"),
    Step.TAKEN: _("took it on"),
    Step.GOING_WELL: _("said that it goes well"),
    Step.BLOCKED: _("said that it is stuck"),
    Step.DONE: _("said that it is done"),
    Step.DROPPED: _("dropped it"),
    Step.REOPENED: _("took it up again"),
    Step.MOVED: _("moved it to {day}"),
    Step.EDITED: _("changed what it says"),
    Step.SHARED: _("brought it into a plan"),
    Step.OWNER_LEFT: _("left, and nobody has it now"),
}


def past(texts: Texts, view: View, zone: ZoneInfo) -> Screen:
    """The latest changes, the oldest of them first."""
    head = Markup("<b>{}</b>").format(shortened(what(texts, view.action), WORD))
    listed = [_line(texts, one, zone) for one in list(view.history)[-SHOWN:]]
    return Screen(paragraphs(head, lines(*listed)), ((back(texts, view.action.id),),))


def _line(texts: Texts, one: Change, zone: ZoneInfo) -> Markup:
    after = one.detail.get("after")
    day = texts.date(date.fromisoformat(str(after))) if after else ""
    deed = texts.label(_DEEDS[one.step], name=one.detail.get("name") or texts.label("somebody"), day=day)
    word = one.detail.get("word")
    said = texts.say(" (“{word}”)", word=shortened(str(word), WORD)) if word else ""
    name = one.name or texts.label("somebody")
    return texts.say("{day}: {name} {deed}", day=texts.date(one.at, zone), name=name, deed=deed) + said
