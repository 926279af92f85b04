"""Stories: walks through the product that play themselves, by the same acts that people have."""

from bot.rehearsal.stories.announcement import announcement
from bot.rehearsal.stories.first_wheel import first_wheel
from bot.rehearsal.stories.stage import Stage, Story
from bot.rehearsal.stories.thread import thread
from bot.rehearsal.stories.troupe import prelude
from bot.rehearsal.stories.workshop import workshop
from bot.rehearsal.stories.year import year

STORIES: dict[str, Story] = {
    "first-wheel": first_wheel,
    "announcement": announcement,
    "year": year,
    "workshop": workshop,
    "thread": thread,
}

EVERY_LANGUAGE = frozenset({"announcement"})
"""Stories that are told in all languages at once, whatever is wished for."""

__all__ = ["EVERY_LANGUAGE", "STORIES", "Stage", "prelude", "tell"]


async def tell(stage: Stage, name: str) -> bytes | None:
    """Play a story to its end; returns the picture it ends with, if it has one. KeyError for an unknown name."""
    return await stage.tell(name, STORIES[name])
