"""Who speaks in a group, and to whom: an answer where the bot is meant, silence where it is not."""

from __future__ import annotations

import pytest

from bot.rehearsal.groups import Group
from bot.rehearsal.persons import Person
from bot.storage import groups
from tests.conversations.havoc import Havoc
from tests.conversations.stage import Stage


async def members(stage: Stage, chat: Group) -> list[int]:
    group = await stage.app.services.groups.of_chat(chat.id)
    assert group is not None
    return await stage.app.services.ground.read(lambda tx: groups.members(tx, group.id))


def said(person: Person, chat: Group) -> list[str]:
    """What the bot has said in the chat."""
    return [one.text for one in person.messages(chat) if one.by_bot and not one.service]


async def test_channels_other_bots_and_linked_posts_are_passed_over(stage: Stage) -> None:
    """777000 for a linked channel, 136817688 for who writes as a channel, and bots: no answer, nobody noted."""
    awa = await stage.coordinator()
    chat, fatou, _ = await stage.group(awa)
    await fatou.promote(stage.telegram.bot, chat)
    channel = stage.telegram.channel("News", creator=fatou)
    chat.link(channel)
    spoken, inside = said(fatou, chat), await members(stage, chat)
    channel.publish("/wheel")
    chat.speak_as(channel, "/survey")
    helper = stage.telegram.other_bot("Helper", "helper_bot")
    chat.add(helper, by=fatou.user)
    chat.speak(helper, "/help")
    await stage.settle()
    assert (said(fatou, chat), await members(stage, chat)) == (spoken, inside)
    await Havoc(stage).calm()


async def test_an_anonymous_administrator_is_heard_and_answered_in_the_groups_language(stage: Stage) -> None:
    awa = await stage.coordinator()
    chat, fatou, _ = await stage.group(awa)
    await stage.say(fatou, "/settings", chat)
    await stage.tap(fatou, "Language", chat)
    await stage.tap(fatou, "Français", chat)
    await fatou.promote(fatou, chat, anonymous=True)
    await stage.say(fatou, "/survey", chat)
    await stage.tap(fatou, "groupe", chat)
    shown = await stage.say(fatou, "/help", chat)
    assert "Que souhaitez-vous faire" in shown.text
    refused = await stage.say(fatou, "/nothing@palabre_bot", chat)
    assert "Je n’ai pas compris" in refused.text or "pas compris" in refused.text
    await Havoc(stage).calm()


async def test_an_anonymous_administrators_dialogue_takes_their_typed_line(stage: Stage) -> None:
    awa = await stage.coordinator()
    chat, fatou, _ = await stage.group(awa)
    await fatou.promote(fatou, chat, anonymous=True)
    await stage.say(fatou, "/survey", chat)
    await stage.tap(fatou, "How our peer group", chat)
    asked = await stage.tap(fatou, "nother da", chat)
    answered = await stage.say(fatou, "5 December", chat, reply_to=asked)
    assert "December" in answered.text
    await Havoc(stage).calm()


@pytest.mark.parametrize("text", ["/help@another_bot", "/wheel@another_bot now", "/nothing", "hello", "/settingsx"])
async def test_what_is_not_for_the_bot_gets_no_answer_in_a_group(stage: Stage, text: str) -> None:
    awa = await stage.coordinator()
    chat, fatou, people = await stage.group(awa)
    await fatou.promote(stage.telegram.bot, chat)  # an administrator gets every message
    spoken = said(fatou, chat)
    await people[0].send(text, chat=chat)
    await stage.settle()
    assert said(fatou, chat) == spoken


@pytest.mark.parametrize("text", ["/nothing@palabre_bot", "/NOTHING@Palabre_Bot with words"])
async def test_an_unknown_command_for_the_bot_gets_one_line_in_a_group(stage: Stage, text: str) -> None:
    awa = await stage.coordinator()
    chat, fatou, people = await stage.group(awa)
    spoken = said(fatou, chat)
    await people[0].send(text, chat=chat)
    await stage.settle()
    assert len(said(fatou, chat)) == len(spoken) + 1
    assert "/help" in said(fatou, chat)[-1]


@pytest.mark.parametrize("text", ["/help@palabre_bot", "/HELP", "/aide", "/ayuda@PALABRE_BOT"])
async def test_a_command_is_known_in_any_case_and_language(stage: Stage, text: str) -> None:
    awa = await stage.coordinator()
    chat, fatou, people = await stage.group(awa)
    spoken = said(fatou, chat)
    await people[0].send(text, chat=chat)
    await stage.settle()
    assert len(said(fatou, chat)) == len(spoken) + 1


async def test_a_link_for_the_private_chat_shows_no_question_in_a_group(stage: Stage) -> None:
    awa = await stage.coordinator()
    chat, fatou, people = await stage.group(awa)
    invitation = await stage.round(fatou, chat)
    secret = next(b.url for r in invitation.buttons for b in r if b.url).rpartition("=")[2]
    answer = await stage.say(people[0], f"/start@palabre_bot {secret}", chat)
    assert not any(label.startswith("0 ·") for label in answer.labels)
    assert "private" in answer.text.lower()
