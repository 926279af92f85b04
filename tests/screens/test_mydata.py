"""One's own data, in words and as files."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.i18n import Catalogs
from bot.services.privacy.mydata import Answered, OwnData, Section
from bot.storage.traces import TRACES
from handlers.screens.privacy import mydata as screens
from surveys.template import load_all
from tests.screens.limits import check

CATALOGS = Catalogs()
NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
DAKAR = ZoneInfo("Africa/Dakar")
HOSTILE = '<script>alert(1)</script> & "quotes" \' {name} =1+1'
DATA = OwnData(
    501,
    NOON,
    [
        Section("person", "id", [{"number": 501, "name": HOSTILE, "met_at": NOON, "zone": None}]),
        Section("action", "owner_id", [{"text": "One", "sign": ""}, {"text": "Two", "sign": "Seen"}]),
    ],
    [Answered(7, load_all()["gender-equality"], NOON, {"culture": 4, "policy_and_plan": -2})],
)


def page(language: str = "en", data: OwnData = DATA) -> str:
    _, shown = screens.files(CATALOGS.texts(language), data, DAKAR)
    assert shown.file is not None
    return shown.file.content.decode()


def test_each_part_that_is_told_has_a_name_and_so_has_all_in_it() -> None:
    told = [one for one in TRACES if one.told]
    assert {(one.table, one.column) for one in told} == screens.TITLES.keys()
    names = {name for one in told for name in named(one.told)}
    assert names == screens.WORDS.keys()


def named(query: str) -> list[str]:
    """What the columns of the query are called."""
    listed = query.removeprefix("SELECT ").partition(" FROM ")[0]
    return [re.split(r" AS |\.", one.strip())[-1] for one in listed.split(",")]


def test_the_page_shows_words_and_lets_none_of_them_act() -> None:
    shown = page()
    assert "<script" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &#34;quotes&#34; &#39; {name} =1+1" in shown
    assert "default-src 'none'" in shown
    assert "http://" not in shown
    assert "https://" not in shown


def test_the_page_has_a_heading_a_part_and_leaves_out_what_is_empty() -> None:
    shown = page()
    assert re.findall(r"<h2>(.*?)</h2>", shown) == ["You", "Actions that you took on", "Your answers"]
    assert shown.count("<dt>Sign of success</dt>") == 1
    assert "Time zone" not in shown
    assert "<dt>Policy" in shown
    assert "<dd>no level</dd>" in shown


@pytest.mark.parametrize("language", CATALOGS.languages)
def test_the_page_speaks_the_readers_language(language: str) -> None:
    shown = page(language)
    assert f'<html lang="{language}">' in shown
    assert ("You</h2>" in shown) == (language == "en")


def test_the_other_file_is_for_programs() -> None:
    programs, _ = screens.files(CATALOGS.texts("es"), DATA, DAKAR)
    assert programs.file is not None
    read = json.loads(programs.file.content)
    assert (read["person"], read["at"]) == (501, "2027-03-01T12:00:00+00:00")
    assert read["kept"][0] == {
        "table": "person",
        "column": "id",
        "rows": [{"number": 501, "name": HOSTILE, "met_at": "2027-03-01T12:00:00+00:00", "zone": None}],
    }
    assert read["answers"][0]["levels"] == {"culture": 4, "policy_and_plan": -2}


@pytest.mark.parametrize("language", CATALOGS.languages)
def test_its_screens_keep_to_the_limits(language: str) -> None:
    texts = CATALOGS.texts(language)
    for shown in (*screens.files(texts, DATA, DAKAR), screens.none(texts)):
        check(shown)
