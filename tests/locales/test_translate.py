"""`make translate`: what the code says is found, renewed in each language, and never guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import translate

CODE = """
def say(self, message): ...
def screen(texts, spoke):
    # For translators: the theme's name
    texts.say("Hello <b>{name}</b>, " "you", name=spoke.label)
    texts.plural("{n} answer", "{n} answers", 3)
    texts.label(spoke.label)
    texts.label(f"not {spoke}")
    return counter.labels("sent"), [Button(texts.label("Go"), value="x")], _("Later")
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text((translate.ROOT / "pyproject.toml").read_text("utf-8"), "utf-8")
    for folder in ("handlers/screens", "bot/rehearsal", "locales/en/LC_MESSAGES", "locales/fr/LC_MESSAGES"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "handlers/screens/x.py").write_text(CODE, "utf-8")
    (tmp_path / "bot/rehearsal/y.py").write_text('person.say("/wheel")', "utf-8")
    return tmp_path


def keep(files: dict[Path, str]) -> None:
    for path, words in files.items():
        path.write_text(words, "utf-8")


def test_texts_are_found_in_calls_of_the_voice_only(project: Path) -> None:
    found = [message.id for message in translate.texts_of(translate.extract(project))]
    assert found == ["Hello <b>{name}</b>, you", ("{n} answer", "{n} answers"), "Go", "Later"]


def test_a_note_for_translators_goes_along(project: Path) -> None:
    assert "#. the theme's name" in translate.written(translate.extract(project))


def test_files_carry_no_line_numbers_and_no_dates(project: Path) -> None:
    for words in translate.renew(project).values():
        assert "#:" not in words
        assert "-Date" not in words


def test_renewing_twice_changes_nothing(project: Path) -> None:
    keep(translate.renew(project))
    again = translate.renew(project)
    assert {path: path.read_text("utf-8") for path in again} == again


def test_english_says_what_the_code_says(project: Path) -> None:
    words = translate.renew(project)[project / "locales/en/LC_MESSAGES/messages.po"]
    assert translate.lacking(translate.read(words)) == []


def test_a_new_text_is_lacking_and_a_changed_one_is_not_guessed(project: Path) -> None:
    french = project / "locales/fr/LC_MESSAGES/messages.po"
    keep(translate.renew(project))
    french.write_text(
        french.read_text("utf-8").replace('msgid "Go"\nmsgstr ""', 'msgid "Go"\nmsgstr "Allons-y"'), "utf-8"
    )
    assert "Go" not in translate.lacking(translate.read(translate.renew(project)[french]))
    (project / "handlers/screens/x.py").write_text('texts.label("Go!")', "utf-8")
    keep(translate.renew(project))
    assert translate.lacking(translate.read(french.read_text("utf-8"))) == ["Go!"]
    assert "Allons-y" not in french.read_text("utf-8")


def test_the_problems_name_file_and_text(project: Path) -> None:
    lines = translate.problems(project)
    assert "locales/messages.pot: not up to date with the code, run `make translate`" in lines
    assert "locales/fr/LC_MESSAGES/messages.po: lacks 'Go'" in lines
