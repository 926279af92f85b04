"""One action: how it stands, and what its people do with it."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import replace

from bot.screen import Button, Screen
from bot.services.act import Act, Refused, Why
from bot.storage.actions import Action, Whose
from handlers.actions import choosing
from handlers.refusals import refusal
from handlers.screens.actions import action as screens
from handlers.screens.actions import lines as asking
from handlers.screens.actions.past import past
from handlers.screens.groups.start import link
from handlers.turn import LineHandler, Reply, TapHandler, Turn
from handlers.value import Value
from handlers.values import actions as v

LINE = "action_line"

_LOOKED_AT = (Why.ENDED, Why.CHANGED, Why.NOT_OWNER)
"""Refusals after which a look at the action says more than a sentence."""


async def look(turn: Turn, value: v.Look) -> Reply:
    """How it stands; what was to be written about it is waited for no longer."""
    await _await_nothing(turn)
    return Reply(show=await card(turn, value.id))


async def _await_nothing(turn: Turn) -> None:
    await choosing.await_nothing(turn, LINE, choosing.NAME, choosing.DAY)


async def from_link(turn: Turn) -> Reply:
    """The way from a group's board to where all can be done."""
    if not turn.place.private or not turn.argument.isdecimal():
        raise Refused(Why.BAD_LINK)
    return Reply(show=await card(turn, int(turn.argument[:18])))


async def why_from_link(turn: Turn) -> Reply:
    """What is in the way may be said where only those of the plan read it, and by no haste of a chat."""
    reply = await from_link(turn)
    view = await turn.services.boards.look(turn.act, int(turn.argument[:18]))
    if not asking.wanting(view) or reply.show is None:
        return reply
    await _wait_for_reason(turn, view.action.id, "block")
    return Reply(show=asking.reason(turn.texts, reply.show, "block"))


async def card(turn: Turn, action_id: int) -> Screen:
    """In a group one of its own plan only: others must not see what is another's. Refused: NOT_MEMBER."""
    view = await turn.services.boards.look(turn.act, action_id)
    if turn.place.private:
        return screens.card(turn.texts, view)
    if turn.place.group is None or view.action.whose != Whose(group_id=turn.place.group.id):
        raise Refused(Why.NOT_MEMBER)
    way = "w" if asking.wanting(view) else "q"
    label = asking.say_why(turn.texts) if asking.wanting(view) else turn.texts.label("More in private")
    return screens.card(turn.texts, view, Button(label, url=link(turn.bot_username, "start", f"{way}{action_id}")))


async def done(turn: Turn, action_id: int, work: Awaitable[Action]) -> Reply:
    """The action with the change; where it cannot be changed (any more), how it stands, and a word about it."""
    try:
        await work
    except Refused as refused:
        if refused.why not in _LOOKED_AT:
            raise
        return _as_it_stands(turn, await card(turn, action_id), refused.why)
    return Reply(show=await card(turn, action_id))


def _as_it_stands(turn: Turn, shown: Screen, why: Why) -> Reply:
    """The word pops up over a tapped message; whoever has written reads it above the action."""
    if turn.message_id is not None:
        return Reply(show=shown, toast=refusal(turn.own, why), alert=True)
    return Reply(show=screens.above(refusal(turn.own, why), shown))


async def do(turn: Turn, value: v.Do) -> Reply:
    """What one tap says; a line that was asked for before is none about it."""
    actions, act = turn.services.actions, before(turn)
    deeds = {
        "accept": lambda: actions.accept(act, value.id),
        "planned": lambda: actions.accept(act, value.id, True),
        "unplanned": lambda: actions.accept(act, value.id, False),
        "take": lambda: actions.hand_over(act, value.id, act.person_id or 0),
        "back": lambda: actions.hand_back(act, value.id),
        "well": lambda: actions.going_well(act, value.id),
        "block": lambda: actions.block(act, value.id),
        "done": lambda: actions.done(act, value.id),
        "drop": lambda: actions.drop(act, value.id),
        "again": lambda: actions.reopen(act, value.id),
        "named": lambda: actions.let_mention(act, value.id, True),
        "unnamed": lambda: actions.let_mention(act, value.id, False),
    }
    if value.deed not in deeds:
        raise Refused(Why.GONE)
    await _await_nothing(turn)
    reply = await done(turn, value.id, deeds[value.deed]())
    return reply if reply.toast else await _after(turn, value, reply)


async def _after(turn: Turn, value: v.Do, reply: Reply) -> Reply:
    """What is asked next: about the work plan once it is accepted, why it is stuck or dropped; all of it in private."""
    if not turn.place.private or reply.show is None:
        word = asking.word_in_group(turn.own, value.deed)
        return replace(reply, toast=word, alert=word is not None)
    if value.deed == "accept":
        return Reply(show=screens.in_work_plan(turn.texts, value.id))
    if value.deed in asking.REASONS:
        await _wait_for_reason(turn, value.id, value.deed)
        return Reply(show=asking.reason(turn.texts, reply.show, value.deed))
    return reply


async def _wait_for_reason(turn: Turn, action_id: int, deed: str) -> None:
    await turn.services.dialogues.wait(turn.act, turn.spot, LINE, id=action_id, about=deed, revision=0)


def before(turn: Turn) -> Act:
    """An act before the one that ends the update: after a crash in between, both are done once more."""
    return replace(turn.act, update_id=None)


async def write(turn: Turn, value: v.Write) -> Reply:
    """Ask for a line about it."""
    if not asking.known(value.about):
        raise Refused(Why.GONE)
    view = await turn.services.boards.look(turn.act, value.id)
    state = {"id": value.id, "about": value.about, "revision": view.action.revision}
    await turn.services.dialogues.wait(turn.act, turn.spot, LINE, **state)
    return Reply(show=asking.ask(turn.texts, view, value.about))


async def naming(turn: Turn, value: v.Naming) -> Reply:
    """What it means to be named in the group, before anybody says yes."""
    view = await turn.services.boards.look(turn.act, value.id)
    if not (view.action.open and view.rights.owner):
        return Reply(show=await card(turn, value.id))
    return Reply(show=asking.naming(turn.texts, view))


async def listen(turn: Turn, value: v.Listen) -> Reply:
    """What was spoken is sent once more."""
    view = await turn.services.boards.look(turn.act, value.id)
    if view.action.voice is None:
        raise Refused(Why.GONE)
    return Reply(send=screens.voice(view.action.voice))


async def history(turn: Turn, value: v.Past) -> Reply:
    view = await turn.services.boards.look(turn.act, value.id)
    return Reply(show=past(turn.texts, view, await turn.services.boards.zone(turn.act)))


TAPS: dict[type[Value], TapHandler] = {
    v.Look: look,
    v.Do: do,
    v.Write: write,
    v.Naming: naming,
    v.Listen: listen,
    v.Past: history,
}
STARTS: dict[str, LineHandler] = {"q": from_link, "w": why_from_link}
