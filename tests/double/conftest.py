"""A small world, the double that serves it, and a bare client; every answer is held to the reference's types."""

from __future__ import annotations

import io
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
from PIL import Image

from bot.clock import ManualClock
from bot.rehearsal import Double, World
from bot.rehearsal.groups import Group
from bot.rehearsal.model import Call
from bot.rehearsal.persons import Person
from bot.rehearsal.table import faults_of, table
from bot.rehearsal.view import NEWER_RIGHTS

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Api:
    """Calls methods with JSON bodies, and keeps the whole envelope."""

    session: aiohttp.ClientSession
    url: str

    async def __call__(self, method: str, **params: Any) -> dict[str, Any]:
        async with self.session.post(f"{self.url}/{method}", json=params) as response:
            body: dict[str, Any] = await response.json()
            assert response.status == (200 if body["ok"] else body["error_code"])
            return body

    async def ok(self, method: str, **params: Any) -> Any:
        body = await self(method, **params)
        assert body["ok"], body
        return body["result"]

    async def error(self, method: str, **params: Any) -> str:
        """The refusal as `400 Bad Request: …`."""
        body = await self(method, **params)
        assert not body["ok"], body
        return f"{body['error_code']} {body['description']}"

    async def form(self, method: str, fields: dict[str, str], **files: bytes) -> dict[str, Any]:
        form = aiohttp.FormData()
        for name, value in fields.items():
            form.add_field(name, value)
        for name, content in files.items():
            form.add_field(name, content, filename=f"{name}.png", content_type="image/png")
        async with self.session.post(f"{self.url}/{method}", data=form) as response:
            body: dict[str, Any] = await response.json()
            return body


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(START)


@pytest.fixture
def world(clock: ManualClock) -> World:
    return World(clock, seed=7)


@pytest.fixture
def anna(world: World) -> Person:
    return world.person("Anna", language="en", username="anna")


@pytest.fixture
def bob(world: World) -> Person:
    return world.person("Bob <3", language="fr")


@pytest.fixture
def group(world: World, anna: Person, bob: Person) -> Group:
    """A plain group of Anna (who owns it), Bob and the bot."""
    group = world.group("Peer group", creator=anna)
    group.add(world.bot, by=anna.user)
    group.add(bob)
    return group


def known(faults: list[str]) -> list[str]:
    """Without those that are about fields newer than the table."""
    return [fault for fault in faults if not any(name in fault for name in NEWER_RIGHTS)]


def check_answer(call: Call) -> None:
    faults = known(faults_of(call.answer, table().returns[call.method], call.method))
    assert not faults, (faults, json.dumps(call.answer, default=str)[:800])


@pytest.fixture
async def double(world: World) -> AsyncIterator[Double]:
    """The running double; in the end each answer that it gave, and each update that waits, must be of its type."""
    async with Double(world) as double:
        yield double
    for call in world.calls:
        if call.ok:
            check_answer(call)
    for update in world.queue.pending():
        faults = known(faults_of(update.json(), ("Update",), "update"))
        assert not faults, (faults, update)


@pytest.fixture
async def api(double: Double) -> AsyncIterator[Api]:
    async with aiohttp.ClientSession() as session:
        yield Api(session, f"{double.url}/bot{double.token}")


Update = dict[str, Any]
Updates = Callable[[], Awaitable[list[Update]]]


@pytest.fixture
def updates(api: Api) -> Updates:
    """Fetches all that waits and confirms it."""

    async def fetch() -> list[Update]:
        found: list[Update] = await api.ok("getUpdates")
        if found:
            await api.ok("getUpdates", offset=found[-1]["update_id"] + 1)
        return found

    return fetch


def keyboard(*labels: str) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": label, "callback_data": label}] for label in labels]}


@pytest.fixture
def buttons() -> Callable[..., dict[str, Any]]:
    """Makes an inline keyboard of one button a row, whose data are their labels."""
    return keyboard


@pytest.fixture
def picture() -> bytes:
    """A PNG of 1080 by 1080."""
    stream = io.BytesIO()
    Image.new("RGB", (1080, 1080), "#0072B2").save(stream, "PNG")
    return stream.getvalue()
