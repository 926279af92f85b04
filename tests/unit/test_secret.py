"""Pseudonyms stay the same for ever, and so must their key."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.secret import KEY_FILE, key_mark, load_key, pseudonym, webhook_secret
from bot.settings import Settings, SettingsError

KEY = bytes(range(32))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data")


def _refusal(settings: Settings, *, database_exists: bool) -> str:
    with pytest.raises(SettingsError) as caught:
        load_key(settings, database_exists)
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize(
    ("round_id", "person_id", "expected"),
    [
        (1, 1, "w4vl7kqXL7dmSxseoFVsAVG8"),
        (1, 2, "mR6pkFWazemx3KgHvi7KQN9Z"),
        (2, 1, "dWm08At291UZRDw7eO0koRIF"),
        (9_007_199_254_740_991, 5_000_000_000, "untf26MWDjQwbYSw1Py1BOAZ"),
    ],
)
def test_a_pseudonym_never_changes(round_id: int, person_id: int, expected: str) -> None:
    """Golden: were it to change, everyone who answered before would count twice."""
    assert pseudonym(KEY, round_id, person_id) == expected


def test_a_pseudonym_differs_by_key_by_round_and_by_person_also_when_digits_move() -> None:
    many = {pseudonym(key, a, b) for key in (KEY, bytes(32)) for a in (1, 11, 111) for b in (1, 11, 111)}
    assert len(many) == 18
    assert all(re.fullmatch("[A-Za-z0-9_-]{24}", each) for each in many)


def test_the_key_of_a_secret_never_changes() -> None:
    settings = Settings(secret=SecretStr("thirty-two characters at the least"))
    assert load_key(settings, True).hex() == "611e5956cdeb37a5a225da5baa23b6f77c39e9c1321ae6c74a79016ebd60b793"


def test_a_key_file_is_made_with_the_first_database_and_kept(settings: Settings) -> None:
    key = load_key(settings, False)
    assert len(key) == 32
    assert load_key(settings, True) == load_key(settings, False) == key
    assert [(file.name, file.stat().st_mode & 0o777) for file in settings.data_dir.iterdir()] == [(KEY_FILE, 0o600)]


def test_two_key_files_are_never_the_same(settings: Settings, tmp_path: Path) -> None:
    assert load_key(settings, False) != load_key(Settings(data_dir=tmp_path / "other"), False)


def test_a_database_without_its_key_file_gets_no_new_key(settings: Settings) -> None:
    path = settings.data_dir / KEY_FILE
    assert _refusal(settings, database_exists=True) == (
        f"the key file {path} is missing, and the answers in the database need it: restore it from a backup"
    )
    assert not path.exists()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620])
def test_a_key_file_open_to_others_is_refused_with_the_remedy(settings: Settings, mode: int) -> None:
    load_key(settings, False)
    path = settings.data_dir / KEY_FILE
    path.chmod(mode)
    assert _refusal(settings, database_exists=True) == (
        f"the key file {path} is open to others (mode {mode:o}): run chmod 600 {path}"
    )


@pytest.mark.parametrize("content", [b"", b"00ff", b"not hexadecimal at all", b"\xff" * 64, b"0" * 66])
def test_a_damaged_key_file_is_refused(settings: Settings, content: bytes) -> None:
    load_key(settings, False)
    path = settings.data_dir / KEY_FILE
    path.write_bytes(content)
    assert _refusal(settings, database_exists=True) == (f"the key file {path} is damaged: restore it from a backup")


def test_a_secret_beside_a_key_file_is_refused_since_only_one_made_the_pseudonyms(settings: Settings) -> None:
    load_key(settings, False)
    both = settings.model_copy(update={"secret": SecretStr("x" * 32)})
    assert _refusal(both, database_exists=True).startswith("both PALABRE_SECRET and ")


def test_a_folder_in_place_of_the_key_file_is_told(settings: Settings) -> None:
    (settings.make_data_dir() / KEY_FILE).mkdir()
    assert _refusal(settings, database_exists=True).endswith("Is a directory")


def test_the_secret_of_the_webhook_is_the_same_for_all_who_have_the_key_and_fits_telegram() -> None:
    """Replicas share it without a setting; it is none of the names that the key makes."""
    own = webhook_secret(b"k" * 32)
    assert own == webhook_secret(b"k" * 32) != webhook_secret(b"l" * 32)
    assert len(own) == 64
    assert own.isalnum()
    assert own.isascii()
    assert (b"k" * 32).hex() != own


def test_the_mark_of_a_key_never_changes_and_is_another_for_another_key() -> None:
    """Golden: were it to change, no Palabre would start on the database of an earlier one."""
    assert key_mark(KEY) == "524c01c6fa2bbead" != key_mark(bytes(32))
    assert key_mark(KEY) not in KEY.hex()
    assert not webhook_secret(KEY).startswith(key_mark(KEY))
