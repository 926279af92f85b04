"""A member answers a round: who may, what counts, and what a late, doubled or foreign tap does."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.secret import pseudonym
from bot.services.act import Refused, Why
from bot.services.rounds.answering import Standing
from bot.storage import groups, responses
from bot.storage.groups import Group
from bot.storage.port import Writer
from bot.storage.rounds import Round
from tests.services.answering_stage import KEY, Stage, stage
from tests.storage.passing import Telling

ANA, BEN, CHEIKH, STRANGER = 501, 502, 503, 599


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as found:
        yield found


@pytest.fixture
async def group(scene: Stage) -> Group:
    """A group with Ana and Ben."""
    group = await scene.group(await scene.network(), -100)
    await scene.join(group, ANA, BEN)
    return group


@pytest.fixture
async def asked(scene: Stage, group: Group) -> Round:
    """A round that the group answers."""
    return await scene.round(group.network_id or 0, group)


async def refused(awaitable: object) -> Why:
    with pytest.raises(Refused) as caught:
        await awaitable  # type: ignore[misc]
    return caught.value.why


async def test_a_tap_counts_at_once(scene: Stage, asked: Round) -> None:
    await scene.answering.open(scene.act(ANA), asked.id)
    standing = await scene.answering.answer(scene.act(ANA), asked.id, 0, 4)
    assert standing.levels[0] == 4
    assert (await scene.answering.see(scene.act(ANA), asked.id)).levels == standing.levels


async def test_the_last_tap_on_a_spoke_wins(scene: Stage, asked: Round) -> None:
    for level in (4, 2, 2, 5, -1):
        standing = await scene.answering.answer(scene.act(ANA), asked.id, 3, level)
    assert standing.levels == (None, None, None, -1, None, None, None, None)


async def test_answers_stand_under_a_pseudonym_and_nowhere_under_the_id(scene: Stage, asked: Round) -> None:
    await scene.answer_all(asked, ANA)
    assert {row["pseudonym"] for row in await scene.rows("SELECT pseudonym FROM answer")} == {
        pseudonym(KEY, asked.id, ANA)
    }
    columns = await scene.rows("SELECT * FROM response")
    assert ANA not in [value for row in columns for value in row.values()]


async def test_two_people_do_not_touch_each_other(scene: Stage, asked: Round) -> None:
    await scene.answer_all(asked, ANA, 1)
    await scene.answer_all(asked, BEN, 5)
    assert set((await scene.answering.see(scene.act(ANA), asked.id)).levels) == {1}


async def test_a_stranger_is_refused(scene: Stage, asked: Round) -> None:
    await scene.person(STRANGER)
    assert await refused(scene.answering.open(scene.act(STRANGER), asked.id)) is Why.NOT_MEMBER
    assert await refused(scene.answering.answer(scene.act(STRANGER), asked.id, 0, 3)) is Why.NOT_MEMBER
    assert await refused(scene.answering.see(scene.act(STRANGER), asked.id)) is Why.NOT_MEMBER


async def test_an_anonymous_administrator_has_no_answers(scene: Stage, asked: Round) -> None:
    assert await refused(scene.answering.open(scene.act(None), asked.id)) is Why.NOT_MEMBER


@pytest.mark.parametrize(("place", "level"), [(-1, 3), (8, 3), (0, 6), (0, -3)])
async def test_a_forged_place_or_level_changes_nothing(scene: Stage, asked: Round, place: int, level: int) -> None:
    assert await refused(scene.answering.answer(scene.act(ANA), asked.id, place, level)) is Why.GONE
    assert await scene.rows("SELECT * FROM answer") == []


async def test_a_round_that_never_was_is_gone(scene: Stage, asked: Round) -> None:
    for what in (scene.answering.open, scene.answering.see):
        assert await refused(what(scene.act(ANA), asked.id + 99)) is Why.GONE
    assert await refused(scene.answering.answer(scene.act(ANA), asked.id + 99, 0, 3)) is Why.GONE


async def test_a_tap_on_a_closed_round_changes_nothing(scene: Stage, group: Group, asked: Round) -> None:
    await scene.answer_all(asked, ANA, 2)
    await scene.close_part(asked, group)
    await scene.close(asked)
    assert await refused(scene.answering.answer(scene.act(ANA), asked.id, 0, 5)) is Why.ROUND_CLOSED
    seen = await scene.answering.see(scene.act(ANA), asked.id)
    assert (set(seen.levels), seen.open) == ({2}, False)


async def test_a_closed_part_takes_no_answers_while_the_round_goes_on_elsewhere(scene: Stage, group: Group) -> None:
    other = await scene.group(group.network_id or 0, -200)
    await scene.join(other, CHEIKH)
    asked = await scene.round(group.network_id or 0, group, other, scope="network")
    await scene.close_part(asked, group)
    assert await refused(scene.answering.answer(scene.act(ANA), asked.id, 0, 5)) is Why.ROUND_CLOSED
    assert (await scene.answering.answer(scene.act(CHEIKH), asked.id, 0, 5)).levels[0] == 5


async def test_counted_answers_change_no_more(scene: Stage, asked: Round) -> None:
    await scene.answer_all(asked, ANA, 2)
    await scene.lock(asked, ANA)
    assert await refused(scene.answering.answer(scene.act(ANA), asked.id, 0, 5)) is Why.LOCKED
    opened = await scene.answering.open(scene.act(ANA), asked.id)
    assert (opened.locked, set(opened.levels)) == (True, {2})


async def test_a_person_in_two_groups_is_asked_once_and_counts_in_both(scene: Stage, group: Group) -> None:
    other = await scene.group(group.network_id or 0, -200)
    await scene.join(other, ANA)
    asked = await scene.round(group.network_id or 0, group, other, scope="network")
    await scene.answer_all(asked, ANA, 4)
    for one in (group, other):
        scored = await scene.storage.read(lambda tx, one=one: responses.scored(tx, asked.id, group_id=one.id))  # type: ignore[misc]
        assert {tuple(levels.values()) for levels in scored.values()} == {(4,)}
    assert len(await scene.storage.read(lambda tx: responses.scored(tx, asked.id))) == 8
    assert await scene.storage.read(lambda tx: responses.respondents(tx, asked.id)) == 1


async def test_who_leaves_a_group_counts_there_no_more_after_the_next_opening(scene: Stage, group: Group) -> None:
    other = await scene.group(group.network_id or 0, -200)
    await scene.join(other, ANA)
    asked = await scene.round(group.network_id or 0, group, other, scope="network")
    await scene.answer_all(asked, ANA)
    await scene.write(lambda tx: groups.leave(tx, other.id, ANA))
    await scene.answering.open(scene.act(ANA), asked.id)
    assert await scene.storage.read(lambda tx: responses.respondents(tx, asked.id, group_id=other.id)) == 0
    assert await scene.storage.read(lambda tx: responses.respondents(tx, asked.id, group_id=group.id)) == 1


async def test_dont_know_and_rather_not_say_are_answers_without_a_score(scene: Stage, asked: Round) -> None:
    await scene.answering.answer(scene.act(ANA), asked.id, 0, -1)
    standing = await scene.answering.answer(scene.act(ANA), asked.id, 1, -2)
    assert standing.next_after(1) == 2
    assert await scene.storage.read(lambda tx: responses.scored(tx, asked.id)) == {}


async def test_a_tap_is_few_statements(scene: Stage, asked: Round, monkeypatch: pytest.MonkeyPatch) -> None:
    """The hot path: right to answer, the answer, all answers back; the update behind it is the fourth."""
    await scene.answering.open(scene.act(ANA), asked.id)
    statements: list[str] = []
    write = scene.storage.write

    async def counting(work: Callable[[Writer], Awaitable[object]]) -> object:
        return await write(lambda tx: work(Telling(tx, lambda sql, _: statements.append(sql))))

    monkeypatch.setattr(scene.storage, "write", counting)
    await scene.answering.answer(scene.act(ANA), asked.id, 0, 3)
    assert len(statements) == 3


async def _counted_for(scene: Stage, asked: Round) -> list[int]:
    """In whose organizations' figures there are responses of the round."""
    rows = await scene.rows(
        "SELECT DISTINCT organization_id FROM response WHERE round_id = :id AND organization_id IS NOT NULL",
        id=asked.id,
    )
    return [row["organization_id"] for row in rows]


