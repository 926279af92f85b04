"""The calendar: opens and closes by time what people did not by hand. Due rows are the truth; a tick only looks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.clock import from_micros, to_micros
from bot.delivery.letters import Letter, Priority, put
from bot.services.closing import Closing
from bot.services.desk import Ground
from bot.services.opening import Opening
from bot.storage import groups, rounds
from bot.storage.port import Writer
from bot.storage.rounds import Part, Round

NOTICED = timedelta(hours=1)
MICROSECOND = timedelta(microseconds=1)


class Calendar:
    """What is due, done once each; late when the bot was away."""

    def __init__(self, ground: Ground, opening: Opening, closing: Closing) -> None:
        self._ground = ground
        self._opening = opening
        self._closing = closing

    async def resume(self, now: datetime) -> int:
        """At a start: a round whose last day overlapped an outage of over an hour is extended by it, and people told.

        Returns how many groups' and organizations' rounds were. An outage must not look like silence.
        """

        async def work(tx: Writer) -> int:
            micros, awake = to_micros(now), await rounds.last_awake(tx)
            await rounds.awake(tx, micros)
            if awake is None or micros - awake <= NOTICED // MICROSECOND:
                return 0
            last_day = micros + timedelta(days=1) // MICROSECOND
            parts = await rounds.open_parts_ending(tx, awake, last_day)
            for part in parts:
                await self._extend(tx, part, micros - awake, now)
            whole = await rounds.open_organization_rounds_ending(tx, awake, last_day)
            for one in whole:
                closes_at = one.closes_at + micros - awake
                await rounds.change(tx, one.id, state="open", closes_at=closes_at, closed_at=None)
            return len(parts) + len(whole)

        return await self._ground.storage.write(work)

    async def _extend(self, tx: Writer, part: Part, by: int, now: datetime) -> None:
        part = replace(part, closes_at=part.closes_at + by)
        await rounds.save_part(tx, part)
        await self._opening.stretch(tx, part)
        group = await groups.find(tx, part.group_id)
        if group is not None:
            data = {"round_id": part.round_id, "group_id": part.group_id}
            key = f"round_extended:{part.round_id}:{part.group_id}:{part.closes_at}"
            await put(tx, Letter(key, group.chat_id, "round_extended", data, Priority.WHEEL, now, group=True), now)

    async def awake(self, now: datetime) -> None:
        """Note that the bot is awake: what lies between two notes and is longer than an hour is an outage."""
        await self._ground.storage.write(lambda tx: rounds.awake(tx, to_micros(now)))

    async def tick(self, now: datetime) -> int:
        """Do all that is due; returns how much it was. Each in its own transaction: a bad row never holds up others."""
        micros = to_micros(now)
        parts = await self._ground.read(lambda tx: rounds.due_parts(tx, micros))
        for part in parts:
            await self._ground.storage.write(self._part(part, now))
        whole = await self._ground.read(lambda tx: rounds.due_rounds(tx, micros))
        for round_ in whole:
            await self._ground.storage.write(self._round(round_, now))
        if parts or whole:
            self._ground.posted()
        return len(parts) + len(whole)

    async def next_due(self) -> datetime | None:
        """When the tick is next needed (UTC)."""
        micros = await self._ground.read(rounds.next_due)
        return None if micros is None else from_micros(micros)

    def _part(self, seen: Part, now: datetime) -> Callable[[Writer], Awaitable[None]]:
        async def work(tx: Writer) -> None:
            part = await rounds.part(tx, seen.round_id, seen.group_id)
            group = await groups.find(tx, seen.group_id)
            if part is None or group is None or part != seen:
                return  # someone was quicker by hand
            if part.state == "open":
                await self._closing.close_part(tx, part, to_micros(now))
                return
            part = replace(part, state="open")
            await rounds.save_part(tx, part)
            await self._opening.opened(tx, now, part, group)

        return work

    def _round(self, seen: Round, now: datetime) -> Callable[[Writer], Awaitable[None]]:
        async def work(tx: Writer) -> None:
            round_ = await rounds.find(tx, seen.id)
            states = {part.state for part in await rounds.parts(tx, seen.id)}
            if round_ == seen and not states & {"open", "accepted"}:
                await self._closing.close_round(tx, seen, to_micros(now))

        return work
