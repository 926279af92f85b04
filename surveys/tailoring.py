"""A template that people make their own: what they change of it, and which themes stay comparable. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from enum import Enum

from pydantic import BaseModel, ConfigDict

from surveys.template import FEWEST, HIGHEST, LONGEST, MOST, Spoke, Template
from surveys.text import Text

PARTS = {"t": "title", "a": "about", "n": "name", "q": "question"} | {str(n): "sentence" for n in range(HIGHEST + 1)}
"""What can be worded anew: title and words about the whole; a theme's name, question, and sentences by their level."""

TALK = (
    Text(
        {
            "en": "What do we do well here already, and how do we know?",
            "fr": "Que faisons-nous déjà bien ici, et comment le savons-nous\u00a0?",
            "es": "¿Qué hacemos ya bien aquí, y cómo lo sabemos?",
        }
    ),
    Text(
        {
            "en": "What would help us most to take the next step?",
            "fr": "Qu’est-ce qui nous aiderait le plus à faire le prochain pas\u00a0?",
            "es": "¿Qué nos ayudaría más a dar el próximo paso?",
        }
    ),
)
"""The questions for talking about a theme that people add."""

_ROOM_OF_KEY = 20
_OURS = re.compile(r"_v[0-9]+$")
_MARKED = re.compile(r"([0-5])\s*[·.:)\-]\s*")


class Fault(Enum):
    """What keeps a change from being made."""

    EMPTY = "there is neither a letter nor a digit"
    LONG = "there are too many characters"
    SAME = "another theme of the survey, or level of the theme, says just that"
    SIX = "six lines are needed, one a level"
    FEW = "a group would see less than five themes"
    FULL = "there are ten themes"


class UnfitError(Exception):
    """A change that cannot be made. `has` and `most` are characters or lines, 0 where nothing is counted."""

    def __init__(self, fault: Fault, has: int = 0, most: int = 0) -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.has = has
        self.most = most


class Draft(BaseModel):
    """A template on its way. `off` are the keys of sensitive themes that are not asked; `made` counts new keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    title: Text
    about: Text
    spokes: tuple[Spoke, ...]
    off: tuple[str, ...] = ()
    made: int = 0

    @classmethod
    def of(cls, template: Template) -> Draft:
        """A copy to change, with the sensitive themes off."""
        return cls(
            title=template.title,
            about=template.about,
            spokes=(*template.spokes, *template.offered),
            off=tuple(spoke.key for spoke in template.offered),
        )

    @property
    def asked(self) -> tuple[Spoke, ...]:
        return tuple(spoke for spoke in self.spokes if spoke.key not in self.off)

    def spoke(self, key: str) -> Spoke | None:
        return next((spoke for spoke in self.spokes if spoke.key == key), None)

    def template(self, template_id: str, version: int) -> Template:
        """The template that it is now."""
        return Template(id=template_id, version=version, title=self.title, about=self.about, spokes=self.asked)

    def lacking(self, languages: Iterable[str]) -> list[str]:
        """The languages in which some of it cannot be read."""
        texts = [self.title, self.about, *(text for spoke in self.asked for _, text in spoke.texts())]
        return [language for language in languages if any(language not in text.languages for text in texts)]


def reworded(draft: Draft, key: str, part: str, language: str, words: str) -> Draft:
    """Say a part of it anew; `key` is a theme's, empty for title and about. UnfitError: EMPTY, LONG, SAME."""
    if not key:
        name = PARTS[part]
        return draft.model_copy(update={name: _said(getattr(draft, name), language, fitting(words, name))})
    return _with(draft, key, lambda spoke: _reworded(draft, spoke, part, language, words))


def releveled(draft: Draft, key: str, language: str, words: str) -> Draft:
    """Say the six sentences of a theme anew, one a line. UnfitError: as `sentences`."""
    said = sentences(words)

    def change(spoke: Spoke) -> Spoke:
        pairs = zip(spoke.levels, said, strict=True)
        return spoke.model_copy(update={"levels": tuple(_said(before, language, after) for before, after in pairs)})

    return _with(draft, key, change)


def added(draft: Draft, language: str, name: str, question: str, levels: str) -> Draft:
    """One theme more, at the end. UnfitError: FULL, and as for its words."""
    need_room(draft)
    spoke = Spoke.model_validate(
        {
            "key": f"own_{draft.made + 1}",
            "name": Text({language: named(draft, name, language)}),
            "question": Text({language: fitting(question, "question")}),
            "levels": tuple(Text({language: sentence}) for sentence in sentences(levels)),
            "discuss": TALK,
        }
    )
    return draft.model_copy(update={"spokes": (*draft.spokes, spoke), "made": draft.made + 1})


def dropped(draft: Draft, key: str) -> Draft:
    """Without that theme. UnfitError: FEW."""
    spokes = tuple(spoke for spoke in draft.spokes if spoke.key != key)
    return _enough(draft.model_copy(update={"spokes": spokes, "off": tuple(one for one in draft.off if one != key)}))


