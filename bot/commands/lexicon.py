"""What stands on buttons and in messages, in every language: people of a story read whichever they have chosen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from string import Formatter

from bot.i18n import SOURCE_LANGUAGE, Catalogs
from surveys.template import Template
from surveys.text import Text

_GAP = "\0"


class Lexicon:
    """Looks up English words of the catalogs, and the names in the templates."""

    def __init__(self, catalogs: Catalogs, templates: Iterable[Template]) -> None:
        self._texts = [catalogs.texts(language) for language in catalogs.languages]
        self._named: dict[str, list[str]] = defaultdict(list)
        for template in templates:
            for name in (template.title, *(spoke.name for spoke in template.spokes)):
                self._note(name)

    def _note(self, name: Text) -> None:
        self._named[name.in_(SOURCE_LANGUAGE)] += [name.in_(texts.language) for texts in self._texts]

    def every(self, words: str) -> Sequence[str]:
        """The words in each language; those that nobody has translated as they are.

        Of words with something to fill in (`{day}`) only the longest part that is always the same.
        """
        filled = {field for _, field, _, _ in Formatter().parse(words) if field}
        said = [texts.label(words, **dict.fromkeys(filled, _GAP)) for texts in self._texts]
        parts = [max(one.split(_GAP), key=len) for one in said]
        return list(dict.fromkeys([*parts, *self._named.get(words, [])]))
