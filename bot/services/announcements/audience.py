"""Whom an announcement reaches: groups in their chats, and persons privately; nobody twice."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TypeAlias

from bot.services.hours import zone_of
from bot.services.names import fold
from bot.storage.announcements import Audience
from bot.storage.groups import Group
from bot.storage.rosters import Colleague, Roster

EVERYONE = Audience(to=("all",))

Speech: TypeAlias = Callable[..., str]
"""The first of the languages asked for that Palabre speaks, else its own (`bot.i18n.Catalogs.negotiate`)."""


@dataclass(frozen=True, slots=True)
class Reach:
    """The groups and the persons whom an announcement goes to; a person who is in one of the groups reads it there.

    `unreachable` counts persons whom it is meant for and who cannot be written to, or want no announcements.
    `languages` counts the groups and persons by the language in which they are answered; `zones` are those that they
    live in (IANA names).
    """

    groups: tuple[Group, ...]
    persons: tuple[int, ...]
    unreachable: int
    languages: Mapping[str, int]
    zones: frozenset[str]

    @property
    def nobody(self) -> bool:
        return not self.groups and not self.persons


@dataclass(frozen=True, slots=True)
class Option:
    """A token that means somebody. `name` is that of a group or organization, else empty: the token tells all.

    `groups` and `persons` count whom it means, before anybody is taken away.
    """

    token: str
    name: str
    groups: int
    persons: int


@dataclass(frozen=True, slots=True)
class Meant:
    """The ids of the groups and of the persons whom a token means."""

    groups: frozenset[int] = frozenset()
    persons: frozenset[int] = frozenset()


class Crowd:
    """The people of a network, and whom of them the tokens mean."""

    def __init__(self, roster: Roster, speak: Speech) -> None:
        self._roster = roster
        self._language = cache(lambda languages: speak(*languages))  # thousands share a few
        self._zone = cache(lambda known: zone_of(known).key)

    def reach(self, audience: Audience) -> Reach:
        """Whom the audience comes to."""
        meant, without = self._together(audience.to), self._together(audience.minus)
        reached = meant.groups - without.groups
        told = frozenset[int]().union(*(self._roster.inside[group_id] for group_id in reached))
        wanted = [self._roster.people[one] for one in sorted(meant.persons - without.persons - told)]
        willing = [one for one in wanted if one.willing]
        groups = tuple(group for group in self._roster.groups.values() if group.id in reached)
        return Reach(
            groups=groups,
            persons=tuple(one.id for one in willing),
            unreachable=len(wanted) - len(willing),
            languages=Counter([*map(self._of_group, groups), *map(self._of_person, willing)]),
            zones=frozenset([group.zone for group in groups] + [self.zone(one.id) for one in willing]),
        )

    def zone(self, person_id: int) -> str:
        """The zone (IANA) that the person lives in, as far as is known."""
        return self._zone(self._roster.people[person_id].rest)

    def options(self) -> list[Option]:
        """All tokens that mean somebody, in the order in which they are offered."""
        every = [(token, name, self.meant(token)) for token, name in self._tokens]
        return [Option(token, name, len(one.groups), len(one.persons)) for token, name, one in every if one != Meant()]

    def knows(self, token: str) -> bool:
        """Whether the token means something here, be it nobody at the moment."""
        return any(token == one for one, _ in self._tokens)

    def meant(self, token: str) -> Meant:
        """Whom a token means; nobody for one that means nothing here."""
        return self._whole.get(token) or self._parts.get(token, Meant())

    def _together(self, tokens: Iterable[str]) -> Meant:
        every = [self.meant(token) for token in tokens]
        return Meant(
            frozenset[int]().union(*(one.groups for one in every)),
            frozenset[int]().union(*(one.persons for one in every)),
        )

    @cached_property
    def _tokens(self) -> list[tuple[str, str]]:
        """The tokens there are, with the names of groups and organizations."""
        places = [token for token in sorted(self._parts) if token[0] in "cl"]
        organizations = sorted(self._roster.organizations.values(), key=lambda one: (fold(one.name), one.id))
        return [
            *((token, "") for token in ("all", "groups", "members")),
            *((f"g{group.id}", group.title) for group in self._roster.groups.values()),
            *((f"o{one.id}", one.name) for one in organizations),
            *((token, "") for token in places),
            *((token, "") for token in ("rf", "rc")),
        ]

    @cached_property
    def _whole(self) -> dict[str, Meant]:
        groups = frozenset(self._roster.groups)
        members = frozenset(one.id for one in self._roster.people.values() if one.member)
        return {
            "all": Meant(groups, members),
            "groups": Meant(groups),
            "members": Meant(persons=members),
            "rf": Meant(persons=self._roster.facilitators),
            "rc": Meant(persons=self._roster.coordinators),
        }

    @cached_property
    def _parts(self) -> dict[str, Meant]:
        """Groups with their members, organizations, countries and languages."""
        groups: dict[str, set[int]] = defaultdict(set)
        persons: dict[str, set[int]] = defaultdict(set)
        for group in self._roster.groups.values():
            inside = self._roster.inside[group.id] & self._roster.people.keys()
            groups[f"l{self._of_group(group)}"].add(group.id)
            for token in (f"g{group.id}", f"c{group.country}") if group.country else (f"g{group.id}",):
                groups[token].add(group.id)
                persons[token] |= inside
        for one in self._roster.people.values():
            for token in self._tokens_of(one) if one.member else ():
                persons[token].add(one.id)
        tokens = groups.keys() | persons.keys()
        return {token: Meant(frozenset(groups[token]), frozenset(persons[token])) for token in tokens}

    def _tokens_of(self, one: Colleague) -> list[str]:
        """Of a member's organization, its country, and the language."""
        organization = [f"o{one.organization_id}"] if one.organization_id else []
        return [*organization, *([f"c{one.country}"] if one.country else []), f"l{self._of_person(one)}"]

    def _of_group(self, group: Group) -> str:
        return self._language((group.language,))

    def _of_person(self, one: Colleague) -> str:
        return self._language(one.languages)
