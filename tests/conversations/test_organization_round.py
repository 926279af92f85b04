"""A round of one organization: the coordinator's link, colleagues outside, and the members' wheel."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from bot.rehearsal.model import Message
from bot.rehearsal.persons import Person
from bot.storage import networks
from bot.storage.port import Writer
from tests.conversations.stage import DAY, Stage

SURVEY = "Gender equality"


@dataclass
class Scene:
    stage: Stage
    awa: Person
    member: Person
    preview: Message
    opened: Message

    @property
    def link(self) -> str:
        return link_in(self.awa.screen().text)

    async def answers(self, person: Person, link: str) -> None:
        await self.stage.open(person, link)
        for _ in range(8):
            await self.stage.tap(person, "4 ·")


def link_in(text: str) -> str:
    found = re.search(r"https://t\.me/\S+", text)
    assert found is not None
    return found[0]


@pytest.fixture
async def scene(stage: Stage) -> Scene:
    """An organization with one confirmed member, whose round a coordinator has just opened."""
    awa = await stage.coordinator()
    member = stage.telegram.person("Moussa", language="fr")
    await stage.say(member, "/start")

    async def work(tx: Writer) -> None:
        organization = await networks.add_organization(tx, 1, "Élan", "SN", 0)
        await networks.add_member(tx, 1, member.id, 0)
        await networks.claim(tx, 1, member.id, organization.id)
        await networks.confirm(tx, 1, member.id, awa.id, 0)

    await stage.app.services.ground.storage.write(work)
    await stage.say(awa, "/survey")
    for label in ("One organization…", "Élan", SURVEY):
        await stage.tap(awa, label)
    preview = await stage.tap(awa, "7 days")
    return Scene(stage, awa, member, preview, await stage.tap(awa, "Open it"))


async def test_the_coordinator_reads_beforehand_that_its_members_alone_are_too_few(scene: Scene) -> None:
    assert "1 person is confirmed with this organization, and a theme needs 5 answers" in scene.preview.text
    assert "by the round's link" in scene.preview.text


async def test_the_coordinator_sees_the_link_and_until_when_it_lasts(scene: Scene) -> None:
    assert "A round is open for Élan until Saturday 28 November, 6:00\xa0PM (time of Dakar)" in scene.opened.text
    assert "?start=o" in scene.link
    assert scene.opened.labels == ["New link (the old one ends)", "End the link", "Close it now"]


async def test_members_are_invited_in_neutral_words(scene: Scene) -> None:
    invitation = scene.member.screen()
    assert "Élan" not in invitation.text
    assert "genre" not in invitation.text.lower()
    assert len(invitation.labels) == 1


async def test_colleagues_outside_answer_and_the_wheel_is_the_members(scene: Scene) -> None:
    outside = [scene.stage.telegram.person(f"Partner {number}", language="en") for number in range(5)]
    for person in outside:
        await scene.answers(person, scene.link)
    await scene.stage.advance(8 * DAY)
    letter = scene.member.screen()
    assert letter.photo is None
    assert "4" not in letter.text
    assert "genre" not in letter.text.lower()
    before = [one.screen().text for one in outside]
    wheel = await scene.stage.tap(scene.member, letter.labels[0])
    assert wheel.photo is not None
    assert "Élan" in wheel.text
    assert "très haut" in wheel.text
    assert [one.screen().text for one in outside] == before
    assert "no wheel for you yet" in (await scene.stage.say(outside[0], "/wheel")).text


async def test_a_new_link_ends_the_old_one_and_one_can_be_ended(scene: Scene) -> None:
    old = scene.link
    renewed = link_in((await scene.stage.tap(scene.awa, "New link")).text)
    late, timely = [scene.stage.telegram.person(name, language="en") for name in ("Late", "Timely")]
    assert "no longer good" in (await scene.stage.open(late, old)).text
    assert "mixed with" in (await scene.stage.open(timely, renewed)).text
    assert await scene.stage.toast(scene.awa, "End the link") == "The link no longer works."
    assert "https://t.me/" not in scene.awa.screen().text
    assert "no longer good" in (await scene.stage.open(late, renewed)).text


async def test_one_account_counts_once(scene: Scene) -> None:
    person = scene.stage.telegram.person("Eager", language="en")
    await scene.answers(person, scene.link)
    for _ in range(5):
        await scene.stage.open(person, scene.link)
    await scene.stage.advance(8 * DAY)
    assert scene.member.screen().photo is None
    assert "protég" in scene.member.screen().text


async def test_closing_asks_first_and_an_old_button_is_told(scene: Scene) -> None:
    sure = await scene.stage.tap(scene.awa, "Close it now")
    yes = sure.buttons[0][0].data or ""
    await scene.stage.tap(scene.awa, "Yes, close it")
    tap = scene.stage.telegram.tap_raw(scene.awa, sure, yes)
    await scene.stage.settle()
    assert tap.answer is not None
    assert "closed" in (tap.answer.text or "")


async def test_opening_again_shows_the_round_that_runs(scene: Scene) -> None:
    await scene.stage.say(scene.awa, "/survey")
    await scene.stage.tap(scene.awa, "One organization…")
    running = await scene.stage.tap(scene.awa, "Élan")
    assert "A round is open for Élan" in running.text
    assert "https://t.me/" not in running.text
