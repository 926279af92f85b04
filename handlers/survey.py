"""`/survey`: a facilitator opens, extends and closes a round of the group; coordinators have theirs in private."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.clock import from_micros
from bot.screen import Screen
from bot.services import dates
from bot.services.act import Refused, Why
from handlers.screens import survey as screens
from handlers.turn import Addressee, Command, Reply, Turn, _
from handlers.values import survey as v

PICK, EXTEND = "survey_day", "survey_extension"


async def survey(turn: Turn) -> Reply:
    """In a group its round, or a new one; in private the choice of for whom."""
    group = turn.place.group
    return Reply(show=await (_of_group(turn, group.id) if group else _home(turn)))


async def home(turn: Turn, value: v.Home) -> Reply:  # noqa: ARG001 - a tap's handler
    return Reply(show=await _home(turn))


async def organizations(turn: Turn, value: v.Organizations) -> Reply:
    """A page of the network's organizations, to coordinators."""
    reach = await turn.services.rounds.reach(turn.act)
    for network, listed in reach.networks:
        if network.id == value.network_id:
            return Reply(show=screens.organizations(turn.texts, network, listed, value.page))
    raise Refused(Why.NOT_COORDINATOR)


async def begin(turn: Turn, value: v.Begin) -> Reply:
    """The running round of the group or organization, else the choice of a template."""
    if value.of == "g":
        return Reply(show=await _of_group(turn, value.id))
    if value.of == "o":
        running = await turn.services.organization_rounds.running(turn.act, value.id)
        if running:
            name = await _whose(turn, "o", value.id)
            return Reply(show=screens.organization_round(turn.texts, running, name, None))
    return Reply(show=_templates(turn, value.of, value.id))


async def pick(turn: Turn, value: v.Pick) -> Reply:
    return Reply(show=_templates(turn, value.of, value.id))


async def window(turn: Turn, value: v.Window) -> Reply:
    turn.services.shelf.named(value.template_id)
    return Reply(show=screens.window(turn.texts, value, dates.today(turn.act.now, turn.zone)))


async def type_day(turn: Turn, value: v.TypeDay) -> Reply:
    """The last day is typed: it is echoed in the preview before anything is opened."""
    await turn.services.dialogues.wait(turn.act, turn.spot, PICK, **value.model_dump())
    return Reply(send=screens.ask_day(turn.texts))


async def typed_day(turn: Turn) -> Reply:
    day = dates.read_day(turn.line, turn.own.language, turn.act.now, turn.zone)
    if day is None or not dates.is_sensible(day, turn.act.now, turn.zone):
        return Reply(send=screens.bad_day(turn.texts))
    await turn.services.dialogues.end(turn.act, turn.spot)
    return await preview(turn, v.Preview(**turn.asked, day=day.toordinal()))


async def preview(turn: Turn, value: v.Preview) -> Reply:
    template = turn.services.shelf.named(value.template_id)
    _check_day(turn, value.day)
    whose = await _whose(turn, value.of, value.id)
    return Reply(show=screens.preview(turn.texts, value, template, whose))


async def open_round(turn: Turn, value: v.Open) -> Reply:
    """Open it for the group or organization, or propose it to all groups."""
    day = _check_day(turn, value.day)
    if value.of == "g":
        standing = await turn.services.rounds.open(turn.act, value.id, value.template_id, day)
        return Reply(show=screens.standing_screen(turn.texts, standing, turn.zone))
    if value.of == "n":
        _round, asked = await turn.services.proposals.propose(turn.act, value.id, value.template_id, day)
        return Reply(show=screens.proposed(turn.texts, asked))
    round_, secret = await turn.services.organization_rounds.open(turn.act, value.id, value.template_id, day)
    name = await _whose(turn, "o", value.id)
    return Reply(show=screens.organization_round(turn.texts, round_, name, _link(turn, secret)))


async def close(turn: Turn, value: v.Close) -> Reply:
    if not value.sure:
        await turn.services.rounds.standings(turn.act, value.group_id)
        yes = value.model_copy(update={"sure": 1})
        return Reply(show=screens.sure_to_close(turn.texts, yes, v.Begin(of="g", id=value.group_id)))
    await turn.services.rounds.close(turn.act, value.round_id, value.group_id)
    return Reply(show=screens.closed(turn.texts))


async def close_organization(turn: Turn, value: v.CloseOrganization) -> Reply:
    if not value.sure:
        return Reply(show=screens.sure_to_close(turn.texts, value.model_copy(update={"sure": 1}), v.Home()))
    await turn.services.organization_rounds.close(turn.act, value.round_id)
    return Reply(show=screens.closed(turn.texts))


async def new_link(turn: Turn, value: v.NewLink) -> Reply:
    round_, name, secret = await turn.services.organization_rounds.renew_link(turn.act, value.round_id)
    return Reply(show=screens.organization_round(turn.texts, round_, name, _link(turn, secret)))


async def revoke_link(turn: Turn, value: v.RevokeLink) -> Reply:
    round_, name = await turn.services.organization_rounds.revoke_link(turn.act, value.round_id)
    return Reply(
        show=screens.organization_round(turn.texts, round_, name, None),
        toast=turn.own.label("The link works no more."),
    )


