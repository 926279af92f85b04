"""Setting a group up: what is guessed, who may say so, whose it is, and the yes of a coordinator."""

from __future__ import annotations

import pytest

from bot.services.act import Why
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


async def test_a_group_chooses_its_minimum_among_those_that_protect(here: Neighbourhood, network: Network) -> None:
    group = await here.joined(CHAT, COORDINATOR, ADMIN)
    setup = here.groups.setup
    assert (await setup.look(here.act(ADMIN), group.id)).minimum == network.minimum == 5
    assert (await setup.set_minimum(here.act(ADMIN), group.id, 3)).minimum == 3
    for wrong in (-1, 0, 2, 4, 2**40):
        with refused(Why.GONE):
            await setup.set_minimum(here.act(ADMIN), group.id, wrong)
    assert (await setup.look(here.act(ADMIN), group.id)).minimum == 3


async def test_how_many_are_in_the_group_is_read_with_its_administrators(here: Neighbourhood, network: Network) -> None:
    group = await here.joined(CHAT, COORDINATOR, ADMIN)
    assert (await here.found(group.id)).size is None
    here.listed.sizes[CHAT] = 12
    here.clock.advance(11 * 60)
    await here.groups.fresh(here.act(ADMIN), group)
    assert (await here.found(group.id)).size == 12
    here.listed.sizes.clear()
    here.clock.advance(11 * 60)
    await here.groups.fresh(here.act(ADMIN), group)
    assert (await here.found(group.id)).size == 12


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
        setup.set_minimum(act, group.id, 3),
        setup.of_network(act, group.id),
        setup.of_named(act, group.id, "Mine", several=False),
        setup.set_facilitator(act, group.id, MEMBER, named=True),
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
    named = await here.groups.setup.set_facilitator(here.act(ADMIN), group.id, OTHER, named=True)
    assert [one.person_id for one in named.facilitators] == [OTHER]
    back = await here.groups.setup.set_facilitator(here.act(ADMIN), group.id, OTHER, named=False)
    assert back.facilitators == []
    with refused(Why.GONE):
        await here.groups.setup.set_facilitator(here.act(ADMIN), group.id, 777, named=True)


async def test_several_organizations_are_added_and_taken_away_one_by_one(here: Neighbourhood, network: Network) -> None:
    first, second = await here.organization(network.id, "Élan"), await here.organization(network.id, "Zebra")
    group = await here.joined(CHAT, COORDINATOR)
    setup, act = here.groups.setup, here.act(COORDINATOR)
    await setup.of_several(act, group.id, first, among=True)
    await setup.of_several(act, group.id, second, among=True)
    both = await setup.of_several(act, group.id, second, among=True)
    assert (both.group.whose, [one.id for one in both.organizations]) == ("several", [first, second])
    await setup.of_several(act, group.id, first, among=False)
    one = await setup.of_several(act, group.id, first, among=False)
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
        await here.groups.setup.of_organization(here.act(ADMIN), group.id, organization)
    with refused(Why.NOT_COORDINATOR):
        await here.groups.setup.of_named(here.act(ADMIN), group.id, "Mine", several=False)
    changed = await here.groups.setup.of_organization(here.act(COORDINATOR), group.id, organization)
    assert changed.group.state == "active"


async def test_an_organization_that_an_administrator_chose_needs_a_yes_in_a_coordinators_group_too(
    here: Neighbourhood, network: Network
) -> None:
    """Members of an organization's group see its wheels: the one who brought the bot had not seen that choice."""
    organization = await here.organization(network.id, "Élan")
    group = await here.joined(CHAT, COORDINATOR, ADMIN)
    await here.groups.arrived(here.act(None), group, [MEMBER])
    await here.groups.setup.of_organization(here.act(ADMIN), group.id, organization)
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
        await here.groups.setup.of_organization(here.act(ADMIN), group.id, organization)
    seen = await here.groups.setup.of_named(here.act(ADMIN), group.id, "elan", several=False)
    assert [one.id for one in seen.organizations] == [organization]
