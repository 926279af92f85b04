"""An organization, or a whole network, is gone a day after it was asked for, unless somebody stops it."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.services.act import Refused, Why
from bot.services.privacy import erasings as service_module
from bot.services.privacy.erasings import COOLING, Erasings
from bot.storage import chain, closings, networks, rounds, wholes, workshops
from bot.storage.erasings import Erasing
from bot.storage.open import open_storage
from tests.databases import ENGINES, new_database, table_names
from tests.services.answering_stage import KEY, Stage, stage
from tests.services.life import ANA, BEN, NAME, live
from tests.storage.grown import content, grow

CARMEN, DAN = 5_000_000_503, 5_000_000_504


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Stage]:
    """Ana and Carmen coordinate the network of Ana's life."""
    async with stage(tmp_path) as found:
        await found.write(live)
        await found.write(lambda tx: tx.run("DELETE FROM erasing"))
        await found.write(lambda tx: tx.run("DELETE FROM log"))
        await found.person(ANA, BEN, CARMEN, DAN)
        await found.write(lambda tx: networks.make_coordinator(tx, 7, CARMEN, "Carmen", found.now))
        yield found


async def passes(scene: Stage, **time: float) -> None:
    scene.clock.advance(timedelta(**time).total_seconds())
    await Erasings(scene.ground).tick(scene.clock.now())


async def count(scene: Stage, table: str) -> int:
    (row,) = await scene.rows(f"SELECT COUNT(*) AS many FROM {table}")
    return int(row["many"])


async def refused(work: object) -> Why:
    with pytest.raises(Refused) as caught:
        await work  # type: ignore[misc]
    return caught.value.why


async def test_it_takes_a_day_and_the_others_are_told(scene: Stage) -> None:
    service = Erasings(scene.ground)
    pending = await service.ask(scene.act(ANA), 7, None)
    assert pending.due == scene.clock.now() + COOLING == await service.next_due()
    letters = await scene.rows("SELECT chat_id FROM outbox WHERE kind = 'erasing'")
    assert [row["chat_id"] for row in letters] == [CARMEN]
    await passes(scene, hours=23)
    assert await count(scene, "network") == 1
    await passes(scene, hours=1)
    assert await count(scene, "network") == 0
    assert await service.next_due() is None


async def test_asked_twice_the_first_day_counts(scene: Stage) -> None:
    service = Erasings(scene.ground)
    first = await service.ask(scene.act(ANA), 7, 3)
    scene.clock.advance(3600)
    assert await service.ask(scene.act(CARMEN), 7, 3) == first
    assert await service.pending(scene.act(CARMEN)) == [first]
    assert await service.look(scene.act(CARMEN), 7, 3) == first
    assert (await service.look(scene.act(CARMEN), 7, None)).id == 0


async def test_any_coordinator_can_stop_it_until_then(scene: Stage) -> None:
    service = Erasings(scene.ground)
    pending = await service.ask(scene.act(ANA), 7, None)
    assert await refused(service.stop(scene.act(BEN), pending.id)) is Why.NOT_COORDINATOR
    assert (await service.stop(scene.act(CARMEN), pending.id)).name == "Red"
    assert await service.find(pending.id) is None
    assert await refused(service.stop(scene.act(CARMEN), pending.id)) is Why.GONE
    await passes(scene, days=2)
    assert await count(scene, "network") == 1


async def test_only_a_coordinator_of_that_network_may_ask(scene: Stage) -> None:
    service = Erasings(scene.ground)
    other = await scene.network("Other")
    own = await scene.organization(other, "Theirs")
    for person_id, network_id in ((BEN, 7), (DAN, 7), (ANA, other)):
        assert await refused(service.ask(scene.act(person_id), network_id, None)) is Why.NOT_COORDINATOR
    assert await refused(service.ask(scene.act(ANA), 7, own)) is Why.GONE
    assert await service.choices(scene.act(DAN)) == []
    assert [one.network.name for one in await service.choices(scene.act(ANA))] == ["Red"]


