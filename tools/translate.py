"""Catalogs of texts: gather what the code says, renew every language, say what lacks. Run by `make translate`.

The files carry no line numbers and no dates, so that a diff shows words only.
"""

from __future__ import annotations

import argparse
import io
import sys
import tomllib
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from hatch_build import compile_catalogs

ROOT = Path(__file__).resolve().parent.parent
SOURCE_LANGUAGE = "en"
KEYWORDS = {"say": None, "label": None, "plural": (1, 2), "labels": (1, 2), "_": None}
NOTES = ("For translators:",)
WIDTH = 100
_HEADER = "# What Palabre says in its chats. How to translate: docs/translating.md"
_UNSTEADY = (
    "POT-Creation-Date",
    "PO-Revision-Date",
    "Generated-By",
    "Report-Msgid-Bugs-To",
    "Last-Translator",
    "Language-Team",
)


def extract(root: Path = ROOT) -> Catalog:
    """The template: every text that the code says, in the order of the files."""
    mappings = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]["babel"]["mappings"]
    methods = [(mapping["pattern"], mapping["method"]) for mapping in mappings]
    folders = {root / pattern.split("/")[0] for pattern, _ in methods}
    template = Catalog(project="Palabre", version="chats", header_comment=_HEADER, fuzzy=False)
    found = extract_from_dir(
        root,
        methods,
        keywords=KEYWORDS,
        comment_tags=NOTES,
        strip_comment_tags=True,
        directory_filter=lambda path: any(Path(path).is_relative_to(folder) for folder in folders),
    )
    for _file, _line, text, notes, context in found:
        template.add(text, auto_comments=notes, context=context)
    return template


def written(catalog: Catalog) -> str:
    """The catalog as the text of a `.po` or `.pot` file, without what changes by itself."""
    file = io.BytesIO()
    write_po(file, catalog, width=WIDTH, no_location=True, ignore_obsolete=True)
    lines = file.getvalue().decode("utf-8").splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(tuple(f'"{name}:' for name in _UNSTEADY)))


def renewed(template: Catalog, language: str, words: str | None) -> Catalog:
    """The language's catalog (`words`: its file so far) with exactly the template's texts, and no guesses.

    The source language says what the code says.
    """
    catalog = read(words, language) if words is not None else Catalog(locale=language, fuzzy=False)
    catalog.project, catalog.version, catalog.header_comment = template.project, template.version, _HEADER
    # a copy, because Babel hands the template's own messages on, and one language would fill those of all
    catalog.update(deepcopy(template), no_fuzzy_matching=True, update_creation_date=False)
    if language == SOURCE_LANGUAGE:
        for message in texts_of(catalog):
            message.string = message.id
    return catalog


def read(words: str, language: str | None = None) -> Catalog:
    """The catalog in the text of a `.po` or `.pot` file; a broken file is an error."""
    return read_po(io.StringIO(words), locale=language, abort_invalid=True)


def texts_of(catalog: Catalog) -> Iterator[Message]:
    """The messages without the header."""
    return (message for message in catalog if message.id)


def forms(message: Message) -> tuple[str, ...]:
    """The translation, or those of its plural forms; empty where there is none."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or [""])


def lacking(catalog: Catalog) -> list[str]:
    """The texts that are not, or not surely, translated."""
    return [_first(message) for message in texts_of(catalog) if message.fuzzy or not all(forms(message))]


def languages(folder: Path) -> list[str]:
    """The languages that have a folder, sorted."""
    return sorted(path.parent.name for path in folder.glob("*/LC_MESSAGES"))


def renew(root: Path = ROOT) -> dict[Path, str]:
    """What the template and every catalog should hold now, by file."""
    folder = root / "locales"
    template = extract(root)
    files = {folder / "messages.pot": written(template)}
    for language in languages(folder):
        path = folder / language / "LC_MESSAGES" / "messages.po"
        words = path.read_text("utf-8") if path.exists() else None
        files[path] = written(renewed(template, language, words))
    return files


def problems(root: Path = ROOT) -> list[str]:
    """One line for each file that is behind the code and each text without its translation."""
    files = renew(root)
    behind = [path for path, words in files.items() if not path.exists() or path.read_text("utf-8") != words]
    lines = [f"{path.relative_to(root)}: not up to date with the code, run `make translate`" for path in behind]
    return lines + [line for path, words in files.items() if path.suffix == ".po" for line in _lines(root, path, words)]


def main(arguments: list[str] | None = None) -> int:
    """Renew and compile the catalogs, or with `--check` change nothing; 1 when something lacks."""
    parser = argparse.ArgumentParser(prog="translate", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing, only say what lacks")
    if not parser.parse_args(arguments).check:
        for path, words in renew().items():
            path.write_text(words, "utf-8")
        compile_catalogs(ROOT / "locales")
    lines = problems()
    print("\n".join(lines) or "Every text has its translation.")
    return 1 if lines else 0


def _lines(root: Path, path: Path, words: str) -> list[str]:
    return [f"{path.relative_to(root)}: lacks {text!r}" for text in lacking(read(words))]


def _first(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


if __name__ == "__main__":
    sys.exit(main())
