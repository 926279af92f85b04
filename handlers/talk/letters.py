"""The letters of discussion threads, made at the moment of sending of how the thread stands then."""

from __future__ import annotations

from typing import Any

from bot.delivery.ports import Instead, Order, Rendering, Talk
from bot.screen import Screen
from bot.services.talk import letters
from bot.services.talk.views import View
from handlers.screens.talk import threads as screens
from handlers.turn import Addressee, LetterRenderer


async def _view(data: dict[str, Any], to: Addressee) -> View | None:
    return await to.services.thread_views.posted(int(data["thread_id"]))


async def _opening(data: dict[str, Any], to: Addressee) -> Rendering | None:
    """None once it was said: the same letter may come twice after a crash."""
    view = await _view(data, to)
    if view is None or view.thread.state != "opening":
        return None
    thread, chain = view.thread, screens.opening(to.texts, view, topic=False)
    if thread.kind == "chain" or not view.group.is_forum:
        return Talk(thread.id, chain)
    make = thread.title if thread.topic_id is None else None
    said = screens.opening(to.texts, view, topic=True)
    return Talk(thread.id, said, thread.topic_id, make=make, elsewhere=chain)


async def _reopened(data: dict[str, Any], to: Addressee) -> Rendering | None:
    view = await _view(data, to)
    return _in_it(view, screens.reopened(to.texts, view)) if view and view.thread.open else None


async def _prompt(data: dict[str, Any], to: Addressee) -> Rendering | None:
    view = await _view(data, to)
    return _in_it(view, screens.prompt(to.texts, view)) if view and view.thread.open else None


async def _summary(data: dict[str, Any], to: Addressee) -> Rendering | None:
    """Also where its topic is gone: the group is to know what it has brought."""
    view = await _view(data, to)
    if view is None or view.thread.state != "closed":
        return None
    said = screens.summary(to.texts, view)
    return _in_it(view, said, elsewhere=said)


def _in_it(view: View, screen: Screen, *, elsewhere: Screen | None = None) -> Talk:
    thread = view.thread
    reply_to = thread.message_id if view.topic_id is None else None
    return Talk(thread.id, screen, view.topic_id, reply_to=reply_to, elsewhere=elsewhere)


async def _changed(data: dict[str, Any], to: Addressee) -> Rendering | None:
    """The opening, with what the thread is called now."""
    view = await _view(data, to)
    if view is None or view.thread.message_id is None:
        return None
    screen = screens.opening(to.texts, view, topic=view.topic_id is not None)
    return Instead(view.group.chat_id, (view.thread.message_id,), screen)


async def _order(data: dict[str, Any], to: Addressee) -> Rendering | None:
    view = await _view(data, to)
    if view is None:
        return None
    thread, parts = view.thread, set(data["parts"])
    return Order(
        thread.id,
        view.topic_id,
        name=thread.title if "name" in parts else None,
        closed=thread.state == "closed" if "closed" in parts else None,
        message_id=thread.message_id,
        pinned=thread.pinned if "pinned" in parts else None,
    )


async def _told(data: dict[str, Any], to: Addressee) -> Rendering | None:
    """None where somebody has opened it again meanwhile."""
    view = await _view(data, to)
    if view is None or (data["about"] == "lost" and view.thread.state != "lost"):
        return None
    return screens.told(to.texts, view, data["about"])


LETTERS: dict[str, LetterRenderer] = {
    letters.OPENING: _opening,
    letters.REOPENED: _reopened,
    letters.PROMPT: _prompt,
    letters.SUMMARY: _summary,
    letters.CHANGED: _changed,
    letters.ORDER: _order,
    letters.TOLD: _told,
}
