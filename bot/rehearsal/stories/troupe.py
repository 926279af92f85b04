"""The people of the rehearsal, and how things stand when it begins."""

from __future__ import annotations

import asyncio

from bot.rehearsal.groups import Group
from bot.rehearsal.stories.stage import Stage

CAST = (
    ("Nadia", "en"),  # coordinator
    ("Mariama", "fr"),  # facilitator
    ("Koffi", "fr"),
    ("Aïcha", "fr"),
    ("Lucía", "es"),
    ("Tomás", "es"),  # on a poor link
    ("Liza", "en"),
    ("Jean-Bosco", "en"),
)
COORDINATOR, FACILITATOR, POOR_LINK = "Nadia", "Mariama", "Tomás"
HOME = "Peer group"
"""The group that is there from the beginning."""


async def prelude(stage: Stage) -> None:
    """The people, a coordinator who has opened her link, and a group into which the bot was just invited."""
    for name, language in CAST:
        stage.cast[name] = stage.world.person(name, language=stage.language or language)
    nadia = stage.cast[COORDINATOR]
    nadia.part = "coordinator"
    await stage.open(nadia, stage.coordinator_link)
    await stage.sees(nadia, lambda _: True)
    await new_group(stage, HOME)
    stage.cast[POOR_LINK].poor_link = True


async def new_group(stage: Stage, title: str) -> Group:
    """A group of the whole troupe, made by the facilitator; the coordinator adds the bot, which introduces itself."""
    group = stage.world.group(title, creator=stage.cast[FACILITATOR], kind="supergroup")
    await asyncio.gather(*(person.join(group) for name, person in stage.cast.items() if name != FACILITATOR))
    nadia = stage.cast[COORDINATOR]
    stage.say(f"{COORDINATOR} adds the bot to {title}")
    await nadia.add_bot(group)
    await stage.sees_button(nadia, "Set up", group)
    return group
