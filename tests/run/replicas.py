"""Several processes of `palabre run` on one database and one token, behind a plain load balancer."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import aiohttp
from aiohttp import web

from bot.address import Address
from bot.rehearsal import Double, World
from bot.rehearsal.persons import Person
from bot.secret import load_key, pseudonym
from bot.serving import serving
from bot.settings import Settings
from tests.databases import ask
from tests.ports import free_port
from tests.run.running import PATIENCE, Running, environment, start
from tests.run.scene import AGAIN, THEMES

TAKEN_OVER_WITHIN = 20.0
"""Real seconds after which another process leads, at the latest: five, on machines of their own."""


@dataclass
class Balancer:
    """Hands each post to the next process in turn; to the one after, where that one does not answer for so long."""

    backends: Sequence[Address]
    patience: float
    _turn: count[int] = field(default_factory=count)

    @contextlib.asynccontextmanager
    async def serving(self, address: Address) -> AsyncIterator[None]:
        limits = aiohttp.ClientTimeout(total=self.patience)
        async with aiohttp.ClientSession(timeout=limits) as self._session, serving(self._answer, address, grace=0.1):
            yield

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        body, first = await request.read(), next(self._turn)
        for step in range(len(self.backends)):
            backend = self.backends[(first + step) % len(self.backends)]
            with contextlib.suppress(aiohttp.ClientError, TimeoutError):
                return await self._hand_on(request, body, backend)
        return web.Response(status=502)

    async def _hand_on(self, request: web.BaseRequest, body: bytes, backend: Address) -> web.Response:
        url, named = f"http://{backend}{request.raw_path}", {"Host", "Content-Length"}
        headers = {name: value for name, value in request.headers.items() if name not in named}
        async with self._session.request(request.method, url, data=body, headers=headers) as answer:
            return web.Response(status=answer.status, body=await answer.read())


@dataclass
class Replica:
    """One of the processes, and where it tells of itself."""

    running: Running
    watch: str

    async def page(self, path: str) -> str:
        """What who watches is told."""
        async with aiohttp.ClientSession() as session, session.get(f"http://{self.watch}{path}") as answer:
            return await answer.text()

    @property
    def gone(self) -> bool:
        return self.running.process.returncode is not None

    async def leads(self) -> bool:
        return "palabre_leads 1.0" in await self.page("/metrics")


@dataclass
class Replicas:
    """All of them; what people do is told to each in turn."""

    world: World
    folder: Path
    url: str
    all: list[Replica]

    async def taken_over(self, others: Sequence[Replica]) -> Replica:
        """Wait until one of these leads; it has to be soon."""
        async with asyncio.timeout(TAKEN_OVER_WITHIN):
            return await self.led_by(others)

    async def led_by(self, ones: Sequence[Replica]) -> Replica:
        """Wait until one of these leads, and serves."""
        listening = {asyncio.create_task(one.running.says("palabre runs")): one for one in ones}
        try:
            done, _ = await asyncio.wait(listening, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in listening:
                task.cancel()
        return listening[done.pop()]

    def but(self, *ones: Replica) -> list[Replica]:
        return [one for one in self.all if one not in ones and not one.gone]

    def stored(self, person: Person) -> dict[int, int]:
        """The levels that the database holds of the person in round 1, by the theme's place in the template."""
        key = load_key(Settings(data_dir=self.folder / "data"), database_exists=True)
        own = pseudonym(key, 1, person.id)
        rows = ask(self.url, f"SELECT spoke, level FROM answer WHERE round_id = 1 AND pseudonym = '{own}'")
        return {THEMES.index(spoke): level for spoke, level in rows}


@contextlib.asynccontextmanager
async def replicas(
    double: Double, folder: Path, url: str, many: int, *, patience: float = 1.0, hooked: bool = True
) -> AsyncIterator[Replicas]:
    """So many processes, begun at the same moment; what is left of them is ended afterwards. `patience` is what the
    balancer has, in seconds."""
    world = double.world
    outside = Address("127.0.0.1", free_port())
    backends = [Address("127.0.0.1", free_port()) for _ in range(many)]
    common = {
        "PALABRE_TELEGRAM_URL": double.url,
        "PALABRE_RATE": "1000000",
        "PALABRE_DATABASE_URL": url,
    }
    if hooked:
        common["PALABRE_WEBHOOK_URL"] = f"http://{outside}/telegram"
    async with Balancer(backends, patience).serving(outside):
        all_ = [await _start(world, folder, common, backend) for backend in backends]
        try:
            yield Replicas(world, folder, url, all_)
        finally:
            for one in all_:
                if not one.gone:
                    one.running.send(signal.SIGKILL)
                    await one.running.ended()


async def _start(world: World, folder: Path, common: dict[str, str], backend: Address) -> Replica:
    watch = f"127.0.0.1:{free_port()}"
    env = environment(world, folder, **common, PALABRE_LISTEN=str(backend), PALABRE_WATCH=watch)
    return Replica(await start(env, "run"), watch)


@dataclass
class Hasty:
    """Somebody who taps three levels of each question at once, the one that they mean last."""

    world: World
    person: Person
    levels: list[int]

    async def answer(self, themes: Iterable[int]) -> None:
        """Answer these themes, the first is 0: those that are before the person now, in their order."""
        for place in themes:
            await self._answer(f"{place + 1}/{len(self.levels)}", self.levels[place])

    async def _answer(self, shown: str, level: int) -> None:
        screen = self.person.screen()
        for one in ((level + 2) % 6, (level + 4) % 6, level):
            await self.person.tap(f"{one} ·", wait=False, message=screen)
        while self._sees(shown):
            try:
                await self.world.until(lambda: not self._sees(shown), guard=2 * AGAIN)
            except AssertionError:
                await self.person.tap(f"{level} ·", wait=False)  # the answer of the bot was lost on its way

    def _sees(self, shown: str) -> bool:
        return any(shown in label for label in self.person.labels())


async def says(ones: Sequence[Replica], words: str) -> None:
    """Wait until each of these has said so."""
    async with asyncio.timeout(PATIENCE):
        await asyncio.gather(*[one.running.says(words) for one in ones])
