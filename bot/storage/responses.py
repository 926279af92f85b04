"""Rows of responses: the answers of one person in one round, under a pseudonym, never with a time or an id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.storage.port import Reader, Value, Writer
from bot.storage.rounds import Round, from_row

DONT_KNOW = -1
RATHER_NOT = -2
LOWEST_ANSWER = RATHER_NOT
_AT_ONCE = 128
"""Rounds, or people, that one statement is about."""

_PAGE = 500
"""Responses that are read together: others' turn comes in between."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody scored; no spoke and no level where that is nothing. `organization_id`: whose figure it is in."""

    pseudonym: str
    organization_id: int | None
    spoke: str | None
    level: int | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A person before a round: what decides whether an answer is taken.

    `started`: there is a response; `locked`: it is counted in a published figure. `group_closes_at`: when the first
    open part of a group that the person is in closes, None when there is no such part, and `group_zone` its time zone;
    `in_a_group`: in a group of the round at all; `of_organization`: a confirmed member of the organization of an
    organization's round.
    """

    round: Round
    started: bool
    locked: bool
    group_closes_at: int | None
    group_zone: str | None
    in_a_group: bool
    of_organization: bool

    @property
    def open(self) -> bool:
        """Whether the person is among those who may answer now."""
        by_organization = self.round.scope == "organization" and (self.of_organization or self.started)
        return self.round.state == "open" and (self.group_closes_at is not None or by_organization)

    @property
    def closes_at(self) -> int:
        """Until when the person may answer."""
        return self.round.closes_at if self.group_closes_at is None else self.group_closes_at


# CROSS JOIN keeps SQLite, which has no statistics, from beginning with all rounds that are open.
_ENTRY = (
    "SELECT r.*, s.locked AS locked,"
    " (SELECT MIN(p.closes_at) FROM group_member m CROSS JOIN round_group p WHERE p.group_id = m.group_id"
    " AND p.round_id = r.id AND p.state = 'open' AND m.person_id = :person_id) AS group_closes_at,"
    " (SELECT g.zone FROM group_member m CROSS JOIN round_group p JOIN peer_group g ON g.id = p.group_id"
    " WHERE p.group_id = m.group_id AND p.round_id = r.id AND p.state = 'open' AND m.person_id = :person_id"
    " ORDER BY p.closes_at, p.group_id LIMIT 1) AS group_zone,"
    " EXISTS (SELECT 1 FROM round_group p JOIN group_member m ON m.group_id = p.group_id"
    " WHERE p.round_id = r.id AND m.person_id = :person_id) AS in_a_group,"
    " EXISTS (SELECT 1 FROM member o WHERE r.scope = 'organization' AND o.organization_id = r.organization_id"
    " AND o.person_id = :person_id AND o.confirmed_at IS NOT NULL) AS of_organization"
    " FROM round r LEFT JOIN response s ON s.round_id = r.id AND s.pseudonym = :pseudonym WHERE r.id = :round_id"
)


async def entry(tx: Reader, round_id: int, pseudonym: str, person_id: int) -> Entry | None:
    """All that is to be known before an answer, in one statement; None when there is no such round."""
    row = await tx.one(_ENTRY, round_id=round_id, pseudonym=pseudonym, person_id=person_id)
    if row is None:
        return None
    return Entry(
        round=from_row(row),
        started=row["locked"] is not None,
        locked=bool(row["locked"]),
        group_closes_at=row["group_closes_at"],
        group_zone=row["group_zone"],
        in_a_group=bool(row["in_a_group"]),
        of_organization=bool(row["of_organization"]),
    )


async def begin(tx: Writer, round_id: int, pseudonym: str) -> None:
    """Make sure that there is a response to put answers into."""
    await tx.run(
        "INSERT INTO response (round_id, pseudonym) VALUES (:round_id, :pseudonym) ON CONFLICT DO NOTHING",
        round_id=round_id,
        pseudonym=pseudonym,
    )


async def set_answer(tx: Writer, round_id: int, pseudonym: str, spoke: str, level: int) -> None:
    """Note the level (0 to 5, `DONT_KNOW` or `RATHER_NOT`) of a spoke; the last one counts."""
    await tx.run(
        "INSERT INTO answer (round_id, pseudonym, spoke, level) VALUES (:round_id, :pseudonym, :spoke, :level)"
        " ON CONFLICT (round_id, pseudonym, spoke) DO UPDATE SET level = excluded.level",
        round_id=round_id,
        pseudonym=pseudonym,
        spoke=spoke,
        level=level,
    )


async def given(tx: Reader, pseudonyms: Mapping[int, str]) -> dict[int, bool]:
    """In which of these rounds there is a response under that round's pseudonym, and whether it is locked."""
    found: dict[int, bool] = {}
    pairs = list(pseudonyms.items())
    for begin in range(0, len(pairs), _AT_ONCE):
        page = pairs[begin : begin + _AT_ONCE]
        own = " UNION ALL ".join(
            f"SELECT :round{number} AS round_id, :own{number} AS pseudonym" for number in range(len(page))
        )
        values: dict[str, Value] = {f"round{number}": round_id for number, (round_id, _) in enumerate(page)}
        values |= {f"own{number}": pseudonym for number, (_, pseudonym) in enumerate(page)}
        rows = await tx.all(
            f"SELECT r.round_id, r.locked FROM ({own}) own CROSS JOIN response r"  # noqa: S608 - numbers only
            " WHERE r.round_id = own.round_id AND r.pseudonym = own.pseudonym",
            **values,
        )
        found |= {row["round_id"]: bool(row["locked"]) for row in rows}
    return found


