"""Whose voice is kept where its owner is not: a voice is a name, so that it goes with the person."""

from __future__ import annotations

from bot.storage.port import Writer


async def note(tx: Writer, voice: str | None, person_id: int | None) -> None:
    """The person has spoken the message that Telegram knows by that id; nothing to note if it was written."""
    if voice is not None and person_id is not None:
        await tx.run(
            "INSERT INTO spoken (voice, person_id) VALUES (:voice, :person_id) ON CONFLICT DO NOTHING",
            voice=voice,
            person_id=person_id,
        )
