"""`/discuss`, `/threads`, `/keep` and `/shared`: groups talk about what a wheel shows, and keep what is worth it."""

from __future__ import annotations

from handlers.talk import discussing, keeping, sharing, threads
from handlers.talk import letters as thread_letters
from handlers.turn import Command, LetterRenderer, LineHandler, TapHandler, _
from handlers.value import Value

COMMANDS: dict[str, Command] = {
    "discuss": Command(
        discussing.discuss,
        _("Begin a discussion"),
        aliases=("discuter", "debatir", "discussion", "debate", "discutir"),
    ),
    "threads": Command(
        threads.threads,
        _("The discussions of this group"),
        aliases=("discussions", "debates", "fils", "hilos", "discusiones"),
    ),
    "keep": Command(keeping.keep, _("Keep what I have said"), aliases=("garder", "guardar", "kept")),
    "shared": Command(
        sharing.shared, _("What other groups share"), aliases=("partages", "compartido", "partage", "compartidos")
    ),
}
TAPS: dict[type[Value], TapHandler] = {**discussing.TAPS, **threads.TAPS, **keeping.TAPS, **sharing.TAPS}
LINES: dict[str, LineHandler] = {**discussing.LINES, **threads.LINES}
CONTENTS: dict[str, LineHandler] = {**threads.CONTENTS, **keeping.CONTENTS}
LETTERS: dict[str, LetterRenderer] = {**thread_letters.LETTERS, **sharing.LETTERS}