class TestByTheGroupsButton:
    async def test_whoever_is_in_the_chat_becomes_a_member(self, scene: Stage, group: Group, asked: Round) -> None:
        await scene.person(CHEIKH)
        scene.telegram.inside[group.chat_id, CHEIKH] = True
        standing = await scene.answering.open_by_group(scene.act(CHEIKH), f"part-{asked.id}-{group.id}")
        assert standing.untouched
        assert await scene.storage.read(lambda tx: groups.is_member(tx, group.id, CHEIKH))
        assert await scene.rows("SELECT * FROM member WHERE person_id = :id", id=CHEIKH)

    async def test_the_link_is_evidence_where_telegram_will_not_say(
        self, scene: Stage, group: Group, asked: Round
    ) -> None:
        await scene.person(CHEIKH)
        standing = await scene.answering.open_by_group(scene.act(CHEIKH), f"part-{asked.id}-{group.id}")
        assert standing.open

    async def test_a_definite_no_is_refused_and_ends_a_membership(
        self, scene: Stage, group: Group, asked: Round
    ) -> None:
        scene.telegram.inside[group.chat_id, ANA] = False
        secret = f"part-{asked.id}-{group.id}"
        assert await refused(scene.answering.open_by_group(scene.act(ANA), secret)) is Why.NOT_MEMBER
        assert not await scene.storage.read(lambda tx: groups.is_member(tx, group.id, ANA))

    async def test_an_unknown_secret_is_a_bad_link(self, scene: Stage, asked: Round) -> None:
        assert await refused(scene.answering.open_by_group(scene.act(ANA), "nonsense")) is Why.BAD_LINK

    async def test_after_the_close_nobody_gets_in(self, scene: Stage, group: Group, asked: Round) -> None:
        await scene.person(CHEIKH)
        await scene.close_part(asked, group)
        secret = f"part-{asked.id}-{group.id}"
        assert await refused(scene.answering.open_by_group(scene.act(CHEIKH), secret)) is Why.ROUND_CLOSED
        assert not await scene.storage.read(lambda tx: groups.is_member(tx, group.id, CHEIKH))


