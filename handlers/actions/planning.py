"""Planning an action: from a wheel or `/action`, by a few taps and one line, until it has a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.screen import Screen
from bot.services.act import Refused, Why
from bot.services.actions.actions import Draft
from bot.services.actions.plans import Plan
from bot.services.actions.rules import need_words
from bot.services.rounds.wheels import View as Wheel
from handlers.actions import choosing
from handlers.actions import sketch as sketches
from handlers.actions.choosing import day_of, present
from handlers.actions.sketch import PLANNING, Sketch, keep, kept, of_state
from handlers.content import Unfit
from handlers.screens.actions import planning as screens
from handlers.screens.actions.action import SPOKEN, card
from handlers.screens.groups.start import link
from handlers.screens.rounds import wheel as wheels
from handlers.turn import LineHandler, Reply, TapHandler, Turn
from handlers.value import Value
from handlers.values import actions as v
from surveys.template import Spoke
from surveys.wheel import most_divided, to_strengthen


async def action(turn: Turn) -> Reply:
    """In a group the way to the private chat, there the beginning of an action."""
    if not turn.place.private:
        return Reply(show=screens.in_private(turn.texts, link(turn.bot_username, "start", "p0")))
    return await begin(turn, v.Begin(figure_id=0))


async def from_link(turn: Turn) -> Reply:
    """The button below a wheel of the group was tapped: here it goes on."""
    if not turn.place.private or not turn.argument.isdecimal():
        return await action(turn)
    return await begin(turn, v.Begin(figure_id=int(turn.argument[:18])))


async def begin(turn: Turn, value: v.Begin) -> Reply:
    """In a group the private chat opens; there the plan is the wheel's, else it is chosen."""
    if not turn.place.private:
        return Reply(url=link(turn.bot_username, "start", f"p{max(value.figure_id, 0)}"))
    found = await turn.services.boards.places(turn.act)
    wheel = await _wheel(turn, value.figure_id)
    plan = next((one for one in found if wheel and _is_of(one, wheel)), found[0] if len(found) == 1 else None)
    sketch = Sketch(figure_id=value.figure_id)
    if plan is None:
        await keep(turn, sketch)
        return Reply(show=screens.plans(turn.texts, found))
    return Reply(show=await _themes(turn, _into(plan, sketch), wheel))


async def plans(turn: Turn, value: v.Plans) -> Reply:
    """The plans to choose from."""
    del value
    await kept(turn)
    return Reply(show=screens.plans(turn.texts, await turn.services.boards.places(turn.act)))


async def into(turn: Turn, value: v.Into) -> Reply:
    """That plan, and its themes; also the way back to them."""
    sketch = await kept(turn)
    for one in await turn.services.boards.places(turn.act):
        if sketches.named(one.whose) == (value.of, value.id):
            return Reply(show=await _themes(turn, _into(one, sketch), await _wheel(turn, sketch.figure_id)))
    raise Refused(Why.NOT_IN_PLAN)


def _is_of(plan: Plan, wheel: Wheel) -> bool:
    return sketches.named(plan.whose) == (wheel.scope[0], wheel.subject_id)


def _into(plan: Plan, sketch: Sketch) -> Sketch:
    """The plan chosen; somebody of another plan is no owner here."""
    of, place_id = sketches.named(plan.whose)
    return replace(sketch, of=of, place_id=place_id, plan=plan.name, owner_id=0, owner_name="", step="what")


async def _wheel(turn: Turn, figure_id: int) -> Wheel | None:
    """The wheel that the action answers, if it answers one. Refused: GONE, NOT_MEMBER."""
    return await turn.services.wheels.show(turn.act, figure_id, turn.texts.language) if figure_id else None


async def _themes(turn: Turn, sketch: Sketch, wheel: Wheel | None) -> Screen:
    """The themes of the wheel, or at once what will be done where there is none."""
    await keep(turn, sketch)
    if wheel is None:
        return screens.what(turn.texts, sketch, "")
    return screens.themes(turn.texts, sketch, _choices(turn, wheel))


def _choices(turn: Turn, wheel: Wheel) -> list[screens.Choice]:
    results = wheels.drawing(turn.texts, wheel).spokes
    called = {one.key for one in (*to_strengthen(results), *most_divided(results))}
    return [screens.Choice(place, one.name, one.key in called) for place, one in enumerate(results)]


async def theme(turn: Turn, value: v.Theme) -> Reply:
    """That theme; a place that the wheel does not have is none."""
    sketch = await kept(turn)
    wheel = await _wheel(turn, sketch.figure_id)
    spokes = wheel.template.spokes if wheel else ()
    return await _about(turn, sketch, spokes[value.place] if 0 <= value.place < len(spokes) else None)


