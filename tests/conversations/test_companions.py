"""Companions, walked by what people see: invited by a coordinator, shown what an organization's people want to show."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import pytest

from bot.rehearsal.persons import Person
from bot.services.act import Act, Refused, Why
from bot.services.actions.actions import Draft
from bot.storage.actions import Whose
from bot.storage.port import Reader
from tests.conversations.havoc import Havoc
from tests.conversations.stage import DAY, Stage

LINK = re.compile(r"https://t\.me/\S+start=v\S+")
LEVELS = [3, 4, 2, 5, 1, 3]
THEIR_PLAN = "1:pr:o:1:0:0"


@dataclass
class Scene:
    """Awa coordinates; Fatou and the others are an organization's own group, which has its wheel; Vic accompanies."""

    stage: Stage
    awa: Person
    fatou: Person
    people: list[Person]
    vic: Person

    def act(self, person: Person) -> Act:
        return Act(person.id, self.stage.clock.now())

    async def link(self, months: str = "For 3 months") -> str:
        """The coordinator makes one."""
        await self.stage.say(self.awa, "/companions")
        await self.stage.tap(self.awa, "Women of the valley")
        found = LINK.search((await self.stage.tap(self.awa, months)).text)
        assert found is not None
        return found[0]

    async def accompanied(self) -> str:
        return (await self.stage.open(self.vic, await self.link())).text

    async def shown(self, label: str = "Show them our wheel and our plan") -> str:
        """Somebody of the organization says so."""
        person = self.people[0]
        await self.stage.say(person, "/start")
        await self.stage.tap(person, "My organization")
        await self.stage.tap(person, "Companions")
        return (await self.stage.tap(person, label)).text

    async def answers(self, round_id: int = 1) -> int:
        """How many people have answered something in that round."""

        async def work(tx: Reader) -> int:
            rows = await tx.all("SELECT DISTINCT pseudonym FROM answer WHERE round_id = :id", id=round_id)
            return len(rows)

        return await self.stage.app.services.ground.read(work)

    async def looks(self, person: Person) -> str:
        """At the organization's plan, by a tap of that person."""
        await Havoc(self.stage).tap(person, await self.stage.seen(person), THEIR_PLAN)
        return person.screen().text


def planned(what: str) -> Draft:
    """Something to do for the organization."""
    return Draft(what, date(2027, 1, 9), Whose(organization_id=1))


@pytest.fixture
async def scene(stage: Stage) -> Scene:
    awa = await stage.coordinator()
    chat, fatou, people = await stage.group(awa, members=5)
    services, now = stage.app.services, stage.clock.now()
    await services.groups.setup.of_named(Act(awa.id, now), 1, "Women of the valley", several=False)
    for person in [*people, fatou]:
        await stage.say(person, "/start")
        await stage.say(person, "/wheel", chat)  # whoever speaks to the bot there is known to be of the group
    await services.organization_rounds.open(Act(awa.id, now), 1, "peer-group", date(2026, 11, 28))
    for person in people:
        for place, level in enumerate(LEVELS):
            await services.answering.answer(Act(person.id, now), 1, place, level)
    scene = Scene(stage, awa, fatou, people, stage.telegram.person("Vic", language="en"))
    await services.actions.propose(scene.act(people[0]), planned("Dig a well"))
    return scene


async def test_where_there_is_no_organization_yet_it_is_said_how_one_comes_to_be(stage: Stage) -> None:
    awa = await stage.coordinator()
    chat, _, (member, *_) = await stage.group(awa)
    told = await stage.say(awa, "/companions")
    assert "This network has no organization yet." in told.text
    assert "Which organization?" not in told.text
    assert told.labels == ["Members in no group", "← Back"]
    await stage.say(member, "/wheel", chat)  # now the bot knows that they are of the group
    await stage.say(member, "/start")
    for label in ("My organization", "Change", "Another…"):
        await stage.tap(member, label)
    await stage.say(member, "Women of the valley")
    assert awa.screen().labels == ["Yes", "No"]
    await stage.tap(awa, "Yes")
    shown = await stage.say(awa, "/companions")
    assert shown.labels == ["Women of the valley", "Members in no group", "← Back"]


async def test_a_companion_sees_nothing_until_it_is_shown(scene: Scene) -> None:
    assert "You accompany Women of the valley of Palabre until" in await scene.accompanied()
    assert "once its people show them to you" in scene.vic.screen().text
    assert "Dig a well" not in await scene.looks(scene.vic)
    await Havoc(scene.stage).calm()


async def test_what_is_shown_is_seen_and_what_is_taken_back_is_not(scene: Scene) -> None:
    await scene.accompanied()
    await scene.stage.advance(8 * DAY)
    assert "Companions see the organization" in await scene.shown()
    await scene.stage.say(scene.vic, "/start")
    assert "Dig a well" in (await scene.stage.tap(scene.vic, "The plan of Women of the valley")).text
    assert (await scene.stage.say(scene.vic, "/wheel")).photo is not None
    await scene.shown("Show it no more")
    assert "Dig a well" not in (await scene.stage.say(scene.vic, "/start")).text
    await Havoc(scene.stage).tap(scene.vic, scene.vic.screen(), THEIR_PLAN)
    assert "Dig a well" not in scene.vic.screen().text
    assert (await scene.stage.say(scene.vic, "/wheel")).photo is None


async def test_companions_only_look(scene: Scene) -> None:
    await scene.accompanied()
    await scene.shown()
    with pytest.raises(Refused) as refused:
        await scene.stage.app.services.actions.propose(scene.act(scene.vic), planned("Something else"))
    assert refused.value.why is Why.NOT_MEMBER


