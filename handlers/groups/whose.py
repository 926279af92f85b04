"""Whose group it is: its network, its organizations, and a coordinator's yes to a group that a stranger brought."""

from __future__ import annotations

from typing import Any

from bot.i18n import Texts
from bot.screen import Screen
from bot.services.groups.overview import Overview
from handlers.screens.groups import setup as summaries
from handlers.screens.groups import whose as screens
from handlers.turn import Addressee, LetterRenderer, LineHandler, Reply, TapHandler, Turn
from handlers.value import Value
from handlers.values import whose as v

PART, NAME = "setup_organization_part", "setup_organization_name"


async def whose(turn: Turn, value: v.Whose) -> Reply:
    """The three kinds of group; once a coordinator has said yes, only coordinators change it."""
    seen = await turn.services.groups.setup.look(turn.act, value.group_id)
    if not seen.may_whose:
        toast = turn.own.label("A coordinator of the network has said yes to this; only a coordinator changes it.")
        return Reply(toast=toast, alert=True)
    if seen.network is None:
        return Reply(toast=turn.own.label("First I need to know the network of this group."), alert=True)
    return Reply(show=screens.whose(voice(turn, seen), seen))


async def of_network(turn: Turn, value: v.OfNetwork) -> Reply:
    return summary(turn, await turn.services.groups.setup.of_network(turn.act, value.group_id))


async def organizations(turn: Turn, value: v.Organizations) -> Reply:
    seen = await turn.services.groups.setup.look(turn.act, value.group_id)
    return Reply(show=await _organizations(turn, seen, several=bool(value.several)))


async def of(turn: Turn, value: v.Of) -> Reply:
    """One organization closes the choice; of several, each tap counts at once."""
    setup, chosen = turn.services.groups.setup, (turn.act, value.group_id, value.organization_id)
    if not value.several:
        return await _picked(turn, await setup.of_organization(*chosen), several=False)
    return await _picked(turn, await setup.of_several(*chosen, among=value.several == 1), several=True)


async def find(turn: Turn, value: v.Find) -> Reply:
    seen = await turn.services.groups.setup.look(turn.act, value.group_id)
    await turn.services.dialogues.wait(turn.act, turn.spot, PART, **value.model_dump())
    return Reply(send=screens.type_part(voice(turn, seen)))


async def part_typed(turn: Turn) -> Reply:
    """Whoever may not see the network's organizations finds only those of the group."""
    seen = await turn.services.groups.setup.look(turn.act, int(turn.asked["group_id"]))
    listed = await turn.services.membership.organizations(seen.network.id, turn.line) if seen.network else []
    if not seen.may_list:
        listed = [one for one in listed if one in seen.organizations]
    await turn.services.dialogues.end(turn.act, turn.spot)
    return Reply(show=screens.found(voice(turn, seen), seen, listed, several=bool(turn.asked["several"])))


async def name(turn: Turn, value: v.Name) -> Reply:
    seen = await turn.services.groups.setup.look(turn.act, value.group_id)
    await turn.services.dialogues.wait(turn.act, turn.spot, NAME, **value.model_dump())
    return Reply(send=screens.type_name(voice(turn, seen)))


async def name_typed(turn: Turn) -> Reply:
    several = bool(turn.asked["several"])
    setup = turn.services.groups.setup
    seen = await setup.of_named(turn.act, int(turn.asked["group_id"]), turn.line, several=several)
    await turn.services.dialogues.end(turn.act, turn.spot)
    return await _picked(turn, seen, several=several)


async def choose(turn: Turn, value: v.Choose) -> Reply:
    return summary(turn, await turn.services.groups.setup.set_network(turn.act, value.group_id, value.network_id))


async def answer(turn: Turn, value: v.Answer) -> Reply:
    """A coordinator's yes or no; the first one counts, and a later one is told."""
    verdict = await turn.services.groups.setup.answer(turn.act, value.group_id, value.mark, yes=bool(value.yes))
    if verdict.renewed:
        return Reply(show=screens.renewed(turn.own, verdict.renewed))
    return Reply(show=screens.settled(turn.own, verdict))


async def _picked(turn: Turn, seen: Overview, *, several: bool) -> Reply:
    return Reply(show=await _organizations(turn, seen, several=True)) if several else summary(turn, seen)


async def _organizations(turn: Turn, seen: Overview, *, several: bool) -> Screen:
    listed = seen.organizations
    if seen.may_list and seen.network:
        listed = await turn.services.membership.organizations(seen.network.id)
    return screens.organizations(voice(turn, seen), seen, listed, several=several)


def summary(turn: Turn, seen: Overview) -> Reply:
    """The summary of the group, as it is by now."""
    own_name = turn.catalogs.texts(seen.group.language).own_name
    return Reply(show=summaries.summary(voice(turn, seen), seen, own_name))


def voice(turn: Turn, seen: Overview) -> Texts:
    """In the group its own language, also one just chosen; in private the person's."""
    return turn.texts if turn.place.private else turn.catalogs.texts(seen.group.language)


async def _request(data: dict[str, Any], to: Addressee) -> Screen | None:
    """Only as long as the group waits, for what it is said to be now."""
    asked = await to.services.groups.setup.request(int(data["group_id"]))
    return screens.request(to.texts, asked) if asked is not None and asked.mark == data["mark"] else None


async def _accepted(data: dict[str, Any], to: Addressee) -> Screen | None:  # noqa: ARG001 - a letter's renderer
    return screens.welcome(to.texts, to.group) if to.group else None


async def _farewell(data: dict[str, Any], to: Addressee) -> Screen | None:  # noqa: ARG001 - a letter's renderer
    return screens.farewell(to.texts)


TAPS: dict[type[Value], TapHandler] = {
    v.Whose: whose,
    v.OfNetwork: of_network,
    v.Organizations: organizations,
    v.Of: of,
    v.Find: find,
    v.Name: name,
    v.Choose: choose,
    v.Answer: answer,
}
LINES: dict[str, LineHandler] = {PART: part_typed, NAME: name_typed}
LETTERS: dict[str, LetterRenderer] = {
    "group_request": _request,
    "group_accepted": _accepted,
    "farewell": _farewell,
}
