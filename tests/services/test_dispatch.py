"""What follows on "Send": each gets it once, it can be held, changed and deleted, and ends with a report."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import from_micros
from bot.delivery import mailings
from bot.delivery.failures import Failure
from bot.screen import Content
from bot.services.act import Why
from bot.services.announcements import sending
from bot.services.announcements.dispatch import ANNOUNCEMENT, ORPHANED, REPORT
from bot.storage import chats, groups, networks
from bot.storage.announcements import Audience
from bot.storage.port import Writer
from tests.services.announcement_stage import ALONE, AWA, BEN, FATOU, HELLO, Square, Town, refused, town

TOMORROW = datetime(2027, 3, 2, 9)  # noqa: DTZ001 - each reader's own zone counts


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as found:
        yield found


@pytest.fixture
def scene(here: Town) -> Square:
    return here.scene


async def states(scene: Square) -> list[str]:
    """Of the announcement's letters, in order."""
    return [
        row["state"] for row in await scene.rows("SELECT state FROM outbox WHERE kind = 'announcement' ORDER BY id")
    ]


async def data(scene: Square, kind: str) -> list[dict[str, object]]:
    rows = await scene.rows("SELECT data FROM outbox WHERE kind = :kind ORDER BY chat_id", kind=kind)
    return [json.loads(row["data"]) for row in rows]


async def scheduled(scene: Square, wall: datetime = TOMORROW) -> int:
    draft = (await scene.draft()).announcement
    await scene.announcements.when(scene.awa, draft.id, wall)
    return (await scene.dispatch.send(scene.awa, draft.id)).announcement.id


async def test_each_gets_it_once(scene: Square) -> None:
    view = await scene.sent()
    assert await scene.letters(ANNOUNCEMENT) == [-100, -200, ALONE]
    assert (view.announcement.state, view.tally.waiting, view.reach) == ("sending", 3, None)
    again = await scene.dispatch.send(scene.awa, view.announcement.id)
    assert (await scene.letters(ANNOUNCEMENT), again.announcement) == ([-100, -200, ALONE], view.announcement)
    (row,) = await scene.rows("SELECT * FROM outbox WHERE chat_id = -100")
    assert (row["priority"], row["any_hour"], row["silent"], json.loads(row["data"])) == (
        30,
        0,
        0,
        {"id": view.announcement.id},
    )


async def test_a_silent_one_makes_no_sound(scene: Square) -> None:
    draft = (await scene.draft()).announcement
    await scene.announcements.set_silent(scene.awa, draft.id, True)
    await scene.dispatch.send(scene.awa, draft.id)
    assert {row["silent"] for row in await scene.rows("SELECT silent FROM outbox")} == {1}


async def test_what_is_not_whole_is_not_sent(scene: Square) -> None:
    draft = (await scene.announcements.begin(scene.awa, scene.network_id)).announcement
    assert await refused(scene.dispatch.send(scene.awa, draft.id)) is Why.EMPTY
    await scene.announcements.write(scene.awa, draft.id, "en", HELLO)
    await scene.announcements.aim(scene.awa, draft.id, Audience(("all",), ("all",)))
    assert await refused(scene.dispatch.send(scene.awa, draft.id)) is Why.NOBODY
    await scene.announcements.aim(scene.awa, draft.id, Audience(("all",)))
    await scene.announcements.when(scene.awa, draft.id, TOMORROW)
    scene.clock.advance(timedelta(days=2).total_seconds())
    assert await refused(scene.dispatch.send(scene.awa, draft.id)) is Why.BAD_DATE
    assert await scene.rows("SELECT * FROM outbox") == []


async def test_what_changed_since_the_preview_is_not_sent(scene: Square) -> None:
    seen = await scene.draft()
    await scene.announcements.write(scene.awa, seen.announcement.id, "en", Content("A late part"))
    view = await scene.dispatch.send(scene.awa, seen.announcement.id, mark=seen.mark)
    assert (view.announcement.state, await scene.letters(ANNOUNCEMENT)) == ("draft", [])
    view = await scene.dispatch.send(scene.awa, seen.announcement.id, 77, mark=view.mark)
    assert (view.announcement.state, view.announcement.progress_message_id) == ("sending", 77)


