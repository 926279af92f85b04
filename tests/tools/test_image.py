"""The container's image stays small, and what was left out of it is not missed."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import image, slim

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("strip") is None,
    reason="the image is counted with the command strip (Debian: apt-get install binutils)",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Removed at once, since it is large."""
    made = tmp_path_factory.mktemp("image")
    yield made
    shutil.rmtree(made)


@pytest.mark.slow
def test_every_part_of_the_bot_loads_from_what_is_left_and_all_is_below_the_limit(folder: Path) -> None:
    parts = image.count(folder)
    assert parts["Palabre and its packages"] > 20
    assert parts["compiled by Python"] > 5
    assert sum(parts.values()) < image.MOST, parts


@pytest.mark.parametrize(
    ("path", "needed"),
    [
        ("babel/locale-data/fr.dat", True),
        ("babel/locale-data/fr_CA.dat", True),
        ("babel/locale-data/root.dat", True),
        ("babel/locale-data/fro.dat", False),
        ("babel/locale-data/de.dat", False),
        ("babel/global.dat", True),
        ("babel/core.py", True),
        ("PIL/_avif.cpython-313-x86_64-linux-gnu.so", False),
        ("pillow.libs/libwebpmux-8fb1c9f6.so.3.1.2", False),
        ("dateparser/data/date_translation_data/fr.py", True),
        ("dateparser/data/date_translation_data/__init__.py", True),
        ("dateparser/data/date_translation_data/fro.py", False),
        ("reportlab/pdfgen/canvas.py", True),
        ("reportlab/fonts/Vera.ttf", False),
        ("PIL/_imaging.cpython-313-x86_64-linux-gnu.so", True),
        ("pygments/lexers/__init__.py", True),
        ("pygments/lexers/_mapping.py", True),
        ("pygments/lexers/python.py", True),
        ("pygments/lexers/lisp.py", False),
        ("yoyo/tests/test_cli.py", False),
        ("aiohttp/_http_parser.pyx", False),
        ("surveys/templates/peer-group.yaml", True),
        ("locales/fr/LC_MESSAGES/messages.mo", True),
    ],
)
def test_what_is_needed_is_kept_and_nothing_else(path: str, needed: bool) -> None:
    assert slim.is_needed(path, {"en", "fr"}) is needed


def test_the_languages_are_those_of_the_catalogs(tmp_path: Path) -> None:
    for name in ("en", "pt-BR"):
        (tmp_path / name / "LC_MESSAGES").mkdir(parents=True)
        (tmp_path / name / "LC_MESSAGES" / "messages.po").touch()
    assert slim.languages(tmp_path) == {"en", "pt"}


def test_what_is_not_needed_is_deleted_where_pip_has_put_it(tmp_path: Path) -> None:
    for name in ("babel/locale-data/fr.dat", "babel/locale-data/de.dat", "locales/fr/LC_MESSAGES/messages.po"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    slim.trim(tmp_path)
    assert [path.name for path in sorted(tmp_path.rglob("*")) if path.is_file()] == ["fr.dat", "messages.po"]
