"""Sees every act that succeeds, and holds it to the table: whoever acted held one of the roles of its rule."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import wraps
from importlib import import_module
from typing import Any

import pytest

from bot.services.act import Act
from bot.services.rights import ACTS, Role, Rule
from bot.services.talk.sharing import Shelf
from bot.storage.actions import MINE
from tests.access.standing import Home, home_of, roles_of

FREE = {Rule.ONESELF, Rule.LINK, Rule.CHAT}
"""Nothing but the person, the link or Telegram itself says who may."""


@dataclass(frozen=True, slots=True)
class Deed:
    """An act that succeeded."""

    name: str
    person_id: int | None
    home: Home | None
    held: frozenset[Role]

    @property
    def rule(self) -> Rule:
        return ACTS[self.name]

    @property
    def rightful(self) -> bool:
        return self.rule in FREE or bool(self.held & set(self.rule.holders))


@dataclass
class Witness:
    """Stands beside every service. An anonymous administrator is not followed: a group is all that is known of them."""

    deeds: list[Deed] = field(default_factory=list)

    def watch(self, patch: pytest.MonkeyPatch) -> None:
        """From now on, until the test is over."""
        for name in ACTS:
            module, kind, method = name.split(".")
            owner = getattr(import_module(f"bot.services.{module.replace('/', '.')}"), kind)
            patch.setattr(owner, method, self._watched(name, owner.__dict__[method]))

    def wrongs(self) -> list[Deed]:
        """What was done, or seen, by somebody who may not."""
        return [deed for deed in self.deeds if deed.person_id is not None and not deed.rightful]

    def done_by(self, person_id: int) -> set[str]:
        return {deed.name for deed in self.deeds if deed.person_id == person_id}

    def _watched(self, name: str, method: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        signature = inspect.signature(method)

        @wraps(method)
        async def seen(service: Any, act: Act, *rest: Any, **named: Any) -> Any:
            given = dict(signature.bind(service, act, *rest, **named).arguments)
            if ACTS[name] is Rule.NETWORK:
                given.pop("organization_id", None)  # whoever is in the network may say which of its they are with
            home, held = await self._known(service, name, act, given)
            result = await method(service, act, *rest, **named)
            if isinstance(result, Shelf):  # of the network that was asked for, else of the person's first
                home, held = await self._known(service, name, act, {"network_id": result.network.id})
            quiet = signature.return_annotation == "None" and home is not None
            if quiet or result not in (None, False):
                self.deeds.append(Deed(name, act.person_id, home, held))
            return result

        return seen

    async def _known(
        self, service: Any, name: str, act: Act, given: dict[str, Any]
    ) -> tuple[Home | None, frozenset[Role]]:
        """Before the act, which may change both."""
        ground = getattr(service, "_ground", None)
        if ACTS[name] in FREE or act.person_id is None or ground is None:
            return None, frozenset()
        person_id = act.person_id

        async def work(tx: Any) -> tuple[Home | None, frozenset[Role]]:
            home = Home(owner=person_id) if _is_alone(given) else await home_of(tx, given)
            return home, frozenset(await roles_of(tx, person_id, home) if home else ())

        return await ground.read(work)  # type: ignore[no-any-return]


def _is_alone(given: dict[str, Any]) -> bool:
    """Whether it is about the plan of the person alone."""
    return MINE in (given.get("whose"), getattr(given.get("draft"), "whose", None))
