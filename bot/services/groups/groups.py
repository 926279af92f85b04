"""Peer groups as Telegram tells of them: joined, left, renamed, migrated; who is in them, and who administers them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Protocol

from bot.clock import from_micros
from bot.services import names
from bot.services.act import Act, Refused, Why
from bot.services.desk import Ground
from bot.services.groups import belonging
from bot.services.groups.guessing import prefilled
from bot.services.groups.setup import SetUp
from bot.services.privacy.log import note_departure
from bot.storage import chats, groups, invites, networks
from bot.storage.groups import Group, Named
from bot.storage.port import Reader, Writer

FRESH = timedelta(minutes=10)
RECHECK = timedelta(seconds=30)
"""Someone who is not among the administrators may have become one just now: asked again, but not at each tap."""

MOST_ASKED = 200
"""Of so many people Telegram is asked whether they are still in a group to which the bot comes back."""


class Administrators(Protocol):
    """Where a group's administrators are read, who is in it, and how many they are."""

    async def read(self, chat_id: int) -> list[Named] | None:
        """The administrators whom Telegram lists, anonymous ones too, without bots; None if it cannot be asked now."""

    async def is_in(self, chat_id: int, person_id: int) -> bool | None:
        """Whether the person is in the chat now; None when Telegram will not say."""

    async def size(self, chat_id: int) -> int | None:
        """How many are in the group besides the bot; None if Telegram cannot be asked now."""


class Groups:
    """What the bot knows of its groups. `setup` is the conversation about what people decide of them."""

    def __init__(self, ground: Ground, administrators: Administrators) -> None:
        self._ground = ground
        self._administrators = administrators
        self.setup = SetUp(ground)

    async def joined(self, act: Act, chat_id: int, title: str, *, is_forum: bool, added_by: int | None) -> Group:
        """The bot was added: by a coordinator, the group is of their network; by anybody else, it waits for a yes.

        Added again, it comes back as it was, without those who have left meanwhile. A group whose network is unclear
        stays `new`: who coordinates several is asked in the set-up, others need a network's link.
        """
        gone = await self._gone(chat_id)

        async def work(tx: Writer) -> Group:
            group = await _joined(tx, act, chat_id, title, is_forum=is_forum, added_by=added_by)
            for person_id in gone:
                await self._depart(tx, act, group, person_id)
            return group

        return await self._ground.post(act, work)

    async def _gone(self, chat_id: int) -> list[int]:
        """Of a group that the bot was out of, and that had its yes: who is in it no more, as far as Telegram says."""
        group = await self.of_chat(chat_id)
        if group is None or group.state != "left" or group.network_id is None:
            return []
        held = (await self._ground.read(lambda tx: groups.holders(tx, group.id)))[:MOST_ASKED]
        return [one for one in held if await self._administrators.is_in(chat_id, one) is False]

    async def known(self, act: Act, chat_id: int, title: str, *, is_forum: bool) -> Group:
        """The group of a chat from which something came, its title and kind as they are now; noted if it is new.

        Does not mark the update of the act as done: what came is still to be handled.
        """
        group = await self._ground.read(lambda tx: groups.by_chat(tx, chat_id))
        if group is None or group.state == "left":
            return await self.joined(replace(act, update_id=None), chat_id, title, is_forum=is_forum, added_by=None)
        present = replace(group, title=names.clean(title) or group.title, is_forum=is_forum)
        if present != group:
            await self._ground.storage.write(lambda tx: _renamed(tx, present))
        return present

    async def of_chat(self, chat_id: int) -> Group | None:
        """The group of that chat, if the bot knows it."""
        return await self._ground.read(lambda tx: groups.by_chat(tx, chat_id))

    async def find(self, group_id: int) -> Group | None:
        """The group of that id."""
        return await self._ground.read(lambda tx: groups.find(tx, group_id))

    async def need_here(self, chat_id: int) -> None:
        """Refused: GONE for a group that the bot has left."""
        group = await self.of_chat(chat_id)
        if group is not None and group.state == "left":
            raise Refused(Why.GONE)

    async def tie(self, act: Act, group_id: int, secret: str) -> Group:
        """A network's link was used to add the bot: the group is of that network. Refused: BAD_LINK.

        Only a coordinator's own act is a yes; a group that has had its yes stays where it is.
        """

        async def work(tx: Writer) -> Group:
            group = await groups.find(tx, group_id)
            invite = await invites.good(tx, secret, "group", act.micros)
            if group is None or invite is None:
                raise Refused(Why.BAD_LINK)
            if group.state == "active" or group.network_id == invite.network_id:
                return group
            await belonging.forget_draft(tx, group)
            return await _placed(tx, replace(group, whose="network"), act.person_id, invite.network_id)

        return await self._ground.act(act, work)

    async def removed(self, act: Act, chat_id: int) -> None:
        """The bot is no longer in the group: letters to it are dropped. Harmless when told twice."""

        async def work(tx: Writer) -> None:
            await chats.drop(tx, chat_id)
            group = await groups.by_chat(tx, chat_id)
            if group and group.state != "left":
                await belonging.out(tx, group)

        await self._ground.act(act, work)

    async def migrated(self, act: Act, old: int, new: int) -> None:
        """The group `old` became the supergroup `new`: one group, with all that names it.

        Harmless when told twice, from either chat, and after something has come from the new chat already.
        """

        async def work(tx: Writer) -> None:
            await chats.move(tx, old, new)
            group, other = await groups.by_chat(tx, old), await groups.by_chat(tx, new)
            if group is None:
                return
            if other and other.state == "active" and other.set_up:
                await groups.save(tx, replace(group, state="left"))
                return
            if other:
                await belonging.forget_draft(tx, other)
                await chats.absorb_group(tx, group.id, other.id)
            await chats.renumber_group(tx, group.id, new)
            if group.state == "active":
                await belonging.enter_all(tx, self._ground.key, group, act.micros)

        await self._ground.act(act, work)
        self._ground.posted()

    async def saw(self, act: Act, group: Group, person_id: int) -> None:
        """Somebody wrote or tapped in the group, so is in it, unless Telegram says otherwise: who is not in a public
        group sees its messages as well, and may be quicker than the news that they were removed.

        Does not mark the update of the act as done.
        """

        async def is_known(tx: Reader) -> bool:
            if not await groups.is_member(tx, group.id, person_id):
                return False
            inside = group.state != "active" or group.network_id is None
            return inside or await networks.member(tx, group.network_id or 0, person_id) is not None

        if await self._ground.read(is_known) or await self._administrators.is_in(group.chat_id, person_id) is False:
            return
        await self._ground.storage.write(lambda tx: self._enter(tx, act, group, [person_id]))

    async def arrived(self, act: Act, group: Group, person_ids: Iterable[int]) -> None:
        """Telegram tells of new members."""
        newcomers = list(person_ids)
        await self._ground.act(act, lambda tx: self._enter(tx, act, group, newcomers))

    async def left(self, act: Act, group: Group, person_id: int) -> None:
        """Somebody left, or was removed: no longer member, facilitator or administrator."""

        await self._ground.post(act, lambda tx: self._depart(tx, act, group, person_id))

    async def _depart(self, tx: Writer, act: Act, group: Group, person_id: int) -> None:
        await note_departure(tx, self._ground, act, group, person_id)
        await belonging.depart(tx, self._ground.key, group, person_id, act.micros)

    async def fresh(self, act: Act, group: Group, *, doubted: bool = False) -> None:
        """Read the administrators, and how many people there are, again when that is older than 10 minutes.

        `doubted`: who acts should be one of them; if they are not named, 30 seconds are old enough.
        """

        async def age_and_names(tx: Reader) -> tuple[timedelta | None, set[int]]:
            row = await groups.find(tx, group.id)
            read_at = row.administrators_read_at if row else None
            named = {one.person_id for one in await groups.administrators(tx, group.id)}
            return (act.now - from_micros(read_at) if read_at is not None else None), named

        age, named = await self._ground.read(age_and_names)
        limit = RECHECK if doubted and act.person_id is not None and act.person_id not in named else FRESH
        if age is not None and age < limit:
            return
        present = await self._administrators.read(group.chat_id)
        if present is not None:
            size = await self._administrators.size(group.chat_id)
            await self._ground.storage.write(lambda tx: _noted(tx, act, group.id, present, size))

    async def stale(self, act: Act, chat_id: int) -> None:
        """Somebody was promoted or demoted: the administrators are read again before they count."""
        await self._ground.act(act, lambda tx: groups.forget_administrators(tx, chat_id))

    async def _enter(self, tx: Writer, act: Act, group: Group, person_ids: list[int]) -> None:
        present = await groups.find(tx, group.id)
        for person_id in person_ids if present else []:
            await belonging.meet(tx, person_id, act.micros)
            await belonging.enter(tx, self._ground.key, present or group, person_id, act.micros)


