"""The screens of an agenda: what comes back, one point of it, and the word ahead. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.clock import from_micros
from bot.i18n import Texts
from bot.screen import Button, Rows, Screen, column
from bot.services.actions.plans import Plan
from bot.services.agenda.agenda import MOST, Listed, Point
from bot.storage.actions import Whose
from bot.storage.agenda import Item
from handlers.screens.agenda import words
from handlers.screens.common import lines, paragraphs, shortened, tap
from handlers.values import agenda as v

OFTEN = 50
"""Characters of how often a point comes, in the list: a rule of one's own may be long."""


def place(whose: Whose) -> tuple[v.Of, int]:
    """How a button names whose agenda it is."""
    return ("g", whose.group_id) if whose.group_id is not None else ("o", whose.organization_id or 0)


def plans(texts: Texts, found: Sequence[Plan]) -> Screen:
    """Whose agenda?"""
    if not found:
        return Screen(texts.say("You are in no group or organization yet that has an agenda."))
    return Screen(texts.say("Whose agenda would you like to see?"), column(*(_plan(one) for one in found)))


def _plan(plan: Plan) -> Button:
    return tap(plan.name, listing(plan))


def listing(plan: Plan) -> v.List:
    """The button of a plan's agenda."""
    of, plan_id = place(plan.whose)
    return v.List(of=of, id=plan_id)


def agenda(texts: Texts, listed: Listed, *, several: bool) -> Screen:
    """What comes back, the next first; below it the present sheet, and for who decides a new point."""
    plan = listed.plan
    text = paragraphs(
        texts.say("<b>The agenda of {name}</b>", name=plan.name),
        Markup("\n\n").join(_line(texts, number, one) for number, one in enumerate(listed.items, 1))
        or texts.say("Nothing comes back here yet. A point could be: a look at the plan, every month."),
    )
    points = [tap(f"{number}. {one.title}", v.Point(id=one.id)) for number, one in enumerate(listed.items, 1)]
    return Screen(text, (*column(*points), *_ways(texts, listed, several=several)))


def _ways(texts: Texts, listed: Listed, *, several: bool) -> Rows:
    of, plan_id = place(listed.plan.whose)
    ways = [tap(texts.label("The sheet now"), v.Now(of=of, id=plan_id))]
    if listed.decides and len(listed.items) < MOST:
        ways.append(tap(texts.label("Add a point"), v.Begin(of=of, id=plan_id)))
    if several:
        ways.append(tap(texts.label("← Another agenda"), v.Plans()))
    return column(*ways)


def _line(texts: Texts, number: int, item: Item) -> Markup:
    zone = ZoneInfo(item.zone)
    coming = words.moment(texts, from_micros(item.next_at), zone) if item.next_at else texts.label("no further date")
    return Markup("{}. <b>{}</b>\n{} · {}").format(
        number, item.title, shortened(words.often(texts, item.rule, item.starts.date()), OFTEN), coming
    )


def point(texts: Texts, found: Point) -> Screen:
    """One point, with its next dates."""
    item, of = found.item, listing(found.plan)
    text = paragraphs(
        Markup("<b>{}</b>").format(item.title),
        about(texts, item.rule, item.starts, item.ahead_days),
        times(texts, found.times, ZoneInfo(item.zone)),
    )
    buttons = [tap(texts.label("Take it off the agenda"), v.End(id=item.id, sure=0))] if found.decides else []
    return Screen(text, column(*buttons, tap(texts.label("← Back"), of)))


def about(texts: Texts, rule: str, starts: datetime, ahead_days: int) -> Markup:
    """How often it comes, and how long before it is told of."""
    often = words.often(texts, rule, starts.date())
    return Markup("{} · {}").format(often[:1].upper() + often[1:], words.ahead(texts, ahead_days))


def times(texts: Texts, found: Sequence[datetime], zone: ZoneInfo) -> Markup:
    """The next dates, by the clock of the plan's place."""
    if not found:
        return texts.say("It has no further date.")
    head = texts.say("The next dates (time of {city}):", city=words.clock_of(texts, zone))
    return lines(head, *(Markup("• {}").format(words.moment(texts, one, zone)) for one in found))


def sure_to_end(texts: Texts, found: Point) -> Screen:
    """Asked once more."""
    text = texts.say("Take “{title}” off the agenda? What was talked about stays.", title=found.item.title)
    yes = tap(texts.label("Yes, take it off"), v.End(id=found.item.id, sure=1))
    return Screen(text, column(yes, tap(texts.label("← Back"), v.Point(id=found.item.id))))


def ahead(texts: Texts, item: Item, at: int, since: int) -> Screen:
    """Before its time (seconds UTC): it shows on lock screens, so it does not say what comes back."""
    of, plan_id = place(item.whose)
    text = texts.say(
        "A point of the agenda comes back on {moment}. What there is to talk about can be seen from now on.",
        moment=words.moment(texts, datetime.fromtimestamp(at, UTC), ZoneInfo(item.zone)),
    )
    return Screen(
        text,
        column(
            tap(texts.label("The agenda"), v.List(of=of, id=plan_id)),
            tap(texts.label("The sheet now"), v.Now(of=of, id=plan_id)),
            tap(texts.label("On paper (PDF)"), v.Paper(of=of, id=plan_id, item=item.id, at=at, since=since)),
        ),
    )


def back(texts: Texts, of: v.Of, plan_id: int) -> Button:
    """To what comes back."""
    return tap(texts.label("← Back"), v.List(of=of, id=plan_id))
