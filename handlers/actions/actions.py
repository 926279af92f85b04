"""`/action`, `/plan`, `/my` and `/away`: from a wheel to what is done about it."""

from __future__ import annotations

from handlers.actions import action, boards, budgets, choosing, edits, planning
from handlers.actions import letters as action_letters
from handlers.followup import digest, reminders, reminding
from handlers.turn import Command, LetterRenderer, LineHandler, TapHandler, _
from handlers.value import Value

COMMANDS: dict[str, Command] = {
    "action": Command(planning.action, _("Plan an action"), aliases=("agir", "accion", "actions", "acciones")),
    "plan": Command(
        boards.plan,
        _("The plan: what is to be done"),
        aliases=("plans", "planes", "board", "tablero"),
        menu=frozenset({"group"}),
    ),
    "my": Command(boards.my, _("What I have taken on"), aliases=("mes", "mis", "mine"), menu=frozenset({"private"})),
    "away": Command(reminders.away, _("I am away until…"), aliases=("absence", "ausencia", "absent", "ausente")),
}
STARTS: dict[str, LineHandler] = {"p": planning.from_link, **action.STARTS}
TAPS: dict[type[Value], TapHandler] = {
    **planning.TAPS,
    **choosing.TAPS,
    **action.TAPS,
    **edits.TAPS,
    **boards.TAPS,
    **budgets.TAPS,
    **reminders.TAPS,
    **reminding.TAPS,
}
LINES: dict[str, LineHandler] = {**edits.LINES, **choosing.LINES, **budgets.LINES}
CONTENTS: dict[str, LineHandler] = planning.CONTENTS
LETTERS: dict[str, LetterRenderer] = {
    **action_letters.LETTERS,
    **reminders.LETTERS,
    **reminding.LETTERS,
    **digest.LETTERS,
}
