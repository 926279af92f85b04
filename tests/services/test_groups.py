"""Groups as Telegram tells of them, what people decide of them, and a coordinator's yes to a stranger's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.services.act import Why
from bot.services.groups.groups import FRESH, RECHECK
from bot.storage import dialogues
from bot.storage.dialogues import Dialogue, Spot
from bot.storage.groups import Named
from bot.storage.networks import Network
from tests.services.membership_stage import (
    ADMIN,
    COORDINATOR,
    MEMBER,
    OTHER,
    Neighbourhood,
    member_of,
    refused,
)

CHAT, NEW_CHAT = -100, -1001


# Joining


async def test_a_group_that_a_coordinator_brings_is_of_their_network(here: Neighbourhood, network: Network) -> None:
    group = await here.joined(CHAT, COORDINATOR)
    assert (group.network_id, group.state, group.set_up) == (network.id, "active", False)


async def test_a_group_that_a_stranger_brings_waits(here: Neighbourhood, network: Network) -> None:
    group = await here.joined(CHAT, ADMIN)
    assert (group.network_id, group.state) == (network.id, "waiting")


async def test_a_group_seen_before_anything_was_told_waits_until_its_bringer_is_known(
    here: Neighbourhood, network: Network
) -> None:
    """Telegram keeps no order between a group's messages and the news that the bot was added."""
    seen = await here.groups.known(here.act(MEMBER), CHAT, "Chat", is_forum=False)
    assert (seen.network_id, seen.state) == (network.id, "waiting")
    assert (await here.joined(CHAT, COORDINATOR)).state == "active"


async def test_among_several_networks_a_stranger_needs_a_link(here: Neighbourhood, network: Network) -> None:
    await here.membership.ensure_network("Elsewhere")
    group = await here.joined(CHAT, ADMIN, ADMIN)
    assert (group.network_id, group.state) == (None, "new")
    with refused(Why.GROUP_WAITING):
        await here.groups.setup.accept(here.act(ADMIN), group.id)
    made = await here.membership.invite(here.act(COORDINATOR), "group", network.id)
    tied = await here.groups.tie(here.act(ADMIN), group.id, made.payload[1:])
    assert (tied.network_id, tied.state) == (network.id, "waiting")


async def test_a_coordinators_own_use_of_the_link_is_a_yes(here: Neighbourhood, network: Network) -> None:
    elsewhere = await here.coordinated("Elsewhere")
    group = await here.joined(CHAT, COORDINATOR)
    assert group.network_id is None
    made = await here.membership.invite(here.act(COORDINATOR), "group", elsewhere.id)
    tied = await here.groups.tie(here.act(COORDINATOR), group.id, made.payload[1:])
    assert (tied.network_id, tied.state) == (elsewhere.id, "active")


async def test_a_bad_link_ties_nothing(here: Neighbourhood, network: Network) -> None:
    group = await here.joined(CHAT, ADMIN)
    coordinators = await here.membership.invite(here.act(COORDINATOR), "coordinator", network.id)
    for secret in ("guess", coordinators.payload[1:]):
        with refused(Why.BAD_LINK):
            await here.groups.tie(here.act(ADMIN), group.id, secret)


async def test_a_link_moves_no_group_that_has_had_its_yes(here: Neighbourhood, network: Network) -> None:
    group = await here.joined(CHAT, COORDINATOR)
    await here.coordinated("Elsewhere", by=OTHER)
    elsewhere = (await here.membership.coordinated(here.act(OTHER)))[0]
    made = await here.membership.invite(here.act(OTHER), "group", elsewhere.id)
    assert (await here.groups.tie(here.act(OTHER), group.id, made.payload[1:])).network_id == network.id


