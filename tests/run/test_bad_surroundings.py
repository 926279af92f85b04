"""What surrounds a running bot may be bad: one clear line, no secret in it, and nothing lost once it is good again.

Two processes on one file and two pollers on one token are in `test_process.py`, a newer SQLite file in
`test_commands.py`.
"""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bot.intake.webhook import SECRET_HEADER
from bot.rehearsal import Double
from tests.databases import ask, empty_database, new_database
from tests.ports import free_port
from tests.run.running import Running, environment, run, start
from tests.run.scene import BY_ALL_WITHIN, Respondent, open_round, stored
from tests.run.tiny_disk import tiny_disk

pytestmark = pytest.mark.slow

PASSWORD = "no-one-may-see-this"
MEGABYTE = 1_000_000
A_PROXY_CUTS_AFTER = 10.0  # seconds
RIGHT, WRONG = "right-" * 4, "wrong-" * 4
LEVELS = [3, 4, 2, 5, 1, 0]


def here(double: Double, folder: Path, **more: str) -> dict[str, str]:
    return environment(double.world, folder, PALABRE_TELEGRAM_URL=double.url, PALABRE_RATE="1000000", **more)


async def refused(env: dict[str, str], words: str) -> None:
    """`palabre run` ends with one line, `palabre check` says it among its findings, neither with the password."""
    (await run(env, "run")).refused(words)
    checked = await run(env, "check")
    assert checked.code == 1, checked
    assert any(words in line for line in checked.out.splitlines() if line.startswith("WRONG")), checked
    assert PASSWORD not in checked.out + checked.err


# The database


@pytest.mark.parametrize(
    ("url", "words"),
    [
        (f"postgresql://me:{PASSWORD}@127.0.0.1:9/palabre", "the database palabre at 127.0.0.1:9: nothing answers"),
        (f"postgresql://me:{PASSWORD}/x@host/palabre", "the URL of the PostgreSQL database is not one"),
        (f"mysql://me:{PASSWORD}@host/palabre", "database"),
    ],
    ids=["nobody there", "no URL", "another kind"],
)
async def test_a_wrong_url_is_told_at_once(double: Double, tmp_path: Path, url: str, words: str) -> None:
    env = here(double, tmp_path, PALABRE_DATABASE_URL=url, PALABRE_SECRET="s" * 40)
    await refused(env, words)


async def test_a_role_without_rights_is_told(double: Double, tmp_path: Path) -> None:
    url = new_database(tmp_path, "postgres")
    ask(url, "DROP ROLE IF EXISTS onlooker")
    ask(url, "CREATE ROLE onlooker LOGIN")
    mine = url.replace("postgres@", "onlooker@")
    await refused(here(double, tmp_path, PALABRE_DATABASE_URL=mine, PALABRE_SECRET="s" * 40), "the role lacks rights")


async def test_a_role_that_may_not_make_the_tables_is_told(double: Double, tmp_path: Path) -> None:
    url = empty_database(tmp_path, "postgres")
    ask(url, "DROP ROLE IF EXISTS guest")
    ask(url, "CREATE ROLE guest LOGIN")
    mine = url.replace("postgres@", "guest@")
    env = here(double, tmp_path, PALABRE_DATABASE_URL=mine, PALABRE_SECRET="s" * 40)
    (await run(env, "run")).refused("the role may not create tables in it")


async def test_a_postgresql_database_of_a_newer_palabre_is_refused(double: Double, tmp_path: Path) -> None:
    url = new_database(tmp_path, "postgres")
    [(before,)] = ask(url, "SELECT max(migration_id) FROM _yoyo_migration")
    ask(url, f"UPDATE _yoyo_migration SET migration_id = '9999-future' WHERE migration_id = '{before}'")
    await refused(here(double, tmp_path, PALABRE_DATABASE_URL=url, PALABRE_SECRET="s" * 40), "newer")


