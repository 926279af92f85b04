"""The bot joins a group and is set up, by visible labels."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.services import zones
from tests.conversations.village import Village, village


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Village]:
    async with village(tmp_path) as found:
        yield found


async def set_up(here: Village) -> None:
    """Carmen has brought the bot, and Ada has accepted the summary."""
    await here.brings(here.carmen)
    await here.taps(here.ada, "Set up", "Is this right?", here.group)
    await here.taps(here.ada, "All right", "all is set", here.group)


async def test_the_bot_introduces_itself_in_two_lines_and_one_button(here: Village) -> None:
    hello = await here.brings(here.carmen)
    assert len(hello.text.splitlines()) == 2
    assert hello.labels == ["Set up"]


async def test_all_right_accepts_the_prefilled_summary_in_one_tap(here: Village) -> None:
    await here.brings(here.carmen)
    summary = await here.taps(here.ada, "Set up", "Is this right?", here.group)
    guess = zones.likely("en")[0]
    assert summary.text.splitlines()[:5] == [
        "Group <b> & co",
        "Language: English",
        f"Country: {zones.country_name(guess, 'en')} (time of {zones.city(zones.guess(guess), 'en')})",
        "Whose group: the whole network (Palabre)",
        "Facilitators: Ada <3 (two are better)",
    ]
    done = await here.taps(here.ada, "All right", "all is set", here.group)
    assert done.id == summary.id


async def test_a_member_is_told_kindly_whom_to_ask(here: Village) -> None:
    await here.brings(here.carmen)
    assert "administrators of this group" in await here.toast(here.bob, "Set up", here.group)


async def test_each_change_takes_at_most_four_taps(here: Village) -> None:
    await set_up(here)
    await here.ada.send("/settings", chat=here.group)
    await here.sees(here.ada, "A change counts at once", here.group)
    await here.taps(here.ada, "Language", "Which language", here.group)
    summary = await here.taps(here.ada, "Français", "Langue", here.group)
    assert "Langue : Français" in summary.text.replace("\u00a0", " ")
    await here.taps(here.ada, summary.labels[1], "quel pays", here.group)
    await here.taps(here.ada, "Canada", "eure", here.group)
    toronto = next(label for label in here.ada.screen(here.group).labels if label.startswith("Toronto"))
    await here.taps(here.ada, toronto, "Canada (heure locale\u00a0: Toronto)", here.group)


async def test_a_minimum_that_suits_the_group_is_advised_and_chosen(here: Village) -> None:
    await set_up(here)
    await here.ada.send("/settings", chat=here.group)
    summary = await here.sees(here.ada, "A change counts at once", here.group)
    assert "3 people are in this group. So 5 answers can never come together" in summary.text
    choice = await here.taps(here.ada, "Minimum", "How many answers does a theme need", here.group)
    assert choice.labels == ["3", "✓ 5", "8", "← Back"]
    assert "administrators of this group" in await here.toast(here.bob, "3", here.group)
    chosen = await here.taps(here.ada, "3", "Minimum of answers: 3", here.group)
    assert "3 people are in this group. A minimum of 3 answers suits them." in chosen.text
    await here.carmen.send("/log")
    log = await here.sees(here.carmen, "Who did what")
    assert "setting changed: minimum of answers (Group <b> & co)" in log.text
    assert "group set up (Group <b> & co)" in log.text


async def test_a_country_is_typed_in_any_language_as_a_reply(here: Village) -> None:
    await set_up(here)
    await here.ada.send("/settings", chat=here.group)
    await here.sees(here.ada, "A change counts", here.group)
    await here.taps(here.ada, "Country", "In which country", here.group)
    await here.taps(here.ada, "Another…", "Please reply with the name", here.group)
    await here.says(here.ada, "xyzzy", "I know no country", here.group)
    await here.says(here.ada, "bénin", "Benin (time of Porto-Novo)", here.group)


async def test_an_organization_is_typed_and_chosen_by_a_coordinator(here: Village) -> None:
    await here.brings(here.carmen)
    await here.taps(here.carmen, "Set up", "Is this right?", here.group)
    await here.taps(here.carmen, "Whose group", "Whose group is this?", here.group)
    await here.taps(here.carmen, "One organization", "Which organization", here.group)
    await here.taps(here.carmen, "Another…", "full name", here.group)
    await here.says(here.carmen, " Élan  <3 ", "Whose group: Élan <3", here.group)
    await here.taps(here.carmen, "Whose group", "Whose group is this?", here.group)
    listed = await here.taps(here.carmen, "Several", "Each tap counts", here.group)
    assert listed.labels[0] == "✓ Élan <3"
    await here.taps(here.carmen, "Back", "Whose group: Élan <3", here.group)
    await here.taps(here.carmen, "All right", "all is set", here.group)


async def test_somebody_else_facilitates(here: Village) -> None:
    await set_up(here)
    await here.ada.send("/settings", chat=here.group)
    await here.sees(here.ada, "A change counts", here.group)
    await here.taps(here.ada, "Facilitators", "Who facilitates?", here.group)
    await here.taps(here.ada, "Someone else…", "within an hour", here.group)
    assert await here.toast(here.bob, "I facilitate", here.group) == "Thank you! You facilitate this group now."
    await here.play.until(lambda: "✓ Bob" in here.ada.screen(here.group).labels)
    await here.taps(here.bob, "Back", "Facilitators: Ada <3 and Bob", here.group)


async def test_after_the_yes_whose_group_it_is_is_a_coordinators(here: Village) -> None:
    await set_up(here)
    await here.ada.send("/settings", chat=here.group)
    await here.sees(here.ada, "A change counts", here.group)
    assert "only a coordinator" in await here.toast(here.ada, "Whose group", here.group)
    await here.taps(here.carmen, "Whose group", "Whose group is this?", here.group)


async def test_a_strangers_group_waits_for_a_yes_and_hears_of_it(here: Village) -> None:
    hello = await here.brings(here.ada)
    assert "a coordinator of the network says yes" in hello.text
    await here.taps(here.ada, "Set up", "Is this right?", here.group)
    await here.taps(here.ada, "All right", "I have asked the coordinators", here.group)
    await here.sees(here.carmen, "Does it belong to Palabre?")
    await here.taps(here.carmen, "Yes", "Group <b> & co is welcome")
    await here.sees(here.ada, "A coordinator has said yes", here.group)


async def test_a_no_is_told_kindly(here: Village) -> None:
    await here.brings(here.ada)
    await here.taps(here.ada, "Set up", "Is this right?", here.group)
    await here.taps(here.ada, "All right", "I have asked the coordinators", here.group)
    await here.sees(here.carmen, "Does it belong to Palabre?")
    await here.taps(here.carmen, "No", "Thank you.")
    await here.sees(here.ada, "so I leave it now", here.group)


async def test_an_anonymous_administrator_sets_up_by_command_and_by_tap(here: Village) -> None:
    await here.ada.promote(here.bob, here.group, anonymous=True)
    await here.brings(here.carmen)
    await here.bob.send("/settings", chat=here.group)
    await here.sees(here.bob, "Is this right?", here.group)
    await here.taps(here.bob, "All right", "all is set", here.group)


async def test_someone_promoted_a_minute_ago_may_set_up(here: Village) -> None:
    await here.brings(here.carmen)
    assert "administrators" in await here.toast(here.bob, "Set up", here.group)
    await here.ada.promote(here.bob, here.group)
    here.clock.advance(60)
    await here.taps(here.bob, "Set up", "Is this right?", here.group)


async def test_in_a_forum_answers_stay_in_their_topic(tmp_path: Path) -> None:
    async with village(tmp_path, "forum") as here:
        await here.brings(here.carmen)
        await here.taps(here.ada, "Set up", "Is this right?", here.group)
        await here.taps(here.ada, "All right", "all is set", here.group)


async def test_a_plain_group_goes_on_as_a_supergroup(tmp_path: Path) -> None:
    async with village(tmp_path, "group") as here:
        await set_up(here)
        here.group.migrate()
        await here.ada.send("/settings", chat=here.group)
        summary = await here.sees(here.ada, "A change counts at once", here.group)
        assert "Facilitators: Ada <3" in summary.text


async def test_in_private_settings_ask_which_group(here: Village) -> None:
    await set_up(here)
    await here.ada.send("/settings")
    await here.sees(here.ada, "The settings of which group?")
    await here.taps(here.ada, "Group <b> & co", "A change counts at once")
    await here.bob.send("/settings")
    await here.sees(here.bob, "send /settings there")


async def test_putting_the_settings_away_leaves_nothing(here: Village) -> None:
    await set_up(here)
    await here.ada.send("/settings", chat=here.group)
    await here.sees(here.ada, "A change counts", here.group)
    await here.ada.tap("Close", chat=here.group)
    await here.play.until(lambda: "A change counts" not in here.ada.screen(here.group).text)


async def test_a_forged_tap_from_outside_changes_nothing(here: Village) -> None:
    await set_up(here)
    await here.bob.send("/help")
    await here.sees(here.bob, "What would you like to do?")
    tap = here.play.tap_raw(here.bob, here.bob.screen(), "1:sm:1:fr")
    await here.play.until(lambda: tap.answer is not None)
    assert "administrators" in (tap.answer.text or "" if tap.answer else "")
    group = await here.app.services.groups.of_chat(here.group.id)
    assert group is not None
    assert group.language == "en"
