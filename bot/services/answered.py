"""What was done about the themes of a wheel since the wheel before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.services.snapshot import Snapshot
from bot.storage import figures
from bot.storage.actions import Action, Whose
from bot.storage.figures import Figure
from bot.storage.port import Reader


@dataclass(frozen=True, slots=True)
class Answered:
    """A theme of a wheel: its published level, that of the wheel before, and the actions since then that answered it.

    `strongest`: no theme of the wheel has a higher level.
    """

    spoke: str
    level: Decimal
    previous: Decimal | None
    strongest: bool
    actions: Sequence[Action]


def plan_answering(figure: Figure) -> Whose | None:
    """Whose plan answers the wheel; a network has none."""
    if figure.scope == "group":
        return Whose(group_id=figure.subject_id)
    return Whose(organization_id=figure.subject_id) if figure.scope == "organization" else None


async def made_before(tx: Reader, figure: Figure) -> int:
    """When the subject's wheel before, of the same template, was made; 0 if this is the first."""
    template_id = Snapshot.model_validate_json(figure.snapshot).template_id
    for one in await figures.published_of(tx, figure.scope, figure.subject_id):
        same = Snapshot.model_validate_json(one.snapshot).template_id == template_id
        if same and (one.made_at, one.id) < (figure.made_at, figure.id):
            return one.made_at
    return 0


def themes_of(figure: Figure, found: Sequence[Action]) -> list[Answered]:
    snapshot = Snapshot.model_validate_json(figure.snapshot)
    levels = [spoke.level for spoke in snapshot.spokes if spoke.level is not None]
    earlier = [one for one in found if one.created_at < figure.made_at]
    return [
        Answered(
            spoke=spoke.key,
            level=spoke.level,
            previous=spoke.previous,
            strongest=spoke.level == max(levels),
            actions=[one for one in earlier if _about(one, snapshot.template_id, spoke.key)],
        )
        for spoke in snapshot.spokes
        if spoke.level is not None
    ]


def _about(action: Action, template_id: str, spoke: str) -> bool:
    return action.theme is not None and (action.theme.template_id, action.theme.spoke) == (template_id, spoke)
