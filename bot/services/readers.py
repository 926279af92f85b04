"""Whom a letter is still for: looked up when it goes out, for a role may be lost while the letter waits.

Each kind of letter to persons stands here. One that is in none of the tables goes to nobody, and a test names it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from typing import Any, TypeAlias

from bot.services.act import Act
from bot.services.actions import plans
from bot.services.actions.taking import ASKED, RETURNED
from bot.services.agenda.letters import AHEAD, PAPER, SHEET
from bot.services.announcements.announced import has_author
from bot.services.announcements.sending import ANNOUNCEMENT, CHANGE, ORPHANED, REMOVAL, REPORT
from bot.services.charter.news import NEWS
from bot.services.desk import Ground
from bot.services.followup.followup import AWAY, absent
from bot.services.followup.reminding import NEEDS_HAND, REMINDER, facilitators
from bot.services.groups.claims import may_settle
from bot.services.groups.contacts import CANNOT_WRITE
from bot.services.groups.leaving import LEFT
from bot.services.groups.parting import PARTED
from bot.services.privacy import erasings as erasing
from bot.services.rights import Rule
from bot.services.roles import facilitates, is_coordinator, may
from bot.services.rounds.wheels import may_see
from bot.services.talk import sharing
from bot.storage import actions, agenda, announcements, erasings, figures, groups, kept, networks, rounds
from bot.storage.actions import Whose
from bot.storage.port import Reader

Data: TypeAlias = Mapping[str, Any]
Holds: TypeAlias = Callable[[Reader, Act, Data], Awaitable[bool]]
"""Whether the letter of that data is for the person of the act, now."""

ONES_OWN = frozenset(
    {
        *("invitation", "more_time", REMINDER, ASKED),
        *("claim_settled", PARTED, sharing.ASKED, NEWS),
        *(ANNOUNCEMENT, CHANGE, REMOVAL),
    }
)
"""Kinds made of what the reader has now, or what is for them now, by whom it is looked up: made for nobody else."""


class Readers:
    """Asked of each letter to a person, before its screen is made."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    async def left(self, kind: str, data: Data, person_id: int) -> Data | None:
        """What of the letter the person may still read; None for nothing of it. KeyError for an unknown kind."""
        if kind in ONES_OWN:
            return data
        act = Act(person_id, self._ground.clock.now())
        if kind in GATHERED:
            return await self._ground.read(lambda tx: _looked_after(tx, act, data))
        holds = BY_ROLE[kind]
        return data if await self._ground.read(lambda tx: holds(tx, act, data)) else None


async def _looked_after(tx: Reader, act: Act, data: Data) -> Data | None:
    """Of several plans, perhaps: those of its actions that are of one which the reader still looks after."""
    rows = [row for row in data["actions"] if await _tends_action(tx, act, row[0])]
    return {**data, "actions": rows} if rows else None


async def _tends_action(tx: Reader, act: Act, action_id: int) -> bool:
    found = await actions.find(tx, action_id)
    return found is not None and await _tends(tx, act, found.whose)


async def _tends(tx: Reader, act: Act, whose: Whose) -> bool:
    """Whoever would be told now, or may change all of the plan."""
    return act.person_id in await facilitators(tx, whose, None) or await plans.manages(tx, act, whose)


async def _returned(tx: Reader, act: Act, data: Data) -> bool:
    """Who proposed it, as long as they are of the plan, and who looks after it."""
    found = await actions.find(tx, data["id"])
    if found is None:
        return False
    return (await plans.rights(tx, act, found)).proposed or await _tends(tx, act, found.whose)


async def _away(tx: Reader, act: Act, data: Data) -> bool:
    """Who looks after what the absent person has, as long as they are away until that day."""
    if (await absent(tx, data["person_id"], act.now)) != date.fromordinal(data["until"]):
        return False
    plans_of = {one.whose for one in await actions.owned_by(tx, data["person_id"])}
    return any([await _tends(tx, act, whose) for whose in plans_of])


async def _agenda(tx: Reader, act: Act, data: Data) -> bool:
    item = await agenda.find(tx, data["id"])
    return item is not None and await plans.belongs(tx, item.whose, act.person_id or 0)


async def _round_closed(tx: Reader, act: Act, data: Data) -> bool:
    found = await rounds.find(tx, data["round_id"])
    return found is not None and await is_coordinator(tx, act, found.network_id)


async def _wheel(tx: Reader, act: Act, data: Data) -> bool:
    found = await figures.find(tx, data["figure_id"])
    return found is not None and await may_see(tx, act, found)


async def _proposal(tx: Reader, act: Act, data: Data) -> bool:
    group = await groups.find(tx, data["group_id"])
    return group is not None and await facilitates(tx, act, group)


async def _cannot_write(tx: Reader, act: Act, data: Data) -> bool:
    """Its administrators too: they can give the right that is asked for."""
    group = await groups.find(tx, data["group_id"])
    return group is not None and await may(tx, act, Rule.SETTINGS, group)


async def _report(tx: Reader, act: Act, data: Data) -> bool:
    found = await announcements.find(tx, data["id"])
    return found is not None and found.author_id == act.person_id and await has_author(tx, found, act.now)


async def _orphaned(tx: Reader, act: Act, data: Data) -> bool:
    found = await announcements.find(tx, data["id"])
    return found is not None and await is_coordinator(tx, act, found.network_id)


async def _erasing(tx: Reader, act: Act, data: Data) -> bool:
    found = await erasings.find(tx, data["id"])
    return found is not None and act.person_id in await erasing.concerned(tx, found.network_id, found.organization_id)


async def _group_request(tx: Reader, act: Act, data: Data) -> bool:
    group = await groups.find(tx, data["group_id"])
    return group is not None and await is_coordinator(tx, act, group.network_id)


async def _claim(tx: Reader, act: Act, data: Data) -> bool:
    organization = await networks.organization(tx, data["organization_id"])
    return organization is not None and await may_settle(tx, act, organization, data["person_id"])


async def _kept_answered(tx: Reader, act: Act, data: Data) -> bool:
    """Only members of the network see what its groups share."""
    point = await kept.find(tx, data["id"])
    return point is not None and await networks.member(tx, point.network_id, act.person_id or 0) is not None


GATHERED = frozenset({NEEDS_HAND, LEFT})
"""Kinds that tell of actions, of several plans, perhaps: each of them by itself may have become another's to read."""

BY_ROLE: Mapping[str, Holds] = {
    RETURNED: _returned,
    AWAY: _away,
    AHEAD: _agenda,
    SHEET: _agenda,
    PAPER: _agenda,
    "round_closed": _round_closed,
    "wheel_ready": _wheel,
    "wheel_withheld": _wheel,
    "proposal": _proposal,
    CANNOT_WRITE: _cannot_write,
    REPORT: _report,
    ORPHANED: _orphaned,
    erasing.LETTER: _erasing,
    "group_request": _group_request,
    "claim": _claim,
    sharing.ANSWERED: _kept_answered,
}
"""All other kinds: who holds the role for which the letter was written, or one that sees as much."""
