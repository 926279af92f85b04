"""`palabre audit verify`: whether the log of each network is as it was written."""

from __future__ import annotations

from collections.abc import Sequence

import typer

from bot.commands.ready import open_world, settings_of_machine
from bot.storage import chain, heads, networks
from bot.storage.chain import Head
from bot.storage.networks import Network
from bot.storage.port import Reader

_Found = tuple[Network, Head | None, list[str]]


async def verify(noted: Sequence[str]) -> int:
    """Say it network by network; `noted` are heads that coordinators have kept. Returns 1 if anything is wrong."""
    settings = settings_of_machine()
    try:
        kept = [*heads.read(settings.data_dir / heads.HEADS_FILE), *(heads.decoded(one) for one in noted)]
    except ValueError:
        raise typer.BadParameter("a head looks like 7:214:1a2b3c4d5e6f7a8b, as /log shows it") from None
    async with open_world(settings, alone=False) as world:

        async def work(tx: Reader) -> list[_Found]:
            return [await _looked(tx, world.key, one, kept) for one in await networks.all_networks(tx)]

        found = await world.storage.read(work)
    for network, head, faults in found:
        _tell(network, head, faults)
    return int(any(faults for _, _, faults in found))


async def _looked(tx: Reader, key: bytes, network: Network, kept: Sequence[Head]) -> _Found:
    own = [one for one in kept if one.network_id == network.id]
    return network, await chain.head(tx, network.id), await chain.faults(tx, key, network.id, own)


def _tell(network: Network, head: Head | None, faults: list[str]) -> None:
    if not faults:
        typer.echo(f"{network.name}: whole, up to {heads.code(head)}" if head else f"{network.name}: nothing yet")
    for fault in faults:
        typer.echo(f"{network.name}: {fault}")
