"""Groups as Telegram tells of them, what people decide of them, and a coordinator's yes to a stranger's."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.services.act import Refused, Why
from bot.services.groups import FRESH, RECHECK
from bot.storage import dialogues, networks
from bot.storage.dialogues import Dialogue, Spot
from bot.storage.groups import Named
from bot.storage.networks import Member, Network
from tests.services.membership_stage import ADMIN, COORDINATOR, MEMBER, OTHER, Neighbourhood, neighbourhood

CHAT, NEW_CHAT = -100, -1001


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Neighbourhood]:
    async with neighbourhood(tmp_path) as found:
        yield found


@pytest.fixture
async def network(here: Neighbourhood) -> Network:
    return await here.coordinated()


def refused(why: Why) -> pytest.RaisesExc[Refused]:
    return pytest.RaisesExc(Refused, check=lambda error: error.why is why)


async def member_of(here: Neighbourhood, network: Network, person_id: int) -> Member | None:
    return await here.storage.read(lambda tx: networks.member(tx, network.id, person_id))


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
    seen = await here.groups.setup.look(here.act(COORDINATOR), group.id)
    assert [one.name for one in seen.networks] == ["Palabre", "Elsewhere"]
    with refused(Why.NOT_COORDINATOR):
        await here.groups.setup.set_network(here.act(ADMIN), group.id, network.id)
    chosen = await here.groups.setup.set_network(here.act(COORDINATOR), group.id, network.id)
    assert (chosen.group.network_id, chosen.group.state) == (network.id, "active")


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
    await here.groups.setup.of_organization(here.act(COORDINATOR), group.id, organization, several=False)
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
    await here.groups.setup.of_organization(here.act(COORDINATOR), group.id, organization, several=False)
    await here.groups.setup.accept(here.act(COORDINATOR), group.id)
    assert await member_of(here, network, MEMBER) == own
    none = await member_of(here, network, OTHER)
    assert none is not None
    assert none.said_none


async def test_what_came_with_the_group_goes_with_it(here: Neighbourhood, network: Network) -> None:
    organization = await here.organization(network.id, "Élan")
    group = await here.joined(CHAT, COORDINATOR)
    await here.groups.setup.of_organization(here.act(COORDINATOR), group.id, organization, several=False)
    await here.groups.setup.accept(here.act(COORDINATOR), group.id)
    await here.groups.arrived(here.act(None), group, [MEMBER, OTHER])
    await here.groups.left(here.act(None), await here.found(group.id), MEMBER)
    gone = await member_of(here, network, MEMBER)
    assert gone is not None
    assert (gone.organization_id, gone.confirmed) == (None, False)

    other = await here.organization(network.id, "Zebra")
    await here.groups.setup.of_organization(here.act(COORDINATOR), group.id, other, several=False)
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


async def messages_to(here: Neighbourhood, chat_id: int) -> int:
    spot = Spot(chat_id, ADMIN)
    waiting = await here.storage.read(lambda tx: dialogues.find(tx, spot, here.now))
    return len([one for one in await here.letters() if one.chat_id == chat_id]) + (waiting is not None)


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
    assert await messages_to(here, NEW_CHAT) == 2
    assert await messages_to(here, CHAT) == 0
    assert len(await here.rows("SELECT * FROM peer_group")) == 1


async def test_news_of_an_unknown_groups_migration_does_no_harm(here: Neighbourhood, network: Network) -> None:
    await here.groups.migrated(here.act(None), CHAT, NEW_CHAT)
    assert await here.rows("SELECT * FROM peer_group") == []


# Set-up


async def test_the_summary_is_prefilled_from_whoever_set_up_and_accepted_in_one_act(
    here: Neighbourhood, network: Network
) -> None:
    await here.people.meet(ADMIN, "fr", True, here.clock.now())
    await here.groups.joined(here.act(COORDINATOR), CHAT, "Chat", is_forum=False, added_by=COORDINATOR)
    group = await here.joined(CHAT, COORDINATOR, ADMIN)
    seen = await here.groups.setup.begin(here.act(ADMIN), group.id, "Ada <3")
    assert [one.name for one in seen.facilitators] == ["Ada <3"]
    assert seen.group.language is not None
    assert seen.group.country is not None
    assert seen.group.zone != "UTC"
    done = await here.groups.setup.accept(here.act(ADMIN), group.id)
    assert (done.group.set_up, done.group.state, done.group.whose) == (True, "active", "network")


async def test_the_guess_follows_the_networks_other_groups(here: Neighbourhood, network: Network) -> None:
    first = await here.joined(CHAT, COORDINATOR)
    await here.groups.setup.set_country(here.act(COORDINATOR), first.id, "RW")
    second = await here.joined(CHAT - 1, COORDINATOR)
    assert (second.country, second.zone) == ("RW", "Africa/Kigali")


async def test_an_anonymous_administrator_sets_up(here: Neighbourhood, network: Network) -> None:
    group = await here.joined(CHAT, COORDINATOR, ADMIN)
    seen = await here.groups.setup.begin(here.anonymous(CHAT), group.id, "")
    assert seen.facilitators == []
    assert (await here.groups.setup.accept(here.anonymous(CHAT), group.id)).group.set_up
    with refused(Why.NOT_ADMINISTRATOR):
        await here.groups.setup.look(here.anonymous(CHAT - 5), group.id)


async def test_members_and_strangers_change_nothing(here: Neighbourhood, network: Network) -> None:
    group = await here.joined(CHAT, COORDINATOR, ADMIN)
    await here.groups.arrived(here.act(None), group, [MEMBER])
    before = await here.found(group.id)
    setup, act = here.groups.setup, here.act(MEMBER)
    for forbidden in (
        setup.look(act, group.id),
        setup.begin(act, group.id, "Mia"),
        setup.set_language(act, group.id, "fr"),
        setup.set_country(act, group.id, "SN"),
        setup.of_network(act, group.id),
        setup.of_named(act, group.id, "Mine", several=False),
        setup.toggle_facilitator(act, group.id, MEMBER),
        setup.open_to_all(act, group.id),
        setup.facilitate(act, group.id, "Mia"),
        setup.accept(act, group.id),
    ):
        with refused(Why.NOT_ADMINISTRATOR):
            await forbidden
    assert await here.found(group.id) == before


@pytest.mark.parametrize(("country", "zone"), [("XX", None), ("SN", "America/Toronto"), ("CA", "Nowhere/None")])
async def test_a_forged_country_or_zone_is_refused(
    here: Neighbourhood, network: Network, country: str, zone: str | None
) -> None:
    group = await here.joined(CHAT, COORDINATOR)
    with refused(Why.GONE):
        await here.groups.setup.set_country(here.act(COORDINATOR), group.id, country, zone)


async def test_anyone_facilitates_for_an_hour_after_it_was_asked(here: Neighbourhood, network: Network) -> None:
    group = await here.joined(CHAT, COORDINATOR, ADMIN)
    await here.groups.arrived(here.act(None), group, [MEMBER])
    await here.person(OTHER)
    await here.groups.setup.open_to_all(here.act(ADMIN), group.id)
    with refused(Why.NOT_ADMINISTRATOR):
        await here.groups.setup.facilitate(here.act(OTHER), group.id, "not in the group")
    seen = await here.groups.setup.facilitate(here.act(MEMBER), group.id, "Mia")
    assert [one.name for one in seen.facilitators] == ["Mia"]
    here.clock.advance(3600)
    await here.groups.arrived(here.act(None), group, [OTHER])
    with refused(Why.NOT_ADMINISTRATOR):
        await here.groups.setup.facilitate(here.act(OTHER), group.id, "Omar")


async def test_an_administrator_who_never_met_the_bot_can_be_named_and_taken_back(
    here: Neighbourhood, network: Network
) -> None:
    group = await here.joined(CHAT, COORDINATOR, ADMIN, OTHER)
    named = await here.groups.setup.toggle_facilitator(here.act(ADMIN), group.id, OTHER)
    assert [one.person_id for one in named.facilitators] == [OTHER]
    back = await here.groups.setup.toggle_facilitator(here.act(ADMIN), group.id, OTHER)
    assert back.facilitators == []
    with refused(Why.GONE):
        await here.groups.setup.toggle_facilitator(here.act(ADMIN), group.id, 777)


async def test_several_organizations_are_added_and_taken_away_one_by_one(here: Neighbourhood, network: Network) -> None:
    first, second = await here.organization(network.id, "Élan"), await here.organization(network.id, "Zebra")
    group = await here.joined(CHAT, COORDINATOR)
    setup, act = here.groups.setup, here.act(COORDINATOR)
    await setup.of_organization(act, group.id, first, several=True)
    both = await setup.of_organization(act, group.id, second, several=True)
    assert (both.group.whose, [one.id for one in both.organizations]) == ("several", [first, second])
    one = await setup.of_organization(act, group.id, first, several=True)
    assert [organization.id for organization in one.organizations] == [second]
    await setup.of_named(act, group.id, "ZEBRA", several=True)
    again = await setup.look(act, group.id)
    assert [organization.id for organization in again.organizations] == [second]
    assert (await setup.of_network(act, group.id)).organizations == []


# A coordinator's yes


async def test_the_coordinators_are_asked_and_their_yes_is_told(here: Neighbourhood, network: Network) -> None:
    group = await here.prepared(CHAT)
    asked = await here.letters("group_request")
    assert [one.chat_id for one in asked] == [COORDINATOR]
    verdict = await here.groups.setup.answer(here.act(COORDINATOR), group.id, asked[0].data["mark"], yes=True)
    assert (verdict.accepted, verdict.late) == (True, False)
    assert (await here.found(group.id)).state == "active"
    assert [one.chat_id for one in await here.letters("group_accepted")] == [CHAT]
    later = await here.groups.setup.answer(here.act(COORDINATOR), group.id, asked[0].data["mark"], yes=False)
    assert (later.accepted, later.late) == (True, True)
    assert (await here.found(group.id)).state == "active"


async def test_a_no_says_farewell_and_leaves_no_trace_of_what_was_said(here: Neighbourhood, network: Network) -> None:
    group = await here.prepared(CHAT)
    await here.groups.setup.of_named(here.act(ADMIN), group.id, "Invented", several=False)
    request = await here.groups.setup.request(group.id)
    assert request is not None
    await here.groups.setup.answer(here.act(COORDINATOR), group.id, request.mark, yes=False)
    assert (await here.found(group.id)).state == "left"
    assert [one.chat_id for one in await here.letters("farewell")] == [CHAT]
    assert await here.membership.organizations(network.id) == []
    later = await here.groups.setup.answer(here.act(COORDINATOR), group.id, request.mark, yes=True)
    assert (later.accepted, later.late) == (False, True)


async def test_a_yes_counts_only_for_what_was_asked(here: Neighbourhood, network: Network) -> None:
    """An administrator could else say another organization between the question and the answer."""
    group = await here.prepared(CHAT)
    asked = (await here.letters("group_request"))[0].data["mark"]
    await here.groups.setup.of_named(here.act(ADMIN), group.id, "Élan", several=False)
    verdict = await here.groups.setup.answer(here.act(COORDINATOR), group.id, asked, yes=True)
    assert verdict.renewed is not None
    assert [one.name for one in verdict.renewed.organizations] == ["Élan"]
    assert (await here.found(group.id)).state == "waiting"
    again = await here.groups.setup.answer(here.act(COORDINATOR), group.id, verdict.renewed.mark, yes=True)
    assert again.accepted


async def test_only_a_coordinator_of_that_network_answers(here: Neighbourhood, network: Network) -> None:
    group = await here.prepared(CHAT)
    await here.coordinated("Elsewhere", by=OTHER)
    request = await here.groups.setup.request(group.id)
    assert request is not None
    for person_id in (ADMIN, OTHER):
        with refused(Why.NOT_COORDINATOR):
            await here.groups.setup.answer(here.act(person_id), group.id, request.mark, yes=True)


async def test_after_the_yes_only_a_coordinator_changes_whose_group_it_is(
    here: Neighbourhood, network: Network
) -> None:
    organization = await here.organization(network.id, "Élan")
    group = await here.joined(CHAT, COORDINATOR, ADMIN)
    await here.groups.setup.accept(here.act(COORDINATOR), group.id)
    assert not (await here.groups.setup.look(here.act(ADMIN), group.id)).may_whose
    with refused(Why.NOT_COORDINATOR):
        await here.groups.setup.of_organization(here.act(ADMIN), group.id, organization, several=False)
    with refused(Why.NOT_COORDINATOR):
        await here.groups.setup.of_named(here.act(ADMIN), group.id, "Mine", several=False)
    changed = await here.groups.setup.of_organization(here.act(COORDINATOR), group.id, organization, several=False)
    assert changed.group.state == "active"


async def test_an_organization_that_an_administrator_chose_needs_a_yes_in_a_coordinators_group_too(
    here: Neighbourhood, network: Network
) -> None:
    """Members of an organization's group see its wheels: the one who brought the bot had not seen that choice."""
    organization = await here.organization(network.id, "Élan")
    group = await here.joined(CHAT, COORDINATOR, ADMIN)
    await here.groups.arrived(here.act(None), group, [MEMBER])
    await here.groups.setup.of_organization(here.act(ADMIN), group.id, organization, several=False)
    done = await here.groups.setup.accept(here.act(ADMIN), group.id)
    assert done.group.state == "waiting"
    member = await member_of(here, network, MEMBER)
    assert member is not None
    assert not member.confirmed
    assert [one.chat_id for one in await here.letters("group_request")] == [COORDINATOR]


async def test_a_stranger_does_not_read_the_networks_organizations(here: Neighbourhood, network: Network) -> None:
    organization = await here.organization(network.id, "Élan")
    group = await here.prepared(CHAT)
    assert not (await here.groups.setup.look(here.act(ADMIN), group.id)).may_list
    with refused(Why.GONE):
        await here.groups.setup.of_organization(here.act(ADMIN), group.id, organization, several=False)
    seen = await here.groups.setup.of_named(here.act(ADMIN), group.id, "elan", several=False)
    assert [one.id for one in seen.organizations] == [organization]
