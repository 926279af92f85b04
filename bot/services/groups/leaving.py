"""Who is of a plan no more: nobody has what they had open, and who looks after it is told. Inside a transaction."""

from __future__ import annotations

from bot.clock import from_micros
from bot.delivery.letters import Letter, Priority, put
from bot.services.actions.history import Step
from bot.services.followup.reminding import facilitators
from bot.storage import action_changes, actions
from bot.storage.actions import Whose
from bot.storage.port import Writer

LEFT = "action_left"
"""The kind of the letter that tells facilitators of actions whose owner is of the plan no more: not who that was.
Render `Followup.needing` of its data.
"""


async def leave_plan(tx: Writer, whose: Whose, person_id: int, now: int) -> None:
    """The person has left the plan's group or organization. In the history nobody in particular has done it."""
    left = await actions.leave(tx, whose, person_id)
    if left:
        await tell_left(tx, whose, person_id, left, now)


async def tell_left(tx: Writer, whose: Whose, person_id: int, left: list[tuple[int, int]], now: int) -> None:
    """Note it with these actions of the plan (their ids and revisions), and tell who looks after it."""
    for action_id, _ in left:
        await action_changes.add(tx, action_id, at=now, person_id=None, name="", kind=Step.OWNER_LEFT.value, detail={})
    at, data = from_micros(now), {"actions": [list(one) for one in left]}
    first_id, revision = left[0]
    for reader in await facilitators(tx, whose, person_id):
        key = f"{LEFT}:{first_id}:{revision}:{reader}"
        await put(tx, Letter(key, reader, LEFT, data, Priority.REMINDER, at), at)
