"""Points come back on their dates: a word ahead, and at the time a sheet of what to talk about."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.clock import from_micros, to_micros
from bot.services.act import Why
from bot.services.agenda import recurrence
from bot.services.agenda.agenda import AHEAD, MOST, PAPER, SHEET, Agenda
from bot.services.agenda.sheet import Sheet
from bot.services.groups.setup import SetUp
from bot.storage.actions import MINE, Whose
from bot.storage.agenda import Item
from tests.services.action_stage import AMINA, AWA, BINTA, DIALLO, FATOU, refused
from tests.services.followup_stage import Scene, scene
from tests.services.rounds_stage import NOON

TUESDAYS = "FREQ=MONTHLY;BYDAY=2TU"
STARTS = datetime(2027, 3, 9, 14)  # noqa: DTZ001 - wall time


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Scene]:
    async with scene(tmp_path) as found:
        yield found


def agenda_of(here: Scene) -> Agenda:
    return Agenda(here.workshop.ground, here.workshop.shelf)


async def added(here: Scene, whose: Whose | None = None, person_id: int = FATOU, **given: Any) -> Item:
    wanted: dict[str, Any] = {"title": "Gender equality", "rule": TUESDAYS, "starts": STARTS, "ahead_days": 2, **given}
    act = here.workshop.act(person_id)
    return await agenda_of(here).add(act, whose or here.place.group, **wanted)


async def told(here: Scene, agenda: Agenda, days: int) -> list[tuple[str, str, int]]:
    """When which letter was put for whom in so many days, with a tick at each time that the service names."""
    end = here.now + timedelta(days=days)
    while (due := await agenda.next_due()) is not None and due <= end:
        await here.moves_to(due)
        await agenda.tick(here.now)
        await agenda.tick(here.now)
    rows = await here.workshop.rows("SELECT * FROM outbox WHERE kind LIKE 'agenda%' ORDER BY id")
    return [(from_micros(row["not_before"]).strftime("%m-%d %H:%M"), row["kind"], row["chat_id"]) for row in rows]


async def sheet(here: Scene, item: Item) -> Sheet:
    found = await agenda_of(here).sheet({"id": item.id, "at": here.workshop.now, "since": 0})
    assert found is not None
    return found


async def test_the_group_is_told_ahead_and_gets_its_sheet_at_the_time(here: Scene) -> None:
    item = await added(here)
    assert await told(here, agenda_of(here), 45) == [
        ("03-07 14:00", AHEAD, -100),
        ("03-09 14:00", SHEET, -100),
        ("03-09 14:00", PAPER, -100),
        ("04-11 14:00", AHEAD, -100),
        ("04-13 14:00", SHEET, -100),
        ("04-13 14:00", PAPER, -100),
    ]
    (again,) = (await agenda_of(here).listed(here.workshop.act(AMINA), here.place.group)).items
    assert again.last_at == to_micros(datetime(2027, 4, 13, 14, tzinfo=UTC))
    assert again.id == item.id


async def test_it_comes_at_the_same_time_of_day_when_the_group_is_said_to_be_elsewhere(here: Scene) -> None:
    item, setup = await added(here, ahead_days=1), SetUp(here.workshop.ground)
    await setup.set_country(here.workshop.fatou, here.place.here.id, "CA", "America/Toronto")
    assert await told(here, agenda_of(here), 20) == [
        ("03-08 19:00", AHEAD, -100),
        ("03-09 19:00", SHEET, -100),
        ("03-09 19:00", PAPER, -100),
    ]
    await setup.set_country(here.workshop.fatou, here.place.here.id, "US", "America/Los_Angeles")
    (moved,) = (await agenda_of(here).listed(here.workshop.fatou, here.place.group)).items
    assert (moved.id, moved.zone) == (item.id, "America/Los_Angeles")
    assert moved.next_at == to_micros(datetime(2027, 3, 9, 22, tzinfo=UTC))
    assert len(await told(here, agenda_of(here), 1)) == 3


async def test_after_an_outage_there_is_one_sheet(here: Scene) -> None:
    await added(here, rule="FREQ=DAILY", ahead_days=0)
    agenda = agenda_of(here)
    await here.moves_to(here.now + timedelta(days=40))
    await agenda.tick(here.now)
    await agenda.tick(here.now)
    assert [kind for _, kind, _ in await told(here, agenda, 0)] == [SHEET, PAPER]


async def test_an_organization_is_told_in_private(here: Scene) -> None:
    await added(here, here.place.organization, AWA, ahead_days=0)
    assert [(kind, reader) for _, kind, reader in await told(here, agenda_of(here), 20)] == [
        (SHEET, BINTA),
        (SHEET, DIALLO),
        (PAPER, BINTA),
        (PAPER, DIALLO),
    ]


async def test_a_sheet_comes_at_the_hour_of_the_meeting_and_all_else_keeps_the_quiet_hours(here: Scene) -> None:
    await added(here, starts=STARTS.replace(hour=22))
    await added(here, here.place.organization, AWA, starts=STARTS.replace(hour=22), ahead_days=0)
    await told(here, agenda_of(here), 20)
    rows = await here.workshop.rows("SELECT chat_id, kind FROM outbox WHERE any_hour = 1 ORDER BY id")
    assert [(row["chat_id"], row["kind"]) for row in rows] == [(-100, SHEET), (-100, PAPER)]


async def test_what_was_ended_comes_no_more(here: Scene) -> None:
    item, agenda = await added(here), agenda_of(here)
    assert await agenda.look(item.id) == item
    await agenda.end(here.workshop.fatou, item.id)
    assert await told(here, agenda, 90) == []
    assert await agenda.look(item.id) is None
    assert await agenda.sheet({"id": item.id, "at": 0, "since": 0}) is None


async def test_the_sheet_has_what_to_decide_to_help_with_and_to_strengthen(here: Scene) -> None:
    await here.workshop.wheel(here.place.here)
    open_, late, done = await here.place.asked(), await here.place.planned(days=2), await here.place.planned(what="x")
    await here.workshop.actions.done(here.workshop.act(AMINA), done.id)
    item = await added(here)
    await here.moves_to(NOON + timedelta(days=8))
    found = await sheet(here, item)
    assert [[one.id for one in part] for part in (found.open, found.needing, found.done)] == [
        [open_.id],
        [late.id],
        [done.id],
    ]
    assert found.template is not None
    assert list(found.weakest) == [spoke.key for spoke in found.template.spokes[1:]]
    assert list(found.divided) == []


async def test_a_sheet_without_a_wheel_names_no_theme(here: Scene) -> None:
    found = await sheet(here, await added(here))
    assert (found.template, list(found.weakest), list(found.open)) == (None, [], [])


async def test_whoever_is_confirmed_with_an_organization_decides_on_its_agenda(here: Scene) -> None:
    item, agenda, diallo = (
        await added(here, here.place.organization, DIALLO),
        agenda_of(here),
        here.workshop.act(DIALLO),
    )
    assert (await agenda.listed(diallo, here.place.organization)).decides
    assert await agenda.end(here.workshop.act(BINTA), item.id) == here.place.organization


async def test_the_present_sheet_shows_themes_only_to_those_whom_they_describe(here: Scene) -> None:
    await here.workshop.wheel(here.place.here)
    agenda = agenda_of(here)
    seen = [await agenda.present(here.workshop.act(one), here.place.group) for one in (AMINA, AWA)]
    assert [one.template is not None for one in seen] == [True, False]
    assert [bool(one.weakest) for one in seen] == [True, False]
    assert await refused(agenda.present(here.workshop.act(DIALLO), here.place.group)) is Why.NOT_MEMBER


async def test_a_sheet_is_made_once_more_for_its_time_also_when_its_point_was_ended(here: Scene) -> None:
    item, agenda, amina = await added(here), agenda_of(here), here.workshop.act(AMINA)
    await agenda.end(here.workshop.fatou, item.id)
    assert (await agenda.again(amina, item.id, at=here.workshop.now, since=0)).item is not None
    for item_id, at, since in ((999, 0, 0), (item.id, -1, -1), (item.id, 2**62, 0), (item.id, 1, 2**80)):
        assert await refused(agenda.again(amina, item_id, at=at, since=since)) is Why.GONE


async def test_an_agenda_holds_so_many_points(here: Scene) -> None:
    for number in range(MOST):
        await added(here, title=f"Point {number}")
    assert await refused(added(here)) is Why.FULL


async def test_a_point_tells_its_next_times(here: Scene) -> None:
    item, agenda = await added(here), agenda_of(here)
    found = await agenda.point(here.workshop.act(AMINA), item.id)
    assert [one.strftime("%m-%d %H:%M") for one in found.times] == ["03-09 14:00", "04-13 14:00", "05-11 14:00"]
    assert not found.decides
    assert list(found.times) == await agenda.times(here.workshop.fatou, here.place.group, TUESDAYS, STARTS)
    await agenda.end(here.workshop.fatou, item.id)
    assert await refused(agenda.point(here.workshop.act(AMINA), item.id)) is Why.GONE


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"rule": "FREQ=HOURLY"}, Why.BAD_DATE),
        ({"rule": recurrence.last_of_month() + ";UNTIL=20270101"}, Why.BAD_DATE),
        ({"ahead_days": 61}, Why.BAD_DATE),
        ({"title": "  "}, Why.BAD_NAME),
        ({"title": "x" * 65}, Why.BAD_NAME),
        ({"person_id": AMINA}, Why.NOT_FACILITATOR),
        ({"whose": Whose(group_id=999)}, Why.GONE),
        ({"whose": MINE}, Why.NOT_FACILITATOR),
    ],
)
async def test_what_cannot_come_back_is_refused(here: Scene, given: dict[str, Any], why: Why) -> None:
    assert await refused(added(here, **given)) is why


async def test_only_who_looks_after_the_plan_ends_an_item(here: Scene) -> None:
    item, agenda = await added(here), agenda_of(here)
    assert await refused(agenda.end(here.workshop.act(AMINA), item.id)) is Why.NOT_FACILITATOR
    assert await refused(agenda.end(here.workshop.fatou, 999)) is Why.GONE
    assert await refused(agenda.listed(here.workshop.act(DIALLO), here.place.group)) is Why.NOT_MEMBER
