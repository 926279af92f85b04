"""Numbers and days that nobody means: a short answer each, and nothing fails."""

from __future__ import annotations

from typing import Literal, get_args, get_origin

import pytest

from handlers.value import Value
from handlers.values import agenda, announcements
from tests.access.forging import KINDS
from tests.access.scene import Cast
from tests.access.test_forged import somewhere
from tests.conversations.havoc import Havoc

FARTHEST = 2**53 - 1
"""The largest number that is read from a button."""


def paged(kind: type[Value]) -> list[str]:
    """Far beyond the last page, of whatever else the tap can say."""
    said = [""]
    for name, field in kind.model_fields.items():
        words = get_args(field.annotation) if get_origin(field.annotation) is Literal else ("1", "0")
        said = [f"{one}:{word}" for one in said for word in ((FARTHEST,) if name == "page" else words)]
    return [f"1:{kind.code}{one}" for one in said]


PAGED = [kind for kind in KINDS if "page" in kind.model_fields]


async def test_a_page_far_beyond_the_last_is_a_page(cast: Cast) -> None:
    havoc = Havoc(cast.stage)
    for kind in PAGED:
        for data in paged(kind):
            for person, in_group in ((cast.awa, False), (cast.mina, False), (cast.fatou, True)):
                callback = await havoc.tap(person, await somewhere(cast, person, in_group), data)
                assert callback.answer is not None, data
    assert PAGED
    await havoc.calm()


@pytest.mark.parametrize("country", ["BO", "PH"])
@pytest.mark.parametrize("typed", ["31/12/9999 23:59", "0001-01-01 00:00"])
async def test_an_announcement_at_the_end_of_the_calendar_is_refused_kindly(
    cast: Cast, typed: str, country: str
) -> None:
    stage, havoc = cast.stage, Havoc(cast.stage)
    for group_id in (1, 2):
        await stage.app.services.groups.setup.set_country(cast.act(cast.awa), group_id, country)
    await havoc.tap(cast.awa, await stage.say(cast.awa, "/start"), announcements.TypeDay(id=1).pack())
    echoed = await stage.say(cast.awa, typed)
    tapped = await havoc.tap(cast.awa, echoed, echoed.buttons[0][0].data or "")
    assert tapped.answer is not None
    assert "more than half a year ahead" in (tapped.answer.text or "")
    await havoc.calm()


@pytest.mark.parametrize("country", ["BO", "PH"])
async def test_a_rule_that_ends_with_the_calendar_never_ends(cast: Cast, country: str) -> None:
    stage, havoc = cast.stage, Havoc(cast.stage)
    await stage.app.services.groups.setup.set_country(cast.act(cast.awa), 1, country)
    await havoc.tap(cast.fatou, await stage.say(cast.fatou, "/start"), agenda.Begin(of="g", id=1).pack())
    await stage.say(cast.fatou, "Board")
    await havoc.tap(cast.fatou, cast.fatou.screen(), agenda.Often(every="o").pack())
    await stage.say(cast.fatou, "FREQ=WEEKLY;UNTIL=00010101T000000Z")
    await havoc.tap(cast.fatou, cast.fatou.screen(), agenda.Often(every="o").pack())
    await stage.say(cast.fatou, "RRULE:FREQ=WEEKLY;UNTIL=99991231T235959Z")
    for value in (agenda.First(day=739_957), agenda.At(minute=600), agenda.Ahead(days=0), agenda.Save()):
        await havoc.tap(cast.fatou, cast.fatou.screen(), value.pack())
    assert "Board" in cast.fatou.screen().text
    await havoc.calm()
