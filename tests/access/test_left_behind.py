"""What somebody has still who has lost a role, or their place, while the bot did not see it: nothing comes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.services.act import Refused, Why
from bot.services.actions.actions import Draft
from bot.storage.actions import Whose
from handlers.values.actions import Month
from handlers.values.setup import SetFacilitator
from tests.access.scene import Cast
from tests.conversations.havoc import Havoc
from tests.conversations.stage import DAY, Stage


async def _rows(stage: Stage, statement: str, **values: Any) -> list[tuple[Any, ...]]:
    rows = await stage.app.services.ground.read(lambda tx: tx.all(statement, **values))
    return [tuple(row.values()) for row in rows]


async def _named_unseen(cast: Cast) -> None:
    """Ada administers the second group, too, and is named there; she has never said a word in it."""
    stage, setup = cast.stage, cast.stage.app.services.groups.setup
    await cast.ada.join(cast.second)
    await cast.vera.promote(cast.ada, cast.second)
    await stage.advance(11 * 60)
    await stage.say(cast.vera, "/start", cast.second)
    await stage.app.services.ground.storage.write(
        lambda tx: tx.run("DELETE FROM group_member WHERE group_id = 2 AND person_id = :id", id=cast.ada.id)
    )
    await setup.set_facilitator(cast.act(cast.awa), 2, cast.ada.id, named=True)


async def test_who_leaves_a_network_facilitates_no_group_of_it_in_which_they_never_spoke(cast: Cast) -> None:
    stage, services = cast.stage, cast.stage.app.services
    await _named_unseen(cast)
    assert [one.id for one in await services.groups.setup.managed(cast.act(cast.ada))] == [2]
    await services.going.leave_network(cast.act(cast.ada), 1)
    assert await services.groups.setup.managed(cast.act(cast.ada)) == []
    assert await _rows(stage, "SELECT group_id FROM facilitator WHERE person_id = :id", id=cast.ada.id) == []


async def test_who_never_spoke_in_a_group_can_leave_it(cast: Cast) -> None:
    await _named_unseen(cast)
    await cast.stage.say(cast.ada, "/leave")
    shown = await cast.stage.tap(cast.ada, "Zulu second")
    assert "Zulu second" in shown.text
    await cast.stage.app.services.going.leave_group(cast.act(cast.ada), 2)
    assert await cast.stage.app.services.groups.setup.managed(cast.act(cast.ada)) == []


async def test_who_leaves_a_network_is_nothing_in_a_group_to_which_the_bot_comes_back(cast: Cast) -> None:
    stage, services = cast.stage, cast.stage.app.services
    await cast.fatou.remove_bot(cast.chat)
    await stage.settle()
    await services.going.leave_network(cast.act(cast.fatou), 1)
    await cast.ada.add_bot(cast.chat)
    await stage.settle()
    assert await services.groups.setup.managed(cast.act(cast.fatou)) == []
    assert await _rows(stage, "SELECT 1 FROM group_member WHERE person_id = :id", id=cast.fatou.id) == []


async def test_who_leaves_a_network_accompanies_nobody_in_it(cast: Cast) -> None:
    services = cast.stage.app.services
    await cast.vic.join(cast.second)
    await cast.stage.say(cast.vic, "/wheel", cast.second)
    assert [one.organization.id for one in await services.companions.mine(cast.act(cast.vic))] == [1]
    await services.going.leave_network(cast.act(cast.vic), 1)
    assert await services.companions.mine(cast.act(cast.vic)) == []


async def test_who_is_no_administrator_any_more_names_nobody_in_private(cast: Cast) -> None:
    """Where nothing is said in the group, its administrators are not read again."""
    stage, havoc = cast.stage, Havoc(cast.stage)
    await cast.fatou.promote(stage.telegram.bot, cast.chat)  # so that it is told who is demoted
    await stage.say(cast.fatou, "/help", cast.chat)
    await cast.fatou.demote(cast.ada, cast.chat)
    await stage.settle()
    await _names_herself(cast, havoc)


async def test_who_may_be_no_administrator_any_more_names_nobody_in_private(cast: Cast) -> None:
    """Nobody has told the bot that they are none, and nothing was said in the group for a day."""
    stage, havoc = cast.stage, Havoc(cast.stage)
    await stage.say(cast.fatou, "/help", cast.chat)
    await cast.fatou.demote(cast.ada, cast.chat)
    await stage.advance(DAY + 60)
    await _names_herself(cast, havoc)


async def _names_herself(cast: Cast, havoc: Havoc) -> None:
    """She does not."""
    value = SetFacilitator(group_id=1, person_id=cast.ada.id, on=1)
    await havoc.tap(cast.ada, await cast.stage.say(cast.ada, "/start"), value.pack())
    assert (cast.ada.id,) not in await _rows(cast.stage, "SELECT person_id FROM facilitator")
    await havoc.calm()


async def test_who_is_of_a_plan_no_more_takes_nothing_of_it_up_again(cast: Cast) -> None:
    """They had it, so it is still among what they had; what is open again would be theirs to word."""
    stage, actions = cast.stage, cast.stage.app.services.actions
    draft = Draft("To be done", date(2026, 12, 24), Whose(group_id=1))
    made = await actions.propose(cast.act(cast.mina), draft)
    other = await actions.propose(cast.act(cast.mina), replace(draft, what="To be dropped"))
    await actions.done(cast.act(cast.mina), made.id)
    await actions.drop(cast.act(cast.mina), other.id)
    await cast.mina.leave(cast.chat)
    await stage.settle()
    for work in (actions.reopen(cast.act(cast.mina), made.id), actions.drop(cast.act(cast.mina), other.id, "Ha!")):
        with pytest.raises(Refused) as refused:
            await work
        assert refused.value.why is Why.NOT_MEMBER
    assert (await actions.reopen(cast.act(cast.fatou), made.id)).open


async def test_no_button_tells_where_the_owner_of_anothers_action_lives(cast: Cast) -> None:
    """The days to choose from are those of their zone."""
    stage, havoc = cast.stage, Havoc(cast.stage)
    await stage.app.services.groups.setup.set_country(cast.act(cast.awa), 1, "FJ")
    await stage.say(cast.mina, "/wheel", cast.chat)
    own = await stage.app.services.boards.zone(cast.act(cast.otto))
    assert await stage.app.services.boards.zone(cast.act(cast.mina), 1) != own
    assert await stage.app.services.boards.zone(cast.act(cast.otto), 1) == own
    tap = Month(id=1, purpose="m", day=0).pack()
    await havoc.tap(cast.otto, await stage.say(cast.otto, "/start"), tap)
    await havoc.calm()


async def test_who_left_a_group_while_the_bot_was_out_of_it_is_nobody_there_once_it_is_back(cast: Cast) -> None:
    stage, services = cast.stage, cast.stage.app.services
    await cast.ada.remove_bot(cast.chat)
    await stage.settle()
    await cast.mina.leave(cast.chat)
    await cast.ada.kick(cast.fatou, cast.chat)
    await stage.settle()
    assert await _rows(stage, "SELECT state FROM peer_group WHERE id = 1") == [("left",)]
    await cast.ada.add_bot(cast.chat)
    await stage.settle()
    assert await _rows(stage, "SELECT state FROM peer_group WHERE id = 1") == [("active",)]
    inside = {row[0] for row in await _rows(stage, "SELECT person_id FROM group_member WHERE group_id = 1")}
    assert not inside & {cast.mina.id, cast.fatou.id}
    assert cast.ada.id in inside
    assert await services.groups.setup.managed(cast.act(cast.fatou)) == []
    assert [one.scope for one in await services.wheels.choices(cast.act(cast.mina))] == []


async def test_a_group_that_begins_anew_begins_without_who_was_in_it(cast: Cast) -> None:
    """It had no yes, so nobody is asked who has left it meanwhile."""
    stage = cast.stage
    una, zed = (stage.telegram.person(name, language="en") for name in ("Una", "Zed"))
    chat = stage.telegram.group("Una's", creator=una, kind="supergroup")
    await zed.join(chat)
    await una.add_bot(chat)
    await stage.say(zed, "/help", chat)
    await una.remove_bot(chat)
    await zed.leave(chat)
    await stage.settle()
    await cast.awa.join(chat)
    await cast.awa.add_bot(chat)
    await stage.say(una, "/help", chat)
    await stage.tap(una, "Set up", chat)
    await stage.tap(una, "All right", chat)
    members = await _rows(stage, "SELECT person_id FROM member WHERE network_id = 1")
    assert (una.id,) in members
    assert (zed.id,) not in members
