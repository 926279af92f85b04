"""Filling a database with what a large network leaves behind in years, by a few statements that both databases know."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass

import psycopg

from bot.storage.url import database_path, is_postgres
from surveys.template import load_all

FIRST = 1000
"""The first number of a group, a round, an organization: those of the village are lower."""

FIRST_PERSON = 6_000_000_000
"""The first of the network's people; the others have the numbers after it."""

FIRST_CHAT = -1_002_000_000_000
"""The chat of the first group; the others' go down from it."""

SPOKES = [spoke.key for spoke in load_all()["gender-equality"].spokes]
"""Of the template of all rounds, the village's too."""

_ORGANIZATIONS = 100
_MONTH = 30 * 24 * 3600 * 1_000_000


@dataclass(frozen=True, slots=True)
class Network:
    """How large it is: `people` are spread over the groups evenly, and answer each of their group's rounds whole.

    The last round of each group is still open.
    """

    groups: int = 5_000
    people: int = 100_000
    rounds: int = 13

    @property
    def answers(self) -> int:
        return self.people * self.rounds * len(SPOKES)


def fill(url: str, network: Network, now: int) -> None:
    """Put the network beside the village of the database; `now` in microseconds."""
    put(url, _statements(network, now))


def put(url: str, statements: Iterable[str]) -> None:
    """Run the statements at once, without the care that real data are owed."""
    if is_postgres(url):
        _put_postgres(url, statements)
    else:
        _put_sqlite(url, statements)
        os.sync()  # what the machine still has to write must not get into the way of the taps


def _put_sqlite(url: str, statements: Iterable[str]) -> None:
    with closing(sqlite3.connect(database_path(url), isolation_level=None)) as raw:
        for name, value in (("journal_mode", "OFF"), ("synchronous", "OFF"), ("cache_size", "-400000")):
            raw.execute(f"PRAGMA {name} = {value}")
        for statement in statements:
            raw.execute(statement)
        raw.execute("PRAGMA journal_mode = WAL")


def _put_postgres(url: str, statements: Iterable[str]) -> None:
    with psycopg.connect(url, autocommit=True) as raw:
        # Looking for each answer's response would take minutes; they are made from them.
        for name, value in (("session_replication_role", "replica"), ("work_mem", "'256MB'")):
            raw.execute(f"SET {name} = {value}".encode())
        for statement in (*statements, "VACUUM (ANALYZE)", "CHECKPOINT"):
            raw.execute(statement.encode())


