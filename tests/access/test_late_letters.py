"""Letters that wait for the morning, when their reader is by then no more whom they were for."""

from __future__ import annotations

from bot.rehearsal.persons import Person
from bot.storage.port import Writer
from tests.access.scene import MARK, Cast

NIGHT = 14 * 3600.0
"""From the morning of the scene to eleven at night in Dakar."""


async def _no_coordinator(cast: Cast, person: Person) -> None:
    async def work(tx: Writer) -> int:
        return await tx.run("DELETE FROM coordinator WHERE person_id = :id", id=person.id)

    await cast.stage.app.services.ground.storage.write(work)


def _told(person: Person, words: str) -> bool:
    return any(words in one.text for one in person.messages() if one.by_bot)


async def test_a_claim_is_told_only_to_who_may_answer_it_in_the_morning(cast: Cast) -> None:
    stage = cast.stage
    await stage.advance(NIGHT)
    await stage.app.services.membership.claim_new(cast.act(cast.fatou), 1, f"{MARK} organization", "Fatou")
    await _no_coordinator(cast, cast.cora)
    await stage.advance(12 * 3600)
    assert _told(cast.awa, f"Fatou says: I am with {MARK} organization")
    assert not _told(cast.cora, f"Fatou says: I am with {MARK} organization")


async def test_a_group_that_waits_is_told_of_only_to_who_coordinates_in_the_morning(cast: Cast) -> None:
    stage, services = cast.stage, cast.stage.app.services
    made = await services.membership.invite(cast.act(cast.awa), "group", 1)
    await stage.advance(NIGHT)
    una = stage.telegram.person("Una", language="en")
    chat = stage.telegram.group("Una's", creator=una, kind="supergroup")
    await una.add_bot(chat, payload=made.payload)
    await stage.seen(una, chat)
    await stage.tap(una, "Set up", chat)
    await stage.tap(una, "All right", chat)
    await _no_coordinator(cast, cast.cora)
    await stage.advance(12 * 3600)
    assert _told(cast.awa, "Una's")
    assert not _told(cast.cora, "Una's")
