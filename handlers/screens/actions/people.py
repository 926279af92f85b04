"""Choosing a person of a plan: oneself first, page by page, or by the beginning of a name. Pure."""

from __future__ import annotations

from collections.abc import Set

from markupsafe import Markup

from bot.i18n import Texts
from bot.screen import Button, Screen, column
from bot.services.actions.places import People
from bot.storage.groups import Named
from handlers.screens.common import paragraphs, tap, ticked, turning
from handlers.turn import _
from handlers.value import Value
from handlers.values import actions as v

_QUESTIONS = {
    "d": _("Who does it? They are asked first, and can say no."),
    "h": _("Who could take it on? They are asked first, and can say no."),
    "a": _("Who helps?"),
}


def people(
    texts: Texts,
    chosen: v.People,
    found: People,
    me: int | None,
    helping: Set[int] = frozenset(),
    *,
    about: str = "",
    searched: bool = False,
) -> Screen:
    """The people, and how to find others: only those are known who have ever written or tapped something.

    `about` are the words of the action that there is already, and who is `helping` with it has a tick.
    """
    nobody = texts.say("I know nobody of that name here. People appear once they have tapped or written something.")
    text = paragraphs(
        Markup("<b>{}</b>").format(about) if about else "",
        texts.say(_QUESTIONS[chosen.role]),
        nobody if not found.named else "",
        texts.say("Tap a name, or write its beginning."),
    )
    buttons = [_button(texts, chosen, one, me, helps=one.person_id in helping) for one in found.named]
    return Screen(text, (*column(*buttons), *_turning(chosen, found, searched=searched), (_back(texts, chosen),)))


def _button(texts: Texts, chosen: v.People, one: Named, me: int | None, *, helps: bool) -> Button:
    role: v.Chosen = "o" if chosen.role == "a" and helps else chosen.role
    label = texts.label("Me") if one.person_id == me else one.name
    return tap(ticked(label, role == "o"), v.Choose(id=chosen.id, role=role, person_id=one.person_id))


def _turning(chosen: v.People, found: People, *, searched: bool) -> tuple[tuple[Button, ...], ...]:
    """To other pages; a search shows its best alone."""
    return () if searched else turning(chosen, found.page, found.pages)


def _back(texts: Texts, chosen: v.People) -> Button:
    ways: dict[v.By, Value] = {
        "d": v.When(id=0, purpose="d"),
        "h": v.Look(id=chosen.id),
        "a": v.Change(id=chosen.id),
    }
    return tap(texts.label("← Back"), ways[chosen.role])
