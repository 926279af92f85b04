"""The log of a network: who did what in it with a role, and when. Coordinators read it; facilitators their group's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.services.act import Act
from bot.services.desk import Ground


@dataclass(frozen=True, slots=True)
class Entry:
    """One act. `name` is that of whoever did it (empty once forgotten, or for an anonymous administrator).

    `group` is the title of the group that it concerns, None for the network. `kind` is one of the words below; `detail`
    holds what its comment names.
    """

    id: int
    name: str
    at: datetime
    kind: str
    group: str | None
    detail: Mapping[str, Any]


class Log:
    """Reading the log."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    async def page(
        self, act: Act, network_id: int, group_id: int | None = None, before: int = 0, limit: int = 10
    ) -> list[Entry]:
        """What was done in the network, or in the group, newest first, before the entry of that id (0: the newest).

        Refused: NOT_COORDINATOR; of a group: NOT_FACILITATOR, GONE.
        """
        raise NotImplementedError
