"""What the operator did with the whole database beside the bot is told in the log of each network, once it runs."""

from __future__ import annotations

from datetime import datetime

from bot.clock import from_micros
from bot.services.act import Act
from bot.services.desk import Ground
from bot.services.privacy.log import Deed, note
from bot.storage import networks, operating
from bot.storage.operating import OperatorAct
from bot.storage.port import Reader, Writer


class Operating:
    """Restoring and moving: commands note them without the key of the log, which the bot has."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    async def tick(self, now: datetime) -> None:
        """Tell what waits; in one transaction, so that each log has it once."""
        del now
        if await self._ground.read(operating.waiting):
            await self._ground.storage.write(self._tell)

    async def next_due(self) -> datetime | None:
        """At once, if something waits."""

        async def oldest(tx: Reader) -> datetime | None:
            return next((from_micros(one.at) for one in await operating.waiting(tx)), None)

        return await self._ground.read(oldest)

    async def _tell(self, tx: Writer) -> None:
        for one in await operating.waiting(tx):
            for network in await networks.all_networks(tx):
                await self._note(tx, one, network.id)
            await operating.told(tx, one.id)

    async def _note(self, tx: Writer, one: OperatorAct, network_id: int) -> None:
        operator = Act(None, from_micros(one.at))
        await note(tx, self._ground, operator, Deed(one.kind), network_id, None, detail={"by": "operator"})
