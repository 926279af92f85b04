"""The transcript: each call to the Bot API and each person's act, a JSON object a line."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from bot.rehearsal.model import Call, User


class Recorder:
    """Writes what happens to a file, once one is given; before that it does nothing."""

    def __init__(self) -> None:
        self._file: TextIO | None = None

    def open(self, path: Path) -> None:
        """Start a transcript at this path, in place of one that is there."""
        self.close()
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("w", encoding="utf-8")

    def close(self) -> None:
        if self._file:
            self._file.close()
        self._file = None

    def call(self, call: Call) -> None:
        """A call to the Bot API and its answer; waiting for updates that do not come is not worth a line."""
        if call.method == "getUpdates" and not call.answer:
            return
        self._write(
            call.at,
            {
                "kind": "call",
                "method": call.method,
                "params": dict(call.params),
                "uploads": list(call.uploads),
                "status": call.status,
                "answer": call.answer,
            },
        )

    def act(self, at: datetime, user: User, act: str, details: dict[str, Any]) -> None:
        """A person's act."""
        self._write(at, {"kind": "act", "person": user.first_name, "id": user.id, "act": act, **details})

    def _write(self, at: datetime, entry: dict[str, Any]) -> None:
        if self._file:
            self._file.write(json.dumps({"at": at.isoformat(), **entry}, ensure_ascii=False, default=str) + "\n")
            self._file.flush()
