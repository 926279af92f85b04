"""Filling a database with what the people of a network have taken on: all of it open, with one change behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from benchmarks.bulk import FIRST, FIRST_CHAT, FIRST_PERSON, SPOKES, Network, many, members, put
from bot.clock import to_micros

IN_A_PLAN = 200
"""Actions of a group; it takes every group by turns, so that a plan's lie far from each other."""

MEMBERS = 20
DAYS = 4
"""One of each person's actions is due on one of so many days, a quarter of the people's on each."""

_LATER = 60
_WHAT = "Ask each partner what they have changed since the last wheel, and tell the others of it"


@dataclass(frozen=True, slots=True)
class Commitments:
    """How much was taken on in all: so many `actions`, of people in Dakar."""

    actions: int

    @property
    def groups(self) -> int:
        return self.actions // IN_A_PLAN

    @property
    def people(self) -> int:
        return self.groups * MEMBERS

    @property
    def due(self) -> int:
        """How many actions are due on each of the days."""
        return self.people // DAYS

    def chat(self, number: int) -> int:
        """The chat of a group."""
        return FIRST_CHAT - number % self.groups

    def member(self, number: int) -> int:
        """Somebody of that group; with each round through the groups somebody else."""
        return FIRST_PERSON + number % self.groups * MEMBERS + number // self.groups % MEMBERS


def fill(url: str, size: Commitments, first: datetime) -> None:
    """Put them beside the village of the database; `first` is nine in the morning of the first of the days (UTC)."""
    put(url, _statements(size, first))


def _statements(size: Commitments, first: datetime) -> Iterator[str]:
    now = to_micros(first - timedelta(days=30))
    yield from members(Network(groups=size.groups, people=size.people), now)
    # Nobody is new: else each ask in the large network, and few in the small one, would note a name and administrators.
    yield f"UPDATE person SET name = 'Awa' WHERE id >= {FIRST_PERSON}"  # noqa: S608 - numbers only
    yield f"UPDATE peer_group SET administrators_read_at = {to_micros(first)} WHERE id >= {FIRST}"  # noqa: S608
    place = f"(i / {size.groups})"  # among those of its group
    owner = f"(i % {size.groups} * {MEMBERS} + {place} % {MEMBERS})"
    soon = f"{place} < {MEMBERS}"
    days = f"CASE WHEN {soon} THEN {owner} % {DAYS} ELSE {_LATER} + {place} END"
    yield many(
        size.actions,
        "action (id, network_id, group_id, template_id, template_version, spoke, what, owner_id, owner_name,"
        " proposed_by, due, half_days, state, remind_at, remind_step, created_at, changed_at)",
        f"{FIRST} + i, v.network_id, {FIRST} + i % {size.groups}, v.template_id, v.template_version, {_theme(place)},"
        f" '{_WHAT}: ' || i, {FIRST_PERSON} + {owner}, 'Awa', {FIRST_PERSON} + {owner},"
        f" {first.toordinal()} + {days}, i % 8, 'accepted', {_reminded(first, soon, days)},"
        f" CASE WHEN {soon} THEN 'day' ELSE 'ahead' END, {now}, {now}",
    )
    yield many(
        size.actions,
        "action_change (action_id, at, person_id, name, kind, detail)",
        f"{FIRST} + i, {now}, {FIRST_PERSON} + {owner}, 'Awa', 'proposed', '{{}}'",
    )


def _theme(place: str) -> str:
    named = " ".join(f"WHEN {number} THEN '{key}'" for number, key in enumerate(SPOKES))
    return f"CASE {place} % {len(SPOKES)} {named} END"


def _reminded(first: datetime, soon: str, days: str) -> str:
    """On the day itself, or a week before it."""
    day = timedelta(days=1) // timedelta(microseconds=1)
    return f"{to_micros(first)} + ({days} - CASE WHEN {soon} THEN 0 ELSE 7 END) * {day}"
