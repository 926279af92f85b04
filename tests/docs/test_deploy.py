"""What people deploy by is whole: it parses, and names only settings, commands and figures that exist."""

from __future__ import annotations

import configparser
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main
import yaml
from prometheus_client.parser import text_string_to_metric_families

from bot.__main__ import app
from bot.counts import Counts
from bot.settings import PREFIX, SECRETS, Settings
from bot.storage.backlog import Backlog
from bot.watch import figures

ROOT = Path(__file__).resolve().parents[2]
OPERATING = ROOT / "docs" / "operating.md"
COMPOSE = sorted(ROOT.glob("compose*.yaml"))
PAGES = [OPERATING, ROOT / "Dockerfile", ROOT / ".dockerignore", *COMPOSE, *sorted((ROOT / "deploy").iterdir())]
_SHAPE = r"(?<![/.\w:-])palabre (?P<words>[a-z]+(?: [a-z]+)?)"
_RUN = re.compile(rf"^(?:    (?:.*&& )?|.*'){_SHAPE}|`{_SHAPE.replace('words', 'quoted')}", re.MULTILINE)
_INSIDE = re.compile(
    r"(?:docker compose (?:run|exec).* palabre(?: palabre)?|current/bin/palabre) (?P<words>[a-z]+)(?= |$)"
)
_FIRST_CELL = re.compile(r"^\| `([^`]+)`", re.MULTILINE)


def unknown_settings(text: str) -> set[str]:
    """The variables in the text that Palabre does not know."""
    names = {f"{PREFIX}{name}".upper() for name in Settings.model_fields}
    known = names | {f"{PREFIX}{name}_FILE".upper() for name in SECRETS} | {f"{PREFIX}SETTINGS"}
    return set(re.findall(rf"{PREFIX}\w+", text)) - known


def named_commands(text: str) -> set[str]:
    """The words after `palabre` wherever the text has it run."""
    found = {each["words"] or each["quoted"] for each in _RUN.finditer(text)}
    return found | {each["words"] for each in _INSIDE.finditer(text)}


def is_command(words: str) -> bool:
    """Whether the command line knows it; a second word may be an argument, but not of a group of commands."""
    first, _, second = words.partition(" ")
    command = getattr(typer.main.get_command(app), "commands", {}).get(first)
    return command is not None and (not hasattr(command, "commands") or second in command.commands)


def figure_names() -> Iterator[str]:
    """The figures of Palabre as Prometheus reads them; of a histogram the name without its parts."""
    counts = Counts()
    for of_a_kind in (counts.updates, counts.calls, counts.refusals, counts.turned_away):
        of_a_kind["one"] += 1
    text = figures.text(counts, Backlog({"waiting": 0}, 0.0, {"open": 0}, 0), ready=True, leads=True).decode()
    for family in text_string_to_metric_families(text):
        if family.name.startswith("palabre_"):
            yield f"{family.name}_total" if family.type == "counter" else family.name


def without_a_line(names: Iterable[str], page: str) -> list[str]:
    """The names that begin no row of a table on the page."""
    return sorted(set(names) - set(_FIRST_CELL.findall(page)))


def services(path: Path) -> dict[str, Any]:
    """The services of a compose file."""
    found: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))["services"]
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_variable_is_a_setting(page: Path) -> None:
    assert unknown_settings(page.read_text("utf-8")) == set()


