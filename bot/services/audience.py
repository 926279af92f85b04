"""Whom an announcement reaches: groups in their chats, and persons privately; nobody twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from bot.storage.groups import Group

Speech: TypeAlias = Callable[..., str]
"""The first of the languages asked for that Palabre speaks, else its own (`bot.i18n.Catalogs.negotiate`)."""


@dataclass(frozen=True, slots=True)
class Reach:
    """The groups and the persons whom an announcement goes to; a person who is in one of the groups reads it there.

    `unreachable` counts persons whom it is meant for and who cannot be written to, or want no announcements.
    `languages` counts the groups and persons by the language in which they are answered.
    """

    groups: tuple[Group, ...]
    persons: tuple[int, ...]
    unreachable: int
    languages: dict[str, int]


@dataclass(frozen=True, slots=True)
class Option:
    """A token that means somebody. `name` is that of a group or organization, else empty: the token tells all.

    `groups` and `persons` count whom it means, before anybody is taken away.
    """

    token: str
    name: str
    groups: int
    persons: int
