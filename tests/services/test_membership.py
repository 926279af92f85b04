"""Who belongs: links that let people in, and claims to be with an organization."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.services.act import Refused, Why
from bot.services.groups.invitations import UnclearNetworkError
from bot.storage import networks
from bot.storage.networks import Member, Network
from tests.services.membership_stage import ADMIN, COORDINATOR, MEMBER, OTHER, Neighbourhood


async def member_of(here: Neighbourhood, network: Network, person_id: int) -> Member:
    found = await here.storage.read(lambda tx: networks.member(tx, network.id, person_id))
    assert found is not None
    return found


async def join(here: Neighbourhood, network: Network, *person_ids: int) -> None:
    """Let people be members of the network, with a private chat."""
    await here.person(*person_ids)
    for one in person_ids:
        await here.write(lambda tx, one=one: networks.add_member(tx, network.id, one, here.now))  # type: ignore[misc]


def refused(why: Why) -> pytest.RaisesExc[Refused]:
    return pytest.RaisesExc(Refused, check=lambda error: error.why is why)


# Links


async def test_the_first_link_makes_the_first_network(here: Neighbourhood) -> None:
    made = await here.membership.first_invitation()
    assert made is not None
    assert (made.network.name, made.payload[0], made.kind) == ("Palabre", "c", "coordinator")
    assert made.expires_at == here.clock.now() + timedelta(days=7)


async def test_where_somebody_coordinates_no_first_link_is_made(here: Neighbourhood, network: Network) -> None:
    assert await here.membership.first_invitation() is None


async def test_the_secret_of_a_link_is_nowhere_in_the_database(here: Neighbourhood) -> None:
    made = await here.membership.invite_coordinator()
    rows = await here.rows("SELECT * FROM invite")
    assert len(rows) == 1
    assert made.payload[1:] not in str([dict(row) for row in rows])


async def test_a_network_is_found_by_its_name_however_it_is_spelled(here: Neighbourhood) -> None:
    first = await here.membership.invite_coordinator("Réseau  Égalité")
    assert (await here.membership.invite_coordinator("reseau egalite")).network == first.network
    assert (await here.membership.ensure_network("Another")).id != first.network.id


async def test_with_several_networks_the_operator_has_to_name_one(here: Neighbourhood) -> None:
    await here.membership.ensure_network("North")
    await here.membership.ensure_network("South")
    with pytest.raises(UnclearNetworkError, match="North, South"):
        await here.membership.invite_coordinator()


@pytest.mark.parametrize("name", ["", "  \n ", "x" * 65])
async def test_an_unusable_name_makes_no_network(here: Neighbourhood, name: str) -> None:
    with refused(Why.BAD_NAME):
        await here.membership.invite_coordinator(name)
    assert await here.rows("SELECT * FROM network") == []


async def test_two_people_open_a_link_at_once_and_one_wins(here: Neighbourhood) -> None:
    await here.person(1, 2, 3, 4)
    made = await here.membership.invite_coordinator()
    opened = [here.membership.accept_coordinator(here.act(one), made.payload[1:], "X") for one in (1, 2, 3, 4)]
    outcomes = await asyncio.gather(*opened, return_exceptions=True)
    assert sum(isinstance(one, Network) for one in outcomes) == 1
    assert len(await here.rows("SELECT * FROM coordinator")) == 1


async def test_whoever_opened_a_link_may_tap_it_again(here: Neighbourhood) -> None:
    await here.person(1)
    made = await here.membership.invite_coordinator()
    first = await here.membership.accept_coordinator(here.act(1), made.payload[1:], "Carmen")
    assert await here.membership.accept_coordinator(here.act(1), made.payload[1:], "Carmen") == first


async def test_a_coordinator_who_tries_a_link_for_a_colleague_does_not_use_it_up(
    here: Neighbourhood, network: Network
) -> None:
    await here.person(OTHER)
    made = await here.membership.invite(here.act(COORDINATOR), "coordinator", network.id)
    await here.membership.accept_coordinator(here.act(COORDINATOR), made.payload[1:], "Carmen")
    assert await here.membership.accept_coordinator(here.act(OTHER), made.payload[1:], "Omar") == network


async def test_a_link_expires(here: Neighbourhood) -> None:
    await here.person(1)
    made = await here.membership.invite_coordinator()
    here.clock.advance(timedelta(days=7).total_seconds())
    with refused(Why.BAD_LINK):
        await here.membership.accept_coordinator(here.act(1), made.payload[1:], "Carmen")


async def test_a_revoked_link_opens_nothing(here: Neighbourhood, network: Network) -> None:
    await here.person(OTHER)
    made = await here.membership.invite(here.act(COORDINATOR), "coordinator", network.id)
    assert await here.membership.revoke(here.act(COORDINATOR), "coordinator", network.id) == 1
    with refused(Why.BAD_LINK):
        await here.membership.accept_coordinator(here.act(OTHER), made.payload[1:], "Omar")


async def test_a_link_for_groups_makes_nobody_a_coordinator(here: Neighbourhood, network: Network) -> None:
    await here.person(OTHER)
    made = await here.membership.invite(here.act(COORDINATOR), "group", network.id)
    assert made.payload[0] == "n"
    with refused(Why.BAD_LINK):
        await here.membership.accept_coordinator(here.act(OTHER), made.payload[1:], "Omar")


async def test_only_a_coordinator_of_that_network_makes_or_revokes_links(here: Neighbourhood, network: Network) -> None:
    elsewhere = await here.coordinated("Elsewhere", by=OTHER)
    for person_id, about in ((MEMBER, network), (COORDINATOR, elsewhere)):
        with refused(Why.NOT_COORDINATOR):
            await here.membership.invite(here.act(person_id), "coordinator", about.id)
        with refused(Why.NOT_COORDINATOR):
            await here.membership.revoke(here.act(person_id), "group", about.id)


# Organizations


async def test_organizations_are_found_without_accents_or_case_and_in_parts(
    here: Neighbourhood, network: Network
) -> None:
    for name in ("Réseau des femmes", "Élan", "Femmes et terres", "Zebra"):
        await here.organization(network.id, name)
    assert [one.name for one in await here.membership.organizations(network.id)] == [
        "Élan",
        "Femmes et terres",
        "Réseau des femmes",
        "Zebra",
    ]
    found = await here.membership.organizations(network.id, "FEMM")
    assert [one.name for one in found] == ["Femmes et terres", "Réseau des femmes"]
    assert [one.name for one in await here.membership.organizations(network.id, "elan")] == ["Élan"]
    assert await here.membership.organizations(network.id, "?!") == []


# Claims


async def test_a_claim_waits_and_those_who_know_are_asked(here: Neighbourhood, network: Network) -> None:
    await join(here, network, ADMIN, MEMBER, OTHER)
    organization = await here.organization(network.id, "Élan")
    await here.membership.claim(here.act(ADMIN), network.id, organization, "Ada")
    await here.membership.confirm(here.act(COORDINATOR), network.id, ADMIN, organization)

    claimed = await here.membership.claim(here.act(MEMBER), network.id, organization, "Moussa <3")
    assert (claimed.organization_id, claimed.confirmed) == (organization, False)
    asked = [one for one in await here.letters("claim") if one.data["person_id"] == MEMBER]
    assert sorted(one.chat_id for one in asked) == [COORDINATOR, ADMIN]
    assert {one.data["name"] for one in asked} == {"Moussa <3"}


async def test_nobody_is_asked_who_has_no_private_chat(here: Neighbourhood, network: Network) -> None:
    await join(here, network, MEMBER)
    await here.people.blocked(COORDINATOR, here.clock.now())
    await here.membership.claim_new(here.act(MEMBER), network.id, "Élan")
    assert await here.letters() == []


async def test_the_first_answer_counts_and_the_later_one_is_told(here: Neighbourhood, network: Network) -> None:
    await join(here, network, MEMBER)
    claimed = await here.membership.claim_new(here.act(MEMBER), network.id, "Élan")
    organization = claimed.organization_id or 0
    first = await here.membership.confirm(here.act(COORDINATOR), network.id, MEMBER, organization)
    assert (first.confirmed, first.late) == (True, False)
    second = await here.membership.decline(here.act(COORDINATOR), network.id, MEMBER, organization)
    assert (second.confirmed, second.late) == (True, True)
    assert (await member_of(here, network, MEMBER)).confirmed
    assert [one.data["yes"] for one in await here.letters("claim_settled")] == [True]


async def test_a_declined_claim_is_forgotten_and_the_person_told(here: Neighbourhood, network: Network) -> None:
    await join(here, network, MEMBER)
    claimed = await here.membership.claim_new(here.act(MEMBER), network.id, "Élan")
    organization = claimed.organization_id or 0
    await here.membership.decline(here.act(COORDINATOR), network.id, MEMBER, organization)
    later = await here.membership.confirm(here.act(COORDINATOR), network.id, MEMBER, organization)
    assert (later.confirmed, later.late) == (False, True)
    member = await member_of(here, network, MEMBER)
    assert (member.organization_id, member.said_none) == (None, False)
    assert [one.data["yes"] for one in await here.letters("claim_settled")] == [False]


async def test_nobody_confirms_themselves_not_even_a_coordinator(here: Neighbourhood, network: Network) -> None:
    """Else every coordinator could look at every organization's wheel in turn."""
    claimed = await here.membership.claim_new(here.act(COORDINATOR), network.id, "Élan")
    with refused(Why.NOT_CONFIRMED):
        await here.membership.confirm(here.act(COORDINATOR), network.id, COORDINATOR, claimed.organization_id or 0)
    assert await here.letters("claim") == []


