"""Groups: what the bot sees of them, who is who, migration, topics."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.rehearsal import ActError, World
from bot.rehearsal.groups import Group
from bot.rehearsal.model import ANONYMOUS_ADMIN_ID, Message
from bot.rehearsal.persons import Person

from .conftest import Api, Updates

Seen = Callable[[], Any]


@pytest.fixture
async def seen(updates: Updates, group: Group) -> Seen:
    """The texts that the bot has been told of since the last look."""
    await updates()

    async def look() -> list[str]:
        found = await updates()
        return [(update.get("message") or update.get("edited_message") or {}).get("text", "") for update in found]

    return look


async def test_in_privacy_mode_the_bot_sees_commands_replies_and_service_messages(
    api: Api, bob: Person, group: Group, seen: Seen, world: World
) -> None:
    mine = await api.ok("sendMessage", chat_id=group.id, text="Why?", reply_markup={"force_reply": True})
    await bob.send("hello all", chat=group)
    await bob.send("/wheel", chat=group)
    await bob.send("/wheel@other_bot", chat=group)
    await bob.send(f"/wheel@{world.bot.username}", chat=group)
    await bob.send("because", chat=group, reply_to=mine["message_id"])
    await bob.send(f"what does @{world.bot.username} say?", chat=group)
    assert await seen() == ["/wheel", f"/wheel@{world.bot.username}", "because"]
    await bob.leave(group)
    assert await seen() == [""]


async def test_a_bare_command_goes_to_the_bot_that_spoke_last(
    api: Api, bob: Person, group: Group, seen: Seen, world: World
) -> None:
    other = world.other_bot("Other", "other_bot")
    group.add(other)
    await seen()
    group.speak(other, "I am the last")
    await bob.send("/help", chat=group)
    await api.ok("sendMessage", chat_id=group.id, text="Now I am")
    await bob.send("/wheel", chat=group)
    assert await seen() == ["/wheel"]


async def test_an_admin_bot_sees_everything_but_other_bots(bob: Person, group: Group, seen: Seen, world: World) -> None:
    group.promote(world.bot)
    other = world.other_bot("Other", "other_bot")
    group.add(other)
    await seen()
    said = await bob.send("hello all", chat=group)
    assert said is not None
    group.speak(other, "I am a bot")
    await bob.edit(said, "hello everyone")
    assert await seen() == ["hello all", "hello everyone"]


async def test_privacy_mode_can_be_switched_off(api: Api, bob: Person, group: Group, seen: Seen, world: World) -> None:
    world.privacy_mode = False
    await bob.send("hello all", chat=group)
    assert await seen() == ["hello all"]
    assert (await api.ok("getMe"))["can_read_all_group_messages"]


async def test_an_anonymous_admin_writes_as_the_group_and_taps_as_oneself(
    api: Api, anna: Person, group: Group, updates: Updates, buttons: Callable[..., dict[str, Any]]
) -> None:
    with pytest.raises(ActError, match="supergroups"):
        await anna.promote(anna, group, anonymous=True)
    group.migrate()
    await anna.promote(anna, group, anonymous=True)
    await updates()
    await anna.send("/settings", chat=group)
    message = (await updates())[-1]["message"]
    assert (message["from"]["id"], message["sender_chat"]["id"]) == (ANONYMOUS_ADMIN_ID, group.id)
    await api.ok("sendMessage", chat_id=group.id, text="Set up?", reply_markup=buttons("Set up"))
    await anna.tap("Set up", chat=group, wait=False)
    assert (await updates())[-1]["callback_query"]["from"]["id"] == anna.id


async def test_migration_gives_a_new_id_a_pair_of_messages_and_no_event_of_leaving(
    api: Api, anna: Person, group: Group, updates: Updates
) -> None:
    await api.ok("sendMessage", chat_id=group.id, text="before")
    await updates()
    old = group.id
    group.migrate()
    found = await updates()
    assert [set(update) - {"update_id"} for update in found] == [{"message"}, {"message"}]
    assert (found[0]["message"]["chat"]["id"], found[0]["message"]["migrate_to_chat_id"]) == (old, group.id)
    assert (found[1]["message"]["chat"]["id"], found[1]["message"]["migrate_from_chat_id"]) == (group.id, old)
    refusal = await api("sendMessage", chat_id=old, text="x")
    assert refusal["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    assert refusal["parameters"] == {"migrate_to_chat_id": group.id}
    await api.ok("sendMessage", chat_id=group.id, text="after")
    assert [message.text for message in anna.messages(group) if message.by_bot] == ["before", "after"]


async def test_buttons_from_before_the_migration_reach_nobody(
    api: Api, anna: Person, group: Group, updates: Updates, buttons: Callable[..., dict[str, Any]]
) -> None:
    await api.ok("sendMessage", chat_id=group.id, text="x", reply_markup=buttons("Set up"))
    group.migrate()
    await updates()
    assert await anna.tap("Set up", chat=group) is None
    assert await updates() == []


async def test_roles_are_told_and_can_be_asked_for(
    api: Api, anna: Person, bob: Person, group: Group, updates: Updates
) -> None:
    world = anna.world
    await updates()
    await anna.promote(world.bot, group)
    change = (await updates())[-1]["my_chat_member"]
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == ("member", "administrator")
    await anna.promote(bob, group)
    admins = await api.ok("getChatAdministrators", chat_id=group.id)
    assert [(one["user"]["id"], one["status"]) for one in admins] == [
        (anna.id, "creator"),
        (world.bot.id, "administrator"),
        (bob.id, "administrator"),
    ]
    await anna.demote(bob, group)
    assert (await api.ok("getChatMember", chat_id=group.id, user_id=bob.id))["status"] == "member"
    await anna.kick(bob, group)
    assert (await api.ok("getChatMember", chat_id=group.id, user_id=bob.id))["status"] == "kicked"
    assert await api.ok("getChatMemberCount", chat_id=group.id) == 2
    with pytest.raises(ActError, match="not an administrator"):
        await bob.promote(anna, group)


async def test_the_bot_is_told_of_being_removed_and_of_nothing_after(
    anna: Person, group: Group, updates: Updates, world: World
) -> None:
    await updates()
    await anna.remove_bot(group)
    await anna.send("/start", chat=group)
    found = await updates()
    assert found[0]["message"]["left_chat_member"]["id"] == world.bot.id
    assert [update["my_chat_member"]["new_chat_member"]["status"] for update in found[1:]] == ["kicked"]


async def test_a_block_is_told_in_the_private_chat(anna: Person, updates: Updates) -> None:
    await anna.send("/start")
    await updates()
    anna.block()
    anna.unblock()
    statuses = [update["my_chat_member"]["new_chat_member"]["status"] for update in await updates()]
    assert statuses == ["kicked", "member"]


@pytest.fixture
def forum(group: Group, world: World) -> Group:
    group.make_forum()
    group.promote(world.bot)
    return group


async def test_topics_are_made_used_closed_and_deleted(api: Api, forum: Group, bob: Person, updates: Updates) -> None:
    topic = (await api.ok("createForumTopic", chat_id=forum.id, name="Skills"))["message_thread_id"]
    sent = await api.ok("sendMessage", chat_id=forum.id, text="Let us talk", message_thread_id=topic)
    assert (sent["message_thread_id"], sent["is_topic_message"]) == (topic, True)
    await updates()
    await bob.send("yes", chat=forum, topic=topic)
    assert (await updates())[-1]["message"]["message_thread_id"] == topic
    await api.ok("editForumTopic", chat_id=forum.id, message_thread_id=topic, name="Skills and people")
    unchanged = await api.error("editForumTopic", chat_id=forum.id, message_thread_id=topic, name="Skills and people")
    assert unchanged == "400 Bad Request: TOPIC_NOT_MODIFIED"
    for method in ("closeForumTopic", "reopenForumTopic", "deleteForumTopic"):
        await api.ok(method, chat_id=forum.id, message_thread_id=topic)
    for thread in (topic, 1, 4242):
        refusal = await api.error("sendMessage", chat_id=forum.id, text="x", message_thread_id=thread)
        assert refusal == "400 Bad Request: message thread not found"


async def test_a_closed_topic_and_missing_rights_are_refused(api: Api, group: Group) -> None:
    assert await api.error("createForumTopic", chat_id=group.id, name="x") == "400 Bad Request: the chat is not a forum"
    group.make_forum()
    refusal = await api.error("createForumTopic", chat_id=group.id, name="x")
    assert refusal == "400 Bad Request: not enough rights to create a topic"
    topic = group.add_topic("Skills")
    group.close_topic("Skills")
    closed = await api.error("sendMessage", chat_id=group.id, text="x", message_thread_id=topic.id)
    assert closed == "400 Bad Request: TOPIC_CLOSED"


async def test_a_plain_reply_has_a_thread_but_is_no_topic_message(
    bob: Person, group: Group, updates: Updates, world: World
) -> None:
    group.migrate()
    group.promote(world.bot)
    first = await bob.send("first", chat=group)
    assert isinstance(first, Message)
    await bob.send("second", chat=group, reply_to=first)
    message = (await updates())[-1]["message"]
    assert message["message_thread_id"] == first.id
    assert "is_topic_message" not in message


async def test_channel_posts_and_their_copies_come_as_they_do(
    anna: Person, group: Group, world: World, updates: Updates
) -> None:
    channel = world.channel("News", creator=anna)
    channel.promote(world.bot)
    group.migrate()
    group.promote(world.bot)
    group.link(channel)
    await updates()
    channel.publish("hello")
    group.speak_as(channel, "as the channel")
    post, copy, spoken = await updates()
    assert post["channel_post"]["sender_chat"]["id"] == channel.id
    assert (copy["message"]["from"]["id"], copy["message"]["is_automatic_forward"]) == (777000, True)
    assert (spoken["message"]["from"]["id"], spoken["message"]["sender_chat"]["id"]) == (136817688, channel.id)


async def test_invite_links_let_people_in(api: Api, group: Group, world: World) -> None:
    refusal = await api.error("exportChatInviteLink", chat_id=group.id)
    assert refusal == "400 Bad Request: not enough rights to manage chat invite link"
    group.promote(world.bot)
    link = (await api.ok("createChatInviteLink", chat_id=group.id, name="new"))["invite_link"]
    carla = world.person("Carla")
    await carla.open(link)
    assert group.has(carla.id)


async def test_pins_and_reactions(api: Api, anna: Person, group: Group, world: World, updates: Updates) -> None:
    sent = await api.ok("sendMessage", chat_id=group.id, text="Plan")
    target = {"chat_id": group.id, "message_id": sent["message_id"]}
    refusal = await api.error("pinChatMessage", **target)
    assert refusal == "400 Bad Request: not enough rights to manage pinned messages in the chat"
    group.promote(world.bot)
    await api.ok("pinChatMessage", **target)
    assert (await api.ok("getChat", chat_id=group.id))["pinned_message"]["text"] == "Plan"
    assert (await updates())[-1]["message"]["pinned_message"]["text"] == "Plan", "its own pin is told to the bot"
    await api.ok("unpinChatMessage", **target)
    await api.ok("pinChatMessage", **target)
    await api.ok("unpinAllChatMessages", chat_id=group.id)
    assert "pinned_message" not in await api.ok("getChat", chat_id=group.id)
    await api.ok("setMessageReaction", **target, reaction=[{"type": "emoji", "emoji": "👍"}])
    await api.ok("getUpdates", allowed_updates=["message_reaction"])
    await updates()
    await anna.react(anna.screen(group), "❤")
    assert (await updates())[-1]["message_reaction"]["new_reaction"] == [{"type": "emoji", "emoji": "❤"}]


async def test_only_members_see_and_write(anna: Person, group: Group, world: World) -> None:
    carla = world.person("Carla")
    assert carla.messages(group) == []
    with pytest.raises(ActError, match="cannot write"):
        await carla.send("hi", chat=group)
    anna.block()
    with pytest.raises(ActError, match="unblock"):
        await anna.send("hi")
