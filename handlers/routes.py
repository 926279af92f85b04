"""What answers what: one readable table of all conversations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import TypeVar

from handlers import general
from handlers.actions import actions, exports
from handlers.agenda import agenda
from handlers.announcements import announcements
from handlers.charter import charter, support
from handlers.followup import rhythm, tending
from handlers.groups import claims, companions, organizations, parting, setup, start
from handlers.privacy import log, privacy, rights
from handlers.rounds import answering, proposal, survey, tailoring, wheel
from handlers.talk import discussions
from handlers.turn import Command, LetterRenderer, LineHandler, TapHandler
from handlers.value import Value, Values
from handlers.workshop import agreed, standstill, workshop

T = TypeVar("T")
K = TypeVar("K")

CONVERSATIONS: tuple[ModuleType, ...] = (
    start,
    setup,
    rhythm,
    tending,
    organizations,
    claims,
    companions,
    parting,
    survey,
    tailoring,
    proposal,
    answering,
    wheel,
    agreed,
    workshop,
    standstill,
    actions,
    discussions,
    charter,
    support,
    agenda,
    exports,
    announcements,
    log,
    general,
    privacy,
    rights,
)


@dataclass(frozen=True, slots=True)
class Routes:
    """The tables of all conversations, merged; `commands` knows aliases too, `menu` only the names that are shown.

    `lines` wait for a typed line, `contents` for a message of any kind.
    """

    taps: Mapping[type[Value], TapHandler]
    values: Values
    menu: Mapping[str, Command]
    commands: Mapping[str, Command]
    lines: Mapping[str, LineHandler]
    contents: Mapping[str, LineHandler]
    starts: Mapping[str, LineHandler]
    letters: Mapping[str, LetterRenderer]


def routes() -> Routes:
    """Merge the tables. ValueError when two conversations claim the same thing."""
    taps: dict[type[Value], TapHandler] = _merged("TAPS")
    menu: dict[str, Command] = _merged("COMMANDS")
    aliases = [(alias, command) for command in menu.values() for alias in command.aliases]
    return Routes(
        taps=taps,
        values=Values(taps),
        menu=menu,
        commands=_unique([*menu.items(), *aliases]),
        lines=_merged("LINES"),
        contents=_merged("CONTENTS"),
        starts=_merged("STARTS"),
        letters=_merged("LETTERS"),
    )


def _merged(table: str) -> dict[K, T]:
    return _unique(pair for module in CONVERSATIONS for pair in getattr(module, table, {}).items())


def _unique(pairs: Iterable[tuple[K, T]]) -> dict[K, T]:
    merged: dict[K, T] = {}
    for key, value in pairs:
        if merged.setdefault(key, value) is not value:
            raise ValueError(f"two conversations answer {key!r}")
    return merged
