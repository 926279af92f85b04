"""What is erased of a whole network, or of one organization: table by table, each after those that refer to it."""

# ruff: noqa: S608 - the statements are made of our own words

from __future__ import annotations

from bot.storage.erasure import erase_person
from bot.storage.port import Writer

_GROUPS = "(SELECT id FROM peer_group WHERE network_id = :id)"
_ROUNDS = "(SELECT id FROM round WHERE network_id = :id)"
_OWN = "(SELECT id FROM organization WHERE network_id = :id)"
_OF_GROUPS = f"group_id IN {_GROUPS}"
_OF_ROUNDS = f"round_id IN {_ROUNDS}"
_OF_ALL = f"{_OF_GROUPS} OR organization_id IN {_OWN}"
_UNUSED = (
    "NOT EXISTS (SELECT 1 FROM round r WHERE r.template_id = template.id AND r.template_version = template.version)"
    " AND NOT EXISTS (SELECT 1 FROM action a WHERE a.template_id = template.id"
    " AND a.template_version = template.version)"
)

NETWORK: tuple[str, ...] = (
    "DELETE FROM outbox WHERE chat_id IN (SELECT chat_id FROM peer_group WHERE network_id = :id)",
    "DELETE FROM dialogue WHERE chat_id IN (SELECT chat_id FROM peer_group WHERE network_id = :id)",
    "DELETE FROM kept WHERE network_id = :id",
    f"DELETE FROM thread WHERE {_OF_GROUPS}",
    f"DELETE FROM workshop WHERE {_OF_GROUPS}",
    "DELETE FROM spoken WHERE NOT EXISTS (SELECT 1 FROM thread t WHERE t.summary_voice = spoken.voice)"
    " AND NOT EXISTS (SELECT 1 FROM workshop_theme w WHERE w.voice = spoken.voice)",
    f"DELETE FROM action WHERE network_id = :id OR {_OF_ALL}",
    f"UPDATE action SET round_id = NULL WHERE {_OF_ROUNDS}",
    f"DELETE FROM agenda_item WHERE {_OF_ALL}",
    f"DELETE FROM own_template WHERE {_OF_ALL}",
    "DELETE FROM announcement WHERE network_id = :id",
    f"DELETE FROM charter WHERE network_id = :id OR {_OF_GROUPS}",
    "DELETE FROM support_contact WHERE network_id = :id",
    f"DELETE FROM figure WHERE {_OF_ROUNDS}",
    f"DELETE FROM response WHERE {_OF_ROUNDS}",
    f"DELETE FROM round_group WHERE {_OF_ROUNDS}",
    "DELETE FROM invite WHERE network_id = :id",
    "DELETE FROM round WHERE network_id = :id",
    f"DELETE FROM template WHERE {_UNUSED}",
    "DELETE FROM log WHERE network_id = :id",
    "DELETE FROM log_name WHERE network_id = :id",
    "DELETE FROM erasing WHERE network_id = :id",
    "DELETE FROM coordinator WHERE network_id = :id",
    "DELETE FROM member WHERE network_id = :id",
    "DELETE FROM peer_group WHERE network_id = :id",
    "DELETE FROM organization WHERE network_id = :id",
    "DELETE FROM network WHERE id = :id",
)
"""What else is about a group, an action, a round … goes with its row, by the references of the schema."""

_ASKED = "(SELECT id FROM round WHERE organization_id = :id)"
_SHOWN = "(SELECT id FROM figure WHERE scope = 'organization' AND subject_id = :id)"

