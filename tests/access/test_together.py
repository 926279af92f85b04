"""What two people do at once with a group: each has done what they saw, and nothing that they did not."""

from __future__ import annotations

from typing import Any

from bot.services.act import Act
from tests.access.scene import Cast
from tests.conversations.havoc import Havoc
from tests.conversations.stage import Stage


async def _rows(stage: Stage, statement: str, **values: Any) -> list[tuple[Any, ...]]:
    rows = await stage.app.services.ground.read(lambda tx: tx.all(statement, **values))
    return [tuple(row.values()) for row in rows]


async def test_all_right_is_a_yes_only_to_what_the_coordinator_has_seen(stage: Stage) -> None:
    awa = await stage.coordinator()
    await stage.app.services.membership.claim_new(Act(awa.id, stage.clock.now()), 1, "Mango", "Awa")
    sam = stage.telegram.person("Sam", language="en")
    chat = stage.telegram.group("Sam's", creator=sam, kind="supergroup")
    await sam.add_bot(chat)
    await stage.seen(sam, chat)
    await awa.join(chat)
    seen = await stage.say(awa, "/settings", chat)
    assert "the whole network" in seen.text
    setup = stage.app.services.groups.setup
    await setup.of_named(Act(sam.id, stage.clock.now()), 1, "Mango", several=False)
    told = await awa.tap("All right", chat=chat, message=seen)
    assert told is not None
    assert "has changed since you saw it" in (told.text or "")
    assert "Whose group: Mango" in (await stage.seen(awa, chat)).text
    assert await _rows(stage, "SELECT state FROM peer_group") == [("waiting",)]
    assert await _rows(stage, "SELECT person_id FROM member WHERE person_id = :id", id=sam.id) == []
    await stage.tap(awa, "All right", chat)
    assert await _rows(stage, "SELECT state FROM peer_group") == [("active",)]


async def test_two_who_take_a_role_back_at_once_do_not_give_it_again(cast: Cast) -> None:
    """Each has tapped on the name as they saw it."""
    stage = cast.stage
    await stage.say(cast.fatou, "/settings", cast.chat)
    await stage.tap(cast.fatou, "Facilitators", cast.chat)
    seen = cast.fatou.screen(cast.chat)
    data = next(one.data or "" for row in seen.buttons for one in row if one.label.startswith("✓"))
    havoc = Havoc(stage)
    for coordinator in (cast.awa, cast.cora):
        await havoc.tap(coordinator, seen, data)
    assert await _rows(stage, "SELECT person_id FROM facilitator WHERE group_id = 1") == []
    await havoc.calm()
