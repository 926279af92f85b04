"""Why a letter is not sent any more."""

from __future__ import annotations

from enum import StrEnum

from telegram.error import ChatMigrated, TelegramError

from bot.delivery.refusals import Refusal, lost_by, refusal_of


class Failure(StrEnum):
    """The words that the outbox keeps: a closed set, so that people can be told in their language."""

    BLOCKED = "blocked"
    DEACTIVATED = "deactivated"
    KICKED = "kicked"
    DELETED = "deleted"
    NOT_STARTED = "not started"
    UNKNOWN = "unknown"
    LEFT = "the bot left the chat"
    NO_RIGHTS = "no rights"
    TOPIC_CLOSED = "topic closed"
    MALFORMED = "malformed"
    STALE_FILE = "file unknown"
    UNCERTAIN = "uncertain"
    PAST = "no longer meaningful"
    NOT_MADE = "its screen cannot be made"
    NOT_SENT = "could not be sent"
    GONE = "gone"
    TOO_OLD = "too old"


_OF_REFUSALS = {
    Refusal.NO_RIGHTS: Failure.NO_RIGHTS,
    Refusal.TOPIC_GONE: Failure.TOPIC_CLOSED,
    Refusal.MESSAGE_GONE: Failure.GONE,
    Refusal.TOO_OLD: Failure.TOO_OLD,
    Refusal.STALE_FILE: Failure.STALE_FILE,
    Refusal.UNCERTAIN: Failure.UNCERTAIN,
}


def failure_of(error: TelegramError) -> Failure:
    """What a refusal means for a letter that is given up because of it."""
    if isinstance(error, ChatMigrated):
        return Failure.GONE  # what was sent to the group under its old id cannot be reached under the new one
    refusal = refusal_of(error)
    lost = lost_by(error) if refusal is Refusal.LOST else None
    return Failure(lost.value) if lost else _OF_REFUSALS.get(refusal, Failure.MALFORMED)
