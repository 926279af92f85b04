"""Charters: who reads, accepts and writes them; versions; telling members; the starter."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.services.act import Act, Refused, Why
from bot.services.charter.charters import Charters, accepted
from bot.services.charter.drafts import LONGEST, CharterDrafts
from bot.services.charter.news import AT_ONCE, CharterNews
from bot.storage import charters as rows
from bot.storage.charters import Circle
from bot.storage.port import Writer
from tests.services.action_stage import AMINA, BINTA, refused
from tests.services.rounds_stage import AWA, FATOU
from tests.services.thread_stage import EVA, Tree, tree

STRANGER = 99


class Hall:
    """Under the tree: Awa coordinates, Fatou facilitates, Amina and Binta are in her group, Eva in another."""

    def __init__(self, tree_: Tree) -> None:
        self.tree = tree_
        ground = tree_.scene.ground
        self.charters, self.drafts, self.news = Charters(ground), CharterDrafts(ground), CharterNews(ground)
        self.network = Circle(network_id=tree_.here.network_id)
        self.group = Circle(group_id=tree_.here.id)

    def act(self, person_id: int) -> Act:
        return self.tree.act(person_id)

    async def accepted(self, person_id: int) -> bool:
        network_id = self.network.network_id or 0
        return await self.tree.scene.storage.read(lambda tx: accepted(tx, person_id, network_id))

    async def publish(self, circle: Circle, text: str, *, by: int = AWA, changed: str = "") -> None:
        await self.drafts.begin(self.act(by), circle, blank=True)
        draft = await self.drafts.write(self.act(by), circle, "en", text)
        if changed:
            draft = await self.drafts.say_change(self.act(by), circle, "en", changed)
        await self.drafts.publish(self.act(by), circle, draft.charter.revision)

    async def letters(self) -> list[int]:
        """Whom letters about charters are for."""
        found = await self.tree.scene.storage.read(
            lambda tx: tx.all("SELECT chat_id FROM outbox WHERE kind = 'charter' ORDER BY chat_id")
        )
        return [row["chat_id"] for row in found]


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[Hall]:
    async with tree(tmp_path) as found:
        yield Hall(found)


async def test_the_starter_is_in_force_where_nothing_was_written(hall: Hall) -> None:
    one = await hall.charters.look(hall.act(AMINA), hall.network)
    assert (one.version, one.accepted) == (0, False)
    assert {"en", "fr", "es"} <= set(one.words)


async def test_the_starter_can_be_accepted_and_stays_as_it_was_accepted(hall: Hall) -> None:
    one = await hall.charters.accept(hall.act(AMINA), hall.network, 0)
    assert one.accepted
    assert await hall.accepted(AMINA)
    assert not await hall.accepted(BINTA)
    again = await hall.charters.accept(hall.act(AMINA), hall.network, 0)
    assert again == one


async def test_a_group_has_none_until_it_writes_one(hall: Hall) -> None:
    assert (await hall.charters.look(hall.act(AMINA), hall.group)).version is None
    assert not (await hall.charters.accept(hall.act(AMINA), hall.group, 0)).accepted
    await hall.publish(hall.group, "We listen.", by=FATOU)
    one = await hall.charters.accept(hall.act(AMINA), hall.group, 1)
    assert one.accepted
    assert not await hall.accepted(AMINA)


async def test_a_new_version_is_to_be_accepted_anew(hall: Hall) -> None:
    await hall.charters.accept(hall.act(AMINA), hall.network, 0)
    await hall.publish(hall.network, "We listen.")
    one = await hall.charters.look(hall.act(AMINA), hall.network)
    assert (one.version, one.accepted, one.renewed) == (1, False, True)
    assert not await hall.accepted(AMINA)
    assert not (await hall.charters.accept(hall.act(AMINA), hall.network, 0)).accepted
    assert (await hall.charters.accept(hall.act(AMINA), hall.network, 1)).accepted


async def test_strangers_read_and_accept_nothing(hall: Hall) -> None:
    for circle in (hall.network, hall.group):
        assert await refused(hall.charters.look(hall.act(STRANGER), circle)) is Why.NOT_MEMBER
        assert await refused(hall.charters.accept(hall.act(STRANGER), circle, 0)) is Why.NOT_MEMBER
    assert await refused(hall.charters.look(hall.act(EVA), hall.group)) is Why.NOT_MEMBER
    assert await refused(hall.charters.look(hall.act(AMINA), Circle(network_id=999))) is Why.GONE


async def test_coordinators_write_the_networks_and_facilitators_their_groups(hall: Hall) -> None:
    for person_id in (FATOU, AMINA):
        begun = hall.drafts.begin(hall.act(person_id), hall.network, blank=True)
        assert await refused(begun) is Why.NOT_COORDINATOR
    assert await refused(hall.drafts.begin(hall.act(AMINA), hall.group, blank=True)) is Why.NOT_FACILITATOR
    assert (await hall.drafts.begin(hall.act(FATOU), hall.group, blank=True)).words == {}


async def test_there_is_one_draft_which_its_writers_share(hall: Hall) -> None:
    first = await hall.drafts.begin(hall.act(AWA), hall.network, blank=False)
    await hall.drafts.write(hall.act(AWA), hall.network, "fr", "Écouter.")
    again = await hall.drafts.begin(hall.act(AWA), hall.network, blank=True)
    assert again.charter.id == first.charter.id
    assert again.words["fr"].text == "Écouter."


async def test_a_draft_that_was_changed_is_not_put_in_force_unseen(hall: Hall) -> None:
    await hall.drafts.begin(hall.act(AWA), hall.network, blank=True)
    seen = await hall.drafts.write(hall.act(AWA), hall.network, "en", "One")
    await hall.drafts.write(hall.act(AWA), hall.network, "en", "Two")
    put = hall.drafts.publish(hall.act(AWA), hall.network, seen.charter.revision)
    assert await refused(put) is Why.CHANGED
    assert (await hall.charters.look(hall.act(AMINA), hall.network)).version == 0


async def test_what_takes_the_place_of_ones_own_charter_says_what_is_new(hall: Hall) -> None:
    await hall.publish(hall.network, "One")
    assert await refused(hall.publish(hall.network, "Two")) is Why.NO_CHANGE
    draft = await hall.drafts.say_change(hall.act(AWA), hall.network, "en", "Two, not one")
    one = await hall.drafts.publish(hall.act(AWA), hall.network, draft.charter.revision)
    assert (one.version, one.words["en"].changed) == (2, "Two, not one")


@pytest.mark.parametrize("text", ["", "  ", "a" * (LONGEST + 1), "<b></b>"])
async def test_no_words_and_too_many_are_no_charter(hall: Hall, text: str) -> None:
    await hall.drafts.begin(hall.act(AWA), hall.network, blank=True)
    assert await refused(hall.drafts.write(hall.act(AWA), hall.network, "en", text)) is Why.BAD_CHARTER


async def test_without_its_original_the_first_other_language_is_the_original(hall: Hall) -> None:
    await hall.drafts.begin(hall.act(AWA), hall.network, blank=True)
    for language in ("en", "fr"):
        await hall.drafts.write(hall.act(AWA), hall.network, language, language)
    assert (await hall.drafts.drop(hall.act(AWA), hall.network, "en")).charter.language == "fr"
    empty = await hall.drafts.drop(hall.act(AWA), hall.network, "fr")
    put = hall.drafts.publish(hall.act(AWA), hall.network, empty.charter.revision)
    assert await refused(put) is Why.EMPTY


async def test_a_voice_stands_beside_the_words_and_new_words_take_its_place(hall: Hall) -> None:
    await hall.drafts.begin(hall.act(AWA), hall.network, blank=True)
    await hall.drafts.write(hall.act(AWA), hall.network, "en", "Words")
    spoken = await hall.drafts.write(hall.act(AWA), hall.network, "en", "", "voice")
    assert (spoken.words["en"].text, spoken.words["en"].voice) == ("Words", "voice")
    assert (await hall.drafts.write(hall.act(AWA), hall.network, "en", "Others")).words["en"].voice is None


async def test_what_is_dropped_leaves_the_charter_in_force(hall: Hall) -> None:
    await hall.publish(hall.network, "One")
    await hall.drafts.begin(hall.act(AWA), hall.network, blank=False)
    one = await hall.drafts.discard(hall.act(AWA), hall.network)
    assert (one.version, one.drafted) == (1, False)
    assert await refused(hall.drafts.look(hall.act(AWA), hall.network)) is Why.GONE


async def test_members_are_told_once_however_often_the_clock_strikes(hall: Hall) -> None:
    await hall.publish(hall.network, "One")
    now = hall.tree.scene.clock.now()
    assert await hall.news.next_due() == now
    await hall.news.tick(now)
    told = await hall.letters()
    assert {AMINA, EVA} <= set(told)
    assert len(told) == len(set(told))
    await hall.news.tick(now)
    assert await hall.letters() == told
    assert await hall.news.next_due() is None


async def test_of_several_hundred_each_is_told_though_few_in_one_transaction(hall: Hall) -> None:
    many = range(1000, 1000 + 2 * AT_ONCE + 1)

    async def join(tx: Writer) -> None:
        for person_id in many:
            await tx.run("INSERT INTO person (id, private_since, met_at) VALUES (:id, 1, 1)", id=person_id)
            await tx.run(
                "INSERT INTO member (network_id, person_id, since) VALUES (:network_id, :id, 1)",
                network_id=hall.network.network_id,
                id=person_id,
            )

    await hall.tree.scene.storage.write(join)
    await hall.publish(hall.network, "One")
    assert await hall.news.tick(hall.tree.scene.clock.now()) == 3
    assert set(many) <= set(await hall.letters())


async def test_telling_begun_anew_tells_nobody_twice(hall: Hall) -> None:
    await hall.publish(hall.network, "One")
    now = hall.tree.scene.clock.now()
    await hall.news.tick(now)
    told = await hall.letters()
    await hall.tree.scene.storage.write(lambda tx: tx.run("UPDATE outbox SET state = 'sent'"))
    await hall.tree.scene.storage.write(
        lambda tx: tx.run("UPDATE charter SET told_to = 0 WHERE state = 'in_force' AND version = 1")
    )
    await hall.news.tick(now)
    assert await hall.letters() == told


async def test_two_new_charters_are_one_letter(hall: Hall) -> None:
    await hall.publish(hall.network, "One")
    await hall.news.tick(hall.tree.scene.clock.now())
    told = await hall.letters()
    await hall.publish(hall.network, "Two", changed="Two")
    await hall.news.tick(hall.tree.scene.clock.now())
    assert await hall.letters() == told


async def test_a_group_is_told_in_its_chat(hall: Hall) -> None:
    await hall.publish(hall.group, "We listen.", by=FATOU)
    await hall.news.tick(hall.tree.scene.clock.now())
    assert await hall.letters() == [hall.tree.here.chat_id]


async def test_a_letter_has_nothing_to_say_of_what_was_accepted_or_is_past(hall: Hall) -> None:
    await hall.publish(hall.network, "One")
    first = await hall.tree.scene.storage.read(lambda tx: rows.in_state(tx, hall.network, "in_force"))
    assert first is not None
    assert [one.version for one in await hall.charters.news(hall.act(AMINA), [first.id])] == [1]
    assert await hall.charters.news(hall.act(STRANGER), [first.id]) == []
    await hall.charters.accept(hall.act(AMINA), hall.network, 1)
    assert await hall.charters.news(hall.act(AMINA), [first.id]) == []
    await hall.publish(hall.network, "Two", changed="Two")
    assert await hall.charters.news(hall.act(BINTA), [first.id]) == []


async def test_an_anonymous_administrator_writes_nothing(hall: Hall) -> None:
    act = Act(None, hall.tree.scene.clock.now(), anonymous_in=hall.tree.here.chat_id)
    assert not (await hall.charters.of_group(act, hall.tree.here.id)).writes
    with pytest.raises(Refused):
        await hall.drafts.begin(act, hall.network, blank=True)
