"""The bot joins a group and is set up: one summary that "All right" accepts; `/settings` shows it again later."""

from __future__ import annotations

from dataclasses import replace

from bot.i18n import Catalogs, Texts
from bot.screen import Screen
from bot.services import zones
from bot.services.act import Act, Refused, Why
from bot.services.bundle import Services
from bot.services.groups.overview import Overview
from bot.storage.groups import Group
from handlers.groups import whose
from handlers.groups.whose import summary, voice
from handlers.screens.groups import setup as screens
from handlers.turn import Command, LetterRenderer, LineHandler, Reply, TapHandler, Turn, _
from handlers.value import Value
from handlers.values import setup as v

COUNTRY = "setup_country"


async def introduce(services: Services, catalogs: Catalogs, group: Group, act: Act) -> Reply:
    """The bot has just come into a group: two lines and one button, in the language of whoever brought it."""
    person = await services.people.find(act.person_id) if act.person_id is not None else None
    asked = (group.language, person.language, person.hint) if person else (group.language,)
    return Reply(send=introduction(catalogs.texts(catalogs.negotiate(*asked)), group))


def introduction(texts: Texts, group: Group) -> Screen:
    """What is said to a group at the beginning, or when the bot comes back to one that is set up."""
    ready = group.set_up and group.state == "active"
    return screens.greeting(texts, group) if ready else screens.introduction(texts, group)


async def settings(turn: Turn) -> Reply:
    """In a group its summary; in private the choice of a group."""
    group = turn.place.group
    if group is None:
        return Reply(show=screens.managed(turn.texts, await turn.services.groups.setup.managed(turn.act)))
    return await _begun(turn, group.id)


async def begin(turn: Turn, value: v.Begin) -> Reply:
    return await _begun(turn, value.group_id)


async def back(turn: Turn, value: v.Summary | v.AllRight) -> Reply:
    return summary(turn, await turn.services.groups.setup.look(turn.act, value.group_id))


async def all_right(turn: Turn, value: v.Accept) -> Reply:
    """What was seen is right; where somebody has changed whose group it is, that is seen first."""
    try:
        seen = await turn.services.groups.setup.accept(turn.act, value.group_id, value.mark)
    except Refused as refused:
        if refused.why is not Why.CHANGED:
            raise
        again = summary(turn, await turn.services.groups.setup.look(turn.act, value.group_id))
        changed = turn.own.label("It has changed since you saw it. Please look once more.")
        return replace(again, toast=changed, alert=True)
    return Reply(show=screens.accepted(voice(turn, seen), seen))


async def close(turn: Turn, value: v.Close) -> Reply:
    """Put away, where it is that group's: in another nobody's message goes. Refused: GONE."""
    if turn.place.group is not None and turn.place.group.id != value.group_id:
        raise Refused(Why.GONE)
    await turn.services.groups.setup.look(turn.act, value.group_id)
    return Reply(delete=True)


async def languages(turn: Turn, value: v.Languages) -> Reply:
    seen = await turn.services.groups.setup.look(turn.act, value.group_id)
    voices = [turn.catalogs.texts(one) for one in turn.catalogs.languages]
    return Reply(show=screens.languages(voice(turn, seen), seen.group, voices))


async def language(turn: Turn, value: v.Language) -> Reply:
    chosen = turn.catalogs.texts(value.language).language
    return summary(turn, await turn.services.groups.setup.set_language(turn.act, value.group_id, chosen))


async def countries(turn: Turn, value: v.Countries) -> Reply:
    seen = await turn.services.groups.setup.look(turn.act, value.group_id)
    group = seen.group
    own = [one for one in (group.country, *(o.country for o in seen.organizations)) if one]
    return Reply(show=screens.countries(voice(turn, seen), group, zones.likely(group.language, own)))


async def country(turn: Turn, value: v.Country) -> Reply:
    """A country with several times asks for one more tap."""
    texts = _language_of_place(turn)
    listed = zones.zones(value.country, texts.language, turn.act.now)
    seen = await turn.services.groups.setup.set_country(turn.act, value.group_id, value.country)
    if len(listed) < 2:
        return summary(turn, seen)
    return Reply(show=screens.which_zone(voice(turn, seen), seen.group, value.country, listed))


async def zone(turn: Turn, value: v.Zone) -> Reply:
    setup = turn.services.groups.setup
    return summary(turn, await setup.set_country(turn.act, value.group_id, value.country, value.zone))


