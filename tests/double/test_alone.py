"""`python -m bot.rehearsal` serves the double alone."""

from __future__ import annotations

import asyncio
import sys

import aiohttp
import pytest


@pytest.mark.slow
async def test_it_prints_where_it_is_and_moves_its_clock() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.rehearsal", "--seed", "5", stdout=asyncio.subprocess.PIPE
    )
    try:
        assert process.stdout
        url = (await process.stdout.readline()).decode().removeprefix("url ").strip()
        token = (await process.stdout.readline()).decode().removeprefix("token ").strip()
        async with aiohttp.ClientSession() as session:
            async with session.get(f"{url}/bot{token}/getMe") as response:
                assert (await response.json())["result"]["username"] == "palabre_bot"
            async with session.post(f"{url}/world/clock", json={"ahead": 86400}) as response:
                assert (await response.json())["ok"]
    finally:
        process.terminate()
        await process.wait()
        transport = getattr(process, "_transport", None)
        if transport:
            transport.close()