async def _joined(tx: Writer, act: Act, chat_id: int, title: str, *, is_forum: bool, added_by: int | None) -> Group:
    cleaned = names.clean(title) or str(chat_id)
    group = await groups.add(tx, chat_id, cleaned, is_forum=is_forum, added_by=added_by, now=act.micros)
    untouched = not group.set_up and group.whose == "network" and group.state in ("new", "waiting")
    return await _placed(tx, group, added_by, None) if untouched else group


async def _noted(tx: Writer, act: Act, group_id: int, administrators: list[Named], size: int | None) -> None:
    """What Telegram has just told; a number that it did not tell stays as it was known."""
    cleaned = [Named(one.person_id, names.shortened(one.name)) for one in administrators]
    await groups.replace_administrators(tx, group_id, cleaned, act.micros)
    if size is not None:
        await groups.note_size(tx, group_id, size)


async def _renamed(tx: Writer, seen: Group) -> None:
    """Title and kind only: everything else may have changed since it was read."""
    group = await groups.find(tx, seen.id)
    if group:
        await groups.save(tx, replace(group, title=seen.title, is_forum=seen.is_forum))


async def _placed(tx: Writer, group: Group, person_id: int | None, network_id: int | None) -> Group:
    """Find the group's network, and whether whoever brought it there may say yes to it."""
    own = [network.id for network in await networks.coordinated_by(tx, person_id or 0)]
    every = [network.id for network in await networks.all_networks(tx)]
    candidates = [network_id] if network_id is not None else (own or every)
    if len(candidates) == 1:
        state = "active" if candidates[0] in own else "waiting"
        group = replace(group, network_id=candidates[0], state=state)
    group = await prefilled(tx, group, person_id)
    await groups.save(tx, group)
    return group
