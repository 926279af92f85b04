"""What was seen, and how it is told: as rows for the table "Seen" of `docs/unproven.md`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from bot.commands.live.lines import Line
from bot.redaction import Redactor

_NUMBER = re.compile(r"\d{6,}")
"""Ids of people and chats; nothing else in a refusal is that long a number."""
_LONGEST = 160


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that was tried of a line: what, whether it went as believed, and what Telegram said or did."""

    line: Line
    what: str
    seen: bool
    said: str

    def __str__(self) -> str:
        return f"{self.what}: {self.said}"


@dataclass(slots=True)
class Findings:
    """The facts so far, in the order in which they were found."""

    facts: list[Fact] = field(default_factory=list)

    def add(self, line: Line, what: str, *, seen: bool, said: str) -> Fact:
        """Keep a fact; what Telegram said is told without ids, tokens and anything that breaks a table."""
        fact = Fact(line, what, seen, told(said))
        self.facts.append(fact)
        return fact

    @property
    def otherwise(self) -> list[Line]:
        """The lines of which something went otherwise than believed."""
        return [line for line in Line if any(fact.line is line and not fact.seen for fact in self.facts)]

    @property
    def missing(self) -> list[Line]:
        """The lines of which nothing was seen."""
        found = {fact.line for fact in self.facts}
        return [line for line in Line if line not in found]

    def rows(self, day: date) -> list[str]:
        """A row a line, in the order of the document: its name, the day, the verdict, and the facts for it."""
        return [self._row(line, day) for line in Line if line not in self.missing]

    def _row(self, line: Line, day: date) -> str:
        facts = [fact for fact in self.facts if fact.line is line]
        wrong = [fact for fact in facts if not fact.seen]
        verdict = "**otherwise**" if wrong else "seen"
        shown = "; ".join(dict.fromkeys(str(fact) for fact in wrong or facts))
        return f"| `{line}` | {day.isoformat()} | {verdict} | {shown} |"


def told(said: str) -> str:
    """A text of Telegram's for a row: one line, cut, without tokens and ids."""
    clean = _NUMBER.sub("…", Redactor(()).text(" ".join(said.split())))
    return clean.replace("|", "\\|")[:_LONGEST]
