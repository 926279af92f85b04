"""A wire between a storage and its PostgreSQL server, which a test cuts at the worst moment."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from enum import Enum, auto
from pathlib import Path

from bot.storage.postgres.server import server

_SOCKET = ".s.PGSQL.5432"
_COMMIT = b"Q\x00\x00\x00\x0bCOMMIT\x00"


class Cut(Enum):
    """When the wire is cut, by a transaction that is being committed."""

    BEFORE = auto()
    """The server does not hear of the commit."""
    AFTER = auto()
    """The server has committed, and its answer is lost."""
    MEANWHILE = auto()
    """The server may still be at it."""


class Wire:
    """What a storage says goes through here. `cut` is what happens to the next commit; then it is None again."""

    def __init__(self, folder: Path, url: str) -> None:
        self.cut: Cut | None = None
        self.open = asyncio.Event()
        """While it is not set, nothing gets through, and nobody is told so."""
        self.open.set()
        self._end = folder / _SOCKET
        self._server = str(server(url).conninfo["host"])
        self.url = url.replace(self._server, str(folder))
        """The same database, at this end of the wire."""

    @contextlib.asynccontextmanager
    async def laid(self) -> AsyncIterator[Wire]:
        """Carry what comes."""
        carrying = set[asyncio.Task[None]]()

        def begin(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            carrying.add(asyncio.create_task(self._carry(reader, writer)))

        async with await asyncio.start_unix_server(begin, self._end):
            yield self
        for task in carrying:
            task.cancel()
        await asyncio.gather(*carrying, return_exceptions=True)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self.open.wait()
        from_server, to_server = await asyncio.open_unix_connection(f"{self._server}/{_SOCKET}")
        answers = asyncio.create_task(self._pour(from_server, writer))
        try:
            cut = await self._forward(reader, to_server)
            answers.cancel()
            await asyncio.wait([answers])
            if cut is Cut.AFTER:
                await from_server.read(1)
        finally:
            for end in (writer, to_server):
                end.close()

    async def _forward(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Cut | None:
        """Returns when nothing more is to be said, because of a cut or the end."""
        while data := await reader.read(65536):
            await self.open.wait()
            cut = self.cut if data == _COMMIT else None
            if cut is not Cut.BEFORE:
                writer.write(data)
            if cut is not None:
                self.cut = None
                return cut
        return None

    async def _pour(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            while data := await reader.read(65536):
                await self.open.wait()
                writer.write(data)
        writer.close()