async def test_others_than_coordinators_and_confirmed_colleagues_settle_nothing(
    here: Neighbourhood, network: Network
) -> None:
    await join(here, network, MEMBER, OTHER)
    claimed = await here.membership.claim_new(here.act(MEMBER), network.id, "Élan")
    await here.membership.claim(here.act(OTHER), network.id, claimed.organization_id)
    for settle in (here.membership.confirm, here.membership.decline):
        with refused(Why.NOT_CONFIRMED):
            await settle(here.act(OTHER), network.id, MEMBER, claimed.organization_id or 0)


async def test_a_yes_to_what_was_claimed_before_confirms_nothing_else(here: Neighbourhood, network: Network) -> None:
    await join(here, network, MEMBER)
    first = await here.membership.claim_new(here.act(MEMBER), network.id, "Élan")
    await here.membership.claim_new(here.act(MEMBER), network.id, "Zebra")
    settled = await here.membership.confirm(here.act(COORDINATOR), network.id, MEMBER, first.organization_id or 0)
    assert (settled.confirmed, settled.late) == (False, True)
    assert not (await member_of(here, network, MEMBER)).confirmed


async def test_a_changed_claim_is_confirmed_anew_and_the_same_one_stays(here: Neighbourhood, network: Network) -> None:
    await join(here, network, MEMBER)
    first = await here.membership.claim_new(here.act(MEMBER), network.id, "Élan")
    await here.membership.confirm(here.act(COORDINATOR), network.id, MEMBER, first.organization_id or 0)
    assert (await here.membership.claim(here.act(MEMBER), network.id, first.organization_id)).confirmed
    assert not (await here.membership.claim_new(here.act(MEMBER), network.id, "Zebra")).confirmed


