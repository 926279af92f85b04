"""Rows of actions: what somebody has taken on, until when, and how far it is; their helpers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.storage.groups import Named
from bot.storage.port import Reader, Row, Value, Writer


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose plan: a group's or an organization's; with neither, one person's alone."""

    group_id: int | None = None
    organization_id: int | None = None


MINE = Whose()
"""In nobody's plan: the owner's alone."""


@dataclass(frozen=True, slots=True)
class Theme:
    """A spoke of a template, in the wording of that version."""

    template_id: str
    version: str
    spoke: str


@dataclass(frozen=True, slots=True)
class Action:
    """An action. `state`: proposed, accepted, in_progress, blocked, done or dropped.

    `network_id` is None for one that is in nobody's plan. `owner_id` is None where nobody has it: it was handed back,
    or its owner was forgotten or is of the plan no more. `due` is a day in the owner's
    zone. `half_days` are planned person-days, in halves. `in_work_plan`: whether that time is in the owner's work
    plan, None while they have not said. `reason` is why it is blocked, was handed back or dropped. `remind_at` is when
    it is to be looked at for a reminder; with no `remind_step` that has to be reckoned anew. `revision` counts its
    changes. Instants are microseconds (UTC).
    """

    id: int
    network_id: int | None
    whose: Whose
    round_id: int | None
    theme: Theme | None
    what: str
    voice: str | None
    sign: str | None
    owner_id: int | None
    owner_name: str
    proposed_by: int | None
    due: date
    half_days: int | None
    in_work_plan: bool | None
    may_mention: bool
    state: str
    reason: str | None
    on_agenda: bool
    remind_at: int | None
    remind_step: str | None
    last_reminded_at: int | None
    revision: int
    created_at: int
    changed_at: int
    ended_at: int | None

    @property
    def open(self) -> bool:
        """Neither done nor dropped."""
        return self.ended_at is None


def action_of(row: Row) -> Action:
    """The action in a row of all its columns."""
    theme = Theme(row["template_id"], row["template_version"], row["spoke"]) if row["spoke"] is not None else None
    return Action(
        id=row["id"],
        network_id=row["network_id"],
        whose=Whose(row["group_id"], row["organization_id"]),
        round_id=row["round_id"],
        theme=theme,
        what=row["what"],
        voice=row["voice"],
        sign=row["sign"],
        owner_id=row["owner_id"],
        owner_name=row["owner_name"],
        proposed_by=row["proposed_by"],
        due=date.fromordinal(row["due"]),
        half_days=row["half_days"],
        in_work_plan=None if row["in_work_plan"] is None else bool(row["in_work_plan"]),
        may_mention=bool(row["may_mention"]),
        state=row["state"],
        reason=row["reason"],
        on_agenda=bool(row["on_agenda"]),
        remind_at=row["remind_at"],
        remind_step=row["remind_step"],
        last_reminded_at=row["last_reminded_at"],
        revision=row["revision"],
        created_at=row["created_at"],
        changed_at=row["changed_at"],
        ended_at=row["ended_at"],
    )


def _values(action: Action) -> dict[str, Value]:
    theme = action.theme
    return {
        "network_id": action.network_id,
        "group_id": action.whose.group_id,
        "organization_id": action.whose.organization_id,
        "round_id": action.round_id,
        "template_id": theme.template_id if theme else None,
        "template_version": theme.version if theme else None,
        "spoke": theme.spoke if theme else None,
        "what": action.what,
        "voice": action.voice,
        "sign": action.sign,
        "owner_id": action.owner_id,
        "owner_name": action.owner_name,
        "proposed_by": action.proposed_by,
        "due": action.due.toordinal(),
        "half_days": action.half_days,
        "in_work_plan": None if action.in_work_plan is None else int(action.in_work_plan),
        "may_mention": int(action.may_mention),
        "state": action.state,
        "reason": action.reason,
        "on_agenda": int(action.on_agenda),
        "remind_at": action.remind_at,
        "remind_step": action.remind_step,
        "last_reminded_at": action.last_reminded_at,
        "revision": action.revision,
        "created_at": action.created_at,
        "changed_at": action.changed_at,
        "ended_at": action.ended_at,
    }


