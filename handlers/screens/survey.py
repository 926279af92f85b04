"""The screens of `/survey`: choosing, previewing and steering rounds. Pure: values in, screens out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.clock import from_micros
from bot.i18n import Texts
from bot.screen import Button, Rows, Screen, column
from bot.services.opening import Standing
from bot.services.rounds import Reach
from bot.storage.groups import Group
from bot.storage.networks import Network, Organization
from bot.storage.rounds import Round
from handlers.value import Value
from handlers.values import survey as v
from surveys.template import Template

WINDOWS = (7, 3, 14)
"""Days that are suggested for a round, the best one first: a week has a meeting day for everyone."""

STARTS = (7, 14)
EXTENSIONS = (3, 7)
PAGE = 8


def lines(*parts: Markup | str) -> Markup:
    """Paragraphs of one message."""
    return Markup("\n\n").join(part for part in parts if part)


def tap(label: str, value: Value) -> Button:
    return Button(label, value.pack())


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
    rows = [(tap(one.title.in_(texts.language), v.Window(of=of, id=subject_id, template_id=one.id)),) for one in shelf]
    text = texts.say("A new round. Which survey would you like to take?")
    return Screen(text, (*rows, (_cancel(texts),)))


def window(texts: Texts, choice: v.Window, today: date) -> Screen:
    """Until when? A week is suggested first."""
    rows = column(*(_day_button(texts, choice, today + timedelta(days=days), days) for days in WINDOWS))
    other = tap(texts.label("Another date"), v.TypeDay(**choice.model_dump()))
    back = tap(texts.label("Back"), v.Pick(of=choice.of, id=choice.id))
    return Screen(texts.say("Until when can people answer?"), (*rows, (other,), (back,)))


def _day_button(texts: Texts, choice: v.Window, day: date, days: int) -> Button:
    label = texts.labels("{n} day, until {day}", "{n} days, until {day}", days, day=texts.day(day))
    return tap(label, v.Preview(**choice.model_dump(), day=day.toordinal()))


def ask_day(texts: Texts) -> Screen:
    return Screen(
        texts.say("Which day? Reply to this message with a date, for example: 15 March, Friday, in 10 days."),
        ask=texts.label("A date"),
    )


def bad_day(texts: Texts) -> Screen:
    text = texts.say(
        "I could not use that date. Reply with a day from tomorrow on, at most half a year ahead:"
        " 15 March, Friday, in 10 days. Or /cancel."
    )
    return Screen(text, ask=texts.label("A date"))


def preview(texts: Texts, choice: v.Preview, template: Template, whose: str) -> Screen:
    """All that was chosen, with the themes and the first question as people will see it."""
    language, day = texts.language, date.fromordinal(choice.day)
    first = template.spokes[0]
    themes = Markup("\n").join(
        Markup("{}. {}").format(place, spoke.name.in_(language)) for place, spoke in enumerate(template.spokes, 1)
    )
    levels = Markup("\n").join(
        Markup("{} · {}").format(level, sentence.in_(language)) for level, sentence in enumerate(first.levels)
    )
    doing = texts.label("Propose it") if choice.of == "n" else texts.label("Open it")
    back = v.Window(of=choice.of, id=choice.id, template_id=choice.template_id)
    return Screen(
        lines(
            texts.say(
                "<b>{title}</b>\nFor {whose}, until {day}.",
                title=_title(template, texts),
                whose=whose,
                day=texts.day(day),
            ),
            themes,
            texts.say("The first question: <i>{question}</i>", question=first.question.in_(language)),
            levels,
            _what_follows(texts, choice.of),
        ),
        ((tap(doing, v.Open(**choice.model_dump())),), (tap(texts.label("Back"), back),)),
    )


def _what_follows(texts: Texts, of: v.Of) -> Markup:
    if of == "n":
        return texts.say("The facilitators of each group are asked, and each group says yes or no for itself.")
    return texts.say("People answer in private, in about two minutes. Nothing is shown before the end.")


def opened(texts: Texts, standing: Standing, zone: ZoneInfo) -> Screen:
    """What the facilitator sees right after opening."""
    return standing_screen(texts, standing, zone)


def standing_screen(texts: Texts, standing: Standing, zone: ZoneInfo) -> Screen:
    """A group's round, with what a facilitator can do about it now."""
    part, title = standing.part, _title(standing.template, texts)
    if part.state == "open":
        text = texts.say(
            "<b>{title}</b>\nOpen until {day}. How many have answered is not shown, to protect everyone.",
            title=title,
            day=texts.moment(from_micros(part.closes_at), zone),
        )
        return Screen(text, _steering(texts, standing))
    if part.state == "accepted":
        text = texts.say(
            "<b>{title}</b>\nBegins on {day}.", title=title, day=texts.moment(from_micros(part.opens_at), zone)
        )
        return Screen(text, ((_cancel(texts, texts.label("Close this screen")),),))
    if part.state == "closed":
        return withheld(texts, standing.round.id, part.group_id)
    return proposal(texts, standing, zone)


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


