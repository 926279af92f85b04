"""`/shared`: what other groups let the network use; and the letters between who asks and an author."""

from __future__ import annotations

from typing import Any

from bot.screen import Screen
from bot.services.act import Act, Refused, Why
from bot.services.talk.sharing import ANSWERED, ASKED
from handlers.screens import general as common
from handlers.screens.charter import charter as charters
from handlers.screens.talk import kept as keeping
from handlers.screens.talk import sharing as screens
from handlers.turn import Addressee, LetterRenderer, Reply, TapHandler, Turn
from handlers.value import Value
from handlers.values import kept as v


async def shared(turn: Turn) -> Reply:
    """In private: who may see it is one person, not a group. Whoever is in no network is told how to come in."""
    try:
        return await _page(turn, v.Shared(network_id=0, page=0))
    except Refused as refused:
        if refused.why is not Why.NOT_MEMBER:
            raise
        return Reply(show=charters.choice(turn.texts, []))


async def _page(turn: Turn, value: v.Shared) -> Reply:
    if not turn.place.private:
        return Reply(show=common.only_private(turn.texts, turn.bot_username))
    found = await turn.services.sharing.page(turn.act, value.network_id, value.page)
    return Reply(show=screens.listing(turn.texts, found))


async def hear(turn: Turn, value: v.Hear) -> Reply:
    """What was spoken in another group."""
    point = await turn.services.sharing.look(turn.act, value.id)
    if point.voice is None:
        raise Refused(Why.GONE)
    return Reply(send=keeping.voice(point.voice))


async def ask(turn: Turn, value: v.Ask) -> Reply:
    """Ask the author."""
    reached = await turn.services.sharing.ask(turn.act, value.id)
    return Reply(toast=screens.asked(turn.own, reached=reached), alert=True)


async def request(turn: Turn, value: v.Request) -> Reply:
    """Who asks, and for what. Refused: GONE."""
    found = await turn.services.sharing.request(turn.act, value.id, value.person_id)
    if found is None:
        raise Refused(Why.GONE)
    return Reply(show=screens.request(turn.texts, found))


async def answer(turn: Turn, value: v.Answer) -> Reply:
    """Yes, or no."""
    sharing = turn.services.sharing
    found = await sharing.answer(turn.act, value.id, value.person_id, yes=bool(value.yes))
    return Reply(show=screens.request(turn.texts, found))


async def heard_back(turn: Turn, value: v.Reply) -> Reply:
    """What the author has said. Refused: GONE."""
    found = await turn.services.sharing.answered(turn.act, value.id)
    if found is None:
        raise Refused(Why.GONE)
    point, yes = found
    return Reply(show=screens.answered(turn.texts, point, yes=yes))


async def _asked(data: dict[str, Any], to: Addressee) -> Screen | None:
    """None once it was answered, or taken back."""
    kept_id, person_id = int(data["id"]), int(data["person_id"])
    found = await to.services.sharing.request(_reader(to), kept_id, person_id)
    return screens.letter(to.texts, kept_id, person_id) if found and found.answer is None else None


async def _answered(data: dict[str, Any], to: Addressee) -> Screen | None:
    """None once it was taken back."""
    kept_id = int(data["id"])
    return screens.reply(to.texts, kept_id) if await to.services.sharing.answered(_reader(to), kept_id) else None


def _reader(to: Addressee) -> Act:
    return Act(to.chat_id, to.services.ground.clock.now())


TAPS: dict[type[Value], TapHandler] = {
    v.Shared: _page,
    v.Hear: hear,
    v.Ask: ask,
    v.Request: request,
    v.Answer: answer,
    v.Reply: heard_back,
}
LETTERS: dict[str, LetterRenderer] = {ASKED: _asked, ANSWERED: _answered}
