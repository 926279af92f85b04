"""A member answers a round in private: from the invitation to the last tap, and afterwards."""

from __future__ import annotations

from typing import Any

from bot.i18n import Texts
from bot.screen import Screen
from bot.services.act import Refused, Why
from bot.services.names import search
from bot.services.rounds.answering import Standing
from handlers.screens.general import only_private
from handlers.screens.rounds import answering as screens
from handlers.turn import Addressee, LetterRenderer, LineHandler, Reply, TapHandler, Turn
from handlers.value import Value
from handlers.values.answering import (
    Another,
    Answer,
    Ask,
    Belong,
    Done,
    Hide,
    Languages,
    More,
    Open,
    Overview,
    Speak,
)

SEARCH = "organization_search"
NAME = "organization_name"


async def start_by_group(turn: Turn) -> Reply:
    """The button under a group's invitation: whoever comes by it is in the group from now on."""
    if not turn.place.private:
        return Reply(show=only_private(turn.texts, turn.bot_username))
    standing = await turn.services.answering.open_by_group(turn.act, turn.argument)
    return await _go_on(await turn.in_own_voice(), standing)


async def start_by_link(turn: Turn) -> Reply:
    """An organization round's link."""
    if not turn.place.private:
        return Reply(show=only_private(turn.texts, turn.bot_username))
    return await _go_on(turn, await turn.services.answering.open_by_link(turn.act, turn.argument))


async def open_round(turn: Turn, value: Open) -> Reply:
    """Open a round, or go on where it was left."""
    try:
        return await _go_on(turn, await turn.services.answering.open(turn.act, value.round_id))
    except Refused as refused:
        return _too_late(turn, value.round_id, refused)


async def answer(turn: Turn, value: Answer) -> Reply:
    """The tap that counts; the changed screen is its acknowledgement."""
    try:
        standing = await turn.services.answering.answer(turn.act, value.round_id, value.place, value.level)
    except Refused as refused:
        return _too_late(turn, value.round_id, refused)
    if value.listed:
        return Reply(show=screens.overview(turn.texts, standing, _zone(turn)))
    return Reply(show=_next(turn, standing, value.place))


async def ask(turn: Turn, value: Ask) -> Reply:
    """Back, or a theme of the list."""
    standing = await turn.services.answering.see(turn.act, value.round_id)
    return Reply(show=_question(turn, turn.texts, standing, value.place, listed=bool(value.listed)))


async def overview(turn: Turn, value: Overview) -> Reply:
    """The person's own answers."""
    standing = await turn.services.answering.see(turn.act, value.round_id)
    return Reply(show=screens.overview(turn.texts, standing, _zone(turn)))


async def more(turn: Turn, value: More) -> Reply:
    """What is behind the promise."""
    return Reply(show=screens.more(turn.texts, value.round_id, value.place))


async def languages(turn: Turn, value: Languages) -> Reply:
    """The languages to choose from."""
    voices = [turn.catalogs.texts(language) for language in turn.catalogs.languages]
    return Reply(show=screens.languages(turn.texts, voices, value))


async def speak(turn: Turn, value: Speak) -> Reply:
    """The same question in another language, remembered for everything that follows."""
    voice = turn.catalogs.texts(value.language)
    await turn.services.people.choose_language(turn.act, voice.language)
    standing = await turn.services.answering.see(turn.act, value.round_id)
    return Reply(show=_question(turn, voice, standing, value.place, listed=bool(value.listed)))


async def done(turn: Turn, value: Done) -> Reply:
    """Thanks, and no level."""
    standing = await turn.services.answering.see(turn.act, value.round_id)
    return Reply(show=screens.thanks(turn.texts, standing, _zone(turn)))


async def hide(turn: Turn, value: Hide) -> Reply:
    """Everything is put away."""
    return Reply(show=screens.put_away(turn.texts, value.round_id))


async def belong(turn: Turn, value: Belong) -> Reply:
    """The organization that was tapped, unless it is known by now: an old screen changes nothing."""
    standing = await turn.services.answering.open(turn.act, value.round_id)
    if standing.asks_organization:
        network_id = standing.round.network_id
        await turn.services.membership.claim(turn.act, network_id, value.organization_id or None, turn.name)
        standing = await turn.services.answering.open(turn.act, value.round_id)
    await turn.services.dialogues.end(turn.act, turn.spot)
    return await _go_on(turn, standing)


async def another(turn: Turn, value: Another) -> Reply:
    """An organization that is not listed."""
    await turn.services.dialogues.wait(turn.act, turn.spot, NAME, round_id=value.round_id)
    return Reply(show=screens.another(turn.texts, value.round_id))


