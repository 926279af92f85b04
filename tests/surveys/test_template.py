"""What a template may be, and what is said of one that is not."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

from surveys.template import BUTTON, SHIPPED, Template, TemplateError, load, load_all

GOOD = (SHIPPED / "peer-group.yaml").read_text("utf-8")


def broken(folder: Path, text: str) -> str:
    """The one line that is said of the text."""
    path = folder / "mine.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(TemplateError) as caught:
        load(path)
    line = str(caught.value)
    assert "\n" not in line
    assert "mine.yaml" in line
    return line


def test_two_templates_are_shipped_in_three_languages() -> None:
    shipped = load_all()
    assert {name: len(one.spokes) for name, one in shipped.items()} == {"gender-equality": 8, "peer-group": 6}
    assert all(one.languages == {"en", "fr", "es"} for one in shipped.values())


def test_every_level_fits_its_button() -> None:
    for template in load_all().values():
        for spoke in (*template.spokes, *template.offered):
            for level, sentence in enumerate(spoke.levels):
                for language in template.languages:
                    assert len(f"{level} · {sentence.in_(language)}") <= BUTTON, (spoke.key, level, language)


def test_no_two_levels_of_a_theme_read_alike() -> None:
    for template in load_all().values():
        for spoke in (*template.spokes, *template.offered):
            for language in template.languages:
                sentences = [sentence.in_(language) for sentence in spoke.levels]
                assert len(set(sentences)) == len(sentences), (spoke.key, language)


def test_the_eight_questions_and_their_levels_are_read_in_two_minutes() -> None:
    """About 300 words are asked for; non-native readers manage some 200 a minute."""
    template = load_all()["gender-equality"]
    for language in template.languages:
        shown = [text.in_(language) for spoke in template.spokes for text in (spoke.question, *spoke.levels)]
        assert sum(len(text.split()) for text in shown) <= 380, language


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("id: peer-group", "id: Peer Group", "id"),
        ("version: 1", "version: one", "version"),
        ("version: 1", "version: 1\ncolour: red", "colour"),
        ("version: 1", "version: 1\nversion: 2", "version"),
    ],
)
def test_a_wrong_value_is_named_with_its_line_and_key(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in GOOD
    line = broken(tmp_path, GOOD.replace(old, new, 1))
    assert said in line
    assert "line " in line


def test_a_missing_language_is_named(tmp_path: Path) -> None:
    """One French text less: the line names the language that lacks."""
    lines = GOOD.splitlines()
    place = next(at for at, line in enumerate(lines) if line.strip().startswith("fr:"))
    assert "fr" in broken(tmp_path, "\n".join(lines[:place] + lines[place + 1 :]))


@pytest.mark.parametrize("text", ["", "[]", "just words", "a: [", "a:\n\t- b", "\x00", "id: &a [*a]", "? {}\n: 1"])
def test_what_is_no_template_at_all_gets_one_line(tmp_path: Path, text: str) -> None:
    broken(tmp_path, text)


def test_a_file_that_is_nested_without_end_gets_one_line_and_ends_nothing(tmp_path: Path) -> None:
    """The C loader would run out of stack, and take the process with it."""
    assert "too deeply" in broken(tmp_path, f"a: {'[' * 80_000}{']' * 80_000}")


def test_an_unreadable_file_gets_one_line(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="nowhere"):
        load(tmp_path / "nowhere.yaml")
    path = tmp_path / "latin.yaml"
    path.write_bytes("title: café".encode("latin-1"))
    with pytest.raises(TemplateError, match=r"latin\.yaml"):
        load(path)


def test_the_fingerprint_follows_the_words(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(GOOD, "utf-8")
    same = load(path).fingerprint
    assert same == load_all()["peer-group"].fingerprint
    title = load(path).title.in_("en")
    path.write_text(GOOD.replace(title, f"{title}!", 1), "utf-8")
    assert load(path).fingerprint != same


def test_suggestions_are_two_a_theme_at_most(tmp_path: Path) -> None:
    for template in load_all().values():
        assert [len(spoke.suggestions) for spoke in template.spokes] == [2] * len(template.spokes)
    path = tmp_path / "mine.yaml"
    path.write_text(_without_suggestions(GOOD), "utf-8")
    bare = load(path)
    assert {spoke.suggestions for spoke in bare.spokes} == {()}
    assert bare.fingerprint != load_all()["peer-group"].fingerprint
    three = re.sub(r"(    suggestions:\n)((?:.*\n){3})", r"\1\2\2", GOOD, count=1)
    assert "suggestions" in broken(tmp_path, three)


def test_what_was_kept_before_there_were_suggestions_is_the_same_wording(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(_without_suggestions(GOOD), "utf-8")
    kept = load(path).model_dump(mode="json", exclude={"offered": True, "spokes": {"__all__": {"sensitive"}}})
    for spoke in kept["spokes"]:
        del spoke["suggestions"]
    content = json.dumps({key: kept[key] for key in kept if key != "version"}, sort_keys=True, ensure_ascii=True)
    assert load(path).fingerprint == hashlib.sha256(content.encode()).hexdigest()[:12]
    assert Template.model_validate_json(json.dumps(kept)) == load(path)


def test_a_sensitive_theme_is_off_and_changes_nothing_for_whoever_does_not_turn_it_on(tmp_path: Path) -> None:
    shipped = load_all()["gender-equality"]
    assert [spoke.key for spoke in shipped.offered] == ["lgbtqi_inclusion"]
    assert not any(spoke.sensitive for spoke in shipped.spokes)
    assert shipped.model_copy(update={"offered": ()}).fingerprint == shipped.fingerprint
    path = tmp_path / "mine.yaml"
    path.write_text(GOOD.replace("  - key: ", "  - sensitive: true\n    key: ", 1), "utf-8")
    mine = load(path)
    assert [spoke.key for spoke in mine.offered] == [load_all()["peer-group"].spokes[0].key]
    assert mine.spokes == load_all()["peer-group"].spokes[1:]


def test_five_themes_that_are_not_sensitive_are_needed(tmp_path: Path) -> None:
    text = GOOD.replace("  - key: ", "  - sensitive: true\n    key: ")
    assert "at least 5 that are not sensitive" in broken(tmp_path, text)


@pytest.mark.parametrize("word", ["yes", "maybe", "1"])
def test_sensitive_is_true_or_false(tmp_path: Path, word: str) -> None:
    assert "sensitive" in broken(tmp_path, GOOD.replace("  - key: ", f"  - sensitive: {word}\n    key: ", 1))


def test_nobody_writes_down_what_is_offered(tmp_path: Path) -> None:
    assert "offered is not known here" in broken(tmp_path, GOOD + "\noffered: []\n")


def _without_suggestions(words: str) -> str:
    return re.sub(r"    suggestions:\n(?:      .*\n?){6}", "", words)


def test_a_text_falls_back_to_the_language_without_its_region_then_to_english() -> None:
    title = load_all()["peer-group"].title
    assert title.in_("fr-CA") == title.in_("fr")
    assert title.in_("tl") == title.in_("en")
