"""`/survey`: a facilitator opens, extends and closes a round of the group; coordinators have theirs in private."""

from __future__ import annotations

from collections.abc import Awaitable
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.clock import from_micros
from bot.screen import Screen
from bot.services import dates
from bot.services.act import Refused, Why
from bot.services.rounds.opening import Standing, zone_of
from bot.services.rounds.rounds import Subject
from bot.storage.actions import Whose
from bot.storage.rounds import Round
from handlers.refusals import refusal
from handlers.screens.rounds import proposal as proposals
from handlers.screens.rounds import survey as screens
from handlers.turn import Addressee, Command, Reply, Turn, _
from handlers.values import survey as v

PICK, EXTEND = "survey_day", "survey_extension"


async def survey(turn: Turn) -> Reply:
    """In a group its round, or a new one; in private the choice of for whom."""
    return Reply(show=await _home(turn))


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
            return Reply(show=await _of_organization(turn, running))
    return Reply(show=await _templates(turn, value.of, value.id))


async def look(turn: Turn, value: v.Look) -> Reply:
    """One of several rounds of the group."""
    return Reply(show=await _of_group(turn, value.group_id, first=value.round_id))


async def pick(turn: Turn, value: v.Pick) -> Reply:
    return Reply(show=await _templates(turn, value.of, value.id))


async def window(turn: Turn, value: v.Window) -> Reply:
    await _subject_of(turn, value.of, value.id)
    await turn.services.tailoring.named(_subject(value.of, value.id), value.template_id)
    return Reply(show=screens.window(turn.texts, value, dates.today(turn.act.now, turn.zone)))


async def type_day(turn: Turn, value: v.TypeDay) -> Reply:
    """The last day is typed: it is echoed in the preview before anything is opened."""
    await _subject_of(turn, value.of, value.id)
    await turn.services.dialogues.wait(turn.act, turn.spot, PICK, **value.model_dump())
    return Reply(send=screens.ask_day(turn.texts))


async def typed_day(turn: Turn) -> Reply:
    day = typed(turn, turn.zone)
    first, last = dates.sensible(turn.act.now, turn.zone)
    if day is None or not first <= day <= last:
        return Reply(send=screens.bad_day(turn.texts, first, last))
    await turn.services.dialogues.end(turn.act, turn.spot)
    return await preview(turn, v.Preview(**turn.asked, day=day.toordinal()))


async def preview(turn: Turn, value: v.Preview) -> Reply:
    template = await turn.services.tailoring.named(_subject(value.of, value.id), value.template_id)
    _check_day(turn, value.day)
    whose = await turn.services.rounds.subject(turn.act, value.of, value.id, value.template_id)
    return Reply(show=screens.preview(turn.texts, value, template, whose))


async def open_round(turn: Turn, value: v.Open) -> Reply:
    """Open it for the group or organization, or propose it to all groups."""
    day = _check_day(turn, value.day)
    if value.of == "g":
        return await _or_as_it_stands(turn, value.id, _open_for_group(turn, value, day))
    if value.of == "n":
        return await _propose(turn, value, day)
    try:
        round_, secret = await turn.services.organization_rounds.open(turn.act, value.id, value.template_id, day)
    except Refused as refused:
        if refused.why is not Why.ROUND_OPEN:
            raise
        return await begin(turn, v.Begin(of="o", id=value.id))
    return Reply(show=await _of_organization(turn, round_, _link(turn, secret)))


async def _open_for_group(turn: Turn, value: v.Open, day: date) -> Reply:
    standing = await turn.services.rounds.open(turn.act, value.id, value.template_id, day)
    return Reply(show=_standing(turn, standing))


async def _propose(turn: Turn, value: v.Open, day: date) -> Reply:
    try:
        asked = await turn.services.proposals.propose(turn.act, value.id, value.template_id, day)
    except Refused as refused:
        if refused.why is not Why.ROUND_OPEN:
            raise
        return Reply(show=proposals.proposed_already(turn.texts))
    return Reply(show=proposals.proposed(turn.texts, asked))


async def close(turn: Turn, value: v.Close) -> Reply:
    return await _or_as_it_stands(turn, value.group_id, _close(turn, value))


