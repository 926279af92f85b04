"""A pseudo-language: English with accents, brackets and 40 % more letters. What stays plain has escaped translation."""

from __future__ import annotations

import gettext
import re

from bot.i18n import Texts

LONGER = 0.4
_ACCENTS = str.maketrans("AEIOUYCNSaeiouycns", "ÅÉÎÖÜÝÇÑŠåéîöüýçñš")
_KEPT = re.compile(r"(\{[^{}]*\}|<[^<>]+>|&\w+;|/[a-z]+)")


def pseudo(text: str) -> str:
    """The text in the pseudo-language; placeholders, tags, entities and commands stay as they are."""
    parts = _KEPT.split(text)
    said = [part if index % 2 else part.translate(_ACCENTS) for index, part in enumerate(parts)]
    letters = sum(len(part) for part in parts[::2])
    return f"⟦{''.join(said)}{'~' * round(letters * LONGER)}⟧"


class PseudoCatalog(gettext.NullTranslations):
    """Translates whatever it is asked."""

    def gettext(self, message: str) -> str:
        return pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return pseudo(msgid1 if n == 1 else msgid2)


def pseudo_texts() -> Texts:
    """A voice that speaks the pseudo-language; dates and numbers are English."""
    return Texts("en", PseudoCatalog())
