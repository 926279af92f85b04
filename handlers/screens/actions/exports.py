"""A plan on its way out of the chat: which one, as which file, and the file itself. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from markupsafe import Markup

from bot.i18n import Texts
from bot.screen import Button, File, Rows, Screen, column
from bot.services.actions.exports import Whole
from bot.services.actions.plans import Plan
from handlers.actions.sketch import named
from handlers.papers.calendar import as_ics
from handlers.papers.table import as_csv, as_xlsx
from handlers.screens.actions.exported import calendar, table
from handlers.screens.common import paragraphs, tap
from handlers.turn import _
from handlers.values import exports as v

_FORMS: dict[v.Form, str] = {
    "x": _("For a spreadsheet (XLSX)"),
    "c": _("For any program (CSV)"),
    "i": _("For a calendar (iCalendar)"),
}
_KINDS: dict[v.Form, tuple[str, str]] = {
    "x": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "c": ("csv", "text/csv"),
    "i": ("ics", "text/calendar"),
}
"""The ending of a file, and its media type."""

_LONGEST_NAME = 40


def plans(texts: Texts, found: Sequence[Plan]) -> Screen:
    """Which plan?"""
    buttons = []
    for plan in found:
        of, plan_id = named(plan.whose)
        buttons.append(tap(title(texts, plan), v.Forms(of=of, id=plan_id)))
    return Screen(texts.say("Which plan would you like to have as a file?"), column(*buttons))


def title(texts: Texts, plan: Plan) -> str:
    """The plan's name; of what is one's own, what a list of it is called."""
    return plan.name or texts.label("All that is mine")


def forms(texts: Texts, plan: Plan, *, private: bool) -> Screen:
    """As which file? It says who will have it: files are passed on."""
    of, plan_id = named(plan.whose)
    buttons = [tap(texts.label(label), v.Take(of=of, id=plan_id, form=form)) for form, label in _FORMS.items()]
    back: Rows = column(tap(texts.label("← Back"), v.Whose())) if private else ()
    text = paragraphs(
        Markup("<b>{}</b>").format(title(texts, plan)),
        texts.say("As which file? Names and reasons are in it: please pass it on with care."),
    )
    return Screen(text, (*column(*buttons), *back))


def taken(texts: Texts, whole: Whole, form: v.Form, bot_username: str) -> Screen:
    """The file, with what to do with it. It takes time to make: away from the event loop, please."""
    name = title(texts, whole.plan)
    made: dict[v.Form, Callable[[], bytes]] = {
        "x": lambda: as_xlsx(table(texts, whole)),
        "c": lambda: as_csv(table(texts, whole)),
        "i": lambda: as_ics(calendar(texts, whole, name, bot_username)),
    }
    ending, mime = _KINDS[form]
    day = whole.now.astimezone(whole.plan.zone).date()
    file = File(f"plan-{_bare(name)}-{day.isoformat()}.{ending}", made[form](), mime)
    told = texts.say("{name}, as of {day}", name=name, day=texts.date(day))
    return Screen(paragraphs(told, _hint(texts) if form == "i" else ""), file=file)


def no_files(texts: Texts, bot_username: str) -> Screen:
    """In place of the file, where the group lets nobody send one."""
    return Screen(
        texts.say("I could not send the file here. Please ask me for it in private."),
        ((Button(texts.label("Open our private chat"), url=f"https://t.me/{bot_username}"),),),
    )


def _hint(texts: Texts) -> Markup:
    return texts.say(
        "Open it with your calendar. Once the plan has changed, take a new one: the calendar is brought up to date, and"
        " nothing is there twice."
    )


def _bare(name: str) -> str:
    """What of a name every system lets a file have."""
    return re.sub(r"\W+", "-", name)[:_LONGEST_NAME].strip("-_") or "palabre"
