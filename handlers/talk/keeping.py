"""`/keep`: one's own words are kept, by answering one's own message or the bot's question. Never by listening in."""

from __future__ import annotations

from bot.services.act import Refused, Why
from bot.services.talk.kept import Said
from bot.storage.groups import Group
from handlers.screens.talk import kept as screens
from handlers.talk.threads import before, spoken
from handlers.turn import LineHandler, Reply, TapHandler, Turn
from handlers.value import Value
from handlers.values import kept as v

KEEP = "keep"


async def keep(turn: Turn) -> Reply:
    """What the command answers, if that is one's own; what stands behind it; else it is asked for.

    In private: what the person has kept.
    """
    group, answered = turn.place.group, turn.answered
    if group is None:
        return await listing(turn, v.List(where="m", id=0, page=0))
    thread_id = await _thread(turn, group)
    if turn.argument:
        return await _kept(turn, Said(turn.argument, thread_id=thread_id))
    if answered is not None and answered.own:
        return await _kept(turn, Said(answered.text, answered.voice, answered.message_id, thread_id))
    await turn.services.dialogues.wait(turn.act, turn.spot, KEEP, thread_id=thread_id or 0)
    return Reply(show=screens.ask(turn.texts, others=answered is not None))


async def _thread(turn: Turn, group: Group) -> int | None:
    """The thread in which this is said."""
    views, topic_id = turn.services.thread_views, turn.place.thread_id
    thread = await views.here(group.id, topic_id=topic_id, root=turn.root)
    return thread.id if thread else None


async def below_opening(turn: Turn, value: v.KeepHere) -> Reply:
    """Asked for in a thread."""
    await turn.services.dialogues.wait(turn.act, turn.spot, KEEP, thread_id=value.thread_id)
    return Reply(send=screens.ask(turn.texts))


async def said(turn: Turn) -> Reply:
    """What shall be kept, in writing or by voice."""
    words = spoken(turn)
    if words is None:
        return Reply(show=screens.unfit(turn.texts))
    text, voice = words
    reply = await _kept(turn, Said(text, voice, thread_id=int(turn.asked["thread_id"]) or None))
    await turn.services.dialogues.end(turn.act, turn.spot)
    return reply


async def _kept(turn: Turn, what: Said) -> Reply:
    if turn.place.group is None:
        raise Refused(Why.GONE)
    point = await turn.services.kept.keep(before(turn), turn.place.group.id, what)
    return await look(turn, v.Look(id=point.id))


async def look(turn: Turn, value: v.OfPoint) -> Reply:
    """The point; in a group with the buttons of its author, whoever looks: who may tap is looked up then."""
    view = await turn.services.kept.look(turn.act, value.id)
    _need_here(turn, view.group)
    return Reply(show=screens.point(turn.texts, view, private=turn.place.private))


def _need_here(turn: Turn, group: Group) -> None:
    """In a group only its own is shown. Refused: NOT_MEMBER."""
    if turn.place.group is not None and turn.place.group.id != group.id:
        raise Refused(Why.NOT_MEMBER)


async def kind(turn: Turn, value: v.Kind) -> Reply:
    """What it is."""
    view = await turn.services.kept.choose(turn.act, value.id, kind=value.what)
    return Reply(show=screens.point(turn.texts, view, private=turn.place.private))


async def terms(turn: Turn, value: v.Terms) -> Reply:
    """On which terms others may use it."""
    view = await turn.services.kept.choose(turn.act, value.id, terms=value.terms)
    return Reply(show=screens.point(turn.texts, view, private=turn.place.private))


async def withdraw(turn: Turn, value: v.Withdraw) -> Reply:
    """Asked once more, and then for good."""
    if value.sure:
        await turn.services.kept.withdraw(turn.act, value.id)
        return Reply(show=screens.withdrawn(turn.texts))
    view = await turn.services.kept.look(turn.act, value.id)
    if not view.own:
        raise Refused(Why.NOT_YOURS)
    return Reply(show=screens.withdraw(turn.texts, view))


async def listen(turn: Turn, value: v.Listen) -> Reply:
    """What was spoken, once more."""
    view = await turn.services.kept.look(turn.act, value.id)
    _need_here(turn, view.group)
    if view.point.voice is None:
        raise Refused(Why.GONE)
    return Reply(send=screens.voice(view.point.voice))


async def listing(turn: Turn, value: v.List) -> Reply:
    """A page of what the group has kept, or the person; one's own is shown where only they read it."""
    group = turn.place.group
    if value.where == "m" and group is None:
        return Reply(show=screens.listing(turn.texts, await turn.services.kept.mine(turn.act, value.page), "m", 0))
    wanted = group.id if group else value.id
    page = await turn.services.kept.of_group(turn.act, wanted, value.page)
    return Reply(show=screens.listing(turn.texts, page, "g", wanted))


TAPS: dict[type[Value], TapHandler] = {
    v.KeepHere: below_opening,
    v.Kind: kind,
    v.Terms: terms,
    v.Look: look,
    v.Withdraw: withdraw,
    v.Listen: listen,
    v.List: listing,
}
CONTENTS: dict[str, LineHandler] = {KEEP: said}