@pytest.mark.parametrize("typed", ["élan vital", "ELAN  VITAL", " Elan\nVital ", "Élan-Vital", "E\u0301lan vital"])
async def test_another_spelling_is_the_same_organization(here: Neighbourhood, network: Network, typed: str) -> None:
    await join(here, network, MEMBER)
    known = await here.organization(network.id, "Élan vital")
    claimed = await here.membership.claim_new(here.act(MEMBER), network.id, typed)
    assert claimed.organization_id == known


@pytest.mark.parametrize("typed", ["", " \u200b\u202e ", "x" * 65])
async def test_an_unusable_name_is_no_organization(here: Neighbourhood, network: Network, typed: str) -> None:
    await join(here, network, MEMBER)
    with refused(Why.BAD_NAME):
        await here.membership.claim_new(here.act(MEMBER), network.id, typed)


async def test_hostile_names_are_kept_whole(here: Neighbourhood, network: Network) -> None:
    await join(here, network, MEMBER)
    name = "<3 O'Neil & 👩🏾‍🌾 جمعية"
    await here.membership.claim_new(here.act(MEMBER), network.id, name)
    assert [one.name for one in await here.membership.organizations(network.id)] == [name]


async def test_who_is_not_in_the_network_claims_nothing(here: Neighbourhood, network: Network) -> None:
    await here.person(OTHER)
    organization = await here.organization(network.id, "Élan")
    with refused(Why.NOT_MEMBER):
        await here.membership.claim(here.act(OTHER), network.id, organization)
    with refused(Why.NOT_MEMBER):
        await here.membership.claim_new(here.act(OTHER), network.id, "Mine")
    assert len(await here.membership.organizations(network.id)) == 1


async def test_an_organization_of_another_network_cannot_be_claimed(here: Neighbourhood, network: Network) -> None:
    elsewhere = await here.membership.ensure_network("Elsewhere")
    foreign = await here.organization(elsewhere.id, "Foreign")
    await join(here, network, MEMBER)
    with refused(Why.GONE):
        await here.membership.claim(here.act(MEMBER), network.id, foreign)


async def test_none_is_an_answer(here: Neighbourhood, network: Network) -> None:
    await join(here, network, MEMBER)
    assert (await here.membership.claim(here.act(MEMBER), network.id, None)).said_none
    assert await here.letters() == []


async def test_the_same_claim_twice_a_day_asks_once(here: Neighbourhood, network: Network) -> None:
    await join(here, network, MEMBER)
    claimed = await here.membership.claim_new(here.act(MEMBER), network.id, "Élan")
    await here.membership.claim(here.act(MEMBER), network.id, claimed.organization_id)
    assert len(await here.letters("claim")) == 1
