"""The transport says whether a call can have arrived, and never says the token."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
import telegram
from aiohttp import web
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, TelegramError

from bot.delivery.transport import AiohttpRequest, Calls, NotSent, ServerTrouble, Timeouts, TooMany, Uncertain, make_bot
from tests.delivery.stage import QUICK, Stage, png, stage, text

TOKEN = "123456:secret-of-the-bot-0123456789abcdefgh"


@pytest.fixture
async def here() -> AsyncIterator[Stage]:
    async with stage() as found:
        yield found


async def _error_of(url: str) -> TelegramError:
    async with AiohttpRequest() as calls, AiohttpRequest(connections=1) as polling:
        bot = make_bot(TOKEN, url, calls=calls, polling=polling)
        with pytest.raises(TelegramError) as raised:
            await Calls(bot)("sendMessage", chat_id=1, text="x")
        told = "".join(traceback.format_exception(raised.value))
        assert "secret" not in told
        return raised.value


class Server:
    """Answers each call as it is told."""

    def __init__(self, answer: Callable[[], web.Response]) -> None:
        self._answer = answer

    async def __aenter__(self) -> str:
        async def handle(_: web.Request) -> web.Response:
            return self._answer()

        app = web.Application()
        app.router.add_route("*", "/{path:.*}", handle)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()


def _json(status: int, **body: Any) -> Callable[[], web.Response]:
    return lambda: web.json_response({"ok": status == 200, **body}, status=status)


async def test_no_server_means_not_sent() -> None:
    assert isinstance(await _error_of("http://127.0.0.1:9"), NotSent)


async def test_an_impossible_address_means_not_sent() -> None:
    assert isinstance(await _error_of("http://["), NotSent)


async def test_a_full_pool_means_not_sent(here: Stage) -> None:
    here.world.faults.latency(0)
    here.world.faults.order("timeout_before", "getMe")
    root = here.bot.base_url.rsplit("/bot", 1)[0]
    timeouts = Timeouts(pool=0.5, connect=0.5)
    async with AiohttpRequest(connections=1, timeouts=timeouts) as calls, AiohttpRequest() as polling:
        call = Calls(make_bot(here.bot.token, root, calls=calls, polling=polling))
        first = asyncio.create_task(call("getMe"))
        await here.world.until(lambda: here.calls("getMe"))
        with pytest.raises(NotSent):
            await call("getMe")
        first.cancel()


@pytest.mark.parametrize("fault", ["timeout_before", "timeout_after", "drop_before", "drop_after"])
async def test_no_answer_means_uncertain(fault: Any) -> None:
    async with stage(timeouts=QUICK) as here:
        here.world.faults.order(fault, "sendMessage")
        with pytest.raises(Uncertain):
            await here.sender.send(here.anna.id, text("x"), group=False)


@pytest.mark.parametrize("status", [500, 502, 504])
async def test_a_status_of_trouble_is_trouble_even_without_json(status: int) -> None:
    async with Server(lambda: web.Response(status=status, text="<html>")) as url:
        assert isinstance(await _error_of(url), ServerTrouble)


@pytest.mark.parametrize("body", ["<html>", "[]", ""])
async def test_what_is_no_answer_is_trouble(body: str) -> None:
    async with Server(lambda: web.Response(text=body)) as url:
        assert isinstance(await _error_of(url), ServerTrouble)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (_json(400, description="Bad Request: chat not found"), BadRequest),
        (_json(401, description="Unauthorized"), InvalidToken),
        (_json(403, description="Forbidden: bot was blocked by the user"), Forbidden),
        (_json(404, description="Not Found"), InvalidToken),
        (_json(418), NetworkError),
        (_json(400, description="x", parameters={"migrate_to_chat_id": -1005}), ChatMigrated),
    ],
)
async def test_refusals_are_the_librarys_own(answer: Callable[[], web.Response], kind: type[TelegramError]) -> None:
    async with Server(answer) as url:
        assert type(await _error_of(url)) is kind


@pytest.mark.parametrize(("parameters", "seconds"), [({"retry_after": 31}, 31), ({}, 1), (None, 1)])
async def test_429_says_how_long_to_wait(parameters: object, seconds: float) -> None:
    async with Server(_json(429, parameters=parameters)) as url:
        error = await _error_of(url)
    assert isinstance(error, TooMany)
    assert error.seconds == seconds


async def test_the_library_works_over_it_as_well(here: Stage) -> None:
    await here.bot.initialize()
    assert here.bot.username == here.world.bot.username
    message = await here.bot.send_photo(here.anna.id, png(), caption="x")
    file = await message.photo[-1].get_file()
    assert await file.download_as_bytearray()


async def test_the_librarys_errors_are_told_apart_as_well(here: Stage) -> None:
    here.world.faults.order("429", "sendMessage", retry_after=5)
    with pytest.raises(TooMany):
        await here.bot.send_message(here.anna.id, "x")
    here.anna.block()
    with pytest.raises(Forbidden):
        await here.bot.send_message(here.anna.id, "x")


async def test_a_closed_pool_sends_nothing() -> None:
    closed = AiohttpRequest()
    with pytest.raises(NotSent):
        await closed.call("http://127.0.0.1:9", {})


def test_calls_need_the_right_transport() -> None:
    with pytest.raises(TypeError):
        Calls(telegram.Bot(TOKEN))


async def test_sixty_four_calls_go_out_side_by_side(here: Stage) -> None:
    here.world.faults.latency(0.0)
    call = Calls(here.bot)
    answers = await asyncio.gather(*(call("getMe") for _ in range(64)))
    assert len(answers) == 64
