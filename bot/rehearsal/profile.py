"""What the bot says of itself: name, descriptions, commands, menu button; by language and scope."""

from __future__ import annotations

import json
import re
from typing import Any

from bot.rehearsal.errors import bad_request

_TWO_LETTERS = re.compile(r"[a-z]{2}")
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")


def check_language(code: str | None) -> str:
    """A two-letter code, or nothing for everyone. Errors: `ApiError` 400 for anything else, `fil` as well."""
    if code and not _TWO_LETTERS.fullmatch(code):
        raise bad_request("invalid language code specified")
    return code or ""


class Profile:
    """Set by the setMy… methods, read by the getMy… ones, which fall back to the entry for every language."""

    def __init__(self, name: str) -> None:
        self._default_name = name
        self._texts: dict[tuple[str, str], str] = {}
        self._commands: dict[tuple[str, str], list[dict[str, Any]]] = {}
        self.menu_buttons: dict[int, dict[str, Any]] = {}

    def set_text(self, what: str, language: str, text: str) -> None:
        self._texts[(what, language)] = text

    def text(self, what: str, language: str) -> str:
        fallback = self._default_name if what == "name" else ""
        return self._texts.get((what, language)) or self._texts.get((what, "")) or fallback

    def set_commands(self, scope: dict[str, Any] | None, language: str, commands: list[dict[str, Any]]) -> None:
        """Errors: `ApiError` 400 for a command that is not of a-z, 0-9 and _, or has no description."""
        for command in commands:
            if not _COMMAND.fullmatch(command["command"].removeprefix("/").lower()):
                raise bad_request("BOT_COMMAND_INVALID")
            if not command["description"].strip():
                raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        self._commands[(_key(scope), language)] = commands

    def delete_commands(self, scope: dict[str, Any] | None, language: str) -> None:
        self._commands.pop((_key(scope), language), None)

    def commands(self, scope: dict[str, Any] | None, language: str) -> list[dict[str, Any]]:
        """The list set for exactly this scope and language, which may be empty."""
        return self._commands.get((_key(scope), language), [])


def _key(scope: dict[str, Any] | None) -> str:
    return json.dumps(scope or {"type": "default"}, sort_keys=True)
