"""The list of a group's discussion threads, and one of them with what its facilitators can do. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time

from markupsafe import Markup

from bot.i18n import Texts
from bot.screen import Button, Media, Rows, Screen, column
from bot.services.talk.prompts import Prompt
from bot.services.talk.views import Page, View
from bot.storage.groups import Group
from bot.storage.threads import Thread
from handlers.screens.common import lines, pairs, paragraphs, tap
from handlers.screens.talk.threads import points
from handlers.values import kept as k
from handlers.values import threads as v

_LEAST_SUPERGROUP = -1_000_000_000_000
"""Chats with ids below are supergroups: only these have links to their messages."""

USUAL = Prompt(days=0b0000001, hour=12)
"""What is offered first: Monday at noon."""


def url(thread: Thread, group: Group) -> str | None:
    """Where it is, for those who are in the group; None where there is no link."""
    at = [str(one) for one in (thread.topic_id if group.is_forum else None, thread.message_id) if one is not None]
    if group.chat_id >= _LEAST_SUPERGROUP or not at:
        return None
    return "/".join(["https://t.me/c", str(_LEAST_SUPERGROUP - group.chat_id), *at])


def listing(texts: Texts, page: Page, *, others: bool = False) -> Screen:
    """A page of the list, each thread with its place and how much was kept of it; `others`: there are more groups."""
    group = page.group
    listed = [_line(texts, number, one.thread, group, one.many) for number, one in enumerate(page.lines, 1)]
    text = paragraphs(
        texts.say("<b>Discussions of {group}</b>", group=group.title),
        lines(*listed) or texts.say("There is none yet. /discuss begins one."),
    )
    buttons = [
        tap(f"{number}. {one.thread.title}", v.Look(id=one.thread.id)) for number, one in enumerate(page.lines, 1)
    ]
    kept = tap(texts.label("What was kept"), k.List(where="g", id=group.id, page=0))
    back = column(tap(texts.label("Other groups"), v.List(group_id=0, page=0))) if others else ()
    return Screen(text, (*column(*buttons), *_turning(texts, page), (kept,), *back))


def _line(texts: Texts, number: int, thread: Thread, group: Group, many: int) -> Markup:
    place = url(thread, group)
    title = Markup('<a href="{}">{}</a>').format(place, thread.title) if place else Markup.escape(thread.title)
    parts = [Markup("{}. {}").format(number, title), Markup.escape(_state(texts, thread))]
    if many:
        parts.append(texts.plural("{n} kept", "{n} kept", many))
    return Markup(" · ").join(parts)


def _state(texts: Texts, thread: Thread) -> str:
    names = {"closed": texts.label("closed"), "lost": texts.label("its topic was deleted")}
    return names.get(thread.state, texts.label("open"))


def _turning(texts: Texts, page: Page) -> Rows:
    buttons = []
    if page.page:
        buttons.append(tap(texts.label("‹ Newer"), v.List(group_id=page.group.id, page=page.page - 1)))
    if page.more:
        buttons.append(tap(texts.label("Older ›"), v.List(group_id=page.group.id, page=page.page + 1)))
    return (tuple(buttons),) if buttons else ()


def groups(texts: Texts, found: Sequence[Group]) -> Screen:
    """Which group's?"""
    if not found:
        return Screen(texts.say("Discussions are held in groups, and you are in none that I know."))
    return Screen(
        texts.say("Which group's discussions would you like to see?"),
        column(*(tap(one.title, v.List(group_id=one.id, page=0)) for one in found[:50])),
    )


def card(texts: Texts, view: View) -> Screen:
    """How a thread stands, and for facilitators what can be done with it."""
    thread = view.thread
    summary = texts.say("What it has brought: {summary}", summary=thread.summary) if thread.summary else ""
    text = paragraphs(
        Markup("<b>{}</b>\n{}").format(thread.title, _state(texts, thread)),
        _asked(texts, thread),
        summary,
        lines(*_kept(texts, view)),
    )
    place = url(thread, view.group)
    ways = [Button(texts.label("Go there"), url=place)] if place else []
    if thread.summary_voice is not None:
        ways.append(tap(texts.label("Listen"), v.Listen(id=thread.id)))
    back = tap(texts.label("← All discussions"), v.List(group_id=thread.group_id, page=0))
    return Screen(text, (*column(*ways), *(_managing(texts, view) if view.manages else ()), (back,)))


def _asked(texts: Texts, thread: Thread) -> Markup:
    """On which days the question is asked."""
    chosen = Prompt.read(thread.prompt)
    if chosen is None:
        return Markup("")
    days = texts.listing(texts.weekday(number) for number in range(7) if chosen.days >> number & 1)
    at = texts.hour(time(chosen.hour))
    return texts.say("I ask “What did you try this week?”: {days}, {time}.", days=days, time=at)


def _kept(texts: Texts, view: View) -> list[Markup]:
    if not view.points:
        return [texts.say("Nothing was kept of it yet.")]
    return [texts.say("Kept:"), *points(texts, view)]


def _managing(texts: Texts, view: View) -> Rows:
    thread = view.thread
    open_again = tap(texts.label("Open it again"), v.Do(id=thread.id, deed="reopen"))
    if thread.state == "lost":
        return column(open_again, tap(texts.label("Leave it closed"), v.Do(id=thread.id, deed="end")))
    if thread.state == "closed":
        told = thread.summary is not None or thread.summary_voice is not None
        write = tap(texts.label("Write the summary"), v.Write(id=thread.id, about="summary"))
        return column(open_again) if told else column(write, open_again)
    return (*pairs(_usual(texts, thread)), *column(*_topic(texts, view)))


def _usual(texts: Texts, thread: Thread) -> list[Button]:
    pin = tap(texts.label("Pin it"), v.Do(id=thread.id, deed="pin"))
    unpin = tap(texts.label("Unpin it"), v.Do(id=thread.id, deed="unpin"))
    chosen = Prompt.read(thread.prompt) or USUAL
    return [
        unpin if thread.pinned else pin,
        tap(texts.label("Another name"), v.Write(id=thread.id, about="title")),
        tap(texts.label("A question…"), v.Days(id=thread.id, days=chosen.days, hour=chosen.hour)),
        tap(texts.label("Close it"), v.Close(id=thread.id)),
    ]


def _topic(texts: Texts, view: View) -> list[Button]:
    """One that goes on below its opening, in a group that has topics."""
    if not view.group.is_forum or view.topic_id is not None:
        return []
    return [tap(texts.label("Make it a topic"), v.Do(id=view.thread.id, deed="reopen"))]


def close(texts: Texts, view: View) -> Screen:
    """With a summary, or without?"""
    thread_id = view.thread.id
    return Screen(
        texts.say("Close “{title}”? A summary tells everyone what it has brought.", title=view.thread.title),
        column(
            tap(texts.label("Write the summary"), v.Write(id=thread_id, about="summary")),
            tap(texts.label("Close without one"), v.Do(id=thread_id, deed="end")),
            tap(texts.label("← Back"), v.Look(id=thread_id)),
        ),
    )


def voice(file_id: str) -> Screen:
    """A spoken summary once more."""
    return Screen(Markup(""), media=(Media("voice", file_id),))
