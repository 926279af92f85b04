"""Rows of announcements: what is written, to whom, when, and how far it is; their versions, and who has seen them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.screen import Content, Media
from bot.storage.port import Reader, Row, Writer


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom an announcement goes to: tokens whose chats and persons it reaches, minus tokens whose it does not.

    Tokens: `all`, `groups`, `members`, `g<id>` a group, `o<id>` an organization, `c<ISO 3166 code>` a country,
    `l<language>`, `rf` the facilitators, `rc` the coordinators.
    """

    to: tuple[str, ...] = ()
    minus: tuple[str, ...] = ()

    def with_token(self, token: str, *, minus: bool, on: bool) -> Audience:
        """The same, with the token on that side or without; once, whatever it was."""
        others = tuple(one for one in (self.minus if minus else self.to) if one != token)
        side = (*others, token) if on else others
        return replace(self, minus=side) if minus else replace(self, to=side)


@dataclass(frozen=True, slots=True)
class Announcement:
    """An announcement. `state`: draft, preparing, scheduled, sending, paused, sent or cancelled.

    `group_id` is None for the network's. `author_id` is None once its author was forgotten. `wall` is the time of day
    at which it goes out, without a zone: each reader's own counts; None: at once. `language` is that of the original:
    None while nothing is written. `revision` counts its changes after it was sent, the last of which was of the version
    in `changed_language` (None: of several); `changed_at` is when it was changed or removed. `spreading`: the letters
    of that are not all put yet. Instants are microseconds (UTC); `starts_at` is when the first may go out,
    `prepared_at` when all its letters were put.
    """

    id: int
    network_id: int
    group_id: int | None
    author_id: int | None
    author_name: str
    state: str
    audience: Audience
    wall: datetime | None
    silent: bool
    seen_button: bool
    language: str | None
    revision: int
    changed_at: int | None
    changed_language: str | None
    spreading: bool
    progress_message_id: int | None
    created_at: int
    begun_at: int | None
    prepared_at: int | None
    starts_at: int | None
    ended_at: int | None
    removed_at: int | None

    @property
    def mailing(self) -> str:
        """What its letters are part of."""
        return f"a{self.id}"

    @property
    def change_mailing(self) -> str:
        """What the letters of its last change are part of."""
        return f"c{self.id}.{self.revision}"

    @property
    def removal_mailing(self) -> str:
        """What the letters of its removal are part of."""
        return f"d{self.id}"


def _announcement(row: Row) -> Announcement:
    audience = json.loads(row["audience"])
    return Announcement(
        id=row["id"],
        network_id=row["network_id"],
        group_id=row["group_id"],
        author_id=row["author_id"],
        author_name=row["author_name"],
        state=row["state"],
        audience=Audience(tuple(audience["to"]), tuple(audience["minus"])),
        wall=datetime.fromisoformat(row["at"]) if row["at"] else None,
        silent=bool(row["silent"]),
        seen_button=bool(row["seen_button"]),
        language=row["language"],
        revision=row["revision"],
        changed_at=row["changed_at"],
        changed_language=row["changed_language"],
        spreading=bool(row["spreading"]),
        progress_message_id=row["progress_message_id"],
        created_at=row["created_at"],
        begun_at=row["begun_at"],
        prepared_at=row["prepared_at"],
        starts_at=row["starts_at"],
        ended_at=row["ended_at"],
        removed_at=row["removed_at"],
    )


async def add(
    tx: Writer,
    *,
    network_id: int,
    group_id: int | None,
    author_id: int,
    author_name: str,
    audience: Audience,
    now: int,
) -> Announcement:
    """Note a new draft."""
    row = await tx.one(
        "INSERT INTO announcement (network_id, group_id, author_id, author_name, audience, created_at)"
        " VALUES (:network_id, :group_id, :author_id, :author_name, :audience, :now) RETURNING *",
        network_id=network_id,
        group_id=group_id,
        author_id=author_id,
        author_name=author_name,
        audience=_audience(audience),
        now=now,
    )
    if row is None:
        raise LookupError("an announcement was not inserted")
    return _announcement(row)


async def find(tx: Reader, announcement_id: int) -> Announcement | None:
    row = await tx.one("SELECT * FROM announcement WHERE id = :id", id=announcement_id)
    return _announcement(row) if row else None


async def save(tx: Writer, changed: Announcement) -> None:
    """Write back all but where it is from and when it was begun to be written."""
    await tx.run(
        "UPDATE announcement SET author_id = :author_id, author_name = :author_name, state = :state,"
        " audience = :audience, at = :at, silent = :silent, seen_button = :seen_button, language = :language,"
        " revision = :revision, changed_at = :changed_at, changed_language = :changed_language, spreading = :spreading,"
        " progress_message_id = :progress_message_id, begun_at = :begun_at, prepared_at = :prepared_at,"
        " starts_at = :starts_at, ended_at = :ended_at, removed_at = :removed_at WHERE id = :id",
        id=changed.id,
        author_id=changed.author_id,
        author_name=changed.author_name,
        state=changed.state,
        audience=_audience(changed.audience),
        at=changed.wall.isoformat(timespec="minutes") if changed.wall else None,
        silent=int(changed.silent),
        seen_button=int(changed.seen_button),
        language=changed.language,
        revision=changed.revision,
        changed_at=changed.changed_at,
        changed_language=changed.changed_language,
        spreading=int(changed.spreading),
        progress_message_id=changed.progress_message_id,
        begun_at=changed.begun_at,
        prepared_at=changed.prepared_at,
        starts_at=changed.starts_at,
        ended_at=changed.ended_at,
        removed_at=changed.removed_at,
    )


