"""The lines of `docs/unproven.md` that can be seen, by the names that they have there."""

from __future__ import annotations

from enum import StrEnum


class Line(StrEnum):
    """One line of the document; a test holds the two together."""

    REQUEST = "request"
    NULL_FIELD = "null-field"
    EXTRA_FIELD = "extra-field"
    NO_METHOD = "no-method"
    MIGRATED_CALL = "migrated-call"
    UNKNOWN_CHAT = "unknown-chat"
    BLOCKED_EDIT = "blocked-edit"
    PRIVATE_THREAD = "private-thread"
    GROUP_THREAD = "group-thread"
    CLOSED_TOPIC = "closed-topic"
    ANSWER_ONCE = "answer-once"
    ANSWER_LINK = "answer-link"
    ANSWER_LENGTH = "answer-length"

    TEXT_LENGTH = "text-length"
    TEXT_BYTES = "text-bytes"
    HTML = "html"
    MARKDOWN = "markdown"
    WHITE_SPACE = "white-space"
    BAD_LINK = "bad-link"
    FOUND = "found"
    MANY_ENTITIES = "many-entities"
    NOT_MODIFIED = "not-modified"
    KEYBOARD_GONE = "keyboard-gone"
    BUTTON_DATA = "button-data"
    MANY_BUTTONS = "many-buttons"

    FILE_ID = "file-id"
    PICTURE_LIMITS = "picture-limits"
    JPEG = "jpeg"
    WRONG_FILE = "wrong-file"

    OFFSET = "offset"
    SECOND_POLLER = "second-poller"
    ALLOWED_UPDATES = "allowed-updates"
    OWN_MESSAGES = "own-messages"

    PRIVACY = "privacy"
    MENTION = "mention"
    ANONYMOUS = "anonymous"
    ANONYMOUS_ACTS = "anonymous-acts"
    MIGRATION = "migration"
    MIGRATION_SENDER = "migration-sender"
    MIGRATION_BUTTONS = "migration-buttons"
    TOPICS = "topics"
    ADDED = "added"
    REMOVED = "removed"
    BLOCK = "block"
    NUMBERS = "numbers"
    ADMINISTRATORS = "administrators"
    START_PAYLOAD = "start-payload"
    FORCE_REPLY = "force-reply"
    DELETION = "deletion"

    RETRY_AFTER = "retry-after"