def _statements(network: Network, now: int) -> Iterator[str]:
    """In the order of the primary keys, so that the trees grow at their end."""
    yield from members(network, now)
    yield from _rounds(network, now)
    yield from _answers(network.people // network.groups)
    yield from _dealt_with(network, now)


def members(network: Network, now: int) -> Iterator[str]:
    """Its organizations, groups and people."""
    groups, each = network.groups, network.people // network.groups
    yield many(
        _ORGANIZATIONS,
        "organization (id, network_id, name, created_at)",
        f"{FIRST} + i, v.network_id, 'Organization ' || i, {now}",
    )
    yield many(
        groups,
        "peer_group (id, network_id, chat_id, title, state, language, zone, created_at)",
        f"{FIRST} + i, v.network_id, {FIRST_CHAT} - i, 'Group ' || i, 'active', 'fr', 'Africa/Dakar', {now}",
    )
    yield many(network.people, "person (id, hint, private_since, met_at)", f"{FIRST_PERSON} + i, 'fr', {now}, {now}")
    yield many(
        network.people,
        "group_member (group_id, person_id, since)",
        f"{FIRST} + i / {each}, {FIRST_PERSON} + i, {now}",
    )
    yield many(
        network.people,
        "member (network_id, person_id, organization_id, since)",
        f"v.network_id, {FIRST_PERSON} + i, {FIRST} + i % {_ORGANIZATIONS}, {now}",
    )


def _rounds(network: Network, now: int) -> Iterator[str]:
    """All of them are closed but each group's last."""
    groups = network.groups
    closed = f"i / {groups} < {network.rounds - 1}"
    opens = f"{now} + (i / {groups} - {network.rounds - 1}) * {_MONTH}"
    yield many(
        groups * network.rounds,
        "round (id, network_id, template_id, template_version, scope, state, minimum, opens_at, closes_at, created_at)",
        f"{FIRST} + i, v.network_id, v.template_id, v.template_version, 'group',"
        f" CASE WHEN {closed} THEN 'closed' ELSE 'open' END, 5, {opens}, {opens} + {_MONTH}, {opens}",
    )
    yield many(
        groups * network.rounds,
        "round_group (round_id, group_id, state, opens_at, closes_at, secret)",
        f"{FIRST} + i, {FIRST} + i % {groups}, CASE WHEN {closed} THEN 'closed' ELSE 'open' END,"
        f" {opens}, {opens} + {_MONTH}, 'secret of round ' || i",
    )
    yield many(
        groups * (network.rounds - 1),
        "figure (round_id, scope, subject_id, state, snapshot, made_at)",
        f"{FIRST} + i, 'group', {FIRST} + i % {groups}, 'published', '{_snapshot()}', {opens} + {_MONTH}",
    )


def _dealt_with(network: Network, now: int) -> Iterator[str]:
    """Updates that were handled and letters that have arrived."""
    yield many(
        network.people,
        "intake (update_id, lane, received_at, state)",
        f"{FIRST_PERSON} + i, 'p' || ({FIRST_PERSON} + i), {now} - i, 'done'",
    )
    yield many(
        network.people,
        "outbox (key, chat_id, kind, data, priority, not_before, state, made_at)",
        f"'old letter ' || i, {FIRST_PERSON} + i, 'invitation', '{{}}', 5, {now}, 'sent', {now}",
    )


def many(count: int, into: str, columns: str) -> str:
    """So many rows, numbered by `i`; `v` is the village's round."""
    return (
        f"INSERT INTO {into} WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {count - 1})"  # noqa: S608 - numbers only
        f" SELECT {columns} FROM n CROSS JOIN (SELECT * FROM round WHERE id < {FIRST}) v ORDER BY i"
    )


def _answers(each: int) -> Iterator[str]:
    """Everybody's in each round of their group. Pseudonyms as long as real ones, and in no order."""
    person = f"(r.id * {each} + i)"
    pseudonym = f"CAST(1000000000000 + {person} * 7368787 % 999999999989 AS TEXT) || 'abcdefghijk'"
    spokes = ", ".join(f"({place}, '{key}')" for place, key in enumerate(SPOKES))
    yield (
        "INSERT INTO response (round_id, pseudonym, locked)"  # noqa: S608 - numbers only
        f" WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {each - 1})"
        f" SELECT r.id, {pseudonym}, CASE WHEN r.state = 'closed' THEN 1 ELSE 0 END FROM round r CROSS JOIN n"
        f" WHERE r.id >= {FIRST} ORDER BY 1, 2"
    )
    yield (
        "INSERT INTO response_group (round_id, pseudonym, group_id) SELECT p.round_id, p.pseudonym, g.group_id"
        " FROM response p JOIN round_group g ON g.round_id = p.round_id ORDER BY 1, 2"
    )
    yield (
        f"INSERT INTO answer (round_id, pseudonym, spoke, level) WITH s (place, spoke) AS (VALUES {spokes})"  # noqa: S608 - our own keys
        " SELECT p.round_id, p.pseudonym, s.spoke, (p.round_id + s.place * 3) % 8 - 2"
        " FROM response p CROSS JOIN s ORDER BY 1, 2, 3"
    )


def _snapshot() -> str:
    """As many characters as a frozen wheel has, about."""
    return '{"what": "' + "a wheel " * 100 + '"}'
