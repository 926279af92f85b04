"""The log of a network: who did what in it with a role, and when. Coordinators read it; facilitators their group's."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

from bot.clock import from_micros
from bot.services.act import Act, Refused, Why
from bot.services.actions.plans import Plan
from bot.services.desk import Ground
from bot.services.roles import need_coordinator, need_facilitator
from bot.storage import chain, groups
from bot.storage import log as rows
from bot.storage.chain import Head, Line
from bot.storage.groups import Group, Named
from bot.storage.port import Reader, Writer
from bot.storage.rounds import Round


class Deed(StrEnum):
    """What is kept in the log; the comment names the detail of each."""

    ANNOUNCEMENT_SENT = "announcement_sent"  # id
    ANNOUNCEMENT_PAUSED = "announcement_paused"  # id
    ANNOUNCEMENT_RESUMED = "announcement_resumed"  # id
    ANNOUNCEMENT_CANCELLED = "announcement_cancelled"  # id
    ANNOUNCEMENT_CHANGED = "announcement_changed"  # id, language
    ANNOUNCEMENT_REMOVED = "announcement_removed"  # id
    ROUND_OPENED = "round_opened"  # round_id, template_id
    ROUND_CLOSED = "round_closed"  # round_id, template_id
    ROUND_EXTENDED = "round_extended"  # round_id, template_id
    ROUND_PROPOSED = "round_proposed"  # round_id, template_id
    ROUND_ACCEPTED = "round_accepted"  # round_id, template_id; it begins on a later day
    ROUND_DECLINED = "round_declined"  # round_id, template_id
    ROUND_LINK_MADE = "round_link_made"  # round_id, template_id; the one before ends
    ROUND_LINK_REVOKED = "round_link_revoked"  # round_id, template_id
    WORKSHOP_PAUSED = "workshop_paused"  # round_id
    WORKSHOP_RESUMED = "workshop_resumed"  # round_id
    THEME_SHOWN = "theme_shown"  # round_id
    LEVEL_AGREED = "level_agreed"  # round_id; never the level
    SURVEY_IN_USE = "survey_in_use"  # own_id, and organization_id of an organization's
    SURVEY_PUT_AWAY = "survey_put_away"  # own_id, and organization_id of an organization's
    AGENDA_ADDED = "agenda_added"  # item_id, and organization_id of an organization's
    AGENDA_ENDED = "agenda_ended"  # item_id, and organization_id of an organization's
    BUDGET_SET = "budget_set"  # organization_id, year
    PLAN_EXPORTED = "plan_exported"  # organization_id of an organization's
    THREAD_CHANGED = "thread_changed"  # thread_id
    THREAD_CLOSED = "thread_closed"  # thread_id
    THREAD_REOPENED = "thread_reopened"  # thread_id
    CHARTER_IN_FORCE = "charter_in_force"  # version
    FACILITATOR_NAMED = "facilitator_named"  # name; nothing once they are forgotten
    FACILITATOR_DROPPED = "facilitator_dropped"  # name; nothing once they are forgotten
    LINK_MADE = "link_made"  # kind: coordinator or group; by: operator, if it was made on the server
    LINKS_REVOKED = "links_revoked"  # kind
    COORDINATOR_JOINED = "coordinator_joined"
    COORDINATOR_LEFT = "coordinator_left"
    FACILITATOR_LEFT = "facilitator_left"  # name; nothing once they are forgotten
    COMPANION_INVITED = "companion_invited"  # organization_id
    COMPANION_JOINED = "companion_joined"  # organization_id, name; nothing once they are forgotten
    COMPANION_ENDED = "companion_ended"  # organization_id, name; nothing once they are forgotten
    BELONGING_ENDED = "belonging_ended"  # organization_id, name; nothing once they are forgotten
    PLACE_ENDED = "place_ended"  # name; nothing once they are forgotten
    CONTACT_ADDED = "contact_added"
    CONTACT_REMOVED = "contact_removed"
    GROUP_SET_UP = "group_set_up"
    SETTING_CHANGED = "setting_changed"  # what: see `Setting`
    GROUP_ACCEPTED = "group_accepted"
    GROUP_DECLINED = "group_declined"
    ERASING_ASKED = "erasing_asked"  # organization_id; None: the whole network
    ERASING_STOPPED = "erasing_stopped"  # organization_id; None: the whole network
    ORGANIZATION_ERASED = "organization_erased"  # organization_id
    RESTORED = "restored"  # by: operator; the database was replaced by a backup
    MOVED = "moved"  # by: operator; all of it is in another database now


Setting = Literal["language", "country", "rest_days", "minimum", "whose", "reminders", "news"]
"""Of a group."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One deed. `name` is that of whoever did it (empty once forgotten, or for an anonymous administrator).

    `group` is the title of the group that it concerns, None for the network. `detail` holds what `Deed` says of it.
    """

    id: int
    name: str
    at: datetime
    kind: Deed
    group: str | None
    detail: Mapping[str, Any]


class Log:
    """Reading the log."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    async def page(
        self, act: Act, network_id: int, group_id: int | None = None, before: int = 0, limit: int = 10
    ) -> list[Entry]:
        """What was done in the network, or in the group, newest first, before the entry of that id (0: the newest).

        Refused: NOT_COORDINATOR; of a group: NOT_FACILITATOR, GONE.
        """

        async def work(tx: Reader) -> list[Entry]:
            if group_id is None:
                await need_coordinator(tx, act, network_id)
            else:
                await need_facilitator(tx, act, await _group(tx, network_id, group_id))
            return [_entry(row) for row in await rows.page(tx, network_id, group_id, before, limit)]

        return await self._ground.read(work)

    async def head(self, act: Act, network_id: int) -> Head | None:
        """The last line of the network's chain, to be noted elsewhere. Refused: NOT_COORDINATOR."""

        async def work(tx: Reader) -> Head | None:
            await need_coordinator(tx, act, network_id)
            return await chain.head(tx, network_id)

        return await self._ground.read(work)


