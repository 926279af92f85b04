"""Persons as the bot meets them: noted once, written to only where they wrote first, in the language they chose."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.clock import to_micros
from bot.services import names
from bot.services.act import Act
from bot.services.desk import Ground
from bot.services.privacy import privacy
from bot.services.privacy.log import Deed, note, note_departure, note_setting
from bot.services.privacy.privacy import Leaving
from bot.services.roles import facilitates
from bot.storage import groups, networks, people
from bot.storage.groups import Group
from bot.storage.people import Person
from bot.storage.port import Reader, Writer


@dataclass(frozen=True, slots=True)
class Hats:
    """What a person is here: `facilitates` is about the group of the place, or in private about any group."""

    coordinates: bool
    facilitates: bool
    member: bool


class People:
    """Meeting people, their language, and whether they can be written to."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    async def meet(self, person_id: int, hint: str | None, private: bool, now: datetime, name: str = "") -> Person:
        """The person behind an update; one read when nothing is new.

        `hint` is Telegram's language of the person, None when it says none. `private`: the person wrote privately, so
        the bot may write back, and is blocked no more. `name` is as Telegram shows it, empty when it does not say.
        """
        known = await self._ground.read(lambda tx: people.find(tx, person_id))
        shown = names.shortened(name)
        same_hint = known is not None and hint in (None, known.hint)
        same_name = not shown or (known is not None and shown == known.name)
        if known and same_hint and same_name and (known.writable or not private):
            return known

        async def work(tx: Writer) -> Person:
            if not same_hint:
                await people.add(tx, person_id, hint, to_micros(now))
            if not same_name:
                await people.rename(tx, person_id, shown)
            if private:
                await people.opened_private(tx, person_id, to_micros(now))
            met = await people.find(tx, person_id)
            if met is None:
                raise LookupError("a person was neither inserted nor found")
            return met

        return await self._ground.storage.write(work)

    async def find(self, person_id: int) -> Person | None:
        """The person of that id, if the bot has met them."""
        return await self._ground.read(lambda tx: people.find(tx, person_id))

    async def choose_language(self, act: Act, language: str) -> None:
        """Remember the language that the person chose; it wins over Telegram's hint and the group's."""
        if act.person_id is not None:
            person_id = act.person_id
            await self._ground.act(act, lambda tx: people.choose_language(tx, person_id, language))

    async def leave_announcements(self, act: Act, leave: bool) -> None:
        """Get no announcements privately any more, or have them again; what answers one's own acts comes as before."""
        if act.person_id is not None:
            person_id = act.person_id
            await self._ground.act(
                act,
                lambda tx: (
                    people.leave_announcements(tx, person_id, act.micros)
                    if leave
                    else people.have_announcements(tx, person_id)
                ),
            )

    async def choose_group_language(self, act: Act, group_id: int, language: str) -> bool:
        """Let the bot speak that language in the group; False, and nothing changed, unless a facilitator says so."""

        async def work(tx: Writer) -> bool:
            group = await groups.find(tx, group_id)
            if group is None or not await facilitates(tx, act, group):
                return False
            if group.language != language:
                await groups.save(tx, replace(group, language=language))
                await note_setting(tx, self._ground, act, group, "language")
            return True

        return await self._ground.act(act, work)

    async def blocked(self, person_id: int, now: datetime) -> None:
        """The person has blocked the bot: nothing is sent until they come back."""
        await self._ground.storage.write(lambda tx: people.blocked(tx, person_id, to_micros(now)))

    async def came_back(self, person_id: int) -> None:
        """The person has unblocked the bot: coming back is no first message, so nobody becomes writable who was not."""
        await self._ground.storage.write(lambda tx: people.unblocked(tx, person_id))

    async def hats(self, act: Act, group: Group | None) -> Hats:
        """What the person may do here: for help only, each act looks the role up again."""

        async def work(tx: Reader) -> Hats:
            person_id = act.person_id or 0
            leads = bool(await groups.facilitated_by(tx, person_id))
            return Hats(
                coordinates=bool(await networks.coordinated_by(tx, person_id)),
                facilitates=await facilitates(tx, act, group) if group else leads,
                member=bool(await groups.of_member(tx, person_id) or await networks.memberships(tx, person_id)),
            )

        return await self._ground.read(work)

    async def leaving(self, act: Act) -> Leaving:
        """What would be without anyone if the person were forgotten."""
        return await self._ground.read(lambda tx: privacy.leaving(tx, act.person_id or 0))

    async def forget(self, act: Act) -> None:
        """Erase the person, their roles, and their answers outside frozen wheels, for good."""
        if act.person_id is not None:
            person_id = act.person_id
            # Looked for before: among thousands of rounds it takes too long for others to wait.
            own = await self._ground.read(lambda tx: privacy.answered(tx, self._ground.key, person_id))

            async def work(tx: Writer) -> None:
                await _note_roles(tx, self._ground, act, person_id)
                await privacy.forget(tx, self._ground, person_id, own)

            await self._ground.post(act, work)


async def _note_roles(tx: Writer, ground: Ground, act: Act, person_id: int) -> None:
    """That nobody holds them any more is told; who did goes with the name."""
    for group in await groups.facilitated_by(tx, person_id):
        await note_departure(tx, ground, act, group, person_id)
    for network in await networks.coordinated_by(tx, person_id):
        await note(tx, ground, act, Deed.COORDINATOR_LEFT, network.id, None, detail={})