class TestByAnOrganizationsLink:
    @pytest.fixture
    async def asked(self, scene: Stage) -> Round:
        network_id = await scene.network()
        organization_id = await scene.organization(network_id, "Femmes & Terre")
        return await scene.round(network_id, scope="organization", organization_id=organization_id)

    async def test_someone_from_outside_answers_and_stays_outside(self, scene: Stage, asked: Round) -> None:
        await scene.person(STRANGER)
        await scene.answering.open_by_link(scene.act(STRANGER), await scene.link(asked))
        await scene.answer_all(asked, STRANGER, 4)
        scored = await scene.storage.read(
            lambda tx: responses.scored(tx, asked.id, organization_id=asked.organization_id)
        )
        assert len(scored) == 8
        assert await scene.rows("SELECT * FROM member") == []
        assert await refused(scene.answering.organizations(scene.act(STRANGER), asked.id)) is Why.GONE

    async def test_one_response_an_account(self, scene: Stage, asked: Round) -> None:
        await scene.person(STRANGER)
        secret = await scene.link(asked)
        for _ in range(2):
            await scene.answering.open_by_link(scene.act(STRANGER), secret)
            await scene.answer_all(asked, STRANGER)
        assert len(await scene.rows("SELECT * FROM response")) == 1

    async def test_without_the_link_a_stranger_is_refused(self, scene: Stage, asked: Round) -> None:
        await scene.person(STRANGER)
        assert await refused(scene.answering.open(scene.act(STRANGER), asked.id)) is Why.NOT_MEMBER

    async def test_a_confirmed_member_needs_no_link(self, scene: Stage, asked: Round) -> None:
        await scene.confirm(asked.network_id, ANA, asked.organization_id or 0)
        assert (await scene.answering.open(scene.act(ANA), asked.id)).open

    async def test_an_expired_link_is_refused_and_who_began_goes_on(self, scene: Stage, asked: Round) -> None:
        await scene.person(STRANGER, ANA)
        secret = await scene.link(asked, days=1)
        await scene.answering.open_by_link(scene.act(STRANGER), secret)
        scene.clock.advance(timedelta(days=2).total_seconds())
        assert await refused(scene.answering.open_by_link(scene.act(ANA), secret)) is Why.BAD_LINK
        assert (await scene.answering.answer(scene.act(STRANGER), asked.id, 0, 3)).levels[0] == 3

    async def test_a_closed_round_is_told_apart_from_a_bad_link(self, scene: Stage, asked: Round) -> None:
        await scene.person(STRANGER)
        secret = await scene.link(asked)
        await scene.answering.open_by_link(scene.act(STRANGER), secret)
        await scene.close(asked)
        assert await refused(scene.answering.open_by_link(scene.act(STRANGER), secret)) is Why.ROUND_CLOSED


