"""Workshops: a group takes a round together, live, theme by theme. All of it is rows: whoever facilitates goes on."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Literal

from bot.clock import to_micros
from bot.delivery.letters import Letter, Priority, put
from bot.services.act import Act, Refused, Why
from bot.services.desk import Ground
from bot.services.privacy.log import Deed, note_group, note_round
from bot.services.rounds.opening import Opening, facilitated
from bot.services.workshop.ending import drop, ending_of, freeze
from bot.services.workshop.themes import WorkshopThemes
from bot.services.workshop.view import BELOW, View, found, key_at, led, moved_to, round_of, running, view
from bot.storage import rounds, workshops
from bot.storage.groups import Group
from bot.storage.port import Reader, Writer
from bot.storage.workshops import Workshop

Mode = Literal["taps", "aloud"]

TALK = "workshop_talk"
"""The kind of the letter that ends a talk; its data: `workshop_id` and `until`, the end (microseconds UTC)."""

MOST_PRESENT = 500

_NEVER = to_micros(datetime(9999, 1, 1, tzinfo=UTC))
"""When its round would end by time: people end it."""


class Workshops:
    """Beginning, steering and ending a workshop. `themes` is what happens to each theme."""

    def __init__(self, ground: Ground, opening: Opening) -> None:
        self._ground = ground
        self._opening = opening
        self._shelf = opening.shelf
        self.themes = WorkshopThemes(ground, opening.shelf)

    async def under_way(self, act: Act, group_id: int) -> View | None:
        """The group's workshop, for its facilitators; None where one may be begun.

        Refused: NOT_FACILITATOR, GROUP_WAITING, NOT_SET_UP, GONE; ROUND_OPEN when there is a round instead.
        """

        async def work(tx: Reader) -> View | None:
            group = await facilitated(tx, act, group_id)
            one = await workshops.under_way(tx, group.id)
            if one is None:
                await _need_no_round(tx, group)
            return await view(tx, self._shelf, one) if one else None

        return await self._ground.read(work)

    async def look(self, act: Act, workshop_id: int) -> View:
        """How it stands, for whoever may steer it. Refused: as `led`."""

        async def work(tx: Reader) -> View:
            one, _ = await led(tx, act, workshop_id)
            return await view(tx, self._shelf, one)

        return await self._ground.read(work)

    async def begin(
        self,
        act: Act,
        group_id: int,
        template_id: str,
        mode: Mode,
        *,
        present: int | None = None,
        thread_id: int | None = None,
    ) -> View:
        """Begin at the first theme. `present` is how many agree aloud.

        Refused: NOT_FACILITATOR, GROUP_WAITING, NOT_SET_UP, ROUND_OPEN, WORKSHOP, GONE.
        """
        _need_present(mode, present)

        async def work(tx: Writer) -> View:
            group = await facilitated(tx, act, group_id)
            if await workshops.under_way(tx, group.id):
                raise Refused(Why.WORKSHOP)
            await _need_no_round(tx, group)
            asked = await self._asked(tx, act, group, template_id)
            one = await workshops.add(
                tx,
                round_id=asked.id,
                group_id=group.id,
                mode=mode,
                present=present,
                thread_id=thread_id,
                now=act.micros,
            )
            await note_round(tx, self._ground, act, Deed.ROUND_OPENED, asked, group=group)
            return await view(tx, self._shelf, one)

        return await self._ground.act(act, work)

    async def _asked(self, tx: Writer, act: Act, group: Group, template_id: str) -> rounds.Round:
        """The round in which a group answers together."""
        return await self._opening.add(
            tx,
            act,
            network_id=group.network_id,
            template_id=template_id,
            scope="group",
            closes_at=_NEVER,
            group_id=group.id,
            together=True,
        )

    async def go(self, act: Act, workshop_id: int, place: int) -> tuple[View, bool]:
        """On to a theme, or back to it; False where the group is there already. Refused: as `running`."""

        async def work(tx: Writer) -> tuple[View, bool]:
            one = await running(tx, act, workshop_id)
            seen = await view(tx, self._shelf, one)
            key_at(seen.template, place)
            if place == one.place:
                return seen, False
            return await self._saved(tx, act, replace(one, place=place, message_id=None, talk_until=None)), True

        return await self._ground.act(act, work)

    async def again(self, act: Act, workshop_id: int) -> View:
        """The present theme will be told once more, below everything. Refused: as `running`."""

        async def work(tx: Writer) -> View:
            one = await running(tx, act, workshop_id)
            one, left = await moved_to(tx, one, one.place, BELOW)
            await workshops.stir(tx, one.id, act.micros)
            return await view(tx, self._shelf, one, left=left)

        return await self._ground.act(act, work)

    async def talk(self, act: Act, workshop_id: int, minutes: int, *, message_id: int | None = None) -> View:
        """Let the group be told when it has talked for so long; 0: it is not told. Refused: as `running`."""

        async def work(tx: Writer) -> View:
            one = await running(tx, act, workshop_id)
            until = act.now + timedelta(minutes=minutes) if 0 < minutes <= 60 else None
            one, left = await moved_to(tx, one, one.place, message_id)
            one = replace(one, talk_until=to_micros(until) if until else None)
            if until:
                _, group = await led(tx, act, workshop_id)
                await put(tx, _end_of_talk(one, group, until), act.now)
            return replace(await self._saved(tx, act, one), left=left)

        return await self._ground.post(act, work)

    async def pause(self, act: Act, workshop_id: int) -> View:
        """Go on another day. Refused: as `led`."""

        async def work(tx: Writer) -> View:
            one, group = await led(tx, act, workshop_id)
            if one.state != "paused":
                await note_group(tx, self._ground, act, Deed.WORKSHOP_PAUSED, group, round_id=one.round_id)
            return await self._saved(tx, act, replace(one, state="paused", talk_until=None))

        return await self._ground.act(act, work)

    async def resume(self, act: Act, workshop_id: int) -> View:
        """Go on where the group was, with its theme below everything. Refused: as `led`."""

        async def work(tx: Writer) -> View:
            one, group = await led(tx, act, workshop_id)
            if one.state == "paused":
                await note_group(tx, self._ground, act, Deed.WORKSHOP_RESUMED, group, round_id=one.round_id)
            one, left = await moved_to(tx, replace(one, state="running"), one.place, BELOW)
            return replace(await self._saved(tx, act, one), left=left)

        return await self._ground.act(act, work)

    async def end(self, act: Act, workshop_id: int) -> bool:
        """Make the wheel of what there is; False where there is nothing to show. Refused: as `led`."""

        async def work(tx: Writer) -> bool:
            one, group = await led(tx, act, workshop_id)
            ending = await ending_of(tx, self._ground, self._shelf, one, group=group, now=act.micros)
            await note_round(tx, self._ground, act, Deed.ROUND_CLOSED, ending.asked, group=group)
            return await freeze(tx, ending)

        return await self._ground.post(act, work)

    async def cancel(self, act: Act, workshop_id: int) -> None:
        """Leave it without a wheel; what was tapped is forgotten. Refused: as `led`."""

        async def work(tx: Writer) -> None:
            one, group = await led(tx, act, workshop_id)
            asked = await round_of(tx, one)
            await rounds.change(tx, asked.id, state="closed", closes_at=act.micros, closed_at=act.micros)
            await drop(tx, one)
            await note_round(tx, self._ground, act, Deed.ROUND_CLOSED, asked, group=group)

        await self._ground.act(act, work)

    async def talked(self, workshop_id: int, until: int) -> View | None:
        """How it stands when a talk ends; None when that talk was ended before, or goes on for longer."""

        async def work(tx: Reader) -> View | None:
            one = await workshops.find(tx, workshop_id)
            if one is None or one.state != "running" or one.talk_until != until:
                return None
            return await view(tx, self._shelf, one)

        return await self._ground.read(work)

    async def is_of(self, workshop_id: int, group_id: int) -> bool:
        """Whether it is that group's: in another chat its messages are not."""
        one = await self._ground.read(lambda tx: workshops.find(tx, workshop_id))
        return one is not None and one.group_id == group_id

    async def _saved(self, tx: Writer, act: Act, one: Workshop) -> View:
        await workshops.save(tx, one)
        await workshops.stir(tx, one.id, act.micros)
        return await view(tx, self._shelf, await found(tx, one.id))


def _need_present(mode: Mode, present: int | None) -> None:
    """Refused: GONE for a button that never was."""
    fits = present is None if mode == "taps" else present is not None and 2 <= present <= MOST_PRESENT
    if not fits:
        raise Refused(Why.GONE)


async def _need_no_round(tx: Reader, group: Group) -> None:
    """One thing at a time: a round that is answered in private goes first. Refused: ROUND_OPEN."""
    if await rounds.parts_of_group(tx, group.id, "open"):
        raise Refused(Why.ROUND_OPEN)


def _end_of_talk(one: Workshop, group: Group, until: datetime) -> Letter:
    data = {"workshop_id": one.id, "until": to_micros(until)}
    key = f"{TALK}:{one.id}:{to_micros(until)}"
    return Letter(
        key,
        group.chat_id,
        TALK,
        data,
        Priority.REMINDER,
        until,
        thread_id=one.thread_id,
        group=True,
        any_hour=True,
    )
