"""Between the close and the wheel: whatever ends the bot, changes the answers or asks meanwhile, there is one wheel."""

from __future__ import annotations

import asyncio

import pytest

from bot.services.act import Refused, Why
from bot.services.rounds import deciding as module
from bot.services.rounds.aside import aside
from bot.services.rounds.deciding import Deciding
from bot.services.rounds.question import Question, Questions
from bot.storage import closings
from bot.storage.figures import Shown
from bot.storage.groups import Group
from bot.storage.port import LeadLost, StorageError, Writer
from bot.storage.rounds import Round
from tests.services.rounds_stage import AWA, Stage

FIVE = range(1, 6)


@pytest.fixture
async def group(scene: Stage) -> Group:
    return await scene.facilitated(await scene.coordinated(), -100, *FIVE)


async def closed(scene: Stage, group: Group) -> int:
    """A round that has just been closed by time, and of which nothing is decided yet."""
    standing = await scene.opened(group)
    await scene.answers(standing.round.id, FIVE, 2)
    scene.clock.advance(8 * 86_400)
    await scene.calendar.tick(scene.clock.now())
    return standing.round.id


async def answered(scene: Stage, *groups: Group) -> int:
    """A round of the network of these groups, which the five have answered and which is still open."""
    round_id = await scene.accepted(*groups)
    await scene.answers(round_id, FIVE, 2)
    return round_id


async def waiting(scene: Stage) -> int:
    return len(await scene.rows("SELECT id FROM closing"))


async def test_from_the_close_on_nobody_answers_and_no_more_time_is_given(scene: Stage, group: Group) -> None:
    round_id = await closed(scene, group)
    with pytest.raises(Refused) as late:
        await scene.answering.answer(scene.act(1), round_id, 0, 5)
    with pytest.raises(Refused) as longer:
        await scene.rounds.extend(scene.fatou, round_id, group.id, scene.day(5))
    assert (late.value.why, longer.value.why) == (Why.ROUND_CLOSED, Why.ROUND_CLOSED)


async def test_facilitators_read_that_the_wheel_is_being_made(scene: Stage, group: Group) -> None:
    round_id = await closed(scene, group)
    (standing,) = await scene.rounds.standings(scene.fatou, group.id)
    assert (standing.round.id, standing.deciding) == (round_id, True)
    await scene.due()
    assert await scene.rounds.standings(scene.fatou, group.id) == []


async def test_a_facilitator_who_closes_is_not_kept_waiting(scene: Stage, group: Group) -> None:
    standing = await scene.opened(group)
    await scene.answers(standing.round.id, FIVE, 2)
    await scene.rounds.close(scene.fatou, standing.round.id, group.id)
    assert await scene.snapshot(standing.round.id, "group", group.id) is None
    await scene.deciding.idle()
    assert await scene.snapshot(standing.round.id, "group", group.id) is not None
    assert await scene.letters("wheel") == [-100]


