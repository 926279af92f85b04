"""An organization's rounds: opened by a coordinator, answered by its members and by whoever has the round's link."""

from __future__ import annotations

from datetime import date, timedelta

from bot.clock import from_micros, to_micros
from bot.services.act import Act, Refused, Why
from bot.services.desk import Ground
from bot.services.privacy.log import Deed, note_round
from bot.services.roles import need_coordinator
from bot.services.rounds.closing import close_round
from bot.services.rounds.deciding import Deciding
from bot.services.rounds.opening import Opening, closes_at, invite, zone_of
from bot.storage import invites, networks, rounds
from bot.storage.port import Reader, Writer
from bot.storage.rounds import Round

LINK_LASTS = timedelta(days=60)
"""Beyond the round's last day, so that an extension does not kill a printed link; it can be revoked at any time."""


class OrganizationRounds:
    """Opening and closing a round of one organization, and its link for colleagues outside the network."""

    def __init__(self, ground: Ground, opening: Opening, deciding: Deciding) -> None:
        self._ground = ground
        self._opening = opening
        self._deciding = deciding

    async def open(self, act: Act, organization_id: int, template_id: str, last_day: date) -> tuple[Round, str]:
        """Open a round; returns it with its link's secret. Refused: NOT_COORDINATOR, ROUND_OPEN, BAD_DATE, GONE."""

        async def work(tx: Writer) -> tuple[Round, str]:
            organization = await networks.organization(tx, organization_id)
            if organization is None:
                raise Refused(Why.GONE)
            await need_coordinator(tx, act, organization.network_id)
            if await rounds.open_of_organization(tx, organization.id):
                raise Refused(Why.ROUND_OPEN)
            round_ = await self._opening.add(
                tx,
                act,
                network_id=organization.network_id,
                template_id=template_id,
                scope="organization",
                closes_at=closes_at(act, last_day, zone_of(organization)),
                organization_id=organization.id,
            )
            for person_id in await networks.confirmed_members(tx, organization.id):
                await invite(tx, act.now, round_.id, person_id)
            await note_round(tx, self._ground, act, Deed.ROUND_OPENED, round_)
            return round_, await self._link(tx, act, round_)

        return await self._ground.post(act, work)

    async def running(self, act: Act, organization_id: int) -> Round | None:
        """The organization's open round, if there is one. Refused: NOT_COORDINATOR."""

        async def work(tx: Reader) -> Round | None:
            organization = await networks.organization(tx, organization_id)
            await need_coordinator(tx, act, organization.network_id if organization else None)
            return await rounds.open_of_organization(tx, organization_id)

        return await self._ground.read(work)

    async def renew_link(self, act: Act, round_id: int) -> tuple[Round, str]:
        """Revoke the round's links and make a new one; returns the round and the secret. Refused: see `close`."""

        async def work(tx: Writer) -> tuple[Round, str]:
            round_ = await _coordinated(tx, act, round_id)
            await invites.revoke_of_round(tx, round_.id, act.micros)
            await note_round(tx, self._ground, act, Deed.ROUND_LINK_MADE, round_)
            return round_, await self._link(tx, act, round_)

        return await self._ground.act(act, work)

    async def revoke_link(self, act: Act, round_id: int) -> Round:
        """Revoke the round's links: nobody comes in by them any more. Refused: see `close`."""

        async def work(tx: Writer) -> Round:
            round_ = await _coordinated(tx, act, round_id)
            await invites.revoke_of_round(tx, round_.id, act.micros)
            await note_round(tx, self._ground, act, Deed.ROUND_LINK_REVOKED, round_)
            return round_

        return await self._ground.act(act, work)

    async def close(self, act: Act, round_id: int) -> None:
        """Close the round before its time. Refused: NOT_COORDINATOR, ROUND_CLOSED."""

        async def work(tx: Writer) -> None:
            round_ = await _coordinated(tx, act, round_id)
            await close_round(tx, round_, act.micros)
            await note_round(tx, self._ground, act, Deed.ROUND_CLOSED, round_)

        await self._ground.post(act, work)
        self._deciding.soon()

    async def _link(self, tx: Writer, act: Act, round_: Round) -> str:
        secret = self._ground.randomness.token()
        await invites.add(
            tx,
            secret,
            kind="organization_round",
            network_id=round_.network_id,
            round_id=round_.id,
            once=False,
            expires_at=to_micros(from_micros(round_.closes_at) + LINK_LASTS),
            now=act.micros,
        )
        return secret


async def _coordinated(tx: Reader, act: Act, round_id: int) -> Round:
    round_ = await rounds.find(tx, round_id)
    await need_coordinator(tx, act, round_.network_id if round_ else None)
    if round_ is None or round_.state == "closed" or round_.scope != "organization":
        raise Refused(Why.ROUND_CLOSED)
    return round_
