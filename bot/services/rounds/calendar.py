"""The calendar: opens and closes by time what people did not by hand. Due rows are the truth; a tick only looks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.clock import from_micros, to_micros
from bot.delivery.letters import Letter, Priority, put
from bot.services.desk import Ground
from bot.services.rounds.closing import close_part, close_round
from bot.services.rounds.opening import Opening
from bot.storage import groups, networks, people, rounds
from bot.storage.groups import Group
from bot.storage.port import Writer
from bot.storage.rounds import Part, Round

NOTICED = timedelta(hours=1)
MICROSECOND = timedelta(microseconds=1)


class Calendar:
    """What is due, done once each; late when the bot was away."""

    def __init__(self, ground: Ground, opening: Opening) -> None:
        self._ground = ground
        self._opening = opening

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
                await _extend_organization(tx, one, micros - awake, now)
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
        failures = [await self._done(self._part(part, now)) for part in parts]
        whole = await self._ground.read(lambda tx: rounds.due_rounds(tx, micros))
        failures += [await self._done(self._round(round_, now)) for round_ in whole]
        if failures:
            self._ground.posted()
        if errors := [error for error in failures if error]:
            raise ExceptionGroup("what was due and could not be done stays due", errors)
        return len(failures)

    async def _done(self, work: Callable[[Writer], Awaitable[None]]) -> Exception | None:
        try:
            await self._ground.storage.write(work)
        except Exception as error:  # the others' turn comes all the same; it is raised after them
            return error
        return None

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
                await close_part(tx, part, to_micros(now))
                return
            await self._open(tx, part, group, now)

        return work

    async def _open(self, tx: Writer, part: Part, group: Group, now: datetime) -> None:
        """Its day has come; where the bot was away then, it lasts as long as it would have."""
        if group.state != "active":
            await rounds.save_part(tx, replace(part, state="declined"))
            return
        late = to_micros(now) - part.opens_at
        longer = late if late > NOTICED // MICROSECOND else 0
        part = replace(part, state="open", opens_at=to_micros(now), closes_at=part.closes_at + longer)
        await rounds.save_part(tx, part)
        await self._opening.opened(tx, now, part, group, by_hand=False)

    def _round(self, seen: Round, now: datetime) -> Callable[[Writer], Awaitable[None]]:
        async def work(tx: Writer) -> None:
            round_ = await rounds.find(tx, seen.id)
            states = {part.state for part in await rounds.parts(tx, seen.id)}
            if round_ == seen and not states & {"open", "accepted"}:
                await close_round(tx, seen, to_micros(now))

        return work


async def _extend_organization(tx: Writer, round_: Round, by: int, now: datetime) -> None:
    """More time for an organization's round; its members are told privately, as they were invited."""
    closes_at = round_.closes_at + by
    await rounds.change(tx, round_.id, state="open", closes_at=closes_at, closed_at=None)
    for person_id in await networks.confirmed_members(tx, round_.organization_id or 0):
        person = await people.find(tx, person_id)
        if person and person.writable:
            key = f"more_time:{round_.id}:{person_id}:{closes_at}"
            letter = Letter(key, person_id, "more_time", {"round_id": round_.id}, Priority.WHEEL, now)
            await put(tx, letter, now)