async def _lost_at(scene: Stage, write: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lead is lost at that write of deciding, if there are so many."""
    done, number = scene.storage.write, iter(range(1, 100))

    async def lost(work: object) -> object:
        if next(number) == write:
            raise LeadLost("another process leads")
        return await done(work)  # type: ignore[arg-type]

    monkeypatch.setattr(scene.storage, "write", lost)
    try:
        await scene.deciding.tick(scene.clock.now())
    except StorageError:
        assert await waiting(scene)
    monkeypatch.undo()


@pytest.mark.parametrize("write", range(1, 6))
async def test_whatever_ends_it_another_one_goes_on(
    scene: Stage, group: Group, write: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is lost at its first, second … write; the last of these numbers is beyond the end."""
    round_id = await closed(scene, group)
    await _lost_at(scene, write, monkeypatch)
    await Deciding(scene.ground, scene.shelf).tick(scene.clock.now())
    assert await waiting(scene) == 0
    assert await scene.snapshot(round_id, "group", group.id) is not None
    assert await scene.letters("wheel") == [-100]
    assert await scene.rows("SELECT figure_id FROM shown_answer") == []


@pytest.mark.parametrize("write", range(1, 9))
async def test_wider_wheels_are_told_once_wherever_it_ends(
    scene: Stage, write: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two pages of organizations; who is told in the first is not told again with the second."""
    network_id, many = await scene.coordinated(), range(1, 56)
    await scene.person(*many)
    group = await scene.facilitated(network_id, -100, *many)
    own = [await scene.organization(network_id, f"Organization {number}") for number in range(11)]
    for person_id in many:
        await scene.confirm(network_id, person_id, own[person_id % 11])
    await scene.answers(await scene.accepted(group), many, 2)
    scene.clock.advance(8 * 86_400)
    await scene.calendar.tick(scene.clock.now())
    await _lost_at(scene, write, monkeypatch)
    await Deciding(scene.ground, scene.shelf).tick(scene.clock.now())
    assert await scene.letters("wheel") == [-100, -100]
    assert sorted(await scene.letters("wheel_ready")) == [*many]
    assert await scene.letters("round_closed") == [AWA]
    assert await waiting(scene) == 0


async def test_two_at_once_make_one_wheel(scene: Stage, group: Group) -> None:
    round_id = await closed(scene, group)
    both = [scene.deciding, Deciding(scene.ground, scene.shelf)]
    await asyncio.gather(*(one.tick(scene.clock.now()) for one in both))
    assert await scene.letters("wheel") == [-100]
    assert len(await scene.rows("SELECT id FROM figure WHERE round_id = :id", id=round_id)) == 1


async def test_who_is_forgotten_meanwhile_is_not_in_the_wheel(
    scene: Stage, group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    round_id = await closed(scene, group)
    asked = await _disturbed(scene, monkeypatch, lambda: scene.people.forget(scene.act(5)))
    assert asked == [5, 4]
    figure = await scene.snapshot(round_id, "group", group.id)
    assert figure is not None
    assert not figure.published


async def test_who_is_forgotten_between_a_group_s_wheel_and_wider_ones_still_fits_between_them(
    scene: Stage, group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without their answer, the network's wheel would differ from the group's by a single person."""
    round_id = await answered(scene, group)
    scene.clock.advance(8 * 86_400)
    await scene.calendar.tick(scene.clock.now())
    decide = module.decide

    def only_the_group(question: Question) -> object:
        if question.figures[0].subject.scope != "group":
            raise ArithmeticError(round_id)
        return decide(question)

    monkeypatch.setattr(module, "decide", only_the_group)
    with pytest.raises(ExceptionGroup):
        await scene.due()
    monkeypatch.undo()
    await scene.people.forget(scene.act(5))
    await scene.due()
    wheel = await scene.snapshot(round_id, "network", group.network_id or 0)
    assert wheel is not None
    assert (wheel.published, wheel.answers) == (True, 5)


async def test_who_is_forgotten_while_wider_answers_are_read_is_one_person_in_all_that_was_read(
    scene: Stage, group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By one name in the answers and by another one in the group's wheel: the other group's four would seem six."""
    other = await scene.facilitated(group.network_id or 0, -200, *range(6, 10))
    round_id = await scene.accepted(group, other)
    await scene.answers(round_id, range(1, 10), 2)
    read, forgotten = Questions._shown, [scene.act(5)]

    async def meanwhile(self: Questions, round_: Round) -> list[Shown]:
        while forgotten:
            await scene.people.forget(forgotten.pop())
        return await read(self, round_)

    monkeypatch.setattr(Questions, "_shown", meanwhile)
    await scene.passes(days=8)
    wheel = await scene.snapshot(round_id, "network", group.network_id or 0)
    assert wheel is not None
    assert not wheel.published


async def test_an_answer_that_is_changed_by_another_group_meanwhile_counts_as_changed(
    scene: Stage, group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = await scene.facilitated(group.network_id or 0, -200, *FIVE)
    round_id = await answered(scene, group, other)
    await scene.rounds.close(scene.fatou, round_id, group.id)
    await _disturbed(scene, monkeypatch, lambda: scene.answers(round_id, [5], 4))
    wheel = await scene.snapshot(round_id, "group", group.id)
    assert wheel is not None
    assert {str(spoke.level) for spoke in wheel.spokes} == {"2.4"}


async def _disturbed(scene: Stage, monkeypatch: pytest.MonkeyPatch, what: object) -> list[int]:
    """Let something happen once while it is being decided; of how many answers each decision was."""
    asked: list[int] = []
    happening = [what]

    async def disturbed(work: object) -> object:
        decided = await aside(work)  # type: ignore[arg-type, var-annotated]
        while happening:
            await happening.pop()()  # type: ignore[operator]
        return decided

    def noted(question: Question) -> object:
        asked.extend(max(len(who) for who in one.scored.values()) for one in question.figures)
        return decide(question)

    decide = module.decide
    monkeypatch.setattr(module, "aside", disturbed)
    monkeypatch.setattr(module, "decide", noted)
    await scene.deciding.idle()
    await scene.deciding.tick(scene.clock.now())
    return asked


async def test_a_round_whose_group_cannot_be_decided_waits_with_its_wider_wheels(
    scene: Stage, group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    round_id = await answered(scene, group)

    def broken(question: Question) -> object:
        raise ArithmeticError(question.round.id)

    monkeypatch.setattr(module, "decide", broken)
    with pytest.raises(ExceptionGroup):
        await scene.passes(days=8)
    assert await waiting(scene) == 2
    monkeypatch.undo()
    await scene.due()
    assert await scene.snapshot(round_id, "group", group.id) is not None
    assert await scene.snapshot(round_id, "network", group.network_id or 0) is not None


async def test_many_organizations_are_told_in_pages(scene: Stage) -> None:
    network_id = await scene.coordinated()
    group = await scene.facilitated(network_id, -100, *range(1, 26))
    organizations = [await scene.organization(network_id, f"Organization {number}") for number in range(1, 26)]
    for person_id, organization_id in enumerate(organizations, 1):
        await scene.confirm(network_id, person_id, organization_id)
    round_id = await scene.accepted(group)
    await scene.answers(round_id, range(1, 26), 2)
    await scene.passes(days=8)
    (told,) = await scene.rows("SELECT data FROM outbox WHERE kind = 'round_closed'")
    assert told["data"] == f'{{"round_id": {round_id}, "shown": 2}}'
    assert (await waiting(scene), await scene.rows("SELECT figure_id FROM shown_answer")) == (0, [])


async def test_an_erased_network_is_not_waited_for(scene: Stage, group: Group) -> None:
    round_id = await closed(scene, group)

    async def erase(tx: Writer) -> None:
        for table in ("response", "round_group"):
            await tx.run(f"DELETE FROM {table} WHERE round_id = :id", id=round_id)
        await tx.run("DELETE FROM round WHERE id = :id", id=round_id)

    await scene.write(erase)
    await scene.due()
    assert await scene.rows("SELECT id FROM figure") == []


async def test_the_letter_of_too_few_offers_more_time_though_the_round_is_not_wholly_told(
    scene: Stage, group: Group
) -> None:
    """It may go out at that very moment, and is never sent again."""
    standing = await scene.opened(group)
    await scene.answers(standing.round.id, FIVE[:2], 2)
    await scene.passes(days=8)
    await scene.storage.write(lambda tx: closings.add(tx, standing.round.id, None, by_hand=False))
    assert (await scene.rounds.standings(scene.fatou, group.id))[0].deciding
    assert await scene.rounds.may_extend(standing.round.id, group.id)
