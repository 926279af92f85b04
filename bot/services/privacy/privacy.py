"""Being forgotten: what a person leaves behind is told first, then everything that names them goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.clock import to_micros
from bot.secret import pseudonym
from bot.services.desk import Ground
from bot.services.groups.leaving import tell_left
from bot.storage import actions, cleaning, erasure, groups, networks, responses, rounds
from bot.storage.actions import MINE, Whose
from bot.storage.groups import Group
from bot.storage.networks import Network
from bot.storage.port import Reader, Writer


@dataclass(frozen=True, slots=True)
class Leaving:
    """What would be without anyone once the person is gone: networks that only they coordinate, groups likewise."""

    networks: list[Network]
    groups: list[Group]


async def leaving(tx: Reader, person_id: int) -> Leaving:
    """Where the person is the last coordinator or the last named facilitator."""
    coordinated = await networks.coordinated_by(tx, person_id)
    facilitated = await groups.facilitated_by(tx, person_id)
    return Leaving(
        [one for one in coordinated if await networks.coordinators(tx, one.id) == [person_id]],
        [one for one in facilitated if len(await groups.facilitators(tx, one.id)) == 1],
    )


async def answered(tx: Reader, key: bytes, person_id: int) -> dict[int, str]:
    """The rounds in which the person has answered, each with their pseudonym: to be found among all that were begun."""
    own = {round_id: pseudonym(key, round_id, person_id) for round_id in await rounds.begun(tx)}
    return {round_id: own[round_id] for round_id in await responses.given(tx, own)}


async def forget(tx: Writer, ground: Ground, person_id: int, own: Mapping[int, str]) -> None:
    """Erase the person and their answers, `own` by `answered`. What a frozen wheel tells stays: it names nobody."""
    for round_id, locked in (await responses.given(tx, own)).items():
        if locked and await rounds.goes_on(tx, round_id):
            await erasure.cut_loose(tx, round_id, own[round_id], ground.randomness.token())
        else:
            await erasure.erase_response(tx, round_id, own[round_id])
    had = await _had(tx, person_id)
    await erasure.erase_person(tx, person_id)
    await cleaning.want(tx, to_micros(ground.clock.now()))
    for whose, left in had.items():
        await tell_left(tx, whose, person_id, left, to_micros(ground.clock.now()))


async def _had(tx: Reader, person_id: int) -> dict[Whose, list[tuple[int, int]]]:
    """By plan, the open actions that will be nobody's, with the revision that they will have then."""
    had: dict[Whose, list[tuple[int, int]]] = {}
    for one in await actions.owned_by(tx, person_id):
        if one.whose != MINE:
            had.setdefault(one.whose, []).append((one.id, one.revision + 1))
    return had
