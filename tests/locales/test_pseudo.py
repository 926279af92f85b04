"""The pseudo-language marks what is translated, and breaks nothing."""

from __future__ import annotations

from tests.locales.pseudo import pseudo, pseudo_texts


def test_words_change_and_grow_by_two_fifths() -> None:
    plain = "Your answers count at once"
    assert plain not in pseudo(plain)
    assert len(pseudo(plain)) == 2 + len(plain) + round(len(plain) * 0.4)


def test_placeholders_tags_and_commands_stay() -> None:
    said = str(pseudo_texts().say("<b>Hello</b> {name} &amp; all, see /wheel", name="Ann <3"))
    assert all(kept in said for kept in ("<b>", "</b>", "Ann &lt;3", "&amp;", "/wheel"))


def test_plurals_are_told_apart() -> None:
    texts = pseudo_texts()
    assert texts.labels("one answer", "{n} answers", 1).startswith("⟦öñé")
    assert "3 åñšwéŗš".replace("ŗ", "r") in texts.labels("one answer", "{n} answers", 3)