async def test_who_coordinates_several_says_which_network(here: Neighbourhood, network: Network) -> None:
    await here.coordinated("Elsewhere")
    group = await here.joined(CHAT, COORDINATOR, ADMIN)
    await here.groups.saw(here.act(COORDINATOR), group, COORDINATOR)
    seen = await here.groups.setup.look(here.act(COORDINATOR), group.id)
    assert [one.name for one in seen.networks] == ["Palabre", "Elsewhere"]
    with refused(Why.NOT_COORDINATOR):
        await here.groups.setup.set_network(here.act(ADMIN), group.id, network.id)
    chosen = await here.groups.setup.set_network(here.act(COORDINATOR), group.id, network.id)
    assert (chosen.group.network_id, chosen.group.state) == (network.id, "active")


@pytest.mark.parametrize("said", [True, False, None])
async def test_who_acts_in_a_group_is_in_it_unless_telegram_says_otherwise(
    here: Neighbourhood, network: Network, said: bool | None
) -> None:
    group = await here.joined(CHAT, COORDINATOR)
    here.listed.inside[MEMBER] = said
    await here.groups.saw(here.act(MEMBER), group, MEMBER)
    rows = await here.rows("SELECT person_id FROM group_member WHERE person_id = :id", id=MEMBER)
    assert bool(rows) is (said is not False)


async def test_title_and_kind_follow_the_chat(here: Neighbourhood, network: Network) -> None:
    await here.joined(CHAT, COORDINATOR)
    seen = await here.groups.known(here.act(MEMBER), CHAT, " Red\u202e <3 ", is_forum=True)
    assert await here.found(seen.id) == replace(seen, title="Red <3", is_forum=True)


# Coming back


async def test_a_group_comes_back_as_it_was(here: Neighbourhood, network: Network) -> None:
    group = await here.joined(CHAT, COORDINATOR)
    await here.groups.setup.accept(here.act(COORDINATOR), group.id)
    before = await here.found(group.id)
    await here.groups.removed(here.act(None), CHAT)
    assert (await here.found(group.id)).state == "left"
    await here.joined(CHAT, OTHER)
    assert replace(await here.found(group.id), administrators_read_at=None) == replace(
        before, administrators_read_at=None
    )


async def test_leaving_and_coming_back_is_no_way_round_a_yes(here: Neighbourhood, network: Network) -> None:
    group = await here.prepared(CHAT)
    await here.groups.removed(here.act(None), CHAT)
    again = await here.joined(CHAT, ADMIN, ADMIN)
    assert (again.id, again.state, again.set_up) == (group.id, "waiting", False)


async def test_letters_to_a_chat_that_the_bot_has_left_are_dropped(here: Neighbourhood, network: Network) -> None:
    group = await here.prepared(CHAT)
    request = await here.groups.setup.request(group.id)
    assert request is not None
    await here.groups.setup.answer(here.act(COORDINATOR), group.id, request.mark, yes=True)
    assert [one.chat_id for one in await here.letters("group_accepted")] == [CHAT]
    await here.groups.removed(here.act(None), CHAT)
    await here.groups.removed(here.act(None), CHAT)
    assert await here.letters("group_accepted") == []


# Members


async def test_who_speaks_in_the_group_is_its_member_and_the_networks(here: Neighbourhood, network: Network) -> None:
    group = await here.joined(CHAT, COORDINATOR)
    await here.person(MEMBER)
    await here.groups.saw(here.act(MEMBER), group, MEMBER)
    await here.groups.saw(here.act(MEMBER), group, MEMBER)
    assert await here.members(group.id) == [MEMBER]
    assert await member_of(here, network, MEMBER) is not None


async def test_newcomers_who_never_wrote_are_members_and_keep_their_language(
    here: Neighbourhood, network: Network
) -> None:
    group = await here.joined(CHAT, COORDINATOR)
    await here.person(MEMBER)
    await here.groups.arrived(here.act(None), group, [MEMBER, OTHER])
    assert await here.members(group.id) == [MEMBER, OTHER]
    hints = {row["id"]: row["hint"] for row in await here.rows("SELECT id, hint FROM person")}
    assert (hints[MEMBER], hints[OTHER]) == ("en", None)


