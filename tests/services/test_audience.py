"""Whom an audience reaches: groups in their chats, persons privately, nobody twice."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.services.act import Why
from bot.services.announcements.audience import Option, Reach
from bot.storage import groups
from bot.storage.announcements import Audience
from tests.services.announcement_stage import ALONE, AWA, BEN, FATOU, Town, refused, town


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as found:
        yield found


async def reach(here: Town, *to: str, minus: tuple[str, ...] = ()) -> Reach:
    scene = here.scene
    draft = await scene.draft()
    found = (await scene.announcements.aim(scene.awa, draft.announcement.id, Audience(to, minus))).reach
    assert found is not None
    return found


def chats(found: Reach) -> set[int]:
    """Groups by their chat's id, persons by their own."""
    return {group.chat_id for group in found.groups} | set(found.persons)


async def in_countries(here: Town) -> tuple[int, int]:
    """Dakar's group is in Senegal; an organization of Benin has 4 (in La Paz) and somebody without a group."""
    scene = here.scene
    await scene.write(lambda tx: groups.save(tx, replace(here.dakar, country="SN", language="fr")))
    await scene.write(lambda tx: groups.save(tx, replace(here.la_paz, country="BO", language="es")))
    benin = await scene.organization(scene.network_id, "Bénin solidaire")
    await scene.write(lambda tx: tx.run("UPDATE organization SET country = 'BJ' WHERE id = :id", id=benin))
    await scene.confirm(scene.network_id, 4, benin)
    await scene.confirm(scene.network_id, ALONE, benin)
    return benin, ALONE


async def test_everyone_is_each_group_and_who_is_in_none(here: Town) -> None:
    assert chats(await reach(here, "all")) == {-100, -200, ALONE}


async def test_groups_and_members_apart(here: Town) -> None:
    assert chats(await reach(here, "groups")) == {-100, -200}
    assert chats(await reach(here, "members")) == {1, 2, 3, 4, 5, ALONE}
    assert chats(await reach(here, "groups", "members")) == {-100, -200, ALONE}


async def test_minus_a_group_leaves_out_its_members_as_well(here: Town) -> None:
    assert chats(await reach(here, "all", minus=(f"g{here.dakar.id}",))) == {-200, ALONE}
    assert chats(await reach(here, "members", minus=(f"g{here.dakar.id}",))) == {4, 5, ALONE}


async def test_a_group_alone_is_its_chat(here: Town) -> None:
    found = await reach(here, f"g{here.dakar.id}", f"g{here.dakar.id}")
    assert chats(found) == {-100}


async def test_an_organization_is_its_confirmed_members(here: Town) -> None:
    benin, alone = await in_countries(here)
    await here.scene.write(lambda tx: tx.run("UPDATE member SET organization_id = :id WHERE person_id = 5", id=benin))
    assert chats(await reach(here, f"o{benin}")) == {4, alone}
    assert chats(await reach(here, "all", minus=(f"o{benin}",))) == {-100, -200}


async def test_a_country_is_its_groups_and_the_members_of_its_organizations(here: Town) -> None:
    _, alone = await in_countries(here)
    assert chats(await reach(here, "cSN")) == {-100}
    assert chats(await reach(here, "cBJ")) == {4, alone}
    assert chats(await reach(here, "cBJ", "cBO")) == {-200, alone}
    assert chats(await reach(here, "all", minus=("cBO",))) == {-100, alone}


async def test_a_language_is_that_in_which_one_is_answered(here: Town) -> None:
    await in_countries(here)
    await here.scene.speaks(2, "es")
    await here.scene.speaks(ALONE, "fr")
    assert chats(await reach(here, "lfr")) == {-100, ALONE}
    assert chats(await reach(here, "les")) == {-200, 2}
    assert (await reach(here, "all")).languages == {"fr": 2, "es": 1}


async def test_roles_are_reached_privately(here: Town) -> None:
    assert chats(await reach(here, "rf")) == {FATOU}
    assert chats(await reach(here, "rc")) == {AWA, BEN}
    assert chats(await reach(here, "rf", "rc", minus=("rc",))) == {FATOU}


async def test_who_cannot_be_written_to_is_counted_not_reached(here: Town) -> None:
    scene = here.scene
    await scene.people.blocked(1, scene.clock.now())
    await scene.people.leave_announcements(scene.act(2), True)
    found = await reach(here, "members")
    assert (chats(found), found.unreachable) == ({3, 4, 5, ALONE}, 2)
    await scene.people.leave_announcements(scene.act(2), False)
    assert 2 in chats(await reach(here, "members"))


async def test_a_group_that_the_bot_has_left_is_not_reached_and_its_members_are(here: Town) -> None:
    await here.scene.write(lambda tx: groups.save(tx, replace(here.dakar, state="left")))
    assert chats(await reach(here, "all")) == {1, 2, 3, -200, ALONE}


async def test_another_network_is_not_reached(here: Town) -> None:
    scene = here.scene
    other = await scene.network("Other")
    await scene.facilitated(other, -300, 30, 31)
    assert chats(await reach(here, "all")) == {-100, -200, ALONE}


async def test_zones_are_those_of_groups_and_of_persons(here: Town) -> None:
    _, alone = await in_countries(here)
    await here.scene.write(lambda tx: tx.run("UPDATE person SET zone = 'Asia/Tokyo' WHERE id = 2"))
    assert (await reach(here, "all")).zones == {"Africa/Dakar", "America/La_Paz", "Africa/Porto-Novo"}
    assert (await reach(here, "members", minus=(f"g{here.la_paz.id}",))).zones == {
        "Africa/Dakar",
        "Asia/Tokyo",
        "Africa/Porto-Novo",
    }
    assert alone == ALONE


async def test_options_are_the_tokens_that_mean_somebody(here: Town) -> None:
    benin, _ = await in_countries(here)
    await here.scene.organization(here.scene.network_id, "Empty")
    draft = await here.scene.draft()
    assert await here.scene.announcements.options(here.scene.awa, draft.announcement.id) == [
        Option("all", "", 2, 6),
        Option("groups", "", 2, 0),
        Option("members", "", 0, 6),
        Option(f"g{here.dakar.id}", "Group -100", 1, 3),
        Option(f"g{here.la_paz.id}", "Group -200", 1, 2),
        Option(f"o{benin}", "Bénin solidaire", 0, 2),
        Option("cBJ", "", 0, 2),
        Option("cBO", "", 1, 2),
        Option("cSN", "", 1, 3),
        Option("len", "", 0, 1),
        Option("les", "", 1, 2),
        Option("lfr", "", 1, 3),
        Option("rf", "", 0, 1),
        Option("rc", "", 0, 2),
    ]


@pytest.mark.parametrize("token", ["g999", "o999", "cXX", "lde", "", "everyone"])
async def test_a_token_that_means_nothing_is_refused(here: Town, token: str) -> None:
    draft = await here.scene.draft()
    work = here.scene.announcements.aim(here.scene.awa, draft.announcement.id, Audience(("all",), (token,)))
    assert await refused(work) is Why.GONE


def test_a_token_is_put_and_taken_once() -> None:
    audience = Audience(("all",)).with_token("rc", minus=True, on=True).with_token("rc", minus=True, on=True)
    assert audience == Audience(("all",), ("rc",))
    assert audience.with_token("all", minus=False, on=False) == Audience((), ("rc",))
