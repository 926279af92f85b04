"""What happens to groups and to people beside the conversation: nothing of it fails, and each is noted as it is."""

from __future__ import annotations

from typing import Any

import pytest

from bot.rehearsal.groups import Group
from bot.rehearsal.persons import Person
from bot.storage import groups
from bot.storage.groups import Group as Row
from tests.conversations.havoc import Havoc
from tests.conversations.stage import DAY, Stage

LEVELS = [3, 4, 2, 5, 1, 3]


async def row(stage: Stage, chat: Group) -> Row:
    """The group as the bot has it."""
    found = await stage.app.services.groups.of_chat(chat.id)
    assert found is not None
    return found


async def members(stage: Stage, chat: Group) -> list[int]:
    group = await row(stage, chat)
    return await stage.app.services.ground.read(lambda tx: groups.members(tx, group.id))


async def administrators(stage: Stage, chat: Group) -> list[int]:
    group = await row(stage, chat)
    found = await stage.app.services.ground.read(lambda tx: groups.administrators(tx, group.id))
    return [one.person_id for one in found]


def said(person: Person, chat: Group) -> list[str]:
    """What the bot has said in the chat."""
    return [one.text for one in person.messages(chat) if one.by_bot and not one.service]


# What becomes of a group


async def test_service_messages_get_no_answer(stage: Stage) -> None:
    """The bot's own pins and topics too."""
    awa = await stage.coordinator()
    chat, fatou, people = await stage.group(awa)
    spoken = said(fatou, chat)
    chat.rename("Another name")
    chat.make_forum()
    topic = chat.add_topic("Ideas")
    chat.close_topic(topic)
    chat.reopen_topic(topic)
    await people[0].leave(chat)
    await people[0].join(chat)
    bot = stage.telegram.bot
    stage.telegram.post(
        chat, sender=bot, service={"pinned_message": {"message_id": 1, "date": 0, "chat": {}}}, by_bot=True
    )
    stage.telegram.post(chat, sender=bot, service={"new_chat_photo": []}, by_bot=True)
    stage.telegram.post(chat, sender=bot, service={"giveaway_created": {}}, by_bot=True)
    await stage.settle()
    assert said(fatou, chat) == spoken
    group = await row(stage, chat)
    assert (group.title, people[0].id in await members(stage, chat)) == ("Another name", True)


async def test_a_group_that_becomes_a_forum_is_answered_in_the_topic_where_it_asks(stage: Stage) -> None:
    awa = await stage.coordinator()
    chat, fatou, people = await stage.group(awa)
    chat.make_forum()
    topic = chat.add_topic("Ideas")
    there = await stage.say(people[0], "/help", chat, topic=topic.id)
    general = await stage.say(people[0], "/help", chat)
    assert (there.topic, general.topic) == (topic.id, None)
    assert (await row(stage, chat)).is_forum
    await stage.say(fatou, "/survey", chat, topic=topic.id)
    await stage.tap(fatou, "How our peer group", chat)
    asked = await stage.tap(fatou, "nother da", chat)
    assert asked.topic == topic.id
    answered = await stage.say(fatou, "5 December", chat, reply_to=asked, topic=topic.id)
    assert (answered.topic, "December" in answered.text) == (topic.id, True)
    await Havoc(stage).calm()


async def test_an_answer_into_a_topic_that_was_deleted_loses_nothing(stage: Stage) -> None:
    awa = await stage.coordinator()
    chat, _, people = await stage.group(awa)
    chat.make_forum()
    topic = chat.add_topic("Ideas")
    await people[0].send("/help", chat=chat, topic=topic.id)
    chat.delete_topic(topic)
    await stage.settle()
    assert await Havoc(stage).troubled() == []


def _moved(stage: Stage, old: int, new: int) -> list[dict[str, Any]]:
    """The pair of service messages of a migration, the old chat's first."""
    sender = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    common = {"date": int(stage.clock.now().timestamp()), "from": sender}
    before = {"id": old, "type": "group", "title": "Peer group"}
    after = {"id": new, "type": "supergroup", "title": "Peer group"}
    return [
        {**common, "message_id": 900, "chat": before, "migrate_to_chat_id": new},
        {**common, "message_id": 1, "chat": after, "sender_chat": after, "migrate_from_chat_id": old},
    ]


