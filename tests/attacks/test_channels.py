"""Each side channel that the page on confidentiality names has a test that fails when something comes through it."""

from __future__ import annotations

import ast
import re
import sqlite3
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from bot.intake.polling import ALLOWED_UPDATES
from bot.logs import configure
from bot.rehearsal.model import Message
from bot.rehearsal.persons import Person
from bot.services.act import Act
from bot.storage.port import Reader, Writer
from surveys.disclosure import disclosed
from tests.attacks.published import Kind, Subject, with_rules, without_rules
from tests.conversations.havoc import Havoc
from tests.conversations.stage import DAY, Stage, open_stage
from tests.databases import new_database
from tests.heard import logging_kept
from tests.storage.recorder import Recorder

ROOT = Path(__file__).resolve().parents[2]
HERE = "tests/attacks/test_channels.py"
LEVELS = [3, 4, 2, 5, 1, 3]

CHANNELS: Mapping[str, Sequence[str]] = {
    "order of answers": (f"{HERE}::test_rows_of_answers_hold_no_time_and_no_number",),
    'read marks, "seen by"': (f"{HERE}::test_what_people_read_is_not_asked_for",),
    "live counts, progress": (
        f"{HERE}::test_while_people_answer_nobody_sees_how_many",
        "tests/conversations/test_workshop.py::test_a_tap_is_answered_to_whoever_taps_and_the_message_changes_once",
    ),
    "who was reminded": (
        "tests/services/test_followup_nudges.py::test_who_had_not_answered_is_not_to_be_told_from_what_was_sent",
    ),
    "the wheel right after the last answer": (f"{HERE}::test_the_last_answer_brings_no_wheel",),
    "times of edits": (f"{HERE}::test_a_late_answer_changes_nothing_of_a_wheel_that_is_posted",),
    "pictures in the cache": (
        "tests/services/test_wheels.py::test_telegrams_copy_is_kept_for_each_language",
        "tests/services/test_erasings.py::test_of_a_grown_network_nothing_is_left",
        f"{HERE}::test_telegrams_copy_goes_with_its_wheel",
    ),
    "differences between languages": (f"{HERE}::test_in_each_language_the_wheel_tells_the_same",),
    "lock screens": (
        "tests/conversations/test_close.py::test_the_first_lines_of_the_wheel_hold_no_level_and_no_title",
        "tests/conversations/test_organization_round.py::test_members_are_invited_in_neutral_words",
    ),
    "rounding": (f"{HERE}::test_the_attack_takes_a_level_that_is_shown_for_the_exact_sum",),
    "logs, figures for operators, the log of acts, file names": (
        "tests/attacks/test_twins.py::test_what_few_have_said_leaves_in_no_way",
        "tests/attacks/test_twins.py::test_who_of_many_has_said_what_leaves_in_no_way",
        "tests/attacks/test_one_way.py::test_what_is_counted_logged_and_told_of_by_itself_knows_no_level",
        "tests/access/test_exits.py::test_figures_hold_no_words",
        f"{HERE}::test_a_tap_that_fails_is_logged_without_what_it_said",
        f"{HERE}::test_who_could_not_be_written_to_is_not_named_in_the_log",
    ),
    "the size of a callback, the time of an answer to it": (f"{HERE}::test_each_level_is_tapped_in_the_same_way",),
}
"""The rows of the table, and what tries each."""


def test_each_row_of_the_page_has_its_test_and_each_test_is_there() -> None:
    page = (ROOT / "docs" / "confidentiality.md").read_text("utf-8")
    table = page.partition("### Side channels\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| ([^|]+?) \|", table, re.MULTILINE)
    assert rows[:2] == ["channel", "order of answers"]
    assert set(rows[1:]) == set(CHANNELS)
    assert [one for tests in CHANNELS.values() for one in tests if not _is_there(one)] == []


def _is_there(test: str) -> bool:
    path, _, name = test.partition("::")
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    return any(isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == name for node in tree.body)


