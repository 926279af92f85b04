"""Writing an announcement in one message that changes in place: what it says, in which languages, and a preview."""

from __future__ import annotations

from dataclasses import replace

from bot.screen import Content
from bot.services.act import Act, Refused, Why
from bot.services.announcements.announced import View
from handlers import general
from handlers.announcements.drafts import as_it_stands, draft_of, or_as_it_stands, present, voices
from handlers.content import Unfit
from handlers.screens.announcements import announcements as around
from handlers.screens.announcements import draft as screens
from handlers.screens.announcements import preview as previews
from handlers.turn import NOTHING, LineHandler, Reply, TapHandler, Turn
from handlers.value import Value
from handlers.values import announcements as v

WRITE = "announcement"


async def begin(turn: Turn, value: v.Begin) -> Reply:
    """A draft from there, or the one in which nothing is written yet."""
    view = await turn.services.announcements.begin(_before(turn), value.network_id, value.group_id or None)
    return await _ask(turn, view, turn.texts.language)


async def look(turn: Turn, value: v.Look) -> Reply:
    """How it stands; what was to be written is waited for no longer, unless it may be the rest of an album."""
    waiting = await turn.services.dialogues.waiting(turn.act, turn.spot)
    if waiting and waiting.kind == WRITE and "album" not in waiting.state:
        await turn.services.dialogues.end(turn.act, turn.spot)
    return Reply(show=await present(turn, await turn.services.announcements.look(turn.act, value.id)))


async def write(turn: Turn, value: v.Write) -> Reply:
    return await _ask(turn, await turn.services.announcements.look(turn.act, value.id), value.language)


async def _ask(turn: Turn, view: View, language: str) -> Reply:
    """Wait for a message of any kind. Refused: NOT_AUTHOR, UNDER_WAY."""
    if not view.own:
        raise Refused(Why.NOT_AUTHOR)
    if view.announcement.state != "draft":
        raise Refused(Why.UNDER_WAY)
    voice = turn.catalogs.texts(language)
    await turn.services.dialogues.wait(turn.act, turn.spot, WRITE, id=view.announcement.id, language=voice.language)
    several = len(view.versions.keys() | {voice.language}) > 1
    return Reply(show=around.write(turn.texts, view.announcement.id, voice.own_name if several else None))


async def received(turn: Turn) -> Reply:
    """The announcement, or a part of its album: the first is answered, the others are taken without a word."""
    album = turn.asked.get("album")
    if album is not None and album != turn.album:
        return NOTHING if turn.later else await general.fallback(turn)
    if isinstance(turn.content, Unfit):
        return Reply(show=around.unfit(turn.texts, turn.content))
    if turn.album is not None:
        return await _part(turn, turn.content)
    view = await _written(turn, turn.content)
    await turn.services.dialogues.end(turn.act, turn.spot)
    return Reply(show=await present(turn, view))


async def _part(turn: Turn, content: Content) -> Reply:
    """Telegram does not say which part is the last: from the first on, only parts of that album are waited for."""
    begins = "album" not in turn.asked
    if begins:
        state = {"id": turn.asked["id"], "language": turn.asked["language"], "album": turn.album}
        await turn.services.dialogues.wait(_before(turn), turn.spot, WRITE, **state)
    await _written(turn, content)
    known = turn.later and not begins
    return NOTHING if known else Reply(show=around.album(turn.texts, turn.asked["id"]))


async def _written(turn: Turn, content: Content) -> View:
    asked = turn.asked
    return await turn.services.announcements.write(turn.act, asked["id"], asked["language"], content, turn.album)


def _before(turn: Turn) -> Act:
    """An act before the one that ends the update: after a crash in between, both are done once more."""
    return replace(turn.act, update_id=None)


async def languages(turn: Turn, value: v.Languages) -> Reply:
    view = await draft_of(turn, value.id)
    return Reply(show=screens.languages(turn.texts, view, voices(turn)))


async def version(turn: Turn, value: v.Version) -> Reply:
    view = await draft_of(turn, value.id)
    if value.language not in view.versions:
        return Reply(show=screens.languages(turn.texts, view, voices(turn)))
    return Reply(show=screens.version(turn.texts, view, turn.catalogs.texts(value.language)))


async def drop(turn: Turn, value: v.Drop) -> Reply:
    work = turn.services.announcements.drop_version(turn.act, value.id, value.language)
    view = await or_as_it_stands(turn, value.id, work)
    return view if isinstance(view, Reply) else Reply(show=screens.languages(turn.texts, view, voices(turn)))


async def discard(turn: Turn, value: v.Discard) -> Reply:
    try:
        await turn.services.announcements.discard(turn.act, value.id)
    except Refused as refused:
        return await as_it_stands(turn, value.id, refused)
    return Reply(show=around.discarded(turn.texts))


async def preview(turn: Turn, value: v.Preview) -> Reply:
    """Every version exactly as it will arrive, and below it the last question."""
    return await previewed(turn, await draft_of(turn, value.id))


async def previewed(turn: Turn, view: View) -> Reply:
    """The preview of a draft. Refused: NOT_AUTHOR, EMPTY, NOBODY."""
    if not view.own:
        raise Refused(Why.NOT_AUTHOR)
    language = view.announcement.language
    if language is None:
        raise Refused(Why.EMPTY)
    if view.reach is None or view.reach.nobody:
        raise Refused(Why.NOBODY)
    return Reply(
        delete=True,
        above=previews.preview(turn.texts, view),
        send=previews.sure(turn.texts, view, voices(turn)),
        refused=previews.not_taken(turn.texts, view.announcement.id, language),
    )


TAPS: dict[type[Value], TapHandler] = {
    v.Begin: begin,
    v.Look: look,
    v.Write: write,
    v.Languages: languages,
    v.Version: version,
    v.Drop: drop,
    v.Preview: preview,
    v.Discard: discard,
}
CONTENTS: dict[str, LineHandler] = {WRITE: received}
