"""Hostile words in every dialogue, and in the names that Telegram tells: they arrive as text, and nothing fails."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from random import Random
from typing import Any

import pytest

from bot.rehearsal.persons import Person
from bot.services.act import Act
from bot.services.actions.actions import Draft
from bot.storage.actions import Whose
from handlers.routes import routes
from tests.access.scene import Cast
from tests.access.words import HOSTILE
from tests.conversations.havoc import Havoc
from tests.conversations.stage import DAY, Stage, open_stage

DIALOGUES = sorted({*routes().lines, *routes().contents})
COMMANDS = sorted(set(routes().menu) - {"forgetme"})
FEW = 10
"""Of the corpus, in each dialogue; each of it is in many."""

HERE, SECOND, OTHER = "group", "second group", "the other network's"
OPENERS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "action": ("fatou", "", ("1:pa:1",)),
    "action_day": ("fatou", "", ("1:pg:1:m",)),
    "action_line": ("fatou", "", ("1:pm:1:sign",)),
    "action_name": ("fatou", "", ("1:ph:1:h:0",)),
    "agenda": ("fatou", "", ("1:jg:g:1",)),
    "announcement_day": ("awa", "", ("1:nm:1",)),
    "announcement": ("awa", "", ("1:ne:1:en",)),
    "announcement_text": ("fatou", "", ("1:nu:2",)),
    "charter": ("awa", "", ("1:ce:n:1:1", "1:ch:n:1:en")),
    "charter_change": ("awa", "", ("1:ce:n:1:1", "1:cj:n:1:en")),
    "keep": ("fatou", "", ("1:ka:1",)),
    "my_organization_part": ("fatou", "", ("1:sid:1",)),
    "my_organization_name": ("fatou", "", ("1:sie:1",)),
    "organization_name": ("fatou", "", ("1:an:2",)),
    "organization_search": ("ada", "", ("1:ao:2",)),
    "person_days": ("awa", "", ("1:prb:1:2026",)),
    "proposal_day": ("fatou", "", ("1:rn:1:1",)),
    "setup_country": ("fatou", "", ("1:se:1",)),
    "setup_organization_part": ("fatou", "", ("1:sq:1:0",)),
    "setup_organization_name": ("fatou", "", ("1:sr:1:0",)),
    "support_country": ("awa", "", ("1:hd:1",)),
    "support_contact": ("awa", "", ("1:he:1:ZZ",)),
    "survey_day": ("awa", "", ("1:rt:o:1:peer-group",)),
    "survey_extension": ("fatou", "", ("1:ry:2:1",)),
    "template_theme": ("fatou", "", ("1:oc:g:1:peer-group", "1:og:1")),
    "template_words": ("fatou", "", ("1:oc:g:1:peer-group", "1:of:1:trust:n:en")),
    "thread_subject": ("fatou", HERE, ("1:de",)),
    "thread_title": ("fatou", "", ("1:dj:1:title",)),
    "thread_summary": ("fatou", "", ("1:dj:1:summary",)),
    "workshop_present": ("olga", OTHER, ("1:wkd:peer-group",)),
    "workshop_why": ("vera", SECOND, ("1:wkj:1:0",)),
}
"""Who comes to each dialogue, where, and by which taps."""

AFTERWARDS: dict[str, str] = {"announcement_text": "1:nw:2:en"}
"""What is tapped for the words to go out, where they wait for a yes."""


async def _announced(cast: Cast) -> None:
    """The group's news went out, so that its text can be changed."""
    await cast.stage.app.services.dispatch.send(cast.act(cast.fatou), 2)
    await cast.stage.advance(DAY)


async def _of_several(cast: Cast) -> None:
    """The group is several organizations', so that its rounds ask for one's own."""
    await cast.stage.app.services.groups.setup.of_several(cast.act(cast.awa), 1, 1, among=True)


BEFOREHAND: Mapping[str, Callable[[Cast], Awaitable[None]]] = {
    "announcement_text": _announced,
    "organization_search": _of_several,
}
"""What makes it possible to come there."""


def test_every_dialogue_is_spoken_in() -> None:
    assert sorted(OPENERS) == DIALOGUES


def some(dialogue: str) -> list[str]:
    return Random(dialogue).sample(sorted(HOSTILE.values()), FEW)


