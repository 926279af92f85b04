"""An action as far as somebody has planned it: it lies in the dialogue of their chat until it has a day."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from bot.services.act import Refused, Why
from bot.storage.actions import Whose
from handlers.turn import Turn
from handlers.values.actions import Of

PLANNING = "action"
"""The dialogue in which an action is planned: what is written there answers its present step."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is known by now. `step` is what a typed line answers.

    `place_id` is the group or organization of the plan, `plan` its name. `figure_id` is the wheel that it answers,
    `spoke` the key of its theme; 0 and empty for none. `owner_id` is 0 for whoever plans it.
    """

    figure_id: int = 0
    of: Of = "m"
    place_id: int = 0
    plan: str = ""
    spoke: str = ""
    what: str = ""
    voice: str = ""
    owner_id: int = 0
    owner_name: str = ""
    step: Literal["what", "who", "when"] = "what"

    @property
    def whose(self) -> Whose:
        return whose(self.of, self.place_id)


def whose(of: Of, place_id: int) -> Whose:
    """The plan that a button names."""
    return Whose(group_id=place_id if of == "g" else None, organization_id=place_id if of == "o" else None)


def named(plan: Whose) -> tuple[Of, int]:
    """How a button names the plan."""
    if plan.group_id is not None:
        return "g", plan.group_id
    return ("o", plan.organization_id) if plan.organization_id is not None else ("m", 0)


async def keep(turn: Turn, sketch: Sketch) -> None:
    """Wait for what comes next."""
    await turn.services.dialogues.wait(turn.act, turn.spot, PLANNING, **asdict(sketch))


async def kept(turn: Turn) -> Sketch:
    """What the person is planning here. Refused: GONE when they plan nothing any more."""
    waiting = await turn.services.dialogues.waiting(turn.act, turn.spot)
    if waiting is None or waiting.kind != PLANNING:
        raise Refused(Why.GONE)
    return of_state(waiting.state)


def of_state(state: dict[str, Any]) -> Sketch:
    """The sketch that such a dialogue holds."""
    return Sketch(**state)
