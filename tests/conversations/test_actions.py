"""From a posted wheel to an action and its card, by four taps and one line; asked, accepted, handed back; boards."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.conversations.planning_stage import Scene, with_wheel
from tests.conversations.stage import DAY, Stage


@pytest.fixture
async def scene(stage: Stage) -> Scene:
    return await with_wheel(stage)


async def test_four_taps_and_one_line_plan_an_action(scene: Scene) -> None:
    themes = await scene.themes()
    assert "An action of Peer group" in themes.text
    what = await scene.tap(themes.labels[0])
    assert "What will be done?" in what.text
    when = await scene.say("Invite the <elders> & co")
    assert "Invite the <elders> & co" in when.text
    assert "Who: you" in when.text
    card = await scene.tap("In 1 month")
    assert "By: 29 December 2026" in card.text
    assert "State: accepted" in card.text
    assert f"Theme: {themes.labels[0]}" in card.text


async def test_an_idea_of_the_theme_is_taken_as_it_is(scene: Scene) -> None:
    themes = await scene.themes()
    what = await scene.tap(themes.labels[0])
    idea = next(line for line in what.text.splitlines() if line.startswith("• ")).removeprefix("• ")
    when = await scene.tap(what.labels[0])
    assert when.text.startswith(idea)
    assert idea in (await scene.tap("In 3 months")).text


async def test_a_typed_day_is_shown_once_more_before_anything_is_planned(scene: Scene) -> None:
    await scene.themes()
    await scene.tap("No theme in particular")
    await scene.say("Invite the elders")
    assert "I could not use that date" in (await scene.say("yesterday")).text
    asked = await scene.say("in 3 weeks")
    assert "Is this right? Sunday, 20 December 2026" in asked.text
    assert "By: 20 December 2026" in (await scene.tap("Yes")).text


async def test_a_day_is_chosen_in_the_calendar(scene: Scene) -> None:
    await scene.themes()
    await scene.tap("No theme in particular")
    await scene.say("Invite the elders")
    shown = await scene.tap("Calendar")
    assert "December 2026" in shown.text
    later = await scene.tap("January ›")
    assert "January 2027" in later.text
    assert "By: 31 January 2027" in (await scene.tap("31")).text


async def test_what_is_spoken_is_kept_and_heard(scene: Scene) -> None:
    await scene.themes()
    await scene.tap("No theme in particular")
    await scene.fatou.send_voice()
    await scene.stage.seen(scene.fatou)
    card = await scene.tap("In 2 weeks")
    assert "A voice message" in card.text
    heard = await scene.tap("Listen")
    assert heard.media is not None
    assert heard.media.kind == "voice"


async def test_somebody_else_is_asked_and_says_yes(scene: Scene) -> None:
    member = scene.people[0]
    await scene.themes()
    await scene.tap("No theme in particular")
    await scene.say("Invite the elders")
    await scene.tap("Somebody else does it")
    found = await scene.say("member 1")
    assert "Member 1" in found.labels
    when = await scene.tap("Member 1")
    assert "Who: Member 1" in when.text
    card = await scene.tap("In 1 month")
    assert "State: proposed" in card.text
    letter = await scene.stage.seen(member)
    assert "Invite" not in letter.text
    assert "Accept" in (await scene.tap("Show", member)).labels
    asked = await scene.tap("Accept", member)
    assert "work plan" in asked.text
    planned = await scene.tap("Not yet", member)
    assert "State: accepted" in planned.text


async def test_who_is_asked_may_hand_it_back_with_a_word(scene: Scene) -> None:
    member = scene.people[0]
    await scene.themes()
    await scene.tap("No theme in particular")
    await scene.say("Invite the elders")
    await scene.tap("Somebody else does it")
    await scene.tap("Member 1")
    await scene.tap("In 1 month")
    await scene.stage.seen(member)
    await scene.tap("Show", member)
    await scene.tap("Hand back", member)
    await scene.say("I travel until March", member)
    letter = await scene.stage.seen(scene.fatou)
    assert "looking for somebody" in letter.text
    card = await scene.tap("Show")
    assert "I travel until March" in card.text
    assert "I take it on" in card.labels
    assert "State: accepted" in (await scene.tap("I take it on")).text


async def test_it_is_stuck_and_goes_well_and_is_done(scene: Scene) -> None:
    await scene.planned()
    stuck = await scene.tap("Stuck")
    assert "what is in the way" in stuck.text
    said = await scene.say("No room yet")
    assert "“No room yet”" in said.text
    assert "needs a hand" in said.text
    assert "going well" in (await scene.tap("Going well")).text
    assert "State: done" in (await scene.tap("Done")).text
    past = await scene.tap("What was done so far")
    assert "Fatou said that it is stuck (“No room yet”)" in past.text


async def test_what_it_says_can_be_changed(scene: Scene) -> None:
    await scene.planned()
    for label, line in (("What", "Visit the elders"), ("Sign of success", "They come"), ("Person-days", "2,5 days")):
        await scene.tap("Change…")
        await scene.tap(label)
        await scene.say(line)
    card = await scene.tap("Not yet")
    assert "Visit the elders" in card.text
    assert "It worked when: They come" in card.text
    assert "Person-days: 2.5 (not yet in a work plan)" in card.text
    await scene.tap("Change…")
    await scene.tap("Who helps")
    assert "With: Member 2" in (await scene.tap("Member 2")).text
    await scene.tap("Change…")
    assert "✓ Member 2" in (await scene.tap("Who helps")).labels
    assert "With:" not in (await scene.tap("✓ Member 2")).text
    await scene.tap("New date")
    assert "By: 13 December 2026" in (await scene.tap("In 2 weeks")).text


async def test_who_is_tapped_twice_to_help_helps(scene: Scene) -> None:
    """On a poor link the second tap is one on the same screen."""
    await scene.planned()
    await scene.tap("Change…")
    offered = await scene.tap("Who helps")
    for _ in range(2):
        await scene.fatou.tap("Member 2", message=offered)
    assert "With: Member 2" in (await scene.stage.seen(scene.fatou)).text


async def test_its_theme_can_be_changed_to_another_of_its_survey(scene: Scene) -> None:
    first, second = (await scene.themes()).labels[:2]
    await scene.tap(first)
    await scene.say("Invite the elders")
    await scene.tap("In 1 month")
    await scene.tap("Change…")
    themes = await scene.tap("Theme")
    assert "Which theme does it answer?" in themes.text
    assert f"✓ {first}" in themes.labels
    assert f"Theme: {second}" in (await scene.tap(second)).text
    assert "Fatou changed what it says" in (await scene.tap("What was done so far")).text


async def test_of_two_who_change_it_the_second_is_shown_what_the_first_did(scene: Scene) -> None:
    await scene.planned()
    await scene.tap("Change…")
    await scene.tap("What")
    await scene.say("/plan", scene.awa, scene.chat)
    await scene.tap("1. Invite the elders", scene.awa, scene.chat)
    await scene.awa.tap("More in private", chat=scene.chat)
    await scene.stage.seen(scene.awa)
    await scene.tap("Change…", scene.awa)
    await scene.tap("What", scene.awa)
    await scene.say("Visit the elders", scene.awa)
    told = await scene.say("Write to the elders")
    assert "changed this action meanwhile" in told.text
    assert "Visit the elders" in told.text


async def test_the_board_is_one_message_in_the_group_and_in_private(scene: Scene) -> None:
    await scene.planned()
    await scene.planned("Second <3")
    await scene.planned("Third")
    board = await scene.say("/plan", chat=scene.chat)
    assert "Fatou has more than half of what is open" in board.text
    assert board.labels[:3] == ["1. Invite the elders", "2. Second <3", "3. Third"]
    card = await scene.tap("2. Second <3", scene.people[0], scene.chat)
    assert card.id == board.id
    assert "Done" not in card.labels
    back = await scene.tap("The whole plan", scene.people[0], scene.chat)
    assert back.text == board.text
    assert (await scene.tap("By person", chat=scene.chat)).id == board.id
    mine = await scene.say("/my")
    assert mine.labels == [*board.labels[:3], "What was done"]
    assert "Peer group" in mine.text


async def test_one_s_own_is_seen_by_nobody_else_until_it_is_brought_into_a_plan(scene: Scene) -> None:
    await scene.themes()
    await scene.tap("For another plan")
    await scene.tap("Only mine")
    await scene.tap("No theme in particular")
    assert "Somebody else does it" not in (await scene.say("Listen more")).labels
    await scene.tap("In 1 month")
    assert "Nothing is open here" in (await scene.say("/plan", chat=scene.chat)).text
    await scene.tap("Change…")
    await scene.tap("Bring it into a plan")
    assert "Plan: Peer group" in (await scene.tap("Peer group")).text
    assert "Listen more" in (await scene.say("/plan", chat=scene.chat)).text


async def test_a_doubled_tap_plans_nothing_twice(scene: Scene) -> None:
    await scene.themes()
    await scene.tap("No theme in particular")
    when = await scene.say("Invite the elders")
    due = datetime(2026, 12, 29, tzinfo=UTC).toordinal()
    taps = [scene.stage.telegram.tap_raw(scene.fatou, when, f"1:pf:0:d:{due}") for _ in range(2)]
    await scene.stage.settle()
    assert ["It is on the plan" in (tap.answer.text or "") for tap in taps if tap.answer] == [True, False]
    assert (await scene.say("/my")).labels == ["1. Invite the elders", "What was done"]


@pytest.mark.parametrize(
    "data",
    [
        *("1:pc:99", "1:pf:7:m:0", "1:pf:999:m:739999", "1:pl:1:nothing", "1:pm:1:nothing", "1:pr:o:99:2:0", "1:pk:99"),
        *(
            "1:pra:g:1:0",
            "1:pra:o:99:0",
            "1:pra:m:0:0",
            "1:prb:99:2026",
            "1:prc:0",
            "1:pma:1",
            "1:pl:1:named",
            "1:pca:99",
            "1:pcb:1:99",
        ),
    ],
)
async def test_what_is_forged_changes_nothing(scene: Scene, data: str) -> None:
    await scene.planned()
    stranger = scene.stage.telegram.person("Stranger", language="en")
    screen = await scene.stage.say(stranger, "/help")
    tap = scene.stage.telegram.tap_raw(stranger, screen, data)
    await scene.stage.settle()
    assert tap.answer is not None
    assert tap.answer.text
    assert "State: accepted" in scene.fatou.screen().text


async def test_what_is_too_long_is_refused_and_may_be_written_again(scene: Scene) -> None:
    await scene.themes()
    await scene.tap("No theme in particular")
    assert "1000" in (await scene.say("x" * 1001)).text
    assert "By when?" in (await scene.say("x" * 1000)).text
    assert "State: accepted" in (await scene.tap("In 1 month")).text


FRENCH = ("Français", "Prévoir une action", "Aucun thème", "dans 3 semaines", "Dans 1 mois", "État\u00a0: acceptée")
SPANISH = ("Español", "Planear una acción", "Ningún tema", "en 3 semanas", "En 1 mes", "Estado: aceptada")


@pytest.mark.parametrize("said", [FRENCH, SPANISH])
async def test_it_is_planned_in_the_person_s_language(scene: Scene, said: tuple[str, ...]) -> None:
    name, plan, no_theme, typed, month, accepted = said
    await scene.say("/language")
    await scene.tap(name)
    await scene.say("/wheel")
    await scene.tap(plan)
    await scene.tap(no_theme)
    when = await scene.say("Inviter les anciennes")
    assert month in when.labels
    assert "20 d" in (await scene.say(typed)).text
    await scene.say("/action")
    await scene.tap("Peer group")
    await scene.say("Inviter les anciennes")
    assert accepted in (await scene.tap(month)).text
    assert "Inviter les anciennes" in (await scene.say("/plans")).text


async def test_who_is_away_is_left_alone_and_whoever_looks_after_the_plan_is_told(scene: Scene) -> None:
    member = scene.people[0]
    await scene.planned(who=member)
    await scene.say("/away", member)
    await scene.tap("Type a date", member)
    await scene.say("in 6 weeks", member)
    assert "no reminders until" in (await scene.tap("Yes", member)).text
    assert (await scene.stage.seen(scene.fatou)).text == "Member 1 is away until 10 January 2027."
    await scene.stage.advance(24 * DAY)
    assert "no reminders until" in member.screen().text
    await scene.tap("I am back", member)
    assert any("Welcome back" in one.text for one in member.messages()[-2:])  # what had to wait may come before it


async def test_a_reminder_comes_on_the_day_that_was_asked_for(scene: Scene) -> None:
    await scene.planned()
    await scene.tap("Remind me on…")
    told = await scene.tap("In 2 weeks")
    assert "on 13 December 2026" in told.text
    await scene.stage.advance(13 * DAY)
    assert scene.fatou.screen().id == told.id
    await scene.stage.advance(DAY)
    assert "A thought for" in (await scene.stage.seen(scene.fatou)).text


async def test_after_the_last_reminder_whoever_looks_after_the_plan_is_told_that_it_needs_a_hand(scene: Scene) -> None:
    member = scene.people[0]
    await scene.planned(who=member)
    for _ in range(8):
        await scene.stage.advance(14 * DAY)
    assert "A thought for" in (await scene.stage.seen(member)).text
    letter = await scene.stage.seen(scene.fatou)
    assert "needs a hand" in letter.text
    assert "Member 1" not in letter.text
    assert "State: needs a hand" in (await scene.tap("Show")).text
