"""The next steps of many actions are written together, as if one by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.storage import actions, people, reminders
from bot.storage.actions import MINE, Action
from bot.storage.open import open_storage
from bot.storage.port import Writer
from bot.storage.reminders import Moved
from tests.databases import ENGINES, new_database

MANY = 107
OWNER = 6_000_000_001
NEW = Action(
    id=0,
    network_id=None,
    whose=MINE,
    round_id=None,
    theme=None,
    what="Ask",
    voice=None,
    sign=None,
    owner_id=OWNER,
    owner_name="Awa",
    proposed_by=OWNER,
    due=date(2027, 3, 1),
    half_days=None,
    in_work_plan=None,
    may_mention=False,
    state="accepted",
    reason=None,
    on_agenda=False,
    remind_at=1,
    remind_step="ahead",
    last_reminded_at=5,
    revision=0,
    created_at=0,
    changed_at=0,
    ended_at=None,
)


def _next(action: Action, number: int) -> Moved:
    """Every third ends, every second was told of now."""
    at, step = (None, None) if number % 3 == 0 else (2_000_000_000_000_000 + number, "day")
    return Moved(action.id, at, step, 7_000_000_000 if number % 2 else None)


@pytest.mark.parametrize("engine", ENGINES)
async def test_what_is_moved_together_is_moved_each_to_its_own(engine: str, tmp_path: Path) -> None:
    storage = await open_storage(new_database(tmp_path, engine))

    async def work(tx: Writer) -> None:
        await people.add(tx, OWNER, "en", 0)
        kept = await actions.add(tx, NEW)
        added = [await actions.add(tx, NEW) for _ in range(MANY)]
        moved = [_next(one, number) for number, one in enumerate(added)]
        await reminders.move_all(tx, moved)
        for one, to in zip(added, moved, strict=True):
            told = one.last_reminded_at if to.reminded_at is None else to.reminded_at
            wanted = replace(one, remind_at=to.at, remind_step=to.step, last_reminded_at=told)
            assert await actions.find(tx, one.id) == wanted
        assert await actions.find(tx, kept.id) == kept

    try:
        await storage.write(work)
    finally:
        await storage.close()
