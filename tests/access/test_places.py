"""Taps that a forged client carries from one chat to another: nothing is said, changed or deleted there by them."""

from __future__ import annotations

from typing import Any

import pytest

from bot.rehearsal.model import Message
from bot.rehearsal.persons import Person
from bot.storage.charters import Circle
from handlers.values import actions, charter, setup, workshop
from tests.access.forging import KINDS
from tests.access.scene import MARK, Cast
from tests.conversations.havoc import Havoc
from tests.conversations.test_bad_input import forged

ELSEWHERE = [
    workshop.Resume(workshop_id=1),
    workshop.Go(workshop_id=1, place=1, listed=1),
    workshop.Steer(workshop_id=1),
    workshop.Level(workshop_id=1, place=0, level=3),
    setup.Close(group_id=2),
]
"""What whoever administers the second group may do there."""


def _shown(person: Person, chat: Any) -> Message:
    return next(one for one in reversed(person.messages(chat)) if one.by_bot)


def _seen_since(havoc: Havoc, calls: int) -> list[str]:
    """What the bot has done since it had made so many calls, besides asking, and answering who tapped."""
    made = [call.method for call in havoc.stage.telegram.calls[calls:]]
    return [one for one in made if not one.startswith("get") and one != "answerCallbackQuery"]


async def _workshop_on(cast: Cast) -> list[Any]:
    """On which message the theme of the workshop is."""
    found = await cast.stage.app.services.ground.read(lambda tx: tx.all("SELECT message_id, place FROM workshop"))
    return [tuple(row.values()) for row in found]


async def test_what_is_written_in_private_is_said_in_no_group(cast: Cast) -> None:
    """Else the bot would speak the words of a draft, or of a survey, wherever its author is a member."""
    havoc = Havoc(cast.stage)
    await cast.otto.join(cast.chat)
    private = [kind for kind in KINDS if kind.private]
    for person in (cast.awa, cast.otto):
        shown = _shown(person, cast.chat)
        for data in [one for kind in private for one in forged(kind, 2)]:
            calls = havoc.calls
            tapped = await havoc.tap(person, shown, data)
            assert tapped.answer is not None
            assert tapped.answer.alert, data
            assert _seen_since(havoc, calls) == [], data
    assert len(private) > 50
    await havoc.calm()


@pytest.mark.parametrize("value", ELSEWHERE, ids=lambda one: type(one).__name__)
async def test_the_rights_in_one_group_touch_no_message_of_another(cast: Cast, value: Any) -> None:
    havoc = Havoc(cast.stage)
    await cast.vera.join(cast.chat)
    before = await _workshop_on(cast)
    for shown in (_shown(cast.vera, cast.chat), _shown(cast.vera, None)):
        if shown.chat_id > 0 and isinstance(value, setup.Close):
            continue
        calls = havoc.calls
        tapped = await havoc.tap(cast.vera, shown, value.pack())
        assert tapped.answer is not None
        assert tapped.answer.alert
        assert _seen_since(havoc, calls) == []
    assert await _workshop_on(cast) == before
    await havoc.calm()


async def test_in_a_group_no_action_of_another_plan_is_shown(cast: Cast) -> None:
    """Mina has one in the plan of her group, and one in that of her organization."""
    havoc = Havoc(cast.stage)
    for action_id, alert in ((1, False), (2, True)):
        tapped = await havoc.tap(cast.mina, _shown(cast.mina, cast.chat), actions.Look(id=action_id).pack())
        assert tapped.answer is not None
        assert tapped.answer.alert is alert
    await havoc.calm()


async def test_companions_are_shown_the_plan_and_not_who_is_of_the_organization(cast: Cast) -> None:
    """Whom an action may be given to is for those who may give it."""
    havoc, private = Havoc(cast.stage), await cast.stage.say(cast.vic, "/start")
    await havoc.tap(cast.vic, private, actions.Look(id=2).pack())
    assert f"{MARK} action" in cast.vic.screen().text
    tapped = await havoc.tap(cast.vic, cast.vic.screen(), actions.People(id=2, role="h", page=0).pack())
    assert tapped.answer is not None
    assert tapped.answer.alert
    assert "Carla" not in str(cast.vic.screen().labels)
    await havoc.tap(cast.mina, await cast.stage.say(cast.mina, "/start"), actions.People(id=2, role="h", page=0).pack())
    assert "Carla" in cast.mina.screen().labels
    await havoc.calm()


async def test_in_a_group_no_charter_of_another_network_is_heard(cast: Cast) -> None:
    """Otto is in both; to the group of his own he lets nothing be sent of the other."""
    stage, drafts, havoc = cast.stage, cast.stage.app.services.charter_drafts, Havoc(cast.stage)
    for number, coordinator in ((1, cast.awa), (2, cast.otto)):
        act, circle = cast.act(coordinator), Circle(network_id=number)
        await drafts.begin(act, circle, blank=True)
        draft = await drafts.write(act, circle, "en", "What we promise", f"voice{number}")
        await drafts.publish(act, circle, draft.charter.revision)
    made = await stage.app.services.membership.invite(cast.act(cast.awa), "coordinator", 1)
    await stage.app.services.membership.accept_coordinator(cast.act(cast.otto), made.payload[1:], "Otto")
    await stage.settle()
    shown, calls = _shown(cast.otto, cast.other), havoc.calls
    await havoc.tap(cast.otto, shown, charter.Listen(whose="n", id=1, language="en").pack())
    assert _seen_since(havoc, calls) == []
    await havoc.tap(cast.otto, shown, charter.Listen(whose="n", id=2, language="en").pack())
    assert _seen_since(havoc, calls) == ["sendVoice"]


async def test_what_an_anonymous_administrator_answers_closes_nothing_that_was_opened_to_all(cast: Cast) -> None:
    stage, havoc = cast.stage, Havoc(cast.stage)
    await stage.say(cast.fatou, "/settings", cast.chat)
    await havoc.tap(cast.fatou, _shown(cast.fatou, cast.chat), setup.AskAround(group_id=1).pack())
    await cast.fatou.promote(cast.ada, cast.chat, anonymous=True)
    await cast.ada.send("Well", chat=cast.chat, reply_to=_shown(cast.ada, cast.chat))
    await stage.settle()
    tapped = await havoc.tap(cast.mina, _shown(cast.mina, cast.chat), setup.Facilitate(group_id=1).pack())
    assert tapped.answer is not None
    assert tapped.answer.text == "Thank you! You facilitate this group now."
