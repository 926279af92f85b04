"""What delivery learns about chats, and whom a group's silence is told to."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest

from bot.services.groups.contacts import CANNOT_WRITE, Contacts
from bot.services.groups.people import People
from bot.storage import groups
from bot.storage.groups import Named
from tests.services.membership_stage import ADMIN, COORDINATOR, MEMBER, Neighbourhood, Posted, neighbourhood

CHAT = -100


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Neighbourhood]:
    async with neighbourhood(tmp_path) as found:
        await found.coordinated()
        for person in (ADMIN, MEMBER):
            await found.person(person)
        yield found


@pytest.fixture
def contacts(here: Neighbourhood) -> Contacts:
    return Contacts(here.ground, People(here.ground), here.groups)


async def test_until_somebody_is_named_the_administrators_are_asked(here: Neighbourhood, contacts: Contacts) -> None:
    group = await here.joined(CHAT, COORDINATOR, ADMIN, COORDINATOR)
    await contacts.silenced(CHAT)
    asked = await here.letters(CANNOT_WRITE)
    assert sorted(asked, key=lambda one: one.chat_id) == [
        Posted(person, CANNOT_WRITE, {"group_id": group.id}) for person in (COORDINATOR, ADMIN)
    ]


async def test_then_the_facilitators_are_asked_once_a_day(here: Neighbourhood, contacts: Contacts) -> None:
    group = await here.joined(CHAT, COORDINATOR, ADMIN)
    named = Named(MEMBER, "Fatou")
    await here.storage.write(partial(groups.name_facilitator, group_id=group.id, named=named, now=0))
    for _ in range(3):
        await contacts.silenced(CHAT)
    assert [one.chat_id for one in await here.letters(CANNOT_WRITE)] == [MEMBER]
    here.clock.advance(24 * 3600)
    await contacts.silenced(CHAT)
    assert [one.chat_id for one in await here.letters(CANNOT_WRITE)] == [MEMBER, MEMBER]


async def test_who_cannot_be_written_to_is_not_asked(here: Neighbourhood, contacts: Contacts) -> None:
    await here.joined(CHAT, COORDINATOR, ADMIN)
    await contacts.blocked(ADMIN)
    await contacts.silenced(CHAT)
    assert await here.letters(CANNOT_WRITE) == []


async def test_a_chat_of_no_network_is_nobodys_to_ask_about(here: Neighbourhood, contacts: Contacts) -> None:
    await here.joined(CHAT, ADMIN, ADMIN)
    for chat in (CHAT, -999):
        await contacts.silenced(chat)
    assert await here.letters(CANNOT_WRITE) == []


async def test_a_lost_group_has_left_and_a_lost_person_is_not_written_to(
    here: Neighbourhood, contacts: Contacts
) -> None:
    group = await here.joined(CHAT, COORDINATOR, ADMIN)
    await contacts.unreachable(CHAT, "deleted")
    await contacts.unreachable(ADMIN, "deactivated")
    person = (await here.rows(f"SELECT blocked_at FROM person WHERE id = {ADMIN}"))[0]
    assert (await here.found(group.id)).state == "left"
    assert person["blocked_at"] is not None
