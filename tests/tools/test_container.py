"""The container's health check tells a bot that answers from one that does not."""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
from pathlib import Path

import pytest
from aiohttp import web

ROOT = Path(__file__).resolve().parents[2]


def health_check() -> str:
    """The program in the Dockerfile, as the shell-less form of the instruction holds it."""
    found = re.search(
        r"^HEALTHCHECK .*?CMD (\[.*?\])$", (ROOT / "Dockerfile").read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    assert found
    python, option, program = json.loads(found[1].replace("\\\n", ""))
    assert (python, option) == ("python", "-c")
    return str(program)


async def checked(port: int) -> bool:
    environment = {**os.environ, "PALABRE_WATCH": f"127.0.0.1:{port}"}
    ended = await asyncio.create_subprocess_exec(
        sys.executable, "-c", health_check(), env=environment, stderr=asyncio.subprocess.DEVNULL
    )
    return await ended.wait() == 0


@pytest.mark.parametrize(("status", "healthy"), [(200, True), (503, False)])
async def test_the_bot_is_healthy_while_it_says_so(status: int, healthy: bool) -> None:
    async def health(request: web.Request) -> web.Response:
        return web.Response(status=status if request.path == "/healthz" else 404)

    app = web.Application()
    app.router.add_get("/{any:.*}", health)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        assert await checked(runner.addresses[0][1]) is healthy
    finally:
        await runner.cleanup()
    assert not await checked(1), "nothing listens there"
