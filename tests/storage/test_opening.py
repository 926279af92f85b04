"""A database that cannot be used is refused in one line that says which, why, and what to do."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.storage import open_storage
from bot.storage.migrate import migrate
from bot.storage.port import StorageError

from .contract import adding, balance, set_up

NOBODY = 65534


async def _refusal(path: Path) -> str:
    with pytest.raises(StorageError) as caught:
        await open_storage(f"sqlite:///{path}")
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that anyone may enter (pytest's own are closed to others)."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture
def closed_folder(open_folder: Path) -> Path:
    """A folder in which nobody may write."""
    open_folder.chmod(0o555)
    return open_folder


@pytest.fixture
def closed_file(open_folder: Path) -> Path:
    """A database that nobody may write, in a folder where anyone may."""
    path = open_folder / "palabre.db"
    migrate(f"sqlite:///{path}")
    path.chmod(0o444)
    open_folder.chmod(0o777)
    path.with_name("palabre.db.lock").chmod(0o666)
    return path


@pytest.fixture
def as_nobody() -> Iterator[None]:
    """Root may write anywhere: the test runs with the rights of nobody, where it is root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    yield
    os.seteuid(0)


async def test_a_missing_folder(tmp_path: Path) -> None:
    refusal = await _refusal(tmp_path / "none" / "palabre.db")
    assert refusal == f"the folder {tmp_path}/none does not exist: create it, or choose another for the database"


async def test_a_folder_in_place_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "palabre.db").mkdir()
    assert await _refusal(tmp_path / "palabre.db") == f"the database {tmp_path}/palabre.db: it is a folder: name a file"


async def test_something_else_than_a_database(tmp_path: Path) -> None:
    path = tmp_path / "palabre.db"
    path.write_text("Dear diary, " * 1000)
    assert await _refusal(path) == (
        f"the database {path}: it is not a Palabre database: choose another path, or restore a backup"
    )
    assert path.read_text() == "Dear diary, " * 1000


async def test_a_damaged_database(tmp_path: Path) -> None:
    path = tmp_path / "palabre.db"
    migrate(f"sqlite:///{path}")
    content = bytearray(path.read_bytes())
    content[8192:40960] = os.urandom(32768)
    path.write_bytes(content)
    assert await _refusal(path) == f"the database {path}: it is damaged: restore a backup"


async def test_a_folder_that_cannot_be_written(closed_folder: Path, as_nobody: None) -> None:
    assert await _refusal(closed_folder / "palabre.db") == (
        f"cannot write in the folder of the database, {closed_folder}: Permission denied"
    )


async def test_a_file_that_cannot_be_written(closed_file: Path, as_nobody: None) -> None:
    assert await _refusal(closed_file) == (
        f"the database {closed_file}: it is read-only: let the user that runs Palabre write to it and to its folder"
    )


@pytest.mark.parametrize("url", ["mysql://u:secret@host/palabre", "sqlite://x", "sqlite:///", "sqlite:///x/", ""])
async def test_another_kind_of_url_says_what_is_allowed_and_tells_no_password(url: str) -> None:
    with pytest.raises(StorageError, match="must be sqlite:/// followed by the path of a file") as caught:
        await open_storage(url)
    assert "secret" not in str(caught.value)


async def test_a_path_may_hold_any_character(tmp_path: Path) -> None:
    path = tmp_path / "a?b#c [d]* 'é'.db"
    url = f"sqlite:///{path}"
    assert migrate(url) == migrate(f"sqlite:///{tmp_path}/other.db")
    await (await open_storage(url)).close()
    assert path.exists()


async def test_a_second_palabre_is_refused_by_either_path(tmp_path: Path) -> None:
    first = await open_storage(f"sqlite:///{tmp_path}/palabre.db")
    (tmp_path / "link.db").symlink_to(tmp_path / "palabre.db")
    try:
        for name in ("palabre.db", "link.db"):
            assert await _refusal(tmp_path / name) == (
                f"{tmp_path}/palabre.db is in use by another Palabre (process {os.getpid()}): stop that one first"
            )
        with pytest.raises(StorageError, match="in use by another Palabre"):
            migrate(f"sqlite:///{tmp_path}/palabre.db")
    finally:
        await first.close()
    await (await open_storage(f"sqlite:///{tmp_path}/palabre.db")).close()


async def test_a_visitor_writes_beside_a_running_palabre(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/palabre.db"
    running = await open_storage(url)
    visitor = await open_storage(url, alone=False)
    try:
        await set_up(visitor)
        await running.write(adding("Awa", 1))
        await visitor.write(adding("Awa", 1))
        assert await balance(running, "Awa") == 102
    finally:
        await visitor.close()
        await running.close()
