"""The screens of a group's set-up: one summary, and a screen for each thing that can be changed. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from bot.i18n import Texts
from bot.screen import Button, Rows, Screen, column
from bot.services import zones
from bot.services.groups.overview import Overview
from bot.storage.groups import Group
from handlers.screens.common import called, lines, pairs, paragraphs, tap, ticked
from handlers.screens.followup import rhythm
from handlers.screens.rounds.minimum import of_group
from handlers.values import rhythm as r
from handlers.values import setup as v
from handlers.values import whose as w
from surveys.minimum import MINIMUMS

_ALL = 0b1111111


def introduction(texts: Texts, group: Group) -> Screen:
    """What the bot says when it joins: two lines and one button."""
    hello = texts.say("Hello! With me a group takes a short survey, sees its wheel and talks about what it shows.")
    begin = texts.say("An administrator can set me up here in a minute.")
    if group.network_id is None:
        begin = texts.say("An administrator can set me up here; I also need to know the network of this group.")
    elif group.state == "waiting":
        begin = texts.say("An administrator can set me up here; then a coordinator of the network says yes.")
    return Screen(lines(hello, begin), column(tap(texts.label("Set up"), v.Begin(group_id=group.id))))


def greeting(texts: Texts, group: Group) -> Screen:
    """A hello in a group that is set up."""
    text = texts.say("Hello, I am here. The latest wheel: /wheel. For facilitators: /survey and /settings.")
    return Screen(text, column(tap(texts.label("Settings"), v.Summary(group_id=group.id))))


def summary(texts: Texts, seen: Overview, language: str) -> Screen:
    """All that is set, as it is; `language` is the group's by its own name."""
    group = seen.group
    facts = lines(
        texts.say("<b>{title}</b>", title=group.title),
        texts.say("Language: {language}", language=language),
        texts.say("Country: {place}", place=_place(texts, group)),
        texts.say("Whose group: {whose}", whose=whose(texts, seen)),
        texts.say("Facilitators: {names}", names=_facilitators(texts, seen)),
        texts.say("Rest days: {days}", days=_rest_days(texts, group)),
        _needed(texts, seen),
        *_followed_up(texts, group),
    )
    advice = of_group(texts, group.size, seen.minimum)
    return Screen(paragraphs(facts, advice, _status(texts, seen)), _summary_rows(texts, seen))


def _needed(texts: Texts, seen: Overview) -> Markup | str:
    minimum = seen.minimum
    return texts.say("Minimum of answers: {minimum}", minimum=minimum) if minimum else ""


def _followed_up(texts: Texts, group: Group) -> list[Markup]:
    """How its actions are brought to mind, once it may have some."""
    if not _ready(group):
        return []
    return [
        texts.say("Reminders: {way}", way=rhythm.way(texts, group)),
        texts.say("News of actions: {often}", often=rhythm.often(texts, group)),
    ]


def _ready(group: Group) -> bool:
    return group.set_up and group.state == "active"


def whose(texts: Texts, seen: Overview) -> str:
    """Whose group it is, in words."""
    if seen.network is None:
        return texts.label("not known yet")
    if seen.group.whose == "network" or not seen.organizations:
        return texts.label("the whole network ({network})", network=seen.network.name)
    return texts.listing(one.name for one in seen.organizations)


def _place(texts: Texts, group: Group) -> str:
    city = zones.city(group.zone, texts.language)
    if group.country is None:
        return texts.label("not known yet")
    name = zones.country_name(group.country, texts.language)
    return texts.label("{country} (time of {city})", country=name, city=city)


def _facilitators(texts: Texts, seen: Overview) -> str:
    if not seen.facilitators:
        return texts.label("the administrators, until someone is named")
    named = texts.listing(called(texts, one.name) for one in seen.facilitators)
    return named if len(seen.facilitators) > 1 else texts.label("{name} (two are better)", name=named)


def _status(texts: Texts, seen: Overview) -> Markup:
    if seen.group.network_id is None:
        if seen.networks:
            return texts.say("Which network is this group of?")
        return texts.say("Please ask a coordinator of your network for its link, and add me to the group with it.")
    if not seen.group.set_up:
        return texts.say("Is this right? You can change it later with /settings.")
    if seen.group.state == "waiting":
        return texts.say("A coordinator of {network} has been asked to say yes.", network=_network(seen))
    return texts.say("A change counts at once.")


def _network(seen: Overview) -> str:
    return seen.network.name if seen.network else ""


def _summary_rows(texts: Texts, seen: Overview) -> Rows:
    group_id = seen.group.id
    changes = pairs(
        (
            tap(texts.label("Language"), v.Languages(group_id=group_id)),
            tap(texts.label("Country"), v.Countries(group_id=group_id)),
            tap(texts.label("Whose group"), w.Whose(group_id=group_id)),
            tap(texts.label("Facilitators"), v.Facilitators(group_id=group_id)),
            tap(texts.label("Rest days"), v.RestDays(group_id=group_id)),
            *([tap(texts.label("Minimum"), v.Minimums(group_id=group_id))] if seen.minimum else []),
            *_rhythm(texts, seen.group),
        )
    )
    if seen.group.network_id is None:
        choose = [tap(one.name, w.Choose(group_id=group_id, network_id=one.id)) for one in seen.networks]
        return (*column(*choose), *changes)
    if not seen.group.set_up:
        return ((tap(texts.label("All right"), v.Accept(group_id=group_id, mark=seen.mark)),), *changes)
    close = tap(texts.label("Close"), v.Close(group_id=group_id))
    return (*changes, (close,))


