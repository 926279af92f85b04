"""The commands that end by themselves, in good and in bad states: clear words, the right exit code, no token."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from bot.commands import problems
from bot.rehearsal import Double
from bot.rehearsal.persons import Person
from bot.storage.port import StorageError
from tests.run.running import TOKEN, Ended, environment, run, start

pytestmark = pytest.mark.slow

UNREACHABLE = "http://127.0.0.1:9"
LEVELS = "3,4,2,5,1,-"


def here(double: Double, folder: Path, **more: str) -> dict[str, str]:
    return environment(double.world, folder, PALABRE_TELEGRAM_URL=double.url, **more)


def lines(ended: Ended, mark: str) -> list[str]:
    return [line for line in ended.out.splitlines() if line.startswith(mark)]


async def coordinates(double: Double, person: Person) -> None:
    """Wait until the person is told that they coordinate."""
    await double.world.until(lambda: any("coordinat" in one.text for one in person.messages() if one.by_bot))


def told(*arguments: str) -> Ended:
    """What `palabre` says in this process: for what needs no process of its own."""
    result = CliRunner().invoke(app, arguments, prog_name="palabre", env={"COLUMNS": "200", "NO_COLOR": "1"})
    return Ended(result.exit_code, result.stdout, result.stderr)


# Help


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--help"], "To try it without a Telegram account: palabre rehearse"),
        (["run", "--help"], "PALABRE_BOT_TOKEN"),
        (["rehearse", "--help"], "No token, no account"),
        (["check", "--help"], "right and what is wrong"),
        (["migrate", "--help"], "up to date"),
        (["invite", "--help"], "coordinator"),
        (["invite", "coordinator", "--help"], "--network"),
        (["render", "--help"], "--levels"),
        (["--version"], "palabre 0."),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_help_is_there_without_any_setting(arguments: list[str], words: str) -> None:
    ended = told(*arguments)
    assert (ended.code, ended.err) == (0, "")
    assert words in ended.out


def test_an_unknown_command_says_where_help_is() -> None:
    ended = told("dance")
    assert ended.code == 2
    assert "palabre --help" in ended.err


async def test_help_does_not_load_the_bot() -> None:
    """A second of loading would meet whoever only asks what there is."""
    ended = await run({"PATH": os.environ["PATH"], "PYTHONPROFILEIMPORTTIME": "1"}, "--help")
    assert ended.code == 0
    assert not any(name in ended.err for name in (" telegram\n", " aiohttp\n", " bot.app\n"))


# Settings


@pytest.mark.parametrize(
    ("command", "name", "value", "words"),
    [
        ("run", "PALABRE_TOCKEN", "x", "PALABRE_TOCKEN"),
        ("run", "PALABRE_BOT_TOKEN", "secretsecret", "PALABRE_BOT_TOKEN"),
        ("invite coordinator", "PALABRE_RATE", "fast", "PALABRE_RATE"),
        ("migrate", "PALABRE_DATABASE_URL", "mysql://a", "database"),
    ],
)
async def test_a_wrong_setting_is_named(tmp_path: Path, command: str, name: str, value: str, words: str) -> None:
    env = environment(None, tmp_path, PALABRE_TELEGRAM_URL=UNREACHABLE) | {name: value}
    (await run(env, *command.split())).refused(words)
    assert not (tmp_path / "data" / "palabre.db").exists()


async def test_without_a_token_run_says_which_setting_is_missing(tmp_path: Path) -> None:
    env = environment(None, tmp_path)
    del env["PALABRE_BOT_TOKEN"]
    (await run(env, "run")).refused("PALABRE_BOT_TOKEN is missing")
    assert not (tmp_path / "data").exists()


async def test_a_data_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    env = environment(None, tmp_path, PALABRE_DATA_DIR=str(tmp_path / "file" / "data"))
    (await run(env, "migrate")).refused("cannot make the data folder")


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only for root")
async def test_a_read_only_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o500)
    (await run(environment(None, tmp_path), "migrate")).refused(str(tmp_path / "data"))


# The database


async def test_migrate_makes_the_database_once(tmp_path: Path) -> None:
    first, again = [await run(environment(None, tmp_path), "migrate") for _ in range(2)]
    assert (first.code, again.code) == (0, 0)
    assert first.out.startswith("applied 0001")
    assert again.out == "the database is up to date\n"


async def test_a_database_that_migrate_made_is_taken_by_run_and_invite(double: Double, tmp_path: Path) -> None:
    """Its key is made with it: else nobody could tell a lost key from one that was never made."""
    await run(environment(None, tmp_path), "migrate")
    ended = await run(here(double, tmp_path), "invite", "coordinator")
    assert (ended.code, "?start=c" in ended.out) == (0, True), ended


async def test_another_key_than_that_of_the_answers_is_refused(double: Double, tmp_path: Path) -> None:
    """A backup on a new machine, a second replica: everyone who had answered would count as somebody else."""
    env = here(double, tmp_path)
    await run(env, "invite", "coordinator")
    path = tmp_path / "data" / "pseudonym.key"
    own = path.read_text()
    path.write_text("0" * 64)
    for arguments in (["run"], ["invite", "coordinator"]):
        (await run(env, *arguments)).refused("pseudonym.key is not the key under which the answers")
    ended = await run(env, "check")
    assert (ended.code, "is not the key under which" in lines(ended, "WRONG")[-1]) == (1, True), ended
    path.unlink()
    secret = env | {"PALABRE_SECRET": "thirty-two characters at the least"}
    (await run(secret, "run")).refused("PALABRE_SECRET is not the key under which the answers")
    path.touch(0o600)
    path.write_text(own)
    assert (await run(env, "invite", "coordinator")).code == 0


async def test_a_missing_key_file_is_named_and_no_other_is_made(double: Double, tmp_path: Path) -> None:
    await run(here(double, tmp_path), "invite", "coordinator")
    (tmp_path / "data" / "pseudonym.key").unlink()
    for arguments in (["run"], ["invite", "coordinator"]):
        (await run(here(double, tmp_path), *arguments)).refused("pseudonym.key is missing")
    assert not (tmp_path / "data" / "pseudonym.key").exists()
    assert "WRONG" in (await run(here(double, tmp_path), "check")).out


async def test_a_newer_database_is_refused(double: Double, tmp_path: Path) -> None:
    await run(here(double, tmp_path), "invite", "coordinator")
    with sqlite3.connect(tmp_path / "data" / "palabre.db") as raw:
        raw.execute(
            "INSERT INTO _yoyo_migration (migration_hash, migration_id, applied_at_utc) VALUES ('f', '9999-future', 0)"
        )
    raw.close()
    for arguments in (["run"], ["migrate"], ["invite", "coordinator"]):
        (await run(here(double, tmp_path), *arguments)).refused("newer")
    assert "WRONG" in (await run(here(double, tmp_path), "check")).out


async def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(double: Double, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    file = tmp_path / "data" / "palabre.db"
    file.write_bytes(b"no database at all, by far not" * 40)
    env = here(double, tmp_path, PALABRE_SECRET="s" * 40)
    (await run(env, "run")).refused("palabre.db")
    assert file.read_bytes() == b"no database at all, by far not" * 40


# Telegram


async def test_a_wrong_token_is_told_without_showing_it(double: Double, tmp_path: Path) -> None:
    for arguments in (["run"], ["invite", "coordinator"]):
        ended = await run(here(double, tmp_path, PALABRE_BOT_TOKEN=TOKEN), *arguments)
        ended.refused("Telegram does not know this token")


async def test_invite_without_telegram_is_told(tmp_path: Path) -> None:
    ended = await run(environment(None, tmp_path, PALABRE_TELEGRAM_URL=UNREACHABLE), "invite", "coordinator")
    ended.refused("Telegram cannot be reached")


async def test_invite_makes_a_link_that_works_beside_a_running_bot(double: Double, tmp_path: Path) -> None:
    running = await start(here(double, tmp_path), "run")
    first = (await running.says("?start=")).strip()
    ended = await run(here(double, tmp_path), "invite", "coordinator", "--network", "Réseau <3")
    assert ended.code == 0, ended
    second = ended.out.splitlines()[-1]
    assert first != second
    ana, ben = double.world.person("Ana"), double.world.person("Ben")
    for person, link in ((ana, first), (ben, second)):
        await person.open(link)
        await coordinates(double, person)
    running.process.terminate()
    assert (await running.ended()).code == 0


# Check


async def test_check_says_that_all_is_right_and_changes_nothing(double: Double, tmp_path: Path) -> None:
    ended = await run(here(double, tmp_path, PALABRE_OPERATOR="Ada"), "check")
    assert (ended.code, ended.err, lines(ended, "WRONG")) == (0, "", [])
    assert not (tmp_path / "data").exists()
    await run(here(double, tmp_path), "migrate")
    before = {path: path.read_bytes() for path in (tmp_path / "data").iterdir()}
    ended = await run(here(double, tmp_path, PALABRE_OPERATOR="Ada"), "check")
    assert {path: path.read_bytes() for path in (tmp_path / "data").iterdir()} == before


async def test_check_says_all_that_is_wrong_at_once(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "palabre.db").write_bytes(b"no database at all, by far not" * 40)
    env = environment(None, tmp_path, PALABRE_TELEGRAM_URL=UNREACHABLE, PALABRE_SECRET="s" * 40)
    ended = await run(env, "check")
    assert (ended.code, ended.err) == (1, "")
    wrong = lines(ended, "WRONG")
    assert len(wrong) == 2
    assert "cannot be reached" in wrong[0]
    assert "palabre.db" in wrong[1]


async def test_check_knows_a_wrong_token_a_webhook_and_a_wrong_setting(double: Double, tmp_path: Path) -> None:
    wrong = lines(await run(here(double, tmp_path, PALABRE_BOT_TOKEN=TOKEN), "check"), "WRONG")
    assert any("does not know this token" in line for line in wrong)
    double.world.hook.url = "https://example.org/hook"
    wrong = lines(await run(here(double, tmp_path), "check"), "WRONG")
    assert any("webhook" in line for line in wrong)
    wrong = lines(await run(here(double, tmp_path, PALABRE_RATE="0"), "check"), "WRONG")
    assert any("PALABRE_RATE" in line for line in wrong)


# Render


def test_render_draws_a_wheel(tmp_path: Path) -> None:
    out = tmp_path / "wheel.png"
    more = ["--previous", "1,1,1,1,1,1", "--language", "fr", "--out", str(out)]
    ended = told("render", "peer-group", "--levels", LEVELS, *more)
    assert (ended.code, ended.err) == (0, "")
    assert out.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["nothing", "--levels", LEVELS], 1, "peer-group"),
        (["missing.yaml", "--levels", LEVELS], 1, "missing.yaml"),
        (["peer-group", "--levels", "1,2"], 2, "6 levels are needed"),
        (["peer-group", "--levels", "1,2,3,4,5,6"], 2, '"6" is not a level'),
        (["peer-group", "--levels", "1,2,3,4,5,x"], 2, '"x" is not a level'),
        (["peer-group", "--levels", "1,2,3,4,5,nan"], 2, '"nan" is not a level'),
        (["peer-group", "--levels", LEVELS, "--language", "xx"], 2, "none of the languages"),
        (["peer-group", "--levels", LEVELS, "--out", "no/such/folder.png"], 1, "no/such/folder.png"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_render_says_what_is_wrong(arguments: list[str], code: int, words: str) -> None:
    ended = told("render", *arguments)
    assert (ended.code, words in ended.err) == (code, True), ended


def test_a_broken_template_is_told_with_file_and_key(tmp_path: Path) -> None:
    broken = tmp_path / "mine.yaml"
    broken.write_text("id: mine\nspokes: []\n")
    ended = told("render", str(broken), "--levels", "1")
    assert ended.code == 1
    assert "mine.yaml, line 1: version is missing" in ended.err


# Rehearse


async def test_a_port_in_use_is_told(double: Double, tmp_path: Path) -> None:
    port = double.url.rpartition(":")[2]
    (await run({"PATH": os.environ["PATH"]}, "rehearse", "--port", port)).refused("the port is in use already")


async def test_an_unknown_story_is_told_with_those_that_there_are() -> None:
    ended = await run({"PATH": os.environ["PATH"], "COLUMNS": "200"}, "rehearse", "--headless", "--story", "none")
    assert (ended.code, "first-wheel" in ended.err) == (2, True)


# Problems


def test_a_fault_of_the_programme_is_no_line() -> None:
    assert problems.line(ZeroDivisionError()) is None
    assert problems.line(OSError("something")) is None


def test_of_several_troubles_each_is_told_once() -> None:
    group = ExceptionGroup("all", [StorageError("the disk is full"), StorageError("the disk is full")])
    assert problems.line(group) == "the disk is full"
    assert problems.line(ExceptionGroup("all", [StorageError("x"), ZeroDivisionError()])) is None
