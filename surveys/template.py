"""The definition of a wheel survey: spokes with one question and six level sentences each, in several languages."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from surveys.complaints import explained
from surveys.source import KeyPath, TemplateError, read
from surveys.text import Text, languages_of, limited

__all__ = ["FEWEST", "HIGHEST", "MOST", "SHIPPED", "Spoke", "Template", "TemplateError", "load", "load_all"]

HIGHEST = 5
FEWEST, MOST = 5, 10
"""Themes of a wheel."""

SHIPPED = Path(__file__).parent / "templates"

BUTTON = 35
_BESIDE_SENTENCE = len("5 · ")

LONGEST = {"title": 60, "about": 300, "name": 30, "question": 160, "sentence": BUTTON - _BESIDE_SENTENCE}
"""Characters of what people may word anew."""

Title = Annotated[Text, limited(LONGEST["title"])]
About = Annotated[Text, limited(LONGEST["about"])]
Name = Annotated[Text, limited(LONGEST["name"])]
Question = Annotated[Text, limited(LONGEST["question"])]
Sentence = Annotated[Text, limited(LONGEST["sentence"], why=f' (a button "5 · …" holds {BUTTON})')]
Discussion = Annotated[Text, limited(200)]
Suggestion = Annotated[Text, limited(100)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,31}$")]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,31}$")]


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Spoke(_Value):
    """One theme of the wheel. `levels[n]` is the sentence that someone at level n recognizes.

    `suggestions` are actions that would strengthen it, to be taken as they are or worded anew. What is `sensitive` is
    asked only where somebody has turned it on, and its level is never shown in a group.
    """

    key: Key
    name: Name
    question: Question
    levels: tuple[Sentence, Sentence, Sentence, Sentence, Sentence, Sentence]
    discuss: tuple[Discussion, Discussion]
    suggestions: Annotated[tuple[Suggestion, ...], Field(max_length=2)] = ()
    sensitive: bool = False

    def texts(self) -> Iterator[tuple[KeyPath, Text]]:
        """Each text with its path from here."""
        yield ("name",), self.name
        yield ("question",), self.question
        yield from ((("levels", level), sentence) for level, sentence in enumerate(self.levels))
        yield from ((("discuss", place), question) for place, question in enumerate(self.discuss))
        yield from ((("suggestions", place), suggestion) for place, suggestion in enumerate(self.suggestions))


class Template(_Value):
    """A wheel survey. A changed template is another version.

    `offered` are sensitive themes that it does not ask: whoever copies it may turn them on.
    """

    id: Id
    version: Annotated[int, Field(ge=1, le=9999)]
    title: Title
    about: About
    spokes: Annotated[tuple[Spoke, ...], Field(min_length=FEWEST, max_length=MOST)]
    offered: Annotated[tuple[Spoke, ...], Field(max_length=MOST)] = ()

    @property
    def languages(self) -> frozenset[str]:
        """The languages that the whole template is written in."""
        return frozenset.intersection(*(text.languages for _, text in self.texts()))

    @property
    def plain(self) -> Template:
        """What may be shown in a group: all themes but the sensitive ones."""
        shown = tuple(spoke for spoke in self.spokes if not spoke.sensitive)
        return self if len(shown) == len(self.spokes) else self.model_copy(update={"spokes": shown})

    @property
    def fingerprint(self) -> str:
        """Twelve hexadecimal digits that stay the same as long as what people read, and its order, does."""
        content = json.dumps(
            self.model_dump(mode="json", exclude={"version", "offered"}, exclude_defaults=True),
            sort_keys=True,
            ensure_ascii=True,
        )
        return hashlib.sha256(content.encode()).hexdigest()[:12]

    def texts(self) -> Iterator[tuple[KeyPath, Text]]:
        """Each text of the template with its path from here."""
        yield ("title",), self.title
        yield ("about",), self.about
        for name, spokes in (("spokes", self.spokes), ("offered", self.offered)):
            for place, spoke in enumerate(spokes):
                yield from (((name, place, *path), text) for path, text in spoke.texts())

    @model_validator(mode="after")
    def _keys_differ(self) -> Template:
        seen: set[str] = set()
        for place, spoke in enumerate(self.spokes):
            if spoke.key in seen:
                raise _problem(("spokes", place, "key"), f'"{spoke.key}" is the key of another spoke too')
            seen.add(spoke.key)
        return self

    @model_validator(mode="after")
    def _enough_is_plain(self) -> Template:
        if len(self.plain.spokes) < FEWEST:
            raise _problem(("spokes",), f"needs at least {FEWEST} that are not sensitive: a group sees only those")
        return self

    @model_validator(mode="after")
    def _every_text_in_every_language(self, info: ValidationInfo) -> Template:
        """Of a file. What people make their own is in the languages that they write."""
        if not info.context:
            return self
        languages = languages_of(text for _, text in self.texts())
        for path, text in self.texts():
            for language in sorted(languages - text.languages):
                wanted = ", ".join(sorted(languages))
                raise _problem((*path, language), f"is missing: each text is needed in {wanted}")
        return self


_FIELDS = {1: tuple(name for name in Template.model_fields if name != "offered"), 3: tuple(Spoke.model_fields)}


def load(path: Path) -> Template:
    """The template in a YAML file, its sensitive themes off. Raises TemplateError, one line, if it is not one."""
    source = read(path)
    if isinstance(source.value, dict) and "offered" in source.value:
        raise source.error(("offered",), f"is not known here; allowed: {', '.join(_FIELDS[1])}")
    try:
        template = Template.model_validate(source.value, context={"file": path.name})
    except ValidationError as error:
        raise explained(source, error, fields=_FIELDS) from error
    offered = tuple(spoke for spoke in template.spokes if spoke.sensitive)
    return template.plain.model_copy(update={"offered": offered})


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
