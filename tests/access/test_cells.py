"""Each cell of the table, through the double: whoever holds a role may, whoever holds none may not."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from bot.rehearsal.persons import Person
from bot.services.act import Refused
from bot.services.actions.actions import Draft
from bot.services.rights import ACTS, Role, Rule
from bot.storage.actions import Whose
from tests.access.scene import TODAY, Cast, play
from tests.access.test_forged import somewhere
from tests.access.witness import Witness
from tests.conversations.havoc import Havoc
from tests.conversations.stage import open_stage


@dataclass(frozen=True, slots=True)
class Try:
    """A tap that comes to an act on the first network, its first group, its organization, or its second group."""

    act: str
    data: str
    on: str = "group"
    in_group: bool = False
    beside: frozenset[str] = frozenset()
    """Who holds a role of the rule, but not under its condition."""

    @property
    def rule(self) -> Rule:
        return ACTS[self.act]


TRIES = [
    Try("actions/boards.Boards.mine", "1:pu:0", "anything"),
    Try("rounds/answering.Answering.see", "1:al:2"),
    Try("talk/views.ThreadViews.page", "1:df:1:0"),
    Try("talk/kept.Kept.look", "1:kd:1"),
    Try("talk/kept.Kept.choose", "1:kb:1:question"),
    Try("rounds/wheels.Wheels.show", "1:ws:1"),
    Try("actions/boards.Boards.board", "1:pr:g:1:0:0"),
    Try("actions/boards.Boards.board", "1:pr:g:2:0:0", "second"),
    Try("actions/boards.Boards.board", "1:pr:o:1:0:0", "organization"),
    Try("actions/boards.Boards.look", "1:pk:1"),
    Try("actions/progressing.Progressing.going_well", "1:pl:1:well"),
    Try("agenda/agenda.Agenda.plan", "1:jg:g:1"),
    Try("agenda/agenda.Agenda.plan", "1:jg:g:2", "second"),
    Try("agenda/agenda.Agenda.plan", "1:jg:o:1", "organization"),
    Try("actions/places.Places.given", "1:prb:1:2026", "organization", beside=frozenset({"mina", "carla"})),
    Try("groups/membership.Membership.confirm", "1:st:1:{fatou}:1:1", "organization"),
    Try("followup/tending.Tending.look", "1:tb:1"),
    Try("followup/tending.Tending.look", "1:tb:2", "second"),
    Try("announcements/announcements.Announcements.look", "1:nd:1", "network"),
    Try("announcements/announcements.Announcements.look", "1:nd:2"),
    Try("rounds/tailoring.Tailoring.offer", "1:ob:g:1"),
    Try("rounds/tailoring.Tailoring.offer", "1:ob:g:2", "second"),
    Try("rounds/tailoring.Tailoring.offer", "1:ob:o:1", "organization", beside=frozenset({"mina", "carla"})),
    Try("groups/companions.Companions.sharing", "1:sje:1", "organization"),
    Try("groups/companions.Companions.look", "1:sjb:1", "network"),
    Try("groups/parting.Parting.listed", "1:ska:1:1:0", "network"),
    Try("groups/parting.Parting.listed", "1:ska:1:0:0", "network"),
    Try("groups/parting.Parting.end", "1:skb:1:1:0:1", "network"),
    Try("groups/invitations.Invitations.invite", "1:sv:1", "network"),
    Try("groups/membership.Membership.claim", "1:sic:1:0", "network"),
    Try("groups/setup.SetUp.look", "1:ss:1", in_group=True),
    Try("groups/setup.SetUp.look", "1:ss:2", "second", in_group=True),
    Try("workshop/themes.WorkshopThemes.tap", "1:wkf:1:0:3", "second", in_group=True),
]

ROLES: dict[str, dict[str, set[Role]]] = {
    "group": {
        "awa": {Role.COORDINATOR},
        "cora": {Role.COORDINATOR},
        "fatou": {Role.MEMBER, Role.FACILITATOR, Role.ADMINISTRATOR},
        "ada": {Role.MEMBER, Role.ADMINISTRATOR},
        "mina": {Role.MEMBER, Role.OWN},
    },
    "second": {
        "awa": {Role.COORDINATOR},
        "cora": {Role.COORDINATOR},
        "vera": {Role.MEMBER, Role.ADMINISTRATOR, Role.ACTING},
    },
    "organization": {
        "awa": {Role.COORDINATOR},
        "cora": {Role.COORDINATOR},
        "mina": {Role.CONFIRMED, Role.OWN},
        "carla": {Role.CONFIRMED},
        "vic": {Role.COMPANION},
    },
    "network": {
        "awa": {Role.MEMBER, Role.COORDINATOR},
        "cora": {Role.MEMBER, Role.COORDINATOR},
        **{name: {Role.MEMBER} for name in ("fatou", "ada", "vera", "mina", "carla")},
    },
    "anything": {},
}
"""What everybody is to the things of the first network; who is not named is nothing to them."""


PLANS = [
    ("group", Whose(group_id=1)),
    ("second", Whose(group_id=2)),
    ("organization", Whose(organization_id=1)),
]


class Court:
    """Lets everybody try, and says who could."""

    def __init__(self, runner: asyncio.Runner, cast: Cast, witness: Witness) -> None:
        self.runner, self.cast, self.witness = runner, cast, witness
        self.havoc = Havoc(cast.stage)

    def could(self, one: Try) -> set[str]:
        return {name for name, person in self.cast.everybody.items() if self.runner.run(self._tries(person, one))}

    def could_add(self, whose: Whose) -> set[str]:
        """To a plan: what takes several taps is asked of the service itself."""
        return {name for name, person in self.cast.everybody.items() if self.runner.run(self._adds(person, whose))}

    async def _adds(self, person: Person, whose: Whose) -> bool:
        draft = Draft("Something else", TODAY + timedelta(days=30), whose)
        with suppress(Refused):
            await self.cast.stage.app.services.actions.propose(self.cast.act(person), draft)
            return True
        return False

    async def _tries(self, person: Person, one: Try) -> bool:
        self.witness.deeds.clear()
        place = await somewhere(self.cast, person, one.in_group)
        await self.havoc.tap(person, place, one.data.format(fatou=self.cast.fatou.id))
        return one.act in self.witness.done_by(person.id)


@contextmanager
def court(folder: Path) -> Iterator[Court]:
    with asyncio.Runner() as runner, pytest.MonkeyPatch.context() as patch:
        opened = open_stage(folder)
        stage = runner.run(opened.__aenter__())
        cast, witness = runner.run(play(stage)), Witness()
        witness.watch(patch)
        yield Court(runner, cast, witness)
        runner.run(opened.__aexit__(None, None, None))


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Court]:
    with court(tmp_path_factory.mktemp("court")) as one:
        yield one


def expected_of(rule: Rule, on: str) -> set[str]:
    everybody = set(ROLES["network"]) | {"vic", "otto", "olga", "sam"}
    holders = set(rule.holders)
    if Role.ANYBODY in holders:
        return everybody
    return {name for name in everybody if ROLES[on].get(name, set()) & holders}


@pytest.mark.parametrize(("on", "whose"), PLANS, ids=[on for on, _ in PLANS])
def test_who_may_add_to_a_plan(held: Court, on: str, whose: Whose) -> None:
    assert held.could_add(whose) == expected_of(Rule.JOIN, on)


@pytest.mark.parametrize("one", TRIES, ids=[f"{one.rule.name}-{one.data}" for one in TRIES])
def test_who_holds_a_role_may_and_nobody_else(held: Court, one: Try) -> None:
    assert held.could(one) == expected_of(one.rule, one.on) - one.beside


BESIDE = {Rule.LINK, Rule.CHAT, Rule.JOIN, Rule.OFFER}
"""Told elsewhere: what no tap comes to, or only by several."""


def test_every_rule_is_tried() -> None:
    assert {one.rule for one in TRIES} | BESIDE == set(Rule)
