"""A year: a wheel, three actions, what is brought to whose mind, and the wheel that comes of it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from bot.rehearsal.groups import Group
from bot.rehearsal.stories import planning
from bot.rehearsal.stories.group_year import AHEAD, MEETINGS, RULE, Year
from bot.rehearsal.stories.rounds import answer, begin_to_answer, open_round
from bot.rehearsal.stories.stage import Stage
from bot.rehearsal.stories.troupe import FACILITATOR, POOR_LINK, new_group

STEPS = 9
SURVEY, THEMES = "How our peer group is doing", 6

FIRST_ANSWERS = {
    "Nadia": (4, 2, 3, 1, 4, 2),
    "Mariama": (4, 3, 3, 1, 4, 1),
    "Koffi": (3, 2, 4, 2, 5, 2),
    "Aïcha": (5, 2, 3, 1, 4, 2),
    "Lucía": (4, 1, 3, 1, 4, 3),
    "Jean-Bosco": (4, 2, 3, 2, 3, 2),
}
LATER = {"Liza": (4, 2, 3, 0, 4, 2)}
"""She answers once the round was brought to her mind."""

SECOND_ANSWERS = {
    "Nadia": (4, 3, 3, 4, 4, 4),
    "Mariama": (4, 3, 4, 3, 4, 3),
    "Koffi": (4, 3, 4, 4, 5, 4),
    "Aïcha": (5, 2, 3, 4, 4, 4),
    "Lucía": (4, 3, 3, 3, 4, 5),
    "Jean-Bosco": (4, 3, 4, 3, 4, 4),
    "Liza": (4, 2, 3, 4, 4, 3),
}

TITLES = {"en": "A year together", "fr": "Une année ensemble", "es": "Un año en grupo"}
LINES = {
    "en": ("Call two who were not there", "Read the last decisions aloud first", "Nobody answers the phone"),
    "fr": ("Appeler deux personnes qui manquaient", "Relire d’abord nos décisions", "Personne ne répond"),
    "es": ("Llamar a dos que faltaron", "Leer primero los acuerdos anteriores", "Nadie contesta el teléfono"),
}
"""What is typed: two actions, and what is in the way of one."""

WHEEL = 8
"""So many days after its beginning a round is over; on that day of the year the actions are planned."""

SILENT, TOLD = (15, 22, 29, 43, 57, 71), 85
"""When its owner, who says nothing, is reminded of that one, and when the facilitator is told."""

SECOND_ROUND, END = 330, 365


async def year(stage: Stage) -> bytes | None:
    """Play it; returns the picture of the second wheel."""
    stage.step(1, STEPS, "A group opens its first round")
    language = stage.language if stage.language in LINES else "en"
    group = await _set_up(stage, TITLES[language])
    told = await Year.begin(stage, group, LINES[language])
    await open_round(stage, told.facilitator, group, SURVEY)

    stage.step(2, STEPS, "Who has not answered is reminded twice, in private")
    await _first_round(told)

    stage.step(3, STEPS, "Three actions are planned below the wheel, and a meeting every quarter")
    await _plan(told)

    stage.step(4, STEPS, "A week ahead they are brought to mind: one is stuck, one goes to other hands")
    due = told.diary.month_after(WHEEL)
    await _a_week_ahead(told, due - 7)

    stage.step(5, STEPS, "On their day two are done, by a tap each")
    await told.until(due, (due, "Koffi", "reminder"), (due, "Lucía", "reminder"))
    await _two_are_done(told)

    stage.step(6, STEPS, "One is heard of no more: kindly, and then whoever looks after the plan is told")
    await _nothing_heard(told)

    stage.step(7, STEPS, "The meeting has it on its sheet, also on paper, and finds another day")
    await _meeting(told)

    stage.step(8, STEPS, "In the next year's round all is asked again")
    await _second_round(told)

    stage.step(9, STEPS, "The wheel has moved, and says what answered it")
    return await _moved(told)


async def _set_up(stage: Stage, title: str) -> Group:
    group, facilitator = await new_group(stage, title), stage.cast[FACILITATOR]
    await stage.tap(facilitator, "Set up", group)
    await stage.tap(facilitator, "All right", group)
    return group


async def _first_round(told: Year) -> None:
    """Six answer at once; two look at the first question and leave it."""
    people = [told.person(name) for name in (*FIRST_ANSWERS, *LATER, POOR_LINK)]
    await asyncio.gather(*(begin_to_answer(told.stage, person, told.group) for person in people))
    await _answer(told, FIRST_ANSWERS)
    await told.until(3, *((3, name, "survey") for name in (*LATER, POOR_LINK)))
    for name in LATER:
        await told.stage.tap(told.person(name), "Answer")
    await _answer(told, LATER)
    await told.until(WHEEL, (7, POOR_LINK, "survey"), (WHEEL, told.title, "picture"))


async def _answer(told: Year, given: Mapping[str, tuple[int, ...]]) -> None:
    await asyncio.gather(*(answer(told.stage, told.person(name), levels, THEMES) for name, levels in given.items()))


async def _plan(told: Year) -> None:
    """One takes an idea, one is asked, and one writes what they will do."""
    stage, (call, read, _) = told.stage, told.lines
    koffi, aicha, tomas = (told.person(name) for name in ("Koffi", "Aïcha", POOR_LINK))
    await planning.theme(stage, koffi, told.group, "Support between meetings")
    await planning.idea(stage, koffi, "In 1 month")
    await planning.theme(stage, told.facilitator, told.group, "Follow-through")
    await planning.for_somebody(stage, told.facilitator, read, "Aïcha", "In 1 month")
    await planning.accept(stage, aicha, "Not yet")
    await planning.theme(stage, tomas, told.group, "Participation")
    await planning.own(stage, tomas, call, "In 2 weeks")
    await planning.agenda_point(stage, told.facilitator, told.group, RULE, str(AHEAD))
    told.acted.append(told.diary.day)


async def _a_week_ahead(told: Year, day: int) -> None:
    silent = [(one, POOR_LINK) for one in SILENT if one <= day]
    await told.until(day, *((one, name, "reminder") for one, name in (*silent, (day, "Koffi"), (day, "Aïcha"))))
    await planning.stuck(told.stage, told.person("Koffi"), told.lines[2])
    await planning.hand_over(told.stage, told.person("Aïcha"), "Lucía")
    await planning.accept(told.stage, told.person("Lucía"), "Yes")
    await told.stage.send(told.facilitator, "/plan", told.group)
    await told.stage.reads(told.facilitator, "stuck, needs a hand", told.group)
    told.acted.append(day)


async def _two_are_done(told: Year) -> None:
    for name in ("Koffi", "Lucía"):
        await planning.done(told.stage, told.person(name))
    told.acted.append(told.diary.day)


async def _nothing_heard(told: Year) -> None:
    reminded = [(day, POOR_LINK, "reminder") for day in SILENT if day > told.diary.day]
    await told.until(TOLD, *reminded, (TOLD, FACILITATOR, "needs a hand"))
    await told.stage.tap(told.facilitator, "Show")
    await told.stage.reads(told.facilitator, "needs a hand")


async def _meeting(told: Year) -> None:
    """What needs a hand is read out without a name; the facilitator moves its day, and a week before it is done."""
    stage, group, meeting = told.stage, told.group, MEETINGS[1]
    await told.until(meeting)
    sheet = await stage.sees(told.facilitator, lambda one: told.lines[0] in one.text, group)
    paper = await stage.sees(told.facilitator, lambda one: one.media is not None and one.id > sheet.id, group)
    if POOR_LINK in sheet.text or paper.media is None or not paper.media.content.startswith(b"%PDF"):
        raise AssertionError(f"no sheet without names, or none to print: {sheet.text}")
    await stage.tap(told.facilitator, "New date")
    await stage.tap(told.facilitator, "In 1 month")
    await stage.sees_button(told.facilitator, "The whole plan")
    told.acted.append(meeting)
    before = told.diary.month_after(meeting) - 7
    await told.until(before, (before, POOR_LINK, "reminder"))
    await planning.done(stage, told.person(POOR_LINK))
    told.acted.append(before)


async def _second_round(told: Year) -> None:
    """Nothing is left to be brought to anybody's mind until then."""
    await told.until(SECOND_ROUND)
    await open_round(told.stage, told.facilitator, told.group, SURVEY)
    people = [told.person(name) for name in SECOND_ANSWERS]
    await asyncio.gather(*(begin_to_answer(told.stage, person, told.group) for person in people))
    await _answer(told, SECOND_ANSWERS)
    over = SECOND_ROUND + WHEEL
    asked = ((day, POOR_LINK, "survey") for day in (SECOND_ROUND + 3, SECOND_ROUND + 7))
    await told.until(over, *asked, (over, told.title, "picture"))


async def _moved(told: Year) -> bytes | None:
    """Below the picture: how each theme moved, and what was done about it. Nothing else comes until the year ends."""
    stage, facilitator = told.stage, told.facilitator
    wheel = await stage.sees(facilitator, lambda one: one.photo is not None, told.group)
    await stage.tap(facilitator, "What answered it", told.group)
    answers = await stage.sees(facilitator, lambda one: one.id == wheel.id and told.lines[0] in one.text, told.group)
    if not all(line in answers.text for line in told.lines[:2]):
        raise AssertionError(f"not all that was done is told: {answers.text}")
    await told.until(END)
    return wheel.photo
