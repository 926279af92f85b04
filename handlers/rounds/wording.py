"""What is typed for a survey of one's own: other words for a part of it, and a theme more."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from bot.i18n import Texts
from bot.screen import Screen
from bot.services.act import Refused, Why
from bot.services.rounds.tailoring import Change, View
from handlers.refusals import refusal
from handlers.screens.rounds import tailoring as screens
from handlers.screens.rounds import theme as themes
from handlers.turn import LineHandler, Reply, TapHandler, Turn
from handlers.value import Value
from handlers.values import tailoring as v
from surveys import tailoring as rules
from surveys.tailoring import UnfitError
from surveys.template import Spoke

WORDING, ADDING = "template_words", "template_theme"


def languages(turn: Turn) -> list[Texts]:
    """The voices in which people can read it."""
    return [turn.catalogs.texts(one) for one in turn.catalogs.languages]


def spoke_of(view: View, key: str) -> Spoke:
    """A theme of it. Refused: GONE."""
    spoke = view.draft.spoke(key)
    if spoke is None:
        raise Refused(Why.GONE)
    return spoke


async def word(turn: Turn, value: v.Word) -> Reply:
    """Other words are typed for what is seen now."""
    view = await turn.services.tailoring.look(turn.act, value.id)
    _need_part(turn, view, value)
    state = {**value.model_dump(), "revision": view.own.revision}
    await turn.services.dialogues.wait(turn.act, turn.spot, WORDING, **state)
    return Reply(show=themes.ask(turn.texts, view, value, languages(turn)))


def _need_part(turn: Turn, view: View, value: v.Word) -> None:
    """Refused: GONE for what it does not have."""
    whole = value.piece in ("t", "a")
    if value.language not in turn.catalogs.languages or whole != (value.key == "-"):
        raise Refused(Why.GONE)
    if not whole:
        spoke_of(view, value.key)


async def worded(turn: Turn) -> Reply:
    """The words; asked again where they do not fit, and shown as it stands where somebody else was first."""
    value = v.Word.model_validate({name: turn.asked[name] for name in v.Word.model_fields})
    try:
        return await _save(turn, value.id, _rewording(value, turn.line), value.key)
    except UnfitError as unfit:
        view = await turn.services.tailoring.look(turn.act, value.id)
        _need_part(turn, view, value)
        return Reply(show=themes.ask(turn.texts, view, value, languages(turn), screens.fault(turn.texts, unfit)))


def _rewording(value: v.Word, line: str) -> Change:
    if value.piece == "s":
        return partial(rules.releveled, key=value.key, language=value.language, words=line)
    key = "" if value.key == "-" else value.key
    return partial(rules.reworded, key=key, part=value.piece, language=value.language, words=line)


async def add(turn: Turn, value: v.Add) -> Reply:
    """Its name is asked first; a full wheel says so at once."""
    view = await turn.services.tailoring.look(turn.act, value.id)
    try:
        rules.need_room(view.draft)
    except UnfitError as unfit:
        return Reply(toast=screens.fault(turn.own, unfit), alert=True)
    state = {"id": value.id, "revision": view.own.revision, "language": turn.texts.language}
    await turn.services.dialogues.wait(turn.act, turn.spot, ADDING, **state)
    return Reply(show=themes.ask_name(turn.texts, view))


async def added(turn: Turn) -> Reply:
    """Its name, its question, then its six sentences."""
    asked = turn.asked
    try:
        if "question" in asked:
            return await _made(turn)
        view = await turn.services.tailoring.look(turn.act, int(asked["id"]))
        if "name" in asked:
            return await _next(turn, view, question=rules.fitting(turn.line, "question"))
        return await _next(turn, view, name=rules.named(view.draft, turn.line, asked["language"]))
    except UnfitError as unfit:
        view = await turn.services.tailoring.look(turn.act, int(asked["id"]))
        return Reply(show=_asking(turn.texts, view, asked, screens.fault(turn.texts, unfit)))


async def _next(turn: Turn, view: View, **more: str) -> Reply:
    state = {**turn.asked, **more}
    await turn.services.dialogues.wait(turn.act, turn.spot, ADDING, **state)
    return Reply(show=_asking(turn.texts, view, state))


def _asking(texts: Texts, view: View, asked: dict[str, str], note: str = "") -> Screen:
    """The step that is next."""
    if "question" in asked:
        return themes.ask_sentences(texts, view, asked["name"], asked["question"], note)
    if "name" in asked:
        return themes.ask_question(texts, view, asked["name"], note)
    return themes.ask_name(texts, view, note)


async def _made(turn: Turn) -> Reply:
    asked = turn.asked
    more = partial(
        rules.added,
        language=asked["language"],
        name=asked["name"],
        question=asked["question"],
        levels=turn.line,
    )
    return await _save(turn, int(asked["id"]), more, "-")


async def _save(turn: Turn, own_id: int, change: Change, key: str) -> Reply:
    """What was typed counts; where somebody else was first, that is shown instead, and nothing more is waited for."""
    act, tailoring = replace(turn.act, update_id=None), turn.services.tailoring
    try:
        view = await tailoring.change(act, own_id, int(turn.asked["revision"]), change)
    except Refused as refused:
        await turn.services.dialogues.end(turn.act, turn.spot)
        if refused.why is not Why.CHANGED_SURVEY:
            raise
        view = await tailoring.look(turn.act, own_id)
        return Reply(show=screens.card(turn.texts, view, languages(turn), refusal(turn.texts, refused.why)))
    await turn.services.dialogues.end(turn.act, turn.spot)
    return _shown(turn, view, key)


def _shown(turn: Turn, view: View, key: str) -> Reply:
    """The theme, or the whole."""
    spoke = view.draft.spoke(key)
    if spoke is None:
        return Reply(show=screens.card(turn.texts, view, languages(turn)))
    return Reply(show=themes.theme(turn.texts, view, spoke))


TAPS: dict[type[Value], TapHandler] = {v.Word: word, v.Add: add}
LINES: dict[str, LineHandler] = {WORDING: worded, ADDING: added}
