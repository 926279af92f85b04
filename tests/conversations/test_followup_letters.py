"""What follow-up sends by itself and what one tap on it does: reminders, open rounds, how a group's plan stands."""

from __future__ import annotations

import pytest

from bot.rehearsal.model import Message
from tests.conversations.planning_stage import Scene, with_wheel
from tests.conversations.stage import DAY, Stage

THOUGHT = "A thought for what you have taken on. How is it going?"
WELCOME = "Your answers are still welcome, whenever you have two minutes."


@pytest.fixture
async def scene(stage: Stage) -> Scene:
    return await with_wheel(stage)


@pytest.fixture
async def letter(scene: Scene) -> Message:
    """A week before the day of Fatou's action."""
    await scene.planned()
    await scene.stage.advance(23 * DAY)
    return await scene.stage.seen(scene.fatou)


def letters(scene: Scene, who: int) -> list[str]:
    """What was sent by itself to a member, in order."""
    shown = scene.people[who].messages()
    return [one.text for one in shown if one.text.startswith((THOUGHT, WELCOME))]


async def test_a_reminder_says_nothing_on_a_lock_screen_and_its_buttons_say_all(letter: Message) -> None:
    assert letter.text == THOUGHT
    assert letter.labels == [
        *("Invite the elders", "✓ Done", "Going well", "Stuck"),
        *("New date", "Remind me on…", "Hand over", "Not for me"),
    ]


@pytest.mark.parametrize(
    ("label", "state"),
    [("Done", "State: done"), ("Going well", "State: going well"), ("Stuck", "State: stuck, needs a hand")],
)
async def test_one_tap_says_how_it_goes(scene: Scene, letter: Message, label: str, state: str) -> None:
    said = await scene.tap(label)
    assert said.id == letter.id
    assert "Invite the elders" in said.text
    assert state in said.text


async def test_what_was_tapped_by_mistake_is_taken_back(scene: Scene, letter: Message) -> None:
    await scene.tap("Done")
    assert "State: going well" in (await scene.tap("Take it up again")).text
    assert (await scene.say("/my")).labels == ["1. Invite the elders", "What was done"]


async def test_not_for_me_takes_one_tap_and_one_more_takes_it_back(scene: Scene, letter: Message) -> None:
    back = await scene.tap("Not for me")
    assert "Who: nobody yet" in back.text
    assert "Who: Fatou" in (await scene.tap("I take it on")).text


async def test_who_looks_after_the_plan_is_told_on_the_day_of_an_owner_who_reads_nothing(scene: Scene) -> None:
    member = scene.people[0]
    await scene.planned(who=member)
    member.block()
    await scene.stage.advance(23 * DAY)
    await scene.stage.advance(7 * DAY)
    told = await scene.stage.seen(scene.fatou)
    assert told.text == "Something in a plan that you look after needs a hand."
    assert "Invite the elders" in (await scene.tap("Show")).text


async def test_why_it_is_stuck_may_be_written(scene: Scene, letter: Message) -> None:
    assert "what is in the way" in (await scene.tap("Stuck")).text
    assert "“No room yet”" in (await scene.say("No room yet")).text


@pytest.mark.parametrize(
    ("label", "choice", "said"),
    [
        ("New date", "In 2 weeks", "By: 5 January 2027"),
        ("Remind me on…", "In 2 weeks", "on 5 January 2027"),
        ("Hand over", "Member 1", "State: proposed"),
    ],
)
async def test_what_takes_a_choice_says_first_what_it_is_about(
    scene: Scene, letter: Message, label: str, choice: str, said: str
) -> None:
    assert "Invite the elders" in (await scene.tap(label)).text
    assert said in (await scene.tap(choice)).text


