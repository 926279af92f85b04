"""No secret is in what a process says, writes, is called by, or answers: token, key, password, webhook's secret.

Each process is given all of them, and meets servers that quote the address at which they were asked.
"""

from __future__ import annotations

import ast
import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from bot.address import Address
from bot.rehearsal import Double
from bot.secret import KEY_FILE, webhook_secret
from bot.serving import serving
from tests.databases import new_database
from tests.ports import free_port
from tests.run.running import ROOT, TOKEN, Ended, Running, environment, run, start

PASSWORD, OWN_SECRET, HOOK = "only-the-database-knows", "only-the-operator-knows-this-one-here", "only-telegram-knows"
GIVEN = (PASSWORD, OWN_SECRET, HOOK)

Telegram = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


async def not_json(request: web.BaseRequest) -> web.Response:
    return web.Response(text=f"<h1>Welcome to {request.url}</h1>")


async def broken(request: web.BaseRequest) -> web.Response:
    return web.Response(status=502, text=f"Bad gateway for {request.raw_path}")


async def refusing(request: web.BaseRequest) -> web.Response:
    words = f"no route for {request.raw_path}"
    return web.json_response({"ok": False, "error_code": 400, "description": words}, status=400)


async def unknown(request: web.BaseRequest) -> web.Response:
    return web.json_response({"ok": False, "description": f"Not Found: {request.url}"}, status=404)


async def in_circles(request: web.BaseRequest) -> web.Response:
    return web.Response(status=302, headers={"Location": str(request.url)})


async def elsewhere(request: web.BaseRequest) -> web.Response:
    return web.Response(status=302, headers={"Location": f"nowhere://{TOKEN}{request.raw_path}"})


async def another(request: web.BaseRequest) -> web.Response:
    """An answer of a form that nobody foresaw."""
    return web.json_response({"ok": True, "result": {"id": str(request.url), "first_name": [request.raw_path]}})


BAD: dict[str, Telegram] = {
    one.__name__: one for one in (not_json, broken, refusing, unknown, in_circles, elsewhere, another)
}


@contextlib.asynccontextmanager
async def served(telegram: Telegram) -> AsyncIterator[str]:
    async with serving(telegram, Address("127.0.0.1", 0)) as address:
        yield f"http://{address}"


def told_all(folder: Path, telegram_url: str, **more: str) -> dict[str, str]:
    """The settings of a process that knows every secret; the password is for a server that asks for none."""
    database = new_database(folder, "postgres")
    return environment(
        None,
        folder,
        PALABRE_TELEGRAM_URL=telegram_url,
        PALABRE_DATABASE_URL=f"{database}&password={PASSWORD}",
        PALABRE_SECRET=OWN_SECRET,
        PALABRE_WEBHOOK_SECRET=HOOK,
        PALABRE_LOG="debug",
        **more,
    )


def silent(ended: Ended, *more: str) -> None:
    """No secret was said."""
    said = ended.out + ended.err
    assert said
    assert [one for one in (TOKEN.partition(":")[2], *GIVEN, *more) if one in said] == [], ended


@pytest.mark.slow
@pytest.mark.parametrize("command", ["check", "check --live", "invite coordinator"])
@pytest.mark.parametrize("telegram", BAD)
async def test_a_server_that_quotes_the_address_makes_no_command_tell_it(
    tmp_path: Path, telegram: str, command: str
) -> None:
    async with served(BAD[telegram]) as url:
        ended = await run(told_all(tmp_path, url), *command.split())
    assert ended.code == 1, ended
    silent(ended)


@pytest.mark.slow
@pytest.mark.parametrize("telegram", BAD)
async def test_nor_does_a_bot_that_runs_tell_it(tmp_path: Path, telegram: str) -> None:
    async with served(BAD[telegram]) as url:
        running = await start(told_all(tmp_path, url), "run")
        waits = asyncio.ensure_future(running.says("trying again"))
        ends = asyncio.ensure_future(running.process.wait())
        await asyncio.wait([waits, ends], return_when=asyncio.FIRST_COMPLETED)
        waits.cancel()
        if not ends.done():
            running.send(signal.SIGTERM)
        silent(await running.ended())


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["https", "http"])
async def test_a_server_that_speaks_another_language_makes_nobody_tell_it(tmp_path: Path, scheme: str) -> None:
    """TLS at a port that has none; and nobody at all."""
    async with served(not_json) as url:
        address = url.partition("//")[2] if scheme == "https" else f"127.0.0.1:{free_port()}"
        ended = await run(told_all(tmp_path, f"{scheme}://{address}"), "check")
    assert ended.code == 1
    silent(ended)


# A bot that serves


