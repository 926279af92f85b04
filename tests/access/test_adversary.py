"""Ways by which somebody could have learnt what others answered, or more than is theirs: each through the double."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import pytest

from bot.rehearsal.persons import Person
from bot.storage.actions import Whose
from surveys.tailoring import turned
from tests.access.doing import act, answered, rows
from tests.conversations.stage import DAY, Stage
from tests.databases import CHOSEN

LEVELS = [3, 4, 2, 5, 1, 3, 4, 4, 3]
SENSITIVE, THEME = "lgbtqi_inclusion", "LGBTQI+ inclusion"
LAST_DAY = date(2026, 11, 28)


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


async def told_of_the_close(stage: Stage, awa: Person, network_id: int, *, answers: bool) -> str:
    """What the coordinator hears at the end of a round in which somebody, alone in their organization, takes part."""
    services = stage.app.services
    chat, _, people = await stage.group(awa, title=f"Group {network_id}", members=6)
    for person in people:
        await stage.say(person, "/wheel", chat)
    await services.membership.claim_new(act(stage, people[0]), network_id, "Theirs alone", "Name")
    mine = (await services.membership.standing(act(stage, people[0])))[0].organization
    assert mine is not None
    await services.membership.confirm(act(stage, awa), network_id, people[0].id, mine.id)
    await services.proposals.propose(act(stage, awa), network_id, "peer-group", LAST_DAY)
    (round_id,) = [one["id"] for one in await rows(stage, "SELECT MAX(id) AS id FROM round")]
    (group_id,) = [one["id"] for one in await rows(stage, "SELECT MAX(id) AS id FROM peer_group")]
    await services.proposals.accept(act(stage, awa), round_id, group_id)
    for person in people[0 if answers else 1 :]:
        await answered(stage, person, round_id, LEVELS[:6])
    await stage.advance(8 * DAY)
    return next(one.text for one in reversed(awa.messages()) if "has closed" in one.text)


@pytest.mark.parametrize("answers", [True, False])
async def test_coordinators_do_not_learn_whether_somebody_has_answered(stage: Stage, answers: bool) -> None:
    told = await told_of_the_close(stage, await stage.coordinator(), 1, answers=answers)
    assert told == "A round that you proposed has closed.\n\nWheels published: 2."
    numbers = [row["id"] for row in await rows(stage, "SELECT id FROM figure ORDER BY id")]
    assert numbers == [1, 2], "buttons hold the numbers of wheels: none is left out"


@pytest.mark.skipif(CHOSEN != "sqlite", reason="PostgreSQL gives no number twice")
async def test_a_wheel_that_waits_for_its_group_is_of_that_group(stage: Stage) -> None:
    """Where a number is given again, as after a second restoration, the letter would show another wheel."""
    services = stage.app.services
    one, other = await stage.coordinator(), await stage.coordinator("Otto", network="Other network")
    resting, fatou, people = await stage.group(one, title="Resting")
    await stage.round(fatou, resting)
    for person in people:
        await stage.answer(person, resting, LEVELS)
    for day in range(6):
        await services.groups.setup.set_rest_day(act(stage, one), 1, day, rests=True)
    await stage.advance(7 * DAY + 12 * 3600)
    assert [row["id"] for row in await rows(stage, "SELECT id FROM figure")] == [1]
    assert not any(message.photo for message in fatou.messages(resting)), "it waits for Sunday"
    await services.ground.storage.write(lambda tx: tx.run("DELETE FROM figure"))
    await services.ground.storage.write(lambda tx: tx.run("DELETE FROM sqlite_sequence WHERE name = 'figure'"))
    await stage.advance(60)
    chat, olga, others = await stage.group(other, title="Other group")
    await stage.round(olga, chat)
    for person in others:
        await stage.answer(person, chat, LEVELS)
    await stage.say(olga, "/survey", chat)
    await stage.tap(olga, "Close it now", chat)
    await stage.tap(olga, "Yes, close it", chat)
    assert [row["id"] for row in await rows(stage, "SELECT id FROM figure")] == [1]
    await stage.advance(14 * 3600)
    assert any(message.photo for message in olga.messages(chat)), "it has a letter of its own"
    assert not any(message.photo for message in fatou.messages(resting))


async def test_who_is_forgotten_is_not_heard_in_a_wheel(stage: Stage) -> None:
    """A voice is a name: what somebody has said of a level goes with them, also where the wheel is frozen."""
    chat, fatou, _ = await stage.group(await stage.coordinator())
    await stage.say(fatou, "/start")
    await aloud(stage, fatou, chat)
    asked = await stage.tap(fatou, "Say why", chat)
    await fatou.send_voice(chat=chat, reply_to=asked)
    await stage.settle()
    for label in ("⋯", "Make the wheel now", "Yes, make it", "What we agreed on"):
        await stage.tap(fatou, label, chat)
    assert "▶ 1" in fatou.screen(chat).labels
    await stage.say(fatou, "/forgetme")
    await stage.tap(fatou, "Yes, forget me")
    await stage.tap(fatou, "What we agreed on", chat)
    assert "▶ 1" not in fatou.screen(chat).labels


async def aloud(stage: Stage, fatou: Person, chat: Any) -> None:
    """A workshop in which four people have agreed on the first theme's level."""
    await stage.say(fatou, "/workshop", chat)
    for label in ("How our peer group", "Aloud", "4", "2"):
        await stage.tap(fatou, label, chat)


async def test_a_workshop_that_is_stopped_is_forgotten_as_it_says(stage: Stage) -> None:
    chat, fatou, _ = await stage.group(await stage.coordinator())
    await aloud(stage, fatou, chat)
    asked = await stage.tap(fatou, "Say why", chat)
    await stage.say(fatou, "Nobody else should know", chat, reply_to=asked)
    for label in ("⋯", "Stop without a wheel", "Yes, stop"):
        await stage.tap(fatou, label, chat)
    assert "is forgotten" in fatou.screen(chat).text
    assert {tuple(row.values()) for row in await rows(stage, "SELECT agreed, why, target FROM workshop_theme")} <= {
        (None, None, None)
    }
