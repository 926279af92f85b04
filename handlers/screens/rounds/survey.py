"""The screens of `/survey`: choosing, previewing and steering rounds. Pure: values in, screens out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.clock import from_micros
from bot.i18n import Texts
from bot.screen import Button, Rows, Screen, column
from bot.services import zones
from bot.services.rounds.opening import Standing
from bot.services.rounds.rounds import Reach, Subject
from bot.storage.networks import Network, Organization
from bot.storage.rounds import Round
from handlers.screens.common import paragraphs, tap
from handlers.screens.rounds import minimum
from handlers.screens.rounds.proposal import contents, listed, proposal, title
from handlers.value import Value
from handlers.values import survey as v
from handlers.values.answering import Open as OpenPrivately
from handlers.values.tailoring import Shelf as Own
from surveys.template import Template

WINDOWS = (7, 3, 14)
"""Days that are suggested for a round, the best one first: a week has a meeting day for everyone."""

EXTENSIONS = (3, 7)
PAGE = 8


Invitation = Callable[[Texts, str, str], Screen]
"""A call to answer: (texts, until when, the link) -> screen."""


def for_whom(texts: Texts, reach: Reach) -> Screen:
    """In private: which group, organization or network a round is for."""
    rows = [(tap(group.title, v.Begin(of="g", id=group.id)),) for group in reach.groups]
    for network, organizations in reach.networks:
        label = texts.label("All groups of {network}", network=network.name)
        rows.append((tap(label, v.Pick(of="n", id=network.id)),))
        if organizations:
            rows.append((tap(texts.label("One organization…"), v.Organizations(network_id=network.id, page=0)),))
    return Screen(texts.say("Who is this round for?"), (*rows, (_cancel(texts),)))


def nobody(texts: Texts) -> Screen:
    return Screen(
        texts.say(
            "Rounds are opened by the facilitators of a group, in the group, with /survey."
            " To take part in one, use the button of its invitation."
        )
    )


def organizations(texts: Texts, network: Network, listed: Sequence[Organization], page: int) -> Screen:
    """A page of the network's organizations."""
    shown = listed[page * PAGE : (page + 1) * PAGE]
    rows = [(tap(one.name, v.Begin(of="o", id=one.id)),) for one in shown]
    turning = []
    if page:
        turning.append(tap("‹", v.Organizations(network_id=network.id, page=page - 1)))
    if (page + 1) * PAGE < len(listed):
        turning.append(tap("›", v.Organizations(network_id=network.id, page=page + 1)))
    last = (tap(texts.label("Back"), v.Home()),)
    return Screen(texts.say("Which organization?"), (*rows, *([tuple(turning)] if turning else []), last))


def templates(texts: Texts, of: v.Of, subject_id: int, shelf: Sequence[Template]) -> Screen:
    """Which survey?"""
    choices = [tap(listed(texts, one), v.Window(of=of, id=subject_id, template_id=one.id)) for one in shelf]
    own = [tap(texts.label("Make one our own"), Own(of=of, id=subject_id))] if of != "n" else []
    text = texts.say("A new round. Which survey would you like to take?")
    return Screen(text, column(*choices, *own, _cancel(texts)))


def window(texts: Texts, choice: v.Window, today: date) -> Screen:
    """Until when? A week is suggested first."""
    rows = column(*(_day_button(texts, choice, today + timedelta(days=days), days) for days in WINDOWS))
    other = tap(texts.label("Another date"), v.TypeDay(**choice.model_dump()))
    back = tap(texts.label("Back"), v.Pick(of=choice.of, id=choice.id))
    return Screen(texts.say("Until when can people answer?"), (*rows, (other,), (back,)))


def _day_button(texts: Texts, choice: v.Window, day: date, days: int) -> Button:
    label = texts.labels("{n} day: {day}", "{n} days: {day}", days, day=texts.day(day))
    return tap(label, v.Preview(**choice.model_dump(), day=day.toordinal()))


def ask_day(texts: Texts) -> Screen:
    return Screen(
        texts.say("Which day? Reply to this message with a date, for example: 15 March, Friday, in 10 days."),
        ask=texts.label("A date"),
    )


