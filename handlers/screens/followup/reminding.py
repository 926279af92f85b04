"""What an owner is reminded of, with the answers below it: one tap says how it goes. Pure.

The text is neutral, for it shows on lock screens; which action it is stands on a button, and buttons do not.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from bot.i18n import Texts
from bot.screen import Button, Rows, Screen, column
from bot.storage.actions import MINE, Action
from handlers.screens.actions.action import do, what
from handlers.screens.common import pairs, paragraphs, shortened, tap
from handlers.turn import _
from handlers.values import actions as v
from handlers.values.answering import Open

MOST = 8
"""Of so many actions each has a button; the first of them, where there are several, also have answers."""

_ANSWERED = 3
_LABEL = 35


def reminder(texts: Texts, actions: Sequence[Action], round_ids: Sequence[int]) -> Screen:
    """To the owner: something is coming up, or has had its day; and what waits for an answer of theirs."""
    text = paragraphs(
        texts.say("A thought for what you have taken on. How is it going?") if actions else "",
        texts.say("Your answers are still welcome, whenever you have two minutes.") if round_ids else "",
    )
    return Screen(text, (*_rows(texts, actions), *_rounds(texts, round_ids)))


def answered(texts: Texts, said: Markup, action: Action, left: Sequence[Action]) -> Screen:
    """What was said about one, with a way back to it, and what else is to be thought of."""
    back = tap("↩ " + _name(texts, action), v.Look(id=action.id))
    text = paragraphs(said, texts.say("And how is the rest going?"))
    return Screen(text, ((back,), *_rows(texts, left)))


def _rows(texts: Texts, actions: Sequence[Action]) -> Rows:
    if len(actions) == 1:
        return ((_look(texts, actions[0]),), *_said(texts, actions[0]), *_ways(texts, actions[0]))
    rows: list[tuple[Button, ...]] = []
    for number, one in enumerate(actions[:MOST]):
        rows += [(_look(texts, one),), *(_said(texts, one) if number < _ANSWERED else ())]
    rest = len(actions) - MOST
    return (*rows, *column(*([tap(texts.label("All that is mine"), v.Mine(page=0))] if rest > 0 else [])))


def _name(texts: Texts, action: Action) -> str:
    return shortened(what(texts, action), _LABEL - 2)


def _look(texts: Texts, action: Action) -> Button:
    return tap(_name(texts, action), v.Look(id=action.id))


def _said(texts: Texts, action: Action) -> Rows:
    """How it goes, in a tap."""
    return pairs(
        (
            tap("✓ " + texts.label("Done"), v.Say(id=action.id, deed="done")),
            tap(texts.label("Going well"), v.Say(id=action.id, deed="well")),
            tap(texts.label("Stuck"), v.Say(id=action.id, deed="block")),
        )
    )


def _ways(texts: Texts, action: Action) -> Rows:
    """Another day, or other hands; what is one's own alone goes to no others."""
    days = (
        tap(texts.label("New date"), v.When(id=action.id, purpose="m")),
        tap(texts.label("Remind me on…"), v.When(id=action.id, purpose="r")),
    )
    if action.whose == MINE:
        return (*pairs(days), (do(texts, action.id, _("Drop it"), "drop"),))
    hands = (
        tap(texts.label("Hand over"), v.People(id=action.id, role="h", page=0)),
        tap(texts.label("Not for me"), v.Say(id=action.id, deed="back")),
    )
    return (*pairs(days), *pairs(hands))


def _rounds(texts: Texts, round_ids: Sequence[int]) -> Rows:
    if len(round_ids) == 1:
        return column(tap(texts.label("Answer"), Open(round_id=round_ids[0])))
    many = len(round_ids)
    return column(
        *(
            tap(texts.label("Answer {number} of {many}", number=number, many=many), Open(round_id=one))
            for number, one in enumerate(round_ids[:MOST], 1)
        )
    )
