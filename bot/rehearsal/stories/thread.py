"""A discussion: a group talks about its wheel in a topic, keeps what is worth it, and closes it with a summary."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.rehearsal.groups import Group
from bot.rehearsal.model import Message
from bot.rehearsal.persons import Person
from bot.rehearsal.stories.rounds import answer, begin_to_answer, open_round
from bot.rehearsal.stories.stage import DAY, PATIENCE, Stage
from bot.rehearsal.stories.troupe import FACILITATOR, new_group

STEPS = 7
SURVEY, THEMES = "How our peer group is doing", 6
RIGHTS = frozenset({"can_manage_topics", "can_pin_messages"})

LEVELS: Mapping[str, tuple[int, ...]] = {
    "Koffi": (4, 2, 3, 1, 3, 2),
    "Aïcha": (5, 2, 3, 2, 3, 2),
    "Lucía": (4, 3, 3, 1, 2, 2),
    "Liza": (5, 2, 2, 1, 3, 3),
    "Jean-Bosco": (5, 2, 3, 1, 3, 2),
}


@dataclass(frozen=True, slots=True)
class Lines:
    """What people write, in one language."""

    title: str
    practice: str
    decision: str
    thanks: str
    name: str
    summary: str


LINES: Mapping[str, Lines] = {
    "en": Lines(
        "Under the tree",
        "We begin each meeting with one thing that did not work.",
        "From January on, somebody else leads each meeting.",
        "That helped me to speak.",
        "Speaking freely",
        "We dare to speak because nobody gives advice unasked. We keep to that.",
    ),
    "fr": Lines(
        "Sous l’arbre",
        "Nous ouvrons chaque rencontre par une chose qui n’a pas marché.",
        "À partir de janvier, chaque rencontre est menée par quelqu’un d’autre.",
        "Cela m’a aidée à parler.",
        "Parler librement",
        "Nous osons parler parce que personne ne donne de conseil sans qu’on le demande. Nous nous y tenons.",
    ),
    "es": Lines(
        "Bajo el árbol",
        "Empezamos cada reunión con algo que no funcionó.",
        "Desde enero, otra persona lleva cada reunión.",
        "Eso me ayudó a hablar.",
        "Hablar con libertad",
        "Nos atrevemos a hablar porque nadie aconseja sin que se lo pidan. Seguimos así.",
    ),
}


@dataclass(frozen=True, slots=True)
class Circle:
    """The group; `lead` facilitates."""

    stage: Stage
    group: Group
    lead: Person
    lines: Lines

    async def leads(self, *labels: str) -> None:
        for label in labels:
            await self.stage.tap(self.lead, label, self.group)

    async def says(self, name: str, text: str, topic: int | None, reply_to: Message | None = None) -> Message:
        """Somebody writes in the topic, perhaps as an answer."""
        person = self.stage.cast[name]
        self.stage.say(f"{name}: {text}")
        said = await person.send(text, chat=self.group, topic=topic, reply_to=reply_to)
        if said is None:
            raise AssertionError(f"{name} is on a poor link")
        return said

    async def sees(self, *words: str) -> Message:
        """Wait until a message of the bot has one of these words."""
        wanted = [each for one in words for each in self.stage.every(one)]
        return await self.stage.sees(
            self.lead, lambda one: any(each in one.text for each in wanted), self.group, what=repr(words)
        )

    async def until(self, seen: Callable[[], object]) -> None:
        """Wait for what the bot does to a topic: Telegram takes no more than twenty messages a minute in a group."""
        await self.stage.world.until(seen, guard=2 * PATIENCE)

    async def asked(self) -> Message:
        """Wait until the newest message asks for an answer."""
        newest = self.stage.newest(self.lead, self.group)
        return await self.stage.sees(
            self.lead, lambda one: one.id >= newest and one.force_reply, self.group, what="a question"
        )


async def thread(stage: Stage) -> bytes | None:
    """Play it; returns the picture of the wheel that is talked about."""
    lines = LINES.get(stage.language or "en", LINES["en"])
    stage.step(1, STEPS, "A group with topics gets its wheel")
    circle = Circle(stage, await _group(stage, lines.title), stage.cast[FACILITATOR], lines)
    picture = await _wheel(circle)

    stage.step(2, STEPS, "What shall we talk about? First of what went well")
    opening = await _opened(circle)

    stage.step(3, STEPS, "People talk, and keep of their own words what should be kept")
    await _talk(circle, opening)

    stage.step(4, STEPS, "Whoever facilitates pins it, and has it asked each week what people have tried")
    await circle.leads("Look after it", "Pin it")
    await circle.until(lambda: circle.group.pinned == [opening.id])
    await circle.leads("A question…", "Ask it then")

    stage.step(5, STEPS, "The week after, the question comes by itself")
    await stage.advance(7 * DAY)
    await circle.sees("What did you try this week?")

    stage.step(6, STEPS, "It gets a better name, and is closed with what it has brought")
    await _closed(circle, opening)

    stage.step(7, STEPS, "The list shows what was talked about, and how much was kept")
    await stage.send(stage.cast["Koffi"], "/threads", circle.group)
    await stage.sees_button(circle.lead, "What was kept", circle.group)
    return picture


async def _group(stage: Stage, title: str) -> Group:
    """A group of which the topics are switched on, and in which the bot may make some."""
    group = await new_group(stage, title)
    await stage.tap(stage.cast[FACILITATOR], "Set up", group)
    await stage.tap(stage.cast[FACILITATOR], "All right", group)
    group.make_forum()
    group.promote(stage.world.bot, rights=RIGHTS)
    return group


async def _wheel(circle: Circle) -> bytes | None:
    stage = circle.stage
    await open_round(stage, circle.lead, circle.group, SURVEY)
    await asyncio.gather(*(_answers(circle, name, levels) for name, levels in LEVELS.items()))
    await stage.advance(8 * DAY)
    wheel = await stage.sees(circle.lead, lambda one: one.photo is not None, circle.group)
    return wheel.photo


async def _answers(circle: Circle, name: str, levels: tuple[int, ...]) -> None:
    person = circle.stage.cast[name]
    await begin_to_answer(circle.stage, person, circle.group)
    await answer(circle.stage, person, levels, THEMES)


async def _opened(circle: Circle) -> Message:
    """A member opens it; it has a topic of its own."""
    await circle.stage.tap(circle.stage.cast["Liza"], "Discuss", circle.group)
    await circle.stage.tap(circle.stage.cast["Liza"], "Went well: {theme}", circle.group)
    opening = await circle.sees("Write here, in this topic.")
    if opening.topic is None:
        raise AssertionError("the discussion has no topic")
    return opening


async def _talk(circle: Circle, opening: Message) -> None:
    stage, topic = circle.stage, opening.topic
    said = await circle.says("Koffi", circle.lines.practice, topic)
    await circle.says("Aïcha", circle.lines.thanks, topic, said)
    await circle.says("Koffi", "/keep", topic, said)
    await stage.tap(stage.cast["Koffi"], "Use it freely", circle.group)
    await circle.sees("Other groups may use it, with the name.")
    await stage.tap(stage.cast["Lucía"], "Keep something", circle.group)
    await circle.says("Lucía", circle.lines.decision, topic, await circle.asked())
    await circle.sees(circle.lines.decision)
    await stage.tap(stage.cast["Lucía"], "A decision", circle.group)


async def _closed(circle: Circle, opening: Message) -> None:
    topic, lines = opening.topic, circle.lines
    await circle.leads("Another name")
    await circle.says(FACILITATOR, lines.name, topic, await circle.asked())
    await circle.until(lambda: circle.group.topics[topic or 0].name == lines.name)
    await circle.leads("Close it", "Write the summary")
    await circle.says(FACILITATOR, lines.summary, topic, await circle.asked())
    await circle.until(lambda: circle.group.topics[topic or 0].closed)
    await circle.sees(f"• {lines.practice}")
