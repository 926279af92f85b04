"""The least that can pass for a Bot API server, in a process of its own: it hands out updates and counts the calls.

    python -m benchmarks.stub

prints its port, and ends when its standard input is closed. What is to be handed out is told to it by `POST /plan`
(see `Plan`), whose work is to be watched by `POST /watch`; `GET /seen` tells what was seen (see `Seen`) once all that
is done, and null after half a second if not.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

from aiohttp import web

from benchmarks import processor, updates
from benchmarks.posting import Poster

_POLLS = 100
"""How many updates Telegram gives at once."""

_PATIENCE = 0.5
"""Seconds after which whoever asks what was seen is told that it is not all done."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What happens next: `starts` people write /start, then `taps` taps are made, at most `flight` of them at any time.

    A tap is in flight until its query is answered and its message is edited; a /start until something is sent. The
    clock starts when `warm` taps are done. With `polled` false the caller has the updates itself, and only calls.
    """

    starts: int = 0
    taps: int = 0
    flight: int = 64
    warm: int = 0
    round_id: int = 1
    polled: bool = True
    first: int = 0


@dataclass(frozen=True, slots=True)
class Seen:
    """What was done: `seconds` for the taps behind the warm ones, the moment (`time.monotonic`) of the first one done
    since the plan was made, how often each method was called, and the seconds of processor time that the watched
    processes took for those taps."""

    seconds: float
    first_done_at: float
    calls: dict[str, int]
    work: float = 0.0

    def __post_init__(self) -> None:
        if self.seconds < 0:
            raise ValueError("the clock ran backwards")


class Telegram:
    """The server's state: what the plan still holds, what is in flight, what was called."""

    def __init__(self) -> None:
        self._changed = asyncio.Event()
        self._watched: list[int] = []
        self.begin(Plan())

    def begin(self, plan: Plan) -> None:
        """Forget what was, and begin with that plan; who still waits for updates of the last one gets none."""
        self._plan = plan
        self._handed = self._done = 0
        self._missing: dict[int, int] = {}
        self._calls: Counter[str] = Counter()
        self._from = self._until = self._first_done = 0.0
        self._worked_before = self._worked = 0.0
        self._wake()

    def watch(self, processes: list[int]) -> None:
        """Note how much these processes work from here on."""
        self._watched = processes

    @property
    def finished(self) -> bool:
        return self._done >= self._plan.starts + self._plan.taps

    def seen(self) -> Seen:
        work = self._worked - self._worked_before
        return Seen(self._until - self._from, self._first_done, dict(self._calls), work)

    async def change(self) -> None:
        """Wait for the next change."""
        await self._changed.wait()

    async def updates(self, wait: float) -> list[dict[str, Any]]:
        """What getUpdates gives, after at most so many seconds."""
        plan = self._plan
        batch = self._batch()
        if not batch:
            try:
                async with asyncio.timeout(wait):
                    while not batch and plan is self._plan:
                        await self.change()
                        batch = self._batch() if plan is self._plan else []
            except TimeoutError:
                return []
        return batch

    def called(self, method: str, fields: dict[str, Any]) -> Any:
        """Note the call; its result."""
        self._calls[method] += 1
        match method:
            case "answerCallbackQuery":
                self._half_done(updates.person(int(fields["callback_query_id"])))
            case "editMessageText":
                self._half_done(int(fields["chat_id"]))
                return _message(fields)
            case "sendMessage":
                self._one_done()
                return _message(fields)
            case "getMe":
                return {**updates.BOT, "can_join_groups": True, "can_read_all_group_messages": False}
        return True

    def _batch(self) -> list[dict[str, Any]]:
        plan = self._plan
        room = min(_POLLS, plan.flight - (self._handed - self._done), plan.starts + plan.taps - self._handed)
        if not plan.polled or room <= 0:
            return []
        first, self._handed = self._handed, self._handed + room
        return [self._update(number) for number in range(first, self._handed)]

    def _update(self, number: int) -> dict[str, Any]:
        plan = self._plan
        if number < plan.starts:
            return updates.start(plan.first + number)
        return updates.tap(plan.first + number, plan.round_id)

    def _half_done(self, person: int) -> None:
        """One of the two calls of a tap; a person has one tap in flight."""
        missing = self._missing.pop(person, 2) - 1
        if missing:
            self._missing[person] = missing
        else:
            self._one_done()

    def _one_done(self) -> None:
        self._done += 1
        now = time.monotonic()
        if self._done == 1:
            self._first_done = now
        if self._done == max(self._plan.warm, 1):
            self._from, self._worked_before = now, self._work()
        self._until = now
        if self.finished:
            self._worked = self._work()
        self._wake()

    def _work(self) -> float:
        return sum(map(processor.seconds, self._watched))

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()


class Server:
    """The HTTP around it."""

    def __init__(self) -> None:
        self._telegram = Telegram()
        self._posting: asyncio.Task[None] | None = None

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer any request."""
        body = await request.read()
        fields: dict[str, Any] = json.loads(body) if body.startswith(b"{") else dict(await request.post())
        match request.path.rpartition("/")[2]:
            case "plan":
                self._telegram.begin(Plan(**fields))
                return web.Response()
            case "watch":
                self._telegram.watch(fields["processes"])
                return web.Response()
            case "seen":
                return web.json_response(await self._seen())
            case "getUpdates":
                result: Any = await self._telegram.updates(float(fields.get("timeout", 0)))
            case "setWebhook":
                self._post_no_more()
                self._posting = asyncio.create_task(self._post_all(fields["url"], fields["secret_token"]))
                result = True
            case method:
                result = self._telegram.called(method, fields)
        return web.json_response({"ok": True, "result": result})

    def _post_no_more(self) -> None:
        if self._posting is not None:
            self._posting.cancel()

    async def _post_all(self, url: str, secret: str) -> None:
        """Post each update for itself, as many at once as the plan has in flight."""
        poster = Poster(url, secret)
        try:
            async with asyncio.TaskGroup() as posts:
                while True:
                    for update in await self._telegram.updates(_PATIENCE):
                        posts.create_task(poster.post(update))
        finally:
            poster.close()

    async def _seen(self) -> dict[str, Any] | None:
        """What was seen, once the plan is carried out; None when it is not after a while."""
        try:
            async with asyncio.timeout(_PATIENCE):
                while not self._telegram.finished:
                    await self._telegram.change()
        except TimeoutError:
            return None
        return asdict(self._telegram.seen())


def _message(fields: dict[str, Any]) -> dict[str, Any]:
    chat = {"id": int(fields["chat_id"]), "type": "private", "first_name": "Awa"}
    return {"message_id": 40, "from": updates.BOT, "chat": chat, "date": 1_790_000_000, "text": fields["text"]}


async def serve() -> None:
    """Serve until standard input is closed."""
    runner = web.ServerRunner(web.Server(Server().answer), shutdown_timeout=0.2)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.to_thread(sys.stdin.read)
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(serve())
