"""There is one way from answers to what people see, by `surveys.disclosure`: whatever else goes there is found here."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TREES = {
    str(path.relative_to(ROOT)): ast.parse(path.read_text())
    for folder in ("bot", "handlers", "surveys")
    for path in sorted((ROOT / folder).rglob("*.py"))
}

WORKSHOPS = {"bot/services/workshop/themes.py", "bot/services/workshop/ending.py"}
THE_WAY = {"bot/services/rounds/deciding.py", *WORKSHOPS}
"""Who hands the answers of others to `surveys.disclosure`, and freezes what comes of it."""

READING = {"bot/services/rounds/question.py", "bot/services/rounds/near.py", *WORKSHOPS}
"""Who reads them for it."""

ONE_S_OWN = {"bot/services/rounds/answering.py", "bot/services/privacy/mydata.py", "bot/services/followup/nudges.py"}
"""Who reads the answers of the one person who acts, or only whether there are any."""

MAKERS = {"bot/services/rounds/deciding.py", "bot/services/rounds/question.py"} | {
    f"bot/services/workshop/{name}.py" for name in ("themes", "ending", "view")
}
READERS = {
    *(f"bot/services/rounds/{name}.py" for name in ("earlier", "wheels")),
    *(f"bot/services/actions/{name}.py" for name in ("answered", "boards", "taking")),
    "bot/services/agenda/sheet.py",
    "bot/services/talk/views.py",
    *(f"handlers/screens/{name}.py" for name in ("rounds/wheel", "workshop/theme", "workshop/agreed")),
}
"""Who reads what is frozen: wheels and their captions, what answers them, sheets, and threads on a theme."""

STORAGE = {
    f"bot/storage/{name}.py"
    for name in ("erasure", "figures", "networks", "responses", "retention", "wholes", "workshops")
}
"""Who knows the tables of answers: all but `responses` and `figures` delete, move, or ask whether there are any."""


@cache
def imported(tree: ast.Module) -> set[str]:
    """The full names of what a module imports."""
    found = set[str]()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            found |= {node.module or "", *(f"{node.module}.{one.name}" for one in node.names)}
        elif isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
    return found


@cache
def called(tree: ast.Module) -> set[str]:
    """What is called, by its last name, and by that with the name before it."""
    return set(_called(tree))


def _called(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func.attr
            if isinstance(node.func.value, ast.Name):
                yield f"{node.func.value.id}.{node.func.attr}"


def who_imports(name: str) -> set[str]:
    return {path for path, tree in TREES.items() if name in imported(tree)}


def who_calls(name: str) -> set[str]:
    return {path for path, tree in TREES.items() if name in called(tree)}


@pytest.mark.parametrize("maker", ["surveys.scoring.level", "surveys.scoring.agreement", "surveys.audit.publishable"])
def test_levels_agreement_and_numbers_are_made_in_one_module(maker: str) -> None:
    assert who_imports(maker) == {"surveys/disclosure.py"}


def test_words_for_levels_are_made_there_too() -> None:
    assert who_imports("surveys.extremes.extreme") == {"surveys/disclosure.py"}
    assert who_imports("surveys.parts.reckoned") == {"surveys/disclosure.py"}


def test_what_may_be_seen_is_made_there_alone() -> None:
    assert who_calls("Result") | who_calls("Disclosed") == {"surveys/disclosure.py"}


def test_others_answers_are_read_on_that_way_alone() -> None:
    assert who_calls("responses.scored") == READING
    assert who_calls("responses.page") == who_calls("responses.levels") == {"bot/services/rounds/question.py"}
    assert who_calls("responses.respondents") == set()
    assert who_calls("workshops.tapped") == {"bot/services/workshop/themes.py", "bot/services/workshop/view.py"}


def test_elsewhere_only_one_s_own_answers_are_read() -> None:
    assert who_calls("responses.answers") == ONE_S_OWN


def test_that_way_goes_by_the_module() -> None:
    assert who_calls("disclosure.disclosed") | who_calls("disclosure.counted") == THE_WAY


def test_snapshots_are_made_on_that_way_alone() -> None:
    assert who_calls("Snapshot") == {"bot/services/rounds/snapshot.py", "bot/services/workshop/ending.py"}
    assert who_calls("SpokeLevel") == {"bot/services/rounds/snapshot.py"}
    assert who_calls("figures.add") == {"bot/services/rounds/deciding.py", "bot/services/workshop/ending.py"}


def test_what_is_frozen_is_read_where_wheels_are_shown_and_nowhere_else() -> None:
    """Not for the digest, exports, lists of groups, letters, figures or logs."""
    assert who_imports("bot.services.rounds.snapshot") == MAKERS | READERS


def test_nobody_else_knows_the_tables() -> None:
    table = re.compile(r"\b(FROM|JOIN|INTO|UPDATE) (answer|response|response_group|shown_answer)\b")
    knowing = {
        path
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and table.search(node.value)
    }
    assert knowing == STORAGE


@pytest.mark.parametrize("path", ["bot/counts.py", "bot/services/privacy/log.py", "bot/services/followup/digest.py"])
def test_what_is_counted_logged_and_told_of_by_itself_knows_no_level(path: str) -> None:
    barred = ("bot.services.rounds.snapshot", "bot.storage.responses", "surveys")
    assert not [name for name in imported(TREES[path]) if name.startswith(barred)]
