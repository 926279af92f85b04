"""Actions in a list, numbered, with a button for each: what is open, and what is done or dropped. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.clock import from_micros
from bot.i18n import Texts
from bot.screen import Rows, column
from bot.services.actions.listing import Line
from bot.storage.actions import Action
from handlers.screens.actions.action import state, theme, what
from handlers.screens.common import shortened, tap
from handlers.values import actions as v

WORDS = 150
"""Characters of an action in a list."""


def listed(texts: Texts, lines: Sequence[Line], *, plan: bool) -> Markup:
    """What is open, with the theme of each, or with `plan` with whose plan it is in."""
    return Markup("\n\n").join(_line(texts, number, one, plan=plan) for number, one in enumerate(lines, 1))


def _line(texts: Texts, number: int, line: Line, *, plan: bool) -> Markup:
    """What, then its theme or plan, who, by when and how it stands."""
    one = line.action
    about = theme(texts, line.template, one.theme.spoke if one.theme else "")
    parts = (
        line.plan if plan else about,
        one.owner_name if one.owner_id is not None and not plan else "",
        texts.date(one.due),
        state(texts, one, needs_hand=line.needs_hand),
    )
    return _told(texts, number, one, parts)


def _told(texts: Texts, number: int, one: Action, parts: Iterable[str]) -> Markup:
    return Markup("{}. <b>{}</b>\n{}").format(
        number, shortened(what(texts, one), WORDS), " · ".join(part for part in parts if part)
    )


def buttons(texts: Texts, lines: Sequence[Line]) -> Rows:
    """One to each; read alone they say which it is."""
    return column(
        *(
            tap(f"{number}. {what(texts, line.action)}", v.Look(id=line.action.id))
            for number, line in enumerate(lines, 1)
        )
    )


def ended_of(texts: Texts, lines: Sequence[Line], zone: ZoneInfo, *, plan: bool = False) -> Markup:
    """What is done or dropped; `plan` as for `listed`."""
    return Markup("\n\n").join(_ended(texts, number, one, zone, plan=plan) for number, one in enumerate(lines, 1))


def _ended(texts: Texts, number: int, line: Line, zone: ZoneInfo, *, plan: bool) -> Markup:
    """What, then its theme or plan, who, how it ended and when."""
    one = line.action
    about = theme(texts, line.template, one.theme.spoke if one.theme else "")
    when = texts.date(from_micros(one.ended_at or 0), zone)
    who = "" if plan else one.owner_name
    parts = (line.plan if plan else about, who, state(texts, one, needs_hand=False), when)
    return _told(texts, number, one, parts)
