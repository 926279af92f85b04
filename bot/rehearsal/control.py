"""The control API: what the chat page reads of the world, and does in it. Served to this machine's own pages only."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast
from urllib.parse import urlsplit

from aiohttp import web

from bot.rehearsal.acts import do_act
from bot.rehearsal.errors import ActError, ApiError
from bot.rehearsal.requests import read_request
from bot.rehearsal.shown import file_answer
from bot.rehearsal.snapshot import snapshot
from bot.rehearsal.world import World

PAGE = Path(__file__).with_name("page")
_COALESCE_SECONDS = 0.05
_LATE_SCREEN_SECONDS = 1.0
_LOCAL = {"127.0.0.1", "localhost"}

Kind = Literal["group", "supergroup", "forum"]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(slots=True)
class Hooks:
    """What the page may ask of whoever runs the double; without a hook the page is told that it cannot be done.

    `on_advance` moves the clock ahead by so many seconds and lets what is due happen. `on_story` starts a story by
    name. `story` tells the page of the one that plays: name, step, steps, text, done.
    """

    on_advance: Callable[[float], Awaitable[None]] | None = None
    on_story: Callable[[str], Awaitable[None]] | None = None
    story: dict[str, Any] | None = None


class Control:
    """Routes under `/world`, and the page itself."""

    def __init__(self, world: World, hooks: Hooks) -> None:
        self.world = world
        self.hooks = hooks
        self._stopped = asyncio.Event()

    def stop(self) -> None:
        """End the streams of events."""
        self._stopped.set()
        self.world.changed()

    def add_routes(self, app: web.Application) -> None:
        for method, path, handler in (
            ("GET", "/world", self._on_world),
            ("GET", "/world/events", self._on_events),
            ("GET", "/world/file/{id}", self._on_file),
            ("POST", "/world/acts", self._on_act),
            ("POST", "/world/clock", self._on_clock),
            ("POST", "/world/story", self._on_story),
            ("POST", "/world/persons", self._on_person),
            ("POST", "/world/groups", self._on_group),
            ("GET", "/", self._on_index),
            ("GET", "/{path:.+}", self._on_static),
        ):
            app.router.add_route(method, path, guarded(handler))

    # Reading

    async def _on_world(self, _request: web.Request) -> web.StreamResponse:
        return web.json_response(snapshot(self.world, self.hooks.story))

    async def _on_events(self, request: web.Request) -> web.StreamResponse:
        headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        response = web.StreamResponse(headers=headers)
        await response.prepare(request)
        try:
            while not self._stopped.is_set():
                await response.write(f'data: {{"version": {self.world.version}}}\n\n'.encode())
                await self._next_version()
        except ConnectionResetError:
            pass
        return response

    async def _next_version(self) -> None:
        """Wait for a change; with someone on a poor link also for their screen, which changes later than the world."""
        late = any(person.poor_link for person in self.world.persons.values())
        await self.world.next_change(_LATE_SCREEN_SECONDS if late else 15.0)
        never: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        await asyncio.wait([never], timeout=_COALESCE_SECONDS)

    async def _on_file(self, request: web.Request) -> web.StreamResponse:
        file = self.world.files.get(request.match_info["id"])
        return file_answer(file, request) if file else _refuse("There is no such file.", 404)

    # Acting

    async def _on_act(self, request: web.Request) -> web.StreamResponse:
        return await _answer(request, self._act)

    async def _act(self, body: dict[str, Any]) -> dict[str, Any]:
        answer = await do_act(self.world, body)
        toast = {"text": answer.text, "alert": answer.alert, "url": answer.url} if answer else None
        return {"ok": True, "toast": toast}

    async def _on_clock(self, request: web.Request) -> web.StreamResponse:
        return await _answer(request, self._advance)

    async def _advance(self, body: dict[str, Any]) -> dict[str, Any]:
        ahead = body.get("ahead")
        if not isinstance(ahead, int | float) or isinstance(ahead, bool) or ahead < 0:
            raise ActError("The clock moves ahead by a number of seconds.")
        if self.hooks.on_advance is None:
            raise ActError("The clock cannot be moved here.")
        await self.hooks.on_advance(float(ahead))
        self.world.changed()
        return {"ok": True, "now": self.world.clock.now().isoformat()}

    async def _on_story(self, request: web.Request) -> web.StreamResponse:
        return await _answer(request, self._tell)

    async def _tell(self, body: dict[str, Any]) -> dict[str, Any]:
        if self.hooks.on_story is None:
            raise ActError("There are no stories to play here.")
        await self.hooks.on_story(str(body.get("name", "")))
        return {"ok": True}

    async def _on_person(self, request: web.Request) -> web.StreamResponse:
        return await _answer(request, self._add_person)

    async def _add_person(self, body: dict[str, Any]) -> dict[str, Any]:
        name = str(body.get("name") or "").strip()
        if not name:
            raise ActError("A person needs a name.")
        person = self.world.person(name, language=body.get("language") or None, username=body.get("username") or None)
        return {"ok": True, "id": person.id}

    async def _on_group(self, request: web.Request) -> web.StreamResponse:
        return await _answer(request, self._add_group)

    async def _add_group(self, body: dict[str, Any]) -> dict[str, Any]:
        title, kind = str(body.get("title") or "").strip(), body.get("kind") or "group"
        if not title or kind not in {"group", "supergroup", "forum"}:
            raise ActError("A group needs a title, and is a group, a supergroup or a forum.")
        creator = self.world.find_person(body.get("creator") or body.get("person") or 0)
        return {"ok": True, "id": self.world.group(title, creator=creator, kind=cast(Kind, kind)).id}

    # The page

    async def _on_index(self, _request: web.Request) -> web.StreamResponse:
        return self._file("index.html")

    async def _on_static(self, request: web.Request) -> web.StreamResponse:
        return self._file(request.match_info["path"])

    def _file(self, path: str) -> web.StreamResponse:
        found = (PAGE / path).resolve()
        if not found.is_relative_to(PAGE) or not found.is_file():
            return _refuse("There is nothing here.", 404)
        return web.FileResponse(found, headers={"Cache-Control": "no-cache"})


def guarded(handler: Handler) -> Handler:
    """The handler, for this machine's own pages: what another site's page sends is refused, by its Origin or by a name
    that leads to this machine. No middleware: aiohttp remembers those, and with them each world that ever was.
    """

    async def guard(request: web.Request) -> web.StreamResponse:
        host = urlsplit(f"//{request.headers.get('Host', '')}").hostname
        origin = request.headers.get("Origin")
        if host not in _LOCAL or (origin and urlsplit(origin).netloc != request.headers.get("Host")):
            return _refuse("This address serves only pages of its own.", 403)
        return await handler(request)

    return guard


def _refuse(text: str, status: int) -> web.Response:
    return web.json_response({"ok": False, "error": text}, status=status)


async def _answer(
    request: web.Request, work: Callable[[dict[str, Any]], Awaitable[dict[str, Any]]]
) -> web.StreamResponse:
    try:
        return web.json_response(await work(await _read(request)))
    except ValueError:
        return _refuse("This is not JSON.", 400)
    except (ActError, ApiError) as error:
        return _refuse(str(error), 400)


async def _read(request: web.Request) -> dict[str, Any]:
    """The JSON of a request; in a form it is the field `act`, and the files beside it are `files`."""
    if request.content_type != "multipart/form-data":
        return _object(await request.text())
    fields, files = await read_request(request)
    return {**_object(fields.get("act", "")), "files": list(files.values())}


def _object(text: str) -> dict[str, Any]:
    body = json.loads(text or "{}")
    if not isinstance(body, dict):
        raise ActError("A JSON object is expected.")
    return body