async def test_two_coordinators_send_at_once_each_their_own(scene: Square) -> None:
    mine = (await scene.draft("Mine")).announcement
    yours = (await scene.announcements.begin(scene.ben, scene.network_id)).announcement
    await scene.announcements.write(scene.ben, yours.id, "en", Content("Yours"))
    await scene.dispatch.send(scene.ben, yours.id)
    await scene.dispatch.send(scene.awa, mine.id)
    assert await scene.letters(ANNOUNCEMENT) == [-100, -200, ALONE] * 2


async def test_a_time_is_that_of_each_reader(scene: Square) -> None:
    announcement_id = await scheduled(scene)
    assert await scene.state(announcement_id) == "scheduled"
    rows = await scene.rows("SELECT chat_id, not_before FROM outbox ORDER BY id")
    assert {row["chat_id"]: from_micros(row["not_before"]) for row in rows} == {
        -100: datetime(2027, 3, 2, 9, tzinfo=UTC),
        -200: datetime(2027, 3, 2, 13, tzinfo=UTC),
        ALONE: datetime(2027, 3, 2, 9, tzinfo=UTC),
    }
    assert await scene.dispatch.next_due() == datetime(2027, 3, 2, 9, tzinfo=UTC)
    assert set(await states(scene)) == {"held"}, "nothing goes before it is looked at whether its author still may"


@pytest.mark.parametrize(
    ("wall", "instant"),
    [
        (datetime(2027, 3, 28, 2, 30), datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),  # noqa: DTZ001 - not on any clock
        (datetime(2027, 3, 28, 3, 30), datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),  # noqa: DTZ001
    ],
)
async def test_in_a_gap_of_summer_time_the_offset_before_it_counts(
    here: Town, scene: Square, wall: datetime, instant: datetime
) -> None:
    await scene.write(
        lambda tx: tx.run("UPDATE peer_group SET zone = 'Europe/Madrid' WHERE id = :id", id=here.dakar.id)
    )
    await scheduled(scene, wall)
    (row,) = await scene.rows("SELECT not_before FROM outbox WHERE chat_id = -100")
    assert from_micros(row["not_before"]) == instant


async def test_who_has_left_the_network_before_its_time_gets_nothing_of_it(here: Town, scene: Square) -> None:
    announcement_id = await scheduled(scene)

    async def arrives(chat_id: int) -> bool:
        return await scene.dispatch.content_for(announcement_id, chat_id, ["en"]) is not None

    assert [await arrives(one) for one in (ALONE, -100, AWA, FATOU)] == [True] * 4
    await scene.write(lambda tx: networks.leave(tx, scene.network_id, ALONE))
    await scene.write(lambda tx: groups.save(tx, replace(here.dakar, state="left")))
    assert [await arrives(one) for one in (ALONE, -100, -200)] == [False, False, True]


async def test_its_time_comes_zone_by_zone(scene: Square) -> None:
    announcement_id = await scheduled(scene)
    await scene.later(hours=20, minutes=59)
    assert (await scene.state(announcement_id), await scene.deliver()) == ("scheduled", 0)
    await scene.later(minutes=1)
    assert (await scene.state(announcement_id), await scene.deliver()) == ("sending", 2)
    await scene.later(hours=3)
    assert (await scene.state(announcement_id), await scene.deliver()) == ("sending", 0)
    await scene.later(hours=1)
    assert await scene.deliver() == 1
    await scene.later()
    assert await scene.state(announcement_id) == "sent"


async def test_a_time_missed_while_the_bot_slept_is_made_up_once(scene: Square) -> None:
    announcement_id = await scheduled(scene)
    await scene.later(days=3)
    await scene.later()
    assert (await scene.deliver(), await scene.deliver()) == (3, 0)
    assert await scene.state(announcement_id) == "sending"


async def test_a_clock_that_is_put_back_sends_nothing_twice_and_nothing_early(scene: Square) -> None:
    announcement_id = await scheduled(scene)
    await scene.later(days=1)
    assert await scene.deliver(2) == 2
    await scene.later(hours=-1)
    await scene.later(hours=2)
    assert (await scene.deliver(), await scene.letters(ANNOUNCEMENT)) == (1, [-100, -200, ALONE])
    await scene.later()
    await scene.later(hours=-30)
    assert (await scene.state(announcement_id), await scene.letters(REPORT)) == ("sent", [AWA])