@contextlib.asynccontextmanager
async def bot(double: Double, folder: Path, **more: str) -> AsyncIterator[tuple[dict[str, str], Running]]:
    """One that serves behind a webhook, with its secrets in files, as a careful operator keeps them."""
    given = {"BOT_TOKEN": double.token, "WEBHOOK_SECRET": HOOK}
    for name, value in given.items():
        (folder / name).write_text(value)
    listens = f"127.0.0.1:{free_port()}"
    env = environment(
        double.world,
        folder,
        PALABRE_TELEGRAM_URL=double.url,
        PALABRE_LISTEN=listens,
        PALABRE_WEBHOOK_URL=f"http://{listens}/telegram",
        PALABRE_WATCH=f"127.0.0.1:{free_port()}",
        PALABRE_LOG="debug",
        **{f"PALABRE_{name}_FILE": str(folder / name) for name in given},
        **more,
    )
    del env["PALABRE_BOT_TOKEN"]
    running = await start(env, "run")
    await running.says("palabre runs")
    try:
        yield env, running
    finally:
        if running.process.returncode is None:
            running.send(signal.SIGKILL)
            await running.process.wait()


def secrets_of_bot(double: Double, folder: Path) -> list[str]:
    key = (folder / "data" / KEY_FILE).read_text().strip()
    return [double.token.partition(":")[2], HOOK, key, webhook_secret(bytes.fromhex(key))]


def without(text: str, secrets: list[str]) -> None:
    assert text
    assert [one for one in secrets if one in text] == []


@pytest.mark.slow
async def test_who_lists_processes_or_watches_the_bot_learns_no_secret(double: Double, tmp_path: Path) -> None:
    async with bot(double, tmp_path) as (env, running):
        secrets, process = secrets_of_bot(double, tmp_path), Path(f"/proc/{running.process.pid}")
        without((process / "cmdline").read_bytes().decode(), secrets)
        without((process / "environ").read_bytes().decode(), secrets)
        assert {(one / "children").read_text() for one in (process / "task").iterdir()} == {""}
        for path in ("/healthz", "/readyz", "/metrics", "/", "/nothing"):
            without(await _asked(f"http://{env['PALABRE_WATCH']}{path}"), secrets)
        without(await _asked(f"http://{env['PALABRE_LISTEN']}/telegram"), secrets)
        running.send(signal.SIGTERM)
        ended = await running.ended()
    without(ended.out + ended.err, secrets)
    assert double.world.hook.secret == HOOK


async def _asked(url: str) -> str:
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        return f"{response.status} {response.headers} {await response.text()}"


@pytest.mark.slow
async def test_names_and_contents_of_what_is_kept_hold_no_secret_but_the_key_in_its_file(
    double: Double, tmp_path: Path
) -> None:
    copies = tmp_path / "copies"
    copies.mkdir()
    async with bot(double, tmp_path) as (env, _):
        secrets = secrets_of_bot(double, tmp_path)
        told = await run(env | {"PALABRE_BOT_TOKEN_FILE": str(tmp_path / "BOT_TOKEN")}, "backup", str(copies / "b.db"))
        without(told.out, secrets)
    kept = [one for folder in (tmp_path / "data", copies) for one in folder.rglob("*") if one.is_file()]
    assert {"palabre.db", KEY_FILE, "b.db"} <= {one.name for one in kept}
    holding = {one.name for one in kept if any(secret.encode() in one.read_bytes() for secret in secrets)}
    assert holding == {KEY_FILE}
    assert [one for one in kept if any(secret in str(one.relative_to(tmp_path)) for secret in secrets)] == []
    assert {oct(one.stat().st_mode & 0o077) for one in kept} == {"0o0"}


@pytest.mark.slow
@pytest.mark.parametrize("command", ["backup", "restore"])
async def test_the_tools_of_the_database_are_named_without_the_password(tmp_path: Path, command: str) -> None:
    """Palabre starts no tool itself: what it prints is typed by people, and seen by who lists processes."""
    env = told_all(tmp_path, "http://127.0.0.1:9")
    ended = await run(env, command, str(tmp_path / "b.dump"), *(["--yes"] if command == "restore" else []))
    assert ended.code == 1
    assert "pg_" in ended.err
    silent(ended)


def test_palabre_starts_no_process_that_could_be_given_a_secret() -> None:
    barred = {"subprocess", "multiprocessing", "pty"}
    found = {
        f"{path.relative_to(ROOT)}: {name}"
        for folder in ("bot", "handlers", "surveys")
        for path in (ROOT / folder).rglob("*.py")
        for name in _imported(ast.parse(path.read_text("utf-8")))
        if name.partition(".")[0] in barred
    }
    assert found == set()


def _imported(tree: ast.Module) -> set[str]:
    names = set[str]()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            names |= {"subprocess"} if (node.value.id, node.attr) in {("os", "system"), ("os", "popen")} else set()
    return names
