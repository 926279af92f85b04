"""`palabre invite coordinator`: a one-time link that makes whoever opens it a coordinator."""

from __future__ import annotations

import contextlib

import typer

from bot.app import open_app
from bot.commands.ready import open_world, settings_of_machine
from bot.commands.run import tell_link
from bot.services.groups.invitations import UnclearNetworkError


async def coordinator(network: str | None) -> None:
    """Print the link; beside a running bot as well."""
    settings = settings_of_machine()
    async with contextlib.AsyncExitStack() as stack:
        world = await stack.enter_async_context(open_world(settings, alone=False))
        app = await stack.enter_async_context(open_app(settings, world))
        try:
            invitation = await app.services.membership.invite_coordinator(network)
        except UnclearNetworkError as error:
            typer.echo(f"palabre: {error}", err=True)
            raise typer.Exit(1) from None
        tell_link(app.bot, invitation.payload)
