"""What Telegram's refusals mean: its texts, gathered in one place, told apart by what is to be done."""

from __future__ import annotations

from enum import Enum

from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, TelegramError

from bot.delivery.transport import NotSent, TooMany, Uncertain


class Refusal(Enum):
    """What a call met with."""

    LOST = "the chat cannot be written to"
    NO_RIGHTS = "the bot may not write here"
    TOPIC_GONE = "the topic is closed or gone"
    UNCHANGED = "the message is so already"
    MESSAGE_GONE = "the message is gone or can no longer be changed"
    TOO_OLD = "the message is too old to be deleted"
    STALE_FILE = "the file is not known under this file id"
    TOO_LATE = "the tap is too old to be answered"
    MALFORMED = "the message is malformed"
    WAIT = "too many messages"
    NOT_SENT = "no connection"
    UNCERTAIN = "no answer: perhaps delivered"
    TROUBLE = "trouble on Telegram's side"
    UNAUTHORIZED = "the token is not accepted"


HERE_ONLY = frozenset({Refusal.NO_RIGHTS, Refusal.TOPIC_GONE})
"""What may go better in another topic of the same group."""


class Lost(Enum):
    """Why a chat cannot be written to."""

    BLOCKED = "blocked"
    DEACTIVATED = "deactivated"
    KICKED = "kicked"
    DELETED = "deleted"
    NOT_STARTED = "not started"
    UNKNOWN = "unknown"


_LOST = (
    ("blocked by the user", Lost.BLOCKED),
    ("user_is_blocked", Lost.BLOCKED),
    ("user is deactivated", Lost.DEACTIVATED),
    ("user_deactivated", Lost.DEACTIVATED),
    ("was kicked", Lost.KICKED),
    ("is not a member", Lost.KICKED),
    ("chat was deleted", Lost.DELETED),
    ("chat was deactivated", Lost.DELETED),
    ("can't initiate conversation", Lost.NOT_STARTED),
    ("chat not found", Lost.UNKNOWN),
    ("peer_id_invalid", Lost.UNKNOWN),
)
_MEANINGS = (
    ("message is not modified", Refusal.UNCHANGED),
    ("topic_not_modified", Refusal.UNCHANGED),
    ("message to edit not found", Refusal.MESSAGE_GONE),
    ("message can't be edited", Refusal.MESSAGE_GONE),
    ("message to delete not found", Refusal.MESSAGE_GONE),
    ("message to pin not found", Refusal.MESSAGE_GONE),
    ("message to unpin not found", Refusal.MESSAGE_GONE),
    ("message can't be deleted", Refusal.TOO_OLD),
    ("message_id_invalid", Refusal.MESSAGE_GONE),
    ("no text in the message to edit", Refusal.MESSAGE_GONE),
    ("no caption in the message to edit", Refusal.MESSAGE_GONE),
    ("query is too old", Refusal.TOO_LATE),
    ("query id is invalid", Refusal.TOO_LATE),
    ("query_id_invalid", Refusal.TOO_LATE),
    ("message thread not found", Refusal.TOPIC_GONE),
    ("topic_closed", Refusal.TOPIC_GONE),
    ("topic_deleted", Refusal.TOPIC_GONE),
    ("topic_id_invalid", Refusal.TOPIC_GONE),
    ("chat is not a forum", Refusal.TOPIC_GONE),
    ("not enough rights", Refusal.NO_RIGHTS),
    ("have no rights", Refusal.NO_RIGHTS),
    ("chat_admin_required", Refusal.NO_RIGHTS),
    ("chat_write_forbidden", Refusal.NO_RIGHTS),
    ("chat_restricted", Refusal.NO_RIGHTS),
    ("chat_send_", Refusal.NO_RIGHTS),
    ("need administrator rights", Refusal.NO_RIGHTS),
    ("voice_messages_forbidden", Refusal.NO_RIGHTS),
    ("wrong file identifier", Refusal.STALE_FILE),
    ("wrong remote file", Refusal.STALE_FILE),
    ("wrong file_id", Refusal.STALE_FILE),
)
_KINDS: tuple[tuple[type[TelegramError], Refusal], ...] = (
    (TooMany, Refusal.WAIT),
    (NotSent, Refusal.NOT_SENT),
    (Uncertain, Refusal.UNCERTAIN),
    (InvalidToken, Refusal.UNAUTHORIZED),
    (ChatMigrated, Refusal.LOST),
    (NetworkError, Refusal.TROUBLE),  # after its subclasses above
)


def lost_by(error: TelegramError) -> Lost | None:
    """Why the chat cannot be written to, if that is what the error says."""
    text = str(error).lower()
    return next((lost for mark, lost in _LOST if mark in text), None)


def is_closed_topic(error: TelegramError) -> bool:
    """Whether the topic is there, but closed."""
    return "topic_closed" in str(error).lower()


def refusal_of(error: TelegramError) -> Refusal:
    """What the error means."""
    if isinstance(error, BadRequest | Forbidden):
        return _of_answer(error)
    return next((refusal for kind, refusal in _KINDS if isinstance(error, kind)), Refusal.MALFORMED)


def _of_answer(error: TelegramError) -> Refusal:
    text = str(error).lower()
    meaning = next((refusal for mark, refusal in _MEANINGS if mark in text), None)
    if meaning is not None:
        return meaning
    if lost_by(error) is not None:
        return Refusal.LOST
    return Refusal.NO_RIGHTS if isinstance(error, Forbidden) else Refusal.MALFORMED