async def test_members_of_a_waiting_group_are_of_the_network_only_after_the_yes(
    here: Neighbourhood, network: Network
) -> None:
    group = await here.prepared(CHAT)
    await here.groups.arrived(here.act(None), group, [MEMBER])
    assert await member_of(here, network, MEMBER) is None
    request = await here.groups.setup.request(group.id)
    assert request is not None
    await here.groups.setup.answer(here.act(COORDINATOR), group.id, request.mark, yes=True)
    assert await member_of(here, network, MEMBER) is not None


async def test_leaving_takes_membership_and_roles_away(here: Neighbourhood, network: Network) -> None:
    group = await here.joined(CHAT, COORDINATOR, ADMIN)
    await here.groups.arrived(here.act(None), group, [ADMIN])
    await here.groups.setup.begin(here.act(ADMIN), group.id, "Ada")
    await here.groups.left(here.act(None), group, ADMIN)
    assert await here.members(group.id) == []
    with refused(Why.NOT_ADMINISTRATOR):
        await here.groups.setup.look(here.act(ADMIN), group.id)


async def test_a_group_of_one_organization_makes_its_members_that_organizations(
    here: Neighbourhood, network: Network
) -> None:
    organization = await here.organization(network.id, "Élan")
    group = await here.joined(CHAT, COORDINATOR)
    await here.groups.arrived(here.act(None), group, [MEMBER])
    await here.groups.setup.of_organization(here.act(COORDINATOR), group.id, organization)
    before = await member_of(here, network, MEMBER)
    assert before is not None
    assert not before.confirmed
    await here.groups.setup.accept(here.act(COORDINATOR), group.id)
    await here.groups.arrived(here.act(None), await here.found(group.id), [OTHER])
    for person_id in (MEMBER, OTHER):
        member = await member_of(here, network, person_id)
        assert member is not None
        assert (member.organization_id, member.confirmed) == (organization, True)


async def test_a_claim_of_another_organization_is_not_overruled_by_a_group(
    here: Neighbourhood, network: Network
) -> None:
    organization = await here.organization(network.id, "Élan")
    group = await here.joined(CHAT, COORDINATOR)
    await here.groups.arrived(here.act(None), group, [MEMBER, OTHER])
    own = await here.membership.claim_new(here.act(MEMBER), network.id, "Zebra")
    await here.membership.claim(here.act(OTHER), network.id, None)
    await here.groups.setup.of_organization(here.act(COORDINATOR), group.id, organization)
    await here.groups.setup.accept(here.act(COORDINATOR), group.id)
    assert await member_of(here, network, MEMBER) == own
    none = await member_of(here, network, OTHER)
    assert none is not None
    assert none.said_none


async def test_what_came_with_the_group_goes_with_it(here: Neighbourhood, network: Network) -> None:
    organization = await here.organization(network.id, "Élan")
    group = await here.joined(CHAT, COORDINATOR)
    await here.groups.setup.of_organization(here.act(COORDINATOR), group.id, organization)
    await here.groups.setup.accept(here.act(COORDINATOR), group.id)
    await here.groups.arrived(here.act(None), group, [MEMBER, OTHER])
    await here.groups.left(here.act(None), await here.found(group.id), MEMBER)
    gone = await member_of(here, network, MEMBER)
    assert gone is not None
    assert (gone.organization_id, gone.confirmed) == (None, False)

    other = await here.organization(network.id, "Zebra")
    await here.groups.setup.of_organization(here.act(COORDINATOR), group.id, other)
    moved = await member_of(here, network, OTHER)
    assert moved is not None
    assert (moved.organization_id, moved.confirmed) == (other, True)


# Administrators