def test_rows_of_answers_hold_no_time_and_no_number(tmp_path: Path) -> None:
    """Nor do they lie in the order in which they came: they are stored by their key."""
    found = {}
    with closing(sqlite3.connect(new_database(tmp_path, "sqlite").removeprefix("sqlite:///"))) as raw:
        for table in ("response", "response_group", "answer", "shown_answer"):
            (statement,) = raw.execute("SELECT sql FROM sqlite_master WHERE name = ?", [table]).fetchone()
            assert "WITHOUT ROWID" in statement
            found[table] = [row[1] for row in raw.execute(f"PRAGMA table_info({table})")]
    assert found == {
        "response": ["round_id", "pseudonym", "organization_id", "locked"],
        "response_group": ["round_id", "pseudonym", "group_id"],
        "answer": ["round_id", "pseudonym", "spoke", "level"],
        "shown_answer": ["figure_id", "spoke", "pseudonym"],
    }


def test_what_people_read_is_not_asked_for() -> None:
    """Who joins, writes, edits or taps is all that Telegram is asked to tell: no reactions, no views, no reads."""
    told = {"message", "edited_message", "callback_query", "my_chat_member", "chat_member"}
    assert set(ALLOWED_UPDATES) <= told


@dataclass
class Scene:
    """A round is open in a group of six and its facilitator; everybody may answer."""

    stage: Stage
    awa: Person
    chat: Any
    fatou: Person
    people: list[Person]

    def said(self) -> list[Message]:
        """What of the bot stands in the group."""
        return [one for one in self.fatou.messages(self.chat) if one.by_bot]

    def wheels(self) -> list[Message]:
        return [one for one in self.said() if one.photo]


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with open_stage(tmp_path) as stage:
        awa = await stage.coordinator()
        chat, fatou, people = await stage.group(awa)
        await stage.say(fatou, "/start")
        await stage.round(fatou, chat)
        yield Scene(stage, awa, chat, fatou, people)


async def test_while_people_answer_nobody_sees_how_many(scene: Scene) -> None:
    """Who facilitates and who coordinates look each time, in the group and in private."""
    seen = [await _looked(scene)]
    for person in scene.people:
        await scene.stage.answer(person, scene.chat, LEVELS)
        seen.append(await _looked(scene))
    assert seen == [seen[0]] * 7


async def _looked(scene: Scene) -> list[tuple[str, list[str]]]:
    own = [(scene.fatou, "/survey"), (scene.fatou, "/groups"), (scene.fatou, "/wheel"), (scene.awa, "/survey")]
    shown = [await scene.stage.say(scene.fatou, "/survey", scene.chat)]
    shown += [await scene.stage.say(person, command) for person, command in own]
    invitation = next(one for one in scene.said() if "Answer in private" in one.labels)
    assert invitation.edited is None
    return [(one.text, one.labels) for one in (*shown, invitation)]


async def test_the_last_answer_brings_no_wheel(scene: Scene) -> None:
    before = len(scene.said())
    for person in [*scene.people, scene.fatou, scene.awa]:
        await scene.stage.answer(person, scene.chat, LEVELS)
    await scene.stage.advance(DAY)
    assert len(scene.said()) == before
    await scene.stage.advance(7 * DAY)
    assert len(scene.wheels()) == 1


async def test_a_late_answer_changes_nothing_of_a_wheel_that_is_posted(scene: Scene) -> None:
    """Neither of who answers late, nor of who answered before and taps another level on an old screen."""
    for person in scene.people[:5]:
        await scene.stage.answer(person, scene.chat, LEVELS)
    changed = next(
        button.data
        for one in scene.people[0].messages()
        for row in one.keyboard
        for button in row
        if button.data and button.data.startswith("1:a")
    )
    await scene.stage.advance(8 * DAY)
    posted, havoc = scene.said(), Havoc(scene.stage)
    for person in (scene.people[0], scene.people[5]):
        for data in (changed, "1:aa:1:0:0", "1:aa:1:0:5:1"):
            await havoc.tap(person, await scene.stage.say(person, "/start"), data)
    await scene.stage.advance(DAY)
    assert len(scene.wheels()) == 1
    assert scene.said() == posted


async def test_telegrams_copy_goes_with_its_wheel(scene: Scene) -> None:
    for person in scene.people:
        await scene.stage.answer(person, scene.chat, LEVELS)
    await scene.stage.advance(8 * DAY)
    await scene.stage.say(scene.fatou, "/wheel", scene.chat)
    ground = scene.stage.app.services.ground

    async def copies(tx: Reader) -> int:
        return len(await tx.all("SELECT file_id FROM picture"))

    async def erase(tx: Writer) -> None:
        await tx.run("DELETE FROM figure")

    assert await ground.read(copies) == 1
    await ground.storage.write(erase)
    assert await ground.read(copies) == 0