async def answers(tx: Reader, round_id: int, pseudonym: str) -> dict[str, int]:
    """The response's levels by the key of the spoke."""
    rows = await tx.all(
        "SELECT spoke, level FROM answer WHERE round_id = :round_id AND pseudonym = :pseudonym",
        round_id=round_id,
        pseudonym=pseudonym,
    )
    return {row["spoke"]: row["level"] for row in rows}


async def set_organization(tx: Writer, round_id: int, pseudonym: str, organization_id: int | None) -> None:
    """Say in which organization's figure the response counts; None: in none."""
    await tx.run(
        "UPDATE response SET organization_id = :organization_id WHERE round_id = :round_id AND pseudonym = :pseudonym",
        round_id=round_id,
        pseudonym=pseudonym,
        organization_id=organization_id,
    )


async def refresh_groups(tx: Writer, round_id: int, pseudonym: str, person_id: int) -> None:
    """Let the response count in each open part whose group the person is in now; closed parts stay as they were."""
    await tx.run(
        "DELETE FROM response_group WHERE round_id = :round_id AND pseudonym = :pseudonym AND EXISTS"
        " (SELECT 1 FROM round_group p WHERE p.round_id = response_group.round_id"
        " AND p.group_id = response_group.group_id AND p.state = 'open') AND group_id NOT IN"
        " (SELECT group_id FROM group_member WHERE person_id = :person_id)",
        round_id=round_id,
        pseudonym=pseudonym,
        person_id=person_id,
    )
    await tx.run(
        "INSERT INTO response_group (round_id, pseudonym, group_id) SELECT p.round_id, :pseudonym, p.group_id"
        " FROM group_member m CROSS JOIN round_group p WHERE p.group_id = m.group_id"
        " AND p.round_id = :round_id AND p.state = 'open' AND m.person_id = :person_id ON CONFLICT DO NOTHING",
        round_id=round_id,
        pseudonym=pseudonym,
        person_id=person_id,
    )


_ALL = " FROM answer a WHERE a.round_id = :round_id"
_OF_GROUP = (
    " FROM answer a JOIN response_group g ON g.round_id = a.round_id AND g.pseudonym = a.pseudonym"
    " WHERE a.round_id = :round_id AND g.group_id = :subject"
)
_OF_ORGANIZATION = (
    " FROM answer a JOIN response s ON s.round_id = a.round_id AND s.pseudonym = a.pseudonym"
    " WHERE a.round_id = :round_id AND s.organization_id = :subject"
)


