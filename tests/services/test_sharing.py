"""What other groups let the network use: behind the charter, never what stays, and the author is asked but once."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.services.act import Why
from bot.services.talk.sharing import ANSWERED, ASKED, Sharing
from bot.storage.kept import Terms
from bot.storage.port import Reader
from tests.services.thread_stage import AMINA, BINTA, EVA, Tree, refused, tree

STRANGER = 77


class Gate:
    """Who has accepted the charter."""

    def __init__(self) -> None:
        self.accepted = {AMINA, BINTA, EVA}

    async def __call__(self, tx: Reader, person_id: int, network_id: int) -> bool:
        del tx, network_id
        return person_id in self.accepted


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Tree]:
    async with tree(tmp_path) as found:
        yield found


@pytest.fixture
def gate() -> Gate:
    return Gate()


@pytest.fixture
def sharing(here: Tree, gate: Gate) -> Sharing:
    return Sharing(here.scene.ground, gate)


async def shared(here: Tree, terms: Terms = "ask", text: str = "We begin with a song") -> int:
    point = await here.keeps(text)
    await here.scene.kept.choose(here.act(AMINA), point.id, terms=terms)
    return point.id


async def letters(here: Tree, kind: str) -> list[tuple[int, dict[str, int]]]:
    rows = await here.scene.rows("SELECT chat_id, data FROM outbox WHERE kind = :kind ORDER BY id", kind=kind)
    return [(row["chat_id"], json.loads(row["data"])) for row in rows]


async def test_other_groups_see_what_is_free_or_to_be_asked_for_and_never_what_stays(
    here: Tree, sharing: Sharing
) -> None:
    for terms in ("free", "ask", "stays"):
        await shared(here, terms, f"Terms: {terms}")
    shelf = await sharing.page(here.act(EVA))
    assert [one.point.text for one in shelf.page.points] == ["Terms: ask", "Terms: free"]
    assert [one.group for one in shelf.page.points] == [here.here.title] * 2
    assert list((await sharing.page(here.act(BINTA))).page.points) == []


async def test_it_is_closed_to_who_has_not_accepted_the_charter_and_to_strangers(
    here: Tree, sharing: Sharing, gate: Gate
) -> None:
    kept_id = await shared(here)
    gate.accepted = set()
    assert await refused(sharing.page(here.act(EVA))) is Why.NO_CHARTER
    assert await refused(sharing.ask(here.act(EVA), kept_id)) is Why.NO_CHARTER
    assert await refused(sharing.page(here.act(STRANGER))) is Why.NOT_MEMBER
    assert await refused(sharing.look(here.act(STRANGER), kept_id)) is Why.NOT_MEMBER


async def test_what_stays_cannot_be_reached_by_its_number(here: Tree, sharing: Sharing) -> None:
    kept_id = await shared(here, "stays")
    assert await refused(sharing.look(here.act(EVA), kept_id)) is Why.GONE
    assert await refused(sharing.ask(here.act(EVA), kept_id)) is Why.GONE


async def test_the_author_is_asked_once_and_the_first_answer_counts(here: Tree, sharing: Sharing) -> None:
    kept_id = await shared(here)
    assert await sharing.ask(here.act(EVA), kept_id)
    assert await sharing.ask(here.act(EVA), kept_id)
    assert await letters(here, ASKED) == [(AMINA, {"id": kept_id, "person_id": EVA})]
    request = await sharing.request(here.act(AMINA), kept_id, EVA)
    assert request is not None
    assert (request.name, request.groups, request.answer) == ("Eva", [here.there.title], None)
    assert (await sharing.answer(here.act(AMINA), kept_id, EVA, yes=True)).answer is True
    assert (await sharing.answer(here.act(AMINA), kept_id, EVA, yes=False)).answer is True
    assert await letters(here, ANSWERED) == [(EVA, {"id": kept_id, "person_id": AMINA})]
    found = await sharing.answered(here.act(EVA), kept_id)
    assert found is not None
    assert found[1] is True


async def test_nobody_answers_for_the_author_nor_what_was_never_asked(here: Tree, sharing: Sharing) -> None:
    kept_id = await shared(here)
    assert await refused(sharing.answer(here.act(AMINA), kept_id, EVA, yes=True)) is Why.GONE
    await sharing.ask(here.act(EVA), kept_id)
    assert await refused(sharing.answer(here.act(BINTA), kept_id, EVA, yes=True)) is Why.GONE
    assert await sharing.request(here.act(BINTA), kept_id, EVA) is None
    assert await sharing.answered(here.act(EVA), kept_id) is None


async def test_with_what_was_taken_back_goes_who_asked_for_it(here: Tree, sharing: Sharing) -> None:
    kept_id = await shared(here)
    await sharing.ask(here.act(EVA), kept_id)
    await here.scene.kept.withdraw(here.act(AMINA), kept_id)
    assert await sharing.request(here.act(AMINA), kept_id, EVA) is None
    assert await here.scene.rows("SELECT kept_id FROM kept_request") == []


async def test_one_who_blocks_the_bot_is_asked_nothing(here: Tree, sharing: Sharing) -> None:
    kept_id = await shared(here)
    await here.scene.people.blocked(AMINA, here.scene.clock.now())
    assert not await sharing.ask(here.act(EVA), kept_id)
    assert await letters(here, ASKED) == []
