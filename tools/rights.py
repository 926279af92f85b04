"""Writes the table of rights into docs/security.md, as the code has it; `--check` only says whether it stands there."""

from __future__ import annotations

import argparse
import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from bot.services.rights import ACTS, CONDITIONS, Role, Rule

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "security.md"
BEGIN, END = "<!-- rights: written by `python -m tools.rights` -->", "<!-- end of rights -->"


def table() -> str:
    """Who may what: a line a rule, a column a role; below it the acts under each."""
    roles = [role for role in Role if any(role in rule.holders for rule in Rule)]
    head = ["", *roles]
    lines = [_line(head), _line(["---"] * len(head)), *(_line([rule.about, *_cells(rule, roles)]) for rule in Rule)]
    return "\n".join([*lines, "", *_notes(), "", "### The acts under each", "", *_acts()])


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cells(rule: Rule, roles: list[Role]) -> Iterator[str]:
    conditions = list(CONDITIONS)
    for role in roles:
        note = f" ({conditions.index((rule, role)) + 1})" if (rule, role) in CONDITIONS else ""
        yield f"yes{note}" if role in rule.holders else ""


def _notes() -> Iterator[str]:
    for number, ((rule, role), said) in enumerate(CONDITIONS.items(), 1):
        yield f"{number}. {rule.about} · {role}: {said}"


def _acts() -> Iterator[str]:
    for rule in Rule:
        yield f"**{rule.about}**"
        yield ""
        yield from (f"- `{name}`: {_said(name)}" for name, under in ACTS.items() if under is rule)
        yield ""


@cache
def _methods(module: str) -> dict[str, str]:
    """The first sentence that each method says of itself, by `Class.method`."""
    tree = ast.parse((ROOT / "bot" / "services" / f"{module}.py").read_text())
    return {
        f"{owner.name}.{one.name}": (ast.get_docstring(one) or "").partition("\n")[0]
        for owner in tree.body
        if isinstance(owner, ast.ClassDef)
        for one in owner.body
        if isinstance(one, ast.AsyncFunctionDef)
    }


def _said(name: str) -> str:
    module, _, method = name.partition(".")
    words = _methods(module)[method].partition(" Refused")[0].strip()
    return words or method.partition(".")[2].replace("_", " ").capitalize() + "."


def written(page: str) -> str:
    """The page with the table as it is now. ValueError where it has no place for it."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{PAGE.name} lacks the marks between which the table of rights stands")
    return f"{before}{BEGIN}\n\n{table()}\n{END}{after}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; 1 when the page is out of date")
    present = PAGE.read_text()
    if parser.parse_args().check:
        current = written(present) == present
        print("docs/security.md shows the rights as they are" if current else "out of date: python -m tools.rights")
        return 0 if current else 1
    PAGE.write_text(written(present))
    return 0


if __name__ == "__main__":
    sys.exit(main())
