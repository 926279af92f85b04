"""Every deep link, opened by everybody: true ones of others, used, revoked, expired and broken ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.rehearsal.persons import Person
from handlers.routes import routes
from tests.access.scene import MARK, Cast
from tests.access.witness import Witness
from tests.conversations.havoc import Havoc
from tests.conversations.stage import DAY

SECRET = "x" * 32
PAYLOADS = [
    *(
        f"{kind}{secret}"
        for kind in sorted(routes().starts)
        for secret in ("", "1", SECRET, "-1", "secret", "%00", "_-")
    ),
    *("", "zzz", "true", "c c", "C" + SECRET, "n" * 64),
]


async def follow(cast: Cast, person: Person, payload: str) -> str:
    """Open the link, and read what comes."""
    return (await cast.stage.say(person, f"/start {payload}")).text


async def test_links_that_never_were_open_nothing_to_outsiders(cast: Cast) -> None:
    havoc = Havoc(cast.stage)
    before = await havoc.imprint()
    for payload in PAYLOADS:
        told = await follow(cast, cast.sam, payload)
        assert told
        assert MARK not in told, payload
    assert await havoc.imprint() == before
    await havoc.calm()


async def test_links_that_never_were_open_to_insiders_only_what_is_theirs(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    witness = Witness()
    witness.watch(monkeypatch)
    for person in (cast.cora, cast.fatou, cast.mina, cast.carla, cast.otto):
        for kind in sorted(routes().starts):
            told = await follow(cast, person, f"{kind}1")
            assert person is not cast.otto or MARK not in told
    assert witness.wrongs() == []
    await Havoc(cast.stage).calm()


async def test_a_coordinators_link_makes_one_coordinator_and_no_second(cast: Cast) -> None:
    membership = cast.stage.app.services.membership
    made = await membership.invite(cast.act(cast.awa), "coordinator", 1)
    assert "You are a coordinator" in await follow(cast, cast.carla, made.payload)
    for person in (cast.mina, cast.sam, cast.otto):
        assert "no longer good" in await follow(cast, person, made.payload)
    assert [one.id for one in await membership.coordinated(cast.act(cast.carla))] == [1]
    assert await membership.coordinated(cast.act(cast.sam)) == []


@pytest.mark.parametrize("how", ["revoked", "expired"])
async def test_a_link_that_ended_makes_nobody_a_coordinator(cast: Cast, how: str) -> None:
    membership = cast.stage.app.services.membership
    made = await membership.invite(cast.act(cast.awa), "coordinator", 1)
    if how == "revoked":
        await membership.revoke(cast.act(cast.awa), "coordinator", 1)
    else:
        await cast.stage.advance(8 * DAY)
    assert "no longer good" in await follow(cast, cast.sam, made.payload)
    assert await membership.coordinated(cast.act(cast.sam)) == []


async def test_a_link_is_good_for_what_it_was_made_for_alone(cast: Cast) -> None:
    """The secret of a link for groups behind the letter of a coordinator's."""
    membership, havoc = cast.stage.app.services.membership, Havoc(cast.stage)
    made = await membership.invite(cast.act(cast.awa), "group", 1)
    before = await havoc.imprint()
    for kind in sorted(routes().starts):
        if kind != made.payload[0]:
            await follow(cast, cast.sam, kind + made.payload[1:])
    assert await havoc.imprint() == before
    await havoc.calm()


async def test_the_database_alone_opens_no_link(cast: Cast, tmp_path: Path) -> None:
    """Only digests of their secrets are in it."""
    made = await cast.stage.app.services.membership.invite(cast.act(cast.awa), "coordinator", 1)
    assert made.payload[1:].encode() not in _bytes_in(tmp_path)


def _bytes_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())
