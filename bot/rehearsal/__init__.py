"""The rehearsal: a strict local double of the Telegram Bot API, and the world that it plays."""

from bot.rehearsal.errors import ActError, ApiError
from bot.rehearsal.server import Double
from bot.rehearsal.world import World

__all__ = ["ActError", "ApiError", "Double", "World"]
