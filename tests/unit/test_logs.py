"""What is logged: one line an event, from every logger, and never a token or a secret."""

from __future__ import annotations

import io
import json
import logging
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
import structlog

from bot.clock import ManualClock
from bot.logs import configure
from bot.settings import load_settings
from tests.access.words import HOSTILE
from tests.heard import logging_kept

TOKEN = "123456789:" + "AAE-x_" * 6
SECRET = "\"quoted\", back\\slashed 'and' ünïcode"
ENVIRON = {
    "PALABRE_BOT_TOKEN": TOKEN,
    "PALABRE_SECRET": SECRET,
    "PALABRE_DATABASE_URL": "postgresql://palabre:hunt%23er2@host/palabre",
}
LIBRARIES = ["httpx", "aiohttp.client", "telegram.ext.Application", "apscheduler.executors.default", "asyncio", "yoyo"]
Configured = Callable[[str], io.StringIO]


@pytest.fixture
def configured() -> Iterator[Configured]:
    """Configures logging as asked, to the stream it returns; everything is as before after the test."""

    def configure_it(log: str) -> io.StringIO:
        stream = io.StringIO()
        clock = ManualClock(datetime(2026, 3, 8, 12, 0, tzinfo=UTC))
        configure(load_settings(ENVIRON | {"PALABRE_LOG": log}), clock=clock, stream=stream)
        return stream

    with logging_kept():
        yield configure_it


def _assert_clean(text: str) -> None:
    assert text
    for secret in (TOKEN, TOKEN.partition(":")[2], SECRET, "ünïcode", "hunt#er2", "hunt%23er2"):
        assert secret not in text


def test_an_event_is_one_line_of_keys_and_values(configured: Configured) -> None:
    stream = configured("info")
    structlog.get_logger("bot.delivery").info("letter sent", letter_id=7, late=True, note="two\nlines, or more")
    assert stream.getvalue() == (
        "time=2026-03-08T12:00:00.000+00:00 level=info logger=bot.delivery "
        'event="letter sent" letter_id=7 late=true note="two\\nlines, or more"\n'
    )


def test_an_event_may_be_one_line_of_json(configured: Configured) -> None:
    stream = configured("info+json")
    structlog.get_logger("handlers.groups.start").warning("é\n", answers=[1, 2], nothing=None)
    assert stream.getvalue().count("\n") == 1
    assert json.loads(stream.getvalue()) == {
        "time": "2026-03-08T12:00:00.000+00:00",
        "level": "warning",
        "logger": "handlers.groups.start",
        "event": "é\n",
        "answers": [1, 2],
        "nothing": None,
    }


@pytest.mark.parametrize("form", ["", "+json"])
@pytest.mark.parametrize(
    "level", [("debug", ["debug", "info", "error"]), ("info", ["info", "error"]), ("error", ["error"])]
)
@pytest.mark.parametrize("name", ["bot.app", "handlers.rounds.answering", "surveys", "palabre"])
def test_our_loggers_speak_from_the_level_that_is_set(
    configured: Configured, form: str, level: tuple[str, list[str]], name: str
) -> None:
    stream = configured(level[0] + form)
    for method in ("debug", "info", "error"):
        getattr(structlog.get_logger(name), method)("by structlog")
        getattr(logging.getLogger(name), method)("by logging")
    expected = [method for method in level[1] for _ in range(2)]
    separator = '"level": "' if form else "level="
    found = [line.split(separator)[1].split(" ")[0].strip('",') for line in stream.getvalue().splitlines()]
    assert found == expected


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("log", ["debug", "info+json"])
def test_libraries_speak_from_warnings_on(configured: Configured, library: str, log: str) -> None:
    stream = configured(log)
    logger = logging.getLogger(library)
    logger.debug("a whole update")
    logger.info("HTTP Request: POST https://api.telegram.org/bot%s/getUpdates", TOKEN)
    assert stream.getvalue() == ""
    logger.warning("careful")
    assert stream.getvalue().count("careful") == 1


@pytest.mark.parametrize("log", ["info", "info+json"])
@pytest.mark.parametrize("name", ["bot.intake", *LIBRARIES])
@pytest.mark.parametrize(
    "secret", [TOKEN, SECRET, "hunt#er2", "hunt%23er2", f"https://x/bot{TOKEN}/getMe", "/bot1:a/x"]
)
def test_no_logger_shows_a_secret_in_message_arguments_fields_or_traceback(
    configured: Configured, log: str, name: str, secret: str
) -> None:
    stream = configured(log)
    standard, ours = logging.getLogger(name), structlog.get_logger(name)
    try:
        try:
            raise ConnectionError(f"at {secret}")
        except ConnectionError as error:
            raise ValueError(secret, {"deep": secret}) from error
    except ValueError as error:
        standard.exception("failed")
        standard.warning("failed", exc_info=error)
        ours.exception("failed", at=secret)
        ours.warning("failed", error=error, errors=[error])
    standard.warning("failed at " + secret)
    standard.warning("failed at %s, %r", secret, {secret: secret})
    ours.warning(f"failed at {secret}", url=secret, deep={"list": [secret, (secret,)], secret: {secret}})
    ours.warning("failed at %s", secret, data=secret.encode())
    assert stream.getvalue().count("\n") == 8
    assert stream.getvalue().count("Traceback") >= 3
    assert "ConnectionError" in stream.getvalue()
    if secret != SECRET:  # as bytes it has forms of its own, which no text of ours takes
        _assert_clean(stream.getvalue())
    assert secret not in stream.getvalue()


