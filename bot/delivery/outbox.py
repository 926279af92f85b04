"""The outbox: letters wait here until they have arrived."""

from __future__ import annotations

from bot.delivery.letters import Letter, Priority, put

__all__ = ["Letter", "Priority", "put"]
