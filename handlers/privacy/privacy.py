"""What is kept, why, how long and who sees it; one's own data as files; and being forgotten."""

from __future__ import annotations

import asyncio

from handlers.screens import general as screens
from handlers.screens.privacy import mydata
from handlers.screens.privacy import privacy as plainly
from handlers.turn import Command, Reply, TapHandler, Turn, _
from handlers.value import Value
from handlers.values.general import Forget, Keep


async def privacy(turn: Turn) -> Reply:
    """Plainly what the code does with what it knows."""
    return Reply(show=plainly.privacy(turn.texts, turn.operator, turn.services.retention.days))


async def my_data(turn: Turn) -> Reply:
    """Everything about whoever asks, as a page and for programs: made now and kept nowhere."""
    if not turn.place.private:
        return Reply(show=screens.only_private(turn.texts, turn.bot_username))
    data = await turn.services.mydata.all(turn.act)
    programs, page = await asyncio.to_thread(mydata.files, turn.texts, data, turn.zone)
    return Reply(above=(programs,), send=page, refused=mydata.none(turn.texts))


async def forget_me(turn: Turn) -> Reply:
    """Asks once more, and says what would be without anyone."""
    if not turn.place.private:
        return Reply(show=screens.only_private(turn.texts, turn.bot_username))
    return Reply(show=screens.forget(turn.texts, await turn.services.people.leaving(turn.act)))


async def forget(turn: Turn, value: Forget) -> Reply:
    """The second tap: everything that names the person goes."""
    del value
    if not turn.place.private:
        return Reply(show=screens.only_private(turn.texts, turn.bot_username))
    await turn.services.people.forget(turn.act)
    return Reply(show=screens.forgotten(turn.texts))


async def keep(turn: Turn, value: Keep) -> Reply:
    """Nothing was meant."""
    del value
    return Reply(show=screens.stayed(turn.texts))


COMMANDS: dict[str, Command] = {
    "privacy": Command(
        privacy,
        _("What is kept, and who sees it"),
        aliases=("confidentialite", "privacidad", "confidentiality", "vieprivee", "confidencialidad"),
        menu=frozenset({"private"}),
    ),
    "mydata": Command(
        my_data,
        _("All that is kept about you, as a file"),
        aliases=("mesdonnees", "misdatos", "data", "donnees", "datos"),
    ),
    "forgetme": Command(
        forget_me,
        _("Delete what is kept about you"),
        aliases=("oubliezmoi", "oubliemoi", "olvideme", "olvidame", "forget"),
    ),
}
TAPS: dict[type[Value], TapHandler] = {Forget: forget, Keep: keep}