async def test_on_a_full_disk_the_bot_stops_with_one_line_and_goes_on_when_there_is_room(
    double: Double, tmp_path: Path
) -> None:
    async with tiny_disk(tmp_path) as disk:
        env = here(double, tmp_path, PALABRE_DATA_DIR=str(disk.folder / "data"))
        running = await disk.start(env, "run")
        people = await _answering(double, running)
        answering = asyncio.gather(*[one.answer_all() for one in people])
        await _one_is_through_a_question(double, people)
        disk.fill()
        (await running.ended()).refused("the database cannot be used: the disk is full: make room")
        (await disk.run(env, "run")).refused("full")
        disk.make_room()
        _all_acknowledged_is_there(disk.copied(), people)
        again = await disk.start(env, "run")
        await asyncio.wait_for(answering, BY_ALL_WITHIN)
        again.process.terminate()
        assert (await again.ended()).code == 0
        found = disk.copied()
        assert [stored(found, one.person) for one in people] == [dict(enumerate(LEVELS))] * len(people)


async def _answering(double: Double, running: Running) -> list[Respondent]:
    """Six people before the first question of a round."""
    group, people = await open_round(double.world, (await running.says("?start=")).strip())
    all_ = [Respondent(double.world, one, LEVELS) for one in people]
    await asyncio.gather(*[one.begin(group) for one in all_])
    return all_


async def _one_is_through_a_question(double: Double, people: list[Respondent]) -> None:
    await double.world.until(lambda: any(one.seen for one in people))


def _all_acknowledged_is_there(folder: Path, people: list[Respondent]) -> None:
    for one in people:
        kept = stored(folder, one.person)
        assert {place: kept.get(place) for place in one.seen} == one.seen


async def test_when_the_disk_of_postgresql_is_full_it_is_told_and_nothing_is_lost(
    double: Double, tmp_path: Path
) -> None:
    """The server refuses with the code of a full disk; a trigger does it in the place of the disk."""
    url = new_database(tmp_path, "postgres")
    env = here(double, tmp_path, PALABRE_DATABASE_URL=url, PALABRE_SECRET="s" * 40)
    running = await start(env, "run")
    link = (await running.says("?start=")).strip()
    await running.says("palabre runs")
    ask(
        url,
        "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'could not extend"
        " file: No space left on device' USING ERRCODE = '53100'; END $$;"
        "CREATE TRIGGER full_disk BEFORE INSERT ON intake EXECUTE FUNCTION full_disk()",
    )
    awa = double.world.person("Awa")
    await awa.open(link)
    (await running.ended()).refused("its disk is full: make room")
    ask(url, "DROP TRIGGER full_disk ON intake")
    again = await start(env, "run")
    await double.world.until(lambda: any(one.by_bot for one in awa.messages()))
    again.process.terminate()
    assert (await again.ended()).code == 0


# The webhook


@pytest.fixture
def hook(double: Double, tmp_path: Path) -> dict[str, str]:
    """The settings of a bot behind a webhook; its data are in `tmp_path`."""
    address = f"127.0.0.1:{free_port()}"
    return here(
        double,
        tmp_path,
        PALABRE_WEBHOOK_URL=f"http://{address}/telegram",
        PALABRE_LISTEN=address,
        PALABRE_WEBHOOK_SECRET=RIGHT,
        PALABRE_WATCH=f"127.0.0.1:{free_port()}",
    )


@pytest.fixture
async def hooked(hook: dict[str, str], double: Double) -> AsyncIterator[Running]:
    """A bot behind a webhook, to which someone has said something."""
    running = await start(hook, "run")
    link = (await running.says("?start=")).strip()
    awa = double.world.person("Awa")
    await awa.open(link)
    await double.world.until(lambda: any(one.by_bot for one in awa.messages()))
    yield running
    running.process.terminate()
    ended = await running.ended()
    assert (ended.code, "Traceback" in ended.err) == (0, False), ended