def bad_day(texts: Texts, first: date, last: date) -> Screen:
    """Asked again, with the days that can be used."""
    text = texts.say(
        "I could not use that date. Reply with a day from {first} to {last}, for example: 15 March, Friday, in 10 days."
        " Or /cancel.",
        first=texts.date(first),
        last=texts.date(last),
    )
    return Screen(text, ask=texts.label("A date"))


def preview(texts: Texts, choice: v.Preview, template: Template, whose: Subject) -> Screen:
    """All that was chosen, with the themes and the first question as people will see it."""
    day = date.fromordinal(choice.day)
    doing = texts.label("Propose it") if choice.of == "n" else texts.label("Open it")
    back = v.Window(of=choice.of, id=choice.id, template_id=choice.template_id)
    return Screen(
        paragraphs(
            texts.say(
                "<b>{title}</b>\nFor {whose}, until {day}.",
                title=title(template, texts),
                whose=whose.name,
                day=texts.day(day),
            ),
            *contents(texts, template),
            minimum.of_round(texts, choice.of, whose),
            *([_so_soon(texts)] if whose.near else []),
            _what_follows(texts, choice.of),
        ),
        ((tap(doing, v.Open(**choice.model_dump())),), (tap(texts.label("Back"), back),)),
    )


def _so_soon(texts: Texts) -> Markup:
    return texts.say(
        "The last round on this survey ended less than two weeks ago. What would tell of the few who have come or gone"
        " since is not shown. If it can wait, open it two weeks after that one: then nothing is held back for this."
    )


def _what_follows(texts: Texts, of: v.Of) -> Markup:
    if of == "n":
        return texts.say("The facilitators of each group are asked, and each group says yes or no for itself.")
    return texts.say("People answer in private, in about two minutes. Nothing is shown before the end.")


def with_others(texts: Texts, screen: Screen, standings: Sequence[Standing]) -> Screen:
    """The first of a group's rounds, with ways to the others, and to a new one where none is open."""
    first = standings[0]
    rows = [
        (
            tap(
                texts.label("The other one: {title}", title=title(one.template, texts)),
                v.Look(round_id=one.round.id, group_id=one.part.group_id),
            ),
        )
        for one in standings[1:]
    ]
    if all(one.part.state != "open" for one in standings):
        rows.append((tap(texts.label("A new round"), v.Pick(of="g", id=first.part.group_id)),))
    return replace(screen, rows=(*screen.rows, *rows))


def standing_screen(texts: Texts, standing: Standing, zone: ZoneInfo) -> Screen:
    """A group's round, with what a facilitator can do about it now."""
    part, name = standing.part, title(standing.template, texts)
    if part.state == "open":
        text = texts.say(
            "<b>{title}</b>\nOpen until {day}. How many have answered is not shown, to protect everyone.",
            title=name,
            day=texts.moment(from_micros(part.closes_at), zone),
        )
        return Screen(text, _steering(texts, standing))
    if part.state == "accepted":
        text = texts.say(
            "<b>{title}</b>\nBegins on {day}.", title=name, day=texts.moment(from_micros(part.opens_at), zone)
        )
        return Screen(text, ((_cancel(texts, texts.label("Close this screen")),),))
    if standing.deciding:
        return closed(texts)
    if part.state == "closed":
        return withheld(texts, standing.round.id, part.group_id)
    return proposal(texts, standing, zone, details=True)


def _steering(texts: Texts, standing: Standing) -> Rows:
    part = standing.part
    return column(
        tap(texts.label("More time"), v.Extend(round_id=part.round_id, group_id=part.group_id, day=0)),
        tap(texts.label("Close it now"), v.Close(round_id=part.round_id, group_id=part.group_id, sure=0)),
        _cancel(texts, texts.label("Close this screen")),
    )


def sure_to_close(texts: Texts, yes: Value, back: Value) -> Screen:
    text = texts.say("Close the round now? Nobody can answer after that, and the wheel is made.")
    return Screen(text, column(tap(texts.label("Yes, close it"), yes), tap(texts.label("Back"), back)))


def closed(texts: Texts) -> Screen:
    return Screen(texts.say("The round is closed. The result arrives in a moment."))


def longer(ends: date) -> list[date]:
    """The days that are suggested when a round needs more time."""
    return [ends + timedelta(days=days) for days in EXTENSIONS]


