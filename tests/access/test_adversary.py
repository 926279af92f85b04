"""Ways by which somebody could have learnt what others answered, or more than is theirs: each through the double."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.rehearsal.persons import Person
from bot.services.act import Act
from bot.storage.actions import Whose
from surveys.tailoring import turned
from tests.conversations.stage import DAY, Stage, open_stage

LEVELS = [3, 4, 2, 5, 1, 3, 4, 4, 3]
SENSITIVE, THEME = "lgbtqi_inclusion", "LGBTQI+ inclusion"
LAST_DAY = date(2026, 11, 28)


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """The whole bot, and nobody there yet."""
    async with open_stage(tmp_path) as opened:
        yield opened


def act(stage: Stage, person: Person) -> Act:
    return Act(person.id, stage.clock.now())


async def answered(stage: Stage, person: Person, round_id: int, levels: list[int]) -> None:
    for place, level in enumerate(levels):
        await stage.app.services.answering.answer(act(stage, person), round_id, place, level)


async def answers_for_no_organization(stage: Stage, person: Person, chat: Any) -> None:
    """By the group's invitation to a network's round."""
    await stage.tap(person, "Answer in private", chat)
    await stage.tap(person, "None")
    for level in LEVELS[:6]:
        await stage.tap(person, f"{level} ·")


async def test_a_companion_sees_of_a_wheel_what_is_for_more_than_its_people(stage: Stage) -> None:
    """Sensitive themes are for those whom the wheel describes."""
    services, awa = stage.app.services, await stage.coordinator()
    chat, fatou, people = await stage.group(awa)
    await services.groups.setup.of_named(act(stage, awa), 1, "Women of the valley", several=False)
    for person in [*people, fatou]:
        await stage.say(person, "/wheel", chat)
    view = await services.tailoring.copy(act(stage, awa), Whose(organization_id=1), "gender-equality")
    view = await services.tailoring.change(act(stage, awa), view.own.id, 0, partial(turned, key=SENSITIVE, on=True))
    await services.tailoring.put_to_use(act(stage, awa), view.own.id, view.own.revision)
    round_, _ = await services.organization_rounds.open(act(stage, awa), 1, view.own.template_id, LAST_DAY)
    for person in people:
        await answered(stage, person, round_.id, LEVELS)
    made = await services.companions.offer(act(stage, awa), 1, 90)
    vic = stage.telegram.person("Vic", language="en")
    await stage.say(vic, "/start")
    await services.companions.accept(act(stage, vic), made.payload[1:], "Vic")
    await services.companions.share(act(stage, people[0]), 1, on=True)
    await stage.advance(8 * DAY)
    assert THEME in (await stage.say(people[0], "/wheel")).text
    seen = await stage.say(vic, "/wheel")
    assert seen.photo is not None
    assert THEME not in seen.text


async def test_who_was_forgotten_answers_no_round_twice(stage: Stage) -> None:
    """Else one person could be several of the five behind a wheel, and know the answers of all but one."""
    services, awa = stage.app.services, await stage.coordinator()
    chats = [await stage.group(awa, title=title, members=6) for title in ("First", "Second")]
    (first, fatou, people), (second, _, others) = chats
    twice = people[0]
    await twice.join(second)
    await services.proposals.propose(act(stage, awa), 1, "peer-group", LAST_DAY)
    for group_id in (1, 2):
        await services.proposals.accept(act(stage, awa), 1, group_id)
    await stage.settle()
    for person in people:
        await answers_for_no_organization(stage, person, first)
    await services.rounds.close(act(stage, fatou), 1, 1)
    await stage.say(twice, "/forgetme")
    await stage.tap(twice, "Yes, forget me")
    await stage.tap(twice, "Answer in private", second)
    assert "counted in a published wheel" in twice.screen().text
    for person in others:
        await answers_for_no_organization(stage, person, second)
    await stage.advance(8 * DAY)
    kept = await services.ground.read(lambda tx: tx.all("SELECT pseudonym FROM response WHERE round_id = 1"))
    assert len(kept) == 12, "nothing of them stays but the answers that the wheels tell of"
