"""The main job: a group takes a wheel survey in chat and gets its wheel."""

from __future__ import annotations

from tests.conversations.stage import DAY, Stage


async def test_a_group_takes_a_survey_and_gets_its_wheel(stage: Stage) -> None:
    awa = await stage.coordinator()
    chat, fatou, people = await stage.group(awa)
    await stage.round(fatou, chat)
    for person in people:
        await stage.answer(person, chat, [3, 4, 2, 5, 1, 3])
    await stage.advance(8 * DAY)
    wheel = await stage.seen(fatou, chat)
    assert wheel.photo is not None
    assert "Practice" in wheel.text or "practice" in wheel.text
    assert "2.0" in wheel.text
    assert "very high" in wheel.text