def turned(draft: Draft, key: str, *, on: bool) -> Draft:
    """Ask a sensitive theme, or ask it no longer. UnfitError: FULL."""
    others = tuple(one for one in draft.off if one != key)
    if on and others != draft.off:
        need_room(draft)
    return draft.model_copy(update={"off": others if on else (*others, key)})


def marked(draft: Draft, key: str) -> Draft:
    """Let a theme be sensitive: it is off until somebody turns it on. UnfitError: FEW."""
    changed = _with(draft, key, lambda spoke: spoke.model_copy(update={"sensitive": True}))
    return _enough(turned(changed, key, on=False))


def rekeyed(draft: Draft, before: Draft) -> Draft:
    """With a new key for each theme of which a level is worded anew: it is another theme for comparison.

    A sentence that is there in one language more is the same sentence.
    """
    for old, new in ((before.spoke(spoke.key), spoke) for spoke in draft.spokes):
        if old is not None and not same_levels(old, new):
            draft = _with_new_key(draft, new.key)
    return draft


def same_levels(old: Spoke, new: Spoke) -> bool:
    """Whether all that the levels said is still said so."""
    return all(
        after.root.get(language) == words
        for before, after in zip(old.levels, new.levels, strict=True)
        for language, words in before.root.items()
    )


def fitting(words: str, kind: str) -> str:
    """The words as one line of what can be shown. UnfitError: EMPTY, LONG."""
    line = "".join(sign for sign in " ".join(words.split()) if sign.isprintable())
    if not any(sign.isalnum() for sign in line):
        raise UnfitError(Fault.EMPTY)
    if len(line) > LONGEST[kind]:
        raise UnfitError(Fault.LONG, len(line), LONGEST[kind])
    return line


def sentences(words: str) -> list[str]:
    """Six sentences, one a line, from 0 to 5; that number may stand before each. UnfitError: SIX, EMPTY, LONG, SAME."""
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    if len(lines) != HIGHEST + 1:
        raise UnfitError(Fault.SIX, len(lines), HIGHEST + 1)
    marks = [_MARKED.match(line) for line in lines]
    if [mark.group(1) if mark else "" for mark in marks] == [str(level) for level in range(HIGHEST + 1)]:
        lines = [_MARKED.sub("", line, count=1) for line in lines]
    fit = [fitting(line, "sentence") for line in lines]
    if len({line.casefold() for line in fit}) != len(fit):
        raise UnfitError(Fault.SAME)
    return fit


def named(draft: Draft, words: str, language: str, key: str = "") -> str:
    """The name of a theme, which no other one has. UnfitError: EMPTY, LONG, SAME."""
    name = fitting(words, "name")
    others = [spoke.name.in_(language).casefold() for spoke in draft.spokes if spoke.key != key]
    if name.casefold() in others:
        raise UnfitError(Fault.SAME)
    return name


def need_room(draft: Draft) -> None:
    """UnfitError: FULL."""
    if len(draft.asked) >= MOST:
        raise UnfitError(Fault.FULL, len(draft.asked), MOST)


def _reworded(draft: Draft, spoke: Spoke, part: str, language: str, words: str) -> Spoke:
    if part == "n":
        return spoke.model_copy(update={"name": _said(spoke.name, language, named(draft, words, language, spoke.key))})
    if part == "q":
        return spoke.model_copy(update={"question": _said(spoke.question, language, fitting(words, "question"))})
    return _with_sentence(spoke, int(part), language, fitting(words, "sentence"))


def _with_sentence(spoke: Spoke, level: int, language: str, sentence: str) -> Spoke:
    others = [one.in_(language).casefold() for place, one in enumerate(spoke.levels) if place != level]
    if sentence.casefold() in others:
        raise UnfitError(Fault.SAME)
    levels = list(spoke.levels)
    levels[level] = _said(levels[level], language, sentence)
    return spoke.model_copy(update={"levels": tuple(levels)})


def _said(before: Text, language: str, words: str) -> Text:
    """In one language more; said anew in one that it has, the others no longer say the same, and go."""
    if before.root.get(language) == words:
        return before
    return Text({language: words} if language in before.languages else {**before.root, language: words})


def _with(draft: Draft, key: str, change: Callable[[Spoke], Spoke]) -> Draft:
    return draft.model_copy(
        update={"spokes": tuple(change(spoke) if spoke.key == key else spoke for spoke in draft.spokes)}
    )


def _with_new_key(draft: Draft, key: str) -> Draft:
    made = draft.made + 1
    new = f"{_OURS.sub('', key)[:_ROOM_OF_KEY]}_v{made}"
    changed = _with(draft, key, lambda spoke: spoke.model_copy(update={"key": new}))
    off = tuple(new if one == key else one for one in draft.off)
    return changed.model_copy(update={"made": made, "off": off})


def _enough(draft: Draft) -> Draft:
    if sum(not spoke.sensitive for spoke in draft.asked) < FEWEST:
        raise UnfitError(Fault.FEW, 0, FEWEST)
    return draft
