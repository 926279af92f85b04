"""The log tells who did what with a role, to those who answer for it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.screen import Content
from bot.services.act import Act, Why
from bot.services.groups.groups import Groups
from bot.services.privacy.log import Deed, Entry
from bot.storage import chain, chats, groups
from bot.storage.groups import Named
from tests.services.announcement_stage import Square, Town, refused, town
from tests.services.membership_stage import Listed
from tests.services.rounds_stage import PEERS


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as found:
        yield found


@pytest.fixture
def scene(here: Town) -> Square:
    return here.scene


async def told(scene: Square) -> list[tuple[str, Deed, str | None]]:
    """Who did what where, the newest first."""
    return [(one.name, one.kind, one.group) for one in await page(scene)]


async def page(scene: Square, before: int = 0, limit: int = 10) -> list[Entry]:
    return await scene.log.page(scene.ben, scene.network_id, before=before, limit=limit)


async def test_what_is_done_with_announcements_is_told(scene: Square) -> None:
    sent = (await scene.sent()).announcement
    await scene.dispatch.pause(scene.ben, sent.id)
    await scene.dispatch.pause(scene.ben, sent.id)
    await scene.dispatch.resume(scene.awa, sent.id)
    await scene.dispatch.change(scene.awa, sent.id, "en", Content("Hello!"))
    await scene.dispatch.cancel(scene.awa, sent.id)
    await scene.dispatch.remove(scene.ben, sent.id)
    assert await told(scene) == [
        ("Ben", Deed.ANNOUNCEMENT_REMOVED, None),
        ("Awa", Deed.ANNOUNCEMENT_CANCELLED, None),
        ("Awa", Deed.ANNOUNCEMENT_CHANGED, None),
        ("Awa", Deed.ANNOUNCEMENT_RESUMED, None),
        ("Ben", Deed.ANNOUNCEMENT_PAUSED, None),
        ("Awa", Deed.ANNOUNCEMENT_SENT, None),
    ]
    entries = await page(scene)
    assert {one.detail["id"] for one in entries} == {sent.id}
    assert (entries[0].at, entries[2].detail["language"]) == (scene.clock.now(), "en")


async def test_what_is_refused_is_not_told(scene: Square) -> None:
    draft = (await scene.draft()).announcement
    assert await refused(scene.dispatch.send(scene.ben, draft.id)) is Why.NOT_AUTHOR
    assert await told(scene) == []


async def test_what_is_done_with_rounds_is_told(here: Town, scene: Square) -> None:
    standing = await scene.opened(here.dakar)
    await scene.rounds.extend(scene.fatou, standing.round.id, here.dakar.id, scene.day(9))
    await scene.rounds.close(scene.fatou, standing.round.id, here.dakar.id)
    await scene.deciding.idle()
    round_ = await scene.proposed(scene.network_id)
    await scene.proposals.accept(scene.fatou, round_.id, here.la_paz.id)
    organization_id = await scene.organization(scene.network_id, "Mti")
    own, _ = await scene.organization_rounds.open(scene.awa, organization_id, PEERS, scene.day(7))
    await scene.organization_rounds.close(scene.awa, own.id)
    await scene.deciding.idle()
    assert await told(scene) == [
        ("Awa", Deed.ROUND_CLOSED, None),
        ("Awa", Deed.ROUND_OPENED, None),
        ("Fatou", Deed.ROUND_OPENED, "Group -200"),
        ("Awa", Deed.ROUND_PROPOSED, None),
        ("Fatou", Deed.ROUND_CLOSED, "Group -100"),
        ("Fatou", Deed.ROUND_EXTENDED, "Group -100"),
        ("Fatou", Deed.ROUND_OPENED, "Group -100"),
    ]
    assert (await page(scene))[0].detail == {"round_id": own.id, "template_id": PEERS}


async def test_a_round_that_ends_by_itself_is_nobodys_deed(here: Town, scene: Square) -> None:
    await scene.opened(here.dakar)
    await scene.passes(days=8)
    assert [kind for _, kind, _ in await told(scene)] == [Deed.ROUND_OPENED]


async def test_who_is_named_and_dropped_is_told_until_they_are_forgotten(here: Town, scene: Square) -> None:
    setup = Groups(scene.ground, Listed()).setup
    await scene.write(lambda tx: groups.replace_administrators(tx, here.dakar.id, [Named(1, "Moussa")], scene.now))
    await setup.set_facilitator(scene.fatou, here.dakar.id, 1, named=True)
    await setup.set_facilitator(scene.fatou, here.dakar.id, 1, named=False)
    dropped, named = await page(scene)
    assert (named.kind, named.detail["name"], dropped.kind) == (
        Deed.FACILITATOR_NAMED,
        "Moussa",
        Deed.FACILITATOR_DROPPED,
    )
    await scene.people.forget(scene.act(1))
    assert [one.detail for one in await page(scene)] == [{}, {}]
    assert [one.name for one in await page(scene)] == ["Fatou", "Fatou"]


async def test_coordinators_read_all_and_facilitators_their_groups(here: Town, scene: Square) -> None:
    await scene.opened(here.dakar)
    await scene.opened(here.la_paz)
    await scene.sent()
    assert len(await page(scene)) == 3
    own = await scene.log.page(scene.fatou, scene.network_id, here.dakar.id)
    assert [(one.kind, one.group) for one in own] == [(Deed.ROUND_OPENED, "Group -100")]
    log = scene.log.page
    assert await refused(log(scene.fatou, scene.network_id)) is Why.NOT_COORDINATOR
    assert await refused(log(scene.act(1), scene.network_id, here.dakar.id)) is Why.NOT_FACILITATOR
    other = await scene.network("Other")
    assert await refused(log(scene.awa, other)) is Why.NOT_COORDINATOR
    assert await refused(log(scene.awa, other, here.dakar.id)) is Why.GONE


async def test_lines_of_a_group_that_turns_out_to_be_another_bear_its_name(here: Town, scene: Square) -> None:
    """Through several of them, and for whoever facilitates it; the lines themselves stay as they were."""
    first = await scene.facilitated(scene.network_id, -300)
    second = await scene.facilitated(scene.network_id, -301)
    setup = Groups(scene.ground, Listed()).setup
    for group, language in ((first, "fr"), (second, "es")):
        await setup.set_language(scene.fatou, group.id, language)
    lines = await scene.rows("SELECT * FROM log ORDER BY id")
    for into, other in ((second, first), (here.dakar, second)):
        await scene.write(lambda tx, other=other: tx.run("DELETE FROM facilitator WHERE group_id = :id", id=other.id))  # type: ignore[misc]
        await scene.write(lambda tx, into=into, other=other: chats.absorb_group(tx, into.id, other.id))  # type: ignore[misc]
    assert [one.group for one in await page(scene)] == ["Group -100"] * 2
    assert len(await scene.log.page(scene.fatou, scene.network_id, here.dakar.id)) == 2
    assert await scene.log.page(scene.fatou, scene.network_id, here.la_paz.id) == []
    assert await scene.rows("SELECT * FROM log ORDER BY id") == lines
    assert await scene.storage.read(lambda tx: chain.faults(tx, scene.ground.key, scene.network_id)) == []


async def test_a_group_that_turns_out_to_be_one_of_another_network_is_not_named(here: Town, scene: Square) -> None:
    other = await scene.facilitated(scene.network_id, -300)
    await Groups(scene.ground, Listed()).setup.set_language(scene.fatou, other.id, "fr")
    elsewhere = await scene.facilitated(await scene.network("Other"), -400)
    await scene.write(lambda tx: tx.run("DELETE FROM facilitator WHERE group_id = :id", id=other.id))
    await scene.write(lambda tx: chats.absorb_group(tx, elsewhere.id, other.id))
    assert [one.group for one in await page(scene)] == [None]


async def test_it_is_read_page_by_page(scene: Square) -> None:
    for _ in range(5):
        await scene.sent()
    ids = [one.id for one in await page(scene)]
    first = await page(scene, limit=2)
    second = await page(scene, before=first[-1].id, limit=2)
    last = await page(scene, before=second[-1].id, limit=2)
    assert [one.id for one in (*first, *second, *last)] == ids == sorted(ids, reverse=True)


async def test_an_anonymous_administrator_has_no_name(here: Town, scene: Square) -> None:
    nobody = Act(None, scene.clock.now(), anonymous_in=here.dakar.chat_id)
    await scene.rounds.open(nobody, here.dakar.id, PEERS, scene.day(7))
    assert await told(scene) == [("", Deed.ROUND_OPENED, "Group -100")]


async def test_who_comes_in_and_which_groups_is_told(scene: Square) -> None:
    made = await scene.membership.invite_coordinator("Palabre Sud")
    network = await scene.membership.accept_coordinator(scene.ben, made.payload[1:], "Ben")
    again = await scene.membership.invite(scene.ben, "coordinator", network.id)
    await scene.membership.revoke(scene.ben, "coordinator", network.id)
    entries = await scene.log.page(scene.ben, network.id)
    assert [(one.name, one.kind) for one in entries] == [
        ("Ben", Deed.LINKS_REVOKED),
        ("Ben", Deed.LINK_MADE),
        ("Ben", Deed.COORDINATOR_JOINED),
        ("", Deed.LINK_MADE),
    ]
    assert entries[-1].detail == {"kind": "coordinator", "by": "operator"}
    assert again.payload[1:] not in str(entries)
    head = await scene.log.head(scene.ben, network.id)
    assert head is not None
    assert head.number == len(entries)
