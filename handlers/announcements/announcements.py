"""`/announce`, `/announcements` and `/stop`: from where somebody announces, the list of all, and leaving them."""

from __future__ import annotations

from handlers.announcements import aiming, announcing, sending
from handlers.screens import general as common
from handlers.screens.announcements import announcements as screens
from handlers.screens.groups.start import link
from handlers.turn import Command, LetterRenderer, LineHandler, Reply, TapHandler, Turn, _
from handlers.value import Value
from handlers.values import announcements as v
from handlers.values import sending as s


async def announce(turn: Turn) -> Reply:
    """In a group the way to the private chat; there the choice of from where, if there is one."""
    if turn.place.group is not None:
        payload = f"a{turn.place.group.id}"
        return Reply(show=screens.in_private(turn.texts, link(turn.bot_username, "start", payload)))
    origins = await turn.services.announcements.places(turn.act)
    if not origins:
        return Reply(show=screens.nowhere(turn.texts))
    if len(origins) > 1:
        return Reply(show=screens.places(turn.texts, origins))
    (only,) = origins
    return await announcing.begin(turn, v.Begin(network_id=only.network_id, group_id=only.group_id or 0))


async def _places(turn: Turn, value: v.Places) -> Reply:
    del value
    return await announce(turn)


async def from_group(turn: Turn) -> Reply:
    """The link in a group was opened."""
    if not turn.argument.isdecimal() or not turn.place.private:
        return await announce(turn)
    group = await turn.services.groups.find(int(turn.argument[:18]))
    if group is None or group.network_id is None:
        return await announce(turn)
    return await announcing.begin(turn, v.Begin(network_id=group.network_id, group_id=group.id))


async def listed(turn: Turn) -> Reply:
    if not turn.place.private:
        return Reply(show=common.only_private(turn.texts, turn.bot_username))
    return await _listed(turn, v.List(page=0, anew=0))


async def _listed(turn: Turn, value: v.List) -> Reply:
    """A page of the list; the message that tells how far an announcement is stays where it is."""
    page = max(value.page, 0)
    found = await turn.services.announcements.listed(turn.act, page * screens.PAGE, screens.PAGE + 1)
    if not found and not page and not await turn.services.announcements.places(turn.act):
        return Reply(show=screens.nowhere(turn.texts))
    screen = screens.listing(turn.texts, found, page)
    return Reply(send=screen) if value.anew else Reply(show=screen)


async def stop(turn: Turn) -> Reply:
    """No more announcements for whoever asks, privately."""
    if not turn.place.private:
        return Reply(show=common.only_private(turn.texts, turn.bot_username))
    return await _leave(turn, s.Leave(off=1))


async def _leave(turn: Turn, value: s.Leave) -> Reply:
    await turn.services.people.leave_announcements(turn.act, bool(value.off))
    return Reply(show=screens.left(turn.texts) if value.off else screens.back_again(turn.texts))


COMMANDS: dict[str, Command] = {
    "announce": Command(
        announce, _("Send an announcement"), aliases=("annonce", "annoncer", "anuncio", "anunciar", "announcement")
    ),
    "announcements": Command(listed, _("All announcements"), aliases=("annonces", "anuncios")),
    "stop": Command(
        stop, _("Get no more announcements"), aliases=("arreter", "stopper", "parar", "detener", "unsubscribe")
    ),
}
STARTS: dict[str, LineHandler] = {"a": from_group}
TAPS: dict[type[Value], TapHandler] = {
    v.List: _listed,
    v.Places: _places,
    s.Leave: _leave,
    **announcing.TAPS,
    **aiming.TAPS,
    **sending.TAPS,
}
LINES: dict[str, LineHandler] = aiming.LINES
CONTENTS: dict[str, LineHandler] = {**announcing.CONTENTS, **sending.CONTENTS}
LETTERS: dict[str, LetterRenderer] = sending.LETTERS
