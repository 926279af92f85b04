"""What people decide of their group: language, country and zone, whose it is, who facilitates; a coordinator's yes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

from bot.clock import to_micros
from bot.services import names, zones
from bot.services.act import Act, Refused, Why
from bot.services.agenda.moving import move_agenda
from bot.services.desk import Ground
from bot.services.groups import belonging, claims
from bot.services.groups import overview as summary
from bot.services.groups.guessing import prefilled
from bot.services.groups.overview import ANYONE, Overview, mark_of
from bot.services.groups.requests import Request, Verdict, answer, ask, read
from bot.services.privacy.log import Deed, Setting, note, note_facilitator, note_group, note_setting
from bot.services.roles import is_administrator, is_coordinator, looked_after, need_administrator
from bot.storage import dialogues, groups, networks
from bot.storage.actions import Whose
from bot.storage.dialogues import Dialogue, Spot
from bot.storage.groups import Group, Named
from bot.storage.networks import Organization
from bot.storage.port import Reader, Writer
from surveys.minimum import MINIMUMS

AJAR = timedelta(hours=1)
"""How long "I facilitate" can be tapped by anyone in the group, once someone who may has asked for it."""

DAYS = 7
"""Of a week."""

Change: TypeAlias = Callable[[Writer, Group], Awaitable[None]]


class SetUp:
    """The summary of a group and its changes: each counts at once. Refused: NOT_ADMINISTRATOR, GONE."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    async def look(self, act: Act, group_id: int) -> Overview:
        """The summary, for an administrator, a facilitator or a coordinator."""

        async def work(tx: Reader) -> Overview:
            return await summary.overview(tx, act, await summary.allowed(tx, act, group_id))

        return await self._ground.read(work)

    async def begin(self, act: Act, group_id: int, name: str) -> Overview:
        """The summary, prefilled: an administrator who begins is the first facilitator, unless somebody is."""

        async def work(tx: Writer, group: Group) -> None:
            await groups.save(tx, await prefilled(tx, group, act.person_id))
            person = act.person_id
            vacant = not group.set_up and not await groups.facilitators(tx, group.id)
            if vacant and person is not None and await is_administrator(tx, act, group):
                named = Named(person, names.shortened(name))
                await groups.name_facilitator(tx, group.id, named, act.micros)
                await note_facilitator(tx, self._ground, act, Deed.FACILITATOR_NAMED, group, whom=named)

        return await self._change(act, group_id, work)

    async def managed(self, act: Act) -> list[Group]:
        """The groups that the person facilitates or coordinates, by title."""
        return await self._ground.read(lambda tx: looked_after(tx, act.person_id or 0))

    async def set_language(self, act: Act, group_id: int, language: str) -> Overview:
        return await self._set(
            act, group_id, "language", lambda tx, group: groups.save(tx, replace(group, language=language))
        )

    async def set_country(self, act: Act, group_id: int, country: str, zone: str | None = None) -> Overview:
        """Set country and zone; the zone of most of its people unless one of its zones is given. Refused: GONE."""
        if country not in zones.countries() or (zone and zone not in zones.names_of(country)):
            raise Refused(Why.GONE)
        changed = zone or zones.guess(country)

        async def work(tx: Writer, group: Group) -> None:
            await groups.save(tx, replace(group, country=country, zone=changed))
            await move_agenda(tx, Whose(group_id=group_id), ZoneInfo(changed), act.now)

        return await self._set(act, group_id, "country", work)

    async def set_rest_day(self, act: Act, group_id: int, day: int, *, rests: bool) -> Overview:
        """On that day of the week (0 is Monday) nothing comes to the group by itself, or does again. Refused: GONE."""
        if not 0 <= day < DAYS:
            raise Refused(Why.GONE)

        async def work(tx: Writer, group: Group) -> None:
            days = group.rest_days | 1 << day if rests else group.rest_days & ~(1 << day)
            await groups.save(tx, replace(group, rest_days=days))

        return await self._set(act, group_id, "rest_days", work)

    async def set_minimum(self, act: Act, group_id: int, minimum: int) -> Overview:
        """How many answers a theme of the group's own rounds needs, from the next round on. Refused: GONE."""
        if minimum not in MINIMUMS:
            raise Refused(Why.GONE)
        return await self._set(act, group_id, "minimum", lambda tx, group: groups.set_minimum(tx, group.id, minimum))

    async def set_network(self, act: Act, group_id: int, network_id: int) -> Overview:
        """Who coordinates several networks says whose the group is: that is the yes. Refused: NOT_COORDINATOR."""

        async def work(tx: Writer, group: Group) -> None:
            if group.network_id is not None or not await is_coordinator(tx, act, network_id):
                raise Refused(Why.NOT_COORDINATOR)
            tied = replace(group, network_id=network_id, state="active")
            await groups.save(tx, tied)
            await note_group(tx, self._ground, act, Deed.GROUP_ACCEPTED, tied)

        return await self._change(act, group_id, work)

    async def of_network(self, act: Act, group_id: int) -> Overview:
        """The group is the whole network's."""
        return await self._change(act, group_id, lambda tx, group: self._whose(tx, act, group, "network", []))

    async def of_organization(self, act: Act, group_id: int, organization_id: int) -> Overview:
        """The group is that organization's. Refused: NOT_COORDINATOR once a coordinator has said yes to the group."""

        async def work(tx: Writer, group: Group) -> None:
            organization = await _listed(tx, act, group, organization_id)
            await self._whose(tx, act, group, "organization", [organization.id])

        return await self._change(act, group_id, work)

    async def of_several(self, act: Act, group_id: int, organization_id: int, *, among: bool) -> Overview:
        """The group is that organization's among others, or no more; what is so already stays. Refused as above."""

        async def work(tx: Writer, group: Group) -> None:
            organization = await _listed(tx, act, group, organization_id)
            await self._of_several(tx, act, group, organization.id, among=among)

        return await self._change(act, group_id, work)

    async def of_named(self, act: Act, group_id: int, name: str, *, several: bool) -> Overview:
        """As `of_organization`, by a typed name, which is noted if the network has no such organization yet.

        Refused: as `of_organization`, and BAD_NAME (not 1 to 64 characters).
        """

        async def work(tx: Writer, group: Group) -> None:
            if group.network_id is None:
                raise Refused(Why.GROUP_WAITING)
            await _need_whose(tx, act, group)
            organization = await claims.organization_named(tx, group.network_id, name, group.country, act.micros)
            if several:
                await self._of_several(tx, act, group, organization.id, among=True)
            else:
                await self._whose(tx, act, group, "organization", [organization.id])

        return await self._change(act, group_id, work)

    async def set_facilitator(self, act: Act, group_id: int, person_id: int, *, named: bool) -> Overview:
        """Name an administrator as facilitator, or take the role back from whoever has it. Refused: GONE.

        What two people say at once, or one says twice, is done once.
        """

        async def work(tx: Writer, group: Group) -> None:
            present = [one for one in await groups.facilitators(tx, group.id) if one.person_id == person_id]
            if present and not named:
                await groups.drop_facilitator(tx, group.id, person_id)
                await note_facilitator(tx, self._ground, act, Deed.FACILITATOR_DROPPED, group, whom=present[0])
            elif named and not present:
                await self._name(tx, act, group, person_id)

        return await self._change(act, group_id, work)

    async def _name(self, tx: Writer, act: Act, group: Group, person_id: int) -> None:
        found = [one for one in await groups.administrators(tx, group.id) if one.person_id == person_id]
        if not found:
            raise Refused(Why.GONE)
        await belonging.meet(tx, person_id, act.micros)
        await groups.name_facilitator(tx, group.id, found[0], act.micros)
        await note_facilitator(tx, self._ground, act, Deed.FACILITATOR_NAMED, group, whom=found[0])

    async def open_to_all(self, act: Act, group_id: int) -> Overview:
        """For an hour, anyone in the group may say "I facilitate"."""

        async def work(tx: Writer, group: Group) -> None:
            waiting = Dialogue("facilitate", {})
            await dialogues.put(tx, Spot(group.chat_id, ANYONE), waiting, to_micros(act.now + AJAR))

        return await self._change(act, group_id, work)

    async def facilitate(self, act: Act, group_id: int, name: str) -> Overview:
        """Somebody in the group offers to facilitate. Refused: NOT_ADMINISTRATOR unless it was opened to all."""

        async def work(tx: Writer) -> Overview:
            group = await summary.present(tx, group_id)
            overview = await summary.overview(tx, act, group)
            inside = act.person_id is not None and await groups.is_member(tx, group.id, act.person_id)
            if not (overview.ajar and inside):
                await need_administrator(tx, act, group)
            if act.person_id is None:
                raise Refused(Why.NOT_MEMBER)
            named = Named(act.person_id, names.shortened(name))
            await belonging.meet(tx, named.person_id, act.micros)
            await groups.name_facilitator(tx, group.id, named, act.micros)
            await note_facilitator(tx, self._ground, act, Deed.FACILITATOR_NAMED, group, whom=named)
            return await summary.overview(tx, act, group)

        return await self._ground.act(act, work)

    async def accept(self, act: Act, group_id: int, mark: str | None = None) -> Overview:
        """ "All right". A coordinator's is a yes as well; else the coordinators are asked where one is needed.

        `mark` is that of the summary which was seen. Refused: GROUP_WAITING while the group is of no network; CHANGED
        when it is said to be another's by now.
        """

        async def work(tx: Writer, group: Group) -> None:
            if group.network_id is None:
                raise Refused(Why.GROUP_WAITING)
            if mark not in (None, mark_of(group, await groups.organizations(tx, group.id))):
                raise Refused(Why.CHANGED)
            if not group.set_up:
                await note_group(tx, self._ground, act, Deed.GROUP_SET_UP, group)
            group = await groups.mark_set_up(tx, group, act.micros)
            if await is_coordinator(tx, act, group.network_id):
                group = replace(group, state="active")
                await groups.save(tx, group)
            await self._take_effect(tx, act, group)

        return await self._change(act, group_id, work)

    async def request(self, group_id: int) -> Request | None:
        """What a coordinator is asked about a group that waits, as it is now; None when it waits no longer."""
        return await self._ground.read(lambda tx: read(tx, group_id))

    async def answer(self, act: Act, group_id: int, mark: str, *, yes: bool) -> Verdict:
        """A coordinator's yes or no to what `mark` stands for; the first answer counts. Refused: NOT_COORDINATOR."""

        async def work(tx: Writer) -> Verdict:
            group = await groups.find(tx, group_id)
            verdict = await answer(tx, self._ground.key, act, group_id, mark, yes=yes)
            if group and not verdict.late and verdict.renewed is None:
                deed = Deed.GROUP_ACCEPTED if yes else Deed.GROUP_DECLINED
                await note(tx, self._ground, act, deed, group.network_id, group.id, detail={})
            return verdict

        verdict = await self._ground.act(act, work)
        self._ground.posted()
        return verdict

    async def _set(self, act: Act, group_id: int, what: Setting, change: Change) -> Overview:
        """A change of one thing, which the log tells of if there is one."""

        async def work(tx: Writer, group: Group) -> None:
            await change(tx, group)
            if await summary.present(tx, group.id) != group:
                await note_setting(tx, self._ground, act, group, what)

        return await self._change(act, group_id, work)

    async def _change(self, act: Act, group_id: int, change: Change) -> Overview:
        async def work(tx: Writer) -> Overview:
            await change(tx, await summary.allowed(tx, act, group_id))
            return await summary.overview(tx, act, await summary.present(tx, group_id))

        overview = await self._ground.act(act, work)
        self._ground.posted()
        return overview

    async def _of_several(self, tx: Writer, act: Act, group: Group, organization_id: int, *, among: bool) -> None:
        present = await groups.organizations(tx, group.id)
        if among != (organization_id in present):
            others = [one for one in present if one != organization_id]
            await self._whose(tx, act, group, "several", [*others, organization_id] if among else others)

    async def _whose(self, tx: Writer, act: Act, group: Group, whose: str, organization_ids: list[int]) -> None:
        """A change by others than a coordinator waits for a yes: members see their organization's wheels."""
        await _need_whose(tx, act, group)
        await note_setting(tx, self._ground, act, group, "whose")
        coordinates = await is_coordinator(tx, act, group.network_id)
        await belonging.unbind_all(
            tx, group, act.micros, stays=organization_ids[0] if whose == "organization" else None
        )
        state = group.state if coordinates or group.state != "active" else "waiting"
        changed = await _at_home(tx, replace(group, whose=whose, state=state), organization_ids)
        await groups.save(tx, changed)
        dropped = set(await groups.organizations(tx, group.id)) - set(organization_ids)
        await groups.replace_organizations(tx, group.id, organization_ids)
        for organization_id in dropped if state == "waiting" else ():
            await networks.forget_unused_organization(tx, organization_id)
        await self._take_effect(tx, act, changed)

    async def _take_effect(self, tx: Writer, act: Act, group: Group) -> None:
        """Once it was said that all is right: members get what comes with the group, or the coordinators are asked."""
        if group.set_up and group.state == "active":
            await belonging.enter_all(tx, self._ground.key, group, act.micros)
        elif group.set_up:
            await ask(tx, act, group)


async def _listed(tx: Reader, act: Act, group: Group, organization_id: int) -> Organization:
    """The organization, if whoever acts is shown it among those of the network or the group. Refused: GONE."""
    seen = await summary.overview(tx, act, group)
    organization = await networks.organization(tx, organization_id)
    allowed = seen.may_list or organization_id in {one.id for one in seen.organizations}
    if organization is None or organization.network_id != group.network_id or not allowed:
        raise Refused(Why.GONE)
    return organization


async def _need_whose(tx: Reader, act: Act, group: Group) -> None:
    if group.set_up and group.state == "active" and not await is_coordinator(tx, act, group.network_id):
        raise Refused(Why.NOT_COORDINATOR)


async def _at_home(tx: Reader, group: Group, organization_ids: list[int]) -> Group:
    """Before "All right", an organization's country is a better guess than the language's."""
    if group.set_up or len(organization_ids) != 1:
        return group
    organization = await networks.organization(tx, organization_ids[0])
    country = organization.country if organization else None
    if country is None or country == group.country:
        return group
    return replace(group, country=country, zone=zones.guess(country))
