"""`/discuss`, and "Discuss" below a wheel: from a theme or a subject to a thread in the group."""

from __future__ import annotations

from dataclasses import replace

from bot.screen import Screen
from bot.services.act import Refused, Why
from bot.services.rounds.wheels import View as Wheel
from bot.services.talk.threads import Theme
from bot.storage.groups import Group
from bot.storage.threads import Thread
from handlers.screens.rounds import wheel as wheels
from handlers.screens.talk import card as cards
from handlers.screens.talk import threads as screens
from handlers.talk.threads import before
from handlers.turn import LineHandler, Reply, TapHandler, Turn
from handlers.value import Value
from handlers.values import threads as v

SUBJECT = "thread_subject"


async def discuss(turn: Turn) -> Reply:
    """On that subject; without one, what the group's newest wheel suggests."""
    if turn.place.group is None:
        return Reply(show=screens.in_group(turn.texts))
    if turn.argument:
        return await _subject(turn, turn.argument)
    found = await turn.services.wheels.choices_of_group(turn.place.group.id)
    if not found:
        await turn.services.dialogues.wait(turn.act, turn.spot, SUBJECT)
        return Reply(show=screens.no_wheel(turn.texts))
    return Reply(show=await _suggestions(turn, found[0].figure_id))


async def below_wheel(turn: Turn, value: v.Discuss) -> Reply:
    """The suggestions, below the wheel, which stays."""
    return Reply(send=await _suggestions(turn, value.figure_id))


async def suggested(turn: Turn, value: v.Suggested) -> Reply:
    """Back to them."""
    return Reply(show=await _suggestions(turn, value.figure_id))


async def _suggestions(turn: Turn, figure_id: int) -> Screen:
    view, _ = await _wheel(turn, figure_id)
    results = wheels.drawing(turn.texts, view).spokes
    return screens.suggestions(turn.texts, figure_id, results, private=turn.place.private)


async def themes(turn: Turn, value: v.Themes) -> Reply:
    """All of them."""
    view, _ = await _wheel(turn, value.figure_id)
    names = [one.name.in_(turn.texts.language) for one in view.template.spokes]
    return Reply(show=screens.themes(turn.texts, value.figure_id, names))


async def _wheel(turn: Turn, figure_id: int) -> tuple[Wheel, Group]:
    """The wheel, and the group that talks about it: its own, or the one in whose chat this is.

    Refused: GONE, NOT_MEMBER (also for an organization's wheel: no group talks about that).
    """
    here = turn.place.group
    in_group = here.id if here else None
    view = await turn.services.wheels.show(turn.act, figure_id, turn.texts.language, in_group=in_group)
    if here is not None:
        return view, here
    for group in await turn.services.thread_views.places(turn.act):
        if (view.scope, view.subject_id) == ("group", group.id):
            return view, group
    raise Refused(Why.NOT_MEMBER)


async def theme(turn: Turn, value: v.Theme) -> Reply:
    """Open it on that theme, named in the group's language."""
    view, group = await _wheel(turn, value.figure_id)
    spokes = view.template.spokes
    if not 0 <= value.place < len(spokes):
        raise Refused(Why.GONE)
    spoke = spokes[value.place]
    about = Theme(value.figure_id, spoke.key)
    title = spoke.name.in_(turn.catalogs.texts(group.language).language)
    return await _begun(turn, await _opened(turn, group, title, about))


async def went_well(turn: Turn, value: v.WentWell) -> Reply:
    """Where no theme stands out: on what went well."""
    del value
    group = _group(turn)
    return await _begun(turn, await _opened(turn, group, turn.texts.label("What did we do well?")))


async def other(turn: Turn, value: v.Subject) -> Reply:
    """The subject is typed."""
    del value
    _group(turn)
    await turn.services.dialogues.wait(turn.act, turn.spot, SUBJECT)
    return Reply(send=screens.ask_subject(turn.texts))


async def typed(turn: Turn) -> Reply:
    """The subject came."""
    reply = await _subject(turn, turn.line)
    await turn.services.dialogues.end(turn.act, turn.spot)
    return reply


async def _subject(turn: Turn, line: str) -> Reply:
    """What begins below its opening needs no word before that."""
    thread = await _opened(turn, _group(turn), line)
    reply = await _begun(turn, thread)
    return reply if thread.kind == "topic" or thread.message_id is not None else Reply()


def _group(turn: Turn) -> Group:
    """Refused: GONE in private: a subject is given in the group."""
    if turn.place.group is None:
        raise Refused(Why.GONE)
    return turn.place.group


async def _opened(turn: Turn, group: Group, title: str, about: Theme | None = None) -> Thread:
    here = turn.place.group is not None
    return await turn.services.threads.open(before(turn), group.id, title, about, here=here)


async def _begun(turn: Turn, thread: Thread) -> Reply:
    """It is told as it was when it was asked for: its opening may have gone out since."""
    view = replace(await turn.services.thread_views.look(turn.act, thread.id), thread=thread)
    if turn.place.private and thread.message_id is None:
        return Reply(show=screens.begins_there(turn.texts, view))
    return Reply(show=screens.begins(turn.texts, view, cards.url(thread, view.group)))


TAPS: dict[type[Value], TapHandler] = {
    v.Discuss: below_wheel,
    v.Suggested: suggested,
    v.Themes: themes,
    v.Theme: theme,
    v.WentWell: went_well,
    v.Subject: other,
}
LINES: dict[str, LineHandler] = {SUBJECT: typed}
