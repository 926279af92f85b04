"""The page says in its own languages what the stories say in English."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "bot" / "rehearsal"
WORDS = FOLDER / "page" / "words" / "steps.js"


def steps() -> list[str]:
    """What the stories say of each of their steps."""
    calls = (node for path in sorted(FOLDER.glob("stories/*.py")) for node in ast.walk(ast.parse(path.read_text())))
    told = [one.args[2] for one in calls if isinstance(one, ast.Call) and ast.unparse(one.func) == "stage.step"]
    return [ast.literal_eval(one) for one in told]


@pytest.mark.parametrize("language", ["fr", "es"])
def test_each_step_of_each_story_is_told_in_the_other_languages_and_no_other(language: str) -> None:
    table = re.search(rf"const {language} = \{{(.*?)\n\}};", WORDS.read_text("utf-8"), re.DOTALL)
    assert table
    assert sorted(re.findall(r'^  "((?:[^"\\]|\\.)+)":', table[1], re.MULTILINE)) == sorted(steps())
