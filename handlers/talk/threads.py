"""`/threads`: a group's discussions, and what its facilitators do with one."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import replace

from bot.services.act import Act, Refused, Why
from bot.services.talk.prompts import Prompt
from bot.services.talk.views import Page, View
from bot.storage.threads import Thread
from handlers import content
from handlers.content import Unfit
from handlers.refusals import refusal
from handlers.screens.talk import card as cards
from handlers.screens.talk import kept as keeping
from handlers.screens.talk import threads as screens
from handlers.turn import LineHandler, Reply, TapHandler, Turn
from handlers.value import Value
from handlers.values import threads as v

TITLE, SUMMARY = "thread_title", "thread_summary"


async def threads(turn: Turn) -> Reply:
    """In a group its discussions; in private those of the only group, or the choice."""
    group = turn.place.group
    return await listing(turn, v.List(group_id=group.id if group else 0, page=0))


async def listing(turn: Turn, value: v.List) -> Reply:
    """A page of the list. In a group only its own: others must not see another group's."""
    group = turn.place.group
    if group is not None:
        return Reply(show=cards.listing(turn.texts, await _page(turn, group.id, value.page)))
    found = await turn.services.thread_views.places(turn.act)
    chosen = value.group_id or (found[0].id if len(found) == 1 else 0)
    if not chosen:
        return Reply(show=cards.groups(turn.texts, found))
    return Reply(show=cards.listing(turn.texts, await _page(turn, chosen, value.page), others=len(found) > 1))


async def _page(turn: Turn, group_id: int, page: int) -> Page:
    return await turn.services.thread_views.page(turn.act, group_id, page)


async def look(turn: Turn, value: v.Look) -> Reply:
    """How it stands."""
    return Reply(show=cards.card(turn.texts, await seen(turn, value.id)))


async def manage(turn: Turn, value: v.Manage) -> Reply:
    """The same below the opening, which stays. Others than facilitators are told why nothing comes."""
    view = await seen(turn, value.id)
    if not view.manages:
        raise Refused(Why.NOT_FACILITATOR)
    return Reply(send=cards.card(turn.texts, view))


async def seen(turn: Turn, thread_id: int) -> View:
    """The thread. In a group only one of its own. Refused: GONE, NOT_MEMBER."""
    view = await turn.services.thread_views.look(turn.act, thread_id)
    group = turn.place.group
    if group is not None and group.id != view.group.id:
        raise Refused(Why.NOT_MEMBER)
    return view


async def do(turn: Turn, value: v.Do) -> Reply:
    """What one tap says."""
    deeds, act, here = turn.services.threads, before(turn), _here(turn)
    works = {
        "pin": lambda: deeds.pin(act, value.id, True, here=here),
        "unpin": lambda: deeds.pin(act, value.id, False, here=here),
        "end": lambda: deeds.end(act, value.id, here=here),
        "reopen": lambda: deeds.reopen(act, value.id, here=here),
    }
    if value.deed not in works:
        raise Refused(Why.GONE)
    return await _done(turn, value.id, works[value.deed]())


async def _done(turn: Turn, thread_id: int, work: Awaitable[Thread]) -> Reply:
    """How it stands now; where nothing could be done any more, a word about that as well."""
    try:
        await work
    except Refused as refused:
        if refused.why is not Why.THREAD_CLOSED:
            raise
        shown = cards.card(turn.texts, await seen(turn, thread_id))
        return Reply(show=shown, toast=refusal(turn.own, refused.why), alert=True)
    return Reply(show=cards.card(turn.texts, await seen(turn, thread_id)))


def before(turn: Turn) -> Act:
    """An act before the one that ends the update: after a crash in between, both are done once more."""
    return replace(turn.act, update_id=None)


def _here(turn: Turn) -> bool:
    return turn.place.group is not None


async def close(turn: Turn, value: v.Close) -> Reply:
    """With a summary, or without?"""
    return Reply(show=cards.close(turn.texts, await _managed(turn, value.id)))


async def _managed(turn: Turn, thread_id: int) -> View:
    view = await seen(turn, thread_id)
    if not view.manages:
        raise Refused(Why.NOT_FACILITATOR)
    return view


async def write(turn: Turn, value: v.Write) -> Reply:
    """Ask for its other name, or for what it has brought."""
    view = await _managed(turn, value.id)
    asked = {"title": (TITLE, screens.ask_title), "summary": (SUMMARY, screens.ask_summary)}
    if value.about not in asked:
        raise Refused(Why.GONE)
    kind, screen = asked[value.about]
    await turn.services.dialogues.wait(turn.act, turn.spot, kind, id=value.id)
    return Reply(send=screen(turn.texts, view))


async def titled(turn: Turn) -> Reply:
    """Its other name."""
    work = turn.services.threads.rename(before(turn), int(turn.asked["id"]), turn.line, here=_here(turn))
    return await _said(turn, work)


async def summed_up(turn: Turn) -> Reply:
    """What it has brought, in writing or by voice."""
    said = spoken(turn)
    if said is None:
        return Reply(show=keeping.unfit(turn.texts))
    text, voice = said
    return await _said(
        turn, turn.services.threads.close(before(turn), int(turn.asked["id"]), text, voice, here=_here(turn))
    )


async def _said(turn: Turn, work: Awaitable[Thread]) -> Reply:
    thread = await work
    await turn.services.dialogues.end(turn.act, turn.spot)
    return Reply(show=cards.card(turn.texts, await seen(turn, thread.id)))


def spoken(turn: Turn) -> tuple[str, str | None] | None:
    """The words of what came, and its voice by Telegram's id; None where it is neither."""
    if isinstance(turn.content, Unfit):
        return None
    voices = [one.file_id for one in turn.content.media if one.kind == "voice"]
    if turn.content.media and not voices:
        return None
    return content.words(turn.content), voices[0] if voices else None


async def days(turn: Turn, value: v.Days) -> Reply:
    """On which days the question is asked; nothing is kept before “Ask it then”."""
    chosen = Prompt(value.days & 0b1111111, value.hour if 0 <= value.hour < 24 else cards.USUAL.hour)
    return Reply(show=screens.question(turn.texts, await _managed(turn, value.id), chosen))


async def ask(turn: Turn, value: v.Ask) -> Reply:
    """From now on, or no more."""
    prompt = Prompt(value.days, value.hour) if value.days else None
    return await _done(turn, value.id, turn.services.threads.prompt(before(turn), value.id, prompt))


async def listen(turn: Turn, value: v.Listen) -> Reply:
    """What was spoken at its end, once more."""
    view = await seen(turn, value.id)
    if view.thread.summary_voice is None:
        raise Refused(Why.GONE)
    return Reply(send=keeping.voice(view.thread.summary_voice))


TAPS: dict[type[Value], TapHandler] = {
    v.List: listing,
    v.Look: look,
    v.Manage: manage,
    v.Do: do,
    v.Close: close,
    v.Write: write,
    v.Days: days,
    v.Ask: ask,
    v.Listen: listen,
}
LINES: dict[str, LineHandler] = {TITLE: titled}
CONTENTS: dict[str, LineHandler] = {SUMMARY: summed_up}
