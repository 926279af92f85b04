"""Drafts: whose they are, what can be written, to whom and when they can go."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.screen import Content, Media, MediaKind
from bot.services.act import Act, Why
from bot.services.announcements.announcements import Origin, View
from bot.storage import chats, groups
from bot.storage.announcements import Audience
from tests.services.announcement_stage import AWA, FATOU, HELLO, Square, Town, refused, town


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as found:
        yield found


@pytest.fixture
def scene(here: Town) -> Square:
    return here.scene


def media(kind: MediaKind, *ids: str) -> tuple[Media, ...]:
    return tuple(Media(kind, one) for one in ids)


async def written(scene: Square, content: Content, album: str | None = None) -> View:
    draft = await scene.announcements.begin(scene.awa, scene.network_id)
    return await scene.announcements.write(scene.awa, draft.announcement.id, "en", content, album)


async def test_one_announces_from_where_one_has_a_role(here: Town, scene: Square) -> None:
    assert await scene.announcements.places(scene.awa) == [Origin(scene.network_id, None, "Palabre")]
    assert await scene.announcements.places(scene.fatou) == [
        Origin(scene.network_id, here.dakar.id, "Group -100"),
        Origin(scene.network_id, here.la_paz.id, "Group -200"),
    ]
    assert await scene.announcements.places(scene.act(1)) == []


async def test_who_has_no_role_begins_nothing(here: Town, scene: Square) -> None:
    begin = scene.announcements.begin
    assert await refused(begin(scene.fatou, scene.network_id)) is Why.NOT_COORDINATOR
    assert await refused(begin(scene.act(1), scene.network_id, here.dakar.id)) is Why.NOT_FACILITATOR
    assert await refused(begin(scene.awa, scene.network_id, 999)) is Why.GONE
    await scene.write(lambda tx: groups.save(tx, replace(here.dakar, state="left")))
    assert await refused(begin(scene.fatou, scene.network_id, here.dakar.id)) is Why.GONE


async def test_an_anonymous_administrator_has_no_chat_to_write_in(here: Town, scene: Square) -> None:
    await scene.write(lambda tx: tx.run("DELETE FROM facilitator"))
    nobody = Act(None, scene.clock.now(), anonymous_in=here.dakar.chat_id)
    work = scene.announcements.begin(nobody, scene.network_id, here.dakar.id)
    assert await refused(work) is Why.NOT_FACILITATOR


async def test_a_draft_begun_twice_is_one(scene: Square) -> None:
    first = await scene.announcements.begin(scene.awa, scene.network_id)
    assert (await scene.announcements.begin(scene.awa, scene.network_id)).announcement == first.announcement
    await scene.announcements.write(scene.awa, first.announcement.id, "en", HELLO)
    assert (await scene.announcements.begin(scene.awa, scene.network_id)).announcement != first.announcement
    assert (first.announcement.author_name, first.own) == ("Awa", True)


async def test_a_networks_goes_to_everyone_and_a_groups_to_its_chat(here: Town, scene: Square) -> None:
    assert (await scene.draft()).announcement.audience == Audience(("all",))
    own = await scene.announcements.begin(scene.fatou, scene.network_id, here.dakar.id)
    assert own.reach is not None
    assert ([group.chat_id for group in own.reach.groups], own.reach.persons) == ([-100], ())
    assert (own.announcement.author_name, own.origin) == ("Fatou", "Group -100")
    aim = scene.announcements.aim(scene.fatou, own.announcement.id, Audience(("all",)))
    assert await refused(aim) is Why.GONE
    assert await scene.announcements.options(scene.fatou, own.announcement.id) == []


async def test_only_its_author_changes_a_draft_and_colleagues_see_it(scene: Square) -> None:
    draft = (await scene.draft("<i>Ours</i>")).announcement
    seen = await scene.announcements.look(scene.ben, draft.id)
    assert (seen.announcement, seen.own) == (draft, False)
    works = [
        scene.announcements.write(scene.ben, draft.id, "en", HELLO),
        scene.announcements.aim(scene.ben, draft.id, Audience(("rc",))),
        scene.announcements.set_silent(scene.ben, draft.id, True),
        scene.announcements.discard(scene.ben, draft.id),
        scene.dispatch.send(scene.ben, draft.id),
    ]
    assert [await refused(work) for work in works] == [Why.NOT_AUTHOR] * 5
    assert await refused(scene.announcements.look(scene.fatou, draft.id)) is Why.NOT_COORDINATOR
    assert await refused(scene.announcements.look(scene.awa, draft.id + 1)) is Why.GONE


async def test_who_lost_the_role_changes_nothing(scene: Square) -> None:
    draft = (await scene.draft()).announcement
    await scene.resign(AWA)
    assert await refused(scene.announcements.write(scene.awa, draft.id, "en", HELLO)) is Why.NOT_COORDINATOR
    assert await refused(scene.dispatch.send(scene.awa, draft.id)) is Why.NOT_COORDINATOR


async def test_the_list_has_the_newest_first_of_ones_networks_and_groups(here: Town, scene: Square) -> None:
    first = (await scene.draft("<i>First</i>")).announcement
    own = (await scene.announcements.begin(scene.fatou, scene.network_id, here.dakar.id)).announcement
    listed = await scene.announcements.listed(scene.ben)
    assert [(one.announcement.id, one.origin, one.text) for one in listed] == [
        (own.id, "Group -100", ""),
        (first.id, "Palabre", "<i>First</i>"),
    ]
    assert [one.announcement.id for one in await scene.announcements.listed(scene.fatou)] == [own.id]
    assert [one.announcement.id for one in await scene.announcements.listed(scene.ben, skip=1)] == [first.id]
    assert await scene.announcements.listed(scene.act(1)) == []


async def test_a_version_in_each_language_and_the_first_is_the_original(scene: Square) -> None:
    draft = (await scene.draft("Hello")).announcement
    await scene.announcements.write(scene.awa, draft.id, "fr", Content("Bonjour"))
    view = await scene.announcements.write(scene.awa, draft.id, "es", Content("Hola"))
    assert (view.announcement.language, dict(view.versions)) == (
        "en",
        {"en": Content("Hello"), "es": Content("Hola"), "fr": Content("Bonjour")},
    )
    view = await scene.announcements.drop_version(scene.awa, draft.id, "en")
    assert (view.announcement.language, list(view.versions)) == ("es", ["es", "fr"])
    view = await scene.announcements.drop_version(scene.awa, draft.id, "en")
    assert view.announcement.language == "es", "what is gone is dropped again"
    await scene.announcements.drop_version(scene.awa, draft.id, "es")
    assert (await scene.announcements.drop_version(scene.awa, draft.id, "fr")).announcement.language is None


async def test_parts_of_an_album_come_one_by_one_late_and_twice(scene: Square) -> None:
    one, two = Content("Look", media("photo", "a")), Content("", media("video", "b"))
    draft = (await written(scene, one, "album")).announcement
    await scene.announcements.write(scene.awa, draft.id, "en", two, "album")
    view = await scene.announcements.write(scene.awa, draft.id, "en", two, "album")
    assert view.versions["en"] == Content("Look", (*one.media, *two.media))
    view = await scene.announcements.write(scene.awa, draft.id, "en", Content("x", media("photo", "c")), "other")
    assert view.versions["en"] == Content("x", media("photo", "c")), "another album takes its place"
    view = await scene.announcements.write(scene.awa, draft.id, "en", HELLO)
    assert view.versions["en"] == HELLO


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (Content("<b> </b>"), Why.EMPTY),
        (Content("é" * 4097), Why.TOO_LONG),
        (Content("😀" * 2049), Why.TOO_LONG),
        (Content("x" * 1025, media("photo", "a")), Why.TOO_LONG),
        (Content("", media("photo", *"abcdefghijk")), Why.TOO_LONG),
        (Content("", (*media("photo", "a"), *media("document", "b"))), Why.NOT_TOGETHER),
        (Content("", media("voice", "a", "b")), Why.NOT_TOGETHER),
    ],
)
async def test_what_cannot_be_sent_is_refused(scene: Square, content: Content, why: Why) -> None:
    assert await refused(written(scene, content)) is why


@pytest.mark.parametrize(
    "content",
    [
        Content(f"<b>{'é' * 4096}</b>"),
        Content("&lt;" * 4096),
        Content("x" * 1024, media("voice", "a")),
        Content("", (*media("photo", "a"), *media("video", "b"))),
        Content("", media("document", *"abcdefghij")),
        Content("", media("audio", "a", "b")),
    ],
)
async def test_what_can_be_sent_is_taken(scene: Square, content: Content) -> None:
    assert (await written(scene, content)).versions["en"] == content


async def test_a_time_counts_in_each_readers_zone(scene: Square) -> None:
    draft = (await scene.draft()).announcement
    view = await scene.announcements.when(scene.awa, draft.id, datetime(2027, 3, 2, 9))  # noqa: DTZ001 - a wall's
    assert view.announcement.wall == datetime(2027, 3, 2, 9)  # noqa: DTZ001
    assert (await scene.announcements.when(scene.awa, draft.id, None)).announcement.wall is None


async def test_a_time_that_is_past_everywhere_or_too_far_is_refused(scene: Square) -> None:
    """It is noon in Dakar, and eight in La Paz."""
    draft = (await scene.draft()).announcement
    noon = scene.clock.now().replace(tzinfo=None)
    await scene.announcements.when(scene.awa, draft.id, noon - timedelta(hours=3))
    works = [noon - timedelta(hours=4), noon - timedelta(days=1), noon + timedelta(days=181)]
    assert [await refused(scene.announcements.when(scene.awa, draft.id, wall)) for wall in works] == [Why.BAD_DATE] * 3


async def test_sound_and_seen_button_are_set_not_turned(scene: Square) -> None:
    draft = (await scene.draft()).announcement
    for _ in range(2):
        view = await scene.announcements.set_silent(scene.awa, draft.id, True)
        view = await scene.announcements.set_seen(scene.awa, draft.id, True)
        assert (view.announcement.silent, view.announcement.seen_button) == (True, True)


async def test_the_mark_changes_with_what_would_be_sent(scene: Square) -> None:
    first = await scene.draft()
    draft = first.announcement
    assert (await scene.announcements.look(scene.awa, draft.id)).mark == first.mark
    marks = {
        first.mark,
        (await scene.announcements.write(scene.awa, draft.id, "fr", HELLO)).mark,
        (await scene.announcements.write(scene.awa, draft.id, "fr", Content("x", media("photo", "a")), "q")).mark,
        (await scene.announcements.aim(scene.awa, draft.id, Audience(("groups",)))).mark,
        (await scene.announcements.set_silent(scene.awa, draft.id, True)).mark,
    }
    assert len(marks) == 5
    assert all(0 <= mark < 2**32 for mark in marks)


async def test_a_draft_is_discarded_for_good(scene: Square) -> None:
    draft = (await scene.draft()).announcement
    for _ in range(2):
        await scene.announcements.discard(scene.awa, draft.id)
    assert await refused(scene.announcements.look(scene.awa, draft.id)) is Why.GONE
    assert await scene.rows("SELECT * FROM announcement_version") == []
    sent = (await scene.sent()).announcement
    assert await refused(scene.announcements.discard(scene.awa, sent.id)) is Why.UNDER_WAY


async def test_what_is_on_its_way_is_no_draft(scene: Square) -> None:
    sent = (await scene.sent()).announcement
    assert await refused(scene.announcements.write(scene.awa, sent.id, "en", HELLO)) is Why.UNDER_WAY
    assert await refused(scene.announcements.when(scene.awa, sent.id, None)) is Why.UNDER_WAY


async def test_who_is_forgotten_leaves_no_name(here: Town, scene: Square) -> None:
    own = (await scene.announcements.begin(scene.fatou, scene.network_id, here.dakar.id)).announcement
    await scene.announcements.write(scene.fatou, own.id, "en", HELLO)
    await scene.dispatch.send(scene.fatou, own.id)
    unsent = (await scene.announcements.begin(scene.fatou, scene.network_id, here.dakar.id)).announcement
    await scene.announcements.write(scene.fatou, unsent.id, "en", Content("Only a thought"))
    await scene.people.forget(scene.fatou)
    (row,) = await scene.rows("SELECT author_id, author_name FROM announcement")
    kept = await scene.log.page(scene.awa, scene.network_id)
    assert (dict(row), {one.name for one in kept}) == ({"author_id": None, "author_name": ""}, {""})
    assert await scene.people.find(FATOU) is None
    assert [row["announcement_id"] for row in await scene.rows("SELECT * FROM announcement_version")] == [own.id]


async def test_a_group_that_turns_out_to_be_another_keeps_its_announcements_and_the_network_their_line(
    here: Town, scene: Square
) -> None:
    other = await scene.facilitated(scene.network_id, -300)
    own = (await scene.announcements.begin(scene.fatou, scene.network_id, other.id)).announcement
    await scene.announcements.write(scene.fatou, own.id, "en", HELLO)
    await scene.dispatch.send(scene.fatou, own.id)
    await scene.write(lambda tx: tx.run("DELETE FROM facilitator WHERE group_id = :id", id=other.id))
    await scene.write(lambda tx: chats.absorb_group(tx, here.dakar.id, other.id))
    assert (await scene.announcements.look(scene.fatou, own.id)).origin == "Group -100"
    assert [one.group for one in await scene.log.page(scene.awa, scene.network_id)] == ["Group -100"]
