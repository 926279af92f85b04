"""Help, language, cancelling, privacy, being forgotten, and what nobody understands, by visible labels."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.services.act import Act
from bot.storage.dialogues import Spot
from tests.conversations.answering_table import Table, laid


@pytest.fixture
async def table(tmp_path: Path) -> AsyncIterator[Table]:
    async with laid(tmp_path) as found:
        yield found


async def asks(table: Table, words: str, answer: str) -> list[str]:
    """Bob writes privately; the labels of the answer."""
    await table.bob.send(words)
    return (await table.sees(table.bob, answer)).labels


@pytest.mark.parametrize("command", ["/help", "/aide", "/ayuda", "/HELP", "/help@palabre_bot"])
async def test_help_by_any_of_its_names(table: Table, command: str) -> None:
    labels = await asks(table, command, "What would you like to do?")
    assert (labels[0], labels[-1]) == ("Answer", "🌐 Language")


async def test_help_opens_the_round_that_waits(table: Table) -> None:
    await asks(table, "/help", "What would you like to do?")
    await table.taps(table.bob, "Answer", "Political will")


async def test_a_section_of_help_names_its_commands_and_leads_back(table: Table) -> None:
    await asks(table, "/help", "What would you like to do?")
    await table.taps(table.bob, "Plan, follow up", "/agenda")
    await table.taps(table.bob, "← Back", "What would you like to do?")


async def test_help_in_the_group_knows_who_facilitates(table: Table) -> None:
    await table.bob.send("/help", chat=table.group)
    members = await table.sees(table.bob, "Each of you answers in private", table.group)
    assert "For facilitators" not in members.labels
    await table.anna.send("/help", chat=table.group)
    await table.play.until(lambda: "For facilitators" in table.anna.screen(table.group).labels)
    await table.anna.tap("For facilitators", chat=table.group)
    await table.sees(table.anna, "/settings", table.group)


async def test_the_language_of_a_person_is_remembered(table: Table) -> None:
    assert await asks(table, "/langue", "Which language suits you?") == ["✓ English", "Español", "Français"]
    await table.bob.tap("Français")
    await table.play.until(lambda: "Which language" not in table.bob.screen().text)
    person = await table.app.services.people.find(table.bob.id)
    assert person is not None
    assert person.language == "fr"


async def test_in_a_group_a_member_chooses_only_for_themselves(table: Table) -> None:
    await table.bob.send("/language", chat=table.group)
    await table.sees(table.bob, "in this group", table.group)
    answer = await table.bob.tap("Español", chat=table.group)
    assert answer is not None
    assert answer.alert
    group = await table.app.services.groups.of_chat(table.group.id)
    assert group is not None
    assert group.language == "en"


async def test_in_a_group_a_facilitator_chooses_for_all(table: Table) -> None:
    await table.anna.send("/language", chat=table.group)
    await table.sees(table.anna, "in this group", table.group)
    await table.anna.tap("Español", chat=table.group)
    await table.play.until(lambda: "in this group" not in table.anna.screen(table.group).text)
    group = await table.app.services.groups.of_chat(table.group.id)
    assert group is not None
    assert group.language == "es"


async def test_cancel_says_when_there_is_nothing(table: Table) -> None:
    await asks(table, "/annuler", "nothing to cancel")


async def test_cancel_drops_what_waits_for_a_line(table: Table) -> None:
    waits = Spot(table.bob.id, table.bob.id)
    await table.app.services.dialogues.wait(
        Act(table.bob.id, table.clock.now()), waits, "organization_name", round_id=1
    )
    await asks(table, "/cancelar", "no longer wait for the name of the organization")
    await asks(table, "/cancel", "nothing to cancel")


async def test_privacy_names_the_operator(table: Table) -> None:
    await asks(table, "/privacidad", "Test Operator")


async def test_being_forgotten_takes_two_taps_and_leaves_nothing(table: Table) -> None:
    await table.begins(table.bob)
    await table.taps(table.bob, "3 ", "2. Policy")
    await asks(table, "/forgetme", "Shall I forget you?")
    await table.taps(table.bob, "No, stay", "nothing was deleted")
    assert await table.levels() == [3]
    await asks(table, "/forgetme", "Shall I forget you?")
    await table.taps(table.bob, "Yes, forget me", "you are forgotten")
    assert await table.levels() == []


async def test_after_it_an_old_question_is_refused_kindly(table: Table) -> None:
    question = await table.begins(table.bob)
    await asks(table, "/forgetme", "Shall I forget you?")
    await table.taps(table.bob, "Yes, forget me", "you are forgotten")
    answer = await table.bob.tap("3 ", message=question)
    assert answer is not None
    assert "members of the group" in (answer.text or "")
    assert await table.levels() == []


async def test_who_is_the_last_of_a_role_is_told_first(table: Table) -> None:
    await table.anna.send("/forgetme")
    told = await table.sees(table.anna, "Shall I forget you?")
    assert "the only one who coordinates Palabre" in told.text
    assert "the only facilitator of Peer group" in told.text


async def test_being_forgotten_is_a_private_matter(table: Table) -> None:
    await table.bob.send("/forgetme", chat=table.group)
    await table.sees(table.bob, "Better in private", table.group)


@pytest.mark.parametrize("words", ["hello?", "/nonsense", "x" * 4096, "<3 <b>", "🎡" * 100])
async def test_what_nobody_understands_gets_a_way_on(table: Table, words: str) -> None:
    assert await asks(table, "/privacy", "What is kept") == []
    assert await asks(table, words, "I did not understand that") == ["What can I do here?"]
    await table.taps(table.bob, "What can I do here?", "What would you like to do?")
