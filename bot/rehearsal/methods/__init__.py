"""The methods that the double plays: each takes the world and the checked arguments, and gives the result."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.rehearsal.args import Args
from bot.rehearsal.methods import chats, copying, deleting, editing, media, members, profile, sending, topics, webhook
from bot.rehearsal.world import World

Handler = Callable[[World, Args], Any]

PLAYED: Mapping[str, Handler] = {
    **sending.METHODS,
    **media.METHODS,
    **copying.METHODS,
    **editing.METHODS,
    **deleting.METHODS,
    **chats.METHODS,
    **members.METHODS,
    **topics.METHODS,
    **profile.METHODS,
    **webhook.METHODS,
}
"""By name. `getUpdates` is not here: it waits, and the server itself plays it."""