async def discard(tx: Writer, announcement_id: int) -> None:
    """Delete a draft with its versions."""
    await tx.run("DELETE FROM announcement WHERE id = :id AND state = 'draft'", id=announcement_id)


async def visible(tx: Reader, person_id: int, skip: int, limit: int) -> list[Announcement]:
    """Those of the networks that the person coordinates and of the groups that they facilitate, newest first."""
    rows = await tx.all(
        "SELECT a.* FROM coordinator c JOIN announcement a ON a.network_id = c.network_id WHERE c.person_id = :id"
        " UNION SELECT a.* FROM facilitator f JOIN announcement a ON a.group_id = f.group_id WHERE f.person_id = :id"
        " ORDER BY id DESC LIMIT :limit OFFSET :skip",
        id=person_id,
        limit=limit,
        skip=skip,
    )
    return [_announcement(row) for row in rows]


async def empty_draft(tx: Reader, author_id: int, network_id: int, group_id: int | None) -> Announcement | None:
    """The person's draft from there in which nothing is written yet."""
    row = await tx.one(
        "SELECT * FROM announcement WHERE author_id = :author_id AND network_id = :network_id AND state = 'draft'"
        " AND language IS NULL AND COALESCE(group_id, 0) = :group_id ORDER BY id DESC LIMIT 1",
        author_id=author_id,
        network_id=network_id,
        group_id=group_id or 0,
    )
    return _announcement(row) if row else None


async def in_states(tx: Reader, states: Sequence[str]) -> list[Announcement]:
    """All in one of these states, oldest first."""
    found = []
    for state in states:
        rows = await tx.all("SELECT * FROM announcement WHERE state = :state ORDER BY id", state=state)
        found += [_announcement(row) for row in rows]
    return found


async def spreading(tx: Reader) -> list[Announcement]:
    """Those whose last change, or removal, is not in the outbox for all whom it reached."""
    return [_announcement(row) for row in await tx.all("SELECT * FROM announcement WHERE spreading = 1 ORDER BY id")]


async def changed_since(tx: Reader, instant: int) -> list[Announcement]:
    """Those that were changed or removed since then."""
    rows = await tx.all("SELECT * FROM announcement WHERE changed_at > :instant", instant=instant)
    return [_announcement(row) for row in rows]


async def next_start(tx: Reader) -> int | None:
    """When the next one that is scheduled begins to go out."""
    row = await tx.one("SELECT MIN(starts_at) AS at FROM announcement WHERE state = 'scheduled'")
    return row["at"] if row else None


async def starts(tx: Reader, mailing: str) -> int | None:
    """When the first of its letters that are held may go out."""
    row = await tx.one(
        "SELECT MIN(not_before) AS at FROM outbox WHERE mailing = :mailing AND state = 'held'", mailing=mailing
    )
    return row["at"] if row else None


async def versions(tx: Reader, announcement_id: int) -> dict[str, tuple[Content, str | None]]:
    """Its versions by language, each with the album that it was taken from, if any."""
    rows = await tx.all(
        "SELECT language, content FROM announcement_version WHERE announcement_id = :id ORDER BY language",
        id=announcement_id,
    )
    return {row["language"]: _content(row["content"]) for row in rows}


async def save_version(
    tx: Writer, announcement_id: int, language: str, content: Content, album: str | None = None
) -> None:
    """Write the version in that language, in place of what was there."""
    media = [{"kind": one.kind, "file_id": one.file_id} for one in content.media]
    await tx.run(
        "INSERT INTO announcement_version (announcement_id, language, content) VALUES (:id, :language, :content)"
        " ON CONFLICT (announcement_id, language) DO UPDATE SET content = excluded.content",
        id=announcement_id,
        language=language,
        content=json.dumps({"text": content.text, "media": media, "album": album}),
    )


async def drop_version(tx: Writer, announcement_id: int, language: str) -> None:
    await tx.run(
        "DELETE FROM announcement_version WHERE announcement_id = :id AND language = :language",
        id=announcement_id,
        language=language,
    )


async def note_seen(tx: Writer, announcement_id: int, person_id: int) -> bool:
    """Note that the person has seen it; False if they had before."""
    changed = await tx.run(
        "INSERT INTO announcement_seen (announcement_id, person_id) VALUES (:id, :person_id) ON CONFLICT DO NOTHING",
        id=announcement_id,
        person_id=person_id,
    )
    return changed > 0


async def seen(tx: Reader, announcement_id: int) -> int:
    """How many persons have said that they have seen it."""
    row = await tx.one("SELECT COUNT(*) AS many FROM announcement_seen WHERE announcement_id = :id", id=announcement_id)
    return row["many"] if row else 0


def _audience(audience: Audience) -> str:
    return json.dumps({"to": audience.to, "minus": audience.minus})


def _content(stored: str) -> tuple[Content, str | None]:
    read = json.loads(stored)
    media = tuple(Media(one["kind"], one["file_id"]) for one in read["media"])
    return Content(read["text"], media), read["album"]
