"""A network of many chats, in the database and in the double of Telegram: nine persons to one group."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial

from bot.clock import to_micros
from bot.delivery.letters import Letter, Priority, put_all
from bot.rehearsal import World
from bot.rehearsal.chats import Chat
from bot.rehearsal.model import Member, User
from bot.rehearsal.persons import Person
from bot.screen import Content
from bot.services.act import Act
from bot.services.announcements.audience import EVERYONE
from bot.services.bundle import Services
from bot.storage import announcements, groups, networks, people
from bot.storage.port import Storage, Writer

WORDS = "The meeting of all groups is on <b>Thursday at 18:00</b>. Bring what worked, and what did not."

_FIRST = 7_000_000_000
_EACH = 10  # one chat in so many is a group
_PAGE = 500


def chats(many: int) -> Iterator[int]:
    """Their ids. The first person coordinates the network."""
    return (-1_002_000_000_000 - number if number % _EACH == 1 else _FIRST + number for number in range(many))


async def settle(storage: Storage, many: int, now: int) -> None:
    """Put them into the database, page by page."""
    ids = list(chats(many))
    await storage.write(partial(_network, coordinator=ids[0], now=now))
    for begin in range(0, many, _PAGE):
        await storage.write(partial(_page, ids=ids[begin : begin + _PAGE], now=now))


async def _network(tx: Writer, coordinator: int, now: int) -> None:
    network = await networks.add(tx, "A large network", now)
    await people.add(tx, coordinator, "en", now)
    await networks.make_coordinator(tx, network.id, coordinator, "Awa", now)


async def _page(tx: Writer, ids: list[int], now: int) -> None:
    (network,) = await networks.coordinated_by(tx, next(chats(1)))
    for chat_id in ids:
        if chat_id < 0:
            group = await groups.add(tx, chat_id, f"Group {chat_id}", is_forum=False, added_by=None, now=now)
            sql = "UPDATE peer_group SET state = 'active', network_id = :network, language = 'en' WHERE id = :id"
            await tx.run(sql, network=network.id, id=group.id)
        else:
            await people.add(tx, chat_id, "en", now)
            await people.opened_private(tx, chat_id, now)
            await networks.add_member(tx, network.id, chat_id, now)


def appear(world: World, ids: Iterable[int]) -> None:
    """Let the double know these chats, and the bot as one whom they all have met."""
    for chat_id in ids:
        if chat_id < 0:
            chat = world.chats[chat_id] = Chat(chat_id, "supergroup", f"Group {chat_id}")
            chat.members[world.bot.id] = Member(world.bot.id, "member")
        else:
            person = world.persons[chat_id] = Person(world, User(chat_id, "Awa"))
            person.private_open = True
            world.chats[chat_id] = Chat(chat_id, "private", "Awa", person=person)


async def announce(services: Services) -> None:
    """Write to all of them, as the coordinator does."""
    act = Act(next(chats(1)), services.ground.clock.now())
    (origin,) = await services.announcements.places(act)
    number = (await services.announcements.begin(act, origin.network_id)).announcement.id
    await services.announcements.write(act, number, "en", Content(WORDS))
    await services.announcements.aim(act, number, EVERYONE)
    await services.dispatch.send(act, number)


async def leave_letters(storage: Storage, many: int, due: datetime) -> None:
    """Letters of an announcement to all of them, due at that instant, whatever hour it is on this machine."""
    number = await storage.write(partial(_announcement, now=to_micros(due)))
    letters = [
        Letter(
            f"announcement:{number}:{chat_id}",
            chat_id,
            "announcement",
            {"id": number},
            Priority.ANNOUNCEMENT,
            due,
            mailing=f"a{number}",
            any_hour=True,
        )
        for chat_id in chats(many)
    ]
    await storage.write(partial(put_all, letters=letters, now=due))


async def _announcement(tx: Writer, now: int) -> int:
    author = next(chats(1))
    (network,) = await networks.coordinated_by(tx, author)
    found = await announcements.add(
        tx, network_id=network.id, group_id=None, author_id=author, author_name="Awa", audience=EVERYONE, now=now
    )
    await announcements.save_version(tx, found.id, "en", Content(WORDS))
    begun = replace(found, state="sending", language="en", begun_at=now, prepared_at=now, starts_at=now)
    await announcements.save(tx, begun)
    return found.id