async def find_country(turn: Turn, value: v.FindCountry) -> Reply:
    seen = await turn.services.groups.setup.look(turn.act, value.group_id)
    await turn.services.dialogues.wait(turn.act, turn.spot, COUNTRY, group_id=value.group_id)
    return Reply(send=screens.type_country(voice(turn, seen)))


async def country_typed(turn: Turn) -> Reply:
    """One country is taken at once; of several a tap chooses; of none it is asked again."""
    group_id = int(turn.asked["group_id"])
    seen = await turn.services.groups.setup.look(turn.act, group_id)
    codes = zones.search_countries(turn.line, turn.catalogs.languages)
    if not codes:
        return Reply(send=screens.type_country(voice(turn, seen), again=True))
    await turn.services.dialogues.end(turn.act, turn.spot)
    if len(codes) == 1:
        return await country(turn, v.Country(group_id=group_id, country=codes[0]))
    return Reply(show=screens.countries(voice(turn, seen), seen.group, codes, found=True))


async def rest_days(turn: Turn, value: v.RestDays) -> Reply:
    seen = await turn.services.groups.setup.look(turn.act, value.group_id)
    return Reply(show=screens.rest_days(voice(turn, seen), seen.group))


async def rest_day(turn: Turn, value: v.RestDay) -> Reply:
    setup = turn.services.groups.setup
    seen = await setup.set_rest_day(turn.act, value.group_id, value.day, rests=bool(value.on))
    return Reply(show=screens.rest_days(voice(turn, seen), seen.group))


async def minimums(turn: Turn, value: v.Minimums) -> Reply:
    seen = await turn.services.groups.setup.look(turn.act, value.group_id)
    return Reply(show=screens.minimums(voice(turn, seen), seen))


async def minimum(turn: Turn, value: v.Minimum) -> Reply:
    return summary(turn, await turn.services.groups.setup.set_minimum(turn.act, value.group_id, value.minimum))


async def facilitators(turn: Turn, value: v.Facilitators | v.Facilitator) -> Reply:
    return _facilitators(turn, await turn.services.groups.setup.look(turn.act, value.group_id))


async def facilitator(turn: Turn, value: v.SetFacilitator) -> Reply:
    setup = turn.services.groups.setup
    seen = await setup.set_facilitator(turn.act, value.group_id, value.person_id, named=bool(value.on))
    return _facilitators(turn, seen)


async def ask_around(turn: Turn, value: v.AskAround) -> Reply:
    return _facilitators(turn, await turn.services.groups.setup.open_to_all(turn.act, value.group_id))


async def facilitate(turn: Turn, value: v.Facilitate) -> Reply:
    seen = await turn.services.groups.setup.facilitate(turn.act, value.group_id, turn.name)
    return _facilitators(turn, seen, turn.own.label("Thank you! You facilitate this group now."))


async def _begun(turn: Turn, group_id: int) -> Reply:
    """Somebody who was made administrator a minute ago is one."""
    if turn.place.group:
        await turn.services.groups.fresh(turn.act, turn.place.group, doubted=True)
    return summary(turn, await turn.services.groups.setup.begin(turn.act, group_id, turn.name))


def _facilitators(turn: Turn, seen: Overview, toast: str | None = None) -> Reply:
    screen = screens.facilitators(voice(turn, seen), seen, private=turn.place.private)
    return Reply(show=screen, toast=toast)


def _language_of_place(turn: Turn) -> Texts:
    group = turn.place.group
    return turn.catalogs.texts(group.language) if group and group.language else turn.texts


TAPS: dict[type[Value], TapHandler] = {
    v.Begin: begin,
    v.Summary: back,
    v.AllRight: back,
    v.Accept: all_right,
    v.Close: close,
    v.Languages: languages,
    v.Language: language,
    v.Countries: countries,
    v.Country: country,
    v.Zone: zone,
    v.FindCountry: find_country,
    v.RestDays: rest_days,
    v.RestDay: rest_day,
    v.Minimums: minimums,
    v.Minimum: minimum,
    v.Facilitators: facilitators,
    v.Facilitator: facilitators,
    v.SetFacilitator: facilitator,
    v.AskAround: ask_around,
    v.Facilitate: facilitate,
    **whose.TAPS,
}
LINES: dict[str, LineHandler] = {COUNTRY: country_typed, **whose.LINES}
LETTERS: dict[str, LetterRenderer] = whose.LETTERS
COMMANDS: dict[str, Command] = {
    "settings": Command(
        settings,
        _("Settings of the group"),
        aliases=("reglages", "parametres", "ajustes", "configuracion", "setup"),
        menu=frozenset({"administrators"}),
    ),
}
