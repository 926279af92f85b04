"""In which figures a response counts: fixed when the person opens the round, refreshed at each opening and claim."""

from __future__ import annotations

from bot.secret import pseudonym
from bot.storage import networks, responses, rounds
from bot.storage.port import Reader, Writer
from bot.storage.rounds import Round


async def own_organization(tx: Reader, network_id: int, person_id: int) -> int | None:
    """The organization that the person counts for, or None.

    It is the confirmed one; or a claimed one, or one never asked for, when the person is in a group that is of exactly
    that organization: whoever runs the group has let them in.
    """
    member = await networks.member(tx, network_id, person_id)
    if member and member.confirmed:
        return member.organization_id
    by_group = await _of_groups(tx, network_id, person_id)
    claimed = member.organization_id if member else None
    if claimed is not None:
        return claimed if claimed in by_group else None
    if member and member.said_none:
        return None
    return by_group[0] if len(by_group) == 1 else None


async def _of_groups(tx: Reader, network_id: int, person_id: int) -> list[int]:
    """The organizations of those of the person's groups that are of exactly one."""
    rows = await tx.all(
        "SELECT DISTINCT o.organization_id FROM group_organization o"
        " JOIN peer_group g ON g.id = o.group_id JOIN group_member m ON m.group_id = g.id"
        " WHERE m.person_id = :person_id AND g.network_id = :network_id AND g.state = 'active'"
        " AND g.whose = 'organization' AND (SELECT COUNT(*) FROM group_organization c WHERE c.group_id = g.id) = 1 ORDER BY o.organization_id",
        person_id=person_id,
        network_id=network_id,
    )
    return [row["organization_id"] for row in rows]


async def place(tx: Writer, key: bytes, asked: Round, person_id: int) -> None:
    """Let the person's response (which is there) count where it should by now."""
    own = pseudonym(key, asked.id, person_id)
    organization_id = asked.organization_id
    if asked.scope != "organization":
        organization_id = await own_organization(tx, asked.network_id, person_id)
    await responses.set_organization(tx, asked.id, own, organization_id)
    await responses.refresh_groups(tx, asked.id, own, person_id)


async def refresh(tx: Writer, key: bytes, person_id: int) -> None:
    """After a changed claim, a confirmation, or a group joined or left: place the responses of all open rounds anew."""
    for asked in await rounds.in_state(tx, "open"):
        entry = await responses.entry(tx, asked.id, pseudonym(key, asked.id, person_id), person_id)
        if entry and entry.started:
            await place(tx, key, asked, person_id)


async def asks_organization(tx: Reader, asked: Round, person_id: int) -> bool:
    """Whether the round needs the person's organization and does not know it: of a network, or several in a group."""
    if asked.scope == "organization" or not (asked.scope == "network" or await _among_several(tx, asked.id, person_id)):
        return False
    member = await networks.member(tx, asked.network_id, person_id)
    if member and (member.said_none or member.organization_id is not None):
        return False
    return await own_organization(tx, asked.network_id, person_id) is None


async def _among_several(tx: Reader, round_id: int, person_id: int) -> bool:
    row = await tx.one(
        "SELECT 1 AS yes FROM round_group p JOIN group_member m ON m.group_id = p.group_id"
        " JOIN peer_group g ON g.id = p.group_id"
        " WHERE p.round_id = :round_id AND p.state = 'open' AND m.person_id = :person_id AND g.whose = 'several'",
        round_id=round_id,
        person_id=person_id,
    )
    return row is not None
