"""Writing a charter in private: language by language, what is new, a preview, and putting it in force."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.i18n import Texts
from bot.screen import Screen
from bot.services.act import Refused, Why
from bot.services.charter.drafts import Draft
from bot.storage.charters import Circle
from handlers.content import Unfit
from handlers.screens.charter import charter as reading
from handlers.screens.charter import draft as screens
from handlers.talk.threads import before
from handlers.turn import NOTHING, LineHandler, Reply, TapHandler, Turn
from handlers.value import Value
from handlers.values import charter as v

WRITE, CHANGE = "charter", "charter_change"

PASTED = timedelta(seconds=10)
"""A paste of many messages comes within this, and is answered once: the rest of one that is too long is no charter."""


def circle(value: v.OfCircle) -> Circle:
    """Whose charter a button is about."""
    return Circle(network_id=value.id) if value.whose == "n" else Circle(group_id=value.id)


async def begin(turn: Turn, value: v.Begin) -> Reply:
    """The draft; on a blank page, what it shall say is asked at once."""
    if not turn.place.private:
        return Reply(toast=turn.own.label("This only works in our private chat."), alert=True)
    draft = await turn.services.charter_drafts.begin(before(turn), circle(value), blank=bool(value.blank))
    if draft.words:
        return Reply(show=_card(turn, draft))
    return await _ask(turn, value, turn.texts.language)


async def card(turn: Turn, value: v.Draft) -> Reply:
    """The draft as it stands; what was to be written is waited for no longer."""
    draft = await turn.services.charter_drafts.look(turn.act, circle(value))
    await turn.services.dialogues.end(turn.act, turn.spot)
    return Reply(show=_card(turn, draft))


def _card(turn: Turn, draft: Draft) -> Screen:
    return screens.card(turn.texts, draft, voices(turn))


async def version(turn: Turn, value: v.Version) -> Reply:
    draft = await turn.services.charter_drafts.look(turn.act, circle(value))
    if value.language not in draft.words:
        return Reply(show=_card(turn, draft))
    return Reply(show=screens.version(turn.texts, draft, turn.catalogs.texts(value.language)))


async def write(turn: Turn, value: v.Write) -> Reply:
    """Wait for what it shall say. Refused: GONE, NOT_COORDINATOR, NOT_FACILITATOR."""
    await turn.services.charter_drafts.look(turn.act, circle(value))
    return await _ask(turn, value, value.language)


async def _ask(turn: Turn, value: v.OfCircle, language: str) -> Reply:
    voice = turn.catalogs.texts(language)
    await turn.services.dialogues.wait(
        turn.act, turn.spot, WRITE, whose=value.whose, id=value.id, language=voice.language
    )
    return Reply(show=screens.ask(turn.texts, circle(value), voice))


async def received(turn: Turn) -> Reply:
    """The words, or a voice message. What is too long is told once; something else is still waited for."""
    if _is_rest_of_paste(turn):
        return NOTHING
    whose = _asked(turn)
    if isinstance(turn.content, Unfit):
        return Reply(show=screens.unfit(turn.texts, whose))
    spoken = next((one for one in turn.content.media if one.kind == "voice"), None)
    if turn.content.media and spoken is None:
        return Reply(show=screens.unfit(turn.texts, whose))
    if spoken is not None and spoken.seconds > screens.LONGEST_VOICE * 60:
        return Reply(show=screens.too_long_a_voice(turn.texts, whose))
    return await _written(turn, whose, turn.content.text, spoken.file_id if spoken else None)


def _is_rest_of_paste(turn: Turn) -> bool:
    return turn.act.micros - int(turn.asked.get("told_at", 0)) < PASTED.total_seconds() * 1_000_000


async def _written(turn: Turn, whose: Circle, text: str, voice: str | None) -> Reply:
    deeds = turn.services.charter_drafts
    try:
        draft = await deeds.write(before(turn), whose, turn.asked["language"], text, voice)
    except Refused as refused:
        if refused.why is not Why.BAD_CHARTER:
            raise
        state = {**turn.asked, "told_at": turn.act.micros}
        await turn.services.dialogues.wait(turn.act, turn.spot, WRITE, **state)
        return Reply(show=screens.too_long(turn.texts, whose))
    await turn.services.dialogues.end(turn.act, turn.spot)
    return Reply(show=_card(turn, draft))


async def ask_change(turn: Turn, value: v.Change) -> Reply:
    """Wait for what is new."""
    return await _ask_change(turn, await turn.services.charter_drafts.look(turn.act, circle(value)), value)


async def _ask_change(turn: Turn, draft: Draft, value: v.OfCircle, language: str = "") -> Reply:
    wanted = getattr(value, "language", "") or language
    voice = turn.catalogs.texts(reading.chosen(draft.words, wanted, draft.charter.language or ""))
    state = {"whose": value.whose, "id": value.id, "language": voice.language}
    await turn.services.dialogues.wait(turn.act, turn.spot, CHANGE, **state)
    return Reply(show=screens.ask_change(turn.texts, draft, voice))


async def change_said(turn: Turn) -> Reply:
    """In a sentence or two."""
    whose = _asked(turn)
    try:
        draft = await turn.services.charter_drafts.say_change(before(turn), whose, turn.asked["language"], turn.line)
    except Refused as refused:
        if refused.why is not Why.BAD_CHARTER:
            raise
        return Reply(show=screens.too_long_a_change(turn.texts, whose))
    await turn.services.dialogues.end(turn.act, turn.spot)
    return Reply(show=_card(turn, draft))


async def drop(turn: Turn, value: v.Drop) -> Reply:
    draft = await turn.services.charter_drafts.drop(turn.act, circle(value), value.language)
    return Reply(show=_card(turn, draft))


async def plain(turn: Turn, value: v.Plain) -> Reply:
    """The words alone, seen once more."""
    return _previewed(turn, await turn.services.charter_drafts.make_plain(turn.act, circle(value)))


async def preview(turn: Turn, value: v.Preview) -> Reply:
    """As it will be read; where members have one already, it must say first what is new."""
    draft = await turn.services.charter_drafts.look(turn.act, circle(value))
    if not draft.words:
        raise Refused(Why.BAD_CHARTER)
    if not draft.says_change:
        return await _ask_change(turn, draft, value, turn.texts.language)
    return _previewed(turn, draft)


def _previewed(turn: Turn, draft: Draft) -> Reply:
    return Reply(
        delete=True,
        above=screens.preview(draft, voices(turn)),
        send=screens.sure(turn.texts, draft, voices(turn)),
        refused=screens.not_taken(turn.texts, draft),
    )


async def publish(turn: Turn, value: v.Publish) -> Reply:
    """In force; where somebody has changed the draft meanwhile, it is seen once more."""
    try:
        one = await turn.services.charter_drafts.publish(turn.act, circle(value), value.revision)
    except Refused as refused:
        if refused.why is not Why.CHANGED:
            raise
        again = await preview(turn, v.Preview(whose=value.whose, id=value.id))
        return replace(again, toast=turn.own.label("A colleague has changed it meanwhile. Please look once more."))
    return Reply(show=screens.in_force(turn.texts, one))


async def discard(turn: Turn, value: v.Discard) -> Reply:
    one = await turn.services.charter_drafts.discard(turn.act, circle(value))
    return Reply(show=reading.reading(turn.texts, one, voices(turn)))


async def hear(turn: Turn, value: v.Hear) -> Reply:
    """What was spoken for the draft."""
    words = (await turn.services.charter_drafts.look(turn.act, circle(value))).words.get(value.language)
    if words is None or words.voice is None:
        raise Refused(Why.GONE)
    return Reply(send=reading.voice(words.voice))


def voices(turn: Turn) -> list[Texts]:
    return [turn.catalogs.texts(one) for one in turn.catalogs.languages]


def _asked(turn: Turn) -> Circle:
    return circle(v.OfCircle(whose=turn.asked["whose"], id=turn.asked["id"]))


TAPS: dict[type[Value], TapHandler] = {
    v.Begin: begin,
    v.Draft: card,
    v.Version: version,
    v.Write: write,
    v.Change: ask_change,
    v.Drop: drop,
    v.Plain: plain,
    v.Preview: preview,
    v.Publish: publish,
    v.Discard: discard,
    v.Hear: hear,
}
LINES: dict[str, LineHandler] = {CHANGE: change_said}
CONTENTS: dict[str, LineHandler] = {WRITE: received}
