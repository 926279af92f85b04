"""The sheet for a meeting: what is to be decided, what needs a hand, what to strengthen, and what was done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.clock import from_micros
from bot.services.actions import plans
from bot.services.actions.listing import needs_hand
from bot.services.actions.person_days import Days, days_of
from bot.services.actions.plans import Plan
from bot.services.rounds.snapshot import Snapshot
from bot.services.rounds.templates import Shelf
from bot.storage import actions, figures
from bot.storage.actions import Action, Whose
from bot.storage.agenda import Item
from bot.storage.port import Reader
from surveys.template import Template
from surveys.wheel import SpokeResult, most_divided, results, to_strengthen


@dataclass(frozen=True, slots=True)
class Sheet:
    """What to talk about at a time (microseconds UTC), of what there is since another. `item` is what comes back then.

    `open` are decisions: actions that nobody has taken on yet. `weakest` and `divided` are keys of themes of the last
    published wheel, in the wording of `template`; None where there is no wheel to be seen.
    """

    item: Item | None
    plan: Plan
    at: int
    since: int
    open: Sequence[Action]
    needing: Sequence[Action]
    done: Sequence[Action]
    template: Template | None
    weakest: Sequence[str]
    divided: Sequence[str]
    days: Days


async def sheet_of(
    tx: Reader, shelf: Shelf, whose: Whose, item: Item | None, *, at: int, since: int, described: bool = True
) -> Sheet:
    """The sheet for that time; with the themes of the wheel only where it describes the reader. Refused: GONE."""
    plan = await plans.plan_of(tx, whose)
    day = from_micros(at).astimezone(plan.zone).date()
    open_ = await actions.open_of(tx, whose)
    ended = await actions.ended_of(tx, whose, since)
    template, spokes = await _last_wheel(tx, shelf, whose) if described else (None, ())
    return Sheet(
        item=item,
        plan=plan,
        at=at,
        since=since,
        open=[one for one in open_ if one.state == "proposed"],
        needing=[one for one in open_ if one.state != "proposed" and needs_hand(one, day)],
        done=[one for one in ended if one.state == "done"],
        template=template,
        weakest=[one.key for one in to_strengthen(spokes)],
        divided=[one.key for one in most_divided(spokes)],
        days=await days_of(tx, whose, day.year),
    )


async def _last_wheel(tx: Reader, shelf: Shelf, whose: Whose) -> tuple[Template | None, Sequence[SpokeResult]]:
    """The wording and the plain themes of the last published wheel; None and nothing where there is none."""
    scope = "organization" if whose.group_id is None else "group"
    found = await figures.published_of(tx, scope, whose.group_id or whose.organization_id or 0, limit=1)
    if not found:
        return None, ()
    snapshot = Snapshot.model_validate_json(found[0].snapshot)
    template = (await shelf.of(tx, snapshot.template_id, snapshot.template_version)).plain
    levels = {one.key: one.level for one in snapshot.spokes}
    agreements = {one.key: one.agreement for one in snapshot.spokes}
    extremes = {one.key: one.word for one in snapshot.spokes}
    return template, results(template, "en", levels=levels, agreements=agreements, extremes=extremes)
