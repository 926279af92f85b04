"""A theme of a workshop: everybody taps, whoever facilitates shows it and notes what the group agrees on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.screen import Screen
from bot.services.act import Refused, Why
from bot.services.workshop.view import View
from bot.services.workshop.workshops import TALK
from handlers.content import Unfit
from handlers.refusals import refusal
from handlers.screens.workshop import theme as screens
from handlers.turn import Addressee, LetterRenderer, LineHandler, Reply, TapHandler, Turn
from handlers.value import Value
from handlers.values import workshop as v

WHY = "workshop_why"


async def level(turn: Turn, value: v.Level) -> Reply:
    """Only whoever taps is told; the message changes once, when there is enough to look."""
    tapped = await turn.services.workshops.themes.tap(
        turn.act, value.workshop_id, value.place, value.level, message_id=turn.message_id
    )
    view = tapped.now_enough
    return Reply(
        show=screens.theme(turn.texts, view, value.place) if view else None,
        toast=screens.noted(turn.own, value.level, tapped.sentence),
    )


async def show(turn: Turn, value: v.Show) -> Reply:
    """The level; where that cannot be shown yet, a way on without it."""
    services = turn.services.workshops
    try:
        view = await services.themes.show(
            turn.act, value.workshop_id, value.place, anyhow=bool(value.sure), message_id=turn.message_id
        )
    except Refused as refused:
        if refused.why is not Why.TOO_FEW:
            raise
        view = await services.look(turn.act, value.workshop_id)
        waiting = screens.theme(turn.texts, view, value.place, anyhow=True)
        return Reply(show=waiting, toast=refusal(turn.own, refused.why), alert=True)
    return _theme(turn, view, value.place)


async def agree(turn: Turn, value: v.Agree) -> Reply:
    themes = turn.services.workshops.themes
    return _theme(
        turn,
        await themes.agree(turn.act, value.workshop_id, value.place, value.level, message_id=turn.message_id),
        value.place,
    )


async def wish(turn: Turn, value: v.Wish) -> Reply:
    themes = turn.services.workshops.themes
    return _theme(
        turn,
        await themes.wish(turn.act, value.workshop_id, value.place, value.level, message_id=turn.message_id),
        value.place,
    )


async def talk(turn: Turn, value: v.Talk) -> Reply:
    view = await turn.services.workshops.talk(turn.act, value.workshop_id, value.minutes, message_id=turn.message_id)
    return _theme(turn, view, view.workshop.place)


async def say(turn: Turn, value: v.Say) -> Reply:
    """Ask for the reason; whoever does not answer has said nothing, and all goes on."""
    await turn.services.workshops.look(turn.act, value.workshop_id)
    await turn.services.dialogues.wait(turn.act, turn.spot, WHY, **value.model_dump())
    return Reply(send=screens.ask_why(turn.texts))


async def said(turn: Turn) -> Reply:
    """The reason, written or spoken; asked again where it is neither, or too long."""
    workshop_id, place = int(turn.asked["workshop_id"]), int(turn.asked["place"])
    act = replace(turn.act, update_id=None)
    try:
        view = await turn.services.workshops.themes.explain(act, workshop_id, place, turn.line, _voice(turn))
    except Refused as refused:
        if refused.why is not Why.BAD_REASON:
            raise
        return Reply(send=screens.ask_why(turn.texts))
    await turn.services.dialogues.end(turn.act, turn.spot)
    return _theme(turn, view, place)


def _voice(turn: Turn) -> str | None:
    """Telegram's id of the voice message that came."""
    media = () if isinstance(turn.content, Unfit) else turn.content.media
    return next((one.file_id for one in media if one.kind == "voice"), None)


async def go(turn: Turn, value: v.Go) -> Reply:
    """On to a theme, in a new message; what stays of the one before has no buttons any more.

    A doubled tap finds the group there already, and sends nothing.
    """
    view, moved = await turn.services.workshops.go(turn.act, value.workshop_id, value.place)
    there = screens.theme(turn.texts, view, value.place)
    if value.listed and not moved:
        view = await turn.services.workshops.again(turn.act, value.workshop_id)
        return Reply(delete=True, send=there, elsewhere=below(turn, view))
    if value.listed:
        return Reply(delete=True, send=there)
    if not moved:
        return Reply(toast=turn.own.label("You are there already. /workshop shows the theme again."))
    before = value.place - 1
    left = screens.settled(turn.texts, view, before) if screens.is_settled(view, before) else None
    return Reply(show=left, send=there)


def below(turn: Turn, view: View) -> dict[int, Screen]:
    """The message that the theme was on before has no buttons any more."""
    return {view.left: screens.below(turn.texts, view, view.workshop.place)} if view.left else {}


def _theme(turn: Turn, view: View, place: int) -> Reply:
    return Reply(show=screens.theme(turn.texts, view, place), elsewhere=below(turn, view))


async def _talked(data: dict[str, Any], to: Addressee) -> Screen | None:
    """None when the group has gone on meanwhile."""
    view = await to.services.workshops.talked(int(data["workshop_id"]), int(data["until"]))
    return screens.talk_is_over(to.texts, view) if view else None


def in_its_group(handler: TapHandler) -> TapHandler:
    """In no other chat, where the message that was tapped is none of the workshop's. Refused: GONE."""

    async def only_there(turn: Turn, value: v.OfWorkshop) -> Reply:
        group = turn.place.group
        if group is None or not await turn.services.workshops.is_of(value.workshop_id, group.id):
            raise Refused(Why.GONE)
        return await handler(turn, value)

    return only_there


_TAPS: dict[type[Value], TapHandler] = {
    v.Level: level,
    v.Show: show,
    v.Agree: agree,
    v.Wish: wish,
    v.Talk: talk,
    v.Say: say,
    v.Go: go,
}
TAPS: dict[type[Value], TapHandler] = {kind: in_its_group(handler) for kind, handler in _TAPS.items()}
CONTENTS: dict[str, LineHandler] = {WHY: said}
LETTERS: dict[str, LetterRenderer] = {TALK: _talked}
