"""Buttons that were shown to somebody with a role, tapped again once the role is gone: nothing comes of them."""

from __future__ import annotations

import pytest

from bot.rehearsal.persons import Person
from tests.access.forging import KINDS
from tests.access.scene import Cast
from tests.access.test_cells import TRIES
from tests.access.test_forged import somewhere
from tests.access.witness import Witness
from tests.conversations.havoc import Havoc
from tests.conversations.test_bad_input import OWN, forged

FORGOTTEN = "Forget"


async def _no_coordinator(cast: Cast) -> Person:
    await cast.stage.app.services.ground.storage.write(
        lambda tx: tx.run("DELETE FROM coordinator WHERE person_id = :id", id=cast.cora.id)
    )
    return cast.cora


async def _no_facilitator(cast: Cast) -> Person:
    """Taken back by a coordinator; then they leave the group, and are no member either."""
    await cast.stage.app.services.groups.setup.set_facilitator(cast.act(cast.awa), 1, cast.fatou.id, named=False)
    await cast.fatou.leave(cast.chat)
    return cast.fatou


async def _no_member(cast: Cast) -> Person:
    await cast.mina.leave(cast.chat)
    await cast.stage.settle()
    await cast.stage.app.services.membership.claim(cast.act(cast.mina), 1, None)
    return cast.mina


LOSSES = {"coordinator": _no_coordinator, "facilitator": _no_facilitator, "member": _no_member}


@pytest.mark.parametrize("role", LOSSES)
async def test_no_button_outlives_the_role(cast: Cast, role: str, monkeypatch: pytest.MonkeyPatch) -> None:
    person = await LOSSES[role](cast)
    await cast.stage.settle()
    havoc, witness = Havoc(cast.stage), Witness()
    witness.watch(monkeypatch)
    place = await somewhere(cast, person, in_group=False)
    for data in [one.data.format(fatou=cast.fatou.id) for one in TRIES] + _all():
        await havoc.tap(person, place, data)
        assert witness.wrongs() == [], data
    assert not witness.done_by(person.id) & {"followup/tending.Tending.look", "groups/invitations.Invitations.invite"}
    await havoc.calm()


def _all() -> list[str]:
    """Of every kind that changes more than what is one's own."""
    kinds = [kind for kind in KINDS if kind.__module__.rpartition(".")[2] not in OWN and kind.__name__ != FORGOTTEN]
    return [data for kind in kinds for data in forged(kind, 1)]
