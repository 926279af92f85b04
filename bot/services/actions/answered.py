"""What was done about the themes of a wheel since the wheel before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.services.rounds.snapshot import Snapshot
from bot.storage import figures
from bot.storage.actions import Action, Whose
from bot.storage.figures import Figure
from bot.storage.own_templates import root
from bot.storage.port import Reader
from surveys.extremes import Extreme
from surveys.template import Template


@dataclass(frozen=True, slots=True)
class Answered:
    """A theme of a wheel: its published level, that of the wheel before, and the actions since then that answered it.

    Either is told as a word near an end of the scale (`word`, `previous_word`).
    `strongest`: no theme of the wheel has a higher level.
    """

    spoke: str
    level: Decimal | None
    previous: Decimal | None
    strongest: bool
    actions: Sequence[Action]
    word: Extreme | None = None
    previous_word: Extreme | None = None


@dataclass(frozen=True, slots=True)
class Besides:
    """An action about no theme that is shown; `template` has the wording of its own, if it is about any."""

    action: Action
    template: Template | None


@dataclass(frozen=True, slots=True)
class Answers:
    """What was done since the wheel before, theme by theme; `besides`: about none that has a published level here.

    That is of a theme that is not shown, or that this version of the template lacks, or of none in particular.
    """

    themes: Sequence[Answered] = ()
    besides: Sequence[Besides] = ()

    @property
    def actions(self) -> list[Action]:
        """All of them."""
        return [*(one for theme in self.themes for one in theme.actions), *(other.action for other in self.besides)]


def plan_answering(figure: Figure) -> Whose | None:
    """Whose plan answers the wheel; a network has none."""
    if figure.scope == "group":
        return Whose(group_id=figure.subject_id)
    return Whose(organization_id=figure.subject_id) if figure.scope == "organization" else None


async def made_before(tx: Reader, figure: Figure) -> int:
    """When the subject's wheel before, of the same survey, was made; 0 if this is the first."""
    wanted = await _survey_of(tx, figure)
    for one in await figures.published_of(tx, figure.scope, figure.subject_id):
        same = await _survey_of(tx, one) == wanted
        if same and (one.made_at, one.id) < (figure.made_at, figure.id):
            return one.made_at
    return 0


async def _survey_of(tx: Reader, figure: Figure) -> str:
    """The template at the root of its own: a copy that people made theirs goes on from what they copied."""
    return await root(tx, Snapshot.model_validate_json(figure.snapshot).template_id)


async def counted(tx: Reader, figure: Figure, found: Sequence[Action]) -> list[Action]:
    """Those that may have answered it: planned before it was made, not dropped, and of no other survey."""
    wanted = await _survey_of(tx, figure)
    return [
        one
        for one in found
        if one.created_at < figure.made_at
        and one.state != "dropped"
        and (one.theme is None or await root(tx, one.theme.template_id) == wanted)
    ]


def themes_of(snapshot: Snapshot, found: Sequence[Action]) -> list[Answered]:
    """Of those that `counted` has found: which of them are about each theme that has a published level."""
    stands = {spoke.key: spoke.word.end if spoke.word else spoke.level for spoke in snapshot.spokes}
    best = max((one for one in stands.values() if one is not None), default=None)
    return [
        Answered(
            spoke=spoke.key,
            level=spoke.level,
            previous=spoke.previous,
            strongest=stands[spoke.key] == best,
            actions=[one for one in found if one.theme is not None and one.theme.spoke == spoke.key],
            word=spoke.word,
            previous_word=spoke.previous_word,
        )
        for spoke in snapshot.spokes
        if spoke.shown
    ]
