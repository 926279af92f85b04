"""Whatever keeps Palabre from working becomes one clear line, and a non-zero end."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Callable, Iterator

import typer
from telegram.error import InvalidToken, TelegramError

from bot.address import AddressError
from bot.delivery.transport import NotSent
from bot.i18n import CatalogError
from bot.intake.polling import PollingError
from bot.redaction import Redactor
from bot.settings import SettingsError
from bot.storage.port import StorageError
from surveys.template import TemplateError

FAILED = 1

_BAD_TOKEN = "Telegram does not know this token: copy it again from @BotFather into PALABRE_BOT_TOKEN"  # noqa: S105
_UNREACHABLE = "Telegram cannot be reached: check the network, and PALABRE_TELEGRAM_URL if it is set"
_OCCUPIED = "the port is in use already: choose another with --port"


def line(error: BaseException) -> str | None:
    """What to tell the operator; None when it is a fault of the programme."""
    if isinstance(error, BaseExceptionGroup):
        told = [line(one) for one in error.exceptions]
        return None if None in told else "\n".join(dict.fromkeys(one for one in told if one))
    return next((tell(error) for kind, tell in _LINES if isinstance(error, kind)), None)


def _of_system(error: BaseException) -> str | None:
    """What a file or a port refused; the paths are those that the operator gave."""
    if not isinstance(error, OSError) or error.errno is None:
        return None
    if error.errno == errno.EADDRINUSE:
        return _OCCUPIED
    return f"{error.filename}: {error.strerror}" if error.filename else None


def _of_telegram(error: BaseException) -> str:
    """What a server says may quote the address that it was asked at, and that holds the token."""
    said = error.message if isinstance(error, TelegramError) else str(error)
    return f"Telegram refused: {Redactor(()).text(said)}"


_LINES: tuple[tuple[type[BaseException], Callable[[BaseException], str | None]], ...] = (
    (SettingsError, str),
    (StorageError, str),
    (TemplateError, str),
    (CatalogError, str),
    (PollingError, str),
    (AddressError, str),
    (InvalidToken, lambda _: _BAD_TOKEN),  # before its base class: its own text holds the token
    (NotSent, lambda _: _UNREACHABLE),
    (TelegramError, _of_telegram),
    (OSError, _of_system),
)


@contextlib.contextmanager
def told() -> Iterator[None]:
    """Turn a known trouble inside into its line on standard error, and end with 1."""
    try:
        yield
    except Exception as error:
        text = line(error)
        if text is None:
            raise
        for one in text.splitlines():
            typer.echo(f"palabre: {one}", err=True)
        raise typer.Exit(FAILED) from None
