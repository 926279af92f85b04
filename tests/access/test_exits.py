"""Hostile words out by every exit: tables, calendar, paper, page and file of one's own data, pictures, figures."""

from __future__ import annotations

import ast
import contextlib
import csv
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from html.parser import HTMLParser
from io import BytesIO, StringIO
from itertools import cycle
from pathlib import Path

import icalendar
import pytest
import yaml
from openpyxl import load_workbook
from PIL import Image
from prometheus_client.parser import text_string_to_metric_families
from pypdf import PdfReader

from bot.rehearsal.model import StoredFile
from bot.services.act import Act
from bot.services.actions.actions import Draft
from bot.services.talk.kept import Said
from bot.storage import backlog
from bot.storage.actions import Whose
from bot.watch import figures
from surveys.tailoring import UnfitError, reworded
from surveys.template import SHIPPED, TemplateError, load
from tests.access.scene import TODAY, Cast
from tests.access.words import HOSTILE
from tests.conversations.havoc import Havoc
from tests.conversations.stage import DAY, Stage, open_stage

ROOT = Path(__file__).resolve().parents[2]
PARTS = 3
"""The corpus is told in so many networks, so that all of a part is on the one page of a sheet."""

FIRST = 24
"""Letters and digits by which words are known again, also where a line ends before they do."""

Exit = Callable[[Cast], Awaitable[list[str]]]
"""What comes out there, text by text; it fails by itself where anything but text came."""


async def _file(cast: Cast, data: str) -> StoredFile:
    """The newest document that comes of that tap."""
    await Havoc(cast.stage).tap(cast.mina, await cast.stage.seen(cast.mina), data)
    return _newest(cast)


def _newest(cast: Cast, ending: str = "") -> StoredFile:
    documents = [one.media for one in cast.mina.messages() if one.media and one.media.kind == "document"]
    media = next(one for one in reversed(documents) if one.name.endswith(ending))
    assert not set(media.name) & set('/\\<>:"|?*\0\n\r')
    return media


async def workbook(cast: Cast) -> list[str]:
    sheet = load_workbook(BytesIO((await _file(cast, "1:xc:g:1:x")).content)).active
    assert sheet is not None
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    return _cells([[cell.value for cell in row] for row in sheet.iter_rows()])


async def comma_separated(cast: Cast) -> list[str]:
    text = (await _file(cast, "1:xc:g:1:c")).content.decode("utf-8-sig")
    return _cells(list(csv.reader(StringIO(text, newline=""))))


def _cells(rows: Sequence[Sequence[object]]) -> list[str]:
    """Of all rows, none of which a spreadsheet takes for a formula."""
    cells = [str(cell) for row in rows for cell in row if cell is not None]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    assert len({len(row) for row in rows[1:]}) == 1
    return cells


async def calendar(cast: Cast) -> list[str]:
    events = icalendar.Calendar.from_ical((await _file(cast, "1:xc:g:1:i")).content).walk()
    assert {one.name for one in events} <= {"VCALENDAR", "VEVENT", "VTIMEZONE", "STANDARD", "DAYLIGHT"}
    return [str(one["SUMMARY"]) for one in events if one.name == "VEVENT"]


async def paper(cast: Cast) -> list[str]:
    made = PdfReader(BytesIO((await _file(cast, "1:jf:g:1:0:0:0")).content), strict=True)
    assert len(made.pages) == 1
    assert not [name for name in ("/OpenAction", "/AA", "/Names", "/AcroForm") if name in made.root_object]
    return [made.pages[0].extract_text().replace("\n", "")]