async def test_the_people_of_an_organization_are_told(scene: Stage) -> None:
    await Erasings(scene.ground).ask(scene.act(CARMEN), 7, 3)
    letters = await scene.rows("SELECT chat_id FROM outbox WHERE kind = 'erasing' ORDER BY chat_id")
    assert [row["chat_id"] for row in letters] == [ANA, BEN]


async def test_an_organization_goes_and_its_people_and_groups_stay(scene: Stage) -> None:
    service = Erasings(scene.ground)
    await service.ask(scene.act(CARMEN), 7, 3)
    await passes(scene, days=1)
    assert await count(scene, "organization") == 0
    members = await scene.rows("SELECT organization_id, confirmed_at, confirmed_by FROM member")
    assert {tuple(row.values()) for row in members} == {(None, None, None)}
    assert await count(scene, "peer_group") == 1
    kinds = [row["kind"] for row in await scene.rows("SELECT kind FROM log ORDER BY id")]
    assert kinds == ["erasing_asked", "organization_erased"]
    assert await scene.storage.read(lambda tx: chain.faults(tx, KEY, 7)) == []


async def test_with_a_network_goes_whoever_is_in_no_other(scene: Stage) -> None:
    other = await scene.network("Other")
    await scene.write(lambda tx: networks.add_member(tx, other, BEN, scene.now))
    await Erasings(scene.ground).ask(scene.act(ANA), 7, None)
    await passes(scene, days=1)
    people = [row["id"] for row in await scene.rows("SELECT id FROM person ORDER BY id")]
    assert people == [BEN, DAN], "who was in no network to begin with stays"
    for table in await scene.storage.read(table_names):
        rows = str(await scene.rows(f"SELECT * FROM {table}"))
        assert not any(word in rows for word in (NAME, str(ANA), str(CARMEN), "Mti", "Peers", "'Red'")), table