def _said(number: int, text: str, person: int) -> dict[str, object]:
    """An update as Telegram posts it: somebody writes to the bot in private."""
    who = {"id": person, "is_bot": False, "first_name": "Awa"}
    message = {"message_id": number, "date": 1_800_000_000, "chat": {"id": person, "type": "private"}, "from": who}
    return {"update_id": number, "message": {**message, "text": text}}


async def _posts(hook: dict[str, str], body: object, secret: str = RIGHT) -> int:
    """The status that a post is answered with, before a proxy would lose patience."""
    timeout = aiohttp.ClientTimeout(total=A_PROXY_CUTS_AFTER)
    async with (
        aiohttp.ClientSession(timeout=timeout, headers={SECRET_HEADER: secret}) as session,
        session.post(hook["PALABRE_WEBHOOK_URL"], json=body) as response,
    ):
        return response.status


def _helps(double: Double) -> int:
    """How often the bot has answered; the double may refuse it, since it does not know the message itself."""
    return sum(call.method == "sendMessage" for call in double.world.calls)


async def test_a_post_with_a_wrong_secret_is_turned_away_and_has_no_effect(
    double: Double, hook: dict[str, str], hooked: Running
) -> None:
    person = double.world.person("Awa").id
    before = _helps(double)
    assert await _posts(hook, _said(900_001, "/help", person), secret=WRONG) == 403
    assert await _posts(hook, _said(900_002, "/help", person)) == 200
    await double.world.until(lambda: _helps(double) > before)
    assert _helps(double) == before + 1


@pytest.mark.parametrize("secret", [RIGHT, WRONG])
async def test_bodies_of_a_hundred_megabytes_are_refused_and_cost_no_memory(
    hook: dict[str, str], hooked: Running, secret: str
) -> None:
    before = _memory(hooked)
    await asyncio.gather(*[_sends_a_hundred_megabytes(hook, secret) for _ in range(3)])
    refusal = 413 if secret == RIGHT else 403
    assert f'palabre_turned_away_total{{status="{refusal}"}} 3.0\n' in await _figures(hook)
    assert _memory(hooked) < before + 20 * MEGABYTE
    assert await _posts(hook, _said(900_001, "/help", 1)) == 200


async def _sends_a_hundred_megabytes(hook: dict[str, str], secret: str) -> None:
    """A body that does not say how long it is; the line may be cut before its end."""
    host, _, port = hook["PALABRE_LISTEN"].rpartition(":")
    _, writer = await asyncio.open_connection(host, int(port))
    head = f"POST /telegram HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n{SECRET_HEADER}: {secret}\r\n\r\n"
    writer.write(head.encode())
    with contextlib.suppress(ConnectionError):
        for _ in range(100):
            writer.write(f"{MEGABYTE:x}\r\n".encode() + b"x" * MEGABYTE + b"\r\n")
            await writer.drain()
    writer.close()


async def _figures(hook: dict[str, str]) -> str:
    async with aiohttp.ClientSession() as session, session.get(f"http://{hook['PALABRE_WATCH']}/metrics") as response:
        return await response.text()


def _memory(running: Running) -> int:
    """The memory that the process has in use, in bytes."""
    status = Path(f"/proc/{running.process.pid}/status").read_text("utf-8")
    return next(int(line.split()[1]) * 1000 for line in status.splitlines() if line.startswith("VmRSS"))


async def test_while_nothing_can_be_stored_posts_are_answered_before_a_proxy_cuts(
    double: Double, tmp_path: Path, hook: dict[str, str], hooked: Running
) -> None:
    """Telegram posts again then; what was stored in between is handled once all the same."""
    person = double.world.person("Awa").id
    before, update = _helps(double), _said(900_001, "/help", person)
    other = sqlite3.connect(tmp_path / "data" / "palabre.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert await _posts(hook, update) == 503
    other.execute("ROLLBACK")
    other.close()
    assert await _posts(hook, update) == 200
    assert await _posts(hook, _said(900_002, "/help", person)) == 200
    await double.world.until(lambda: _helps(double) >= before + 2)
    assert _helps(double) == before + 2
