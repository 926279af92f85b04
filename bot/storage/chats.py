"""What hangs on a chat's id in several tables: moved when a group becomes a supergroup, dropped when the bot is out."""

from __future__ import annotations

from bot.storage.port import Writer


async def move(tx: Writer, old: int, new: int) -> None:
    """Let the letters that have not arrived, and the dialogues, of the old chat be the new one's.

    What has arrived stays where it is: the new chat counts its messages anew.
    """
    await tx.run(
        "UPDATE outbox SET chat_id = :new WHERE chat_id = :old AND state IN ('waiting', 'held', 'sending')",
        old=old,
        new=new,
    )
    await tx.run(
        "DELETE FROM dialogue WHERE chat_id = :old AND EXISTS (SELECT 1 FROM dialogue d WHERE d.chat_id = :new"
        " AND d.person_id = dialogue.person_id AND d.thread_id = dialogue.thread_id)",
        old=old,
        new=new,
    )
    await tx.run("UPDATE dialogue SET chat_id = :new WHERE chat_id = :old", old=old, new=new)


async def drop(tx: Writer, chat_id: int) -> None:
    """The bot is out of the chat: what waits there has nobody to wait for."""
    await tx.run(
        "UPDATE outbox SET state = 'failed', error = 'the bot left the chat'"
        " WHERE chat_id = :chat_id AND state IN ('waiting', 'held')",
        chat_id=chat_id,
    )
    await tx.run("DELETE FROM dialogue WHERE chat_id = :chat_id", chat_id=chat_id)


async def absorb_group(tx: Writer, group_id: int, other_id: int) -> None:
    """Two rows turn out to be one chat: the group takes over the other's members, and the other is forgotten.

    Lines of the log are sealed, and keep the other's number: it is noted whose it is now.
    """
    await tx.run(
        "INSERT INTO group_member (group_id, person_id, since)"
        " SELECT :group_id, person_id, since FROM group_member WHERE group_id = :other_id ON CONFLICT DO NOTHING",
        group_id=group_id,
        other_id=other_id,
    )
    for table in ("announcement", "action", "agenda_item", "thread", "kept", "workshop", "merged_group"):
        await tx.run(
            f"UPDATE {table} SET group_id = :group_id WHERE group_id = :other_id",  # noqa: S608 - our words
            group_id=group_id,
            other_id=other_id,
        )
    await tx.run(
        "INSERT INTO merged_group (group_number, group_id) VALUES (:other_id, :group_id)",
        other_id=other_id,
        group_id=group_id,
    )
    await tx.run("DELETE FROM peer_group WHERE id = :other_id", other_id=other_id)


async def renumber_group(tx: Writer, group_id: int, chat_id: int) -> None:
    """The group goes on in another chat, whose administrators are not known yet, and where no message is the same."""
    await tx.run(
        "UPDATE peer_group SET chat_id = :chat_id, administrators_read_at = NULL WHERE id = :id",
        id=group_id,
        chat_id=chat_id,
    )
    for table in ("thread", "kept", "workshop"):
        await tx.run(f"UPDATE {table} SET message_id = NULL WHERE group_id = :id", id=group_id)  # noqa: S608 - our words
