"""Who leaves a group, or a network, leaves what they had there, and nothing that others count on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.services.act import Refused, Why
from bot.services.privacy.going import Going
from bot.storage import networks
from tests.services.answering_stage import Stage, stage
from tests.services.life import ANA, BEN, live


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as found:
        await found.write(live)
        yield found


async def rows_of(scene: Stage, *tables: str) -> dict[str, int]:
    """How many rows Ana has in each."""
    return {table: len(await scene.rows(f"SELECT * FROM {table} WHERE person_id = :id", id=ANA)) for table in tables}


async def test_who_leaves_a_group_stays_in_its_network(scene: Stage) -> None:
    left = await Going(scene.ground).leave_group(scene.act(ANA), 11)
    assert left.title == "Peers"
    assert await rows_of(scene, "group_member", "facilitator", "administrator", "member", "coordinator") == {
        "group_member": 0,
        "facilitator": 0,
        "administrator": 0,
        "member": 1,
        "coordinator": 1,
    }
    (action,) = await scene.rows("SELECT owner_id, state FROM action WHERE id = 82")
    assert (action["owner_id"], action["state"]) == (None, "proposed")


async def test_who_leaves_a_network_leaves_all_of_it(scene: Stage) -> None:
    other = await scene.network("Other")
    await scene.write(lambda tx: networks.add_member(tx, other, ANA, scene.now))
    going = Going(scene.ground)
    assert [one.name for one in (await going.places(scene.act(ANA))).networks] == ["Other", "Red"]
    await going.leave_network(scene.act(ANA), 7)
    places = await going.places(scene.act(ANA))
    assert ([one.name for one in places.networks], places.groups) == (["Other"], [])
    tables = ("group_member", "facilitator", "administrator", "coordinator", "charter_accepted")
    assert set((await rows_of(scene, *tables)).values()) == {0}
    assert await rows_of(scene, "member") == {"member": 1}
    assert len((await going.places(scene.act(BEN))).networks) == 1


async def test_what_one_is_not_in_cannot_be_left(scene: Stage) -> None:
    going = Going(scene.ground)
    other = await scene.network("Other")
    await going.leave_group(scene.act(ANA), 11)
    for work in (
        going.leave_group(scene.act(ANA), 11),
        going.leave_group(scene.act(ANA), 99),
        going.leave_network(scene.act(ANA), other),
    ):
        with pytest.raises(Refused) as caught:
            await work
        assert caught.value.why is Why.GONE
