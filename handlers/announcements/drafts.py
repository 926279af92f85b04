"""What the conversations about an announcement share: how it stands, and who may change what."""

from __future__ import annotations

from collections.abc import Awaitable

from bot.i18n import Texts
from bot.screen import Screen
from bot.services.act import Refused, Why
from bot.services.announcements.announced import View
from handlers.refusals import refusal
from handlers.screens.announcements import audience, draft, sending
from handlers.turn import Reply, Turn


async def present(turn: Turn, view: View) -> Screen:
    """The draft, or how far the announcement is."""
    if view.announcement.state != "draft":
        return sending.standing(turn.texts, view, turn.zone)
    return draft.card(turn.texts, view, await _whom(turn, view), voices(turn))


async def _whom(turn: Turn, view: View) -> str:
    """The audience in words, and how many that is."""
    reach = audience.reach_words(turn.texts, view.reach)
    if view.announcement.group_id is not None or not view.own:
        return reach
    options = await turn.services.announcements.options(turn.act, view.announcement.id)
    words = audience.audience_words(turn.texts, view.announcement.audience, options)
    return f"{words} ({reach})" if words else reach


async def or_as_it_stands(turn: Turn, announcement_id: int, work: Awaitable[View]) -> View | Reply:
    """What the work returns; where the announcement is on its way by now, how it stands, and a word about it."""
    try:
        return await work
    except Refused as refused:
        return await as_it_stands(turn, announcement_id, refused)


async def as_it_stands(turn: Turn, announcement_id: int, refused: Refused) -> Reply:
    if refused.why not in (Why.UNDER_WAY, Why.NOT_SENT):
        raise refused
    view = await turn.services.announcements.look(turn.act, announcement_id)
    return Reply(show=await present(turn, view), toast=refusal(turn.own, refused.why), alert=True)


async def draft_of(turn: Turn, announcement_id: int) -> View:
    """The draft. Refused: UNDER_WAY when it is none any more, NOT_AUTHOR where it is somebody else's."""
    view = await turn.services.announcements.look(turn.act, announcement_id)
    if view.announcement.state != "draft":
        raise Refused(Why.UNDER_WAY)
    if not view.own:
        raise Refused(Why.NOT_AUTHOR)
    return view


async def changed(turn: Turn, announcement_id: int, work: Awaitable[View]) -> Reply:
    """The draft with the change, or how it stands where it is none any more."""
    view = await or_as_it_stands(turn, announcement_id, work)
    return view if isinstance(view, Reply) else Reply(show=await present(turn, view))


def voices(turn: Turn) -> list[Texts]:
    return [turn.catalogs.texts(one) for one in turn.catalogs.languages]
