"""What those who look after several groups see at a glance: how each stands, and what its next step would be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from bot.clock import from_micros
from bot.services.act import Act, Refused, Why
from bot.services.actions.listing import needs_hand
from bot.services.dates import today
from bot.services.desk import Ground
from bot.services.roles import looked_after, need_facilitator
from bot.storage import actions, agenda, figures, groups, rounds
from bot.storage.actions import Whose
from bot.storage.agenda import Item
from bot.storage.groups import Group
from bot.storage.port import Reader

PAGE = 6
"""Groups on one screen."""

AGAIN_AFTER = timedelta(days=182)
"""So old may a wheel be before the next round is suggested."""


class Step(Enum):
    """What a group could do next."""

    SET_UP = "its settings wait for somebody's yes"
    HELP = "something needs a hand"
    ANSWER = "a round is proposed to it"
    ROUND = "it has no wheel yet, or an old one"
    PLAN = "nothing was planned since its wheel"


@dataclass(frozen=True, slots=True)
class State:
    """How a group stands. `closes_at` is the end of its open round that closes first (microseconds UTC), None where
    none is open; `open` and `helpless` count its actions, and those of them that need a hand; `point` comes next on its
    agenda; `figure_id` is its newest wheel. `step` is None where all goes its way.
    """

    group: Group
    closes_at: int | None
    open: int
    helpless: int
    point: Item | None
    figure_id: int | None
    step: Step | None


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the groups, by title. `number` counts from 0."""

    states: Sequence[State]
    number: int
    pages: int


class Tending:
    """Reading how groups stand, for those who facilitate them or coordinate their network."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    async def page(self, act: Act, number: int) -> Page:
        """Some of the person's groups; a page that there is not is the last."""

        async def work(tx: Reader) -> Page:
            found = await looked_after(tx, act.person_id or 0)
            pages = max(1, -(-len(found) // PAGE))
            here = min(max(0, number), pages - 1)
            shown = found[here * PAGE : (here + 1) * PAGE]
            return Page([await _state(tx, group, act.now) for group in shown], here, pages)

        return await self._ground.read(work)

    async def look(self, act: Act, group_id: int) -> State:
        """One group. Refused: GONE, NOT_FACILITATOR."""

        async def work(tx: Reader) -> State:
            group = await groups.find(tx, group_id)
            if group is None or group.state != "active":
                raise Refused(Why.GONE)
            await need_facilitator(tx, act, group)
            return await _state(tx, group, act.now)

        return await self._ground.read(work)


async def _state(tx: Reader, group: Group, now: datetime) -> State:
    whose, day = Whose(group_id=group.id), today(now, ZoneInfo(group.zone))
    running = await rounds.parts_of_group(tx, group.id, "open")
    wheels = await figures.published_of(tx, "group", group.id, 1)
    planned = await actions.open_of(tx, whose)
    state = State(
        group=group,
        closes_at=min((one.closes_at for one in running), default=None),
        open=len(planned),
        helpless=sum(needs_hand(one, day) for one in planned),
        point=next(iter(await agenda.of_plan(tx, whose)), None),
        figure_id=wheels[0].id if wheels else None,
        step=None,
    )
    return replace(state, step=await _step(tx, state, wheels[0].made_at if wheels else None, now))


async def _step(tx: Reader, state: State, wheel_at: int | None, now: datetime) -> Step | None:
    """The most pressing of what could be done."""
    if not state.group.set_up:
        return Step.SET_UP
    if state.helpless:
        return Step.HELP
    if await rounds.parts_of_group(tx, state.group.id, "proposed"):
        return Step.ANSWER
    if state.closes_at is not None:
        return None
    return await _step_between_rounds(tx, state, wheel_at, now)


async def _step_between_rounds(tx: Reader, state: State, wheel_at: int | None, now: datetime) -> Step | None:
    if wheel_at is None or now - from_micros(wheel_at) > AGAIN_AFTER:
        return Step.ROUND
    ended = await actions.ended_of(tx, Whose(group_id=state.group.id), wheel_at, 1)
    return None if state.open or ended else Step.PLAN
