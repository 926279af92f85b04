"""Writing an announcement in one message that changes in place: what, to whom, when, in which languages; a preview."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.i18n import Texts
from bot.screen import Content, Screen
from bot.services import dates
from bot.services.act import Act, Refused, Why
from bot.services.announced import View
from bot.storage.announcements import Audience
from handlers import general
from handlers.content import Unfit
from handlers.refusals import refusal
from handlers.screens import announcements as around
from handlers.screens import audience as whom
from handlers.screens import draft as screens
from handlers.screens import sending as after
from handlers.turn import NOTHING, LineHandler, Reply, TapHandler, Turn
from handlers.value import Value
from handlers.values import announcements as v

WRITE, DAY = "announcement", "announcement_day"

AT_NINE = time(9)
"""When an announcement goes out on a day of which no time was said."""

OFFERED = (1, 3, 7)
"""Days ahead that are offered at nine."""

EVERYONE = "all"


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


async def present(turn: Turn, view: View) -> Screen:
    """The draft, or how far the announcement is."""
    if view.announcement.state != "draft":
        return after.standing(turn.texts, view, turn.zone)
    return screens.card(turn.texts, view, await _whom(turn, view), _voices(turn))


async def _whom(turn: Turn, view: View) -> str:
    """The audience in words, and how many that is."""
    reach = whom.reach_words(turn.texts, view.reach)
    if view.announcement.group_id is not None or not view.own:
        return reach
    options = await turn.services.announcements.options(turn.act, view.announcement.id)
    words = whom.audience_words(turn.texts, view.announcement.audience, options)
    return f"{words} ({reach})" if words else reach


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
    first = "album" not in turn.asked
    if first:
        state = {"id": turn.asked["id"], "language": turn.asked["language"], "album": turn.album}
        await turn.services.dialogues.wait(_before(turn), turn.spot, WRITE, **state)
    await _written(turn, content)
    return Reply(show=around.album(turn.texts, turn.asked["id"])) if first else NOTHING


async def _written(turn: Turn, content: Content) -> View:
    asked = turn.asked
    return await turn.services.announcements.write(turn.act, asked["id"], asked["language"], content, turn.album)


def _before(turn: Turn) -> Act:
    """An act before the one that ends the update: after a crash in between, both are done once more."""
    return replace(turn.act, update_id=None)


async def languages(turn: Turn, value: v.Languages) -> Reply:
    view = await _draft(turn, value.id)
    return Reply(show=screens.languages(turn.texts, view, _voices(turn)))


async def version(turn: Turn, value: v.Version) -> Reply:
    view = await _draft(turn, value.id)
    if value.language not in view.versions:
        return Reply(show=screens.languages(turn.texts, view, _voices(turn)))
    return Reply(show=screens.version(turn.texts, view, turn.catalogs.texts(value.language)))


async def drop(turn: Turn, value: v.Drop) -> Reply:
    work = turn.services.announcements.drop_version(turn.act, value.id, value.language)
    view = await or_as_it_stands(turn, value.id, work)
    return view if isinstance(view, Reply) else Reply(show=screens.languages(turn.texts, view, _voices(turn)))


async def audience(turn: Turn, value: v.Audience) -> Reply:
    view = await _draft(turn, value.id)
    options = await turn.services.announcements.options(turn.act, value.id)
    return Reply(show=whom.audience(turn.texts, view, options, minus=bool(value.minus)))


async def tokens(turn: Turn, value: v.Tokens) -> Reply:
    return await _tokens(turn, await _draft(turn, value.id), value)


async def _tokens(turn: Turn, view: View, value: v.Tokens) -> Reply:
    options = await turn.services.announcements.options(turn.act, value.id)
    minus, page = bool(value.minus), max(value.page, 0)
    return Reply(show=whom.tokens(turn.texts, view, options, kind=value.kind, page=page, minus=minus))


async def aim(turn: Turn, value: v.Aim) -> Reply:
    """A token more or less; whoever chooses some after "everyone" means these."""
    now = (await _draft(turn, value.id)).announcement.audience
    changed = now.with_token(value.token, minus=bool(value.minus), on=bool(value.on))
    if value.on and not value.minus:
        alone = value.token == EVERYONE
        to = tuple(one for one in changed.to if (one == EVERYONE) == alone)
        changed = Audience(to, changed.minus)
    view = await or_as_it_stands(turn, value.id, turn.services.announcements.aim(turn.act, value.id, changed))
    if isinstance(view, Reply):
        return view
    if value.page < 0:
        return await audience(turn, v.Audience(id=value.id, minus=value.minus))
    return await _tokens(turn, view, v.Tokens(id=value.id, minus=value.minus, kind=value.token[:1], page=value.page))


async def when(turn: Turn, value: v.When) -> Reply:
    await _draft(turn, value.id)
    today = dates.today(turn.act.now, turn.zone)
    offered = [datetime.combine(today + timedelta(days=days), AT_NINE) for days in OFFERED]
    return Reply(show=screens.when(turn.texts, value.id, offered))


async def type_day(turn: Turn, value: v.TypeDay) -> Reply:
    await _draft(turn, value.id)
    await turn.services.dialogues.wait(turn.act, turn.spot, DAY, id=value.id)
    return Reply(send=screens.ask_day(turn.texts))


async def typed_day(turn: Turn) -> Reply:
    """The moment is echoed on a button, and asked again when it cannot be read."""
    spoken = (turn.texts.language, turn.own.language)
    wall = dates.read_moment(turn.line, spoken, turn.act.now, turn.zone, AT_NINE)
    if wall is None:
        return Reply(send=screens.bad_day(turn.texts))
    await turn.services.dialogues.end(turn.act, turn.spot)
    return Reply(show=screens.echo(turn.texts, turn.asked["id"], wall))


async def at(turn: Turn, value: v.At) -> Reply:
    """That moment, or at once. What is over for every reader is refused, and a time is asked for again."""
    wall = None if not value.day else _wall(value)
    try:
        return await _set(turn, value.id, turn.services.announcements.when(turn.act, value.id, wall))
    except Refused as refused:
        if refused.why is not Why.BAD_DATE:
            raise
    again = await when(turn, v.When(id=value.id))
    toast = turn.own.label("That is over for everyone, or more than half a year ahead. Please choose another time.")
    return replace(again, toast=toast, alert=True)


def _wall(value: v.At) -> datetime:
    """The moment of a button. Refused: BAD_DATE for a forged one."""
    if not 1 <= value.day <= date.max.toordinal() or not 0 <= value.minute < 24 * 60:
        raise Refused(Why.BAD_DATE)
    return datetime.fromordinal(value.day) + timedelta(minutes=value.minute)


async def sound(turn: Turn, value: v.Sound) -> Reply:
    return await _set(turn, value.id, turn.services.announcements.set_silent(turn.act, value.id, not value.on))


async def seen_button(turn: Turn, value: v.SeenButton) -> Reply:
    return await _set(turn, value.id, turn.services.announcements.set_seen(turn.act, value.id, bool(value.on)))


async def discard(turn: Turn, value: v.Discard) -> Reply:
    try:
        await turn.services.announcements.discard(turn.act, value.id)
    except Refused as refused:
        return await _as_it_stands(turn, value.id, refused)
    return Reply(show=around.discarded(turn.texts))


async def preview(turn: Turn, value: v.Preview) -> Reply:
    """Every version exactly as it will arrive, and below it the last question."""
    return await previewed(turn, await _draft(turn, value.id))


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
        above=screens.preview(turn.texts, view),
        send=screens.sure(turn.texts, view, _voices(turn)),
        refused=screens.not_taken(turn.texts, view.announcement.id, language),
    )


async def _draft(turn: Turn, announcement_id: int) -> View:
    """The draft. Refused: UNDER_WAY when it is none any more, NOT_AUTHOR where it is somebody else's."""
    view = await turn.services.announcements.look(turn.act, announcement_id)
    if view.announcement.state != "draft":
        raise Refused(Why.UNDER_WAY)
    if not view.own:
        raise Refused(Why.NOT_AUTHOR)
    return view


