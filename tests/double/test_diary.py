"""The diary of a story: what came by itself, on which day, and whether that is all."""

from __future__ import annotations

from datetime import date

import pytest

from bot.clock import RehearsalClock
from bot.rehearsal import Double
from bot.rehearsal.control import Hooks
from bot.rehearsal.groups import Group
from bot.rehearsal.persons import Person
from bot.rehearsal.stories import Stage
from bot.rehearsal.stories.diary import Diary

from .conftest import Api, Updates

KNOWN = {"reminder": "A thought", "paper": "On one page"}


class Morning:
    """A bot that writes on the second day of the story: to a person, to the group, and to one whom nobody watches."""

    def __init__(self, api: Api, wrote: dict[int, list[tuple[int, str]]], clock: RehearsalClock) -> None:
        self._api = api
        self._wrote = wrote
        self._clock = clock
        self._first = clock.now()

    async def tick(self) -> None:
        for chat_id, text in self._wrote.pop((self._clock.now() - self._first).days, []):
            await self._api.ok("sendMessage", chat_id=chat_id, text=text)


@pytest.fixture
async def diary(api: Api, double: Double, anna: Person, group: Group, updates: Updates) -> Diary:
    clock = RehearsalClock()
    await anna.send("/start")
    stranger = double.world.person("Stranger")
    await stranger.send("/start")
    await updates()
    wrote = {2: [(anna.id, "Une pensée"), (group.id, "On one page"), (stranger.id, "A thought")]}
    stage = Stage(double.world, double.url, clock, Hooks(), tick=Morning(api, wrote, clock).tick)
    stage.every = lambda words: (words, "Une pensée") if words == "A thought" else (words,)
    return Diary(stage, KNOWN, {anna.id: anna.name, group.id: group.title}, clock.now().date())


ALL = ((2, "Anna", "reminder"), (2, "Peer group", "paper"))


async def test_what_comes_is_read_by_its_words_in_whichever_language_and_kept_by_its_day(diary: Diary) -> None:
    await diary.until(3)
    diary.check(*ALL)
    await diary.until(5)
    diary.check()


@pytest.mark.parametrize("alone", [True, False])
async def test_what_did_not_come_is_told(diary: Diary, alone: bool) -> None:
    diary.stage.alone = alone
    await diary.until(3)
    with pytest.raises(AssertionError, match="did not arrive: reminder to Anna on day 3; came besides: nothing"):
        diary.check(*ALL, (3, "Anna", "reminder"))


async def test_what_came_besides_is_told_where_nobody_else_can_have_caused_it(diary: Diary) -> None:
    diary.stage.alone = True
    await diary.until(3)
    with pytest.raises(AssertionError, match="came besides: reminder to Anna on day 2"):
        diary.check(ALL[1])


async def test_where_somebody_plays_along_more_may_come(diary: Diary) -> None:
    await diary.until(3)
    diary.check(ALL[1])


@pytest.mark.parametrize(
    ("first", "later"),
    [("2027-01-31", "2027-02-28"), ("2027-11-30", "2027-12-30"), ("2027-12-05", "2028-01-05")],
)
async def test_a_month_later_is_the_same_day_or_the_last(diary: Diary, first: str, later: str) -> None:
    diary.begins = date.fromisoformat(first)
    assert diary.date(diary.month_after(0)) == date.fromisoformat(later)
