"""The database: the port, its adapters, the migrations, and one module an aggregate."""

from bot.storage.open import open_storage

__all__ = ["open_storage"]
