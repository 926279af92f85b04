"""Limits that the reference states in prose, or that the server's source or practice shows; names hold units."""

from __future__ import annotations

TEXT_CHARACTERS = 4096
CAPTION_CHARACTERS = 1024
RAW_TEXT_BYTES = 32_768
"""The server gives up on a text longer than this before it looks at any markup in it."""
ENTITIES = 100

CALLBACK_DATA_BYTES = 64
BUTTONS = 100
BUTTONS_A_ROW = 8
MARKUP_BYTES = 10_240
PLACEHOLDER_CHARACTERS = 64

START_PAYLOAD_CHARACTERS = 64
COMMANDS = 100

ALBUM_PARTS = (2, 10)
BULK_MESSAGES = (1, 100)

PHOTO_BYTES = 10 * 1024 * 1024
PHOTO_SIDES_SUM = 10_000
PHOTO_RATIO = 20
UPLOAD_BYTES = 50 * 1024 * 1024
DOWNLOAD_BYTES = 20 * 1024 * 1024

CALLBACK_SECONDS = 150
UPDATE_SECONDS = 24 * 3600
QUIET_WEEK_SECONDS = 7 * 24 * 3600
DELETE_SECONDS = 48 * 3600

POLL_SECONDS = 50
POLL_UPDATES = 100
"""The most updates that one getUpdates returns, and its default."""
WEBHOOK_PORTS = (443, 80, 88, 8443)

MESSAGES_A_SECOND = 30
MESSAGES_A_MINUTE_IN_A_GROUP = 20

COUNTS: dict[tuple[str, str], tuple[int, int]] = {
    ("copyMessages", "message_ids"): BULK_MESSAGES,
    ("forwardMessages", "message_ids"): BULK_MESSAGES,
    ("deleteMessages", "message_ids"): BULK_MESSAGES,
    ("sendMediaGroup", "media"): ALBUM_PARTS,
    ("setMyCommands", "commands"): (0, COMMANDS),
}
"""How many things an array may hold."""

RANGES: dict[tuple[str, str], tuple[int, int]] = {
    ("getUserProfilePhotos", "limit"): (1, 100),
    ("setWebhook", "max_connections"): (1, 100),
    ("createChatInviteLink", "member_limit"): (1, 99_999),
}
"""Integers that the reference bounds; getUpdates is not here, since the server brings its figures into range itself."""

PARSED_LATER = {"text": (TEXT_CHARACTERS,), "caption": (CAPTION_CHARACTERS,)}
"""Counted after the markup is taken out, so not by the table: fields that have these limits."""