async def test_whose_author_lost_the_role_is_paused_at_its_time_and_adopted_by_who_resumes(scene: Square) -> None:
    announcement_id = await scheduled(scene)
    await scene.resign(AWA)
    await scene.later(days=1)
    await scene.later()
    assert (await scene.state(announcement_id), await scene.letters(ORPHANED)) == ("paused", [BEN])
    view = await scene.dispatch.resume(scene.ben, announcement_id)
    assert (view.announcement.state, view.announcement.author_id, view.announcement.author_name, view.own) == (
        "sending",
        BEN,
        "Ben",
        True,
    )
    assert await refused(scene.dispatch.cancel(scene.awa, announcement_id)) is Why.NOT_COORDINATOR


async def test_whose_author_was_forgotten_is_paused_at_its_time(scene: Square) -> None:
    announcement_id = await scheduled(scene)
    await scene.people.forget(scene.awa)
    await scene.later(days=1)
    assert (await scene.state(announcement_id), await scene.letters(ORPHANED)) == ("paused", [BEN])


async def test_a_groups_own_is_paused_when_its_facilitator_is_one_no_more(here: Town, scene: Square) -> None:
    own = (await scene.announcements.begin(scene.fatou, scene.network_id, here.dakar.id)).announcement
    await scene.announcements.write(scene.fatou, own.id, "en", HELLO)
    await scene.announcements.when(scene.fatou, own.id, TOMORROW)
    await scene.dispatch.send(scene.fatou, own.id)
    await scene.resign(FATOU)
    await scene.person(50)
    await scene.write(lambda tx: tx.run("INSERT INTO facilitator VALUES (:id, 50, 'Moussa', 1)", id=here.dakar.id))
    await scene.later(days=1)
    assert await scene.state(own.id) == "paused"
    assert (await scene.dispatch.resume(scene.act(50), own.id)).announcement.author_name == "Moussa"


async def test_what_was_sent_before_the_role_was_lost_stays_on_its_way(scene: Square) -> None:
    announcement_id = (await scene.sent()).announcement.id
    await scene.resign(AWA)
    await scene.later(minutes=1)
    assert (await scene.state(announcement_id), await scene.deliver()) == ("sending", 3)


async def test_paused_nothing_goes_and_resumed_the_rest(scene: Square) -> None:
    announcement_id = (await scene.sent()).announcement.id
    assert await scene.deliver(1) == 1
    for _ in range(2):
        view = await scene.dispatch.pause(scene.ben, announcement_id)
    assert (view.announcement.state, view.tally.sent, view.tally.held, await scene.deliver()) == ("paused", 1, 2, 0)
    await scene.later(hours=1)
    assert await scene.state(announcement_id) == "paused"
    for _ in range(2):
        view = await scene.dispatch.resume(scene.ben, announcement_id)
    assert (view.announcement.state, view.announcement.author_id, await scene.deliver()) == ("sending", AWA, 2)


async def test_one_that_waits_for_its_time_is_paused_and_waits_on(scene: Square) -> None:
    announcement_id = await scheduled(scene)
    await scene.dispatch.pause(scene.awa, announcement_id)
    await scene.later(hours=1)
    assert (await scene.dispatch.resume(scene.awa, announcement_id)).announcement.state == "scheduled"
    await scene.dispatch.pause(scene.awa, announcement_id)
    await scene.later(days=2)
    assert await scene.state(announcement_id) == "paused", "its time has passed while it was held"
    assert (await scene.dispatch.resume(scene.awa, announcement_id)).announcement.state == "sending"
    assert await scene.deliver() == 3


async def test_cancelled_it_tells_how_many_had_gone(scene: Square) -> None:
    announcement_id = (await scene.sent()).announcement.id
    await scene.deliver(2)
    for _ in range(2):
        view = await scene.dispatch.cancel(scene.awa, announcement_id)
    assert (view.announcement.state, view.tally.sent, view.tally.cancelled) == ("cancelled", 2, 1)
    assert (await scene.dispatch.resume(scene.awa, announcement_id)).announcement.state == "cancelled"
    assert (await scene.deliver(), await scene.letters(REPORT)) == (0, [])