def extension(texts: Texts, round_id: int, group_id: int, ends: date) -> Screen:
    """How much more time?"""
    rows = [
        (
            tap(
                texts.label("Until {day}", day=texts.day(ends + timedelta(days=days))),
                v.Extend(round_id=round_id, group_id=group_id, day=(ends + timedelta(days=days)).toordinal()),
            ),
        )
        for days in EXTENSIONS
    ]
    other = tap(texts.label("Another date"), v.TypeExtension(round_id=round_id, group_id=group_id))
    back = tap(texts.label("Back"), v.Begin(of="g", id=group_id))
    return Screen(texts.say("Until when can people answer?"), (*rows, (other,), (back,)))


def invitation(texts: Texts, closes: str, url: str) -> Screen:
    """In the group: a round is open. It shows on lock screens, so it does not say what it is about."""
    text = lines(
        texts.say("A new round of questions is open for this group."),
        texts.say("It takes about two minutes, in private, until {day}. Each answer counts.", day=closes),
    )
    return Screen(text, ((Button(texts.label("Answer in private"), url=url),),))


def extended_by_outage(texts: Texts, closes: str, url: str) -> Screen:
    """In the group: the bot could not be reached for a while, so there is more time."""
    text = texts.say(
        "I could not be reached for a while. The open round has more time: until {moment}. No answer was lost.",
        moment=closes,
    )
    return Screen(text, ((Button(texts.label("Answer in private"), url=url),),))


def withheld(texts: Texts, round_id: int, group_id: int) -> Screen:
    """Nothing can be shown; never how many are missing."""
    text = texts.say(
        "The round is closed. There are not enough answers to show a wheel and protect everyone who answered."
        " Nothing is lost: with more time, more colleagues can still answer."
    )
    more = tap(texts.label("Give more time"), v.Extend(round_id=round_id, group_id=group_id, day=0))
    return Screen(text, ((more,),))


def proposal(texts: Texts, standing: Standing, zone: ZoneInfo, group: Group | None = None) -> Screen:
    """A network's round is proposed to a group: accept, move or decline."""
    part = standing.part
    ids = {"round_id": part.round_id, "group_id": part.group_id}
    text = lines(
        texts.say("The network proposes a round to all groups."),
        texts.say("Your group: {group}", group=group.title) if group else Markup(),
        texts.say("Answers until {day}.", day=texts.moment(from_micros(part.closes_at), zone)),
    )
    if part.state == "declined":
        text = lines(text, texts.say("You said no for now. You can still say yes."))
    rows = column(
        tap(texts.label("Yes, from now on"), v.Accept(**ids, day=0)),
        tap(texts.label("Yes, but later"), v.Later(**ids)),
    )
    if part.state != "declined":
        rows = (*rows, (tap(texts.label("Not this time"), v.Decline(**ids)),))
    return Screen(text, rows)


def later(texts: Texts, round_id: int, group_id: int, today: date) -> Screen:
    """From which day on?"""
    ids = {"round_id": round_id, "group_id": group_id}
    rows = [
        (
            tap(
                texts.label("From {day}", day=texts.day(today + timedelta(days=days))),
                v.Accept(**ids, day=(today + timedelta(days=days)).toordinal()),
            ),
        )
        for days in STARTS
    ]
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


def organization_round(texts: Texts, round_: Round, name: str, url: str | None) -> Screen:
    """What the coordinator sees of an organization's round; the link only when it was just made."""
    closes = texts.moment(from_micros(round_.closes_at), ZoneInfo("UTC"))
    parts = [texts.say("A round is open for <b>{name}</b> until {day} (UTC).", name=name, day=closes)]
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
    return Screen(lines(*parts), rows)


def round_closed(texts: Texts, shown: int, made: int) -> Screen:
    """To coordinators: a round closed, and how many wheels were published. Never a level."""
    return Screen(
        lines(
            texts.say("A round that you proposed has closed."),
            texts.plural("{n} wheel was made of {made}.", "{n} wheels were made of {made}.", shown, made=made),
        )
    )


def _title(template: Template, texts: Texts) -> str:
    return template.title.in_(texts.language)


def _cancel(texts: Texts, label: str | None = None) -> Button:
    return tap(label or texts.label("Cancel"), v.Dismiss())
