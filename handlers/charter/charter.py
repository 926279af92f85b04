"""`/charter`: what a network and its groups have agreed on; read in one's own language, accepted once a version."""

from __future__ import annotations

import re
from typing import Any

from bot.screen import Screen
from bot.services.act import Act, Refused, Why
from bot.services.charter.charters import Reading
from bot.storage.charters import Circle
from handlers.charter import writing as charter_writing
from handlers.charter.writing import circle, voices
from handlers.screens.charter import charter as screens
from handlers.turn import Addressee, Command, LetterRenderer, LineHandler, Reply, TapHandler, Turn, _
from handlers.value import Value
from handlers.values import charter as v

_PAYLOAD = re.compile(r"([ng])([0-9]{1,18})")


async def charter(turn: Turn) -> Reply:
    """In private the only one, or the choice; in a group its own, else its network's."""
    if turn.place.private:
        return await listing(turn, v.List())
    return Reply(show=await _posted(turn))


async def listing(turn: Turn, value: v.List) -> Reply:
    """The charters of the person."""
    del value
    if not turn.place.private:
        return Reply(show=await _posted(turn))
    found = await turn.services.charters.all(turn.act)
    if len(found) != 1:
        return Reply(show=screens.choice(turn.texts, found))
    return Reply(show=screens.reading(turn.texts, found[0], voices(turn)))


async def _posted(turn: Turn) -> Screen:
    """What a group's chat shows. Refused: GONE, also where the group is of no network."""
    group = turn.place.group
    if group is None:
        raise Refused(Why.GONE)
    one = await turn.services.charters.of_group(turn.act, group.id)
    part = screens.of(one.circle)
    link = f"https://t.me/{turn.bot_username}?start=k{part.whose}{part.id}"
    return screens.in_group(turn.texts, one, link)


async def from_link(turn: Turn) -> Reply:
    """Opened from a group."""
    found = _PAYLOAD.fullmatch(turn.argument)
    if found is None or not turn.place.private:
        return await charter(turn)
    whose: Any = found[1]
    return await read(turn, v.Read(whose=whose, id=int(found[2]), language=""))


async def read(turn: Turn, value: v.Read) -> Reply:
    """The whole of it, in that language."""
    if not turn.place.private:
        return Reply(show=await _posted(turn))
    one = await turn.services.charters.look(turn.act, circle(value))
    return Reply(show=await _shown(turn, one, value.language))


async def _shown(turn: Turn, one: Reading, language: str = "") -> Screen:
    others = len(await turn.services.charters.all(turn.act)) > 1
    return screens.reading(turn.texts, one, voices(turn), wanted=language, others=others)


async def accept(turn: Turn, value: v.Accept) -> Reply:
    """Accept it; in a group only whoever tapped hears of it. Where another is in force by now, that is shown."""
    one = await turn.services.charters.accept(turn.act, circle(value), value.version)
    thanks = turn.own.label("Thank you: you have accepted the charter.")
    changed = turn.own.label("There is a newer version by now. Please read that one: /charter")
    toast = thanks if one.accepted else changed
    if not turn.place.private:
        return Reply(toast=toast, alert=not one.accepted)
    return Reply(show=await _shown(turn, one), toast=toast, alert=not one.accepted)


async def listen(turn: Turn, value: v.Listen) -> Reply:
    """What was spoken. In a group only of its own, or of its network's: others must not hear another's."""
    _need_here(turn, circle(value))
    one = await turn.services.charters.look(turn.act, circle(value))
    words = one.words.get(value.language)
    if words is None or words.voice is None:
        raise Refused(Why.GONE)
    return Reply(send=screens.voice(words.voice))


def _need_here(turn: Turn, asked: Circle) -> None:
    """Refused: NOT_MEMBER."""
    group = turn.place.group
    if group is None:
        return
    own = (Circle(group_id=group.id), Circle(network_id=group.network_id))
    if group.state != "active" or asked not in own:
        raise Refused(Why.NOT_MEMBER)


async def news(data: dict[str, Any], to: Addressee) -> Screen | None:
    """A new version, for whoever has not accepted it meanwhile."""
    person_id = to.chat_id if to.group is None else None
    act = Act(person_id, to.services.ground.clock.now(), anonymous_in=to.chat_id if person_id is None else None)
    found = await to.services.charters.news(act, [row[0] for row in data["charters"]])
    return screens.news(to.texts, found) if found else None


COMMANDS: dict[str, Command] = {
    "charter": Command(charter, _("What we have agreed on"), aliases=("charte", "carta", "chartre")),
}
STARTS: dict[str, LineHandler] = {"k": from_link}
TAPS: dict[type[Value], TapHandler] = {
    v.List: listing,
    v.Read: read,
    v.Accept: accept,
    v.Listen: listen,
    **charter_writing.TAPS,
}
LINES: dict[str, LineHandler] = charter_writing.LINES
CONTENTS: dict[str, LineHandler] = charter_writing.CONTENTS
LETTERS: dict[str, LetterRenderer] = {"charter": news}