async def test_administrators_are_read_again_when_they_are_old(here: Neighbourhood, network: Network) -> None:
    group = await here.joined(CHAT, ADMIN, ADMIN)
    asked = here.listed.asked
    await here.groups.fresh(here.act(ADMIN), group)
    assert here.listed.asked == asked
    here.clock.advance(FRESH.total_seconds())
    await here.groups.fresh(here.act(ADMIN), group)
    assert here.listed.asked == asked + 1


async def test_a_new_administrator_is_believed_soon_but_not_asked_about_at_each_tap(
    here: Neighbourhood, network: Network
) -> None:
    group = await here.joined(CHAT, ADMIN, ADMIN)
    here.listed.of[CHAT] = [Named(MEMBER, "Mia")]
    await here.groups.fresh(here.act(MEMBER), group, doubted=True)
    with refused(Why.NOT_ADMINISTRATOR):
        await here.groups.setup.look(here.act(MEMBER), group.id)
    here.clock.advance(RECHECK.total_seconds())
    await here.groups.fresh(here.act(MEMBER), group, doubted=True)
    await here.groups.setup.look(here.act(MEMBER), group.id)


async def test_a_promotion_that_was_told_counts_at_once(here: Neighbourhood, network: Network) -> None:
    group = await here.joined(CHAT, ADMIN, ADMIN)
    here.listed.of[CHAT] = [Named(MEMBER, "Mia")]
    await here.groups.stale(here.act(ADMIN), CHAT)
    await here.groups.fresh(here.act(MEMBER), group)
    await here.groups.setup.look(here.act(MEMBER), group.id)
    with refused(Why.NOT_ADMINISTRATOR):
        await here.groups.setup.look(here.act(ADMIN), group.id)


async def test_when_telegram_does_not_say_the_known_administrators_stay(here: Neighbourhood, network: Network) -> None:
    group = await here.joined(CHAT, ADMIN, ADMIN)
    here.listed.of[CHAT] = None
    here.clock.advance(FRESH.total_seconds())
    await here.groups.fresh(here.act(ADMIN), group)
    await here.groups.setup.look(here.act(ADMIN), group.id)


# Migration


@pytest.mark.parametrize("seen_first", [False, True])
@pytest.mark.parametrize("times", [1, 2])
async def test_a_group_that_became_a_supergroup_is_the_same_group(
    here: Neighbourhood, network: Network, times: int, seen_first: bool
) -> None:
    """Both chats tell of it, in any order, and something may have come from the new one before."""
    group = await here.prepared(CHAT)
    request = await here.groups.setup.request(group.id)
    assert request is not None
    await here.groups.setup.answer(here.act(COORDINATOR), group.id, request.mark, yes=True)
    await here.groups.arrived(here.act(None), group, [MEMBER])
    spot = Spot(CHAT, ADMIN)
    await here.write(lambda tx: dialogues.put(tx, spot, Dialogue("any", {}), here.now + 1))
    if seen_first:
        fresh = await here.groups.known(here.act(OTHER), NEW_CHAT, "Chat", is_forum=False)
        await here.person(OTHER)
        await here.groups.saw(here.act(OTHER), fresh, OTHER)
    for _ in range(times):
        await here.groups.migrated(here.act(None), CHAT, NEW_CHAT)
    moved = await here.groups.known(here.act(MEMBER), NEW_CHAT, "Chat", is_forum=False)
    assert (moved.id, moved.state, moved.set_up) == (group.id, "active", True)
    assert await here.members(group.id) == ([MEMBER, OTHER] if seen_first else [MEMBER])
    assert await here.waiting_in(NEW_CHAT) == 2
    assert await here.waiting_in(CHAT) == 0
    assert len(await here.rows("SELECT * FROM peer_group")) == 1


async def test_news_of_an_unknown_groups_migration_does_no_harm(here: Neighbourhood, network: Network) -> None:
    await here.groups.migrated(here.act(None), CHAT, NEW_CHAT)
    assert await here.rows("SELECT * FROM peer_group") == []


# Set-up
