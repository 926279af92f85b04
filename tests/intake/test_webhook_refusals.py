"""The webhook turns away what is not Telegram, or no update, and harms nobody by it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from tests.intake.hooked import SECRET, Hooked, headers, hooked
from tests.intake.stage import tap

MEGABYTE = 1024 * 1024


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Hooked]:
    async with hooked(tmp_path) as found:
        await found.start()
        yield found


@pytest.fixture
async def hurried(tmp_path: Path) -> AsyncIterator[Hooked]:
    """With little patience for what is slow."""
    async with hooked(tmp_path, patience=0.5) as found:
        await found.start()
        yield found


# From Telegram


@pytest.mark.parametrize("secret", [None, "", SECRET[:-1], SECRET + "x", SECRET.upper(), "ü"])
async def test_whoever_does_not_know_the_secret_is_turned_away(scene: Hooked, secret: str | None) -> None:
    assert await scene.post(tap(1), secret=secret) == 403
    assert 1 not in await scene.here.states()
    assert scene.counts.turned_away == {"403": 1}


@pytest.mark.parametrize("path", ["/", "/telegram", "/telegram/here/", "/telegram/Here", "//telegram/here", "/metrics"])
async def test_there_is_nothing_at_other_paths(scene: Hooked, path: str) -> None:
    url = f"http://{scene.hook.address}{path}"
    async with scene.session.post(url, json=tap(1), headers=headers(SECRET)) as response:
        assert response.status == 404
    assert 1 not in await scene.here.states()


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"])
async def test_other_methods_are_not_allowed(scene: Hooked, method: str) -> None:
    async with scene.session.request(method, scene.hook.url, headers=headers(SECRET)) as response:
        assert (response.status, response.headers["Allow"]) == (405, "POST")


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"\xff\xfe", b"[]", b"5", b"{}", b'{"update_id": "7"}', b'{"update_id": -1}', b"[" * 200_000],
    ids=lambda body: body[:12].decode("latin-1"),
)
async def test_what_is_no_update_is_refused(scene: Hooked, body: bytes) -> None:
    async with scene.session.post(scene.hook.url, data=body, headers=headers(SECRET)) as response:
        assert response.status == 400
    assert await scene.post(tap(1)) == 200


async def test_a_body_that_says_it_is_too_large_is_not_read(scene: Hooked) -> None:
    reader, writer = await asyncio.open_connection(scene.hook.address.host, scene.hook.address.port)
    writer.write(
        f"POST /telegram/here HTTP/1.1\r\nHost: x\r\nContent-Length: {100 * MEGABYTE}\r\n"
        f"X-Telegram-Bot-Api-Secret-Token: {SECRET}\r\n\r\n".encode()
    )
    assert (await reader.readline()).split()[1] == b"413"
    writer.close()
    assert await scene.post(tap(1)) == 200


async def test_a_body_that_does_not_say_how_large_it_is_is_read_no_further_than_the_limit(scene: Hooked) -> None:
    given = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal given
        for _ in range(100):
            given += MEGABYTE
            yield b"x" * MEGABYTE

    try:
        async with scene.session.post(scene.hook.url, data=endless(), headers=headers(SECRET)) as response:
            assert response.status == 413
    except aiohttp.ClientError:
        pass  # cut off before the refusal could be read: as good
    assert scene.counts.turned_away == {"413": 1}
    assert await scene.post(tap(1)) == 200


async def test_a_body_that_would_unfold_is_not_unfolded(scene: Hooked) -> None:
    packed = {**headers(SECRET), "Content-Encoding": "gzip"}
    async with scene.session.post(scene.hook.url, data=b"\x1f\x8b\x08\x00rubbish", headers=packed) as response:
        assert response.status == 400


async def test_what_is_not_http_harms_nobody_and_is_not_logged(scene: Hooked, caplog: pytest.LogCaptureFixture) -> None:
    for noise in (b"\x16\x03\x01\x00\xa5\x01\x00", b"HELO there\r\n\r\n", b"POST /telegram/here HTTP/9.9\r\n\r\n"):
        reader, writer = await asyncio.open_connection(scene.hook.address.host, scene.hook.address.port)
        writer.write(noise)
        writer.write_eof()
        await reader.read()
        writer.close()
    assert await scene.post(tap(1)) == 200
    assert caplog.records == []


# What is slow


async def test_a_body_that_does_not_come_is_not_waited_for(hurried: Hooked) -> None:
    reader, writer = await asyncio.open_connection(hurried.hook.address.host, hurried.hook.address.port)
    writer.write(
        b"POST /telegram/here HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n"
        b"X-Telegram-Bot-Api-Secret-Token: " + SECRET.encode() + b'\r\n\r\n{"update_id"'
    )
    assert (await reader.readline()).split()[1] == b"408"
    writer.close()