@pytest.mark.parametrize("order", [(0, 1), (1, 0), (0, 1, 0, 1), (1, 1, 0, 0)], ids=str)
async def test_a_group_that_moved_goes_on_in_whichever_order_it_is_told(stage: Stage, order: tuple[int, ...]) -> None:
    awa = await stage.coordinator()
    chat, fatou, people = await stage.group(awa, kind="group")
    await stage.round(fatou, chat)
    await stage.answer(people[0], chat, LEVELS)
    before, havoc = await row(stage, chat), Havoc(stage)
    inside, old = await members(stage, chat), chat.id
    stage.telegram.queue.allow(["callback_query"])  # the double's own pair is left out: this test tells it
    chat.migrate()
    stage.telegram.queue.allow(["message", "edited_message", "callback_query", "my_chat_member", "chat_member"])
    for number in order:
        await havoc.push("message", _moved(stage, old, chat.id)[number])
    after = await row(stage, chat)
    assert (after.id, after.state, await members(stage, chat)) == (before.id, "active", inside)
    assert await stage.app.services.groups.of_chat(old) is None
    for person in people[1:]:
        await stage.answer(person, chat, LEVELS) if "Answer in private" in person.labels(chat) else None
    await stage.advance(8 * DAY)
    assert said(fatou, chat)
    await havoc.calm()


async def test_a_migration_found_out_by_sending_is_followed(stage: Stage) -> None:
    """Nobody told: the first call to the old id says so."""
    awa = await stage.coordinator()
    chat, fatou, people = await stage.group(awa, kind="group")
    await stage.round(fatou, chat)
    before = await row(stage, chat)
    for person in people:
        await stage.answer(person, chat, LEVELS)
    stage.telegram.queue.allow(["callback_query"])
    chat.migrate()
    await stage.advance(8 * DAY)
    assert (await row(stage, chat)).id == before.id
    assert any(one.photo for one in fatou.messages(chat))
    assert await Havoc(stage).troubled() == []


async def test_a_bot_that_was_removed_and_added_again_finds_its_group_as_it_was(stage: Stage) -> None:
    awa = await stage.coordinator()
    chat, fatou, _ = await stage.group(awa)
    before = await row(stage, chat)
    for _ in range(2):
        await fatou.remove_bot(chat)
        await stage.settle()
        assert (await row(stage, chat)).state == "left"
        await fatou.add_bot(chat)
        await stage.settle()
    after = await row(stage, chat)
    assert (after.id, after.state, after.network_id) == (before.id, "active", before.network_id)
    await Havoc(stage).calm()


async def test_a_group_without_a_yes_does_not_get_one_by_adding_the_bot_again(stage: Stage) -> None:
    await stage.coordinator()
    stranger = stage.telegram.person("Stranger")
    chat = stage.telegram.group("Elsewhere", creator=stranger, kind="supergroup")
    await stranger.add_bot(chat)
    await stage.seen(stranger, chat)
    await stage.tap(stranger, "Set up", chat)
    await stage.tap(stranger, "All right", chat)
    await stranger.remove_bot(chat)
    await stage.settle()
    await stranger.add_bot(chat)
    await stage.settle()
    assert (await row(stage, chat)).state == "waiting"
    await Havoc(stage).calm()


async def test_a_declined_group_is_told_and_left(stage: Stage) -> None:
    awa = await stage.coordinator()
    stranger = stage.telegram.person("Stranger")
    chat = stage.telegram.group("Elsewhere", creator=stranger, kind="supergroup")
    await stranger.add_bot(chat)
    await stage.seen(stranger, chat)
    await stage.tap(stranger, "Set up", chat)
    await stage.tap(stranger, "All right", chat)
    await stage.tap(awa, "No")
    await stage.settle()
    assert not chat.has(stage.telegram.bot.id)
    assert (await row(stage, chat)).state == "left"
    assert said(stranger, chat)
    await Havoc(stage).calm()


async def test_a_group_that_lets_the_bot_say_nothing_is_left_all_the_same(stage: Stage) -> None:
    awa = await stage.coordinator()
    stranger = stage.telegram.person("Stranger")
    chat = stage.telegram.group("Elsewhere", creator=stranger, kind="supergroup")
    await stranger.add_bot(chat)
    await stage.seen(stranger, chat)
    await stage.tap(stranger, "Set up", chat)
    await stage.tap(stranger, "All right", chat)
    chat.restrict(stage.telegram.bot)
    await stage.tap(awa, "No")
    await stage.settle()
    assert not chat.has(stage.telegram.bot.id)
    assert await Havoc(stage).troubled() == []


async def test_a_tap_in_a_group_that_the_bot_has_left_does_not_bring_it_back(stage: Stage) -> None:
    awa = await stage.coordinator()
    chat, fatou, people = await stage.group(awa)
    havoc, shown = Havoc(stage), next(one for one in reversed(fatou.messages(chat)) if one.by_bot)
    await fatou.remove_bot(chat)
    await stage.settle()
    callback = await havoc.tap(people[0], shown, "1:gh")
    assert callback.answer is not None
    assert (await row(stage, chat)).state == "left"


async def test_the_bot_added_as_administrator_introduces_itself_once(stage: Stage) -> None:
    fatou = stage.telegram.person("Fatou", language="fr")
    chat = stage.telegram.group("Peer group", creator=fatou, kind="supergroup")
    await fatou.promote(stage.telegram.bot, chat)
    await stage.settle()
    assert len(said(fatou, chat)) == 1
    await fatou.demote(stage.telegram.bot, chat)
    await fatou.promote(stage.telegram.bot, chat)
    await stage.settle()
    assert len(said(fatou, chat)) == 1
    await Havoc(stage).calm()


