"""Rows of workshops: rounds that a group takes together, with what it agreed on theme by theme."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.storage.port import Reader, Row, Writer


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
        "INSERT INTO workshop (round_id, group_id, mode, present, thread_id, began_at)"
        " VALUES (:round_id, :group_id, :mode, :present, :thread_id, :now) RETURNING *",
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
    """Delete all responses of the round, with their answers."""
    await tx.run("DELETE FROM response WHERE round_id = :id", id=round_id)