async def _close(turn: Turn, value: v.Close) -> Reply:
    if value.sure:
        await turn.services.rounds.close(turn.act, value.round_id, value.group_id)
        return Reply(show=screens.closed(turn.texts))
    standing = await turn.services.rounds.standing(turn.act, value.round_id, value.group_id)
    if standing.part.state != "open":
        raise Refused(Why.ROUND_CLOSED)
    yes = value.model_copy(update={"sure": 1})
    return Reply(show=screens.sure_to_close(turn.texts, yes, v.Begin(of="g", id=value.group_id)))


async def close_organization(turn: Turn, value: v.CloseOrganization) -> Reply:
    if not value.sure:
        return Reply(show=screens.sure_to_close(turn.texts, value.model_copy(update={"sure": 1}), v.Home()))
    await turn.services.organization_rounds.close(turn.act, value.round_id)
    return Reply(show=screens.closed(turn.texts))


async def new_link(turn: Turn, value: v.NewLink) -> Reply:
    round_, secret = await turn.services.organization_rounds.renew_link(turn.act, value.round_id)
    return Reply(show=await _of_organization(turn, round_, _link(turn, secret)))


async def revoke_link(turn: Turn, value: v.RevokeLink) -> Reply:
    round_ = await turn.services.organization_rounds.revoke_link(turn.act, value.round_id)
    return Reply(show=await _of_organization(turn, round_), toast=turn.own.label("The link no longer works."))


async def extend(turn: Turn, value: v.Extend) -> Reply:
    """The choice of a day, or more time until that day."""
    return await _or_as_it_stands(turn, value.group_id, _extend(turn, value))


async def _extend(turn: Turn, value: v.Extend) -> Reply:
    if not value.day:
        ends = await _ends(turn, value.round_id, value.group_id)
        return Reply(show=screens.extension(turn.texts, value.round_id, value.group_id, screens.longer(ends)))
    day = _check_day(turn, value.day)
    return Reply(show=_standing(turn, await turn.services.rounds.extend(turn.act, value.round_id, value.group_id, day)))


async def type_extension(turn: Turn, value: v.TypeExtension) -> Reply:
    await _ends(turn, value.round_id, value.group_id)
    await turn.services.dialogues.wait(turn.act, turn.spot, EXTEND, **value.model_dump())
    return Reply(send=screens.ask_day(turn.texts))


async def typed_extension(turn: Turn) -> Reply:
    """The day is echoed on a button: nothing is moved by a date that was misread."""
    round_id, group_id = turn.asked["round_id"], turn.asked["group_id"]
    first = await _ends(turn, round_id, group_id) + timedelta(days=1)
    day, last = typed(turn, turn.zone), dates.sensible(turn.act.now, turn.zone)[1]
    if day is None or not first <= day <= last:
        return Reply(send=screens.bad_day(turn.texts, first, last))
    await turn.services.dialogues.end(turn.act, turn.spot)
    return Reply(show=screens.extension(turn.texts, round_id, group_id, [day]))


async def dismiss(turn: Turn, value: v.Dismiss) -> Reply:  # noqa: ARG001 - a tap's handler
    """Put the screen away; in a group it is the facilitators'."""
    if turn.place.group:
        await _subject_of(turn, "g", turn.place.group.id)
    return Reply(delete=True)


def typed(turn: Turn, zone: ZoneInfo) -> date | None:
    """The day that was typed, in the language of the place or the person's own; None where none can be read."""
    return dates.read_day(turn.line, (turn.texts.language, turn.own.language), turn.act.now, zone)


async def _or_as_it_stands(turn: Turn, group_id: int, work: Awaitable[Reply]) -> Reply:
    """The reply; where the round has changed since the button was shown, how it stands now, and a word about it."""
    try:
        return await work
    except Refused as refused:
        if refused.why not in (Why.ROUND_OPEN, Why.ROUND_CLOSED):
            raise
        return Reply(show=await _of_group(turn, group_id), toast=refusal(turn.own, refused.why), alert=True)


async def _ends(turn: Turn, round_id: int, group_id: int) -> date:
    """From which day more time is counted: the round's last, or today when that is over."""
    today = dates.today(turn.act.now, turn.zone)
    for standing in await turn.services.rounds.standings(turn.act, group_id):
        if standing.round.id == round_id and standing.part.state in ("open", "closed"):
            return max(today, dates.today(from_micros(standing.part.closes_at), ZoneInfo(standing.zone)))
    raise Refused(Why.ROUND_CLOSED)


