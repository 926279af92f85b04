"""`/template`: a group or an organization makes a survey its own, in private; what is typed for it is beside this."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial

from bot.services.act import Refused, Why
from bot.services.rounds.tailoring import Change, View
from handlers.actions.sketch import whose
from handlers.refusals import refusal
from handlers.rounds import wording as tailoring_words
from handlers.rounds.wording import languages, spoke_of
from handlers.screens.groups.start import link
from handlers.screens.rounds import tailoring as screens
from handlers.screens.rounds import theme as themes
from handlers.turn import Command, LineHandler, Reply, TapHandler, Turn, _
from handlers.value import Value
from handlers.values import tailoring as v
from surveys import tailoring as rules
from surveys.tailoring import UnfitError


async def template(turn: Turn) -> Reply:
    """In a group the way into private; there the only place, or the choice."""
    group = turn.place.group
    if not turn.place.private:
        return Reply(show=screens.in_private(turn.texts, _way(turn, "g", group.id if group else 0)))
    found = await turn.services.tailoring.places(turn.act)
    if len(found) != 1:
        return Reply(show=screens.places(turn.texts, found))
    return await shelf(turn, screens.shelf_of(found[0].whose))


def _way(turn: Turn, of: str, place_id: int) -> str:
    return link(turn.bot_username, "start", f"m{of}{place_id}")


async def from_link(turn: Turn) -> Reply:
    """Somebody comes from their group."""
    of, number = turn.argument[:1], turn.argument[1:19]
    if not turn.place.private or of not in ("g", "o") or not (number.isascii() and number.isdecimal()):
        raise Refused(Why.BAD_LINK)
    return await shelf(turn, v.Shelf(of="g" if of == "g" else "o", id=int(number)))


async def places(turn: Turn, value: v.Places) -> Reply:
    del value
    return await template(turn)


async def shelf(turn: Turn, value: v.Shelf) -> Reply:
    """In a group the private chat opens."""
    if not turn.place.private:
        return Reply(url=_way(turn, value.of, value.id))
    await _end(turn)
    return Reply(
        show=screens.shelf(turn.texts, await turn.services.tailoring.offer(turn.act, whose(value.of, value.id)))
    )


async def copies(turn: Turn, value: v.Copies) -> Reply:
    offer = await turn.services.tailoring.offer(turn.act, whose(value.of, value.id))
    return Reply(show=screens.copies(turn.texts, offer))


async def copy(turn: Turn, value: v.Copy) -> Reply:
    view = await turn.services.tailoring.copy(turn.act, whose(value.of, value.id), value.template_id)
    return _card(turn, view)


async def card(turn: Turn, value: v.Card) -> Reply:
    """What was to be typed is waited for no longer."""
    await _end(turn)
    return _card(turn, await turn.services.tailoring.look(turn.act, value.id))


async def theme(turn: Turn, value: v.Theme) -> Reply:
    await _end(turn)
    return _theme(turn, await turn.services.tailoring.look(turn.act, value.id), value.key)


async def drop(turn: Turn, value: v.Drop) -> Reply:
    if not value.sure:
        view = await turn.services.tailoring.look(turn.act, value.id)
        return Reply(show=themes.sure_to_drop(turn.texts, view, spoke_of(view, value.key)))
    return await _changed(turn, value, partial(rules.dropped, key=value.key), _card)


async def turn_on(turn: Turn, value: v.TurnOn) -> Reply:
    """Warned first."""
    if not value.sure:
        view = await turn.services.tailoring.look(turn.act, value.id)
        return Reply(show=themes.warning(turn.texts, view, spoke_of(view, value.key), turn.operator))
    return await _changed(turn, value, partial(rules.turned, key=value.key, on=True), _at(value.key))


async def turn_off(turn: Turn, value: v.TurnOff) -> Reply:
    return await _changed(turn, value, partial(rules.turned, key=value.key, on=False), _at(value.key))


async def mark(turn: Turn, value: v.Mark) -> Reply:
    return await _changed(turn, value, partial(rules.marked, key=value.key), _at(value.key))


async def use(turn: Turn, value: v.Use) -> Reply:
    return await _or_as_it_stands(turn, value, turn.services.tailoring.put_to_use(turn.act, value.id, value.revision))


async def discard(turn: Turn, value: v.Discard) -> Reply:
    """Asked once more in its place."""
    if not value.sure:
        view = await turn.services.tailoring.look(turn.act, value.id)
        return Reply(show=screens.sure_to_discard(turn.texts, view))
    return await _or_as_it_stands(turn, value, turn.services.tailoring.discard(turn.act, value.id, value.revision))


async def put_away(turn: Turn, value: v.PutAway) -> Reply:
    """Asked once more in its place; then what else there is."""
    tailoring = turn.services.tailoring
    view = await tailoring.look(turn.act, value.id)
    if not value.sure:
        return Reply(show=screens.sure_to_put_away(turn.texts, view))
    try:
        await tailoring.put_away(turn.act, value.id, value.revision)
    except Refused as refused:
        return _told(turn, refused, view)
    return await shelf(turn, screens.shelf_of(view.own.whose))


async def _changed(turn: Turn, value: v.Changing, change: Change, shown: Callable[[Turn, View], Reply]) -> Reply:
    """After the change; what does not fit is said, and nothing changes."""
    work = turn.services.tailoring.change(turn.act, value.id, value.revision, change)
    try:
        return await _or_as_it_stands(turn, value, work, shown)
    except UnfitError as unfit:
        return Reply(toast=screens.fault(turn.own, unfit), alert=True)


async def _or_as_it_stands(
    turn: Turn, value: v.Changing, work: Awaitable[View], shown: Callable[[Turn, View], Reply] | None = None
) -> Reply:
    """After the work; where somebody else was first, how it stands now, and a word about it."""
    try:
        view = await work
    except Refused as refused:
        return _told(turn, refused, await turn.services.tailoring.look(turn.act, value.id))
    return (shown or _card)(turn, view)


def _told(turn: Turn, refused: Refused, view: View) -> Reply:
    if refused.why is not Why.CHANGED_SURVEY:
        raise refused
    return replace(_card(turn, view), toast=refusal(turn.own, refused.why), alert=True)


def _card(turn: Turn, view: View) -> Reply:
    return Reply(show=screens.card(turn.texts, view, languages(turn)))


def _theme(turn: Turn, view: View, key: str) -> Reply:
    return Reply(show=themes.theme(turn.texts, view, spoke_of(view, key)))


def _at(key: str) -> Callable[[Turn, View], Reply]:
    return partial(_theme, key=key)


async def _end(turn: Turn) -> None:
    """Whatever of this was to be typed is waited for no longer."""
    waiting = await turn.services.dialogues.waiting(turn.act, turn.spot)
    if waiting and waiting.kind in tailoring_words.LINES:
        await turn.services.dialogues.end(replace(turn.act, update_id=None), turn.spot)


COMMANDS = {"template": Command(template, _("Make a survey your own"), aliases=("modele", "plantilla", "templates"))}
STARTS: dict[str, LineHandler] = {"m": from_link}
TAPS: dict[type[Value], TapHandler] = {
    v.Places: places,
    v.Shelf: shelf,
    v.Copies: copies,
    v.Copy: copy,
    v.Card: card,
    v.Theme: theme,
    v.Drop: drop,
    v.TurnOn: turn_on,
    v.TurnOff: turn_off,
    v.Mark: mark,
    v.Use: use,
    v.Discard: discard,
    v.PutAway: put_away,
    **tailoring_words.TAPS,
}
LINES: dict[str, LineHandler] = tailoring_words.LINES
