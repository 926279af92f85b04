"""What happens at night, so that letters wait for the morning: of every kind that is for a role."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime
from typing import TypeAlias

from bot.rehearsal.persons import Person
from bot.services.actions.actions import Draft
from bot.services.groups.contacts import Contacts
from bot.services.rounds import telling
from bot.storage import rounds
from bot.storage.actions import Whose
from bot.storage.charters import Circle
from bot.storage.port import Writer
from tests.access.scene import MARK, Cast, confirmed

Deed: TypeAlias = Callable[[Cast], Awaitable[object]]
PEERS, LAST_DAY = "peer-group", date(2026, 12, 20)


async def write(cast: Cast, statement: str, **values: int) -> None:
    """So that something is due now; what is done about it is the bot's."""

    async def work(tx: Writer) -> int:
        return await tx.run(statement, **values)

    await cast.stage.app.services.ground.storage.write(work)


def _now(cast: Cast) -> int:
    return cast.act(cast.awa).micros


async def _reminders(cast: Cast, whose: str, step: str) -> None:
    await write(cast, f"UPDATE action SET remind_at = :now, remind_step = '{step}' WHERE {whose}", now=_now(cast))
    await cast.stage.app.tick()


async def group_needs_a_hand(cast: Cast) -> None:
    await _reminders(cast, "group_id = 1", "facilitators")


async def organization_needs_a_hand(cast: Cast) -> None:
    await _reminders(cast, "organization_id = 1", "facilitators")


async def owner_is_reminded(cast: Cast) -> None:
    await _reminders(cast, "group_id = 1", "day")


async def mina_is_away(cast: Cast) -> None:
    await cast.stage.app.services.followup.away(cast.act(cast.mina), LAST_DAY)


async def mina_leaves(cast: Cast) -> None:
    await cast.mina.leave(cast.chat)


async def mina_is_asked(cast: Cast) -> int:
    asked = Draft(f"{MARK} wish", LAST_DAY, Whose(group_id=1), owner_id=cast.mina.id)
    return (await cast.stage.app.services.actions.propose(cast.act(cast.fatou), asked)).id


async def mina_hands_back(cast: Cast) -> None:
    await cast.stage.app.services.actions.hand_back(cast.act(cast.mina), await mina_is_asked(cast))


async def points_come_back(cast: Cast) -> None:
    """Of the organization, one now, and another tomorrow."""
    agenda, awa, whose = cast.stage.app.services.agenda, cast.act(cast.awa), Whose(organization_id=1)
    begins = datetime(2026, 12, 1, 9, 0)  # noqa: DTZ001 - a wall time
    other = await agenda.add(awa, whose, title=f"{MARK} ahead", rule="FREQ=MONTHLY", starts=begins, ahead_days=1)
    now = _now(cast)
    due = "UPDATE agenda_item SET next_at = :now WHERE organization_id = 1 AND id <> :id"
    await write(cast, due, now=now, id=other.id)
    await write(cast, "UPDATE agenda_item SET ahead_at = :now WHERE id = :id", now=now, id=other.id)
    await cast.stage.app.tick()


async def round_is_proposed(cast: Cast) -> None:
    await cast.stage.app.services.proposals.propose(cast.act(cast.awa), 1, PEERS, LAST_DAY)


async def round_closes(cast: Cast) -> None:
    await round_is_proposed(cast)

    async def work(tx: Writer) -> None:
        proposed = await rounds.running_of_network(tx, 1, PEERS)
        assert proposed is not None
        await telling.tell_coordinators(tx, proposed, _now(cast))

    await cast.stage.app.services.ground.storage.write(work)


async def organization_has_too_few_answers(cast: Cast) -> None:
    await _organization_is_asked(cast, [])


async def organization_has_a_wheel(cast: Cast) -> None:
    people = [cast.fatou, cast.ada, cast.vera, cast.cora]
    for person in people:
        await confirmed(cast, 1, person)
    await _organization_is_asked(cast, [cast.mina, cast.carla, *people])


async def _organization_is_asked(cast: Cast, people: Sequence[Person]) -> None:
    services, awa = cast.stage.app.services, cast.act(cast.awa)
    asked, _ = await services.organization_rounds.open(awa, 1, PEERS, LAST_DAY)
    for act in map(cast.act, people):
        many = len((await services.answering.open(act, asked.id)).levels)
        for place in range(many):
            await services.answering.answer(act, asked.id, place, place % 5 + 1)
    await services.organization_rounds.close(awa, asked.id)


async def bot_is_silenced(cast: Cast) -> None:
    services = cast.stage.app.services
    await Contacts(services.ground, services.people, services.groups).silenced(cast.chat.id)


async def announcement_has_gone_out(cast: Cast) -> None:
    """That of the group. Its author hears of it at whatever hour, once Telegram is there again."""
    cast.stage.telegram.faults.order("500", "sendMessage", count=None)
    await write(cast, "UPDATE announcement SET state = 'sending', begun_at = :now WHERE group_id = 1", now=_now(cast))
    await cast.stage.app.tick()


async def announcement_has_lost_its_author(cast: Cast) -> None:
    await write(cast, "DELETE FROM coordinator WHERE person_id = :id", id=cast.awa.id)
    due = "UPDATE announcement SET state = 'scheduled', starts_at = :now WHERE group_id IS NULL AND network_id = 1"
    await write(cast, due, now=_now(cast))
    await cast.stage.app.tick()


async def organization_is_to_be_erased(cast: Cast) -> None:
    await cast.stage.app.services.erasings.ask(cast.act(cast.awa), 1, 1)


async def network_is_to_be_erased(cast: Cast) -> None:
    await cast.stage.app.services.erasings.ask(cast.act(cast.awa), 1, None)


async def author_answers(cast: Cast) -> None:
    """Carla, who has accepted the network's charter, asks for what Mina has kept."""
    services, carla, mina = cast.stage.app.services, cast.act(cast.carla), cast.act(cast.mina)
    await services.kept.choose(mina, 1, terms="ask")
    await services.charters.accept(carla, Circle(network_id=1), 0)
    assert await services.sharing.ask(carla, 1)
    await services.sharing.answer(mina, 1, cast.carla.id, yes=True)


# How roles are lost before the morning


async def cora_coordinates_no_more(cast: Cast) -> None:
    await write(cast, "DELETE FROM coordinator WHERE person_id = :id", id=cast.cora.id)


async def fatou_facilitates_no_more(cast: Cast) -> None:
    """Taken back by a coordinator; then she leaves the group, and administers it no more either."""
    await cast.stage.app.services.groups.setup.set_facilitator(cast.act(cast.awa), 1, cast.fatou.id, named=False)
    await cast.fatou.leave(cast.chat)


async def carla_is_with_no_organization(cast: Cast) -> None:
    await cast.stage.app.services.membership.claim(cast.act(cast.carla), 1, None)


async def carla_leaves_the_network(cast: Cast) -> None:
    await cast.stage.app.services.going.leave_network(cast.act(cast.carla), 1)


async def mina_is_removed(cast: Cast) -> None:
    await cast.fatou.kick(cast.mina, cast.chat)
