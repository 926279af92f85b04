"""Whatever a role lets somebody do leaves a line in the log of the network, or stands here with a reason why not."""

from __future__ import annotations

import ast

import pytest
from typer.main import get_command

from bot.__main__ import app
from bot.services.privacy.log import Deed
from bot.services.rights import ACTS, Role, Rule
from handlers.screens.privacy import log as screens
from tests.access.code import asked, functions

ALSO_WITHOUT = {Rule.GROUP, Rule.PLAN, Rule.JOIN, Rule.ACTION, Rule.NETWORK}
"""What members do as well: an action keeps a history of its own, and what is said is said before everybody."""

WITH_A_ROLE = [rule for rule in Rule if {Role.FACILITATOR, Role.COORDINATOR} & set(rule.holders)]

_DRAFT = "a draft: nobody else reads it, and what comes of it is in the log"
_STEP = "a step within a workshop, before everybody's eyes; what stays of it is in the log"
QUIET = {
    **{
        f"announcements/announcements.Announcements.{act}": _DRAFT
        for act in ("begin", "write", "drop_version", "aim", "set_silent", "set_seen", "when", "discard")
    },
    **{
        f"charter/drafts.CharterDrafts.{act}": _DRAFT
        for act in ("begin", "write", "drop", "say_change", "make_plain", "discard")
    },
    **{f"rounds/tailoring.Tailoring.{act}": _DRAFT for act in ("copy", "change", "discard")},
    **{f"workshop/workshops.Workshops.{act}": _STEP for act in ("go", "again", "talk")},
    **{f"workshop/themes.WorkshopThemes.{act}": _STEP for act in ("wish", "explain")},
    "groups/setup.SetUp.open_to_all": "a question to the group; who answers it and facilitates is in the log",
    "groups/membership.Membership.confirm": "a colleague does it, without a role; a coordinator only stands in",
    "groups/membership.Membership.decline": "a colleague does it, without a role; a coordinator only stands in",
}
"""Acts of a role that change something and leave no line."""

COMMANDS = {
    "run": "serves, and does nothing by itself",
    "rehearse": "has a database of its own",
    "check": "reads",
    "migrate": "changes how rows are kept, not what they say; each start may do it",
    "backup": "changes nothing, often by night: its lines would bury the others; the machine's log has it",
    "render": "reads a template",
    "audit verify": "reads",
}
"""Commands of the operator that leave no line. `invite coordinator`, `restore` and `move` leave one."""


def changes(name: str) -> bool:
    """Whether the act comes to a transaction that writes, in a function of the services."""
    return any(
        isinstance(node, ast.Attribute) and _writes(node)
        for one in {name, *asked(name)}
        for node in ast.walk(functions()[one])
    )


def _writes(node: ast.Attribute) -> bool:
    of = node.value.attr if isinstance(node.value, ast.Attribute) else ""
    return (of == "_ground" and node.attr in {"act", "post"}) or (of == "storage" and node.attr == "write")


def leaves_a_line(name: str) -> bool:
    """Whether it comes to the noting, and says which deed it is: of those that share a way, each for itself."""
    return "privacy/log.note" in asked(name) and any(
        isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Deed"
        for one in {name, *asked(name)}
        for node in ast.walk(functions()[one])
    )


TOLD = [name for name, rule in ACTS.items() if rule in WITH_A_ROLE and rule not in ALSO_WITHOUT and changes(name)]


@pytest.mark.parametrize("name", TOLD)
def test_what_a_role_lets_somebody_change_is_told_or_has_a_reason(name: str) -> None:
    """What fails here leaves no line yet: `note` it, or say in `QUIET` why nobody needs to read of it."""
    assert leaves_a_line(name) != (name in QUIET)


def test_there_is_no_reason_for_what_is_not_there() -> None:
    assert set(QUIET) <= set(TOLD)
    assert set(WITH_A_ROLE) > ALSO_WITHOUT


def test_what_only_reads_is_told_from_what_changes() -> None:
    assert changes("rounds/rounds.Rounds.close")
    assert changes("followup/rhythm.Rhythm.choose")
    assert not changes("rounds/rounds.Rounds.standings")
    assert len(TOLD) > len(QUIET)


def commands() -> set[str]:
    """All commands of `palabre`, by the words that are typed."""
    found = set()
    for name, one in get_command(app).commands.items():  # type: ignore[attr-defined]
        found |= {f"{name} {each}" for each in getattr(one, "commands", {})} or {name}
    return found


def test_each_command_of_the_operator_is_told_or_has_a_reason() -> None:
    assert commands() - set(COMMANDS) == {"invite coordinator", "restore", "move"}
    assert set(COMMANDS) <= commands()


def test_each_deed_has_its_words() -> None:
    assert set(screens._DEEDS) == set(Deed)