async def name_typed(turn: Turn) -> Reply:
    """The name of an organization that is not listed."""
    round_id = int(turn.asked["round_id"])
    standing = await turn.services.answering.open(turn.act, round_id)
    if standing.asks_organization:
        await turn.services.membership.claim_new(turn.act, standing.round.network_id, turn.line, turn.name)
        standing = await turn.services.answering.open(turn.act, round_id)
    await turn.services.dialogues.end(turn.act, turn.spot)
    return await _go_on(turn, standing)


async def letters_typed(turn: Turn) -> Reply:
    """Letters of an organization's name."""
    round_id = int(turn.asked["round_id"])
    standing = await turn.services.answering.open(turn.act, round_id)
    if not standing.asks_organization:
        await turn.services.dialogues.end(turn.act, turn.spot)
        return await _go_on(turn, standing)
    known = await turn.services.answering.organizations(turn.act, round_id)
    found = search(turn.line, known, lambda one: one.name)
    return Reply(show=screens.found(turn.texts, round_id, found))


async def invitation(data: dict[str, Any], addressee: Addressee) -> Screen | None:
    """The private invitation, if it still makes sense."""
    round_id = int(data["round_id"])
    if not await addressee.services.answering.is_awaited(addressee.chat_id, round_id):
        return None
    return screens.invitation(addressee.texts, round_id)


async def present(turn: Turn) -> Screen | None:
    """The question that the person stands before, when a round is begun and not finished."""
    if turn.person is None:
        return None
    for standing in await turn.services.answering.waiting(turn.person.id):
        if not (standing.untouched or standing.complete):
            return _next(turn, standing, -1)
    return None


async def _go_on(turn: Turn, standing: Standing) -> Reply:
    if standing.locked:
        return Reply(show=screens.locked(turn.texts, standing.round.id))
    if standing.asks_organization:
        return Reply(show=await _organization(turn, standing.round.id))
    return Reply(show=_next(turn, standing, -1))


async def _organization(turn: Turn, round_id: int) -> Screen:
    known = await turn.services.answering.organizations(turn.act, round_id)
    await turn.services.dialogues.wait(turn.act, turn.spot, SEARCH, round_id=round_id)
    few = len(known) <= screens.MOST_ORGANIZATIONS
    return screens.organization(turn.texts, round_id, known if few else [], more_by_name=not few)


def _next(turn: Turn, standing: Standing, place: int) -> Screen:
    following = standing.next_after(place)
    if following is None:
        return screens.saved(turn.texts, standing, _zone(turn))
    return screens.question(turn.texts, standing, following, operator=turn.operator)


def _question(turn: Turn, texts: Texts, standing: Standing, place: int, *, listed: bool) -> Screen:
    """The question at that place, as long as it can be answered."""
    if not standing.open:
        return screens.closed(texts, standing.round.id)
    if standing.locked:
        return screens.locked(texts, standing.round.id)
    if not 0 <= place < len(standing.levels):
        raise Refused(Why.GONE)
    return screens.question(texts, standing, place, operator=turn.operator, listed=listed)


def _too_late(turn: Turn, round_id: int, refused: Refused) -> Reply:
    """A tap on a closed round, or on counted answers, in words with a way on."""
    if refused.why is Why.ROUND_CLOSED:
        return Reply(show=screens.closed(turn.texts, round_id))
    if refused.why is Why.LOCKED:
        return Reply(show=screens.locked(turn.texts, round_id))
    raise refused


def _zone(turn: Turn) -> str | None:
    return turn.person.zone if turn.person else None


def _private(handler: TapHandler) -> TapHandler:
    """Answers belong into the private chat: a forged tap elsewhere shows nothing there."""

    async def only_there(turn: Turn, value: Value) -> Reply:
        if not turn.place.private:
            return Reply(toast=turn.own.label("This only works in our private chat."), alert=True)
        return await handler(turn, value)

    return only_there


_TAPS: dict[type[Value], TapHandler] = {
    Open: open_round,
    Answer: answer,
    Ask: ask,
    Overview: overview,
    More: more,
    Languages: languages,
    Speak: speak,
    Done: done,
    Hide: hide,
    Belong: belong,
    Another: another,
}
TAPS: dict[type[Value], TapHandler] = {kind: _private(handler) for kind, handler in _TAPS.items()}
LINES: dict[str, LineHandler] = {SEARCH: letters_typed, NAME: name_typed}
STARTS: dict[str, LineHandler] = {"g": start_by_group, "o": start_by_link}
LETTERS: dict[str, LetterRenderer] = {"invitation": invitation}
