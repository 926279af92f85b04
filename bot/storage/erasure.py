"""Forgetting a person: every row that names them is deleted, or names nobody any more."""

from __future__ import annotations

from bot.storage.port import Value, Writer

_NOTES = {
    "invite": "used_by",
    "peer_group": "added_by",
    "round": "opened_by",
    "action": "proposed_by",
    "agenda_item": "created_by",
    "thread": "opened_by",
}
_SOMEBODY = 0


async def erase_person(tx: Writer, person_id: int) -> None:
    """Delete the person; memberships, claims and roles go with the row, by the references of the schema."""
    await tx.run("DELETE FROM dialogue WHERE person_id = :id OR chat_id = :id", id=person_id)
    await _erase_letters(tx, person_id)
    await tx.run("DELETE FROM administrator WHERE person_id = :id", id=person_id)
    await tx.run(
        "UPDATE intake SET state = 'done', payload = NULL, lane = '-' WHERE lane = :lane", lane=f"p{person_id}"
    )
    for table, column in _NOTES.items():
        await tx.run(f"UPDATE {table} SET {column} = NULL WHERE {column} = :id", id=person_id)  # noqa: S608 - our words
    # Not NULL: that would say that a group alone confirmed the member.
    await tx.run("UPDATE member SET confirmed_by = :to WHERE confirmed_by = :id", id=person_id, to=_SOMEBODY)
    await tx.run("DELETE FROM announcement WHERE author_id = :id AND state = 'draft'", id=person_id)
    await tx.run("UPDATE announcement SET author_id = NULL, author_name = '' WHERE author_id = :id", id=person_id)
    await _erase_deeds(tx, person_id)
    await _erase_actions(tx, person_id)
    await _erase_kept(tx, person_id)
    await _erase_charters(tx, person_id)
    await tx.run("DELETE FROM person WHERE id = :id", id=person_id)


async def _erase_letters(tx: Writer, person_id: int) -> None:
    """Letters to the person, and those to others that are about them: their data hold "person_id" as JSON."""
    await tx.run(
        "DELETE FROM outbox WHERE chat_id = :id OR data LIKE :inside OR data LIKE :last",
        id=person_id,
        **_about(person_id),
    )


async def _erase_deeds(tx: Writer, person_id: int) -> None:
    """The log keeps what was done, not by whom or to whom."""
    await tx.run("UPDATE log SET person_id = NULL, name = '' WHERE person_id = :id", id=person_id)
    await tx.run("UPDATE log SET detail = '{}' WHERE detail LIKE :inside OR detail LIKE :last", **_about(person_id))


async def _erase_actions(tx: Writer, person_id: int) -> None:
    """What was the person's alone goes; of a plan's action that they had, nobody is the owner. What was done stays."""
    await tx.run(
        "DELETE FROM action WHERE owner_id = :id AND group_id IS NULL AND organization_id IS NULL", id=person_id
    )
    await tx.run(
        "UPDATE action SET state = 'proposed', remind_at = NULL, remind_step = NULL"
        " WHERE owner_id = :id AND ended_at IS NULL",
        id=person_id,
    )
    await tx.run(
        "UPDATE action SET owner_id = NULL, owner_name = '', voice = NULL, in_work_plan = NULL, may_mention = 0,"
        " revision = revision + 1 WHERE owner_id = :id",
        id=person_id,
    )
    await tx.run("UPDATE action_change SET person_id = NULL, name = '' WHERE person_id = :id", id=person_id)
    await tx.run(
        "UPDATE action_change SET detail = '{}' WHERE detail LIKE :inside OR detail LIKE :last", **_about(person_id)
    )


async def _erase_kept(tx: Writer, person_id: int) -> None:
    """What nobody may use without asking the person goes, but for decisions, which are the group's and stay with it.

    What may be used freely stays, without the name; a voice is a name, and goes.
    """
    await tx.run(
        "DELETE FROM kept WHERE author_id = :id AND (voice IS NOT NULL OR (terms <> 'free' AND kind <> 'decision'))",
        id=person_id,
    )
    await tx.run("UPDATE kept SET terms = 'stays' WHERE author_id = :id AND terms = 'ask'", id=person_id)
    await tx.run("UPDATE kept SET author_id = NULL, author_name = '' WHERE author_id = :id", id=person_id)


async def _erase_charters(tx: Writer, person_id: int) -> None:
    """What the person wrote is the network's, or the group's; their voice goes."""
    await tx.run("DELETE FROM charter_text WHERE written_by = :id AND text = ''", id=person_id)
    await tx.run("UPDATE charter_text SET voice = NULL, written_by = NULL WHERE written_by = :id", id=person_id)


def _about(person_id: int) -> dict[str, str]:
    """What JSON looks like in which "person_id" is that person's, in the middle or at the end."""
    return {"inside": f'%"person_id": {person_id},%', "last": f'%"person_id": {person_id}}}%'}


async def erase_response(tx: Writer, round_id: int, pseudonym: str) -> None:
    """Delete a response with its answers; a frozen wheel keeps its tallies."""
    await tx.run(
        "DELETE FROM response WHERE round_id = :round_id AND pseudonym = :pseudonym",
        round_id=round_id,
        pseudonym=pseudonym,
    )


async def cut_loose(tx: Writer, round_id: int, pseudonym: str, nobody: str) -> None:
    """Let a response be nobody's: the random `nobody` takes the place of the pseudonym wherever it stands.

    For answers counted in a wheel of a round that still goes on: without them, the wheels to come would differ from
    that one by a single person.
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
    await erase_response(tx, round_id, pseudonym)