async def test_in_each_language_the_wheel_tells_the_same(scene: Scene) -> None:
    for person in scene.people:
        await scene.stage.answer(person, scene.chat, LEVELS)
    await scene.stage.advance(8 * DAY)
    told = []
    for language in ("en", "fr", "es"):
        reader = scene.stage.telegram.person(f"Reader {language}", language=language)
        await reader.join(scene.chat)
        await scene.stage.say(reader, "/start")
        wheel = await scene.stage.say(reader, "/wheel")
        assert wheel.photo
        told.append([one.replace(",", ".") for one in re.findall(r"\d[.,]\d", wheel.text)])
    assert len(told[0]) >= 3
    assert told == [told[0]] * 3


def test_the_attack_takes_a_level_that_is_shown_for_the_exact_sum() -> None:
    """Of so many people a level to one decimal is that of several sums; it is not counted on."""
    subject = Subject(Kind.GROUP, 0, {f"{number}": number % 5 for number in range(25)})
    (result,) = disclosed([{"trust": subject.answers}], minimum=5)
    (fact,), (rounded,) = with_rules([(subject, result.spoke("trust"))]), without_rules([subject])
    assert fact.low == fact.high == 50
    assert rounded.low < rounded.high


async def test_each_level_is_tapped_in_the_same_way(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """As many bytes, the same statements in the same order, the same calls."""
    await scene.stage.tap(scene.people[0], "Answer in private", scene.chat)
    question = scene.people[0].screen()
    levels = [button.data or "" for row in question.keyboard for button in row if re.match(r"\d · ", button.label)]
    assert len(levels) == 6
    assert {len(data) for data in levels} == {len(levels[0])}
    ways = [await _way(scene, person, data, monkeypatch) for person, data in zip(scene.people, levels, strict=True)]
    assert ways[0][0]
    assert ways == [ways[0]] * 6


Way = tuple[list[str], list[str]]


async def _way(scene: Scene, person: Person, data: str, monkeypatch: pytest.MonkeyPatch) -> Way:
    """The statements and the calls that the first answer of a person takes."""
    await scene.stage.tap(person, "Answer in private", scene.chat)
    ground, before = scene.stage.app.services.ground, len(scene.stage.telegram.calls)
    recorder = Recorder(ground.storage)
    with monkeypatch.context() as patched:
        patched.setattr(ground, "storage", recorder)
        await Havoc(scene.stage).tap(person, person.screen(), data)
    made = list(scene.stage.telegram.calls)[before:]
    return list(recorder.said), sorted(call.method for call in made if call.method != "getUpdates")


@pytest.fixture
def log(scene: Scene) -> Iterator[StringIO]:
    """What the bot says from now on, at its most talkative."""
    stream = StringIO()
    with logging_kept():
        configure(scene.stage.settings.model_copy(update={"log": "debug"}), clock=scene.stage.clock, stream=stream)
        yield stream


async def test_a_tap_that_fails_is_logged_without_what_it_said(
    scene: Scene, log: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though the error itself quotes all of it."""
    person = scene.people[0]
    await scene.stage.tap(person, "Answer in private", scene.chat)

    async def fails(act: Act, round_id: int, place: int, level: int) -> None:
        raise ValueError(f"{person.name} {act.person_id} chose level {level} for {place} of {round_id}")

    monkeypatch.setattr(scene.stage.app.services.answering, "answer", fails)
    await person.tap("4 ·", wait=False)
    await scene.stage.settle()
    told = log.getvalue()
    assert "ValueError" in told
    assert [one for one in (person.name, str(person.id), "chose", "1:aa:", "level 4") if one in told] == []


async def test_who_could_not_be_written_to_is_not_named_in_the_log(scene: Scene, log: StringIO) -> None:
    person = scene.people[0]
    scene.stage.telegram.faults.order("drop_after", "sendMessage")
    await person.send("/start")
    await scene.stage.settle()
    told = log.getvalue()
    assert "did not arrive" in told
    everybody = [scene.fatou, scene.awa, *scene.people]
    assert [one.name for one in everybody if one.name in told or str(one.id) in told] == []
