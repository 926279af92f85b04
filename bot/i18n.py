"""Texts in the languages of people: gettext catalogs, one `Texts` a language, given explicitly to whoever renders.

`say` makes HTML for messages (values are escaped), `label` plain text for buttons, toasts and pictures.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.numbers import format_decimal
from markupsafe import Markup

SOURCE_LANGUAGE = "en"
FOLDER = Path(__file__).resolve().parent.parent / "locales"
DOMAIN = "messages"


Day = datetime | date


class CatalogError(Exception):
    """The catalogs cannot be used: the message says which, and what to do."""


class Texts:
    """One language's voice: translates, fills in, and formats dates and numbers."""

    def __init__(self, language: str, catalog: gettext.NullTranslations) -> None:
        self.language = language
        self._catalog = catalog

    @cached_property
    def locale(self) -> Locale:
        return Locale.parse(self.language, sep="-")

    def say(self, message: str, **values: object) -> Markup:
        """The message as HTML: the catalog's own tags stand, the values are escaped (unless they are `Markup`)."""
        return Markup(self._catalog.gettext(message)).format(**values)  # noqa: S704 - the catalogs are ours

    def plural(self, one: str, many: str, n: int, **values: object) -> Markup:
        """Like `say`, in the form that the language wants for `n`; `{n}` is filled in."""
        return Markup(self._catalog.ngettext(one, many, n)).format(n=n, **values)  # noqa: S704 - the catalogs are ours

    def label(self, message: str, **values: object) -> str:
        """The message as plain text: for buttons, toasts, command menus and pictures."""
        return self._catalog.gettext(message).format(**values)

    def labels(self, one: str, many: str, n: int, **values: object) -> str:
        """Like `plural`, as plain text."""
        return self._catalog.ngettext(one, many, n).format(n=n, **values)

    def day(self, when: datetime | date, zone: ZoneInfo | None = None) -> str:
        """A weekday and date as people write it ("lundi 3 mars"), in the reader's zone."""
        local = when.astimezone(zone) if isinstance(when, datetime) and zone else when
        return self._written(local, _DAY.get(self.locale.language, "EEEE d MMMM"))

    def moment(self, when: datetime, zone: ZoneInfo) -> str:
        """Weekday, date and time of day in the reader's zone."""
        local = when.astimezone(zone)
        return self.label("{day}, {time}", day=self.day(local), time=self.hour(local.time()))

    def hour(self, when: time) -> str:
        """A time of day as the language writes it ("14:30", "2:30 PM")."""
        return str(format_time(when, format="short", locale=self.locale)).replace("\u202f", "\xa0")

    def weekday(self, number: int) -> str:
        """The name of a day of the week as it stands in a sentence; 0 is Monday."""
        return str(self.locale.days["stand-alone"]["wide"][number])

    def date(self, when: datetime | date, zone: ZoneInfo | None = None) -> str:
        """A long date, day first ("3 mars 2027", "3 March 2027"), in the reader's zone."""
        local = when.astimezone(zone) if isinstance(when, datetime) and zone else when
        return self._written(local, _DATE.get(self.locale.language, "long"))

    def number(self, value: Decimal | int) -> str:
        """A number as the language writes it ("3,4"); a level keeps its one decimal."""
        return str(format_decimal(value, format="0.0" if isinstance(value, Decimal) else None, locale=self.locale))

    def listing(self, words: Iterable[str]) -> str:
        """The words as a list in prose ("a, b and c")."""
        return str(format_list(list(words), locale=self.locale))

    @property
    def own_name(self) -> str:
        """The language's name in itself ("Français")."""
        name = self.locale.get_display_name(self.locale) or self.language
        return name[:1].upper() + name[1:]

    def _written(self, local: Day, pattern: str) -> str:
        if self.locale.language == "fr" and local.day == 1:
            pattern = pattern.replace("d MMMM", "d'er' MMMM")
        return str(format_date(local, format=pattern, locale=self.locale))


_DATE = {"en": "d MMMM y", "fr": "d MMMM y"}
_DAY = {"en": "EEEE d MMMM", "fr": "EEEE d MMMM", "es": "EEEE d 'de' MMMM"}


class Catalogs:
    """All languages at hand."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._texts = {language: Texts(language, _read(folder, language)) for language in _languages(folder)}

    @property
    def languages(self) -> tuple[str, ...]:
        """Codes of all languages, the source language first."""
        return tuple(self._texts)

    def texts(self, language: str | None) -> Texts:
        """The language's voice, or the source language's."""
        return self._texts.get(language or SOURCE_LANGUAGE) or self._texts[SOURCE_LANGUAGE]

    def negotiate(self, *asked: str | None) -> str:
        """The first of the asked IETF tags that we speak, by its region or without; else the source language.

        Babel's `negotiate_locale` is not used: it returns the asker's casing and refuses `pt` for `pt_BR`.
        """
        for tag in filter(None, asked):
            wanted = tag.replace("_", "-").lower()
            for candidate in (wanted, wanted.split("-")[0]):
                match = next((own for own in self._texts if own.lower() == candidate), None)
                match = match or next((own for own in self._texts if own.lower().split("-")[0] == candidate), None)
                if match:
                    return match
        return SOURCE_LANGUAGE


def _languages(folder: Path) -> list[str]:
    found = sorted(path.parent.parent.name for path in folder.glob("*/LC_MESSAGES/messages.po"))
    return [SOURCE_LANGUAGE, *(language for language in found if language != SOURCE_LANGUAGE)]


def _read(folder: Path, language: str) -> gettext.NullTranslations:
    if language == SOURCE_LANGUAGE:
        return gettext.NullTranslations()
    try:
        return gettext.translation(DOMAIN, folder, [language])
    except OSError as error:
        raise CatalogError(f"the {language} texts are not compiled in {folder}: run `make translate`") from error