def _subject(group_id: int | None, organization_id: int | None) -> tuple[str, dict[str, int]]:
    if group_id is not None and organization_id is not None:
        raise ValueError("a figure is of a group or of an organization, not of both")
    if group_id is not None:
        return _OF_GROUP, {"subject": group_id}
    if organization_id is not None:
        return _OF_ORGANIZATION, {"subject": organization_id}
    return _ALL, {}


async def scored(
    tx: Reader, round_id: int, *, group_id: int | None = None, organization_id: int | None = None
) -> dict[str, dict[str, int]]:
    """The levels 0 to 5 by spoke and pseudonym: of a group, of an organization, or of the whole round.

    A spoke that nobody scored is not in it; "I don't know" and "I'd rather not say" are not scored.
    """
    source, subject = _subject(group_id, organization_id)
    sql = f"SELECT a.spoke, a.pseudonym, a.level{source} AND a.level >= 0 ORDER BY a.spoke, a.pseudonym"
    levels: dict[str, dict[str, int]] = {}
    for row in await tx.all(sql, round_id=round_id, **subject):
        levels.setdefault(row["spoke"], {})[row["pseudonym"]] = row["level"]
    return levels


async def page(tx: Reader, round_id: int, after: str, limit: int = _PAGE) -> list[Answer]:
    """The next so many responses of a round, with what they scored: by their pseudonyms, which are in no order."""
    rows = await tx.all(
        "SELECT s.pseudonym, s.organization_id, a.spoke, a.level FROM (SELECT round_id, pseudonym, organization_id"
        " FROM response WHERE round_id = :round_id AND pseudonym > :after ORDER BY pseudonym LIMIT :limit) s"
        " LEFT JOIN answer a ON a.round_id = s.round_id AND a.pseudonym = s.pseudonym AND a.level >= 0"
        " ORDER BY s.pseudonym, a.spoke",
        round_id=round_id,
        after=after,
        limit=limit,
    )
    return [Answer(row["pseudonym"], row["organization_id"], row["spoke"], row["level"]) for row in rows]


async def levels(tx: Reader, round_id: int, pseudonyms: Iterable[str]) -> dict[str, dict[str, int]]:
    """As `scored`, of these people."""
    found: dict[str, dict[str, int]] = {}
    for pseudonym in pseudonyms:
        for spoke, level in (await answers(tx, round_id, pseudonym)).items():
            if level >= 0:
                found.setdefault(spoke, {})[pseudonym] = level
    return found


async def how_many(tx: Reader, round_id: int) -> tuple[int, int, int]:
    """How many answers there are, how many responses that count for an organization, and how many that are locked.

    Of a closed round the first two are fewer after an erasure, and the last more after somebody was cut loose.
    """
    row = await tx.one(
        "SELECT (SELECT COUNT(*) FROM answer WHERE round_id = :round_id) AS answers,"
        " COUNT(organization_id) AS placed, COUNT(NULLIF(locked, 0)) AS locked"
        " FROM response WHERE round_id = :round_id",
        round_id=round_id,
    )
    return (row["answers"], row["placed"], row["locked"]) if row else (0, 0, 0)


async def respondents(
    tx: Reader, round_id: int, *, group_id: int | None = None, organization_id: int | None = None
) -> int:
    """How many people have answered at least one spoke: of a group, of an organization, or of the whole round."""
    source, subject = _subject(group_id, organization_id)
    row = await tx.one(f"SELECT COUNT(DISTINCT a.pseudonym) AS n{source}", round_id=round_id, **subject)
    return int(row["n"]) if row else 0


async def lock(tx: Writer, round_id: int, pseudonyms: Iterable[str]) -> None:
    """Let these responses change no more: they are counted in a published figure."""
    them = sorted(pseudonyms)
    for begin in range(0, len(them), _AT_ONCE):
        values: dict[str, Value] = {f"own{number}": one for number, one in enumerate(them[begin : begin + _AT_ONCE])}
        listed = ", ".join(f":{name}" for name in values)
        await tx.run(
            f"UPDATE response SET locked = 1 WHERE round_id = :round_id AND pseudonym IN ({listed})",  # noqa: S608
            round_id=round_id,
            **values,
        )
