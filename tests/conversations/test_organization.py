"""Which organization one is with: asked only where the round needs it, by a tap, by letters, or by a new name."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from bot.services.act import Act
from bot.storage import groups, networks, rounds
from bot.storage.port import Writer
from tests.conversations.answering_table import Table, laid


@pytest.fixture
async def table(tmp_path: Path) -> AsyncIterator[Table]:
    """The group takes part in a round of the network."""
    async with laid(tmp_path) as found:
        await found.closes()
        await network_round(found)
        yield found


async def network_round(table: Table) -> None:
    act, services = Act(table.anna.id, table.clock.now()), table.app.services
    await services.proposals.propose(act, 1, "gender-equality", date(2027, 3, 20))
    proposed = await services.ground.read(lambda tx: rounds.running_of_network(tx, 1, "gender-equality"))
    group = await services.groups.of_chat(table.group.id)
    assert group is not None
    assert proposed is not None
    await services.proposals.accept(act, proposed.id, group.id)
    await table.play.until(
        lambda: sum("A new round of questions" in one.text for one in table.bob.messages(table.group)) == 2
    )


async def organizations(table: Table, *names: str) -> None:
    async def work(tx: Writer) -> None:
        for name in names:
            await networks.add_organization(tx, 1, name, None, 0)

    await table.storage.write(work)


async def claimed(table: Table) -> tuple[str | None, bool]:
    """The name of the organization that Bob says he is with, and whether he said none."""
    member = await table.storage.read(lambda tx: networks.member(tx, 1, table.bob.id))
    assert member is not None
    if member.organization_id is None:
        return None, member.said_none
    organization = await table.storage.read(lambda tx: networks.organization(tx, member.organization_id or 0))
    return (organization.name if organization else None), member.said_none


async def test_one_tap_says_it_and_the_first_question_follows(table: Table) -> None:
    await organizations(table, "Femmes & Terre", "<3 Solidarité")
    await table.bob.tap("Answer in private", chat=table.group)
    asked = await table.sees(table.bob, "Which organization")
    assert asked.labels == ["<3 Solidarité", "Femmes & Terre", "None", "Another"]
    await table.taps(table.bob, "Femmes & Terre", "Political will")
    assert await claimed(table) == ("Femmes & Terre", False)


async def test_none_is_asked_once(table: Table) -> None:
    await table.bob.tap("Answer in private", chat=table.group)
    await table.sees(table.bob, "Which organization")
    await table.taps(table.bob, "None", "Political will")
    assert await claimed(table) == (None, True)
    await table.taps(table.bob, "3 ", "2. Policy")
    before = table.bob.screen()
    await table.bob.tap("Answer in private", chat=table.group)
    await table.play.until(lambda: table.bob.screen().id != before.id)
    assert "2. Policy" in table.bob.screen().text


async def test_of_many_it_is_found_by_its_letters(table: Table) -> None:
    await organizations(table, *(f"Organization {number}" for number in range(12)), "Équité Bénin")
    await table.bob.tap("Answer in private", chat=table.group)
    asked = await table.sees(table.bob, "Write the beginning")
    assert asked.labels == ["None", "Another"]
    await table.bob.send("zzz")
    await table.sees(table.bob, "No organization of that name")
    await table.bob.send("equite")
    await table.sees(table.bob, "Is it one of these?")
    await table.taps(table.bob, "Équité Bénin", "Political will")
    assert await claimed(table) == ("Équité Bénin", False)


async def test_one_that_is_not_listed_is_typed(table: Table) -> None:
    await table.bob.tap("Answer in private", chat=table.group)
    await table.sees(table.bob, "Which organization")
    await table.taps(table.bob, "Another", "its full name")
    await table.bob.send("x" * 65)
    await table.sees(table.bob, "1 to 64 characters")
    await table.bob.send("Las <3 & más")
    await table.sees(table.bob, "Political will")
    assert await claimed(table) == ("Las <3 & más", False)


async def test_an_old_list_changes_nothing_once_it_is_said(table: Table) -> None:
    await organizations(table, "Femmes & Terre", "Other")
    await table.bob.tap("Answer in private", chat=table.group)
    old = await table.sees(table.bob, "Which organization")
    await table.taps(table.bob, "Femmes & Terre", "Political will")
    await table.bob.tap("Other", message=old)
    assert await claimed(table) == ("Femmes & Terre", False)


async def test_a_group_of_that_organization_needs_no_question(table: Table) -> None:
    async def belong(tx: Writer) -> None:
        organization = await networks.add_organization(tx, 1, "Femmes & Terre", None, 0)
        await tx.run("UPDATE peer_group SET whose = 'organization'")
        await groups.replace_organizations(tx, 1, [organization.id])

    await table.storage.write(belong)
    await table.bob.tap("Answer in private", chat=table.group)
    await table.sees(table.bob, "Political will")
    assert await claimed(table) == ("Femmes & Terre", False)
