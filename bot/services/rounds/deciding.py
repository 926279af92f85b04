"""After a close: what is shown is decided beside everything else, then frozen, then told.

Each closing waits as a row, in the order in which they closed. Whatever ends a process, another one goes on where the
row says: what is not frozen yet is decided anew, and nothing is told twice.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from bot.clock import to_micros
from bot.services.desk import Ground
from bot.services.rounds.aside import aside, giving_way
from bot.services.rounds.question import Asked, Question, Questions, mark_of
from bot.services.rounds.snapshot import take
from bot.services.rounds.telling import tell, tell_coordinators
from bot.services.rounds.templates import Shelf
from bot.storage import closings, erasure, figures, responses, rounds
from bot.storage.closings import Closing
from bot.storage.figures import HELD_BACK, PARTED, TIED, Made
from bot.storage.port import StorageError, Writer
from bot.storage.rounds import Round
from surveys import disclosure

TOLD_AT_ONCE = 3
"""Figures whose people are told, or let go of, in one transaction: a tap waits for 5 ms, for ten it did for 20."""


@dataclass(frozen=True, slots=True)
class Decided:
    """A figure as it will be noted, who is in what it shows, and whose answers it counts."""

    made: Made
    who: disclosure.Figure
    everybody: frozenset[str]


class Deciding:
    """Takes closings one after another. `tick` takes what waits; `soon` does so at once, in a task of its own."""

    def __init__(self, ground: Ground, shelf: Shelf) -> None:
        self._ground = ground
        self._questions = Questions(ground, shelf)
        self._one_at_a_time = asyncio.Lock()
        self._under_way: set[asyncio.Task[None]] = set()

    def soon(self) -> None:
        """Somebody has just closed a round, and is not kept waiting."""
        task = asyncio.create_task(self._hurry())
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def idle(self) -> None:
        """Return when nothing that `soon` began is under way."""
        while self._under_way:
            await asyncio.wait(self._under_way)

    async def close(self) -> None:
        """End what is under way; the rest waits in the database."""
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    async def tick(self, now: datetime) -> int:
        """Decide, freeze and tell all that waits; returns how much it was.

        What goes wrong with one holds up its round alone, whose wheels are decided in their order.
        """
        async with self._one_at_a_time:
            taken, failed = 0, dict[int, Exception]()
            closing = await self._next()
            while closing is not None:
                last = closing.id
                if closing.round_id not in failed:
                    taken += 1
                    try:
                        await self._settle(closing, to_micros(now))
                    except StorageError:
                        raise
                    except Exception as error:  # the others' turn comes all the same; it is raised after them
                        failed[closing.round_id] = error
                closing = await self._next(last)
        if taken:
            self._ground.posted()
        if failed:
            raise ExceptionGroup("what has closed and could not be decided waits", list(failed.values()))
        return taken

    async def next_due(self) -> datetime | None:
        """Now, if something waits."""
        return None if await self._next() is None else self._ground.clock.now()

    async def _next(self, after: int = 0) -> Closing | None:
        return await self._ground.read(lambda tx: closings.after(tx, after))

    async def _hurry(self) -> None:
        with suppress(Exception):  # it waits for the tick, which says what is wrong
            await self.tick(self._ground.clock.now())

    async def _settle(self, closing: Closing, now: int) -> None:
        with giving_way():
            while closing.told_to is None and not await self._decide(closing, now):
                pass  # somebody's answers have changed or gone meanwhile
        while await self._ground.storage.write(lambda tx: _tell(tx, closing, now)):
            pass

    async def _decide(self, closing: Closing, now: int) -> bool:
        """Whether it is frozen, or need not be."""
        question = await self._questions.of(closing)
        decided = await aside(lambda: decide(question)) if question else []
        return await self._ground.storage.write(lambda tx: _freeze(tx, closing, question, decided, now))


def decide(question: Question) -> list[Decided]:
    """What may be seen of the figures that are asked for: the only way by which a level comes into being.

    Of a network's organizations those alone that are shown. The numbers of figures stand in buttons: one that is left
    out would tell that somebody of an organization has answered. What is held back of them is noted with the network's.
    """
    told = disclosure.disclosed(
        [one.scored for one in question.figures],
        minimum=question.round.minimum,
        seen=question.seen,
        near=question.near,
        alone=question.round.scope != "network",
    )
    decided = [_decided(question, *both) for both in zip(question.figures, told, strict=True)]
    if question.round.scope != "network":
        return decided
    noted = [one.made.published or one.made.scope != "organization" for one in decided]
    held = frozenset[str]().union(*(one.held_back for one, is_noted in zip(told, noted, strict=True) if not is_noted))
    return [_tied(one, held) for one, is_noted in zip(decided, noted, strict=True) if is_noted]


def _tied(one: Decided, held: frozenset[str]) -> Decided:
    if one.made.scope != "network":
        return one
    tied = {spoke: TIED for spoke in sorted(held) if one.made.counted.get(spoke) != HELD_BACK}
    return replace(one, made=replace(one.made, counted={**one.made.counted, **tied}))


def _decided(question: Question, asked: Asked, told: disclosure.Disclosed) -> Decided:
    snapshot = take(
        question.template,
        told,
        asked.previous,
        whose=asked.subject.name,
        zone=asked.subject.zone,
        closed_at=question.ended,
    )
    counted = {spoke: len(who) for spoke, who in told.who.items() if not told.spoke(spoke).from_parts}
    parted = {*asked.parted, disclosure.COUNT} if asked.parted else set[str]()
    counted |= dict.fromkeys(sorted(parted & counted.keys()), PARTED)
    counted |= dict.fromkeys(sorted(told.held_back), HELD_BACK)
    body = snapshot.model_dump_json()
    made = Made(asked.subject.scope, asked.subject.id, snapshot.published, body, counted)
    return Decided(made, told.who, frozenset[str]().union(*asked.scored.values()))


async def _freeze(
    tx: Writer, closing: Closing, question: Question | None, decided: Sequence[Decided], now: int
) -> bool:
    """Note the figures, and lock the answers in them; False if the answers, or what is near, are not the same."""
    if await closings.find(tx, closing.id) != closing:
        return True  # it was done elsewhere, or erased
    if question is not None and question.mark != await mark_of(tx, question, closing):
        return False
    noted = await figures.add(tx, closing.round_id, [one.made for one in decided], now)
    for figure, one in zip(noted, decided, strict=True):
        if figure.scope == "group":
            await figures.note_shown(tx, figure.id, one.who)
    counted = frozenset[str]().union(*(one.everybody for one in decided if one.made.published))
    await responses.lock(tx, closing.round_id, counted)
    await closings.told(tx, closing.id, 0)
    return True


async def _tell(tx: Writer, closing: Closing, now: int) -> bool:
    """Tell of some figures of what was frozen; whether there may be more."""
    waiting = await closings.find(tx, closing.id)
    round_ = await rounds.find(tx, closing.round_id)
    if waiting is None or round_ is None:
        return False
    if waiting.group_id is not None:
        figure = await figures.of_round(tx, round_.id, "group", waiting.group_id)
        if figure is not None:
            await tell(tx, round_, figure, now, by_hand=waiting.by_hand)
    elif await _tell_wider(tx, round_, waiting, now):
        return True
    await closings.end(tx, closing.id)
    return False


async def _tell_wider(tx: Writer, round_: Round, waiting: Closing, now: int) -> bool:
    """Whether there may be more. Who is in groups' figures is let go of; at the end coordinators hear of the round."""
    page = await figures.after(tx, round_.id, waiting.told_to or 0, TOLD_AT_ONCE)
    for figure in page:
        if figure.scope == "group":
            await figures.forget_shown(tx, figure.id)
        else:
            await tell(tx, round_, figure, now, by_hand=waiting.by_hand)
    if page:
        await closings.told(tx, waiting.id, page[-1].id)
        return True
    await erasure.forget_empty(tx, round_.id)
    await tell_coordinators(tx, round_, now)
    return False