ORGANIZATION: tuple[str, ...] = (
    "DELETE FROM outbox WHERE data LIKE :inside OR data LIKE :last",
    f"UPDATE thread SET figure_id = NULL, spoke = NULL WHERE figure_id IN {_SHOWN}",
    "DELETE FROM action WHERE organization_id = :id",
    f"UPDATE action SET round_id = NULL WHERE round_id IN {_ASKED}",
    "DELETE FROM agenda_item WHERE organization_id = :id",
    "DELETE FROM own_template WHERE organization_id = :id",
    "DELETE FROM figure WHERE scope = 'organization' AND subject_id = :id",
    f"DELETE FROM figure WHERE round_id IN {_ASKED}",
    f"DELETE FROM response WHERE round_id IN {_ASKED}",
    "UPDATE response SET organization_id = NULL WHERE organization_id = :id",
    f"DELETE FROM invite WHERE round_id IN {_ASKED}",
    "DELETE FROM round WHERE organization_id = :id",
    f"DELETE FROM template WHERE {_UNUSED}",
    "UPDATE member SET organization_id = NULL, confirmed_at = NULL, confirmed_by = NULL WHERE organization_id = :id",
    "DELETE FROM group_organization WHERE organization_id = :id",
    "UPDATE peer_group SET whose = 'network' WHERE whose <> 'network'"
    " AND NOT EXISTS (SELECT 1 FROM group_organization g WHERE g.group_id = peer_group.id)",
    "DELETE FROM erasing WHERE organization_id = :id",
    "DELETE FROM organization WHERE id = :id",
)
"""Answers that count in a group's wheel, or the network's, stay there: they name nobody, and are no organization's."""


ROUNDS_AT_ONCE, PEOPLE_AT_ONCE = 20, 5

_ANSWERED = (
    "SELECT o.id FROM round o WHERE o.network_id = :id"
    " AND EXISTS (SELECT 1 FROM response r WHERE r.round_id = o.id) ORDER BY o.id LIMIT :many"
)
_HERE = (
    "SELECT person_id FROM member WHERE network_id = :id UNION SELECT person_id FROM coordinator WHERE network_id = :id"
    f" UNION SELECT person_id FROM group_member WHERE {_OF_GROUPS}"
    f" UNION SELECT person_id FROM facilitator WHERE {_OF_GROUPS}"
    f" UNION SELECT person_id FROM companion WHERE organization_id IN {_OWN}"
)
_ONLY_HERE = (
    f"SELECT p.person_id FROM ({_HERE}) p"
    " WHERE NOT EXISTS (SELECT 1 FROM member x WHERE x.person_id = p.person_id AND x.network_id <> :id)"
    " AND NOT EXISTS (SELECT 1 FROM coordinator x WHERE x.person_id = p.person_id AND x.network_id <> :id)"
    " AND NOT EXISTS (SELECT 1 FROM group_member x JOIN peer_group g ON g.id = x.group_id"
    " WHERE x.person_id = p.person_id AND COALESCE(g.network_id, 0) <> :id)"
    " AND NOT EXISTS (SELECT 1 FROM facilitator x JOIN peer_group g ON g.id = x.group_id"
    " WHERE x.person_id = p.person_id AND COALESCE(g.network_id, 0) <> :id)"
    " AND NOT EXISTS (SELECT 1 FROM companion x JOIN organization o ON o.id = x.organization_id"
    " WHERE x.person_id = p.person_id AND o.network_id <> :id) ORDER BY p.person_id LIMIT :many"
)


async def erase_organization(tx: Writer, organization_id: int) -> None:
    """Delete the organization with its wheels, rounds and plan; its people are of none from now on."""
    given = {"inside": f'%"organization_id": {organization_id},%', "last": f'%"organization_id": {organization_id}}}%'}
    for statement in ORGANIZATION:
        await tx.run(statement, id=organization_id, **given)


async def thin_out(tx: Writer, network_id: int) -> bool:
    """Delete some of what a network has much of, so that nobody waits long meanwhile; False when there is no more.

    Answers go first, then the people whom nothing ties to another network or group.
    """
    rounds = await tx.all(_ANSWERED, id=network_id, many=ROUNDS_AT_ONCE)
    for row in rounds:
        await tx.run("DELETE FROM figure WHERE round_id = :id", id=row["id"])
        await tx.run("DELETE FROM response WHERE round_id = :id", id=row["id"])
    people = [] if rounds else await tx.all(_ONLY_HERE, id=network_id, many=PEOPLE_AT_ONCE)
    for row in people:
        await erase_person(tx, row["person_id"])
    return bool(rounds or people)


async def erase_network(tx: Writer, network_id: int) -> None:
    """Delete the network with all that is in it."""
    for statement in NETWORK:
        await tx.run(statement, id=network_id)
