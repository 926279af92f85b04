"""After "Send": how far an announcement is, pausing, cancelling, changing and deleting it, and what its readers get."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import replace
from typing import Any

from bot.delivery.ports import Instead, Removal
from bot.screen import Content, Screen
from bot.services.act import Refused, Why
from bot.services.announcements.announced import View
from bot.services.announcements.dispatch import ANNOUNCEMENT, CHANGE, ORPHANED, REMOVAL, REPORT
from bot.services.groups.contacts import CANNOT_WRITE
from handlers.announcements.aiming import another_time
from handlers.announcements.announcing import previewed
from handlers.announcements.drafts import or_as_it_stands, present, voices
from handlers.content import Unfit
from handlers.screens.announcements import sending as screens
from handlers.screens.announcements.preview import arrives
from handlers.screens.common import tap
from handlers.turn import NOTHING, Addressee, LetterRenderer, LineHandler, Reply, TapHandler, Turn
from handlers.value import Value
from handlers.values import announcements as v
from handlers.values import sending as s

TEXT = "announcement_text"


async def send(turn: Turn, value: v.Send) -> Reply:
    """Send what was shown; where it has changed since (a part of an album came late), it is shown again first."""
    work = turn.services.dispatch.send(turn.act, value.id, turn.message_id, value.shown)
    try:
        view = await or_as_it_stands(turn, value.id, work)
    except Refused as refused:
        return await another_time(turn, value.id, refused)
    if isinstance(view, Reply):
        return view
    if view.announcement.state != "draft":
        return Reply(show=await present(turn, view))
    changed = turn.own.label("It has changed since you saw it. Please look once more.")
    return replace(await previewed(turn, view), toast=changed, alert=True)


async def steer(turn: Turn, value: s.Steer) -> Reply:
    """Pause it, go on, or send nothing more of it."""
    dispatch = turn.services.dispatch
    acts = {"pause": dispatch.pause, "resume": dispatch.resume, "cancel": dispatch.cancel}
    if value.do not in acts:
        raise Refused(Why.GONE)
    view = await or_as_it_stands(turn, value.id, acts[value.do](turn.act, value.id))
    if isinstance(view, Reply):
        return view
    toast = screens.cancelled(turn.own, view) if value.do == "cancel" else None
    return Reply(show=await present(turn, view), toast=toast, alert=toast is not None)


async def change(turn: Turn, value: s.Change) -> Reply:
    """The text of which version? It is asked below, for the message that tells how far it is stays."""
    view = await turn.services.announcements.look(turn.act, value.id)
    if len(view.versions) == 1:
        return await _ask_text(turn, view, next(iter(view.versions)))
    return Reply(send=screens.which_text(turn.texts, view, voices(turn)))


async def rewrite(turn: Turn, value: s.Rewrite) -> Reply:
    return await _ask_text(turn, await turn.services.announcements.look(turn.act, value.id), value.language)


async def _ask_text(turn: Turn, view: View, language: str) -> Reply:
    if language not in view.versions or view.announcement.removed_at is not None:
        raise Refused(Why.GONE)
    await turn.services.dialogues.wait(turn.act, turn.spot, TEXT, id=view.announcement.id, language=language)
    return Reply(send=screens.ask_text(turn.texts, view.versions[language]))


async def text_received(turn: Turn) -> Reply:
    """The new text is shown as it will stand there, and kept until "Yes"."""
    if turn.later:
        return NOTHING
    if isinstance(turn.content, Unfit) or turn.content.media:
        return Reply(send=screens.only_text(turn.texts))
    announcement_id, language = turn.asked["id"], turn.asked["language"]
    view = await turn.services.announcements.look(turn.act, announcement_id)
    if language not in view.versions:
        raise Refused(Why.GONE)
    kept = {"id": announcement_id, "language": language, "text": turn.content.text}
    await turn.services.dialogues.wait(turn.act, turn.spot, TEXT, **kept)
    shown = Content(turn.content.text, view.versions[language].media)
    return Reply(
        above=(arrives(shown, None),),
        send=screens.sure_to_replace(turn.texts, view, language),
        refused=screens.text_not_taken(turn.texts),
    )


async def replace_text(turn: Turn, value: s.Replace) -> Reply:
    """Put the text in its place everywhere. Refused: GONE when it was forgotten meanwhile, or done already."""
    waiting = await turn.services.dialogues.waiting(turn.act, turn.spot)
    kept = waiting.state if waiting and waiting.kind == TEXT else {}
    if (kept.get("id"), kept.get("language")) != (value.id, value.language) or "text" not in kept:
        raise Refused(Why.GONE)
    work = turn.services.dispatch.change(turn.act, value.id, value.language, Content(kept["text"]))
    view = await or_as_it_stands(turn, value.id, work)
    await turn.services.dialogues.end(turn.act, turn.spot)
    return view if isinstance(view, Reply) else Reply(show=await present(turn, view))


async def remove(turn: Turn, value: s.Remove) -> Reply:
    """Asked once more below, then done."""
    if not value.sure:
        view = await turn.services.announcements.look(turn.act, value.id)
        return Reply(send=screens.sure_to_remove(turn.texts, view))
    return await _standing(turn, value.id, turn.services.dispatch.remove(turn.act, value.id))


async def _standing(turn: Turn, announcement_id: int, work: Awaitable[View]) -> Reply:
    view = await or_as_it_stands(turn, announcement_id, work)
    return view if isinstance(view, Reply) else Reply(show=await present(turn, view))


async def seen(turn: Turn, value: s.Seen) -> Reply:
    """A reader has seen it; once counts."""
    new = await turn.services.dispatch.seen(turn.act, value.id)
    thanks = turn.own.label("Thank you!") if new else turn.own.label("You have said so already. Thank you!")
    return Reply(toast=thanks)


async def sample(turn: Turn, value: s.Sample) -> Reply:
    del value
    return Reply(toast=turn.own.label("This is the preview: readers tap here when they have seen it."))


async def _announcement(data: dict[str, Any], to: Addressee) -> Screen | None:
    """What the reader gets, in their language if there is a version."""
    version = await to.services.dispatch.content_for(data["id"], to.chat_id, [to.texts.language])
    if version is None:
        return None
    button = tap(to.texts.label("I have seen this"), s.Seen(id=data["id"])) if version.seen_button else None
    return arrives(version.content, button)


async def _changed(data: dict[str, Any], to: Addressee) -> Instead | None:
    """The new text in place of the old one, where the old one was of that version."""
    version = await to.services.dispatch.content_for(data["id"], to.chat_id, [to.texts.language])
    if version is None or data["language"] not in (None, version.language):
        return None
    button = tap(to.texts.label("I have seen this"), s.Seen(id=data["id"])) if version.seen_button else None
    return Instead(data["chat_id"], tuple(data["message_ids"]), arrives(version.content, button))


async def _removed(data: dict[str, Any], _: Addressee) -> Removal | None:
    return Removal(data["chat_id"], tuple(data["message_ids"]))


async def _reported(data: dict[str, Any], to: Addressee) -> Screen | None:
    view = await to.services.dispatch.report(data["id"])
    return screens.report(to.texts, view) if view else None


async def _orphaned(data: dict[str, Any], to: Addressee) -> Screen | None:
    """None when somebody has seen to it meanwhile."""
    view = await to.services.dispatch.report(data["id"])
    return screens.orphaned(to.texts, view) if view and view.announcement.state == "paused" else None


async def _cannot_write(data: dict[str, Any], to: Addressee) -> Screen | None:
    """To a group's facilitators: the bot is in the group and may not write there."""
    group = await to.services.groups.find(data["group_id"])
    return screens.cannot_write(to.texts, group.title) if group and group.state == "active" else None


TAPS: dict[type[Value], TapHandler] = {
    v.Send: send,
    s.Steer: steer,
    s.Change: change,
    s.Rewrite: rewrite,
    s.Replace: replace_text,
    s.Remove: remove,
    s.Seen: seen,
    s.Sample: sample,
}
CONTENTS: dict[str, LineHandler] = {TEXT: text_received}
LETTERS: dict[str, LetterRenderer] = {
    ANNOUNCEMENT: _announcement,
    CHANGE: _changed,
    REMOVAL: _removed,
    REPORT: _reported,
    ORPHANED: _orphaned,
    CANNOT_WRITE: _cannot_write,
}
