"""`/start`: a welcome by role, with what can be done next; links by which people and groups come in."""

from __future__ import annotations

from bot.screen import Screen
from handlers.groups import setup
from handlers.screens.groups import companions
from handlers.screens.groups import start as screens
from handlers.turn import NOTHING, Command, LineHandler, Reply, TapHandler, Turn, _
from handlers.value import Value
from handlers.values import start as v

ADDED_PLAINLY = "true"
"""What Telegram sends after `?startgroup=true`: the bot has introduced itself just before."""


async def start(turn: Turn) -> Reply:
    """In private a welcome by role; in a group its set-up, or a short greeting."""
    if turn.place.private:
        return Reply(show=await _welcome(turn))
    group = turn.place.group
    if turn.argument == ADDED_PLAINLY or group is None:
        return NOTHING
    return Reply(show=setup.introduction(turn.texts, group))


async def home(turn: Turn, value: v.Home) -> Reply:
    del value
    return Reply(show=await _welcome(turn)) if turn.place.private else NOTHING


async def coordinator_link(turn: Turn) -> Reply:
    """A coordinator's link was opened: of two people at once, one wins."""
    if not turn.place.private:
        return Reply(show=screens.private_only(turn.texts, turn.bot_username))
    network = await turn.services.membership.accept_coordinator(turn.act, turn.argument, turn.name)
    return Reply(show=screens.became_coordinator(turn.texts, network, turn.bot_username))


async def group_link(turn: Turn) -> Reply:
    """A network's link has brought the bot into a group; in private the group is still to be chosen."""
    group = turn.place.group
    if group is None:
        return Reply(show=screens.add_by_link(turn.texts, turn.bot_username, f"n{turn.argument}"))
    tied = await turn.services.groups.tie(turn.act, group.id, turn.argument)
    if (tied.network_id, tied.state) == (group.network_id, group.state):
        return NOTHING
    return Reply(show=setup.introduction(turn.texts, tied))


async def invite_coordinator(turn: Turn, value: v.CoordinatorLink) -> Reply:
    return await _invite(turn, "coordinator", value.network_id)


async def invite_group(turn: Turn, value: v.GroupLink) -> Reply:
    return await _invite(turn, "group", value.network_id)


async def revoke(turn: Turn, value: v.Revoke) -> Reply:
    """All links of the kind, at once: a link that went astray cannot be told from the others."""
    stopped = await turn.services.membership.revoke(turn.act, value.kind, value.network_id)
    toast = turn.own.labels("{n} link no longer works.", "{n} links no longer work.", stopped)
    return Reply(show=await _welcome(turn), toast=toast)


async def _invite(turn: Turn, kind: str, network_id: int) -> Reply:
    made = await turn.services.membership.invite(turn.act, kind, network_id)
    return Reply(show=screens.invitation(turn.texts, made, turn.bot_username, turn.zone))


async def _welcome(turn: Turn) -> Screen:
    services = turn.services
    waiting = [one for one in await services.answering.waiting(turn.act.person_id or 0) if not one.complete]
    coordinated = await services.membership.coordinated(turn.act)
    if coordinated:
        return screens.coordinator(turn.texts, coordinated, waiting, turn.bot_username)
    own = await services.membership.standing(turn.act)
    facilitated = await services.groups.setup.managed(turn.act)
    if facilitated:
        return screens.facilitator(turn.texts, facilitated, waiting, own)
    if own or waiting:
        return screens.member(turn.texts, waiting, own)
    accompanied = await services.companions.mine(turn.act)
    return companions.mine(turn.texts, accompanied, turn.zone) if accompanied else screens.stranger(turn.texts)


TAPS: dict[type[Value], TapHandler] = {
    v.Home: home,
    v.GroupLink: invite_group,
    v.CoordinatorLink: invite_coordinator,
    v.Revoke: revoke,
}
STARTS: dict[str, LineHandler] = {"c": coordinator_link, "n": group_link}
COMMANDS: dict[str, Command] = {
    "start": Command(start, _("What is open for you"), aliases=("demarrer", "commencer", "inicio", "empezar", "home")),
}
