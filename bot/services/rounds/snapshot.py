"""The frozen snapshot of a figure: one value feeds picture, caption, request and export. Never recomputed."""

from __future__ import annotations

from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field

from surveys.disclosure import Disclosed, Result
from surveys.extremes import Extreme
from surveys.scoring import Agreement
from surveys.template import Template


class SpokeLevel(BaseModel):
    """One spoke's result; `level` and `agreement` are None when they are withheld, `previous` when there is none.

    A level near an end of the scale is told as a `word` instead, and so is one of the wheel before (`previous_word`).
    What a workshop adds: the level that the group `agreed`, `why` (and Telegram's id of a spoken reason), and the
    `target` that it wants next time. `wished` is the target of an earlier wheel that still stands. `counted` is how
    many people are in what a workshop has shown (or that it was held back, see `bot.storage.figures`): nobody sees it,
    and some of them may be forgotten at its end.
    """

    model_config = ConfigDict(frozen=True)

    key: str
    level: Decimal | None
    agreement: Agreement | None
    word: Extreme | None = None
    counted: int | None = None
    previous: Decimal | None = None
    previous_word: Extreme | None = None
    agreed: int | None = None
    why: str = ""
    voice: str | None = Field(default=None, repr=False)
    target: int | None = None
    wished: int | None = None

    @property
    def shown(self) -> bool:
        """Whether it tells what people answered."""
        return self.level is not None or self.word is not None

    @property
    def wish(self) -> int | None:
        """The level that is wished for from this wheel on."""
        return self.wished if self.target is None else self.target

    def after(self, earlier: SpokeLevel | None) -> SpokeLevel:
        """Beside the wheel before: answers are compared with answers, what was agreed aloud with what was so too."""
        if earlier is None:
            return self
        agreed = None if earlier.agreed is None else Decimal(earlier.agreed)
        aloud = not self.shown and self.agreed is not None
        previous = agreed if aloud else earlier.level
        word = None if aloud else earlier.word
        return self.model_copy(update={"previous": previous, "previous_word": word, "wished": earlier.wish})


class Snapshot(BaseModel):
    """A wheel as it was when its round closed. `whose` is the name of the group, organization or network then.

    `answers` is how many people are in what is shown; None where that number would tell of a few, and in a withheld
    figure, which tells nothing. `closed_at` is the end of the round in microseconds UTC, `zone` the IANA zone that its
    date is shown in. `together`: it was taken in a workshop; `present` is how many agreed aloud, where nobody tapped.
    """

    model_config = ConfigDict(frozen=True)

    template_id: str
    template_version: str
    whose: str
    zone: str
    closed_at: int
    answers: int | None
    spokes: tuple[SpokeLevel, ...]
    together: bool = False
    present: int | None = None

    def of(self, template: Template) -> Snapshot:
        """What it says of the themes of that template alone."""
        keys = {spoke.key for spoke in template.spokes}
        return self.model_copy(update={"spokes": tuple(spoke for spoke in self.spokes if spoke.key in keys)})

    @property
    def published(self) -> bool:
        return any(spoke.shown or spoke.agreed is not None for spoke in self.spokes)


def take(
    template: Template,
    disclosed: Disclosed,
    previous: Snapshot | None,
    *,
    whose: str,
    zone: str,
    closed_at: int,
) -> Snapshot:
    """Freeze what may be seen of the answers."""
    before = {spoke.key: spoke for spoke in previous.spokes} if previous else {}
    spokes = tuple(
        told(spoke.key, disclosed.spoke(spoke.key)).after(before.get(spoke.key)) for spoke in template.spokes
    )
    return Snapshot(
        template_id=template.id,
        template_version=template.fingerprint,
        whose=whose,
        zone=zone,
        closed_at=closed_at,
        answers=disclosed.answers,
        spokes=spokes,
    )


def told(key: str, result: Result) -> SpokeLevel:
    """A spoke as it may be seen."""
    return SpokeLevel(key=key, level=result.level, word=result.word, agreement=result.agreement)
