"""Forgetting a person: every row that names them is deleted, or names nobody any more."""

from __future__ import annotations

import json

from bot.storage.port import Value, Writer
from bot.storage.traces import TRACES, parameters


async def erase_person(tx: Writer, person_id: int) -> None:
    """Do what the table of traces says of each; the row of the person goes last, since others refer to it."""
    given = parameters(person_id)
    await _silence(tx, person_id)
    for trace in reversed(TRACES):
        for statement in trace.statements:
            await tx.run(statement, **given)


async def _silence(tx: Writer, person_id: int) -> None:
    """Take the person's voice out of the wheels of workshops; who agreed on what stays."""
    spoken = await tx.all(
        "SELECT f.id, s.voice FROM spoken s JOIN workshop_theme t ON t.voice = s.voice"
        " JOIN workshop w ON w.id = t.workshop_id JOIN figure f ON f.round_id = w.round_id WHERE s.person_id = :id",
        id=person_id,
    )
    for row in spoken:
        await tx.run(
            "UPDATE figure SET snapshot = REPLACE(snapshot, :voice, 'null') WHERE id = :id",
            id=row["id"],
            voice=json.dumps(row["voice"], ensure_ascii=False),
        )


async def erase_response(tx: Writer, round_id: int, pseudonym: str) -> None:
    """Delete a response with its answers; a frozen wheel keeps its tallies."""
    await tx.run(
        "DELETE FROM response WHERE round_id = :round_id AND pseudonym = :pseudonym",
        round_id=round_id,
        pseudonym=pseudonym,
    )


async def forget_empty(tx: Writer, round_id: int) -> None:
    """The round is over: nothing needs the responses any more that `cut_loose` has left empty."""
    await tx.run(
        "DELETE FROM response WHERE round_id = :id AND locked = 1 AND NOT EXISTS (SELECT 1 FROM answer a"
        " WHERE a.round_id = response.round_id AND a.pseudonym = response.pseudonym)",
        id=round_id,
    )


async def cut_loose(tx: Writer, round_id: int, pseudonym: str, nobody: str) -> None:
    """Let a response be nobody's: the random `nobody` takes the place of the pseudonym wherever it stands.

    For answers counted in a wheel of a round that still goes on: without them, the wheels to come would differ from
    that one by a single person. Under the pseudonym an empty response stays until the round is over: whoever comes back
    would else answer it again, and be several of those behind a wheel.
    """
    names: dict[str, Value] = {"round_id": round_id, "pseudonym": pseudonym, "nobody": nobody}
    await tx.run(
        "INSERT INTO response (round_id, pseudonym, organization_id, locked)"
        " SELECT round_id, :nobody, organization_id, locked FROM response"
        " WHERE round_id = :round_id AND pseudonym = :pseudonym",
        **names,
    )
    for table in ("response_group", "answer"):
        await tx.run(
            f"UPDATE {table} SET pseudonym = :nobody WHERE round_id = :round_id AND pseudonym = :pseudonym",  # noqa: S608 - our words
            **names,
        )
    await tx.run(
        "UPDATE shown_answer SET pseudonym = :nobody WHERE pseudonym = :pseudonym AND figure_id IN"
        " (SELECT id FROM figure WHERE round_id = :round_id)",
        **names,
    )
    await tx.run(
        "UPDATE response SET organization_id = NULL WHERE round_id = :round_id AND pseudonym = :pseudonym",
        round_id=round_id,
        pseudonym=pseudonym,
    )
