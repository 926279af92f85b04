"""What is erased of a whole network, or of one organization: heap after heap, each after those that refer to it."""

# ruff: noqa: S608 - the statements are made of our own words

from __future__ import annotations

from bot.storage.erasure import erase_person
from bot.storage.port import Writer
from bot.storage.portions import Heap, take

_GROUPS = "(SELECT id FROM peer_group WHERE network_id = :id)"
_ROUNDS = "(SELECT id FROM round WHERE network_id = :id)"
_OWN = "(SELECT id FROM organization WHERE network_id = :id)"
_CHATS = "chat_id IN (SELECT chat_id FROM peer_group WHERE network_id = :id)"
_OF_GROUPS = f"group_id IN {_GROUPS}"
_OF_ROUNDS = f"round_id IN {_ROUNDS}"
_OF_OWN = f"organization_id IN {_OWN}"
_HERE = "network_id = :id"
_ANY = (_HERE, _OF_GROUPS, _OF_OWN)
"""One heap for each: PostgreSQL reads the whole table where they stand in one condition."""

# Not `NOT EXISTS`: PostgreSQL would read all rounds at once instead of looking for one of each template.
_UNUSED = (
    "(SELECT r.id FROM round r WHERE r.template_id = template.id AND r.template_version = template.version"
    " LIMIT 1) IS NULL AND (SELECT a.id FROM action a WHERE a.template_id = template.id"
    " AND a.template_version = template.version LIMIT 1) IS NULL"
)
_SILENT = (
    "(SELECT t.id FROM thread t WHERE t.summary_voice = spoken.voice LIMIT 1) IS NULL"
    " AND (SELECT w.workshop_id FROM workshop_theme w WHERE w.voice = spoken.voice LIMIT 1) IS NULL"
)
_TEMPLATE = Heap("template", _UNUSED, "id, version")

NETWORK: tuple[Heap, ...] = (
    Heap("shown_answer", f"figure_id IN (SELECT id FROM figure WHERE {_OF_ROUNDS})", "figure_id, spoke, pseudonym"),
    Heap("figure", _OF_ROUNDS, at_once=100),
    Heap("response", _OF_ROUNDS, "round_id, pseudonym", at_once=100),
    Heap("outbox", _CHATS),
    Heap("dialogue", _CHATS, "chat_id, person_id, thread_id"),
    Heap("kept", _HERE, at_once=200),
    Heap("thread", _OF_GROUPS, at_once=200),
    Heap("workshop", _OF_GROUPS, at_once=50),
    Heap("spoken", _SILENT, "voice, person_id"),
    *(Heap("action", where, at_once=50) for where in _ANY),
    Heap("action", _OF_ROUNDS, change="round_id = NULL"),
    *(Heap("agenda_item", where) for where in (_OF_GROUPS, _OF_OWN)),
    *(Heap("own_template", where) for where in (_OF_GROUPS, _OF_OWN)),
    Heap(
        "announcement_seen",
        f"announcement_id IN (SELECT id FROM announcement WHERE {_HERE})",
        "announcement_id, person_id",
    ),
    Heap("announcement", _HERE, at_once=100),
    *(
        Heap("charter_accepted", f"charter_id IN (SELECT id FROM charter WHERE {where})", "charter_id, person_id")
        for where in (_HERE, _OF_GROUPS)
    ),
    *(Heap("charter", where, at_once=100) for where in (_HERE, _OF_GROUPS)),
    Heap("support_contact", _HERE),
    Heap("round_group", _OF_ROUNDS, "round_id, group_id"),
    Heap("invite", _HERE, "digest"),
    Heap("round", _HERE),
    _TEMPLATE,
    Heap("log", _HERE),
    Heap("log_name", _HERE, "network_id, reference"),
    Heap("peer_group", _HERE, at_once=50),
)
"""What else is about a group, an action, a round … goes with its row, by the references of the schema."""

TIES: tuple[tuple[str, str], ...] = (
    ("member", _HERE),
    ("group_member", _OF_GROUPS),
    ("companion", _OF_OWN),
    ("facilitator", _OF_GROUPS),
    ("coordinator", _HERE),
)
"""By what a person is in a network."""

ELSEWHERE = (
    "SELECT 1 AS here FROM member WHERE person_id = :person AND network_id <> :id"
    " UNION ALL SELECT 1 FROM coordinator WHERE person_id = :person AND network_id <> :id"
    " UNION ALL SELECT 1 FROM group_member x JOIN peer_group g ON g.id = x.group_id"
    " WHERE x.person_id = :person AND COALESCE(g.network_id, 0) <> :id"
    " UNION ALL SELECT 1 FROM facilitator x JOIN peer_group g ON g.id = x.group_id"
    " WHERE x.person_id = :person AND COALESCE(g.network_id, 0) <> :id"
    " UNION ALL SELECT 1 FROM companion x JOIN organization o ON o.id = x.organization_id"
    " WHERE x.person_id = :person AND o.network_id <> :id LIMIT 1"
)