async def _set(turn: Turn, announcement_id: int, work: Awaitable[View]) -> Reply:
    """The draft with the change, or how it stands where it is none any more."""
    view = await or_as_it_stands(turn, announcement_id, work)
    return view if isinstance(view, Reply) else Reply(show=await present(turn, view))


async def or_as_it_stands(turn: Turn, announcement_id: int, work: Awaitable[View]) -> View | Reply:
    """What the work returns; where the announcement is on its way by now, how it stands, and a word about it."""
    try:
        return await work
    except Refused as refused:
        return await _as_it_stands(turn, announcement_id, refused)


async def _as_it_stands(turn: Turn, announcement_id: int, refused: Refused) -> Reply:
    if refused.why not in (Why.UNDER_WAY, Why.NOT_SENT):
        raise refused
    view = await turn.services.announcements.look(turn.act, announcement_id)
    return Reply(show=await present(turn, view), toast=refusal(turn.own, refused.why), alert=True)


def _voices(turn: Turn) -> list[Texts]:
    return [turn.catalogs.texts(one) for one in turn.catalogs.languages]


TAPS: dict[type[Value], TapHandler] = {
    v.Begin: begin,
    v.Look: look,
    v.Write: write,
    v.Languages: languages,
    v.Version: version,
    v.Drop: drop,
    v.Audience: audience,
    v.Tokens: tokens,
    v.Aim: aim,
    v.When: when,
    v.TypeDay: type_day,
    v.At: at,
    v.Sound: sound,
    v.SeenButton: seen_button,
    v.Preview: preview,
    v.Discard: discard,
}
CONTENTS: dict[str, LineHandler] = {WRITE: received}
LINES: dict[str, LineHandler] = {DAY: typed_day}