def _rhythm(texts: Texts, group: Group) -> list[Button]:
    if not _ready(group):
        return []
    return [
        tap(texts.label("Reminders"), r.Reminders(group_id=group.id)),
        tap(texts.label("News of actions"), r.Digests(group_id=group.id)),
    ]


def accepted(texts: Texts, seen: Overview) -> Screen:
    """After "All right"."""
    text = texts.say("Thank you, all is set. A facilitator opens the first round with /survey.")
    if seen.group.state == "waiting":
        text = texts.say(
            "Thank you. I have asked the coordinators of {network}, and will write here when one has answered.",
            network=_network(seen),
        )
    return Screen(text, column(tap(texts.label("Change something"), v.Summary(group_id=seen.group.id))))


def languages(texts: Texts, group: Group, voices: Sequence[Texts]) -> Screen:
    """The languages, each by its own name."""
    buttons = [
        tap(ticked(one.own_name, one.language == group.language), v.Language(group_id=group.id, language=one.language))
        for one in voices
    ]
    return Screen(texts.say("Which language should I speak in this group?"), column(*buttons, _back(texts, group)))


def countries(texts: Texts, group: Group, codes: Sequence[str], *, found: bool = False) -> Screen:
    """Likely countries, or those that a typed name has `found`."""
    buttons = [
        tap(
            ticked(zones.country_name(code, texts.language), code == group.country),
            v.Country(group_id=group.id, country=code),
        )
        for code in codes
    ]
    search = tap(texts.label("Another…"), v.FindCountry(group_id=group.id))
    text = texts.say("Is it one of these?") if found else texts.say("In which country is this group?")
    return Screen(text, (*pairs(buttons), (search, _back(texts, group))))


def which_zone(texts: Texts, group: Group, country: str, listed: Sequence[zones.Zone]) -> Screen:
    """The times of a country that has several."""
    buttons = [
        tap(f"{one.city} ({zones.offset_label(one.offset)})", v.Zone(group_id=group.id, country=country, zone=one.name))
        for one in listed
    ]
    back = tap(texts.label("← Back"), v.Countries(group_id=group.id))
    return Screen(texts.say("Which city has the same time as you?"), column(*buttons, back))


def type_country(texts: Texts, *, again: bool = False) -> Screen:
    """Asks for a country's name."""
    text = texts.say("Please reply with the name of the country. /cancel stops this.")
    if again:
        text = texts.say("I know no country of that name. Please reply with another spelling, or /cancel.")
    return Screen(text, ask=texts.label("Name of the country"))


def rest_days(texts: Texts, group: Group) -> Screen:
    """The days of the week; each tap counts at once."""
    buttons = [
        tap(ticked(texts.weekday(day).capitalize(), rests), v.RestDay(group_id=group.id, day=day, on=int(not rests)))
        for day in range(7)
        for rests in (_rests(group, day),)
    ]
    text = texts.say(
        "On which days do you rest? I then write nothing here by myself, nor at night (21:00 to 7:00): announcements"
        " and reminders wait until the next morning. Whoever taps or asks is answered at once."
    )
    always = texts.say("All seven together count as none: else I would never write.") if group.rest_days == _ALL else ""
    return Screen(paragraphs(text, always), (*pairs(buttons), (_back(texts, group),)))


def _rests(group: Group, day: int) -> bool:
    return bool(group.rest_days >> day & 1)


def _rest_days(texts: Texts, group: Group) -> str:
    return texts.listing(texts.weekday(day) for day in range(7) if _rests(group, day)) or texts.label("none")


def minimums(texts: Texts, seen: Overview) -> Screen:
    """How many answers a theme needs; the tap counts from the next round on."""
    group = seen.group
    buttons = [
        tap(ticked(str(one), one == seen.minimum), v.Minimum(group_id=group.id, minimum=one)) for one in MINIMUMS
    ]
    text = texts.say(
        "How many answers does a theme need before its level is shown? A higher minimum protects each of you better; a"
        " lower one lets a small group see its wheel. It counts from your next round on; a network's rounds have their"
        " own."
    )
    return Screen(paragraphs(text, of_group(texts, group.size, seen.minimum)), (tuple(buttons), (_back(texts, group),)))


def facilitators(texts: Texts, seen: Overview, *, private: bool) -> Screen:
    """Those who may be named; each tap counts at once."""
    group_id = seen.group.id
    named = {one.person_id for one in seen.facilitators}
    listed = {one.person_id: one.name for one in [*seen.facilitators, *seen.administrators]}
    buttons = [
        tap(
            ticked(called(texts, name), person_id in named),
            v.SetFacilitator(group_id=group_id, person_id=person_id, on=int(person_id not in named)),
        )
        for person_id, name in list(listed.items())[:20]
    ]
    text = texts.say("Who facilitates? Ideally two people: they open rounds and get the result first hand.")
    if seen.ajar and not private:
        text = paragraphs(text, texts.say("Whoever wants to facilitate can tap “I facilitate” within an hour."))
        buttons.append(tap(texts.label("I facilitate"), v.Facilitate(group_id=group_id)))
    elif not private:
        buttons.append(tap(texts.label("Someone else…"), v.AskAround(group_id=group_id)))
    return Screen(text, column(*buttons, _back(texts, seen.group)))


def managed(texts: Texts, groups: Sequence[Group]) -> Screen:
    """In private: whose settings?"""
    if not groups:
        text = texts.say("Settings are about a group: send /settings there, as its administrator or facilitator.")
        return Screen(text)
    buttons = [tap(group.title, v.Summary(group_id=group.id)) for group in groups[:40]]
    return Screen(texts.say("The settings of which group?"), column(*buttons))


def _back(texts: Texts, group: Group) -> Button:
    return tap(texts.label("← Back"), v.Summary(group_id=group.id))