class _Page(HTMLParser):
    """The texts of a page, and its tags."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


async def page_of_ones_own(cast: Cast) -> list[str]:
    await cast.stage.say(cast.mina, "/mydata")
    page = _Page()
    page.feed(_newest(cast, ".html").content.decode())
    known = {"html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "dl", "dt", "dd"}
    assert page.tags <= known
    return page.texts


async def file_of_ones_own(cast: Cast) -> list[str]:
    await cast.stage.say(cast.mina, "/mydata")
    kept = json.loads(_newest(cast, ".json").content)["kept"]
    return [str(value) for part in kept for row in part["rows"] for value in row.values()]


EXITS: Mapping[str, Exit] = {
    one.__name__: one for one in (workbook, comma_separated, calendar, paper, page_of_ones_own, file_of_ones_own)
}

MAKERS = {
    "handlers/screens/actions/exports.py": {"workbook", "comma_separated", "calendar"},
    "handlers/agenda/paper.py": {"paper"},
    "handlers/screens/privacy/mydata.py": {"page_of_ones_own", "file_of_ones_own"},
}
"""Where files are made, and what comes out there."""

PICTURES = "bot/delivery/messages.py"
"""Where those of wheels are named, always alike; what is drawn in them has a test of its own."""


def test_every_maker_of_files_is_an_exit_that_is_tried() -> None:
    found = {
        str(path.relative_to(ROOT))
        for folder in ("bot/services", "bot/delivery", "handlers")
        for path in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "File"
    }
    assert found == {*MAKERS, PICTURES}
    assert {name for made in MAKERS.values() for name in made} == set(EXITS)


@pytest.mark.parametrize("part", range(PARTS))
async def test_words_come_out_of_every_file_as_they_went_in(cast: Cast, part: int) -> None:
    kinds = list(HOSTILE)[part::PARTS]
    for kind in kinds:
        await _says(cast, HOSTILE[kind][:900].replace("\0", ""))  # as the intake hands it on
    lost: dict[str, list[str]] = {}
    for name, exit_ in EXITS.items():
        texts = [_bare(one) for one in await exit_(cast)]
        lost[name] = [kind for kind in kinds if not any(_bare(HOSTILE[kind])[:FIRST] in text for text in texts)]
    assert {name: those for name, those in lost.items() if those} == {}
    await Havoc(cast.stage).calm()


async def _says(cast: Cast, words: str) -> None:
    """In an action that waits for a yes, so that it is on the sheet, and in what is kept."""
    services, mina = cast.stage.app.services, cast.act(cast.mina)
    await services.actions.propose(mina, Draft(words, TODAY, Whose(group_id=1), owner_id=cast.fatou.id, sign=words))
    await services.kept.keep(mina, 1, Said(words))


def _bare(words: str) -> str:
    """What of it every font and format has."""
    return "".join(letter for letter in words if letter.isascii() and letter.isalnum())


async def test_words_of_a_survey_of_ones_own_are_drawn_and_said_as_text(tmp_path: Path) -> None:
    """As many as fit are the names of its themes, then a whole round is held on it."""
    async with open_stage(tmp_path) as stage:
        chat, fatou, people = await stage.group(await stage.coordinator(), members=5)
        names = await _reworded(stage, Act(fatou.id, stage.clock.now()))
        await stage.round(fatou, chat, template="Ours")
        for person in people:
            await stage.answer(person, chat, [3] * 6)
        await stage.advance(8 * DAY)
        wheel = next(one for one in reversed(fatou.messages(chat)) if one.photo)
        assert all(name in wheel.text for name in names)
        with Image.open(BytesIO(wheel.photo or b"")) as picture:
            assert (picture.format, set(picture.info) - {"dpi"}) == ("PNG", set())
        await Havoc(stage).calm()


async def _reworded(stage: Stage, fatou: Act) -> list[str]:
    """The group's survey is called "Ours", and its themes by whatever of the corpus a name may be; the names."""
    tailoring = stage.app.services.tailoring
    view = await tailoring.copy(fatou, Whose(group_id=1), "peer-group")
    keys = cycle(spoke.key for spoke in view.draft.spokes)
    said = [("", "t", "Ours"), *((next(keys), "n", words) for words in HOSTILE.values())]
    taken = 0
    for key, part, words in said:
        change = partial(reworded, key=key, part=part, language="en", words=words)
        with contextlib.suppress(UnfitError):
            view = await tailoring.change(fatou, view.own.id, view.own.revision, change)
            taken += 1
    assert taken > len(view.draft.spokes)
    view = await tailoring.put_to_use(fatou, view.own.id, view.own.revision)
    return [spoke.name.in_("en") for spoke in view.draft.spokes]


@pytest.mark.parametrize("kind", HOSTILE)
def test_words_in_the_file_of_a_survey_are_text_or_refused(tmp_path: Path, kind: str) -> None:
    """Written there by a program, and typed there as they are: no tag is obeyed, and no reference followed."""
    shipped = (SHIPPED / "peer-group.yaml").read_text("utf-8")
    whole = yaml.safe_load(shipped)
    whole["title"]["en"] = HOSTILE[kind]
    typed = shipped.replace("How our peer group is doing", HOSTILE[kind], 1)
    for text in (yaml.safe_dump(whole, allow_unicode=True), typed):
        path = tmp_path / "survey.yaml"
        path.write_text(text, "utf-8", newline="")
        assert _title(path) in {_bare(HOSTILE[kind]), None}


def _title(path: Path) -> str | None:
    """What the survey in that file is called; None where the file is none, which is told in one line."""
    try:
        return _bare(load(path).title.in_("en"))
    except TemplateError as error:
        (_,) = str(error).splitlines()
        return None


async def test_figures_hold_no_words(cast: Cast) -> None:
    """However hostile what came was."""
    for words in HOSTILE.values():
        await cast.mina.send(words)
        await cast.mina.send(words, chat=cast.chat)
    await cast.stage.settle()
    services = cast.stage.app.services
    found = await services.ground.read(partial(backlog.look, now=cast.stage.clock.now()))
    text = figures.text(cast.stage.counts, found, ready=True, leads=True).decode()
    labels = {
        value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        for name, value in sample.labels.items()
        if name != "le"
    }
    assert labels
    assert all(label.replace("_", "").isalnum() and label.isascii() for label in labels)
    assert not [kind for kind, words in HOSTILE.items() if len(words) > 1 and words in text]
