"""Rows of workshops: rounds that a group takes together, with what it agreed on theme by theme."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.storage.port import Reader, Row, Writer
from bot.storage.rounds import Round, from_row


@dataclass(frozen=True, slots=True)
class Workshop:
    """A round taken together. `mode`: taps or aloud; `state`: running, paused, ended or cancelled.

    `present` is how many agreed aloud. `place` is that of the theme that the group is at, from 0. `thread_id` is the
    topic in which it is held, `message_id` the newest message of that theme on which somebody tapped. `talk_until` ends
    the talk (microseconds UTC), None where no end is set.
    """

    id: int
    round_id: int
    group_id: int
    mode: str
    present: int | None
    state: str
    place: int
    thread_id: int | None
    message_id: int | None
    talk_until: int | None

    @property
    def under_way(self) -> bool:
        return self.state in {"running", "paused"}


@dataclass(frozen=True, slots=True)
class Theme:
    """What is known of a theme: `shown` is what the taps came to (JSON, frozen), None until it was shown.

    `agreed` and `target` are levels; `voice` is Telegram's id of a spoken `why`.
    """

    spoke: str
    shown: str | None = None
    agreed: int | None = None
    why: str | None = None
    voice: str | None = field(default=None, repr=False)
    target: int | None = None


def _workshop(row: Row) -> Workshop:
    return Workshop(
        id=row["id"],
        round_id=row["round_id"],
        group_id=row["group_id"],
        mode=row["mode"],
        present=row["present"],
        state=row["state"],
        place=row["place"],
        thread_id=row["thread_id"],
        message_id=row["message_id"],
        talk_until=row["talk_until"],
    )


def _theme(row: Row) -> Theme:
    return Theme(row["spoke"], row["shown"], row["agreed"], row["why"], row["voice"], row["target"])


async def add(
    tx: Writer, *, round_id: int, group_id: int, mode: str, present: int | None, thread_id: int | None, now: int
) -> Workshop:
    """ConstraintError when one is under way in the group."""
    row = await tx.one(
        "INSERT INTO workshop (round_id, group_id, mode, present, thread_id, began_at, stirred_at)"
        " VALUES (:round_id, :group_id, :mode, :present, :thread_id, :now, :now) RETURNING *",
        round_id=round_id,
        group_id=group_id,
        mode=mode,
        present=present,
        thread_id=thread_id,
        now=now,
    )
    if row is None:
        raise LookupError("a workshop was not inserted")
    return _workshop(row)


async def find(tx: Reader, workshop_id: int) -> Workshop | None:
    row = await tx.one("SELECT * FROM workshop WHERE id = :id", id=workshop_id)
    return _workshop(row) if row else None


@dataclass(frozen=True, slots=True)
class Entry:
    """A person before a workshop: with its round, and whether they are in its group."""

    workshop: Workshop
    round: Round
    inside: bool


async def entry(tx: Reader, workshop_id: int, person_id: int) -> Entry | None:
    """All that is to be known before a tap, in one statement; None when there is no such workshop."""
    row = await tx.one(
        "SELECT r.*, w.id AS workshop_id, w.group_id, w.mode, w.present, w.state AS stage, w.place, w.thread_id,"
        " w.message_id, w.talk_until, EXISTS (SELECT 1 FROM group_member m WHERE m.group_id = w.group_id"
        " AND m.person_id = :person_id) AS inside FROM workshop w JOIN round r ON r.id = w.round_id WHERE w.id = :id",
        id=workshop_id,
        person_id=person_id,
    )
    if row is None:
        return None
    one = Workshop(
        id=row["workshop_id"],
        round_id=row["id"],
        group_id=row["group_id"],
        mode=row["mode"],
        present=row["present"],
        state=row["stage"],
        place=row["place"],
        thread_id=row["thread_id"],
        message_id=row["message_id"],
        talk_until=row["talk_until"],
    )
    return Entry(one, from_row(row), bool(row["inside"]))


@dataclass(frozen=True, slots=True)
class Tap:
    """What was before a tap on a theme: it was `shown`, the person has a response (`started`), `tapped` the theme."""

    shown: bool
    started: bool
    tapped: bool


async def before_tap(tx: Reader, one: Workshop, pseudonym: str, spoke: str) -> Tap:
    row = await tx.one(
        "SELECT EXISTS (SELECT 1 FROM workshop_theme t WHERE t.workshop_id = :workshop_id AND t.spoke = :spoke"
        " AND t.shown IS NOT NULL) AS shown,"
        " EXISTS (SELECT 1 FROM response s WHERE s.round_id = :round_id AND s.pseudonym = :pseudonym) AS started,"
        " EXISTS (SELECT 1 FROM answer a WHERE a.round_id = :round_id AND a.pseudonym = :pseudonym"
        " AND a.spoke = :spoke) AS tapped",
        workshop_id=one.id,
        round_id=one.round_id,
        pseudonym=pseudonym,
        spoke=spoke,
    )
    return Tap(*(bool(row and row[name]) for name in ("shown", "started", "tapped")))


async def under_way(tx: Reader, group_id: int) -> Workshop | None:
    """The one that runs or is paused in the group."""
    row = await tx.one("SELECT * FROM workshop WHERE group_id = :id AND state IN ('running', 'paused')", id=group_id)
    return _workshop(row) if row else None


async def save(tx: Writer, one: Workshop) -> None:
    """Keep its state, the theme that it is at with its message, and until when the group talks."""
    await tx.run(
        "UPDATE workshop SET state = :state, place = :place, message_id = :message_id,"
        " talk_until = :talk_until WHERE id = :id",
        id=one.id,
        state=one.state,
        place=one.place,
        message_id=one.message_id,
        talk_until=one.talk_until,
    )


async def stir(tx: Writer, workshop_id: int, now: int) -> None:
    """Whoever facilitates has taken it further."""
    await tx.run("UPDATE workshop SET stirred_at = :now WHERE id = :id", id=workshop_id, now=now)


async def still(tx: Reader, state: str, since: int) -> list[Workshop]:
    """Those in that state that nobody has taken further since then, the longest first."""
    rows = await tx.all(
        "SELECT * FROM workshop WHERE state = :state AND state IN ('running', 'paused')"
        " AND stirred_at <= :since ORDER BY stirred_at",
        state=state,
        since=since,
    )
    return [_workshop(row) for row in rows]


async def stirred_first(tx: Reader, state: str) -> int | None:
    """When the one in that state that has stood still for longest was taken further (microseconds UTC)."""
    row = await tx.one(
        "SELECT stirred_at FROM workshop WHERE state = :state"
        " AND state IN ('running', 'paused') ORDER BY stirred_at LIMIT 1",
        state=state,
    )
    return row["stirred_at"] if row else None


async def theme(tx: Reader, workshop_id: int, spoke: str) -> Theme:
    """What is known of the theme; nothing but its key where nothing is."""
    row = await tx.one(
        "SELECT * FROM workshop_theme WHERE workshop_id = :workshop_id AND spoke = :spoke",
        workshop_id=workshop_id,
        spoke=spoke,
    )
    return _theme(row) if row else Theme(spoke)


async def themes(tx: Reader, workshop_id: int) -> dict[str, Theme]:
    """The themes of which something is known, by their keys."""
    rows = await tx.all("SELECT * FROM workshop_theme WHERE workshop_id = :id", id=workshop_id)
    return {row["spoke"]: _theme(row) for row in rows}


async def save_theme(tx: Writer, workshop_id: int, one: Theme) -> None:
    await tx.run(
        "INSERT INTO workshop_theme (workshop_id, spoke, shown, agreed, why, voice, target)"
        " VALUES (:workshop_id, :spoke, :shown, :agreed, :why, :voice, :target)"
        " ON CONFLICT (workshop_id, spoke) DO UPDATE SET shown = excluded.shown, agreed = excluded.agreed,"
        " why = excluded.why, voice = excluded.voice, target = excluded.target",
        workshop_id=workshop_id,
        spoke=one.spoke,
        shown=one.shown,
        agreed=one.agreed,
        why=one.why,
        voice=one.voice,
        target=one.target,
    )


async def tapped(tx: Reader, round_id: int) -> dict[str, int]:
    """How many have tapped a level, by theme."""
    rows = await tx.all(
        "SELECT spoke, COUNT(*) AS n FROM answer WHERE round_id = :id AND level >= 0 GROUP BY spoke", id=round_id
    )
    return {row["spoke"]: row["n"] for row in rows}


async def forget_taps(tx: Writer, round_id: int) -> None:
    """Delete all responses of the round, with their answers, and what was agreed on; what was shown has been seen."""
    await tx.run("DELETE FROM response WHERE round_id = :id", id=round_id)
    await tx.run(
        "UPDATE workshop_theme SET agreed = NULL, why = NULL, voice = NULL, target = NULL"
        " WHERE workshop_id IN (SELECT id FROM workshop WHERE round_id = :id)",
        id=round_id,
    )