async def add(tx: Writer, new: Action) -> Action:
    """Note a new action; its id is given by the database."""
    values = _values(new)
    row = await tx.one(
        f"INSERT INTO action ({', '.join(values)})"  # noqa: S608 - our words
        f" VALUES ({', '.join(f':{name}' for name in values)}) RETURNING *",
        **values,
    )
    if row is None:
        raise LookupError("an action was not inserted")
    return action_of(row)


async def save(tx: Writer, changed: Action) -> None:
    """Write all of it back."""
    values = _values(changed)
    listed = ", ".join(f"{name} = :{name}" for name in values)
    await tx.run(f"UPDATE action SET {listed} WHERE id = :id", id=changed.id, **values)  # noqa: S608 - our words


async def find(tx: Reader, action_id: int) -> Action | None:
    row = await tx.one("SELECT * FROM action WHERE id = :id", id=action_id)
    return action_of(row) if row else None


async def open_of(tx: Reader, whose: Whose) -> list[Action]:
    """The plan's actions that are neither done nor dropped, by date."""
    column, plan_id = _plan(whose)
    rows = await tx.all(
        f"SELECT * FROM action WHERE {column} = :plan_id AND ended_at IS NULL ORDER BY due, id",  # noqa: S608 - our words
        plan_id=plan_id,
    )
    return [action_of(row) for row in rows]


async def ended_of(tx: Reader, whose: Whose, since: int, limit: int = 1000) -> list[Action]:
    """The plan's actions that were done or dropped since then, the latest first."""
    column, plan_id = _plan(whose)
    rows = await tx.all(
        f"SELECT * FROM action WHERE {column} = :plan_id AND ended_at >= :since"  # noqa: S608 - our words
        " ORDER BY ended_at DESC, id DESC LIMIT :limit",
        plan_id=plan_id,
        since=since,
        limit=limit,
    )
    return [action_of(row) for row in rows]


async def owned_by(tx: Reader, person_id: int) -> list[Action]:
    """What the person owns and is neither done nor dropped, by date."""
    rows = await tx.all("SELECT * FROM action WHERE owner_id = :id AND ended_at IS NULL ORDER BY due, id", id=person_id)
    return [action_of(row) for row in rows]


async def ended_by(tx: Reader, person_id: int, limit: int) -> list[Action]:
    """What the person had and is done or dropped, the latest first."""
    rows = await tx.all(
        "SELECT * FROM action WHERE owner_id = :id AND ended_at >= 0 ORDER BY ended_at DESC, id DESC LIMIT :limit",
        id=person_id,
        limit=limit,
    )
    return [action_of(row) for row in rows]


async def helped_by(tx: Reader, person_id: int) -> list[Action]:
    """What the person helps with and is neither done nor dropped, by date."""
    rows = await tx.all(
        "SELECT a.* FROM action_helper h JOIN action a ON a.id = h.action_id"
        " WHERE h.person_id = :id AND a.ended_at IS NULL ORDER BY a.due, a.id",
        id=person_id,
    )
    return [action_of(row) for row in rows]


async def proposed_since(tx: Reader, person_id: int, instant: int) -> list[Action]:
    """What the person has proposed since then and is neither done nor dropped."""
    rows = await tx.all(
        "SELECT * FROM action WHERE proposed_by = :id AND created_at > :instant AND ended_at IS NULL ORDER BY id",
        id=person_id,
        instant=instant,
    )
    return [action_of(row) for row in rows]


async def helpers(tx: Reader, action_id: int) -> list[Named]:
    rows = await tx.all(
        "SELECT person_id, name FROM action_helper WHERE action_id = :id ORDER BY name, person_id", id=action_id
    )
    return [Named(row["person_id"], row["name"]) for row in rows]


