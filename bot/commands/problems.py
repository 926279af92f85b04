"""Whatever keeps Palabre from working becomes one clear line, and a non-zero end."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator

import typer
from telegram.error import InvalidToken, TelegramError

from bot.delivery.transport import NotSent
from bot.i18n import CatalogError
from bot.intake.polling import PollingError
from bot.settings import SettingsError
from bot.storage.port import StorageError
from surveys.template import TemplateError

FAILED = 1

_BAD_TOKEN = "Telegram does not know this token: copy it again from @BotFather into PALABRE_BOT_TOKEN"  # noqa: S105
_KNOWN = (SettingsError, StorageError, TemplateError, CatalogError, PollingError)


def line(error: BaseException) -> str | None:
    """What to tell the operator; None when it is a fault of the programme."""
    if isinstance(error, BaseExceptionGroup):
        told = [line(one) for one in error.exceptions]
        return None if None in told else "\n".join(dict.fromkeys(one for one in told if one))
    if isinstance(error, _KNOWN):
        return str(error)
    if isinstance(error, InvalidToken):
        return _BAD_TOKEN
    if isinstance(error, NotSent):
        return "Telegram cannot be reached: check the network, and PALABRE_TELEGRAM_URL if it is set"
    if isinstance(error, TelegramError):
        return f"Telegram refused: {error.message}"
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        return "the port is in use already: choose another with --port"
    return None


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