class TestOrganization:
    async def test_a_group_of_one_organization_asks_nothing_and_counts_for_it(self, scene: Stage) -> None:
        network_id = await scene.network()
        organization_id = await scene.organization(network_id, "Femmes & Terre")
        group = await scene.group(network_id, -100, "organization", organization_id)
        await scene.person(ANA)
        asked = await scene.round(network_id, group, scope="network")
        standing = await scene.answering.open_by_group(scene.act(ANA), f"part-{asked.id}-{group.id}")
        assert not standing.asks_organization
        await scene.answer_all(asked, ANA)
        assert await _counted_for(scene, asked) == [organization_id]

    async def test_a_groups_own_round_asks_nothing(self, scene: Stage, asked: Round) -> None:
        assert not (await scene.answering.open(scene.act(ANA), asked.id)).asks_organization

    @pytest.mark.parametrize(("scope", "whose"), [("network", "network"), ("group", "several")])
    async def test_it_is_asked_where_it_is_needed_until_it_is_said(self, scene: Stage, scope: str, whose: str) -> None:
        network_id = await scene.network()
        organization_id = await scene.organization(network_id, "Femmes & Terre")
        group = await scene.group(network_id, -100, whose)
        await scene.join(group, ANA, BEN)
        asked = await scene.round(network_id, group, scope=scope)
        assert (await scene.answering.open(scene.act(ANA), asked.id)).asks_organization
        await scene.membership.claim(scene.act(ANA), network_id, organization_id)
        assert not (await scene.answering.open(scene.act(ANA), asked.id)).asks_organization
        await scene.membership.claim(scene.act(BEN), network_id, None)
        assert not (await scene.answering.open(scene.act(BEN), asked.id)).asks_organization

    async def test_a_claim_counts_once_it_is_confirmed(self, scene: Stage, group: Group) -> None:
        network_id = group.network_id or 0
        organization_id = await scene.organization(network_id, "Femmes & Terre")
        asked = await scene.round(network_id, group, scope="network")
        await scene.answer_all(asked, ANA)
        await scene.membership.claim(scene.act(ANA), network_id, organization_id)
        assert await _counted_for(scene, asked) == []
        await scene.confirm(network_id, BEN, organization_id)
        await scene.membership.confirm(scene.act(BEN), network_id, ANA, organization_id)
        assert await _counted_for(scene, asked) == [organization_id]


class TestWaiting:
    async def test_open_rounds_are_listed_until_they_close(self, scene: Stage, group: Group, asked: Round) -> None:
        assert [one.round.id for one in await scene.answering.waiting(ANA)] == [asked.id]
        await scene.close_part(asked, group)
        assert await scene.answering.waiting(ANA) == []

    async def test_an_invitation_loses_its_meaning_once_all_is_answered(self, scene: Stage, asked: Round) -> None:
        assert await scene.answering.is_awaited(ANA, asked.id)
        await scene.answer_all(asked, ANA)
        assert not await scene.answering.is_awaited(ANA, asked.id)
        assert not await scene.answering.is_awaited(STRANGER, asked.id)


@pytest.mark.parametrize(
    ("levels", "place", "following"),
    [
        ((None, None, None), -1, 0),
        ((3, None, None), 0, 1),
        ((None, None, 3), 2, 0),
        ((None, 3, 3), 0, 0),
        ((3, 3, 3), 2, None),
        ((-2, -1, None), 0, 2),
    ],
)
async def test_the_next_question_is_the_next_one_without_an_answer(
    scene: Stage, asked: Round, levels: tuple[int | None, ...], place: int, following: int | None
) -> None:
    template = scene.shelf.named("gender-equality")
    standing = Standing(asked, template, levels, open=True, locked=False, closes_at=0)
    assert standing.next_after(place) == following
