"""The starter charter: ten lines in each language, in force where a network has not written its own."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from bot.i18n import FOLDER, SOURCE_LANGUAGE
from bot.storage.charters import Words

LANGUAGE = SOURCE_LANGUAGE
"""In which it was written first."""


@cache
def starter() -> Mapping[str, Words]:
    """What it says, by language."""
    files = sorted(FOLDER.glob("*/charter.html"))
    return {file.parent.name: Words(file.read_text(encoding="utf-8").strip()) for file in files}