async def note(  # noqa: PLR0917 - who, what, where
    tx: Writer,
    ground: Ground,
    act: Act,
    kind: Deed,
    network_id: int | None,
    group_id: int | None,
    *,
    detail: Mapping[str, object],
    whom: Named | None = None,
) -> None:
    """Note a deed, in its own transaction; of a group that is of no network, nothing. `detail` names nobody."""
    if network_id is None:
        return
    name = await rows.name_of(tx, act.person_id, network_id, group_id)
    actor = await rows.reference(tx, network_id, act.person_id, name, ground.randomness.token())
    done_to = await rows.reference(
        tx, network_id, whom.person_id if whom else None, whom.name if whom else "", ground.randomness.token()
    )
    said = json.dumps(dict(detail), sort_keys=True)
    await chain.append(tx, ground.key, Line(network_id, act.micros, kind.value, actor, done_to, group_id, said))


async def note_round(
    tx: Writer, ground: Ground, act: Act, kind: Deed, round_: Round | None, *, group: Group | None = None
) -> None:
    """Note what was done with a round: of one group, or as a whole."""
    if round_ is not None:
        detail = {"round_id": round_.id, "template_id": round_.template_id}
        await note(tx, ground, act, kind, round_.network_id, group.id if group else None, detail=detail)


async def note_group(tx: Writer, ground: Ground, act: Act, kind: Deed, group: Group, **detail: object) -> None:
    """Note what was done in a group, or with it."""
    await note(tx, ground, act, kind, group.network_id, group.id, detail=detail)


async def note_setting(tx: Writer, ground: Ground, act: Act, group: Group, what: Setting) -> None:
    """Note that the group is to have something another way."""
    await note_group(tx, ground, act, Deed.SETTING_CHANGED, group, what=what)


async def note_plan(tx: Writer, ground: Ground, act: Act, kind: Deed, plan: Plan, **detail: object) -> None:
    """Note what was done with what a group or an organization has of its own; with one person's, nothing."""
    whose = plan.whose
    named = {} if whose.organization_id is None else {"organization_id": whose.organization_id}
    await note(tx, ground, act, kind, plan.network_id, whose.group_id, detail={**named, **detail})


async def note_departure(tx: Writer, ground: Ground, act: Act, group: Group, person_id: int) -> None:
    """Note that somebody is about to leave the group, if they facilitate it."""
    for one in await groups.facilitators(tx, group.id):
        if one.person_id == person_id:
            await note_facilitator(tx, ground, act, Deed.FACILITATOR_LEFT, group, whom=one)


async def note_facilitator(tx: Writer, ground: Ground, act: Act, kind: Deed, group: Group, *, whom: Named) -> None:
    """Note that somebody became a facilitator of the group, or is one no more."""
    await note(tx, ground, act, kind, group.network_id, group.id, detail={}, whom=whom)


async def _group(tx: Reader, network_id: int, group_id: int) -> Group:
    group = await groups.find(tx, group_id)
    if group is None or group.network_id != network_id:
        raise Refused(Why.GONE)
    return group


def _entry(row: rows.LogRow) -> Entry:
    detail = {**row.detail, "name": row.whom} if row.whom else row.detail
    return Entry(row.id, row.name, from_micros(row.at), Deed(row.kind), row.group, detail)
