"""Every kind of tap, forged, by people of every role: nothing beyond the role, no exception, no leak between networks.

PALABRE_TEST_FORGED says how many, drawn anew each time; without it they are few, and always the same.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.rehearsal.model import Message
from bot.rehearsal.persons import Person
from handlers.value import Value
from tests.access.forging import KINDS, of_kind, taps
from tests.access.scene import MARK, Cast, play
from tests.access.witness import Witness
from tests.conversations.havoc import Havoc
from tests.conversations.stage import open_stage

FEW = 300
MANY = int(os.environ.get("PALABRE_TEST_FORGED", FEW))
FORGOTTEN = "1:gf"
"""The yes to being forgotten: whoever taps it is out of the play."""


class Attack:
    """Forges taps in one play that goes on and on."""

    def __init__(self, cast: Cast, witness: Witness) -> None:
        self.cast = cast
        self.havoc = Havoc(cast.stage)
        self.witness = witness
        self.calls = self.havoc.calls

    async def tap(self, name: str, data: str, in_group: bool) -> None:
        if data == FORGOTTEN:
            return
        person = self.cast.everybody[name]
        callback = await self.havoc.tap(person, await somewhere(self.cast, person, in_group), data)
        assert callback.answer is not None, (name, data)
        assert not self.witness.wrongs(), (name, data, self.witness.wrongs())
        assert not self._leaks(), (name, data, self._leaks())
        self.witness.deeds.clear()
        self.calls = self.havoc.calls

    def _leaks(self) -> list[str]:
        """Words of the first network that went to somebody of none, or of the other."""
        outside = {person.id for person in self.cast.outsiders} | {self.cast.other.id}
        told = [call.params for call in self.cast.stage.telegram.calls[self.calls :]]
        return [str(one) for one in told if int(one.get("chat_id", 0)) in outside and MARK in str(one)]


async def somewhere(cast: Cast, person: Person, in_group: bool) -> Message:
    """The last message of the bot that the person has before them, in a group of theirs or in private."""
    groups = [chat for chat in (cast.chat, cast.second, cast.other) if in_group and person.id in chat.members]
    for chat in (*groups[:1], None):
        shown = [one for one in person.messages(chat) if one.by_bot]
        if shown:
            return shown[-1]
    return await cast.stage.say(person, "/start")


@pytest.fixture
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as one:
        yield one


@pytest.fixture
def attack(runner: asyncio.Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Attack]:
    opened = open_stage(tmp_path)
    stage = runner.run(opened.__aenter__())
    cast = runner.run(play(stage))
    witness = Witness()
    witness.watch(monkeypatch)
    yield Attack(cast, witness)
    runner.run(opened.__aexit__(None, None, None))


def hold(case: Callable[..., None], many: int, *drawn: st.SearchStrategy[Any]) -> None:
    """So many cases, without going back: what was tapped stays tapped."""
    chosen = settings(
        max_examples=many,
        derandomize=MANY == FEW,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    chosen(given(*drawn)(case))()


NAMES = ["awa", "cora", "fatou", "ada", "vera", "mina", "carla", "vic", "otto", "olga", "sam"]


def test_forged_taps_of_any_kind_by_anybody(runner: asyncio.Runner, attack: Attack) -> None:
    def case(name: str, data: str, in_group: bool) -> None:
        runner.run(attack.tap(name, data, in_group))

    hold(case, MANY, st.sampled_from(NAMES), taps(), st.booleans())
    runner.run(attack.havoc.calm())


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_each_kind_of_tap_by_each_role_sent_twice(runner: asyncio.Runner, attack: Attack, name: str) -> None:
    def case(kind: type[Value], data: st.DataObject, in_group: bool) -> None:
        tapped = data.draw(of_kind(kind))
        runner.run(attack.tap(name, tapped, in_group))
        runner.run(attack.tap(name, tapped, in_group))

    for kind in KINDS:
        hold(case, 2, st.just(kind), st.data(), st.booleans())
    runner.run(attack.havoc.calm())


def test_the_witness_sees_what_it_is_there_for(
    runner: asyncio.Runner, attack: Attack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a hole in the services, a stranger's tap is a wrong."""
    monkeypatch.setattr("bot.services.followup.tending.need_facilitator", _nothing)
    with pytest.raises(AssertionError, match=r"tending\.Tending\.look"):
        runner.run(attack.tap("sam", "1:tb:1", in_group=False))


async def _nothing(*_: object) -> None:
    """A rule that was forgotten."""
