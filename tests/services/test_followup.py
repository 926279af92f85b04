"""Owners are reminded on the days that were told, in one letter a day, and not of what they have seen to."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.services.act import Why
from bot.services.followup.digest import DIGEST
from bot.services.followup.followup import AWAY, NEEDS_HAND, REMINDER
from bot.services.groups.leaving import LEFT
from bot.storage.erasure import erase_person
from tests.services.action_stage import AMINA, BINTA, FATOU, refused
from tests.services.followup_stage import Arrived, Scene, scene
from tests.services.rounds_stage import at


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Scene]:
    async with scene(tmp_path) as found:
        yield found


def days(arrived: list[Arrived], kind: str = REMINDER) -> list[date]:
    return [one.day for one in arrived if one.kind == kind]


def here_day(due: date, later: int) -> date:
    return due + timedelta(days=later)


async def test_an_owner_who_says_nothing_is_reminded_six_times_then_a_facilitator_is_told(here: Scene) -> None:
    action = await here.place.planned(days=14)
    arrived = await here.until(120)
    assert days(arrived) == [here_day(action.due, one) for one in (-7, 0, 7, 21, 35, 49)]
    assert {(one.reader, one.about) for one in arrived if one.kind == REMINDER} == {(AMINA, (action.id,))}
    told = [one for one in arrived if one.kind == NEEDS_HAND]
    assert told == [Arrived(here_day(action.due, 63), NEEDS_HAND, FATOU, (action.id,))]
    assert (await here.action(action.id)).on_agenda


async def test_what_is_due_on_one_day_comes_in_one_letter(here: Scene) -> None:
    first = await here.place.planned(what="one", days=14)
    second = await here.place.planned(what="two", days=21)
    third = await here.place.planned(what="three", days=14)
    arrived = await here.until(14)
    reminded = [one.about for one in arrived if one.kind == REMINDER]
    assert reminded == [(first.id, third.id), (first.id, third.id, second.id)]


async def test_an_action_done_a_second_before_is_not_reminded_of(here: Scene) -> None:
    action = await here.place.planned(days=14)
    other = await here.place.planned(what="another", days=14)
    await here.moves_to(here.now + timedelta(days=8))
    await here.ticks()
    await here.workshop.actions.done(here.workshop.act(AMINA), action.id)
    await here.delivers()
    assert [one.about for one in here.arrived] == [(other.id,)]
    await here.until(7)
    await here.workshop.actions.done(here.workshop.act(AMINA), other.id)
    assert {one.kind for one in await here.until(100)} == {DIGEST}


async def test_who_has_acted_since_is_not_reminded(here: Scene) -> None:
    action = await here.place.planned(days=14)
    await here.moves_to(here.now + timedelta(days=8))
    await here.ticks()
    await here.workshop.actions.going_well(here.workshop.act(AMINA), action.id)
    await here.delivers()
    assert here.arrived == []


@pytest.mark.parametrize("hour", [1, 12, 23])
@pytest.mark.parametrize("deed", ["going_well", "block"])
async def test_who_told_how_it_goes_is_not_asked_again_on_the_next_morning(here: Scene, hour: int, deed: str) -> None:
    action = await here.place.planned(days=9)
    await here.moves_to(at(here.workshop.day(1), hour))
    await getattr(here.workshop.actions, deed)(here.workshop.act(AMINA), action.id)
    arrived = await here.until(20)
    assert days(arrived) == [action.due, action.due + timedelta(days=7)]


async def test_a_tick_that_comes_twice_reminds_once(here: Scene) -> None:
    await here.place.planned(days=14)
    await here.moves_to(here.now + timedelta(days=8))
    await here.ticks()
    await here.ticks()
    await here.delivers()
    await here.ticks()
    await here.delivers()
    assert len(here.arrived) == 1


async def test_what_is_due_later_on_a_day_whose_letter_was_sent_comes_the_day_after(here: Scene) -> None:
    first = await here.place.planned(days=14)
    await here.until(7)
    second = await here.place.planned(what="two", days=90)
    await here.workshop.write(
        lambda tx: tx.run(
            "UPDATE action SET remind_at = :now, remind_step = 'asked' WHERE id = :id",
            now=here.workshop.now,
            id=second.id,
        )
    )
    arrived = await here.until(2)
    assert [one.about for one in here.arrived[:1]] == [(first.id,)]
    assert [(one.day - here.arrived[0].day, one.about) for one in arrived] == [(timedelta(days=1), (second.id,))]


async def test_a_letter_that_waits_gathers_what_comes_later(here: Scene) -> None:
    """Telegram cannot be reached for a week."""
    first = await here.place.planned(days=14)
    second = await here.place.planned(what="two", days=16)
    for _ in range(12):
        await here.moves_to(here.now + timedelta(days=1))
        await here.ticks()
    await here.delivers()
    assert [one.about for one in here.arrived] == [(first.id, second.id)]


async def test_after_days_of_rest_there_is_one_letter_with_that_days_own(here: Scene) -> None:
    weekend = 1 << 5 | 1 << 6
    await here.workshop.write(
        lambda tx: tx.run("UPDATE peer_group SET rest_days = :days WHERE id = :id", days=weekend, id=here.place.here.id)
    )
    today = here.workshop.day(0)
    saturday = 14 + (5 - today.weekday()) % 7
    planned = [await here.place.planned(what=f"{one}", days=saturday + 7 + one) for one in range(3)]
    arrived = await here.until(saturday + 4)
    assert [(one.day.weekday(), one.about) for one in arrived] == [(0, tuple(one.id for one in planned))]


async def test_remind_me_on_a_day_means_that_day_and_then_as_ever(here: Scene) -> None:
    action = await here.place.planned(days=14)
    await here.followup.remind_on(here.workshop.act(AMINA), action.id, here.workshop.day(3))
    arrived = await here.until(14)
    assert days(arrived) == [here_day(action.due, one) for one in (-11, -7, 0)]


async def test_only_the_owner_chooses_a_day_and_one_that_comes(here: Scene) -> None:
    action = await here.place.planned(days=14)
    amina, workshop = here.workshop.act(AMINA), here.workshop
    assert await refused(here.followup.remind_on(workshop.act(BINTA), action.id, workshop.day(3))) is Why.NOT_OWNER
    assert await refused(here.followup.remind_on(amina, action.id, workshop.day(0))) is Why.BAD_DUE
    assert await refused(here.followup.remind_on(amina, action.id, workshop.day(2000))) is Why.BAD_DUE
    assert await refused(here.followup.remind_on(amina, 999, workshop.day(3))) is Why.GONE
    await workshop.actions.done(amina, action.id)
    assert await refused(here.followup.remind_on(amina, action.id, workshop.day(3))) is Why.ENDED


async def test_who_is_away_is_left_alone_and_their_facilitator_knows(here: Scene) -> None:
    action = await here.place.planned(days=14)
    await here.followup.away(here.workshop.act(AMINA), here.workshop.day(20))
    arrived = await here.until(30)
    assert (arrived[0].kind, arrived[0].reader) == (AWAY, FATOU)
    assert days(arrived) == [here_day(action.due, one) for one in (6, 7)]


async def test_who_is_back_early_gets_what_was_held(here: Scene) -> None:
    await here.place.planned(days=14)
    amina = here.workshop.act(AMINA)
    await here.followup.away(amina, here.workshop.day(60))
    assert days(await here.until(10)) == []
    await here.followup.back(amina)
    assert days(await here.until(1)) == [here.workshop.day(-1)]


async def test_who_went_away_while_a_letter_waited_does_not_get_it(here: Scene) -> None:
    await here.place.planned(days=14)
    await here.moves_to(here.now + timedelta(days=8))
    await here.ticks()
    await here.followup.away(here.workshop.act(AMINA), here.workshop.day(20))
    await here.delivers()
    assert [one.kind for one in here.arrived] == [AWAY]


async def test_away_ends_on_a_day_that_comes(here: Scene) -> None:
    amina = here.workshop.act(AMINA)
    assert await refused(here.followup.away(amina, here.workshop.day(0))) is Why.BAD_DUE
    assert await refused(here.followup.away(amina, here.workshop.day(1500))) is Why.BAD_DUE


async def blocks(here: Scene, person_id: int) -> None:
    await here.workshop.write(
        lambda tx: tx.run("UPDATE person SET blocked_at = :now WHERE id = :id", now=here.workshop.now, id=person_id)
    )


async def test_of_an_owner_who_cannot_be_written_to_a_facilitator_is_told_on_the_day(here: Scene) -> None:
    action = await here.place.planned(days=14)
    await blocks(here, AMINA)
    arrived = [one for one in await here.until(120) if one.kind != DIGEST]
    assert [(one.kind, one.reader, one.about) for one in arrived] == [(NEEDS_HAND, FATOU, (action.id,))] * 2
    assert days(arrived, NEEDS_HAND) == [action.due, here_day(action.due, 63)]


async def test_who_allows_it_is_named_in_the_group_but_never_after_the_day(here: Scene) -> None:
    action = await here.place.planned(days=14)
    await here.workshop.actions.let_mention(here.workshop.act(AMINA), action.id, True)
    await blocks(here, AMINA)
    arrived = await here.until(120)
    assert [(one.day, one.reader) for one in arrived if one.kind == REMINDER] == [
        (here_day(action.due, -7), -100),
        (action.due, -100),
    ]


async def test_nobody_is_named_in_the_group_who_took_it_back_meanwhile(here: Scene) -> None:
    action = await here.place.planned(days=14)
    await here.workshop.actions.let_mention(here.workshop.act(AMINA), action.id, True)
    await blocks(here, AMINA)
    await here.moves_to(here.now + timedelta(days=8))
    await here.ticks()
    await here.workshop.actions.let_mention(here.workshop.act(AMINA), action.id, False)
    await here.delivers()
    assert here.arrived == []


async def test_who_is_forgotten_or_leaves_is_not_reminded(here: Scene) -> None:
    await here.place.planned(days=14)
    await here.place.planned(BINTA, "another", days=14)
    await here.moves_to(here.now + timedelta(days=8))
    await here.ticks()
    await here.workshop.write(lambda tx: erase_person(tx, AMINA))
    await here.workshop.leaves(here.place.here, BINTA)
    await here.delivers()
    await here.until(120)
    assert {one.kind for one in here.arrived} == {DIGEST, LEFT}


async def test_another_day_or_owner_begins_anew(here: Scene) -> None:
    action = await here.place.planned(days=14)
    await here.until(14)
    moved = await here.workshop.actions.move_date(here.workshop.act(AMINA), action.id, here.workshop.day(30))
    assert days(await here.until(25)) == [here_day(moved.due, -7)]
    await here.workshop.actions.hand_over(here.workshop.act(AMINA), action.id, BINTA)
    assert days(await here.until(6)) == []
    await here.workshop.actions.accept(here.workshop.act(BINTA), action.id)
    arrived = [one for one in await here.until(7) if one.kind == REMINDER]
    assert [(one.day, one.reader) for one in arrived] == [(here_day(moved.due, 7), BINTA)]
