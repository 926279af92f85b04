"""Calls whose outcome is believed, as data: what is sent, and how Telegram refuses it or what it makes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.commands.live.api import Answer, Json
from bot.commands.live.lines import Line
from bot.commands.live.walk import Walk


@dataclass(frozen=True, slots=True)
class Trial:
    """One call. `refusal` is a part of the refusal; without one it is taken, and `shows` then gives `shown`."""

    line: Line
    what: str
    fields: Mapping[str, Any]
    refusal: str = ""
    shows: Callable[[Json], str] | None = None
    shown: str = ""


async def try_all(walk: Walk, trials: Iterable[Trial], *, chat: int = 0) -> None:
    """Try them as messages to the operator, or to the chat."""
    for trial in trials:
        fields = {"text": "Palabre looks.", **trial.fields}
        judge(walk, trial, await walk.api("sendMessage", chat_id=chat or walk.operator, **fields))


def judge(walk: Walk, trial: Trial, answer: Answer) -> None:
    """Note whether the answer is the one that was believed."""
    if trial.refusal:
        walk.refused(trial.line, trial.what, answer, trial.refusal)
    elif trial.shows is None or not answer.ok:
        walk.taken(trial.line, trial.what, answer)
    else:
        found = trial.shows(answer.result)
        walk.note(trial.line, trial.what, found == trial.shown, found)
