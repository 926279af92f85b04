"""Takes tokens and secrets out of what is about to be shown to anyone."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any
from urllib.parse import quote, unquote

from bot.settings import Settings

_IN_ADDRESS = re.compile(r"/bot\d+(?::|%3A)[^/\s\"'\\]+", re.IGNORECASE)  # whatever its length: tests use short ones
_TOKEN = re.compile(r"\d+(?::|%3A)[\w-]{30,}", re.IGNORECASE)
_PASSWORDS = tuple(map(re.compile, (r"://[^:/@]*:(.*?)@", r"://[^:/@]*:(.*)@", r"[?&](?:ssl)?password=([^&]*)")))
_SHORTEST = 6  # a shorter "secret" would also be found in words that mean nothing


class Redactor:
    """Replaces anything like a bot token, and each of the known secrets."""

    def __init__(self, secrets: Collection[str]) -> None:
        known = {form for secret in secrets if len(secret) >= _SHORTEST for form in _forms(secret)}
        longest_first = sorted(known, key=lambda secret: (-len(secret), secret))
        self._secrets = re.compile("|".join(map(re.escape, longest_first))) if known else None

    def text(self, text: str) -> str:
        """The text without them."""
        text = _TOKEN.sub("<token>", _IN_ADDRESS.sub("/bot<token>", text))
        return self._secrets.sub("<secret>", text) if self._secrets else text

    def value(self, value: Any) -> Any:
        """The value without them, however deep they are; anything that is not plain data becomes text."""
        if isinstance(value, str):
            return self.text(value)
        if value is None or isinstance(value, bool | int | float):
            return value
        if isinstance(value, dict):
            return {self.text(str(key)): self.value(each) for key, each in value.items()}
        if isinstance(value, list | tuple | set | frozenset):
            return [self.value(each) for each in value]
        return self.text(repr(value))


def _forms(secret: str) -> set[str]:
    """As it is, as part of an address, and as Python shows it."""
    return {secret, quote(secret, safe=""), repr(secret)[1:-1]}


def secrets_of(settings: Settings) -> list[str]:
    """What of the settings nobody may see: token, secrets of pseudonyms and webhook, password of the database."""
    given = (settings.bot_token, settings.secret, settings.webhook_secret)
    hidden = [each.get_secret_value() for each in given if each is not None]
    return [*hidden, *passwords(settings.database_url)]


def passwords(url: str) -> set[str]:
    """What may be a password in it, also where the URL is a broken one: to the first @, and to the last."""
    found = {match[1] for match in (sign.search(url) for sign in _PASSWORDS) if match and match[1]}
    return found | {unquote(one) for one in found}
