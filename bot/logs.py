"""Logs: one line an event, `key=value` or JSON, of every logger of the process, without tokens and secrets.

What is logged is said by events and ids of rows, never by names, texts or Telegram ids of people.
"""

from __future__ import annotations

import contextlib
import json
import logging
import sys
import threading
from collections.abc import Collection
from types import TracebackType
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from bot.clock import Clock, SystemClock
from bot.redaction import Redactor, secrets_of
from bot.settings import Settings

_OURS = ("bot", "handlers", "surveys", "palabre", "__main__")
_FIRST = ("time", "level", "logger", "event")


def configure(
    settings: Settings, *, clock: Clock | None = None, stream: TextIO | None = None, hidden: Collection[str] = ()
) -> None:
    """Send what is logged, by structlog or the standard library, to `stream` (standard error if not given).

    `hidden` are secrets beside those of the settings. Configured again, it is as if it were the first time.
    `settings.log` is the level of our own loggers, with `+json` for JSON; libraries speak from WARNING on, since below
    it they log addresses with the token, and whole updates.
    """
    level_name, _, form = settings.log.partition("+")
    level = logging.getLevelNamesMapping()[level_name.upper()]
    redactor = Redactor([*secrets_of(settings), *hidden])
    handler = _Handler(stream or sys.stderr)
    handler.setFormatter(_formatter(redactor, clock or SystemClock(), as_json=form == "json"))
    _route_to(handler, level)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    sys.excepthook = _log_uncaught
    threading.excepthook = _log_uncaught_in_thread


class _Handler(logging.StreamHandler[TextIO]):
    """Writes lines; one that it cannot write is told without its content, which nobody has redacted."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name is the library's
        kind = getattr(sys.exc_info()[0], "__name__", "error")
        with contextlib.suppress(OSError, ValueError):  # the stream itself is full or closed
            self.stream.write(f"level=error logger={record.name} event='a line could not be logged' reason={kind}\n")


def _route_to(handler: logging.Handler, level: int) -> None:
    logging.captureWarnings(True)
    root = logging.getLogger()
    root.handlers[:] = [handler]  # any other would show what this one redacts
    root.setLevel(max(level, logging.WARNING))
    for name in _OURS:
        logging.getLogger(name).setLevel(level)


def _formatter(redactor: Redactor, clock: Clock, *, as_json: bool) -> logging.Formatter:
    def add_time(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
        return {**event, "time": clock.now().isoformat(timespec="milliseconds")}

    def redact(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
        return {key: redactor.value(value) for key, value in event.items()}

    def in_order(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
        return {**{key: event[key] for key in _FIRST if key in event}, **event}

    chain: list[Processor] = [
        add_time,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        redact,
        in_order,
        _visible(
            structlog.processors.JSONRenderer(ensure_ascii=False)
            if as_json
            else structlog.processors.LogfmtRenderer(bool_as_flag=False)
        ),
    ]
    return structlog.stdlib.ProcessorFormatter(processors=chain)


def _visible(render: Processor) -> Processor:
    """What would begin a line, colour a terminal or turn the direction of words is escaped, as JSON escapes it."""

    def rendered(logger: WrappedLogger, name: str, event: EventDict) -> str:
        line = str(render(logger, name, event))
        if line.isprintable():
            return line
        return "".join(one if one.isprintable() else json.dumps(one)[1:-1] for one in line)

    return rendered


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    logging.getLogger("palabre").critical("stopped by an error", exc_info=(kind, error, trace))


def _log_uncaught_in_thread(failure: threading.ExceptHookArgs) -> None:
    if failure.exc_value is not None:
        trace = (failure.exc_type, failure.exc_value, failure.exc_traceback)
        logging.getLogger("palabre").critical("a thread was stopped by an error", exc_info=trace)
