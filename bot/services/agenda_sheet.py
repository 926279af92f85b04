"""The sheet for a meeting: what is to be decided, what needs a hand, what to strengthen, and what was done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.clock import from_micros
from bot.services import plans
from bot.services.listing import needs_hand
from bot.services.plans import Plan
from bot.services.snapshot import Snapshot
from bot.storage import actions, figures
from bot.storage.actions import Action, Whose
from bot.storage.agenda import Item
from bot.storage.port import Reader
from surveys.scoring import Agreement

_WEAKEST = 2
"""Themes to strengthen on a sheet."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What to talk about at an item's time. `open` are decisions: actions that nobody has taken on yet.

    `weakest` and `divided` are keys of themes of the last published wheel, `snapshot`; None where there is none.
    """

    item: Item
    plan: Plan
    open: Sequence[Action]
    needing: Sequence[Action]
    done: Sequence[Action]
    snapshot: Snapshot | None
    weakest: Sequence[str]
    divided: Sequence[str]


async def sheet_of(tx: Reader, item: Item, at: int, since: int) -> Sheet:
    """The sheet for that time; what was done since the one before is on it. Instants: microseconds (UTC)."""
    plan = await plans.plan_of(tx, item.whose)
    day = from_micros(at).astimezone(plan.zone).date()
    open_ = await actions.open_of(tx, item.whose)
    ended = await actions.ended_of(tx, item.whose, since)
    snapshot = await _last_wheel(tx, item.whose)
    spokes = snapshot.spokes if snapshot else ()
    shown = sorted((one.level, place, one.key) for place, one in enumerate(spokes) if one.level is not None)
    return Sheet(
        item=item,
        plan=plan,
        open=[one for one in open_ if one.state == "proposed"],
        needing=[one for one in open_ if one.state != "proposed" and needs_hand(one, day)],
        done=[one for one in ended if one.state == "done"],
        snapshot=snapshot,
        weakest=[key for _, _, key in shown[:_WEAKEST]],
        divided=[one.key for one in spokes if one.agreement is Agreement.DIVIDED],
    )


async def _last_wheel(tx: Reader, whose: Whose) -> Snapshot | None:
    scope = "organization" if whose.group_id is None else "group"
    found = await figures.published_of(tx, scope, whose.group_id or whose.organization_id or 0, limit=1)
    return Snapshot.model_validate_json(found[0].snapshot) if found else None