async def test_cancelled_when_all_had_gone_it_was_sent(scene: Square) -> None:
    announcement_id = (await scene.sent()).announcement.id
    await scene.deliver()
    view = await scene.dispatch.cancel(scene.awa, announcement_id)
    assert (view.tally.sent, view.tally.cancelled) == (3, 0)
    assert (await scene.dispatch.pause(scene.awa, announcement_id)).announcement.state != "paused"
    await scene.later()
    assert await scene.state(announcement_id) == "sent"


async def test_a_draft_is_not_steered(scene: Square) -> None:
    draft = (await scene.draft()).announcement
    works = [
        scene.dispatch.pause(scene.awa, draft.id),
        scene.dispatch.resume(scene.awa, draft.id),
        scene.dispatch.cancel(scene.awa, draft.id),
        scene.dispatch.change(scene.awa, draft.id, "en", HELLO),
        scene.dispatch.remove(scene.awa, draft.id),
    ]
    assert [await refused(work) for work in works] == [Why.NOT_SENT] * 5


async def test_when_all_is_sent_its_author_gets_a_report_once_at_any_hour(scene: Square) -> None:
    announcement_id = (await scene.sent()).announcement.id
    await scene.deliver(2)
    await scene.deliver(1, Failure.BLOCKED.value)
    assert (await scene.dispatch.next_due() or scene.clock.now()) - scene.clock.now() == timedelta(seconds=5)
    for _ in range(2):
        await scene.later(seconds=5)
    (row,) = await scene.rows("SELECT * FROM outbox WHERE kind = :kind", kind=REPORT)
    assert (row["chat_id"], row["any_hour"], json.loads(row["data"])) == (AWA, 1, {"id": announcement_id})
    view = await scene.dispatch.report(announcement_id)
    assert view is not None
    assert (view.announcement.state, view.tally.sent, view.tally.failed) == ("sent", 2, {Failure.BLOCKED: 1})
    assert await scene.dispatch.next_due() is None
    assert await scene.dispatch.report(announcement_id + 1) is None


async def test_letters_are_put_in_chunks_and_none_goes_before_all_are_there(
    scene: Square, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "AT_ONCE", 1)
    seen: list[set[str]] = []
    hold = mailings.hold

    async def held(tx: Writer, mailing: str) -> None:
        await hold(tx, mailing)
        seen.append({row["state"] for row in await tx.all("SELECT state FROM outbox")})

    monkeypatch.setattr(mailings, "hold", held)
    await scene.sent()
    assert (seen, await scene.deliver()) == ([{"held"}] * 3, 3)


async def test_a_crash_in_the_middle_of_preparing_loses_and_doubles_nobody(
    scene: Square, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "AT_ONCE", 1)
    hold, calls = mailings.hold, []

    async def crash(tx: Writer, mailing: str) -> None:
        calls.append(mailing)
        if len(calls) > 1:
            raise RuntimeError("the process ends here")
        await hold(tx, mailing)

    with monkeypatch.context() as patch:
        patch.setattr(mailings, "hold", crash)
        draft = (await scene.draft()).announcement
        with pytest.raises(RuntimeError):
            await scene.dispatch.send(scene.awa, draft.id)
    assert (await states(scene), await scene.deliver(), await scene.state(draft.id)) == (["held"], 0, "preparing")
    await scene.write(lambda tx: chats.renumber_group(tx, 1, -1100))
    await scene.write(lambda tx: chats.move(tx, -100, -1100))
    await scene.later()
    assert await scene.letters(ANNOUNCEMENT) == [-1100, -200, ALONE]
    assert (await scene.state(draft.id), await scene.deliver()) == ("sending", 3)


async def test_paused_while_it_is_prepared_it_is_prepared_further_when_resumed(scene: Square) -> None:
    draft = (await scene.draft()).announcement
    await scene.write(lambda tx: tx.run("UPDATE announcement SET state = 'preparing', begun_at = 1"))
    await scene.dispatch.pause(scene.awa, draft.id)
    await scene.later()
    assert await scene.letters(ANNOUNCEMENT) == []
    assert (await scene.dispatch.resume(scene.awa, draft.id)).announcement.state == "sending"
    assert await scene.deliver() == 3
