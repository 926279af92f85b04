"""What people do with actions and the agenda, in private chats: by taps, and a line here and there."""

from __future__ import annotations

from bot.rehearsal.groups import Group
from bot.rehearsal.persons import Person
from bot.rehearsal.stories.stage import Stage

WRITE = "What will be done? Write it in one line, or say it in a voice message."


async def theme(stage: Stage, person: Person, group: Group, name: str) -> None:
    """From the wheel in the group to what will be done about a theme."""
    await stage.tap(person, "Plan an action", group)
    await stage.tap(person, name)
    await stage.reads(person, WRITE)


async def own(stage: Stage, person: Person, words: str, day: str) -> None:
    """In one's own words; by a day that is offered."""
    await stage.send(person, words)
    await stage.tap(person, day)
    await stage.sees_button(person, "The whole plan")


async def idea(stage: Stage, person: Person, day: str) -> None:
    """The first of the ideas."""
    await stage.tap_first(person, "Or take one of these; its words can be changed later:")
    await stage.tap(person, day)
    await stage.sees_button(person, "The whole plan")


async def for_somebody(stage: Stage, person: Person, words: str, name: str, day: str) -> None:
    """Somebody else is to do it, who is asked."""
    await stage.send(person, words)
    await stage.tap(person, "Somebody else does it")
    await stage.tap(person, name)
    await stage.tap(person, day)
    await stage.sees_button(person, "The whole plan")


async def accept(stage: Stage, person: Person, in_work_plan: str) -> None:
    """Whoever is asked says yes, and whether the time for it is in their work plan."""
    await stage.reads(person, "Somebody asks whether you would take something on.")
    await stage.tap(person, "Show")
    await stage.tap(person, "Accept")
    await stage.tap(person, in_work_plan)
    await stage.sees_button(person, "The whole plan")


async def stuck(stage: Stage, person: Person, why: str) -> None:
    """One tap below the reminder; the reason is a gift."""
    await stage.tap(person, "Stuck")
    await stage.reads(person, "If you like, write in a line what is in the way.")
    await stage.send(person, why)
    await stage.reads(person, "stuck, needs a hand")


async def hand_over(stage: Stage, person: Person, name: str) -> None:
    """One tap below the reminder, and a name."""
    await stage.tap(person, "Hand over")
    await stage.tap(person, name)
    await stage.sees_button(person, "The whole plan")


async def done(stage: Stage, person: Person) -> None:
    """One tap below the newest reminder."""
    await stage.catches_up(person)
    await stage.tap(person, "Done")
    await stage.sees_button(person, "Take it up again")


async def agenda_point(stage: Stage, person: Person, group: Group, rule: str, ahead: str) -> None:
    """A look at the plan comes back by a rule of the group's own, from a week ahead on, at nine."""
    await stage.send(person, "/agenda", group)
    await stage.tap(person, "Add a point", group)
    await stage.tap(person, "Review of the plan")
    await stage.tap(person, "By a rule of our own")
    await stage.reads(person, "FREQ=MONTHLY")
    await stage.send(person, rule)
    await stage.tap(person, "In 1 week")
    await stage.reads(person, "At what time (time of {city})? Choose, or write it, for example: 14:30.")
    await stage.send(person, "09:00")
    await stage.tap(person, ahead)
    await stage.tap(person, "Put it on the agenda")
    await stage.sees_button(person, "The sheet now")