async def extend(turn: Turn, value: v.Extend) -> Reply:
    """The choice of a day, or more time until that day."""
    if not value.day:
        ends = await _ends(turn, value.round_id, value.group_id)
        return Reply(show=screens.extension(turn.texts, value.round_id, value.group_id, ends))
    return await _extended(turn, value.round_id, value.group_id, _check_day(turn, value.day))


async def type_extension(turn: Turn, value: v.TypeExtension) -> Reply:
    await turn.services.dialogues.wait(turn.act, turn.spot, EXTEND, **value.model_dump())
    return Reply(send=screens.ask_day(turn.texts))


async def typed_extension(turn: Turn) -> Reply:
    day = dates.read_day(turn.line, turn.own.language, turn.act.now, turn.zone)
    if day is None or not dates.is_sensible(day, turn.act.now, turn.zone):
        return Reply(send=screens.bad_day(turn.texts))
    await turn.services.dialogues.end(turn.act, turn.spot)
    return await _extended(turn, turn.asked["round_id"], turn.asked["group_id"], day)


async def dismiss(turn: Turn, value: v.Dismiss) -> Reply:  # noqa: ARG001 - a tap's handler
    return Reply(delete=True)


async def _extended(turn: Turn, round_id: int, group_id: int, day: date) -> Reply:
    standing = await turn.services.rounds.extend(turn.act, round_id, group_id, day)
    return Reply(show=screens.standing_screen(turn.texts, standing, turn.zone))


async def _ends(turn: Turn, round_id: int, group_id: int) -> date:
    """From which day more time is counted: the round's last, or today when that is over."""
    today = dates.today(turn.act.now, turn.zone)
    for standing in await turn.services.rounds.standings(turn.act, group_id):
        if standing.round.id == round_id:
            return max(today, from_micros(standing.part.closes_at).astimezone(turn.zone).date())
    raise Refused(Why.ROUND_CLOSED)


async def _home(turn: Turn) -> Screen:
    reach = await turn.services.rounds.reach(turn.act)
    if not reach.groups and not reach.networks:
        return screens.nobody(turn.texts)
    return screens.for_whom(turn.texts, reach)


async def _of_group(turn: Turn, group_id: int) -> Screen:
    standings = await turn.services.rounds.standings(turn.act, group_id)
    if standings:
        return screens.standing_screen(turn.texts, standings[0], turn.zone)
    return _templates(turn, "g", group_id)


def _templates(turn: Turn, of: v.Of, subject_id: int) -> Screen:
    return screens.templates(turn.texts, of, subject_id, list(turn.services.shelf.shipped.values()))


async def _whose(turn: Turn, of: v.Of, subject_id: int) -> str:
    return await turn.services.rounds.name_of(turn.act, of, subject_id)


def _check_day(turn: Turn, ordinal: int) -> date:
    """The day of a button; one from last week, or forged, is refused kindly."""
    if not 1 <= ordinal <= date.max.toordinal():
        raise Refused(Why.BAD_DATE)
    day = date.fromordinal(ordinal)
    if not dates.is_sensible(day, turn.act.now, turn.zone):
        raise Refused(Why.BAD_DATE)
    return day


def _link(turn: Turn, secret: str) -> str:
    return f"https://t.me/{turn.bot_username}?start=o{secret}"


async def _opened(data: dict[str, Any], to: Addressee) -> Screen | None:
    """The invitation in the group; none when the round is over by now."""
    part = await to.services.rounds.part(data["round_id"], data["group_id"])
    if part is None or part.state != "open":
        return None
    url = f"https://t.me/{to.bot_username}?start=g{part.secret}"
    return screens.invitation(to.texts, to.texts.day(from_micros(part.closes_at), to.zone), url)


async def _extended_by_outage(data: dict[str, Any], to: Addressee) -> Screen | None:
    """The bot was away on the last day: there is more time, and people are told."""
    part = await to.services.rounds.part(data["round_id"], data["group_id"])
    if part is None or part.state != "open":
        return None
    url = f"https://t.me/{to.bot_username}?start=g{part.secret}"
    return screens.extended_by_outage(to.texts, to.texts.moment(from_micros(part.closes_at), to.zone), url)


async def _withheld(data: dict[str, Any], to: Addressee) -> Screen | None:
    view = await to.services.wheels.posted(data["figure_id"], to.texts.language)
    return screens.withheld(to.texts, view.round_id, view.subject_id) if view else None


async def _closed(data: dict[str, Any], to: Addressee) -> Screen | None:
    return screens.round_closed(to.texts, data["shown"], data["made"])


TAPS = {
    v.Home: home,
    v.Organizations: organizations,
    v.Begin: begin,
    v.Pick: pick,
    v.Window: window,
    v.TypeDay: type_day,
    v.Preview: preview,
    v.Open: open_round,
    v.Close: close,
    v.CloseOrganization: close_organization,
    v.NewLink: new_link,
    v.RevokeLink: revoke_link,
    v.Extend: extend,
    v.TypeExtension: type_extension,
    v.Dismiss: dismiss,
}
LINES = {PICK: typed_day, EXTEND: typed_extension}
COMMANDS = {
    "survey": Command(
        survey,
        _("Begin or steer a round"),
        aliases=("sondage", "encuesta", "enquete", "round", "ronde", "ronda"),
        menu=frozenset({"administrators"}),
    )
}
LETTERS = {
    "round_opened": _opened,
    "round_extended": _extended_by_outage,
    "withheld": _withheld,
    "round_closed": _closed,
}