async def test_the_introduction_speaks_the_language_of_whoever_brought_the_bot(stage: Stage) -> None:
    """Also when the bot has never met them."""
    fatou = stage.telegram.person("Fatou", language="fr")
    chat = stage.telegram.group("Peer group", creator=fatou, kind="supergroup")
    await fatou.add_bot(chat)
    assert "Bonjour" in (await stage.seen(fatou, chat)).text


async def test_an_anonymous_administrator_who_brings_the_bot_is_nobody_in_person(stage: Stage) -> None:
    fatou = stage.telegram.person("Fatou", language="fr")
    chat = stage.telegram.group("Peer group", creator=fatou, kind="supergroup")
    await fatou.promote(fatou, chat, anonymous=True)
    await fatou.add_bot(chat)
    await stage.seen(fatou, chat)
    assert (await row(stage, chat)).added_by is None
    await Havoc(stage).calm()


# What becomes of people


async def test_who_was_made_administrator_counts_at_once_and_who_is_none_any_more_does_not(stage: Stage) -> None:
    awa = await stage.coordinator()
    chat, fatou, people = await stage.group(awa)
    await fatou.promote(stage.telegram.bot, chat)
    await stage.settle()
    await fatou.promote(people[0], chat)
    await stage.settle()
    await people[1].send("/help", chat=chat)
    await stage.settle()
    assert people[0].id in await administrators(stage, chat)
    await fatou.demote(people[0], chat)
    await stage.settle()
    await people[1].send("/help", chat=chat)
    await stage.settle()
    assert people[0].id not in await administrators(stage, chat)


async def test_who_leaves_is_no_member_any_more_even_when_told_twice(stage: Stage) -> None:
    """As an administrator the bot gets both the service message and the event."""
    awa = await stage.coordinator()
    chat, fatou, people = await stage.group(awa)
    await fatou.promote(stage.telegram.bot, chat)
    await people[0].leave(chat)
    await fatou.kick(people[1], chat)
    await stage.settle()
    assert not {people[0].id, people[1].id} & set(await members(stage, chat))
    await Havoc(stage).calm()


async def test_who_blocks_the_bot_gets_nothing_until_they_come_back(stage: Stage) -> None:
    awa = await stage.coordinator()
    chat, fatou, people = await stage.group(awa)
    await stage.round(fatou, chat)
    await stage.answer(people[0], chat, LEVELS)
    people[0].block()
    await stage.settle()
    found = await stage.app.services.people.find(people[0].id)
    assert found is not None
    assert not found.writable
    people[0].unblock()
    await stage.settle()
    found = await stage.app.services.people.find(people[0].id)
    assert found is not None
    assert found.writable
    await Havoc(stage).calm()


async def test_who_never_wrote_in_private_is_not_written_to_because_they_unblocked(stage: Stage) -> None:
    """A person can block and unblock a bot that they only know from a group."""
    awa = await stage.coordinator()
    chat, _, people = await stage.group(awa)
    await people[5].send("/help", chat=chat)
    await stage.settle()
    for blocked in (True, False):
        stage.telegram.set_block(people[5], blocked=blocked)
        await stage.settle()
    found = await stage.app.services.people.find(people[5].id)
    assert found is not None
    assert not found.writable
    await Havoc(stage).calm()


async def test_a_deleted_account_holds_nothing_up(stage: Stage) -> None:
    awa = await stage.coordinator()
    chat, fatou, people = await stage.group(awa)
    await stage.round(fatou, chat)
    await stage.answer(people[0], chat, LEVELS)
    people[0].deactivate()
    await stage.advance(8 * DAY)
    assert said(fatou, chat)
    assert await Havoc(stage).troubled() == []


async def test_the_first_question_comes_in_the_groups_language(stage: Stage) -> None:
    """Telegram says Spanish, the group speaks French: whoever joins by its link reads French, until they choose."""
    awa = await stage.coordinator()
    chat, fatou, _ = await stage.group(awa)
    await stage.say(fatou, "/settings", chat)
    await stage.tap(fatou, "Language", chat)
    await stage.tap(fatou, "Français", chat)
    await stage.say(fatou, "/survey", chat)
    await stage.tap(fatou, "groupe de pairs", chat)
    await stage.tap(fatou, "7 jours", chat)
    await stage.tap(fatou, "uvrir", chat)
    newcomer = stage.telegram.person("Lucía", language="es")
    await newcomer.join(chat)
    await stage.tap(newcomer, "Répondre en privé", chat)
    question = newcomer.screen()
    assert any(label.startswith("0 ·") for label in question.labels)
    assert "Vos réponses" in question.text
