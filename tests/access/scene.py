"""Two networks with something of everything, and one person of each role; what is secret carries a mark."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.rehearsal.persons import Person
from bot.screen import Content
from bot.services.act import Act
from bot.services.actions.actions import Draft
from bot.services.talk.kept import Said
from bot.storage.actions import Whose
from tests.conversations.stage import DAY, Stage

MARK = "Zulu"
"""In every name and text of the first network: nobody of the second ever sees it."""

TODAY = date(2026, 11, 29)
LEVELS = [3, 4, 2, 5, 1, 3]


@dataclass
class Cast:
    """Who is there. `cora` coordinates the network too, and is in no group; `ada` administers the group without being
    named; `vera` administers the second, in which nobody is named; `carla` is confirmed with the organization and in no
    group; `vic` accompanies it, which shows companions its wheels and its plan; `otto` coordinates the other network,
    `olga` facilitates its group; `sam` is of none.
    """

    stage: Stage
    awa: Person
    cora: Person
    fatou: Person
    ada: Person
    vera: Person
    mina: Person
    carla: Person
    vic: Person
    otto: Person
    olga: Person
    sam: Person
    chat: Any
    second: Any
    other: Any

    @property
    def everybody(self) -> dict[str, Person]:
        return {name: one for name, one in vars(self).items() if isinstance(one, Person)}

    @property
    def outsiders(self) -> list[Person]:
        """Nothing of the first network is for them."""
        return [self.otto, self.olga, self.sam]

    def act(self, person: Person) -> Act:
        return Act(person.id, self.stage.clock.now())


async def play(stage: Stage) -> Cast:
    """All of it. Ids: network 1, organization 1, groups 1 (with a wheel and an open round) and 2 (with a workshop);
    network 2, organization 2, group 3.
    """
    awa = await stage.coordinator(f"{MARK} Awa", network=f"{MARK} network")
    chat, fatou, people = await stage.group(awa, title=f"{MARK} group")
    cora = await stage.coordinator(f"{MARK} Cora", network=f"{MARK} network")
    cast = Cast(stage, awa, cora, fatou, fatou, fatou, people[0], people[1], awa, awa, awa, awa, chat, chat, chat)
    await _with_wheel(cast, people)
    await _with_people(cast)
    await _with_words(cast)
    await _with_workshop(cast)
    await _with_neighbours(cast)
    await stage.say(fatou, "/start")
    await stage.advance(11 * 60)  # the administrators are read again
    return cast


async def _with_wheel(cast: Cast, people: list[Person]) -> None:
    stage = cast.stage
    await stage.round(cast.fatou, cast.chat)
    for person in people[:5]:
        await stage.answer(person, cast.chat, LEVELS)
    await stage.advance(8 * DAY)
    await stage.round(cast.fatou, cast.chat)
    await stage.answer(people[0], cast.chat, LEVELS)


async def _with_people(cast: Cast) -> None:
    """An administrator whom nobody has named; somebody who is confirmed with an organization, and in no group."""
    stage, services = cast.stage, cast.stage.app.services
    cast.ada, cast.sam = (stage.telegram.person(name, language="en") for name in ("Ada", "Sam"))
    await cast.ada.join(cast.chat)
    await cast.fatou.promote(cast.ada, cast.chat)
    cast.carla = stage.telegram.person("Carla", language="en")
    for person in (cast.ada, cast.carla, cast.sam):
        await stage.say(person, "/start")
    network_id = (await services.membership.coordinated(cast.act(cast.awa)))[0].id
    await services.membership.claim_new(cast.act(cast.mina), network_id, f"{MARK} organization", "Mina")
    for person in (cast.mina, cast.carla):
        await confirmed(cast, network_id, person)
    await _with_companion(cast)


async def _with_companion(cast: Cast) -> None:
    """Whom the organization shows its wheels and its plan."""
    companions = cast.stage.app.services.companions
    cast.vic = cast.stage.telegram.person("Vic", language="en")
    await cast.stage.say(cast.vic, "/start")
    made = await companions.offer(cast.act(cast.awa), 1, 90)
    await companions.accept(cast.act(cast.vic), made.payload[1:], "Vic")
    await companions.share(cast.act(cast.carla), 1, on=True)


async def confirmed(cast: Cast, network_id: int, person: Person) -> None:
    """Let them be with the organization, whether they are in a group or not."""
    membership, ground = cast.stage.app.services.membership, cast.stage.app.services.ground
    await ground.storage.write(
        lambda tx: tx.run(
            "INSERT INTO member (network_id, person_id, since) VALUES (:network_id, :person_id, 0)"
            " ON CONFLICT DO NOTHING",
            network_id=network_id,
            person_id=person.id,
        )
    )
    await membership.claim(cast.act(person), network_id, 1, "Name")
    await membership.confirm(cast.act(cast.awa), network_id, person.id, 1)


async def _with_words(cast: Cast) -> None:
    """Actions, a thread, something kept, a point on the agenda, an announcement, a workshop."""
    services, fatou, awa = cast.stage.app.services, cast.act(cast.fatou), cast.act(cast.awa)
    for whose in (Whose(group_id=1), Whose(organization_id=1)):
        owner = cast.act(cast.mina)
        await services.actions.propose(owner, Draft(f"{MARK} action", date(2026, 12, 24), whose))
        begins = datetime(2026, 12, 1, 9, 0)  # noqa: DTZ001 - a wall time
        await services.agenda.add(awa, whose, title=f"{MARK} point", rule="FREQ=MONTHLY", starts=begins)
    await services.threads.open(fatou, 1, f"{MARK} thread", here=True)
    await services.kept.keep(cast.act(cast.mina), 1, Said(f"{MARK} practice"))
    for network_id, group_id, who in ((1, None, awa), (1, 1, fatou)):
        draft = await services.announcements.begin(who, network_id, group_id)
        await services.announcements.write(who, draft.announcement.id, "en", Content(f"{MARK} news"))


async def _with_workshop(cast: Cast) -> None:
    """In a second group of the first network, in which nobody is a facilitator by name any more."""
    cast.second, cast.vera, _ = await cast.stage.group(cast.awa, title=f"{MARK} second", members=3)
    await cast.stage.say(cast.vera, "/start")
    await cast.stage.say(cast.vera, "/workshop", cast.second)
    await cast.stage.tap(cast.vera, "How our peer group", cast.second)
    await cast.stage.tap(cast.vera, "Everybody taps", cast.second)
    await cast.stage.app.services.groups.setup.set_facilitator(cast.act(cast.awa), 2, cast.vera.id, named=False)


async def _with_neighbours(cast: Cast) -> None:
    """The other network: its coordinator, its group with a facilitator, its organization."""
    stage = cast.stage
    cast.otto = await stage.coordinator("Otto", network="Other network")
    cast.other, cast.olga, _ = await stage.group(cast.otto, title="Other group", members=1)
    await stage.say(cast.olga, "/start")
    await stage.app.services.membership.claim_new(cast.act(cast.otto), 2, "Other organization", "Otto")
