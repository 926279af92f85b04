"""Actions in a list: in which order, on how many pages, and which need a hand. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import TypeVar

from bot.services import names
from bot.storage.actions import Action, Theme
from bot.storage.groups import Named
from surveys.template import Template

T = TypeVar("T")

Templates = Mapping[tuple[str, str], Template]
"""By id and version."""

PAGE = 8
"""Actions, or people to choose from, on one screen."""

MANY = 3
"""From so many open actions on, the one who has more than half of them is told of."""


class Order(Enum):
    """How a board is sorted: those of one theme, of one owner, or of one day after another."""

    THEME = "theme"
    OWNER = "owner"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Line:
    """An action in a list. `template` has the wording of its theme; `plan` is the name of whose it is, empty for what
    is one's own alone; `needs_hand`: it is blocked, its day is past, or it is on the agenda.
    """

    action: Action
    template: Template | None
    plan: str
    needs_hand: bool


def needs_hand(action: Action, day: date) -> bool:
    """Whether it is open and blocked, past its day, or on the agenda."""
    return action.open and (action.state == "blocked" or action.due < day or action.on_agenda)


def busiest(open_: Sequence[Action]) -> Named | None:
    """Who has more than half of what is open, if that is enough to be shared."""
    owned = Counter(one.owner_id for one in open_ if one.owner_id is not None)
    if len(open_) < MANY or not owned:
        return None
    person_id, many = owned.most_common(1)[0]
    name = next(one.owner_name for one in open_ if one.owner_id == person_id)
    return Named(person_id, name) if 2 * many > len(open_) else None


def template_of(templates: Templates, action: Action) -> Template | None:
    return templates[action.theme.template_id, action.theme.version] if action.theme else None


def in_order(listed: list[Action], order: Order, templates: Templates) -> list[Action]:
    """They come by date; what has no theme, or no owner, comes last."""
    if order is Order.OWNER:
        return sorted(listed, key=lambda one: (one.owner_id is None, names.fold(one.owner_name), one.owner_id or 0))
    if order is Order.THEME:
        return sorted(listed, key=lambda one: _place(one.theme, template_of(templates, one)))
    return listed


def _place(theme: Theme | None, template: Template | None) -> tuple[bool, str, int]:
    if theme is None or template is None:
        return True, "", 0
    keys = [spoke.key for spoke in template.spokes]
    return False, template.id, keys.index(theme.spoke) if theme.spoke in keys else len(keys)


def page_of(everything: Sequence[T], page: int) -> tuple[int, Sequence[T], int]:
    pages = max(1, -(-len(everything) // PAGE))
    here = min(max(0, page), pages - 1)
    return here, everything[here * PAGE : (here + 1) * PAGE], pages