async def test_of_several_each_is_answered_by_one_tap_in_one_message(scene: Scene) -> None:
    for words in ("First", "Second <3", "Third"):
        await scene.planned(words)
    await scene.stage.advance(23 * DAY)
    letter = await scene.stage.seen(scene.fatou)
    said = ["✓ Done", "Going well", "Stuck"]
    assert letter.text == THOUGHT
    assert letter.labels == ["First", *said, "Second <3", *said, "Third", *said]
    first = await scene.tap("Done")
    assert first.text.endswith("And how is the rest going?")
    assert first.labels == ["↩ First", "Second <3", *said, "Third", *said]
    second = await scene.tap("Going well")
    assert "Second <3" in second.text
    assert "State: going well" in second.text
    assert second.labels[:2] == ["↩ Second <3", "Third"]
    third = await scene.tap("Done")
    assert {one.id for one in (letter, first, second, third)} == {letter.id}
    assert "State: done" in third.text
    assert "Take it up again" in third.labels


async def test_who_has_not_answered_is_asked_twice_at_most_and_nobody_else_is(scene: Scene) -> None:
    await scene.stage.round(scene.fatou, scene.chat)
    await scene.stage.answer(scene.people[0], scene.chat, [3] * 6)
    for _ in range(8):
        await scene.stage.advance(DAY)
    assert [len(letters(scene, who)) for who in range(5)] == [0, 2, 2, 2, 2]
    assert set(letters(scene, 1)) == {WELCOME}


async def test_it_leads_to_the_first_question(scene: Scene) -> None:
    await scene.stage.round(scene.fatou, scene.chat)
    await scene.stage.advance(4 * DAY)
    assert (await scene.stage.seen(scene.people[1])).labels == ["Answer"]
    assert any(label.startswith("0 ·") for label in (await scene.tap("Answer", scene.people[1])).labels)


async def test_a_round_and_an_action_come_in_one_message(scene: Scene) -> None:
    member = scene.people[0]
    await scene.planned(who=member)
    await scene.stage.advance(20 * DAY)
    await scene.stage.round(scene.fatou, scene.chat)
    await scene.stage.advance(3 * DAY)
    assert letters(scene, 0) == [f"{THOUGHT}\n\n{WELCOME}"]
    assert "Answer" in member.screen().labels


async def test_nothing_that_is_kept_tells_who_had_not_answered(scene: Scene) -> None:
    await scene.stage.round(scene.fatou, scene.chat)
    await scene.stage.advance(4 * DAY)
    rows = await scene.stage.app.services.ground.read(
        lambda tx: tx.all("SELECT data FROM outbox WHERE kind = 'reminder'")
    )
    assert {row["data"] for row in rows} == {"{}"}
    await scene.stage.advance(2 * DAY)
    left = await scene.stage.app.services.ground.read(
        lambda tx: tx.all("SELECT data FROM outbox WHERE kind = 'reminder'")
    )
    assert left == []


async def test_the_group_is_told_in_numbers_on_the_first_of_the_month(scene: Scene) -> None:
    await scene.planned()
    await scene.stage.advance(DAY)
    await scene.stage.advance(DAY)
    told = scene.fatou.screen(scene.chat)
    assert told.text == "How our plan stands\n\n1 action has its day this month."
    assert "Invite the elders" in (await scene.tap("The whole plan", chat=scene.chat)).text


async def test_it_is_told_nothing_where_nothing_has_changed(scene: Scene) -> None:
    await scene.planned()
    for _ in range(5):
        await scene.stage.advance(30 * DAY)
    told = [one.text for one in scene.fatou.messages(scene.chat) if one.text.startswith("How our plan stands")]
    assert len(told) == 1


FRENCH = ("Français", "ce dont vous vous chargez", "✓ Terminé", "État\u00a0: faite")
SPANISH = ("Español", "lo que usted ha asumido", "✓ Listo", "Estado: hecha")


@pytest.mark.parametrize("said", [FRENCH, SPANISH])
async def test_it_is_reminded_and_answered_in_the_reader_s_language(scene: Scene, said: tuple[str, ...]) -> None:
    name, thought, done, state = said
    await scene.planned()
    await scene.say("/language")
    await scene.tap(name)
    await scene.stage.advance(23 * DAY)
    assert thought in (await scene.stage.seen(scene.fatou)).text
    assert state in (await scene.tap(done)).text