_SHUT_NETWORK = (
    f"DELETE FROM closing WHERE {_OF_ROUNDS}",
    f"UPDATE round_group SET state = 'closed' WHERE state <> 'closed' AND {_OF_ROUNDS}",
    f"UPDATE round SET state = 'closed', closed_at = :now WHERE state <> 'closed' AND {_HERE}",
    f"UPDATE workshop SET state = 'cancelled' WHERE state NOT IN ('ended', 'cancelled') AND {_OF_GROUPS}",
)
_END_NETWORK = (
    f"DELETE FROM erasing WHERE {_HERE}",
    f"DELETE FROM organization WHERE {_HERE}",
    "DELETE FROM network WHERE id = :id",
)

_ASKED = "(SELECT id FROM round WHERE organization_id = :id)"
_ITS = "scope = 'organization' AND subject_id = :id"

ORGANIZATION: tuple[Heap, ...] = (
    Heap("outbox", "organization_id = :id"),
    Heap("thread", f"figure_id IN (SELECT id FROM figure WHERE {_ITS})", change="figure_id = NULL, spoke = NULL"),
    Heap("action", "organization_id = :id", at_once=50),
    Heap("action", f"round_id IN {_ASKED}", change="round_id = NULL"),
    Heap("agenda_item", "organization_id = :id"),
    Heap("own_template", "organization_id = :id"),
    *(
        Heap("shown_answer", f"figure_id IN (SELECT id FROM figure WHERE {where})", "figure_id, spoke, pseudonym")
        for where in (_ITS, f"round_id IN {_ASKED}")
    ),
    *(Heap("figure", where, at_once=100) for where in (_ITS, f"round_id IN {_ASKED}")),
    Heap("response", f"round_id IN {_ASKED}", "round_id, pseudonym", at_once=100),
    Heap("invite", f"round_id IN {_ASKED}", "digest"),
    Heap("round", "organization_id = :id"),
    _TEMPLATE,
)
"""Answers that count in a group's wheel, or the network's, stay there: they name nobody, and are no organization's."""

_SHUT_ORGANIZATION = (
    f"DELETE FROM closing WHERE round_id IN {_ASKED}",
    "UPDATE round SET state = 'closed', closed_at = :now WHERE state <> 'closed' AND organization_id = :id",
    "UPDATE member SET organization_id = NULL, confirmed_at = NULL, confirmed_by = NULL WHERE organization_id = :id",
    "UPDATE response SET organization_id = NULL WHERE organization_id = :id",
)
_END_ORGANIZATION = (
    "UPDATE peer_group SET whose = 'network' WHERE whose <> 'network'"
    " AND id IN (SELECT group_id FROM group_organization WHERE organization_id = :id) AND NOT EXISTS"
    " (SELECT 1 FROM group_organization g WHERE g.group_id = peer_group.id AND g.organization_id <> :id)",
    "DELETE FROM erasing WHERE organization_id = :id",
    "DELETE FROM organization WHERE id = :id",
)

PEOPLE_AT_ONCE = 5


async def shut_network(tx: Writer, network_id: int, now: int) -> None:
    """Let no wheel of the network be made while its answers go: it would be of some of them only."""
    for statement in _SHUT_NETWORK:
        await tx.run(statement, id=network_id, now=now)


async def thin_network(tx: Writer, network_id: int, place: int = 0) -> int | None:
    """Erase a portion of the network, at that place or after; returns where the next is, None when there is no more.

    People go first, if nothing ties them to another network or group.
    """
    while place < len(TIES):
        if await _let_go(tx, network_id, *TIES[place]):
            return place
        place += 1
    place = len(TIES) + await take(tx, NETWORK, place - len(TIES), id=network_id)
    return place if place < len(TIES) + len(NETWORK) else None


async def erase_network(tx: Writer, network_id: int) -> None:
    """Delete what is left of the network once it was thinned out."""
    for statement in _END_NETWORK:
        await tx.run(statement, id=network_id)


async def _let_go(tx: Writer, network_id: int, table: str, here: str) -> bool:
    """Erase some of the people whom that table ties to the network, or their tie; False when there is nobody."""
    rows = await tx.all(f"SELECT person_id FROM {table} WHERE {here} LIMIT {PEOPLE_AT_ONCE}", id=network_id)
    for row in rows:
        person_id = row["person_id"]
        if await tx.one(ELSEWHERE, id=network_id, person=person_id) is None:
            await erase_person(tx, person_id)
        else:
            await tx.run(f"DELETE FROM {table} WHERE person_id = :person AND {here}", id=network_id, person=person_id)
    return bool(rows)


async def shut_organization(tx: Writer, organization_id: int, now: int) -> None:
    """Let its people be of none from now on, and their answers count in no wheel of it; its own rounds are over."""
    for statement in _SHUT_ORGANIZATION:
        await tx.run(statement, id=organization_id, now=now)


async def thin_organization(tx: Writer, organization_id: int, place: int = 0) -> int | None:
    """Like `thin_network`, of an organization."""
    place = await take(tx, ORGANIZATION, place, id=organization_id)
    return place if place < len(ORGANIZATION) else None


async def erase_organization(tx: Writer, organization_id: int) -> None:
    """Delete what is left of the organization once it was thinned out."""
    for statement in _END_ORGANIZATION:
        await tx.run(statement, id=organization_id)