def extension(texts: Texts, round_id: int, group_id: int, days: Sequence[date]) -> Screen:
    """How much more time? `days` are those to choose from, or the one that was typed."""
    ids = {"round_id": round_id, "group_id": group_id}
    rows = [
        (tap(texts.label("Until {day}", day=texts.day(day)), v.Extend(**ids, day=day.toordinal())),) for day in days
    ]
    other = tap(texts.label("Another date"), v.TypeExtension(**ids))
    back = tap(texts.label("Back"), v.Begin(of="g", id=group_id))
    return Screen(texts.say("Until when can people answer?"), (*rows, (other,), (back,)))


def invitation(texts: Texts, closes: str, url: str) -> Screen:
    """In the group: a round is open. It shows on lock screens, so it does not say what it is about."""
    text = paragraphs(
        texts.say("A new round of questions is open for this group."),
        texts.say("It takes about two minutes, in private, until {day}. Each answer counts.", day=closes),
    )
    return Screen(text, _answering(texts, url))


def more_time_for_group(texts: Texts, closes: str, url: str) -> Screen:
    """In the group: there is more time, for those who have not answered; nothing tells how many they are."""
    text = texts.say("There is more time for the round: until {moment}. Each answer counts.", moment=closes)
    return Screen(text, _answering(texts, url))


def extended_by_outage(texts: Texts, closes: str, url: str) -> Screen:
    """In the group: the bot could not be reached for a while, so there is more time."""
    text = texts.say(
        "I could not be reached for a while. The open round has more time: until {moment}. No answer was lost.",
        moment=closes,
    )
    return Screen(text, _answering(texts, url))


def more_time(texts: Texts, round_id: int) -> Screen:
    """The same in private, where it may show on a lock screen."""
    text = texts.say("I could not be reached for a while, so there is more time to answer. No answer was lost.")
    return Screen(text, column(tap(texts.label("Answer"), OpenPrivately(round_id=round_id))))


def _answering(texts: Texts, url: str) -> Rows:
    return column(Button(texts.label("Answer in private"), url=url))


def withheld(texts: Texts, round_id: int, group_id: int, *, extendable: bool = True) -> Screen:
    """Nothing can be shown; never how many are missing. More time is offered where it can still be given."""
    text = texts.say(
        "The round is closed. There are not enough answers to show a wheel and protect everyone who answered."
    )
    if not extendable:
        return Screen(text)
    hope = texts.say("Nothing is lost: with more time, more colleagues can still answer.")
    more = tap(texts.label("Give more time"), v.Extend(round_id=round_id, group_id=group_id, day=0))
    return Screen(paragraphs(text, hope), ((more,),))


def organization_round(texts: Texts, round_: Round, name: str, zone: ZoneInfo, url: str | None) -> Screen:
    """What the coordinator sees of an organization's round; the link only when it was just made."""
    closes = texts.moment(from_micros(round_.closes_at), zone)
    city = zones.city(zone.key, texts.language)
    parts = [
        texts.say("A round is open for <b>{name}</b> until {day} (time of {city}).", name=name, day=closes, city=city)
    ]
    if url:
        parts.append(
            texts.say(
                "Colleagues, partners and board members answer by this link, without joining a group."
                " Each account counts once:\n{url}",
                url=url,
            )
        )
    rows = column(
        tap(texts.label("New link (the old one ends)"), v.NewLink(round_id=round_.id)),
        tap(texts.label("End the link"), v.RevokeLink(round_id=round_.id)),
        tap(texts.label("Close it now"), v.CloseOrganization(round_id=round_.id, sure=0)),
    )
    return Screen(paragraphs(*parts), rows)


def round_closed(texts: Texts, shown: int) -> Screen:
    """To coordinators: a round closed, and how many wheels were published. Never a level, nor how many there could be:
    that would tell of how many organizations somebody has answered.
    """
    return Screen(
        paragraphs(
            texts.say("A round that you proposed has closed."),
            texts.say("Wheels published: {shown}.", shown=shown),
        )
    )


def _cancel(texts: Texts, label: str | None = None) -> Button:
    return tap(label or texts.label("Cancel"), v.Dismiss())
