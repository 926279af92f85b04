"""What tests of workshops begin with: taps of members, what is shown then, and the wheel that is made of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable

import pytest

from bot.services.act import Refused, Why
from bot.services.rounds.snapshot import Snapshot
from bot.services.workshop.view import View
from bot.storage.groups import Group
from tests.services.rounds_stage import PEERS, Stage

FIVE, EIGHT = range(1, 6), range(1, 9)
OTHER = 903


async def refused(work: Awaitable[object]) -> Why:
    with pytest.raises(Refused) as caught:
        await work
    return caught.value.why


async def begun(scene: Stage, group: Group) -> int:
    view = await scene.workshops.begin(scene.fatou, group.id, PEERS, "taps")
    return view.workshop.id


async def taps(scene: Stage, workshop_id: int, place: int, *levels: int) -> None:
    """Member 1 taps the first level, member 2 the second, all at once."""
    themes = scene.workshops.themes
    await asyncio.gather(
        *(themes.tap(scene.act(number), workshop_id, place, level) for number, level in enumerate(levels, 1))
    )


async def shown(scene: Stage, workshop_id: int, place: int, *levels: int) -> View:
    await taps(scene, workshop_id, place, *levels)
    return await scene.workshops.themes.show(scene.fatou, workshop_id, place)


async def wheel(scene: Stage, group: Group, figure: int = 0) -> Snapshot:
    """The group's wheel, the newest first."""
    rows = await scene.rows("SELECT snapshot FROM figure WHERE subject_id = :id ORDER BY id DESC", id=group.id)
    return Snapshot.model_validate_json(rows[figure]["snapshot"])