async def _home(turn: Turn) -> Screen:
    """What the person may open rounds for is told in private alone."""
    if turn.place.group:
        return await _of_group(turn, turn.place.group.id)
    reach = await turn.services.rounds.reach(turn.act)
    if not reach.groups and not reach.networks:
        return screens.nobody(turn.texts)
    return screens.for_whom(turn.texts, reach)


async def _of_group(turn: Turn, group_id: int, *, first: int | None = None) -> Screen:
    """The group's rounds, that one first; a new one where there is none."""
    standings = await turn.services.rounds.standings(turn.act, group_id)
    standings.sort(key=lambda one: one.round.id != first)
    if not standings:
        if await turn.services.workshops.under_way(turn.act, group_id):
            raise Refused(Why.WORKSHOP)
        return await _templates(turn, "g", group_id)
    return screens.with_others(turn.texts, _standing(turn, standings[0]), standings)


def _standing(turn: Turn, standing: Standing) -> Screen:
    return screens.standing_screen(turn.texts, standing, _reader_zone(turn, standing.zone))


async def _of_organization(turn: Turn, round_: Round, url: str | None = None) -> Screen:
    organization = await turn.services.membership.organization(round_.organization_id or 0)
    if organization is None:
        raise Refused(Why.GONE)
    zone = _reader_zone(turn, zone_of(organization))
    return screens.organization_round(turn.texts, round_, organization.name, zone, url)


def _reader_zone(turn: Turn, else_: str) -> ZoneInfo:
    """In which zone dates are shown: in private the person's own, if it is known."""
    own = turn.person.zone if turn.person and turn.place.private else None
    return ZoneInfo(own or else_)


async def _templates(turn: Turn, of: v.Of, subject_id: int) -> Screen:
    await _subject_of(turn, of, subject_id)
    return screens.templates(
        turn.texts, of, subject_id, await turn.services.tailoring.choices(_subject(of, subject_id))
    )


def _subject(of: v.Of, subject_id: int) -> Whose:
    """Whose own surveys it can be; a network has none."""
    return Whose(group_id=subject_id if of == "g" else None, organization_id=subject_id if of == "o" else None)


async def _subject_of(turn: Turn, of: v.Of, subject_id: int) -> Subject:
    """Refused to whoever may not open a round for it."""
    return await turn.services.rounds.subject(turn.act, of, subject_id)


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
    return await _invitation(screens.invitation, data, to)


async def _longer(data: dict[str, Any], to: Addressee) -> Screen | None:
    return await _invitation(screens.more_time_for_group, data, to)


async def _extended_by_outage(data: dict[str, Any], to: Addressee) -> Screen | None:
    return await _invitation(screens.extended_by_outage, data, to)


async def _invitation(screen: screens.Invitation, data: dict[str, Any], to: Addressee) -> Screen | None:
    """A call to answer, in the group; none when the round is over by now."""
    part = await to.services.rounds.part(data["round_id"], data["group_id"])
    if part is None or part.state != "open":
        return None
    url = f"https://t.me/{to.bot_username}?start=g{part.secret}"
    return screen(to.texts, to.texts.moment(from_micros(part.closes_at), to.zone), url)


async def _more_time(data: dict[str, Any], to: Addressee) -> Screen | None:
    """To a member of an organization: the bot was away on the last day; none to whoever has answered all."""
    awaited = await to.services.answering.is_awaited(to.chat_id, data["round_id"])
    return screens.more_time(to.texts, data["round_id"]) if awaited else None


async def _withheld(data: dict[str, Any], to: Addressee) -> Screen | None:
    """None when the group has more time by now."""
    part = await to.services.rounds.part(data["round_id"], data["group_id"])
    if part is None or part.state != "closed":
        return None
    extendable = await to.services.rounds.may_extend(part.round_id, part.group_id)
    return screens.withheld(to.texts, part.round_id, part.group_id, extendable=extendable)


async def _closed(data: dict[str, Any], to: Addressee) -> Screen | None:
    return screens.round_closed(to.texts, data["shown"])


TAPS = {
    v.Home: home,
    v.Organizations: organizations,
    v.Begin: begin,
    v.Look: look,
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
        _("Begin or manage a round"),
        aliases=("questionnaire", "sondage", "encuesta", "enquete", "round", "ronde", "ronda"),
        menu=frozenset({"administrators"}),
    )
}
LETTERS = {
    "round_opened": _opened,
    "round_longer": _longer,
    "round_extended": _extended_by_outage,
    "more_time": _more_time,
    "withheld": _withheld,
    "round_closed": _closed,
}
