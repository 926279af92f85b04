"""How long a direct reply is tried again, and after which waits."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import structlog
from telegram.error import TelegramError

from bot.clock import Clock
from bot.delivery.refusals import Refusal, refusal_of
from bot.delivery.transport import TooMany

WAITS = (0.5, 1.0, 2.0, 4.0)
"""Seconds before each new try; later than that the person has tapped again, and sees the present screen anyway."""

_PASSING = {Refusal.NOT_SENT, Refusal.TROUBLE}
_log = structlog.get_logger(__name__)


def pause_before_another(error: TelegramError, tries: int, *, twice: bool) -> float | None:
    """Seconds to wait before a new try after `tries` of them; None when another one is of no use, or may double.

    `twice` says that doing it twice is as good as once (an edit): only then a call that may have arrived is repeated.
    """
    if tries >= len(WAITS):
        return None
    if isinstance(error, TooMany):
        return error.seconds
    refusal = refusal_of(error)
    if refusal in _PASSING or (twice and refusal is Refusal.UNCERTAIN):
        return WAITS[tries]
    return None


async def persist(what: str, call: Callable[[], Awaitable[object]], clock: Clock, *, twice: bool) -> bool:
    """Make the call until it is answered; False where it is given up, with a line in the log, without personal data."""
    for tries in range(len(WAITS) + 1):
        try:
            await call()
        except TelegramError as error:
            pause = pause_before_another(error, tries, twice=twice)
            if pause is None:
                given_up(what, error)
                return False
            await clock.sleep(pause)
        else:
            return True
    return False


def given_up(what: str, error: TelegramError) -> None:
    """Say so in the log: by meaning only, since Telegram's texts may quote what people wrote."""
    _log.warning("a reply did not arrive", call=what, refusal=refusal_of(error).value)
