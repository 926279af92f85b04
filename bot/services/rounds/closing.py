"""The close: from now on nobody can answer. What is shown is decided afterwards: see `bot.services.rounds.deciding`."""

from __future__ import annotations

from dataclasses import replace

from bot.storage import closings, rounds
from bot.storage.port import Writer
from bot.storage.rounds import Part, Round


async def close_part(tx: Writer, part: Part, now: int, *, by_hand: bool = False) -> None:
    """A group's part is over, and with the last part the round. `by_hand`: a facilitator has just said so."""
    round_ = await rounds.find(tx, part.round_id)
    if round_ is None:
        return
    await rounds.save_part(tx, replace(part, state="closed", closes_at=min(part.closes_at, now)))
    await closings.add(tx, round_.id, part.group_id, by_hand=by_hand)
    await _close_with_last_part(tx, round_, now)


async def close_round(tx: Writer, round_: Round, now: int) -> None:
    """The whole round is over."""
    for part in await rounds.parts(tx, round_.id):
        if part.state in ("proposed", "accepted"):
            await rounds.save_part(tx, replace(part, state="declined"))
    ended = min(round_.closes_at, now)
    await rounds.change(tx, round_.id, state="closed", closes_at=ended, closed_at=now)
    await closings.add(tx, round_.id, None, by_hand=False)


async def _close_with_last_part(tx: Writer, round_: Round, now: int) -> None:
    """A round ends with its last group, unless a group may still say yes to a proposal."""
    for part in await rounds.parts(tx, round_.id):
        if part.state in ("open", "accepted") or (part.state == "proposed" and part.closes_at > now):
            return
    await close_round(tx, round_, now)
