"""A network's round as it is proposed to a group, and what a survey asks. Pure: values in, screens out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.clock import from_micros
from bot.i18n import Texts
from bot.screen import Screen, column
from bot.services.rounds.opening import Standing
from bot.storage.groups import Group
from bot.storage.own_templates import PREFIX
from handlers.screens.common import lines, paragraphs, tap
from handlers.screens.rounds.minimum import of_proposal
from handlers.values import survey as v
from surveys.template import Template

STARTS = (7, 14)
"""Days until a later start that are suggested."""


def title(template: Template, texts: Texts) -> str:
    """What the survey is called; never on a lock screen."""
    return template.title.in_(texts.language)


def listed(texts: Texts, template: Template) -> str:
    """A survey in a list; one of their own may have the title of what it was copied from."""
    called = title(template, texts)
    return texts.label("Our own: {title}", title=called) if template.id.startswith(PREFIX) else called


def contents(texts: Texts, template: Template) -> tuple[Markup, ...]:
    """The themes, and the first question as people will see it; it may be shown in a group."""
    language, plain = texts.language, template.plain.spokes
    first, hidden = plain[0], len(template.spokes) - len(plain)
    themes = lines(
        *(Markup("{}. {}").format(place, spoke.name.in_(language)) for place, spoke in enumerate(plain, 1)),
        texts.plural("And {n} theme in private alone.", "And {n} themes in private alone.", hidden) if hidden else "",
    )
    levels = Markup("\n").join(
        Markup("{} · {}").format(level, sentence.in_(language)) for level, sentence in enumerate(first.levels)
    )
    question = texts.say("The first question: <i>{question}</i>", question=first.question.in_(language))
    return themes, question, levels


def proposal_now(texts: Texts, standing: Standing, group: Group, now: int) -> Screen:
    """A proposal as it stands: with what it asks, or what the group has said to it."""
    zone, part = ZoneInfo(group.zone), standing.part
    if part.state in ("accepted", "open"):
        return answered(texts, standing, zone)
    if part.state == "closed" or standing.round.state == "closed" or part.closes_at <= now:
        return Screen(texts.say("This round is over."))
    return proposal(texts, standing, zone, group, details=True)


def proposal(
    texts: Texts, standing: Standing, zone: ZoneInfo, group: Group | None = None, *, details: bool = False
) -> Screen:
    """A network's round is proposed to a group: accept, move or decline.

    Without `details` it can arrive by itself on a lock screen: a button shows what the round is about.
    """
    part, template = standing.part, standing.template
    ids = {"round_id": part.round_id, "group_id": part.group_id}
    declined = part.state == "declined"
    text = paragraphs(
        texts.say("The network proposes a round to all groups."),
        texts.say("Your group: {group}", group=group.title) if group else "",
        texts.say("Answers until {day}.", day=texts.moment(from_micros(part.closes_at), zone)),
        texts.say("<b>{title}</b>", title=title(template, texts)) if details else "",
        *(contents(texts, template) if details else ()),
        of_proposal(texts, group.size, standing.round.minimum) if details and group else "",
        texts.say("You said no for now. You can still say yes.") if declined else "",
    )
    buttons = [
        tap(texts.label("Yes, from now on"), v.Accept(**ids, day=0)),
        tap(texts.label("Yes, but later"), v.Later(**ids)),
    ]
    if not declined:
        buttons.append(tap(texts.label("Not this time"), v.Decline(**ids)))
    if not details:
        buttons.insert(0, tap(texts.label("See the questions"), v.Proposed(**ids)))
    return Screen(text, column(*buttons))


def starts(today: date) -> list[date]:
    """The days that are suggested to a group that begins later than proposed."""
    return [today + timedelta(days=days) for days in STARTS]


def later(texts: Texts, round_id: int, group_id: int, days: Sequence[date]) -> Screen:
    """From which day on? `days` are those to choose from, or the one that was typed."""
    ids = {"round_id": round_id, "group_id": group_id}
    rows = [(tap(texts.label("From {day}", day=texts.day(day)), v.Accept(**ids, day=day.toordinal())),) for day in days]
    other = tap(texts.label("Another date"), v.TypeStart(**ids))
    back = tap(texts.label("Back"), v.Proposed(**ids))
    return Screen(texts.say("When would your group like to begin?"), (*rows, (other,), (back,)))


def answered(texts: Texts, standing: Standing, zone: ZoneInfo) -> Screen:
    """After a yes: when it begins, or that it has begun."""
    part = standing.part
    if part.state == "accepted":
        day = texts.moment(from_micros(part.opens_at), zone)
        return Screen(texts.say("Thank you. The round begins in your group on {day}.", day=day))
    day = texts.moment(from_micros(part.closes_at), zone)
    return Screen(texts.say("Thank you. The round is open in your group until {day}.", day=day))


def proposed_already(texts: Texts) -> Screen:
    return Screen(texts.say("This survey is proposed to the groups already, or under way there. Nothing was changed."))


def proposed(texts: Texts, asked: int) -> Screen:
    """What the coordinator sees after proposing."""
    if not asked:
        return Screen(texts.say("There is no group yet that could be asked. Add the bot to a group first."))
    return Screen(
        texts.plural(
            "The round is proposed to {n} group. Its facilitators decide.",
            "The round is proposed to {n} groups. Their facilitators decide.",
            asked,
        )
    )
