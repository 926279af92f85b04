"""Twin walks: the same people tap the same, but for a secret; whatever leaves the bot, and to whomever, is the same.

Half a year of a group goes by in each: rounds, their close, a workshop, reminders, the digest, and all that people of
every role ask for meanwhile. The eyes are on chats, answers to taps, calls, files, pictures, logs and figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from bot.logs import configure
from bot.rehearsal.chats import Chat
from bot.rehearsal.persons import Person
from tests.attacks.leaving import Left, left
from tests.conversations.havoc import Havoc
from tests.conversations.stage import DAY, Stage, open_stage
from tests.heard import logging_kept

THEMES = 6
MEMBERS = 7
SKIP = "I don't know"

Said = Sequence[str]
"""By which label each of those who answer does so, to all themes."""

THREE = ("3 ·",) * 4
FEW: dict[str, Said] = {
    "they skip": (SKIP,) * 4,
    "one of them skips": ("3 ·", "3 ·", "3 ·", SKIP),
    "low": ("0 ·",) * 4,
    "high": ("5 ·",) * 4,
    "not alike": ("1 ·", "2 ·", "4 ·", "5 ·"),
}
"""Of fewer than the minimum of five, beside four times three: what they said is told to nobody, nor how many scored."""

MANY: dict[str, tuple[Said, Said]] = {
    "who skipped": (("2 ·", "3 ·", "4 ·", "3 ·", "2 ·", SKIP), (SKIP, "3 ·", "2 ·", "2 ·", "4 ·", "3 ·")),
    "who said what": (("0 ·", "1 ·", "2 ·", "3 ·", "4 ·", "5 ·"), ("5 ·", "3 ·", "0 ·", "4 ·", "1 ·", "2 ·")),
}
"""Of enough for a wheel: the same answers, given by others of them."""


def first_alone(names: Iterable[str]) -> list[Any]:
    """Each walk takes seconds, so that all but the first wait for the slow tests."""
    first, *others = names
    return [first, *(pytest.param(one, marks=pytest.mark.slow) for one in others)]


IN_GROUP = ("/survey", "/wheel", "/plan", "/agenda", "/settings", "/threads")
IN_PRIVATE = ("/start", "/survey", "/wheel", "/my", "/groups", "/log", "/mydata", "/privacy", "/help", "/announcements")


@pytest.mark.parametrize("secret", first_alone(FEW))
async def test_what_few_have_said_leaves_in_no_way(tmp_path: Path, secret: str) -> None:
    one, other = [await walked(tmp_path, said) for said in (THREE, FEW[secret])]
    assert any("protect" in text for text in one["chat Peer group"])
    quiet = "\n".join(text for channel in ("logs", "metrics", "log of acts") for text in one[channel])
    assert [name for name in ("Awa", "Fatou", "Member", "Peer group") if name in quiet] == []
    assert differences(one, other) == {}


@pytest.mark.parametrize("secret", first_alone(MANY))
async def test_who_of_many_has_said_what_leaves_in_no_way(tmp_path: Path, secret: str) -> None:
    """What they have said together is told: else the same eyes would see nothing anywhere."""
    one, other, higher = [await walked(tmp_path, said) for said in (*MANY[secret], ("4 ·",) * 6)]
    assert sum("photo" in text for text in one["chat Peer group"]) >= 2
    assert differences(one, other) == {}
    assert differences(one, higher).keys() >= {"chat Peer group", "chat Fatou"}


def differences(one: Left, other: Left) -> dict[str, list[str]]:
    """By channel, the first text of each walk that is not in the other."""
    apart = {name for name in {*one, *other} if one.get(name) != other.get(name)}
    return {name: _first(one.get(name, []), other.get(name, [])) for name in apart}


def _first(one: list[str], other: list[str]) -> list[str]:
    return [next((text for text in here if text not in there), "") for here, there in ((one, other), (other, one))]


async def walked(folder: Path, said: Said) -> Left:
    with logging_kept():
        async with open_stage(folder) as stage:
            log = StringIO()
            configure(stage.settings.model_copy(update={"log": "debug"}), clock=stage.clock, stream=log)
            awa = await stage.coordinator()
            chat, fatou, people = await stage.group(awa, members=MEMBERS)
            await _walk(stage, awa, fatou, chat, people, said)
            await Havoc(stage).calm()
            return await left(stage, log, but=people[: len(said)])


async def _walk(  # noqa: PLR0917 - who is there
    stage: Stage, awa: Person, fatou: Person, chat: Chat, people: Sequence[Person], said: Said
) -> None:
    for person in (fatou, people[-1]):
        await stage.say(person, "/start")
    for _ in range(2):
        await _opened(stage, fatou, chat)
        for person, label in zip(people, said, strict=False):
            await _answers(stage, person, chat, label)
            await stage.say(fatou, "/survey", chat)
        await _looks(stage, awa, fatou, chat, people[-1])
        await stage.advance(8 * DAY)
        await _looks(stage, awa, fatou, chat, people[-1])
        await stage.advance(32 * DAY)
    await _workshop(stage, fatou, chat, people, said)
    await _looks(stage, awa, fatou, chat, people[-1])
    await stage.advance(100 * DAY)
    await _looks(stage, awa, fatou, chat, people[-1])


async def _opened(stage: Stage, fatou: Person, chat: Chat) -> None:
    shown = await stage.say(fatou, "/survey", chat)
    again = [label for label in shown.labels if label == "A new round"]
    for label in (*again, "How our peer group", "7 days", "Open it"):
        await stage.tap(fatou, label, chat)


async def _answers(stage: Stage, person: Person, chat: Chat, label: str) -> None:
    await stage.tap(person, "Answer in private", chat)
    for _ in range(THEMES):
        await stage.tap(person, label)
    await stage.tap(person, "Done")


async def _looks(stage: Stage, awa: Person, fatou: Person, chat: Chat, member: Person) -> None:
    """Who facilitates, who coordinates, and a member who has not answered ask for all that there is."""
    for command in IN_GROUP:
        await stage.say(fatou, command, chat)
    for person in (fatou, awa, member):
        for command in IN_PRIVATE:
            await stage.say(person, command)


async def _workshop(stage: Stage, fatou: Person, chat: Chat, people: Sequence[Person], said: Said) -> None:
    """Each taps what they have answered; who skipped taps as well, since a workshop has no skip."""
    await stage.say(fatou, "/workshop", chat)
    await stage.tap(fatou, "How our peer group", chat)
    await stage.tap(fatou, "Everybody taps", chat)
    for person, label in zip(people, said, strict=False):
        await stage.tap(person, "3 ·" if label == SKIP else label, chat)
    for _ in range(2):
        await stage.tap(fatou, "Show the level", chat)
        if any("without its level" in label for label in fatou.labels(chat)):
            await stage.tap(fatou, "Go on without its level", chat)
        await stage.tap(fatou, "Next theme", chat)
    await stage.tap(fatou, "⋯", chat)