async def replace_helpers(tx: Writer, action_id: int, named: Sequence[Named]) -> None:
    await tx.run("DELETE FROM action_helper WHERE action_id = :id", id=action_id)
    for one in named:
        await tx.run(
            "INSERT INTO action_helper (action_id, person_id, name) VALUES (:id, :person_id, :name)",
            id=action_id,
            person_id=one.person_id,
            name=one.name,
        )


async def leave(tx: Writer, whose: Whose, person_id: int) -> list[tuple[int, int]]:
    """The person is of the plan no more: nobody has their open actions of it. Returns their ids and new revisions."""
    column, plan_id = _plan(whose)
    await tx.run(
        "DELETE FROM action_helper WHERE person_id = :person_id AND action_id IN"  # noqa: S608 - our words
        f" (SELECT id FROM action WHERE {column} = :plan_id AND ended_at IS NULL)",
        plan_id=plan_id,
        person_id=person_id,
    )
    rows = await tx.all(
        "UPDATE action SET owner_id = NULL, owner_name = '', state = 'proposed', in_work_plan = NULL, may_mention = 0,"  # noqa: S608 - our words
        " remind_at = NULL, remind_step = NULL, revision = revision + 1"
        f" WHERE owner_id = :person_id AND {column} = :plan_id AND ended_at IS NULL RETURNING id, revision",
        plan_id=plan_id,
        person_id=person_id,
    )
    return sorted((row["id"], row["revision"]) for row in rows)


async def planned(tx: Reader, whose: Whose, first: date, last: date) -> int:
    """The person-days, in halves, of the plan's actions that are due from the one day to the other; of none dropped."""
    column, plan_id = _plan(whose)
    row = await tx.one(
        f"SELECT COALESCE(SUM(half_days), 0) AS half_days FROM action WHERE {column} = :plan_id"  # noqa: S608 - our words
        " AND due BETWEEN :first AND :last AND state <> 'dropped'",
        plan_id=plan_id,
        first=first.toordinal(),
        last=last.toordinal(),
    )
    return int(row["half_days"]) if row else 0


async def planned_in_groups(tx: Reader, organization_id: int, first: date, last: date) -> int:
    """As `planned`, of what the organization's confirmed people have in plans of its network's groups."""
    row = await tx.one(
        "SELECT COALESCE(SUM(a.half_days), 0) AS half_days FROM member m JOIN action a ON a.owner_id = m.person_id"
        " WHERE m.organization_id = :id AND m.confirmed_at IS NOT NULL AND a.network_id = m.network_id"
        " AND a.group_id IS NOT NULL AND a.due BETWEEN :first AND :last AND a.state <> 'dropped'",
        id=organization_id,
        first=first.toordinal(),
        last=last.toordinal(),
    )
    return int(row["half_days"]) if row else 0


async def budget(tx: Reader, organization_id: int, year: int) -> int | None:
    """The person-days, in halves, that the organization gives in that year; None if it has not said."""
    row = await tx.one(
        "SELECT half_days FROM budget WHERE organization_id = :id AND year = :year", id=organization_id, year=year
    )
    return row["half_days"] if row else None


async def set_budget(tx: Writer, organization_id: int, year: int, half_days: int) -> None:
    await tx.run(
        "INSERT INTO budget (organization_id, year, half_days) VALUES (:id, :year, :half_days)"
        " ON CONFLICT (organization_id, year) DO UPDATE SET half_days = excluded.half_days",
        id=organization_id,
        year=year,
        half_days=half_days,
    )


def _plan(whose: Whose) -> tuple[str, int]:
    """The column that names the plan, and its number: 0, of no plan, for what is in none."""
    if whose.organization_id is not None:
        return "organization_id", whose.organization_id
    return "group_id", whose.group_id or 0
