"""The frozen snapshot of a figure: one value feeds picture, caption, request and export. Never recomputed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from surveys.scoring import Agreement, agreement, level
from surveys.template import Template


class SpokeLevel(BaseModel):
    """One spoke's result; `level` and `agreement` are None when they are withheld, `previous` when there is none."""

    model_config = ConfigDict(frozen=True)

    key: str
    level: Decimal | None
    agreement: Agreement | None
    previous: Decimal | None = None


class Snapshot(BaseModel):
    """A wheel as it was when its round closed. `whose` is the name of the group, organization or network then.

    `answers` is how many people are in what is shown; None where that number would tell of a few, and in a withheld
    figure, which tells nothing. `closed_at` is the end of the round in microseconds UTC, `zone` the IANA zone that its
    date is shown in.
    """

    model_config = ConfigDict(frozen=True)

    template_id: str
    template_version: str
    whose: str
    zone: str
    closed_at: int
    answers: int | None
    spokes: tuple[SpokeLevel, ...]

    @property
    def published(self) -> bool:
        return any(spoke.level is not None for spoke in self.spokes)


def take(
    template: Template,
    scored: Mapping[str, Mapping[str, int]],
    shown: frozenset[str],
    previous: Snapshot | None,
    *,
    answers: int | None,
    whose: str,
    zone: str,
    closed_at: int,
) -> Snapshot:
    """Freeze what may be shown of the answers: `scored` is spoke -> respondent -> level, `shown` the spokes allowed."""
    before = {spoke.key: spoke.level for spoke in previous.spokes} if previous else {}
    spokes = tuple(
        _spoke(spoke.key, list(scored.get(spoke.key, {}).values()) if spoke.key in shown else [], before)
        for spoke in template.spokes
    )
    return Snapshot(
        template_id=template.id,
        template_version=template.fingerprint,
        whose=whose,
        zone=zone,
        closed_at=closed_at,
        answers=answers,
        spokes=spokes,
    )


def _spoke(key: str, levels: list[int], before: Mapping[str, Decimal | None]) -> SpokeLevel:
    return SpokeLevel(key=key, level=level(levels), agreement=agreement(levels), previous=before.get(key))
