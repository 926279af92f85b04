"""A member answers in the private chat, by visible labels, with the whole bot over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.conversations.answering_table import Table, laid


@pytest.fixture
async def table(tmp_path: Path) -> AsyncIterator[Table]:
    async with laid(tmp_path) as found:
        yield found


async def test_from_the_invitation_to_thanks_in_eight_taps(table: Table) -> None:
    first = await table.begins(table.bob)
    assert first.text.startswith("Your answers are mixed with the others'")
    await table.answers_all(table.bob)
    thanks = await table.taps(table.bob, "Done", "Thank you!")
    assert thanks.id == first.id
    assert thanks.labels == ["See my answers", "Hide"]
    assert await table.levels() == [3] * 8
    away = await table.taps(table.bob, "Hide", "put away")
    assert away.labels == ["Open again"]


async def test_every_tap_is_two_calls_to_telegram(table: Table) -> None:
    await table.begins(table.bob)
    before = len(table.play.calls)
    await table.taps(table.bob, "3 ", "2. Policy")
    methods = [call.method for call in list(table.play.calls)[before:] if call.method != "getUpdates"]
    assert sorted(methods) == ["answerCallbackQuery", "editMessageText"]


async def test_back_shows_what_was_chosen_and_the_next_open_question_follows(table: Table) -> None:
    await table.begins(table.bob)
    await table.taps(table.bob, "3 ", "2. Policy")
    await table.taps(table.bob, "I don't know", "3. Organizational")
    back = await table.taps(table.bob, "Back", "2. Policy")
    assert "✓ I don't know" in back.labels
    await table.taps(table.bob, "5 ", "3. Organizational")
    assert sorted(await table.levels()) == [3, 5]


async def test_the_language_is_switched_on_the_spot_and_remembered(table: Table) -> None:
    await table.begins(table.bob)
    await table.taps(table.bob, "🌐", "Which language")
    await table.taps(table.bob, "Français", "Volonté politique")
    person = await table.app.services.people.find(table.bob.id)
    assert person is not None
    assert person.language == "fr"


async def test_behind_more_stands_what_the_promise_cannot_hold(table: Table) -> None:
    await table.begins(table.bob)
    more = await table.taps(table.bob, "More", "holding your phone")
    assert "If everyone chooses the same level, that shows." in more.text
    await table.taps(table.bob, "Back", "Political will")


async def test_an_answer_of_the_list_is_changed_in_two_taps(table: Table) -> None:
    await table.begins(table.bob)
    await table.answers_all(table.bob, 2)
    await table.taps(table.bob, "See my answers", "Tap a theme")
    await table.taps(table.bob, "1 · Political will", "What do the leaders")
    changed = await table.taps(table.bob, "5 ", "Tap a theme")
    assert "5 · They lead and answer for it" in changed.text
    assert sorted(await table.levels()) == [2] * 7 + [5]


async def test_a_tap_on_an_old_screen_counts_for_its_own_question(table: Table) -> None:
    """What the person saw and tapped last is what they mean; the screen then shows the present question."""
    old = await table.begins(table.bob)
    await table.taps(table.bob, "3 ", "2. Policy")
    await table.bob.tap("4 · Decisions", message=old)
    assert await table.levels() == [4]
    await table.taps(table.bob, "1 · Talked", "3. Organizational")


async def test_another_phone_and_another_day_go_on_where_it_was(table: Table) -> None:
    first = await table.begins(table.bob)
    await table.taps(table.bob, "3 ", "2. Policy")
    table.play.advance(3 * 24 * 3600)
    await table.bob.tap("Answer in private", chat=table.group)
    await table.play.until(lambda: table.bob.screen().id != first.id)
    assert table.bob.screen().text.startswith("2. Policy")
    await table.bob.tap("4 ")
    await table.sees(table.bob, "3. Organizational")
    assert sorted(await table.levels()) == [3, 4]


async def test_a_doubled_tap_counts_once(table: Table) -> None:
    await table.begins(table.bob)
    data = next(button.data for row in table.bob.screen().buttons for button in row if button.label.startswith("3 "))
    assert data is not None
    message = table.bob.screen()
    for _ in range(2):
        table.play.tap_raw(table.bob, message, data)
    await table.sees(table.bob, "2. Policy")
    assert await table.levels() == [3]


async def test_text_where_a_tap_is_expected_shows_the_question_again(table: Table) -> None:
    await table.begins(table.bob)
    await table.taps(table.bob, "3 ", "2. Policy")
    await table.bob.send("I would say three")
    shown = await table.sees(table.bob, "Please tap the sentence")
    assert "2. Policy" in shown.text
    await table.taps(table.bob, "4 ", "3. Organizational")


async def test_a_tap_after_the_close_changes_nothing_and_says_so(table: Table) -> None:
    await table.begins(table.bob)
    await table.taps(table.bob, "3 ", "2. Policy")
    await table.closes()
    closed = await table.taps(table.bob, "5 ", "This round is closed")
    assert "/wheel" in closed.text
    assert await table.levels() == [3]
    seen = await table.taps(table.bob, "See my answers", "The round is closed")
    assert seen.labels == ["Hide"]


async def test_someone_who_is_not_in_the_group_is_refused_kindly(table: Table) -> None:
    stranger = table.play.person("Zoé", language="en")
    url = next(button.url for row in table.bob.screen(table.group).buttons for button in row if button.url)
    await stranger.open(url)
    told = await table.sees(stranger, "members of the group")
    assert told.labels == []


async def test_a_forged_tap_in_the_group_shows_nothing_there(table: Table) -> None:
    await table.begins(table.bob)
    in_group = table.bob.screen(table.group)
    callback = table.play.tap_raw(table.bob, in_group, "1:al:1")
    await table.play.until(lambda: callback.answer is not None)
    assert table.bob.screen(table.group).text == in_group.text


@pytest.mark.parametrize(
    "data", ["1:aa:1:99:3:0", "1:aa:1:0:77:0", "1:aa:999:0:3:0", "1:aq:1:99:0", "1:aa:1", "0:aa:1:0:3:0", "x"]
)
async def test_forged_and_old_values_get_a_polite_answer(table: Table, data: str) -> None:
    shown = await table.begins(table.bob)
    callback = table.play.tap_raw(table.bob, shown, data)
    await table.play.until(lambda: callback.answer is not None)
    assert callback.answer is not None
    assert callback.answer.text
    assert await table.levels() == []