@pytest.mark.parametrize("log", ["info", "info+json"])
@pytest.mark.parametrize("kind", HOSTILE)
def test_whatever_is_said_one_event_is_one_line_of_signs_that_are_seen(
    configured: Configured, log: str, kind: str
) -> None:
    stream, words = configured(log), HOSTILE[kind]
    structlog.get_logger("bot").warning(words)
    structlog.get_logger("bot").warning("said", words=words, deep=[words], **{"name": {words: words}})
    logging.getLogger("aiohttp.client").warning("said %s", words)
    lines = stream.getvalue().splitlines()
    assert len(lines) == 3
    assert all(line.isprintable() for line in lines)
    if log == "info+json":
        assert [json.loads(line)["level"] for line in lines] == ["warning"] * 3
        assert json.loads(lines[1])["words"] == words
    else:
        assert [line.split(" ")[1] for line in lines] == ["level=warning"] * 3


def test_a_token_that_is_not_ours_is_hidden_as_well(configured: Configured) -> None:
    stream = configured("info")
    structlog.get_logger("bot").info("got 98765432%3A" + "b" * 35 + " and 98765432:" + "c" * 35)
    assert stream.getvalue().endswith('event="got <token> and <token>"\n')


def test_what_is_no_secret_stays_as_it_is(configured: Configured) -> None:
    stream = configured("info+json")
    event = "from 12:30 to 12:45, /bottom/ of https://t.me/palabre_bot?start=abc"
    structlog.get_logger("bot").info(event, figure=1.5)
    assert json.loads(stream.getvalue())["event"] == event
    assert json.loads(stream.getvalue())["figure"] == 1.5


def test_a_message_with_wrong_arguments_is_told_without_its_content(
    configured: Configured, capsys: pytest.CaptureFixture[str]
) -> None:
    """The library would print the arguments, as they are, on standard error."""
    stream = configured("info")
    logging.getLogger("httpx").warning("status %d", TOKEN)
    assert stream.getvalue() == "level=error logger=httpx event='a line could not be logged' reason=TypeError\n"
    assert capsys.readouterr().err == ""


def test_a_closed_stream_stops_nobody(configured: Configured) -> None:
    configured("info").close()
    structlog.get_logger("bot").info("to nobody")


def test_warnings_of_python_are_lines_too(configured: Configured) -> None:
    stream = configured("info")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(False)
        logging.captureWarnings(True)
        warnings.warn(f"old {TOKEN}", UserWarning, stacklevel=1)
    assert "logger=py.warnings" in stream.getvalue()
    assert stream.getvalue().count("\n") == 1
    _assert_clean(stream.getvalue())


def test_an_error_that_nobody_caught_is_a_line_too(configured: Configured) -> None:
    stream = configured("info")
    error = ValueError(TOKEN)
    sys.excepthook(ValueError, error, None)
    thread = threading.Thread(target=_raise, args=(error,))
    thread.start()
    thread.join()
    assert [line.split("event=")[1][:9] for line in stream.getvalue().splitlines()] == ['"stopped ', '"a thread']
    _assert_clean(stream.getvalue())


def test_an_interrupt_from_the_keyboard_is_no_error(configured: Configured, capsys: pytest.CaptureFixture[str]) -> None:
    stream = configured("info")
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert stream.getvalue() == ""
    assert "KeyboardInterrupt" in capsys.readouterr().err


def test_what_is_bound_to_the_context_is_in_each_event(configured: Configured) -> None:
    stream = configured("info")
    with structlog.contextvars.bound_contextvars(update_id=5):
        structlog.get_logger("bot").info("done")
    structlog.get_logger("bot").info("idle")
    assert [("update_id=5" in line) for line in stream.getvalue().splitlines()] == [True, False]


def test_a_handler_that_would_show_everything_is_removed(configured: Configured) -> None:
    unredacted = io.StringIO()
    logging.getLogger().addHandler(logging.StreamHandler(unredacted))
    configured("info")
    logging.getLogger("httpx").warning("failed at %s", TOKEN)
    assert unredacted.getvalue() == ""


def test_configured_twice_it_logs_once(configured: Configured) -> None:
    first, second = configured("info"), configured("info")
    structlog.get_logger("bot").info("once")
    assert first.getvalue() == ""
    assert second.getvalue().count("\n") == 1


def _raise(error: Exception) -> None:
    raise error
