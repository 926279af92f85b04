"""In which figures a response counts: fixed when the person opens the round, refreshed at each opening and claim."""

from __future__ import annotations

from bot.secret import pseudonym
from bot.storage import companions, erasure, networks, responses, rounds
from bot.storage.port import Reader, Writer
from bot.storage.rounds import Round


async def own_organization(tx: Reader, network_id: int, person_id: int) -> int | None:
    """The organization that the person counts for: the confirmed one, or None."""
    member = await networks.member(tx, network_id, person_id)
    return member.organization_id if member and member.confirmed else None


async def place(tx: Writer, key: bytes, asked: Round, person_id: int) -> None:
    """Let the person's response (which is there) count where it should by now."""
    own = pseudonym(key, asked.id, person_id)
    organization_id = asked.organization_id
    if asked.scope != "organization":
        organization_id = await own_organization(tx, asked.network_id, person_id)
    await responses.set_organization(tx, asked.id, own, organization_id)
    await responses.refresh_groups(tx, asked.id, own, person_id)


async def refresh(tx: Writer, key: bytes, person_id: int, left_group_id: int | None = None) -> None:
    """After a changed claim, a confirmation, or a group joined or left: place the responses of open rounds anew."""
    for asked in await rounds.counting(tx, person_id, left_group_id):
        await place_again(tx, key, asked, person_id)


async def place_again(tx: Writer, key: bytes, asked: Round, person_id: int) -> None:
    """Place the person's response anew, if there is one: who has answered by one group counts in the next as well."""
    entry = await responses.entry(tx, asked.id, pseudonym(key, asked.id, person_id), person_id)
    if entry and entry.started:
        await place(tx, key, asked, person_id)


async def leave_out(tx: Writer, key: bytes, person_id: int, now: int) -> None:
    """Whoever accompanies an organization is counted in no wheel of it: what they have said for one before goes."""
    for round_id in await companions.open_rounds(tx, person_id, now):
        own = pseudonym(key, round_id, person_id)
        given = await responses.given(tx, {round_id: own})
        if round_id in given and not given[round_id]:  # what a wheel has counted stays in it
            await erasure.erase_response(tx, round_id, own)


async def asks_organization(tx: Reader, asked: Round, person_id: int) -> bool:
    """Whether the round needs the person's organization and does not know it: of a network, or several in a group."""
    if asked.scope == "organization" or not (asked.scope == "network" or await _among_several(tx, asked.id, person_id)):
        return False
    member = await networks.member(tx, asked.network_id, person_id)
    return member is None or (member.organization_id is None and not member.said_none)


async def _among_several(tx: Reader, round_id: int, person_id: int) -> bool:
    row = await tx.one(
        "SELECT 1 AS yes FROM group_member m CROSS JOIN round_group p JOIN peer_group g ON g.id = p.group_id"
        " WHERE p.group_id = m.group_id AND p.round_id = :round_id AND p.state = 'open' AND m.person_id = :person_id"
        " AND g.whose = 'several'",
        round_id=round_id,
        person_id=person_id,
    )
    return row is not None
