"""What strangers try by a group of their own, and who takes a group that others have brought: nothing of a network."""

from __future__ import annotations

from typing import Any

from bot.rehearsal.persons import Person
from bot.services.act import Act
from handlers.values.organizations import Belong, Name
from handlers.values.sending import Seen
from handlers.values.wheel import Show
from handlers.values.whose import Choose
from tests.access.scene import LEVELS, MARK, Cast
from tests.conversations.havoc import Havoc
from tests.conversations.stage import DAY, Stage


async def _numbers(stage: Stage, statement: str) -> list[int]:
    rows = await stage.app.services.ground.read(lambda tx: tx.all(statement))
    return [int(next(iter(row.values()))) for row in rows]


async def _own_group(stage: Stage, person: Person) -> Any:
    """A chat that the person has made, and to which they have added the bot."""
    chat = stage.telegram.group(f"{person.name}'s", creator=person, kind="supergroup")
    await person.add_bot(chat)
    await stage.seen(person, chat)
    return chat


async def _network_wheel(stage: Stage) -> tuple[Any, Person, int]:
    """The only group of a network has answered a round of all groups: its chat, a member, and the network's wheel."""
    awa = await stage.coordinator(network=f"{MARK} network")
    chat, fatou, people = await stage.group(awa, title=f"{MARK} group")
    await stage.say(fatou, "/start")
    await stage.say(awa, "/survey")
    for label in ("All groups of", "How our peer group", "7 days", "Propose it"):
        await stage.tap(awa, label)
    await stage.tap(fatou, "Yes, from now on")
    answering, now = stage.app.services.answering, stage.clock.now()
    for number, person in enumerate(people):
        await stage.tap(person, "Answer in private", chat)
        for place in range(len(LEVELS)):
            await answering.answer(Act(person.id, now), 1, place, LEVELS[(place + number) % len(LEVELS)])
    await stage.advance(8 * DAY)
    (wheel,) = await _numbers(stage, "SELECT id FROM figure WHERE scope = 'network' AND state = 'published'")
    return chat, people[0], wheel


async def test_a_group_that_waits_for_a_yes_sees_no_wheel_of_the_network(stage: Stage) -> None:
    """With one network there is, a stranger's group waits for just that one's yes."""
    chat, mina, wheel = await _network_wheel(stage)
    sam = stage.telegram.person("Sam", language="en")
    own = await _own_group(stage, sam)
    havoc = Havoc(stage)
    tapped = await havoc.tap(sam, sam.screen(own), Show(figure_id=wheel).pack())
    assert tapped.answer is not None
    assert tapped.answer.alert
    assert MARK not in str([one.text for one in sam.messages(own)])
    await havoc.tap(mina, mina.screen(chat), Show(figure_id=wheel).pack())
    assert f"{MARK} network" in mina.screen(chat).text
    await havoc.calm()


async def test_a_group_that_waits_for_a_yes_makes_nobody_a_member(stage: Stage) -> None:
    await stage.coordinator(network=f"{MARK} network")
    sam = stage.telegram.person("Sam", language="en")
    own = await _own_group(stage, sam)
    await stage.tap(sam, "Set up", own)
    await stage.tap(sam, "All right", own)
    havoc, private = Havoc(stage), await stage.say(sam, "/start")
    for value in (Belong(network_id=1, organization_id=0), Name(network_id=1)):
        await havoc.tap(sam, private, value.pack())
    await stage.say(sam, "An organization of Sam's")
    assert sam.id not in await _numbers(stage, "SELECT person_id FROM member")
    assert await _numbers(stage, "SELECT id FROM organization") == []


async def test_only_a_coordinator_who_is_there_takes_a_group_into_their_network(cast: Cast) -> None:
    """With several networks a group that a stranger has made is of none; who coordinates another may be in it."""
    stage, havoc = cast.stage, Havoc(cast.stage)
    una = stage.telegram.person("Una", language="en")
    own = await _own_group(stage, una)
    (group_id,) = await _numbers(stage, "SELECT id FROM peer_group WHERE network_id IS NULL")
    take = Choose(group_id=group_id, network_id=2).pack()
    await havoc.tap(cast.otto, await stage.say(cast.otto, "/start"), take)
    assert await _numbers(stage, "SELECT id FROM peer_group WHERE network_id IS NULL") == [group_id]
    await cast.otto.join(own)
    await havoc.tap(cast.otto, cast.otto.screen(own), take)
    assert await _numbers(stage, "SELECT id FROM peer_group WHERE network_id IS NULL") == []
    await havoc.calm()


async def test_only_whom_an_announcement_is_for_says_that_they_have_seen_it(cast: Cast) -> None:
    stage, havoc, services = cast.stage, Havoc(cast.stage), cast.stage.app.services
    for number, who in ((1, cast.awa), (2, cast.fatou)):
        await services.announcements.set_seen(cast.act(who), number, True)
        await services.dispatch.send(cast.act(who), number)
    await stage.advance(60)
    for number in (1, 2):
        for person in (*cast.outsiders, cast.mina):
            await havoc.tap(person, await stage.say(person, "/start"), Seen(id=number).pack())
    assert await _numbers(stage, "SELECT person_id FROM announcement_seen") == [cast.mina.id, cast.mina.id]
    await havoc.calm()


async def test_a_tap_on_a_message_of_a_group_makes_nobody_its_member_who_is_not_in_it(cast: Cast) -> None:
    """What a public group shows, everybody sees, and may tap; what is discussed below a channel, too."""
    havoc = Havoc(cast.stage)
    shown = next(one for one in cast.mina.messages(cast.chat) if one.by_bot)
    await havoc.tap(cast.sam, shown, Show(figure_id=1).pack())
    await havoc.message(cast.sam, cast.chat, text="/keep what I say", entities=[])
    assert cast.sam.id not in await _numbers(cast.stage, "SELECT person_id FROM member")
    assert cast.sam.id not in await _numbers(cast.stage, "SELECT person_id FROM group_member")
    await havoc.tap(cast.sam, await cast.stage.say(cast.sam, "/start"), Show(figure_id=1).pack())
    assert MARK not in cast.sam.screen().text
    await havoc.calm()
