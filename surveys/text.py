"""Text in several languages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Annotated

from pydantic import AfterValidator, ConfigDict, Field, RootModel, StringConstraints
from pydantic_core import PydanticCustomError

Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")]

FALLBACK = "en"
_NO_BREAK = {0xA0: " ", 0x202F: " "}  # French puts them before ? and ;


class Text(RootModel[dict[Language, str]]):
    """The same words in one language or more, by language tag (`fr`, `pt-BR`)."""

    model_config = ConfigDict(frozen=True, strict=True)

    root: Annotated[dict[Language, str], Field(min_length=1)]

    @property
    def languages(self) -> frozenset[str]:
        """The tags of the languages that it is written in."""
        return frozenset(self.root)

    def in_(self, language: str) -> str:
        """The words in that language; else in it without its region, else in English, else in the first there is."""
        plain = language.replace("_", "-")
        for tag in (plain, plain.partition("-")[0].lower(), FALLBACK):
            if tag in self.root:
                return self.root[tag]
        return next(iter(self.root.values()))


def at_most(characters: int, *, why: str = "") -> Callable[[Text], Text]:
    """A check that each language holds one line, not blank, of at most so many characters."""

    def check(text: Text) -> Text:
        for language, words in text.root.items():
            problem = _problem(words, characters, why)
            if problem:
                raise PydanticCustomError("text", "{problem}", {"problem": problem, "path": (language,)})
        return text

    return check


def limited(characters: int, *, why: str = "") -> AfterValidator:
    """`at_most` as an annotation of a field."""
    return AfterValidator(at_most(characters, why=why))


def _problem(words: str, characters: int, why: str) -> str | None:
    if not words.strip():
        return "is blank"
    if words != words.strip() or not words.translate(_NO_BREAK).isprintable():
        return "must be one line, without spaces around it"
    if len(words) > characters:
        return f"has {len(words)} characters, at most {characters} are allowed{why}"
    return None


def languages_of(texts: Iterable[Text]) -> frozenset[str]:
    """Every language that at least one of the texts is written in."""
    return frozenset().union(*(text.languages for text in texts))
