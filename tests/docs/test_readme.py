"""The README has a line for each setting, each command of the command line, and each command of the chat."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import typer.main
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

import handlers
from bot.__main__ import app
from bot.settings import SECRETS, Settings

README = (Path(__file__).resolve().parents[2] / "README.md").read_text("utf-8")
_CODE = re.compile(r"`(/[a-z]+)`")
_FIRST_CELL = re.compile(r"^\| `([^`]+)`", re.MULTILINE)


def without_a_line(names: Iterable[str], page: str = README) -> list[str]:
    """The names that begin no row of a table on the page."""
    rows = set(_FIRST_CELL.findall(page))
    return [name for name in names if name not in rows]


def settings() -> dict[str, object]:
    """The variables and their defaults; None where there is none to write down."""
    prefix = str(Settings.model_config.get("env_prefix", ""))
    return {f"{prefix}{name}".upper(): _written(field) for name, field in Settings.model_fields.items()}


def _written(field: FieldInfo) -> object:
    if isinstance(field.default, bool):
        return "on" if field.default else "off"
    return None if field.default is PydanticUndefined else field.default


def commands() -> list[str]:
    """Every command of the command line, with the words that lead to it."""
    return list(_leaves("palabre", typer.main.get_command(app)))


def _leaves(words: str, command: object) -> Iterator[str]:
    below = getattr(command, "commands", {})
    if not below:
        yield words
    for name, each in below.items():
        yield from _leaves(f"{words} {name}", each)


def chat_commands() -> dict[str, set[str]]:
    """The commands of the chat and their other names, from the tables of the handlers."""
    found: dict[str, set[str]] = {}
    for module in pkgutil.walk_packages(handlers.__path__, "handlers."):
        table = getattr(importlib.import_module(module.name), "COMMANDS", {})
        found |= {f"/{name}": {f"/{alias}" for alias in command.aliases} for name, command in table.items()}
    return found


def test_a_name_without_its_row_is_found() -> None:
    assert without_a_line(["A", "B"], "| `A` | said |\nand `B` in passing") == ["B"]


def test_every_setting_has_its_line() -> None:
    assert "PALABRE_BOT_TOKEN" in settings()
    assert without_a_line(settings()) == []


def test_every_default_is_as_the_line_says() -> None:
    rows = dict(re.findall(r"^\| `(PALABRE_\w+)` \| ([^|]+) \|", README, re.MULTILINE))
    defaults = {name: default for name, default in settings().items() if default is not None}
    assert "PALABRE_RATE" in defaults
    assert [name for name, default in defaults.items() if rows[name] != f"`{default}`"] == []


def test_every_secret_may_come_from_a_file_that_is_named() -> None:
    assert [name for name in SECRETS if f"`PALABRE_{name.upper()}_FILE`" not in README] == []


def test_every_command_of_the_command_line_has_its_line() -> None:
    assert {"palabre run", "palabre invite coordinator"} <= set(commands())
    assert without_a_line(commands()) == []


def test_every_command_of_the_chat_has_its_line() -> None:
    assert {"/wheel", "/survey", "/help", "/start"} <= set(chat_commands())
    assert without_a_line(chat_commands()) == []


def test_the_readme_promises_no_command_that_is_not_there() -> None:
    rows = re.findall(r"^\| `(/[a-z]+)` \| ([^|]*) \|", README, re.MULTILINE)
    told = {name: set(_CODE.findall(others)) for name, others in rows}
    assert set(told) <= set(chat_commands())
    assert {name: more for name, others in told.items() if (more := others - chat_commands()[name])} == {}