async def test_a_large_network_takes_several_ticks_and_cannot_be_stopped_any_more(
    scene: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each tick by a service that knows nothing of the one before, as after a crash."""
    monkeypatch.setattr(service_module, "PORTIONS", 1)
    monkeypatch.setattr(wholes, "PEOPLE_AT_ONCE", 1)
    pending = await Erasings(scene.ground).ask(scene.act(ANA), 7, None)
    await passes(scene, days=1)
    assert [row["id"] for row in await scene.rows("SELECT id FROM person ORDER BY id")] == [BEN, CARMEN, DAN]
    assert await refused(Erasings(scene.ground).stop(scene.act(CARMEN), pending.id)) is Why.GONE
    ticks = 1
    while await Erasings(scene.ground).next_due() is not None:
        assert await count(scene, "network") == 1
        await passes(scene, minutes=1)
        ticks += 1
    assert ticks > 10
    assert await count(scene, "network") == 0


async def test_who_comes_in_meanwhile_goes_too(scene: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service_module, "PORTIONS", 4)
    await Erasings(scene.ground).ask(scene.act(ANA), 7, None)
    await passes(scene, days=1)
    assert await count(scene, "member") == 0
    await scene.write(lambda tx: networks.add_member(tx, 7, DAN, scene.now))
    while await Erasings(scene.ground).next_due() is not None:
        await passes(scene, minutes=1)
    assert await count(scene, "member") == await count(scene, "person") == await count(scene, "network") == 0


async def test_no_wheel_is_made_of_a_network_that_is_half_erased(scene: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service_module, "PORTIONS", 0)
    await scene.write(lambda tx: tx.run("UPDATE round SET state = 'open', closes_at = 3"))
    await scene.write(lambda tx: closings.add(tx, 21, 11, by_hand=True))
    await Erasings(scene.ground).ask(scene.act(ANA), 7, None)
    await passes(scene, days=1)
    assert [row["state"] for row in await scene.rows("SELECT state FROM round")] == ["closed"]
    assert await scene.storage.read(lambda tx: rounds.due_rounds(tx, scene.now)) == []
    assert await count(scene, "closing") == 0


async def test_no_workshop_goes_on_in_it(scene: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would end by itself, with a wheel of those taps that are still there."""
    monkeypatch.setattr(service_module, "PORTIONS", 0)
    assert await scene.storage.read(lambda tx: workshops.under_way(tx, 11)) is not None
    await Erasings(scene.ground).ask(scene.act(ANA), 7, None)
    await passes(scene, days=1)
    assert await scene.storage.read(lambda tx: workshops.under_way(tx, 11)) is None


async def test_who_says_at_the_last_moment_that_they_are_with_the_organization_does_not_keep_it(
    scene: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    thinned_out = Erasings._thinned_out

    async def and_then(self: Erasings, one: Erasing, now: datetime) -> bool:
        whole = await thinned_out(self, one, now)
        await scene.write(lambda tx: networks.claim(tx, 7, BEN, 3))
        return whole

    monkeypatch.setattr(Erasings, "_thinned_out", and_then)
    await Erasings(scene.ground).ask(scene.act(CARMEN), 7, 3)
    await passes(scene, days=1)
    assert await count(scene, "organization") == 0


async def test_from_the_first_portion_on_nobody_counts_for_the_organization(
    scene: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service_module, "PORTIONS", 0)
    await scene.write(lambda tx: tx.run("INSERT INTO response VALUES (21, 'p', 3, 0)"))
    await Erasings(scene.ground).ask(scene.act(CARMEN), 7, 3)
    await passes(scene, days=1)
    assert await count(scene, "organization") == 1
    assert [row["organization_id"] for row in await scene.rows("SELECT organization_id FROM response")] == [None]
    assert {row["organization_id"] for row in await scene.rows("SELECT organization_id FROM member")} == {None}


async def test_of_a_grown_network_nothing_is_left(tmp_path: Path) -> None:
    path = tmp_path / "palabre.db"
    storage = await open_storage(new_database(tmp_path, "sqlite"))
    try:
        grow(path)
        place: int | None = 0
        while place is not None:
            place = await storage.write(partial(wholes.thin_network, network_id=7, place=place))
        await storage.write(lambda tx: wholes.erase_network(tx, 7))
    finally:
        await storage.close()
    rest = {table for table, rows in content(path).items() if rows}
    assert rest == {"network", "peer_group", "action", *_OF_ALL}


_OF_ALL = {"intake", "lead", "polling", "heartbeat", "cleaning", "operator_act"}
"""What is the bot's own."""


@pytest.mark.parametrize("engine", ENGINES)
async def test_both_databases_take_every_statement(tmp_path: Path, engine: str) -> None:
    storage = await open_storage(new_database(tmp_path, engine))
    try:
        await storage.write(lambda tx: wholes.shut_organization(tx, 3, 1))
        assert await storage.write(lambda tx: wholes.thin_organization(tx, 3)) is None
        await storage.write(lambda tx: wholes.erase_organization(tx, 3))
        await storage.write(lambda tx: wholes.shut_network(tx, 7, 1))
        assert await storage.write(lambda tx: wholes.thin_network(tx, 7)) is None
        await storage.write(lambda tx: wholes.erase_network(tx, 7))
    finally:
        await storage.close()


async def test_every_table_of_a_network_is_in_the_list(tmp_path: Path) -> None:
    """Each table that refers to a network, a group, an organization or a round goes with it, by a line or by itself."""
    path = new_database(tmp_path, "sqlite").removeprefix("sqlite:///")
    of = {"network", "peer_group", "organization", "round"}
    with closing(sqlite3.connect(path)) as raw:
        tables = [row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        bound = {
            (table, row[2], row[6] == "CASCADE")
            for table in tables
            for row in raw.execute(f"PRAGMA foreign_key_list({table})")
        }
    deleted = {one.table for one in wholes.NETWORK if not one.change} | {table for table, _ in wholes.TIES}
    deleted |= {"organization", "erasing", "network"}
    deleted |= {table for table, referred, cascades in bound if cascades and referred in deleted}
    assert {table for table, referred, cascades in bound if referred in of and not cascades} <= deleted
