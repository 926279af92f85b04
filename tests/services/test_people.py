"""Persons: met once, written to only where they wrote first, and forgotten when they ask for it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.delivery.letters import Letter, put
from bot.intake import store as intake
from bot.secret import pseudonym
from bot.storage import dialogues, figures, groups, networks, responses
from bot.storage.dialogues import Dialogue, Spot
from bot.storage.figures import Made
from bot.storage.groups import Group, Named
from bot.storage.port import Writer
from bot.storage.rounds import Round
from tests.databases import table_names
from tests.services.answering_stage import KEY, Stage, stage

ANA, BEN = 501, 502


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as found:
        yield found


class TestMeeting:
    async def test_a_person_in_a_group_cannot_be_written_to(self, scene: Stage) -> None:
        met = await scene.people.meet(ANA, "fr", False, scene.clock.now())
        assert (met.hint, met.writable) == ("fr", False)

    async def test_after_the_first_private_message_they_can(self, scene: Stage) -> None:
        await scene.people.meet(ANA, "fr", False, scene.clock.now())
        assert (await scene.people.meet(ANA, "fr", True, scene.clock.now())).writable

    async def test_nothing_is_written_when_nothing_is_new(self, scene: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
        known = await scene.people.meet(ANA, "fr", True, scene.clock.now())
        monkeypatch.setattr(scene.storage, "write", None)
        assert await scene.people.meet(ANA, "fr", True, scene.clock.now()) == known
        assert await scene.people.meet(ANA, "fr", False, scene.clock.now()) == known

    async def test_a_changed_hint_is_noted_and_a_missing_one_forgets_nothing(self, scene: Stage) -> None:
        await scene.people.meet(ANA, "fr", True, scene.clock.now())
        assert (await scene.people.meet(ANA, "es", True, scene.clock.now())).hint == "es"
        assert (await scene.people.meet(ANA, None, True, scene.clock.now())).hint == "es"

    async def test_the_name_is_noted_as_it_is_now_and_a_missing_one_forgets_nothing(self, scene: Stage) -> None:
        now = scene.clock.now()
        assert (await scene.people.meet(ANA, "fr", False, now)).name is None
        assert (await scene.people.meet(ANA, "fr", False, now, "Ana\nPaz")).name == "Ana Paz"
        assert (await scene.people.meet(ANA, "fr", False, now)).name == "Ana Paz"
        assert (await scene.people.meet(ANA, "fr", False, now, "A" * 100)).name == "A" * 64

    async def test_the_chosen_language_outlives_the_hint(self, scene: Stage) -> None:
        await scene.person(ANA)
        await scene.people.choose_language(scene.act(ANA), "es")
        assert (await scene.people.meet(ANA, "fr", True, scene.clock.now())).language == "es"

    async def test_whoever_blocked_the_bot_is_written_to_again_after_writing(self, scene: Stage) -> None:
        await scene.person(ANA)
        await scene.people.blocked(ANA, scene.clock.now())
        assert not (await scene.people.meet(ANA, "en", False, scene.clock.now())).writable
        assert (await scene.people.meet(ANA, "en", True, scene.clock.now())).writable

    async def test_whoever_unblocks_the_bot_is_written_to_again(self, scene: Stage) -> None:
        await scene.person(ANA)
        await scene.people.blocked(ANA, scene.clock.now())
        await scene.people.came_back(ANA)
        assert (await scene.people.meet(ANA, "en", False, scene.clock.now())).writable


class TestHats:
    async def test_a_stranger_wears_none(self, scene: Stage) -> None:
        await scene.person(ANA)
        hats = await scene.people.hats(scene.act(ANA), None)
        assert (hats.coordinates, hats.facilitates, hats.member) == (False, False, False)

    async def test_a_facilitator_is_one_in_their_group_and_in_private(self, scene: Stage) -> None:
        group, other = await two_groups(scene)
        await name_facilitator(scene, group, ANA)
        await name_facilitator(scene, other, BEN)
        for place, leads in ((group, True), (other, False), (None, True)):
            assert (await scene.people.hats(scene.act(ANA), place)).facilitates is leads

    async def test_only_a_facilitator_chooses_the_groups_language(self, scene: Stage) -> None:
        group, _ = await two_groups(scene)
        await name_facilitator(scene, group, ANA)
        assert not await scene.people.choose_group_language(scene.act(BEN), group.id, "es")
        assert await scene.people.choose_group_language(scene.act(ANA), group.id, "fr")
        found = await scene.storage.read(lambda tx: groups.find(tx, group.id))
        assert found is not None
        assert found.language == "fr"


class TestForgetting:
    async def test_no_row_names_the_person_any_more(self, scene: Stage) -> None:
        group, asked = await lived_in(scene)
        await scene.people.forget(scene.act(ANA))
        assert await everywhere(scene, ANA) == {}
        assert await scene.rows("SELECT * FROM response") == []
        assert await scene.answering.waiting(ANA) == []
        assert group.id
        assert asked.id

    async def test_the_others_keep_everything(self, scene: Stage) -> None:
        group, asked = await lived_in(scene)
        await scene.join(group, BEN)
        await scene.answer_all(asked, BEN, 2)
        await scene.people.forget(scene.act(ANA))
        assert set((await scene.answering.see(scene.act(BEN), asked.id)).levels) == {2}
        assert await scene.storage.read(lambda tx: groups.members(tx, group.id)) == [BEN]

    async def test_counted_answers_of_a_running_round_become_nobodys(self, scene: Stage) -> None:
        """The wheels to come must still fit beside the published one."""
        group, asked = await lived_in(scene)
        own = pseudonym(KEY, asked.id, ANA)

        async def publish(tx: Writer) -> None:
            made = Made("group", group.id, published=True, snapshot="{}", counted={"culture": 1})
            (figure,) = await figures.add(tx, asked.id, [made], scene.now)
            await figures.note_shown(tx, figure.id, {"culture": [own]})
            await responses.lock(tx, asked.id, [own])

        await scene.write(publish)
        await scene.people.forget(scene.act(ANA))
        (figure_id,) = await scene.storage.read(lambda tx: figures.published_in(tx, asked.id))
        shown = await scene.storage.read(lambda tx: figures.shown(tx, figure_id))
        scored = await scene.storage.read(lambda tx: responses.scored(tx, asked.id, group_id=group.id))
        assert shown["culture"] == frozenset(scored["culture"])
        assert own not in scored["culture"]

    async def test_answers_of_closed_rounds_go_too(self, scene: Stage) -> None:
        group, asked = await lived_in(scene)
        await scene.lock(asked, ANA)
        await scene.close_part(asked, group)
        await scene.close(asked)
        await scene.people.forget(scene.act(ANA))
        assert await scene.rows("SELECT * FROM answer") == []

    async def test_a_confirmation_given_to_a_colleague_stays_one_of_a_person(self, scene: Stage) -> None:
        """Without a confirmer it would seem to come from a group, and go when the colleague leaves that group."""
        network_id = await scene.network()
        organization_id = await scene.organization(network_id, "Femmes & Terre")
        await scene.person(ANA)
        await scene.confirm(network_id, BEN, organization_id)
        await scene.write(lambda tx: tx.run("UPDATE member SET confirmed_by = :id", id=ANA))
        await scene.people.forget(scene.act(ANA))
        await scene.write(lambda tx: networks.forget_by_group(tx, network_id, BEN, organization_id))
        member = await scene.storage.read(lambda tx: networks.member(tx, network_id, BEN))
        assert member is not None
        assert member.confirmed

    async def test_the_last_of_a_role_is_told_first(self, scene: Stage) -> None:
        group, other = await two_groups(scene)
        await name_facilitator(scene, group, ANA)
        await name_facilitator(scene, other, ANA)
        await name_facilitator(scene, other, BEN)
        await scene.write(lambda tx: networks.make_coordinator(tx, group.network_id or 0, ANA, "Ana", scene.now))
        leaving = await scene.people.leaving(scene.act(ANA))
        assert [one.id for one in leaving.groups] == [group.id]
        assert [one.id for one in leaving.networks] == [group.network_id]

    async def test_a_person_comes_back_as_someone_new(self, scene: Stage) -> None:
        await lived_in(scene)
        await scene.people.forget(scene.act(ANA))
        met = await scene.people.meet(ANA, "es", True, scene.clock.now())
        assert (met.language, met.hint, met.writable) == (None, "es", True)


async def two_groups(scene: Stage) -> tuple[Group, Group]:
    network_id = await scene.network()
    first, second = await scene.group(network_id, -100), await scene.group(network_id, -200)
    await scene.join(first, ANA, BEN)
    await scene.join(second, ANA, BEN)
    return first, second


async def name_facilitator(scene: Stage, group: Group, person_id: int) -> None:
    await scene.write(lambda tx: groups.name_facilitator(tx, group.id, Named(person_id, "Ana <3"), scene.now))


async def lived_in(scene: Stage) -> tuple[Group, Round]:
    """Ana has left a trace in every table that can hold one."""
    network_id = await scene.network()
    organization_id = await scene.organization(network_id, "Femmes & Terre")
    group = await scene.group(network_id, -100)
    await scene.join(group, ANA)
    asked = await scene.round(network_id, group)
    await scene.answer_all(asked, ANA, 4)
    await scene.confirm(network_id, ANA, organization_id)
    await name_facilitator(scene, group, ANA)
    await scene.write(lambda tx: _more_traces(tx, scene, group, network_id))
    return group, asked


async def _more_traces(tx: Writer, scene: Stage, group: Group, network_id: int) -> None:
    now = scene.clock.now()
    await networks.make_coordinator(tx, network_id, ANA, "Ana <3", scene.now)
    await groups.replace_administrators(tx, group.id, [Named(ANA, "Ana <3")], scene.now)
    await dialogues.put(tx, Spot(ANA, ANA), Dialogue("organization_name", {}), scene.now + 1)
    await put(tx, Letter("a", ANA, "invitation", {"round_id": 1}, 10, now), now)
    await put(tx, Letter("b", BEN, "claim", {"person_id": ANA, "name": "Ana <3"}, 10, now), now)
    await put(tx, Letter("c", BEN, "claim", {"organization_id": 1, "person_id": ANA}, 10, now), now)
    await tx.run("UPDATE round SET opened_by = :id", id=ANA)
    await tx.run("UPDATE peer_group SET added_by = :id", id=ANA)
    await intake.remember(tx, [intake.Received(7, f"p{ANA}", {"message": {"from": {"id": ANA}}})], 8, now)


async def everywhere(scene: Stage, person_id: int) -> dict[str, list[object]]:
    """The tables in which the person's id or name still stands."""
    found: dict[str, list[object]] = {}
    for table in await scene.storage.read(table_names):
        for one in await scene.rows(f"SELECT * FROM {table}"):
            if str(person_id) in str(one) or "Ana <3" in str(one):
                found.setdefault(table, []).append(one)
    return found
