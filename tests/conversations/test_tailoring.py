"""`/template`: a group makes a survey its own by taps and lines, and what is sensitive stays out of the group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from bot.rehearsal.model import Message
from bot.rehearsal.persons import Person
from bot.storage import networks
from bot.storage.port import Writer
from tests.conversations.stage import Stage

GENDER, PEERS = "Gender equality in our organization", "How our peer group"
SIX = "Nothing yet\nAn idea\nA first step\nSome of it\nMost of it\nAll of it"
THEME = "LGBTQI+ inclusion"


@dataclass
class Scene:
    """A group with its facilitator, who has opened the private chat, and the coordinator."""

    stage: Stage
    awa: Person
    chat: Any
    fatou: Person
    people: list[Person]

    async def say(self, text: str, who: Person | None = None, chat: Any = None) -> Message:
        return await self.stage.say(who or self.fatou, text, chat)

    async def taps(self, *labels: str, who: Person | None = None, chat: Any = None) -> Message:
        """One after another; the newest message of the bot."""
        for label in labels:
            shown = await self.stage.tap(who or self.fatou, label, chat)
        return shown

    async def toast(self, label: str, who: Person | None = None) -> str:
        return await self.stage.toast(who or self.fatou, label)

    async def copied(self, title: str = GENDER) -> Message:
        await self.say("/template")
        return await self.taps(title)

    async def begun(self) -> Message:
        """What a facilitator can choose from for a new round, in the group."""
        return await self.say("/survey", chat=self.chat)

    async def question(self, person: Person) -> str:
        """The first one that somebody is asked, in private."""
        await self.stage.tap(person, "Answer in private", self.chat)
        return person.screen().text

    def in_group(self) -> str:
        """All that the group has seen, buttons too."""
        seen = self.fatou.messages(self.chat)
        return "\n".join([one.text for one in seen] + [label for one in seen for label in one.labels])


@pytest.fixture
async def scene(stage: Stage) -> Scene:
    awa = await stage.coordinator()
    chat, fatou, people = await stage.group(awa, members=5)
    await stage.say(fatou, "/start")
    return Scene(stage, awa, chat, fatou, people)


async def test_a_copy_is_named_worded_and_put_to_use(scene: Scene) -> None:
    card = await scene.copied(PEERS)
    assert "It is not in use yet" in card.text
    asked = await scene.taps("Title")
    assert "at most 60 characters" in asked.text
    assert "Français" in asked.text, "what is said there goes"
    card = await scene.say("Our circle")
    assert card.text.startswith("Our circle")
    assert "Not all of it is said in: Español and Français" in card.text
    await scene.taps("1. ", "Question")
    theme = await scene.say("How do we <b>really</b> listen?")
    assert "How do we <b>really</b> listen?" in theme.text
    card = await scene.taps("← Back", "Use it from now on")
    assert "It is in use: /survey offers it." in card.text
    assert "Our own: Our circle" in (await scene.begun()).labels
    await scene.taps("Our own: Our circle", "7 days", chat=scene.chat)
    opened = await scene.taps("Open it", chat=scene.chat)
    assert "Answer in private" in opened.labels
    assert "How do we <b>really</b> listen?" in await scene.question(scene.people[0])


async def test_a_sentence_that_does_not_fit_is_told_with_its_count(scene: Scene) -> None:
    await scene.copied(PEERS)
    await scene.taps("1. ")
    await scene.taps("0 · ")
    again = await scene.say("x" * 35)
    assert "These are 35 characters, and 31 fit." in again.text
    assert "Please say it in words." in (await scene.say("👍")).text
    theme = await scene.say("Nobody <listens>")
    assert "0 · Nobody <listens>" in theme.labels
    card = await scene.taps("← Back")
    assert "not compared with wheels before" in card.text
    back = await scene.taps("Undo the changes", "Yes, undo it")
    assert "not compared" not in back.text


async def test_six_sentences_are_sent_in_one_message(scene: Scene) -> None:
    await scene.copied(PEERS)
    await scene.taps("2. ", "All six sentences")
    assert "these are 2 lines" in (await scene.say("one\ntwo")).text
    theme = await scene.say(SIX)
    assert [label for label in theme.labels if label[1:4] == " · "] == [
        f"{level} · {line}" for level, line in enumerate(SIX.split("\n"))
    ]


async def test_what_is_said_in_another_language_is_added(scene: Scene) -> None:
    await scene.copied(PEERS)
    await scene.taps("Title")
    await scene.say("Our circle")
    asked = await scene.taps("Title", "In Français")
    assert "It stays as it is in English" in asked.text
    card = await scene.say("Notre cercle")
    assert card.text.startswith("Our circle")
    await scene.stage.say(scene.fatou, "/language")
    await scene.taps("Français")
    assert any("Notre cercle" in label for label in (await scene.say("/template")).labels)


async def test_a_theme_is_added_and_others_dropped_down_to_five(scene: Scene) -> None:
    await scene.copied(PEERS)
    await scene.taps("Add a theme")
    assert "These are 31 characters, and 30 fit." in (await scene.say("x" * 31)).text
    assert "What is the question?" in (await scene.say("Our time")).text
    assert "six sentences" in (await scene.say("Do we keep to our hours?")).text
    assert "these are 7 lines" in (await scene.say(f"{SIX}\nMore")).text
    card = await scene.say(SIX)
    assert "7. Our time" in card.labels
    for _ in range(2):
        card = await scene.taps("1. ", "Drop it", "Yes, drop it")
    assert "5. Our time" in card.labels
    await scene.taps("1. ", "Drop it")
    assert "at least five themes" in await scene.toast("Yes, drop it")
    card = await scene.taps("← Back", "← Back")
    assert "5. Our time" in card.labels


async def test_two_themes_cannot_have_one_name_and_an_eleventh_does_not_fit(scene: Scene) -> None:
    card = await scene.copied(PEERS)
    taken = next(label for label in card.labels if label.startswith("1. "))[3:]
    await scene.taps("Add a theme")
    assert "says just that already" in (await scene.say(taken.upper())).text
    for number in range(7, 11):
        if number > 7:
            await scene.taps("Add a theme")
        await scene.say(f"Theme {number}")
        await scene.say("And?")
        card = await scene.say(SIX)
    assert "10. Theme 10" in card.labels
    assert "ten themes" in await scene.toast("Add a theme")


async def test_a_sensitive_theme_warns_and_is_never_shown_in_the_group(scene: Scene) -> None:
    card = await scene.copied()
    assert f"Sensitive, and not asked: {THEME}." in card.text
    warning = await scene.taps(f"🔒 {THEME}", "Turn it on")
    assert "Is it lawful where you are?" in warning.text
    assert "Test Operator" in warning.text
    theme = await scene.taps("It is safe: turn it on")
    assert "Turn it off" in theme.labels
    await scene.taps("← Back", "Use it from now on")
    await scene.begun()
    preview = await scene.taps("Our own: ", "7 days", chat=scene.chat)
    assert "And 1 theme in private alone." in preview.text
    await scene.taps("Open it", chat=scene.chat)
    for person in scene.people:
        await scene.stage.answer(person, scene.chat, [4] * 8 + [1])
    await scene.begun()
    await scene.taps("Close it now", "Yes, close it", chat=scene.chat)
    posted = next(one for one in reversed(scene.fatou.messages(scene.chat)) if "Gender equality" in one.text)
    assert "8. " in posted.text
    private = await scene.say("/wheel", scene.people[0])
    assert f"9. {THEME}: very low" in private.text
    assert f"Shown here alone, never in a group: {THEME}." in private.text
    await scene.say("/wheel", scene.people[0], scene.chat)
    await scene.taps("Discuss", chat=scene.chat)
    assert THEME not in scene.in_group()
    assert posted.photo != private.photo


async def test_the_second_of_two_facilitators_sees_what_the_first_did(scene: Scene) -> None:
    await scene.copied(PEERS)
    await scene.say("/start", scene.awa)
    await scene.say("/survey", scene.awa, scene.chat)
    await scene.stage.tap(scene.awa, "Make one our own", scene.chat)
    first = scene.awa.screen()
    assert first.text.startswith("Surveys of Peer group")
    await scene.taps(PEERS, "1. ", who=scene.awa)
    await scene.taps("Title")
    await scene.taps("Drop it", "Yes, drop it", who=scene.awa)
    told = await scene.say("Late")
    assert "Somebody has changed this survey meanwhile" in told.text
    assert "6. " not in " ".join(told.labels)
    await scene.taps("Title")
    assert (await scene.say("In time")).text.startswith("In time")
    await scene.taps("Use it from now on", who=scene.awa)
    assert scene.awa.screen().text.startswith("In time")


async def test_a_member_makes_nothing_the_groups_own(scene: Scene) -> None:
    member = scene.people[0]
    assert "The facilitators of a group" in (await scene.say("/template", member)).text
    shown = await scene.say("/template", member, scene.chat)
    url = shown.buttons[0][0].url
    assert url is not None
    assert "facilitators of this group" in (await scene.stage.open(member, url)).text
    assert "A survey of your own for Peer group" in (await scene.stage.open(scene.fatou, url)).text
    for payload in ("m", "mx1", "mg", "mg99", "mg-1"):
        link = f"https://t.me/{scene.stage.app.bot.username}?start={payload}"
        assert "own for" not in (await scene.stage.open(scene.fatou, link)).text


async def test_a_workshop_takes_their_own_without_what_is_sensitive(scene: Scene) -> None:
    await scene.copied()
    await scene.taps(f"🔒 {THEME}", "Turn it on", "It is safe: turn it on", "← Back", "Use it from now on")
    await scene.say("/workshop", chat=scene.chat)
    begun = await scene.taps("Our own: ", "Everybody taps", chat=scene.chat)
    assert begun.text.startswith("1/8 · ")
    assert THEME not in scene.in_group()


async def test_what_is_put_away_is_offered_no_more_and_cancel_ends_the_words(scene: Scene) -> None:
    await scene.copied(PEERS)
    await scene.taps("Title")
    assert "the new words of the survey" in (await scene.say("/cancel")).text
    await scene.say("/template")
    await scene.taps(PEERS, "Use it from now on")
    left = await scene.taps("Put it away", "Yes, put it away")
    assert "A survey of your own for" in left.text
    assert not [label for label in (await scene.begun()).labels if label.startswith("Our own")]


async def test_a_coordinator_makes_one_for_an_organization_where_its_rounds_begin(scene: Scene) -> None:
    async def work(tx: Writer) -> None:
        await networks.add_organization(tx, 1, "Élan", "SN", 0)

    await scene.stage.app.services.ground.storage.write(work)
    await scene.say("/survey", scene.awa)
    offered = await scene.taps("One organization…", "Élan", "Make one our own", who=scene.awa)
    assert "A survey of your own for Élan" in offered.text
    await scene.taps(PEERS, "Title", who=scene.awa)
    await scene.say("What Élan asks", scene.awa)
    await scene.taps("Use it from now on", who=scene.awa)
    await scene.say("/survey", scene.awa)
    await scene.taps("One organization…", "Élan", "Our own: What Élan asks", "7 days", who=scene.awa)
    opened = await scene.taps("Open it", who=scene.awa)
    assert "A round is open for Élan" in opened.text
    assert "Our own: What Élan asks" not in (await scene.begun()).labels


async def test_an_anonymous_administrator_goes_on_under_their_own_name(scene: Scene) -> None:
    await scene.say("/start", scene.awa)
    await scene.fatou.promote(scene.awa, scene.chat, anonymous=True)
    shown = await scene.say("/template", scene.awa, scene.chat)
    url = shown.buttons[0][0].url
    assert url is not None
    assert "A survey of your own for Peer group" in (await scene.stage.open(scene.awa, url)).text


async def test_an_open_round_keeps_the_old_words_while_they_change(scene: Scene) -> None:
    await scene.copied(PEERS)
    await scene.taps("Use it from now on")
    await scene.begun()
    await scene.taps("Our own: ", "7 days", "Open it", chat=scene.chat)
    before = await scene.question(scene.people[0])
    await scene.taps("1. ", "Question")
    await scene.say("Quite another question?")
    await scene.taps("← Back", "Use it from now on")
    assert await scene.question(scene.people[1]) == before
    assert "Quite another" not in before