@pytest.mark.parametrize("part", range(3))
async def test_hostile_words_in_every_dialogue_harm_nothing(cast: Cast, part: int) -> None:
    havoc = Havoc(cast.stage)
    unheard = []
    for dialogue in sorted(OPENERS)[part::3]:
        await BEFOREHAND.get(dialogue, _nothing)(cast)
        for words in some(dialogue):
            if not await _asked(cast, havoc, dialogue):
                unheard.append(dialogue)
            await _says(cast, havoc, dialogue, words)
    await havoc.calm()
    assert unheard == []
    await _read_everything(cast, havoc)
    assert _links_of_people(cast.stage) == []


async def _nothing(cast: Cast) -> None:
    """Most dialogues are open to whoever taps."""


def _stands(cast: Cast, dialogue: str) -> tuple[Person, Any]:
    name, where, _ = OPENERS[dialogue]
    return cast.everybody[name], {HERE: cast.chat, SECOND: cast.second, OTHER: cast.other}.get(where)


async def _asked(cast: Cast, havoc: Havoc, dialogue: str) -> bool:
    """Tap up to the question; whether it is the one that waits."""
    person, chat = _stands(cast, dialogue)
    for data in OPENERS[dialogue][2]:
        await havoc.tap(person, await cast.stage.seen(person, chat), data)
    rows = await cast.stage.app.services.ground.read(
        lambda tx: tx.all("SELECT kind FROM dialogue WHERE person_id = :person", person=person.id)
    )
    return dialogue in [row["kind"] for row in rows]


async def _says(cast: Cast, havoc: Havoc, dialogue: str, words: str) -> None:
    person, chat = _stands(cast, dialogue)
    await person.send(words, chat=chat, reply_to=person.screen(chat) if chat else None)
    await cast.stage.settle()
    if dialogue in AFTERWARDS:
        await havoc.tap(person, await cast.stage.seen(person, chat), AFTERWARDS[dialogue])


async def _read_everything(cast: Cast, havoc: Havoc) -> None:
    for person in (cast.fatou, cast.awa):
        for command in COMMANDS:
            await person.send(f"/{command}")
            await cast.stage.settle()
    await havoc.calm()


def _links_of_people(stage: Stage) -> list[str]:
    """What the bot said in which typed markup became a link."""
    messages = [one for chat in stage.telegram.chats.values() for one in chat.messages.values() if one.by_bot]
    return [one.text for one in messages if any("tg://user?id=1" in str(entity) for entity in one.entities)]


@pytest.mark.parametrize("part", range(2))
async def test_hostile_words_after_every_command_harm_nothing(cast: Cast, part: int) -> None:
    """Some take words, `/discuss` and `/keep`; the others pass over them. In private and in a group."""
    for command in COMMANDS[part::2]:
        for words in some(command)[:4]:
            await cast.fatou.send(f"/{command} {words}")
            await cast.mina.send(f"/{command} {words}", chat=cast.chat)
            await cast.stage.settle()
    await Havoc(cast.stage).calm()
    assert _links_of_people(cast.stage) == []


@pytest.mark.parametrize("kind", HOSTILE)
async def test_names_that_telegram_tells_are_text(tmp_path: Any, kind: str) -> None:
    """Of a person (64 characters) and of a group (128), through a whole round to the wheel."""
    async with open_stage(tmp_path) as stage:
        await _round_under_names(stage, HOSTILE[kind])


async def _round_under_names(stage: Stage, words: str) -> None:
    awa = await stage.coordinator(words[:64])
    chat, fatou, people = await stage.group(awa, title=words[:128].strip() or "x", members=5)
    await stage.round(fatou, chat)
    for person in people:
        await stage.answer(person, chat, [3] * 6)
    await stage.advance(8 * DAY)
    assert await _wheels(fatou, chat)
    await stage.say(fatou, "/settings", chat)
    havoc, act = Havoc(stage), Act(fatou.id, stage.clock.now())
    await stage.app.services.actions.propose(act, Draft("Ask", act.now.date(), Whose(group_id=1)))
    await havoc.tap(fatou, await stage.say(fatou, "/start"), "1:xc:g:1:c")
    await havoc.calm()
    named = [one.media.name for one in fatou.messages() if one.media]
    assert len(named) == 1
    assert all(one.isprintable() and not set(one) & set('/\\<>:"|?*') for one in named)


async def _wheels(person: Person, chat: Any) -> list[Any]:
    return [one for one in person.messages(chat) if one.photo is not None]
