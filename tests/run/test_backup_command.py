"""Backup, restore and move as an operator runs them, beside a bot that serves people."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from bot.rehearsal import Double
from bot.storage.backup import back_up
from tests.databases import ask, empty_database, new_database
from tests.run.running import ROOT, environment, run, start
from tests.run.scene import Respondent, open_round, sees, stored
from tests.storage.grown import content, grow

pytestmark = pytest.mark.slow

PASSWORD = "no-one-may-see-this"


def grown(folder: Path) -> Path:
    (folder / "data").mkdir(parents=True)
    path = Path(new_database(folder / "data", "sqlite").removeprefix("sqlite:///"))
    grow(path)
    return path


async def test_what_was_answered_before_a_backup_is_there_after_a_restore_elsewhere(
    double: Double, tmp_path: Path
) -> None:
    env, file = environment(double.world, tmp_path, PALABRE_TELEGRAM_URL=double.url), tmp_path / "b.db"
    running = await start(env, "run")
    group, people = await open_round(double.world, (await running.says("?start=")).strip())
    first = Respondent(double.world, people[0], [3, 4, 2, 5, 1, 0])
    await first.begin(group)
    await first.answer_all()
    ended = await run(env, "backup", str(file))
    assert (ended.code, ended.err) == (0, ""), ended
    assert "           6  answer\n" in ended.out
    key = tmp_path / "data" / "pseudonym.key"
    assert ended.out.splitlines()[-1].endswith(f"It is in the file {key}.")
    assert bytes.fromhex(key.read_text()) not in file.read_bytes()
    assert key.read_text().strip() not in ended.out
    (await run(env, "restore", str(file), "--yes")).refused("stop that one first")
    running.process.terminate()
    await running.ended()

    other = tmp_path / "other"
    env = environment(double.world, other, PALABRE_TELEGRAM_URL=double.url)
    ended = await run(env, "restore", str(file), "--yes")
    assert ended.code == 0, ended
    assert "There was no database before." in ended.out
    assert f"put the key of the pseudonyms that belongs to it back: the file {other / 'data' / key.name}." in ended.out
    (await run(env, "run")).refused("pseudonym.key is missing")
    key.rename(other / "data" / key.name)
    assert stored(other, people[0]) == dict(enumerate(first.levels))
    running = await start(env, "run")
    await running.says("palabre runs")
    second = Respondent(double.world, people[1], [1, 1, 1, 1, 1, 1])
    await second.begin(group)
    await sees(double.world, people[1], "1/6")
    await second.answer_all()
    assert stored(other, people[1]) == second.seen
    running.process.terminate()
    assert (await running.ended()).code == 0


async def test_what_hinders_a_backup_is_one_line(tmp_path: Path) -> None:
    env = environment(None, tmp_path)
    (await run(env, "backup", str(tmp_path / "b.db"))).refused("nothing to back up")
    grown(tmp_path)
    (await run(env, "backup", str(tmp_path / "no" / "b.db"))).refused("does not exist: create it")
    (tmp_path / "b.db").write_text("")
    (await run(env, "backup", str(tmp_path / "b.db"))).refused("--force")
    env |= {"PALABRE_DATABASE_URL": f"postgresql://ann:{PASSWORD}@127.0.0.1:9/palabre"}
    for command in (["backup", "b.dump"], ["restore", "b.dump", "--yes"]):
        ended = await run(env, *command)
        ended.refused("pg_dump" if command[0] == "backup" else "pg_restore")
        assert PASSWORD not in ended.err


async def test_a_restore_asks_before_it_replaces(tmp_path: Path) -> None:
    database, env, file = grown(tmp_path), environment(None, tmp_path), tmp_path / "b.db"
    assert (await run(env, "backup", str(file))).code == 0
    before = database.read_bytes()
    for answer, code in ((b"n\n", 1), (b"y\n", 0)):
        assert _in_a_terminal(env, ["restore", str(file)], answer) == code
        assert (database.read_bytes() == before) is (code != 0)
        assert len(list(database.parent.glob("*.before-*"))) == 1 - code
    restored, backed_up = content(database), content(file)
    assert restored.pop("operator_act")[-1][1] == "restored"
    assert backed_up.pop("operator_act")
    assert restored == backed_up


def test_a_restore_without_a_terminal_needs_a_yes(tmp_path: Path) -> None:
    database, file = grown(tmp_path), tmp_path / "b.db"
    back_up(f"sqlite:///{database}", file)
    command = [sys.executable, "-m", "bot", "restore", str(file)]
    env = environment(None, tmp_path)
    ended = subprocess.run(command, env=env, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    assert ended.returncode == 2
    assert b"--yes" in ended.stderr
    assert not list((tmp_path / "data").glob("*.before-*"))


async def test_a_move_takes_a_password_from_the_settings_and_says_what_to_do_next_without_it(tmp_path: Path) -> None:
    database, url = grown(tmp_path), empty_database(tmp_path, "postgres")
    env = environment(None, tmp_path, PALABRE_DATABASE_URL=f"{url}&password={PASSWORD}")
    ended = await run(env, "move", str(database))
    assert (ended.code, ended.err) == (0, ""), ended
    assert str(tmp_path / "data" / "pseudonym.key") in ended.out
    assert PASSWORD not in ended.out
    assert ask(url, "SELECT COUNT(*) FROM answer") == [(len(content(database)["answer"]),)]
    (await run(env, "move", str(database))).refused("it is not empty")


async def test_a_move_to_a_named_database_says_which_setting_is_next(tmp_path: Path) -> None:
    database, url = grown(tmp_path), empty_database(tmp_path, "postgres")
    ended = await run(environment(None, tmp_path), "move", str(database), url)
    assert (ended.code, ended.err) == (0, ""), ended
    assert "Now set PALABRE_DATABASE_URL" in ended.out


async def test_a_password_in_the_command_is_refused_before_anything_moves(tmp_path: Path) -> None:
    """Whoever lists the processes would see it."""
    database, url = grown(tmp_path), empty_database(tmp_path, "postgres")
    ended = await run(environment(None, tmp_path), "move", str(database), f"{url}&password={PASSWORD}")
    ended.refused("whoever lists the processes of this machine sees it")
    assert PASSWORD not in ended.err
    assert ask(url, "SELECT to_regclass('answer') IS NULL") == [(True,)]
    (await run(environment(None, tmp_path), "move", str(database))).refused("name the PostgreSQL database")


def _in_a_terminal(env: dict[str, str], arguments: list[str], answer: bytes) -> int:
    """The exit code of `palabre`, whose question is answered so at a terminal."""
    ours, theirs = pty.openpty()
    try:
        os.write(ours, answer)
        actions = [(os.POSIX_SPAWN_DUP2, theirs, number) for number in (0, 1, 2)]
        child = os.posix_spawn(sys.executable, [sys.executable, "-m", "bot", *arguments], env, file_actions=actions)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    finally:
        os.close(ours)
        os.close(theirs)