async def _about(turn: Turn, sketch: Sketch, spoke: Spoke | None) -> Reply:
    """What will be done about that theme?"""
    await keep(turn, replace(sketch, spoke=spoke.key if spoke else "", step="what"))
    name = spoke.name.in_(turn.texts.language) if spoke else ""
    return Reply(show=screens.what(turn.texts, sketch, name, _ideas(turn, spoke)))


def _ideas(turn: Turn, spoke: Spoke | None) -> list[str]:
    return [one.in_(turn.texts.language) for one in (spoke.suggestions if spoke else ())]


async def suggested(turn: Turn, value: v.Suggested) -> Reply:
    """One of the ideas, in the language of whoever takes it."""
    sketch = await kept(turn)
    ideas = _ideas(turn, _spoke(await _wheel(turn, sketch.figure_id), sketch))
    if not 0 <= value.place < len(ideas):
        raise Refused(Why.GONE)
    return await _by_when(turn, replace(sketch, what=ideas[value.place], voice=""))


async def said(turn: Turn) -> Reply:
    """A line or a voice message: what will be done; then a name, or a day."""
    sketch = of_state(turn.asked)
    if sketch.step == "who":
        return await choosing.by_beginning(turn, v.People(id=0, role="d", page=0), sketch.whose)
    if sketch.step == "when":
        return await choosing.by_line(turn, v.When(id=0, purpose="d"))
    line, voice = turn.line.strip(), _spoken(turn)
    if not line and voice is None:
        return Reply(show=screens.unfit(turn.texts))
    named = None if sketch.spoke else await _named(turn, sketch, line)
    if named is not None:
        return await _about(turn, sketch, named)
    return await _by_when(turn, replace(sketch, what=need_words(line or SPOKEN), voice=voice or ""))


async def _named(turn: Turn, sketch: Sketch, line: str) -> Spoke | None:
    """The theme whose name was written where it could have been tapped."""
    wheel = await _wheel(turn, sketch.figure_id)
    spokes = wheel.template.spokes if wheel else ()
    return next((one for one in spokes if one.name.in_(turn.texts.language).casefold() == line.casefold()), None)


def _spoken(turn: Turn) -> str | None:
    """Telegram's id of the voice message that came."""
    media = () if isinstance(turn.content, Unfit) else turn.content.media
    return next((one.file_id for one in media if one.kind == "voice"), None)


async def when(turn: Turn, value: v.When) -> Reply:
    """Back to the choice of a day."""
    del value
    return await _by_when(turn, await kept(turn))


async def owner(turn: Turn, value: v.Choose) -> Reply:
    """Somebody of the plan is to do it, or oneself. Refused: NOT_IN_PLAN."""
    sketch = await kept(turn)
    if value.person_id == turn.act.person_id:
        return await _by_when(turn, replace(sketch, owner_id=0, owner_name=""))
    named = await turn.services.boards.member(turn.act, sketch.whose, value.person_id)
    return await _by_when(turn, replace(sketch, owner_id=named.person_id, owner_name=named.name))


async def _by_when(turn: Turn, sketch: Sketch) -> Reply:
    """What is known now, and the choice of a day."""
    await keep(turn, replace(sketch, step="when"))
    spoke = _spoke(await _wheel(turn, sketch.figure_id), sketch)
    name = spoke.name.in_(turn.texts.language) if spoke else ""
    return Reply(show=screens.when(turn.texts, sketch, name, await present(turn)))


def _spoke(wheel: Wheel | None, sketch: Sketch) -> Spoke | None:
    return next((one for one in (wheel.template.spokes if wheel else ()) if one.key == sketch.spoke), None)


async def planned(turn: Turn, value: v.Day) -> Reply:
    """The day was the last that was missing. A doubled tap finds nothing that is being planned."""
    waiting = await turn.services.dialogues.waiting(turn.act, turn.spot)
    if waiting is None or waiting.kind != PLANNING:
        return Reply(toast=turn.own.label("Nothing is being planned here any more. What you have taken on: /my"))
    draft = _draft(of_state(waiting.state), day_of(value))
    made = await turn.services.actions.propose(replace(turn.act, update_id=None), draft)
    await turn.services.dialogues.end(turn.act, turn.spot)
    view = await turn.services.boards.look(turn.act, made.id)
    return Reply(show=card(turn.texts, view), toast=screens.saved(turn.own, view))


def _draft(sketch: Sketch, due: date) -> Draft:
    return Draft(
        what=sketch.what,
        due=due,
        whose=sketch.whose,
        owner_id=sketch.owner_id or None,
        figure_id=sketch.figure_id or None,
        spoke=sketch.spoke or None,
        voice=sketch.voice or None,
    )


TAPS: dict[type[Value], TapHandler] = {
    v.Begin: begin,
    v.Plans: plans,
    v.Into: into,
    v.Theme: theme,
    v.Suggested: suggested,
}
CONTENTS: dict[str, LineHandler] = {PLANNING: said}
