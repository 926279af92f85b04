"""Letters about an action that somebody is to look at: neutral, for they show on lock screens. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.i18n import Texts
from bot.screen import Screen
from bot.storage.actions import Action
from handlers.actions.sketch import named
from handlers.screens.common import tap
from handlers.values import actions as v


def asked(texts: Texts, action_id: int) -> Screen:
    """A private message that arrives by itself: neutral, it shows on the lock screen."""
    return Screen(
        texts.say("Somebody asks whether you would take something on."),
        ((tap(texts.label("Show"), v.Look(id=action_id)),),),
    )


def returned(texts: Texts, action_id: int) -> Screen:
    """A private message that arrives by itself: something needs somebody else."""
    return Screen(
        texts.say("Something that you planned is looking for somebody again."),
        ((tap(texts.label("Show"), v.Look(id=action_id)),),),
    )


def left(texts: Texts, found: Sequence[Action]) -> Screen:
    """To those who look after a plan: neutral, and not who it was."""
    text = texts.say("Something in a plan that you look after is looking for somebody: who had it is there no more.")
    of, plan_id = named(found[0].whose)
    to = v.Look(id=found[0].id) if len(found) == 1 else v.Board(of=of, id=plan_id, order=2, page=0)
    return Screen(text, ((tap(texts.label("Show"), to),),))
