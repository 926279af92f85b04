"""Who floods gets one polite line and waits; everybody else is answered as ever."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from handlers.patience import BURST
from tests.conversations.havoc import Havoc
from tests.conversations.stage import Stage, open_stage

CALM = "That is a lot at once."


@pytest.fixture
async def calm_stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with open_stage(tmp_path, patient=True) as opened:
        yield opened


async def test_who_taps_without_end_gets_one_line_and_others_their_answers(calm_stage: Stage) -> None:
    stage, havoc = calm_stage, Havoc(calm_stage)
    awa, other = await stage.coordinator(), stage.telegram.person("Other", language="en")
    screen = await stage.seen(awa)
    taps = [stage.telegram.tap_raw(awa, screen, "1:gh") for _ in range(BURST + 50)]
    answer = await stage.say(other, "/start")
    assert "Welcome!" in answer.text
    told = [tap.answer.text for tap in taps if tap.answer is not None and CALM in (tap.answer.text or "")]
    assert len(told) == 1
    await havoc.calm()
    await stage.advance(120)
    assert CALM not in (await stage.say(awa, "/start")).text


async def test_who_writes_without_end_gets_one_line(calm_stage: Stage) -> None:
    stage, havoc = calm_stage, Havoc(calm_stage)
    awa = await stage.coordinator()
    calls = havoc.calls
    for _ in range(BURST + 30):
        await awa.send("again")
    await stage.settle()
    spoken = havoc.spoken_since(calls)
    assert len([text for text in spoken if CALM in text]) == 1
    assert len(spoken) <= BURST + 1


async def test_a_group_that_chats_without_end_is_told_nothing_unless_it_asks(calm_stage: Stage) -> None:
    stage, havoc = calm_stage, Havoc(calm_stage)
    awa = await stage.coordinator()
    chat, _, people = await stage.group(awa)
    calls = havoc.calls
    for number in range(5 * BURST + 20):
        await people[number % 5].send(f"line {number}", chat=chat)
    await stage.settle()
    assert havoc.spoken_since(calls) == []
    await havoc.calm()


async def test_ten_thousand_joins_are_noted_and_the_bot_still_answers(stage: Stage) -> None:
    """Joins are never let go: whoever is in the group may answer its rounds. Fewer and larger updates here."""
    awa = await stage.coordinator()
    chat, fatou, _ = await stage.group(awa)
    havoc = Havoc(stage)
    for first in range(0, 10_000, 500):
        users = [
            {"id": 10**9 + first + number, "is_bot": False, "first_name": f"N{first + number}"} for number in range(500)
        ]
        await havoc.message(fatou, chat, new_chat_members=users)
    group = await stage.app.services.groups.of_chat(chat.id)
    assert group is not None
    rows = await stage.app.services.ground.read(
        lambda tx: tx.one("SELECT COUNT(*) AS many FROM group_member WHERE group_id = :id", id=group.id)
    )
    assert rows is not None
    assert rows["many"] >= 10_000
    assert "Welcome!" in (await stage.say(awa, "/start")).text
    await havoc.calm()


@pytest.mark.parametrize("depth", [50, 900])
async def test_deeply_nested_updates_harm_nobody(stage: Stage, depth: int) -> None:
    awa, havoc = await stage.coordinator(), Havoc(stage)
    nested = json.loads('{"a":' * depth + "1" + "}" * depth)
    await havoc.message(awa, text="hello", reply_markup=nested)
    await havoc.message(awa, web_app_data=nested)
    assert "Welcome!" in (await stage.say(awa, "/start")).text


async def test_a_document_of_fifty_megabytes_is_never_fetched(stage: Stage) -> None:
    """The bot reads no file of people: it keeps Telegram's id, at the most."""
    awa, havoc = await stage.coordinator(), Havoc(stage)
    huge = {"file_id": "x", "file_unique_id": "y", "file_size": 50 * 1024 * 1024, "file_name": "all.zip"}
    calls = havoc.calls
    await havoc.message(awa, document=huge)
    made = [call.method for call in stage.telegram.calls[calls:]]
    assert "getFile" not in made
    assert len(havoc.spoken_since(calls)) == 1
    await havoc.calm()