async def test_companions_answer_for_nobody(scene: Scene) -> None:
    """Neither by the organization's link, nor in its group, nor by saying that they are of it."""
    services, vic = scene.stage.app.services, scene.vic
    await scene.accompanied()
    _, secret = await services.organization_rounds.renew_link(scene.act(scene.awa), 1)
    with pytest.raises(Refused) as by_link:
        await services.answering.open_by_link(scene.act(vic), secret)
    assert by_link.value.why is Why.COMPANION
    group = await services.groups.find(1)
    assert group is not None
    await services.groups.arrived(scene.act(vic), group, [vic.id])
    with pytest.raises(Refused) as by_claim:
        await services.membership.claim(scene.act(vic), 1, 1)
    assert by_claim.value.why is Why.COMPANION
    assert not [one for one in await services.membership.standing(scene.act(vic)) if one.organization]


async def test_whoever_is_of_the_organization_cannot_accompany_it(scene: Scene) -> None:
    link = await scene.link()
    assert "is not one of its people" in (await scene.stage.open(scene.people[1], link)).text
    assert "You accompany Women of the valley" in (await scene.stage.open(scene.vic, link)).text


async def test_a_link_works_once(scene: Scene) -> None:
    link = await scene.link()
    await scene.stage.open(scene.vic, link)
    other = scene.stage.telegram.person("Other", language="en")
    assert "no longer good" in (await scene.stage.open(other, link)).text


@pytest.mark.parametrize("how", ["the day has come", "a coordinator ends it"])
async def test_at_the_end_nothing_is_seen_any_more(scene: Scene, how: str) -> None:
    await scene.accompanied()
    await scene.shown()
    if how == "the day has come":
        await scene.stage.advance(91 * DAY)
    else:
        await scene.stage.say(scene.awa, "/companions")
        for label in ("Women of the valley", "End: Vic", "Yes, end it"):
            await scene.stage.tap(scene.awa, label)
        assert "Nobody accompanies" in scene.awa.screen().text
    await scene.stage.say(scene.vic, "/start")
    assert "Dig a well" not in await scene.looks(scene.vic)
    assert "Welcome!" in (await scene.stage.say(scene.vic, "/start")).text


async def test_only_coordinators_invite_and_only_its_people_show(scene: Scene) -> None:
    havoc = Havoc(scene.stage)
    await scene.accompanied()
    before = await havoc.imprint()
    for person, data in ((scene.people[0], "1:sjc:1:30"), (scene.vic, "1:sjf:1:1"), (scene.awa, "1:sjf:1:1")):
        await havoc.tap(person, await scene.stage.seen(person), data)
        assert await havoc.imprint() == before, data
    await havoc.calm()


async def test_what_a_companion_has_answered_before_counts_no_more(scene: Scene) -> None:
    """They had the organization's link, as everybody has to whom it was passed on."""
    answering, vic = scene.stage.app.services.answering, scene.vic
    _, secret = await scene.stage.app.services.organization_rounds.renew_link(scene.act(scene.awa), 1)
    standing = await answering.open_by_link(scene.act(vic), secret)
    for place, level in enumerate(LEVELS):
        await answering.answer(scene.act(vic), standing.round.id, place, level)
    assert await scene.answers() == 6
    await scene.accompanied()
    assert await scene.answers() == 5
    with pytest.raises(Refused) as refused:
        await answering.answer(scene.act(vic), standing.round.id, 0, 0)
    assert refused.value.why is Why.NOT_MEMBER


async def test_a_companion_who_comes_into_its_group_is_not_counted_there(scene: Scene) -> None:
    """What they have answered in a round of the network, by another group."""
    services, stage, vic = scene.stage.app.services, scene.stage, scene.vic
    chat, _, _ = await stage.group(scene.awa, title="Others")
    await vic.join(chat)
    await stage.say(vic, "/start")
    await services.organization_rounds.close(scene.act(scene.awa), 1)
    await stage.advance(60)  # the coordinator is told, and of nothing while they ask for the link
    await services.proposals.propose(scene.act(scene.awa), 1, "peer-group", date(2026, 11, 30))
    for number in (1, 2):
        await services.proposals.accept(scene.act(scene.awa), 2, number)
    standing = await services.answering.open(scene.act(vic), 2)
    await services.answering.answer(scene.act(vic), standing.round.id, 0, 5)
    await scene.accompanied()
    assert await scene.answers(2) == 1
    group = await services.groups.find(1)
    assert group is not None
    await services.groups.arrived(scene.act(vic), group, [vic.id])
    assert await scene.answers(2) == 0


async def test_a_companion_in_its_group_taps_nothing_in_a_workshop(scene: Scene) -> None:
    services, vic = scene.stage.app.services, scene.vic
    group = await services.groups.find(1)
    assert group is not None
    await services.groups.arrived(scene.act(vic), group, [vic.id])
    await services.membership.claim(scene.act(vic), 1, None)  # they only facilitate there, say
    await services.workshops.begin(scene.act(scene.fatou), 1, "peer-group", "taps")
    await services.workshops.themes.tap(scene.act(vic), 1, 0, 5)
    assert await scene.answers(2) == 1
    await scene.accompanied()
    assert await scene.answers(2) == 0
    with pytest.raises(Refused) as refused:
        await services.workshops.themes.tap(scene.act(vic), 1, 0, 5)
    assert refused.value.why is Why.COMPANION
