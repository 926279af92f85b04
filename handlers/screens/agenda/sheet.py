"""What there is to talk about at a meeting: as a message, and as what is put on paper. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from bot.clock import from_micros
from bot.i18n import Texts
from bot.screen import Button, Screen
from bot.services.agenda.sheet import Sheet
from bot.storage.actions import Action
from handlers.papers.sheet import Line, Section
from handlers.screens.actions.action import person_days, theme, what
from handlers.screens.agenda.agenda import place
from handlers.screens.agenda.words import moment
from handlers.screens.common import lines, paragraphs, shortened, tap
from handlers.screens.rounds.wheel import length
from handlers.values import agenda as v

LIMIT = 4096
"""Characters of a message."""

WORDS = 150
"""Characters of a point in the message; on paper there is room for all of it."""

MOST = 12
"""Points under one heading of the message, as long as all of it has room."""

_SECOND = 1_000_000


def parts(texts: Texts, sheet: Sheet) -> Sequence[Section]:
    """All that is on it, without names: what needs a hand is for everybody. What is empty is left out."""
    found = (
        Section(texts.label("To decide: who takes it on?"), _actions(texts, sheet, sheet.open), boxes=True),
        Section(texts.label("What needs a hand"), _actions(texts, sheet, sheet.needing), boxes=True),
        Section(texts.label("Themes to strengthen"), _themes(texts, sheet, sheet.weakest)),
        Section(texts.label("Where views differ"), _themes(texts, sheet, sheet.divided)),
        Section(
            texts.label("Done since {day}", day=texts.date(from_micros(sheet.since), sheet.plan.zone)),
            _actions(texts, sheet, sheet.done),
        ),
        Section(texts.label("Person-days in {year}", year=str(sheet.days.year)), tuple(_days(texts, sheet))),
    )
    return [part for part in found if part.lines]


def _actions(texts: Texts, sheet: Sheet, listed: Sequence[Action]) -> tuple[Line, ...]:
    """Each with its theme, where its wording is that of the wheel."""
    wheel = sheet.template.id if sheet.template else None
    return tuple(
        Line(
            what(texts, one),
            theme(texts, sheet.template, one.theme.spoke) if one.theme and one.theme.template_id == wheel else "",
        )
        for one in listed
    )


def _themes(texts: Texts, sheet: Sheet, keys: Sequence[str]) -> tuple[Line, ...]:
    return tuple(Line(theme(texts, sheet.template, key)) for key in keys)


def _days(texts: Texts, sheet: Sheet) -> Iterator[Line]:
    planned = person_days(texts, sheet.days.planned)
    if sheet.days.budget is not None:
        given = person_days(texts, sheet.days.budget)
        yield Line(texts.label("{days} of {given} planned", days=planned, given=given))
    elif sheet.days.planned:
        yield Line(texts.label("{days} planned", days=planned))
    if sheet.days.in_groups:
        yield Line(texts.label("{days} of them in plans of groups", days=person_days(texts, sheet.days.in_groups)))


def sheet(texts: Texts, shown: Sheet, *below: Button) -> Screen:
    """The message: its first lines show on lock screens, so they say only that there is something to talk about."""
    buttons = (tap(texts.label("On paper (PDF)"), paper_of(shown)), *below)
    return Screen(_message(texts, shown), tuple((one,) for one in buttons))


def _message(texts: Texts, shown: Sheet) -> Markup:
    """As many points as a message holds."""
    found = parts(texts, shown)
    for most in range(MOST, 1, -1):
        text = _with(texts, shown, found, most)
        if length(text) <= LIMIT:
            return text
    return _with(texts, shown, found, 1)


def _with(texts: Texts, shown: Sheet, found: Sequence[Section], most: int) -> Markup:
    return paragraphs(
        texts.say(
            "What there is to talk about on {moment}. Take what helps you on, and leave the rest.",
            moment=moment(texts, from_micros(shown.at), shown.plan.zone),
        ),
        Markup("<b>{}</b>").format(title(shown)),
        *(_part(texts, part, most) for part in found),
        *(() if found else (_nothing(texts),)),
    )


def _part(texts: Texts, part: Section, most: int) -> Markup:
    left = len(part.lines) - most
    return lines(
        Markup("<b>{}</b>").format(part.title),
        *(Markup("• {}").format(_point(one)) for one in part.lines[:most]),
        Markup.escape(more(texts, left)) if left > 0 else "",
    )


def _point(line: Line) -> str:
    text = shortened(" ".join(line.text.split()), WORDS)
    return f"{text} ({line.detail})" if line.detail else text


def _nothing(texts: Texts) -> Markup:
    return texts.say("Nothing waits for you. A good moment to ask: what went well since the last time?")


def more(texts: Texts, n: int) -> str:
    """That so many points found no room."""
    return texts.labels("… and {n} more", "… and {n} more", n)


def title(shown: Sheet) -> str:
    """Whose it is, and what comes back."""
    return f"{shown.plan.name} · {shown.item.title}" if shown.item else shown.plan.name


def paper_of(shown: Sheet) -> v.Paper:
    """The button that puts this sheet on paper; that of now is made anew."""
    of, plan_id = place(shown.plan.whose)
    item, at, since = (shown.item.id, shown.at, shown.since) if shown.item else (0, 0, 0)
    return v.Paper(of=of, id=plan_id, item=item, at=at // _SECOND, since=since // _SECOND)


def with_page(texts: Texts) -> Markup:
    """Below the page, which shows on lock screens by its name and these words alone."""
    return texts.say("What there is to talk about, on one page to print.")
