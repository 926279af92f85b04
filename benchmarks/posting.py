"""Posting updates as Telegram does, with little work of its own: it is the bot that is measured, on the same cores."""

from __future__ import annotations

import asyncio
import json
from typing import Any
from urllib.parse import urlsplit


class Poster:
    """Posts each update for itself, over as many lines as there are posts under way; the lines stay open."""

    def __init__(self, url: str, secret: str) -> None:
        parts = urlsplit(url)
        self._place = (parts.hostname, parts.port)
        self._head = (
            f"POST {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Type: application/json\r\n"
            f"X-Telegram-Bot-Api-Secret-Token: {secret}\r\nContent-Length: "
        )
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def post(self, update: dict[str, Any]) -> None:
        """Return when the post is taken; again where the bot asks for that. `OSError` if it answers otherwise."""
        body = json.dumps(update)
        post = f"{self._head}{len(body)}\r\n\r\n{body}".encode("ascii")
        while not (answer := await self._answered(post)).startswith(b"HTTP/1.1 200 "):
            if not answer.startswith(b"HTTP/1.1 503 "):
                raise OSError(f"the bot answers a post with {answer.splitlines()[0]!r}")

    async def _answered(self, post: bytes) -> bytes:
        """The head of the answer; a line on which more comes than that is not used again."""
        reader, writer = self._idle.pop() if self._idle else await asyncio.open_connection(*self._place)
        writer.write(post)
        answer = await reader.readuntil(b"\r\n\r\n")
        if answer.startswith(b"HTTP/1.1 200 "):
            self._idle.append((reader, writer))
        else:
            writer.close()
        return answer

    def close(self) -> None:
        """Hang up all that is idle."""
        for _, writer in self._idle:
            writer.close()
