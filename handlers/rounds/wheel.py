"""`/wheel`: in private what describes the person, in a group the group's own; at once, from the frozen snapshot."""

from __future__ import annotations

from typing import Any

from bot.screen import Screen
from bot.services.actions.answered import Answers
from bot.services.bundle import Services
from bot.services.rounds.wheels import Choice, View
from handlers.screens.actions import answered as answers
from handlers.screens.rounds import wheel as screens
from handlers.screens.rounds.survey import withheld
from handlers.turn import Addressee, Command, Reply, Turn, _
from handlers.values import wheel as v


async def wheel(turn: Turn) -> Reply:
    """The newest wheel, or a choice where there are several."""
    found = await _choices(turn)
    if not found:
        return Reply(show=screens.none_yet(turn.texts, in_group=turn.place.group is not None))
    if len(found) == 1:
        return Reply(show=await _screen(turn, found[0].figure_id, found))
    return Reply(show=screens.choices(turn.texts, found))


async def show(turn: Turn, value: v.Show) -> Reply:
    """Another round's wheel, or the chosen one, in the same message."""
    return Reply(show=await _screen(turn, value.figure_id, await _choices(turn)))


async def answered(turn: Turn, value: v.Answered) -> Reply:
    """What was done since the wheel before, below the same picture. Refused: GONE, NOT_MEMBER."""
    view = await _view(turn, value.figure_id)
    found = await turn.services.boards.answers(value.figure_id)
    return Reply(show=answers.answered(turn.texts, view, found, value.page))


async def choose(turn: Turn, value: v.Choose) -> Reply:  # noqa: ARG001 - a tap's handler
    """Back to the choice."""
    return await wheel(turn)


async def _choices(turn: Turn) -> list[Choice]:
    group = turn.place.group
    if group is not None:
        return await turn.services.wheels.choices_of_group(group.id)
    return await turn.services.wheels.choices(turn.act)


async def _screen(turn: Turn, figure_id: int, found: list[Choice]) -> Screen:
    view = await _view(turn, figure_id)
    shown = screens.wheel(turn.texts, view, paged=True, others=len(found) > 1)
    return answers.looking_back(turn.texts, shown, view, await _done(turn.services, view))


async def _view(turn: Turn, figure_id: int) -> View:
    """The wheel, for whoever may see it here; in private all of it. Refused: GONE, NOT_MEMBER."""
    group = turn.place.group
    in_group = group.id if group else None
    return await turn.services.wheels.show(
        turn.act, figure_id, turn.texts.language, in_group=in_group, whole=turn.place.private
    )


async def _done(services: Services, view: View) -> Answers | None:
    """What was done since the wheel before; None where there is none before, or where nobody has a plan."""
    if view.earlier is None or view.scope == "network":
        return None
    return await services.boards.answers(view.figure_id)


async def _posted(data: dict[str, Any], to: Addressee) -> Screen | None:
    """None once that wheel is gone: what was erased leaves its number to another, perhaps of another network."""
    view = await to.services.wheels.posted(data["figure_id"], to.texts.language)
    if view is None or to.group is None or not view.is_of(to.group):
        return None
    if not view.snapshot.published:  # all that it shows is sensitive
        return withheld(to.texts, view.round_id, view.subject_id, extendable=False)
    return answers.looking_back(to.texts, screens.wheel(to.texts, view), view, await _done(to.services, view))


async def _ready(data: dict[str, Any], to: Addressee) -> Screen | None:
    return screens.ready(to.texts, data["figure_id"])


async def _withheld(data: dict[str, Any], to: Addressee) -> Screen | None:  # noqa: ARG001 - a letter's renderer
    return screens.organization_withheld(to.texts)


TAPS = {v.Show: show, v.Answered: answered, v.Choose: choose}
COMMANDS = {
    "wheel": Command(
        wheel,
        _("See the wheel"),
        aliases=("roue", "rueda", "wheels", "roues", "ruedas"),
        menu=frozenset({"private", "group", "administrators"}),
    )
}
LETTERS = {"wheel": _posted, "wheel_ready": _ready, "wheel_withheld": _withheld}
