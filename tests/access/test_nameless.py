"""People of whose name nothing is seen, as Telegram lets them be: no screen that names them fails for the others."""

from __future__ import annotations

from bot.rehearsal.persons import Person
from tests.access.scene import Cast
from tests.conversations.havoc import Havoc

UNSEEN = "\u3164"
"""A letter that looks like nothing, which many have instead of a name."""


def _nameless(cast: Cast) -> Person:
    return cast.stage.telegram.person(UNSEEN, language="en")


async def test_an_administrator_without_a_name_can_be_named_facilitator(cast: Cast) -> None:
    stage, ghost = cast.stage, _nameless(cast)
    await ghost.join(cast.chat)
    await cast.fatou.promote(ghost, cast.chat)
    await stage.advance(11 * 60)
    await stage.say(cast.fatou, "/settings", cast.chat)
    await stage.tap(cast.fatou, "Facilitators", cast.chat)
    shown = await stage.tap(cast.fatou, "Someone", cast.chat)
    assert "✓ Someone" in shown.labels
    assert "Facilitators: Fatou and Someone" in (await stage.tap(cast.fatou, "Back", cast.chat)).text
    await Havoc(stage).calm()


async def test_a_companion_without_a_name_is_listed_and_can_be_ended(cast: Cast) -> None:
    stage, ghost = cast.stage, _nameless(cast)
    offered = await stage.app.services.companions.offer(cast.act(cast.awa), 1, 30)
    await stage.say(ghost, f"/start {offered.payload}")
    await stage.say(cast.awa, "/companions")
    shown = await stage.tap(cast.awa, "Zulu organization")
    assert "• Someone, until" in shown.text
    await stage.tap(cast.awa, "End: Someone")
    assert "Someone" not in (await stage.tap(cast.awa, "Yes, end it")).text
    await Havoc(stage).calm()


async def test_what_somebody_without_a_name_has_taken_on_says_that_somebody_has(cast: Cast) -> None:
    stage, ghost = cast.stage, _nameless(cast)
    await ghost.join(cast.chat)
    await stage.say(ghost, "/wheel", cast.chat)
    await stage.say(ghost, "/start")
    actions, boards = stage.app.services.actions, stage.app.services.boards
    await actions.hand_back(cast.act(cast.mina), 1)
    await actions.hand_over(cast.act(ghost), 1, ghost.id)
    assert (await boards.look(cast.act(cast.fatou), 1)).action.owner_name == ""
    await Havoc(stage).tap(cast.fatou, await stage.say(cast.fatou, "/start"), "1:pk:1")
    assert "Who: Someone" in cast.fatou.screen().text
    await Havoc(stage).calm()
