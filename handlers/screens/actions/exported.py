"""What a plan says outside the chat: as a table, and as a calendar. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from bot.clock import from_micros
from bot.i18n import Texts
from bot.services.actions.exports import Entry, Whole
from bot.services.agenda.recurrence import following, instant
from bot.services.agenda.rule import Rule, parse
from bot.storage.agenda import Item
from handlers.papers.calendar import Calendar, Event, Status
from handlers.papers.table import Cell, Column, Table
from handlers.screens.actions.action import state, theme, what
from handlers.screens.common import shortened

SUMMARY = 120
"""Characters of an action that a calendar shows of a day; all of it is below."""

_STATUS: dict[str, Status] = {"proposed": "TENTATIVE", "dropped": "CANCELLED"}


def table(texts: Texts, whole: Whole) -> Table:
    """A row an action, by date."""
    rows = tuple(_row(texts, one, whole.plan.zone) for one in whole.entries)
    return Table(texts.label("Plan"), _columns(texts), rows, comma="," in texts.number(Decimal("0.5")))


def _columns(texts: Texts) -> tuple[Column, ...]:
    return (
        Column(texts.label("What"), 50),
        Column(texts.label("Theme"), 22),
        Column(texts.label("Plan"), 22),
        Column(texts.label("Who"), 20),
        Column(texts.label("With"), 24),
        Column(texts.label("By"), 12),
        Column(texts.label("State"), 24),
        Column(texts.label("Person-days"), 13),
        Column(texts.label("Sign of success"), 36),
        Column(texts.label("Reason"), 36),
        Column(texts.label("Planned on"), 13),
        Column(texts.label("Ended on"), 13),
    )


def _row(texts: Texts, entry: Entry, zone: ZoneInfo) -> tuple[Cell, ...]:
    line, one = entry.line, entry.line.action
    return (
        what(texts, one),
        theme(texts, line.template, one.theme.spoke if one.theme else ""),
        line.plan,
        one.owner_name,
        ", ".join(helper.name for helper in entry.helpers),
        one.due,
        state(texts, one, needs_hand=line.needs_hand),
        None if one.half_days is None else Decimal(one.half_days) / 2,
        one.sign,
        one.reason,
        _day(one.created_at, zone),
        None if one.ended_at is None else _day(one.ended_at, zone),
    )


def _day(micros: int, zone: ZoneInfo) -> date:
    return from_micros(micros).astimezone(zone).date()


def calendar(texts: Texts, whole: Whole, name: str, bot_username: str) -> Calendar:
    """A day an action, and what comes back on the agenda; each keeps its name from file to file."""
    events = [_action(texts, one, bot_username) for one in whole.entries]
    events += [found for one in whole.items if (found := _item(one, bot_username)) is not None]
    return Calendar(name, tuple(events), whole.now)


def _action(texts: Texts, entry: Entry, bot_username: str) -> Event:
    line, one = entry.line, entry.line.action
    about = theme(texts, line.template, one.theme.spoke if one.theme else "")
    said = what(texts, one)
    return Event(
        uid=f"action-{one.id}@{bot_username.lower()}.t.me",
        begins=one.due,
        summary=("✓ " if one.state == "done" else "") + shortened(said, SUMMARY),
        status=_STATUS.get(one.state, "CONFIRMED"),
        revision=one.revision,
        made=from_micros(one.created_at),
        changed=from_micros(one.changed_at),
        description="\n".join(_told(texts, entry, about)),
        category=about,
        link=f"https://t.me/{bot_username}?start=q{one.id}",
    )


def _told(texts: Texts, entry: Entry, about: str) -> list[str]:
    """What a calendar shows below it. Whether it needs a hand changes with the day, so that is not said."""
    line, one = entry.line, entry.line.action
    said = what(texts, one)
    helping = texts.listing(helper.name for helper in entry.helpers)
    told = [
        said if len(said) > SUMMARY else "",
        texts.label("Theme: {theme}", theme=about) if about else "",
        texts.label("Plan: {plan}", plan=line.plan) if line.plan else texts.label("Plan: only mine"),
        texts.label("Who: {name}", name=one.owner_name) if one.owner_name else "",
        texts.label("With: {names}", names=helping) if helping else "",
        texts.label("State: {state}", state=state(texts, one, needs_hand=False)),
        texts.label("It worked when: {sign}", sign=one.sign) if one.sign else "",
    ]
    return [one for one in told if one]


def _item(one: Item, bot_username: str) -> Event | None:
    """It begins when it first comes; None for what never does."""
    zone = ZoneInfo(one.zone)
    rule = parse(one.rule, zone)
    first = following(rule, one.starts, zone, instant(one.starts, zone) - timedelta(microseconds=1))
    if first is None:
        return None
    created = from_micros(one.created_at)
    return Event(
        uid=f"agenda-{one.id}@{bot_username.lower()}.t.me",
        begins=first.astimezone(zone),
        summary=one.title,
        status="CONFIRMED" if one.on else "CANCELLED",
        revision=0 if one.on else 1,
        made=created,
        changed=created,
        rule=_rule(one.rule, rule, zone),
    )


def _rule(text: str, rule: Rule, zone: ZoneInfo) -> str:
    """As it was written, but its end in UTC: beside a time with a zone RFC 5545 wants it so."""
    parts = [part for part in text.upper().removeprefix("RRULE:").split(";") if part and not part.startswith("UNTIL=")]
    if rule.until is not None:
        parts.append(f"UNTIL={instant(rule.until, zone):%Y%m%dT%H%M%SZ}")
    return ";".join(parts)
