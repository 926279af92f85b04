"""What becomes of an announcement once it is out: versions, changes, removals, and who has seen it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from bot.delivery import mailings
from bot.screen import Content, Media
from bot.services.act import Why
from bot.services.announcements import sending
from bot.services.announcements.dispatch import CHANGE, REMOVAL, Version
from bot.storage import announcements
from bot.storage.port import Writer
from tests.services.announcement_stage import ALONE, HELLO, Square, Town, refused, town

TOMORROW = datetime(2027, 3, 2, 9)  # noqa: DTZ001 - each reader's own zone counts


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as found:
        yield found


@pytest.fixture
def scene(here: Town) -> Square:
    return here.scene


async def data(scene: Square, kind: str) -> list[dict[str, object]]:
    rows = await scene.rows("SELECT data FROM outbox WHERE kind = :kind ORDER BY chat_id", kind=kind)
    return [json.loads(row["data"]) for row in rows]


async def scheduled(scene: Square, wall: datetime = TOMORROW) -> int:
    draft = (await scene.draft()).announcement
    await scene.announcements.when(scene.awa, draft.id, wall)
    return (await scene.dispatch.send(scene.awa, draft.id)).announcement.id


async def test_each_gets_the_version_of_their_language_else_the_original(scene: Square) -> None:
    draft = (await scene.draft("Hello")).announcement
    await scene.announcements.write(scene.awa, draft.id, "fr", Content("Bonjour"))
    await scene.announcements.set_seen(scene.awa, draft.id, True)
    await scene.dispatch.send(scene.awa, draft.id)
    french = Version("fr", Content("Bonjour"), True)
    assert await scene.dispatch.content_for(draft.id, -100, ["fr"]) == french
    assert await scene.dispatch.content_for(draft.id, 1, ["es", "fr"]) == french
    assert await scene.dispatch.content_for(draft.id, 1, ["es"]) == Version("en", Content("Hello"), True)
    await scene.people.leave_announcements(scene.act(1), True)
    assert await scene.dispatch.content_for(draft.id, 1, ["fr"]) is None
    assert await scene.dispatch.content_for(draft.id + 1, 1, ["fr"]) is None


async def test_a_change_goes_to_wherever_it_has_arrived(scene: Square) -> None:
    announcement_id = (await scene.sent("Hllo")).announcement.id
    await scene.deliver()
    for _ in range(2):
        view = await scene.dispatch.change(scene.ben, announcement_id, "en", Content("Hello"))
    assert (view.announcement.revision, view.announcement.change_mailing) == (1, f"c{announcement_id}.1")
    assert view.change is not None
    assert (view.change.waiting, await scene.letters(CHANGE)) == (3, [-200, -100, ALONE])
    changed = await data(scene, CHANGE)
    assert {(one["id"], one["language"]) for one in changed} == {(announcement_id, "en")}
    assert [len(one["message_ids"]) for one in changed if isinstance(one["message_ids"], list)] == [1, 1, 1]
    assert {
        (row["any_hour"], row["silent"])
        for row in await scene.rows("SELECT any_hour, silent FROM outbox WHERE kind = :kind", kind=CHANGE)
    } == {(1, 1)}
    assert await scene.dispatch.under_way() == [announcement_id]
    await scene.deliver()
    await scene.later(minutes=2)
    assert await scene.dispatch.under_way() == []
    assert await scene.dispatch.content_for(announcement_id, 1, ["en"]) == Version("en", Content("Hello"), False)
    view = await scene.dispatch.change(scene.awa, announcement_id, "en", Content("Hello!"))
    assert (view.announcement.revision, len(await scene.letters(CHANGE))) == (2, 6)


async def test_a_change_while_it_is_sent_reaches_what_was_on_its_way(scene: Square) -> None:
    announcement_id = (await scene.sent("Hllo")).announcement.id
    await scene.deliver(1)
    await scene.write(lambda tx: tx.run("UPDATE outbox SET state = 'sending' WHERE chat_id = -200"))
    await scene.dispatch.change(scene.awa, announcement_id, "en", Content("Hello"))
    assert await scene.letters(CHANGE) == [-100]
    await scene.write(lambda tx: tx.run("UPDATE outbox SET state = 'waiting' WHERE chat_id = -200"))
    await scene.deliver()
    await scene.later(seconds=30)
    assert await scene.letters(CHANGE) == [-100]
    await scene.later(seconds=30)
    assert sorted(await scene.letters(CHANGE)) == [-200, -100, ALONE]
    await scene.later(minutes=2)
    assert len(await scene.letters(CHANGE)) == 3


async def test_changes_of_two_languages_at_once_are_told_as_such(scene: Square) -> None:
    draft = (await scene.draft("Hello")).announcement
    await scene.announcements.write(scene.awa, draft.id, "fr", Content("Bonjour"))
    await scene.dispatch.send(scene.awa, draft.id)
    await scene.deliver(1)
    await scene.dispatch.change(scene.awa, draft.id, "en", Content("Hello!"))
    await scene.dispatch.change(scene.awa, draft.id, "fr", Content("Bonjour !"))
    assert [one["language"] for one in await data(scene, CHANGE)] == ["en", None]


async def test_what_cannot_be_changed_is_refused(scene: Square) -> None:
    draft = (await scene.announcements.begin(scene.awa, scene.network_id)).announcement
    photo = Content("Look", (Media("photo", "a"),))
    await scene.announcements.write(scene.awa, draft.id, "en", photo)
    await scene.dispatch.send(scene.awa, draft.id)
    change = scene.dispatch.change
    assert await refused(change(scene.awa, draft.id, "fr", HELLO)) is Why.GONE
    assert await refused(change(scene.awa, draft.id, "en", Content("x" * 1025))) is Why.TOO_LONG
    assert (await change(scene.awa, draft.id, "en", Content(""))).versions["en"] == Content("", photo.media)
    await scene.dispatch.remove(scene.awa, draft.id)
    assert await refused(change(scene.awa, draft.id, "en", HELLO)) is Why.GONE
    sent = (await scene.sent()).announcement
    assert await refused(change(scene.awa, sent.id, "en", Content(" "))) is Why.EMPTY


async def test_removed_it_is_deleted_where_it_arrived_and_goes_nowhere_else(scene: Square) -> None:
    announcement_id = (await scene.sent()).announcement.id
    await scene.deliver(2)
    for _ in range(2):
        view = await scene.dispatch.remove(scene.ben, announcement_id)
    assert view.removal is not None
    assert (view.announcement.state, view.tally.cancelled, view.removal.waiting) == ("cancelled", 1, 2)
    assert await scene.letters(REMOVAL) == [-200, -100]
    assert await scene.dispatch.content_for(announcement_id, 1, ["en"]) is None
    await scene.deliver()
    await scene.later(minutes=2)
    assert (await scene.dispatch.under_way(), await scene.dispatch.next_due()) == ([], None)


async def test_removed_after_all_was_sent_it_stays_sent(scene: Square) -> None:
    announcement_id = (await scene.sent()).announcement.id
    await scene.deliver()
    await scene.later(seconds=5)
    view = await scene.dispatch.remove(scene.awa, announcement_id)
    assert (view.announcement.state, len(await scene.letters(REMOVAL))) == ("sent", 3)


async def test_a_crash_in_the_middle_of_a_removal_leaves_nobody_out(
    scene: Square, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "AT_ONCE", 1)
    announcement_id = (await scene.sent()).announcement.id
    await scene.deliver()
    with monkeypatch.context() as patch:
        patch.setattr(mailings, "arrived", _broken)
        with pytest.raises(RuntimeError):
            await scene.dispatch.remove(scene.awa, announcement_id)
    assert await scene.letters(REMOVAL) == []
    await scene.later(minutes=1)
    assert sorted(await scene.letters(REMOVAL)) == [-200, -100, ALONE]


async def _broken(*_: object, **__: object) -> list[mailings.Arrived]:
    raise RuntimeError("the process ends here")


async def test_a_bad_one_does_not_hold_up_the_others(scene: Square, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = await scheduled(scene), await scheduled(scene)
    go_on = sending.go_on

    async def picky(tx: Writer, found: announcements.Announcement, now: int) -> announcements.Announcement:
        if found.id == first:
            raise RuntimeError("a bad row")
        return await go_on(tx, found, now)

    monkeypatch.setattr(sending, "go_on", picky)
    with pytest.raises(ExceptionGroup, match="stays due"):
        await scene.later(days=1)
    assert (await scene.state(first), await scene.state(second)) == ("scheduled", "sending")


async def test_who_has_seen_it_is_counted_from_the_minimum_on(scene: Square) -> None:
    draft = (await scene.draft()).announcement
    await scene.announcements.set_seen(scene.awa, draft.id, True)
    assert await refused(scene.dispatch.seen(scene.act(1), draft.id)) is Why.GONE
    await scene.dispatch.send(scene.awa, draft.id)
    assert [await scene.dispatch.seen(scene.act(one), draft.id) for one in (1, 2, 2, 3, 4)] == [
        True,
        True,
        False,
        True,
        True,
    ]
    assert (await scene.announcements.look(scene.awa, draft.id)).seen is None
    await scene.dispatch.seen(scene.act(5), draft.id)
    assert (await scene.announcements.look(scene.awa, draft.id)).seen == 5


async def test_without_the_button_nothing_is_counted(scene: Square) -> None:
    sent = (await scene.sent()).announcement
    assert await refused(scene.dispatch.seen(scene.act(1), sent.id)) is Why.GONE
