"""The definition of a wheel survey: spokes with one question and six level sentences each, in several languages."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from surveys.complaints import explained
from surveys.source import KeyPath, TemplateError, read
from surveys.text import Text, languages_of, limited

__all__ = ["HIGHEST", "SHIPPED", "Spoke", "Template", "TemplateError", "load", "load_all"]

HIGHEST = 5
SHIPPED = Path(__file__).parent / "templates"

BUTTON = 35
_BESIDE_SENTENCE = len("5 · ")

Title = Annotated[Text, limited(60)]
About = Annotated[Text, limited(300)]
Name = Annotated[Text, limited(30)]
Question = Annotated[Text, limited(160)]
Sentence = Annotated[Text, limited(BUTTON - _BESIDE_SENTENCE, why=f' (a button "5 · …" holds {BUTTON})')]
Discussion = Annotated[Text, limited(200)]
Suggestion = Annotated[Text, limited(100)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,31}$")]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,31}$")]


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Spoke(_Value):
    """One theme of the wheel. `levels[n]` is the sentence that someone at level n recognizes.

    `suggestions` are actions that would strengthen it, to be taken as they are or worded anew.
    """

    key: Key
    name: Name
    question: Question
    levels: tuple[Sentence, Sentence, Sentence, Sentence, Sentence, Sentence]
    discuss: tuple[Discussion, Discussion]
    suggestions: Annotated[tuple[Suggestion, ...], Field(max_length=2)] = ()

    def texts(self) -> Iterator[tuple[KeyPath, Text]]:
        """Each text with its path from here."""
        yield ("name",), self.name
        yield ("question",), self.question
        yield from ((("levels", level), sentence) for level, sentence in enumerate(self.levels))
        yield from ((("discuss", place), question) for place, question in enumerate(self.discuss))
        yield from ((("suggestions", place), suggestion) for place, suggestion in enumerate(self.suggestions))


class Template(_Value):
    """A wheel survey, complete in each of its languages. A changed template is another version."""

    id: Id
    version: Annotated[int, Field(ge=1, le=9999)]
    title: Title
    about: About
    spokes: Annotated[tuple[Spoke, ...], Field(min_length=5, max_length=10)]

    @property
    def languages(self) -> frozenset[str]:
        """The languages that the whole template is written in."""
        return self.title.languages

    @property
    def fingerprint(self) -> str:
        """Twelve hexadecimal digits that stay the same as long as what people read, and its order, does."""
        content = json.dumps(
            self.model_dump(mode="json", exclude={"version"}, exclude_defaults=True), sort_keys=True, ensure_ascii=True
        )
        return hashlib.sha256(content.encode()).hexdigest()[:12]

    def texts(self) -> Iterator[tuple[KeyPath, Text]]:
        """Each text of the template with its path from here."""
        yield ("title",), self.title
        yield ("about",), self.about
        for place, spoke in enumerate(self.spokes):
            yield from ((("spokes", place, *path), text) for path, text in spoke.texts())

    @model_validator(mode="after")
    def _keys_differ(self) -> Template:
        seen: set[str] = set()
        for place, spoke in enumerate(self.spokes):
            if spoke.key in seen:
                raise _problem(("spokes", place, "key"), f'"{spoke.key}" is the key of another spoke too')
            seen.add(spoke.key)
        return self

    @model_validator(mode="after")
    def _every_text_in_every_language(self) -> Template:
        languages = languages_of(text for _, text in self.texts())
        for path, text in self.texts():
            for language in sorted(languages - text.languages):
                wanted = ", ".join(sorted(languages))
                raise _problem((*path, language), f"is missing: each text is needed in {wanted}")
        return self


_FIELDS = {1: tuple(Template.model_fields), 3: tuple(Spoke.model_fields)}


def load(path: Path) -> Template:
    """The template in a YAML file. Raises TemplateError, one line, if it is not one."""
    source = read(path)
    try:
        return Template.model_validate(source.value)
    except ValidationError as error:
        raise explained(source, error, fields=_FIELDS) from error


def load_all(folder: Path | None = None) -> dict[str, Template]:
    """The templates of a folder (by default the shipped one) by id, in the order of their file names."""
    place = folder or SHIPPED
    if not place.is_dir():
        raise TemplateError(f"{place}: is not a folder that can be read")
    templates: dict[str, Template] = {}
    for path in sorted(place.glob("*.yaml")):
        template = load(path)
        if template.id in templates:
            raise TemplateError(f'{path}, line 1: id "{template.id}" is the id of another template in this folder too')
        templates[template.id] = template
    return templates


def _problem(path: KeyPath, problem: str) -> PydanticCustomError:
    return PydanticCustomError("template", "{problem}", {"problem": problem, "path": path})