def test_a_variable_that_is_no_setting_is_found() -> None:
    text = "PALABRE_SECRET_FILE PALABRE_SETTINGS PALABRE_RATE PALABRE_RATE_FILE PALABRE_HOST"
    assert unknown_settings(text) == {"PALABRE_RATE_FILE", "PALABRE_HOST"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_exists(page: Path) -> None:
    assert [words for words in named_commands(page.read_text("utf-8")) if not is_command(words)] == []


def test_commands_are_found_and_wrong_ones_are_seen() -> None:
    named = named_commands(OPERATING.read_text("utf-8"))
    assert {"check", "run", "backup", "restore", "move", "migrate", "invite coordinator"} <= named
    assert named_commands("`palabre fly`") == {"fly"}
    assert not any(is_command(words) for words in ("fly", "invite", "invite anybody"))


def test_every_figure_has_its_line_and_every_line_its_figure() -> None:
    page, names = OPERATING.read_text("utf-8"), set(figure_names())
    assert {"palabre_ready", "palabre_updates_total", "palabre_handling_seconds", "palabre_outbox_letters"} <= names
    assert without_a_line(names, page) == []
    assert {name for name in _FIRST_CELL.findall(page) if name.startswith("palabre_")} == names


@pytest.mark.parametrize("path", COMPOSE, ids=lambda path: path.name)
def test_compose_starts_palabre_that_can_write_to_its_data_only(path: Path) -> None:
    palabre = services(path)["palabre"]
    assert palabre["read_only"] is True
    assert (palabre["cap_drop"], palabre["security_opt"]) == (["ALL"], ["no-new-privileges:true"])
    assert palabre["volumes"] == ["data:/data"]
    assert not {"scale", "ports", "user", "privileged"} & set(palabre)
    assert [name for name, each in services(path).items() if each.get("image") == "palabre"] == ["palabre"]


def test_only_where_processes_can_share_a_database_there_are_two() -> None:
    assert {path.name: services(path)["palabre"].get("deploy") for path in COMPOSE} == {
        "compose.yaml": None,
        "compose.postgres.yaml": {"replicas": 2},
    }


def test_the_proxy_hands_the_path_of_the_webhook_to_all_replicas_where_they_listen() -> None:
    """Asked by name each time: a replica may come and go."""
    found = services(ROOT / "compose.postgres.yaml")
    given, proxy = found["palabre"]["environment"], (ROOT / "deploy" / "replicas.Caddyfile").read_text("utf-8")
    assert given["PALABRE_WEBHOOK_URL"].endswith("}/telegram")
    assert "handle /telegram {" in proxy
    port = given["PALABRE_LISTEN"].rpartition(":")[2]
    assert re.search(rf"dynamic a {{\s+name palabre\s+port {port}\s", proxy)
    assert "./deploy/replicas.Caddyfile:/etc/caddy/Caddyfile:ro" in found["proxy"]["volumes"]


@pytest.mark.parametrize("path", COMPOSE, ids=lambda path: path.name)
def test_compose_has_every_volume_that_it_names(path: Path) -> None:
    named = {volume.partition(":")[0] for each in services(path).values() for volume in each.get("volumes", [])}
    files = {name for name in named if name.startswith("./")}
    assert named - files == set(yaml.safe_load(path.read_text("utf-8"))["volumes"])
    assert [name for name in files if not (ROOT / name).is_file()] == []


def test_only_the_proxy_can_be_reached_from_outside() -> None:
    found = services(ROOT / "compose.postgres.yaml")
    assert [name for name, each in found.items() if "ports" in each] == ["proxy"]


def test_the_unit_runs_palabre_as_nobody_special_and_gives_it_time_to_stop() -> None:
    text = (ROOT / "deploy" / "palabre.service").read_text("utf-8")
    unit = configparser.ConfigParser(interpolation=None, strict=False)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read_string(text)
    service = unit["Service"]
    assert service["ExecStart"] == "/opt/palabre/current/bin/palabre run"
    assert service["User"] == "palabre"
    assert service["Restart"] == "always"
    assert int(service["TimeoutStopSec"]) > 5
    assert service["ProtectSystem"] == "strict"
    assert service["NoNewPrivileges"] == "yes"


def test_the_image_runs_as_its_own_user_and_asks_for_its_health() -> None:
    last = (ROOT / "Dockerfile").read_text("utf-8").rpartition("\nFROM ")[2]
    assert re.search(r"^USER palabre$", last, re.MULTILINE)
    assert "libfribidi0" in last
    assert "/healthz" in last
    assert "PALABRE_WATCH=" in last
