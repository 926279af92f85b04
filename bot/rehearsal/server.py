"""The double itself: an HTTP server on 127.0.0.1 that answers as the Bot API does."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections import Counter
from types import TracebackType
from typing import Any

from aiohttp import web

from bot.rehearsal.args import Args, Upload, read_args
from bot.rehearsal.control import Control, Hooks, guarded
from bot.rehearsal.deliveries import Deliveries
from bot.rehearsal.errors import ApiError, too_many_requests
from bot.rehearsal.faults import Order
from bot.rehearsal.methods import PLAYED
from bot.rehearsal.model import Call
from bot.rehearsal.polling import Poller
from bot.rehearsal.requests import read_request
from bot.rehearsal.table import table
from bot.rehearsal.world import World

_GONE_SECONDS = 0.02
_AT_ONCE = 0.01  # seconds; 0 would mean for ever
_BODY_BYTES = 60 * 1024 * 1024


class Double:
    """`async with Double(world) as double:` serves the world at `double.url` to a bot that holds `double.token`.

    `strict` refuses what the real server would pass over in silence: fields that a method does not have, values of a
    wrong type. `hooks` are what the chat page may ask of the host (the clock, the stories). `answering` counts, by
    method, the calls that have had their effect and are not answered yet; `unheard` those whose answer reached nobody.
    """

    def __init__(self, world: World, *, port: int = 0, strict: bool = True, hooks: Hooks | None = None) -> None:
        self.world = world
        self.strict = strict
        self.token = world.token
        self.answering: Counter[str] = Counter()
        self.unheard: Counter[str] = Counter()
        self._port = port
        self._poller = Poller(world)
        self._deliveries = Deliveries(world, self.call)
        self._control = Control(world, hooks or Hooks())
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """Where the server is, without a slash at the end."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def connections(self) -> int:
        """How many stand; that of a caller who is gone ends once all has been read that was said on it."""
        return len(self._runner.server.connections) if self._runner and self._runner.server else 0

    @property
    def hooks(self) -> Hooks:
        """What the chat page may ask of the host; may be set after the start."""
        return self._control.hooks

    async def __aenter__(self) -> Double:
        app = web.Application(client_max_size=_BODY_BYTES)
        app.router.add_route("*", "/bot{token}/{method}", guarded(self._on_call))
        app.router.add_get("/file/bot{token}/{path:.+}", guarded(self._on_file))
        self._control.add_routes(app)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await self.plug_in()
        self.world.background(self._deliveries.run())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._poller.stop()
        self._control.stop()
        await self.world.close()
        if self._runner:
            await self._runner.cleanup()

    async def unplug(self) -> None:
        """Nobody is reached, on either way, until `plug_in`: connections break, and new ones are refused."""
        self._deliveries.unplugged = True
        if self._runner and self._runner.server:
            await asyncio.gather(*(site.stop() for site in self._runner.sites))
            await self._runner.server.shutdown(_AT_ONCE)

    async def plug_in(self) -> None:
        """Be there, at the same address as before."""
        if self._runner is None:
            raise RuntimeError("the double does not run")
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        self._port = self._runner.addresses[0][1]
        self._deliveries.unplugged = False

    # Calls

    async def _on_call(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != self.token:
            return _respond(ApiError(401, "Unauthorized").envelope())
        method = table().method_named(request.match_info["method"])
        if method is None:
            return _respond(ApiError(404, "Not Found: method not found").envelope())
        try:
            raw, files = await read_request(request)
        except ApiError as error:
            return _respond(error.envelope())
        return await self._play(request, method, raw, files)

    async def _play(
        self, request: web.Request, method: str, raw: dict[str, Any], files: dict[str, Upload]
    ) -> web.StreamResponse:
        fault = self.world.faults.next_for(method)
        if fault and fault.kind in _INSTEAD:
            return await self._fail(request, fault, method, raw, files)
        body = await self.call(method, raw, files)
        self.answering[method] += 1
        heard = False
        try:
            delay = self.world.faults.delay_of(method)
            if delay:
                await self.world.clock.sleep(delay)
            if fault:
                await _AFTERWARDS[fault.kind](request, fault, body)
            heard = not _is_gone(request)
        finally:
            self.answering[method] -= 1
            self.unheard[method] += body["ok"] and not heard
        return _respond(body)

    async def call(self, method: str, raw: dict[str, Any], files: dict[str, Upload]) -> dict[str, Any]:
        """Play one call, note it, and give the JSON body of its answer."""
        try:
            args = read_args(method, raw, files, strict=self.strict)
            body: dict[str, Any] = {"ok": True, "result": await self._result(args)}
            params = dict(args.values)
        except ApiError as error:
            body, params = error.envelope(), raw
        self._note(method, params, files, body)
        return body

    async def _result(self, args: Args) -> Any:
        if args.method == "getUpdates":
            return await self._poller.get_updates(args)
        handler = PLAYED.get(args.method)
        if handler is None:
            raise ApiError(501, f"Not Implemented: the double does not play {args.method}")
        return handler(self.world, args)

    def _note(self, method: str, params: dict[str, Any], files: dict[str, Upload], body: dict[str, Any]) -> None:
        status = 200 if body["ok"] else body["error_code"]
        answer = body["result"] if body["ok"] else body["description"]
        uploads = tuple(upload.name for upload in files.values())
        self.world.note_call(Call(self.world.clock.now(), method, params, uploads, status, answer, "bot"))

    async def _fail(
        self, request: web.Request, fault: Order, method: str, raw: dict[str, Any], files: dict[str, Upload]
    ) -> web.StreamResponse:
        body = _INSTEAD[fault.kind](fault)
        status = body["error_code"] if body else 0
        uploads = tuple(upload.name for upload in files.values())
        self.world.note_call(Call(self.world.clock.now(), method, raw, uploads, status, fault.kind, "bot"))
        if body is None:
            await _keep_silent(request, fault)
            return web.Response(status=500)
        if fault.kind == "502":
            return web.Response(status=502, text="<html><h1>502 Bad Gateway</h1></html>", content_type="text/html")
        return _respond(body)

    # Files

    async def _on_file(self, request: web.Request) -> web.StreamResponse:
        file = self.world.files.at(request.match_info["path"])
        if request.match_info["token"] != self.token:
            return _respond(ApiError(401, "Unauthorized").envelope())
        if file is None:
            return _respond(ApiError(404, "Not Found").envelope())
        return web.Response(body=file.content, content_type="application/octet-stream")


_INSTEAD: dict[str, Any] = {
    "timeout_before": lambda _: None,
    "drop_before": lambda _: None,
    "500": lambda _: ApiError(500, "Internal Server Error").envelope(),
    "502": lambda _: ApiError(502, "Bad Gateway").envelope(),
    "429": lambda fault: too_many_requests(fault.retry_after).envelope(),
}
_AFTERWARDS: dict[str, Any] = {
    "timeout_after": lambda request, fault, _: _keep_silent(request, fault),
    "drop_after": lambda request, fault, _: _keep_silent(request, fault),
    "cut_after": lambda request, _, body: _cut(request, body),
    "slow": lambda request, fault, _: _hold(request, fault.hold),
}


def _respond(body: dict[str, Any]) -> web.Response:
    return web.json_response(body, status=200 if body["ok"] else body["error_code"])


async def _keep_silent(request: web.Request, fault: Order) -> None:
    """Say nothing until the caller is gone (or for as long as ordered), then break the line."""
    if fault.kind.startswith("timeout"):
        await _hold(request, fault.hold)
    _break(request)


async def _hold(request: web.Request, seconds: float | None) -> None:
    loop = asyncio.get_running_loop()
    end = None if seconds is None else loop.time() + seconds
    never: asyncio.Future[None] = loop.create_future()
    while not _is_gone(request) and (end is None or loop.time() < end):
        await asyncio.wait([never], timeout=_GONE_SECONDS)


async def _cut(request: web.Request, body: dict[str, Any]) -> None:
    """Give half of the answer, then break the line."""
    whole = json.dumps(body).encode()
    part = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": str(len(whole))})
    with contextlib.suppress(ConnectionError):
        await part.prepare(request)
        await part.write(whole[: len(whole) // 2])
    _break(request)


def _break(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()


def _is_gone(request: web.Request) -> bool:
    return request.transport is None or request.transport.is_closing()
