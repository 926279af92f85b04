"""The taps of a benchmark: real ones, with the message and the keyboard under the thumb, from many people."""

from __future__ import annotations

from typing import Any

TOKEN = "1234567890:benchmark-benchmark-benchmark-benchm"  # noqa: S105 - opens nothing
USERNAME = "palabre_bench_bot"
BOT = {"id": 1234567890, "is_bot": True, "first_name": "Palabre", "username": USERNAME}
PEOPLE = 512
PLACES = 8
"""Spokes of the template: `PEOPLE * PLACES` taps in a row answer something new each."""

FIRST_PERSON = 5_000_000_000
_DATE = 1_790_000_000
_QUESTION = (
    "3. Organizational culture\nThink of the last months: what can you see, in meetings, in corridors and in the field,"
    " of how people of every gender are heard, respected and supported?"
)
_SENTENCE = "Adopted, known, but little used"


def person(number: int) -> int:
    """The Telegram id of who makes that tap: neighbours in time are different people."""
    return FIRST_PERSON + number % PEOPLE


def answer(number: int) -> tuple[int, int]:
    """The place of the spoke and the level that the tap is about."""
    return number // PEOPLE % PLACES, number * 7 // 3 % 6


def tap(number: int, round_id: int) -> dict[str, Any]:
    """The update of a tap, as Telegram sends it."""
    place, level = answer(number)
    sender = _sender(number)
    return {
        "update_id": 100_000 + number,
        "callback_query": {
            "id": str(number),
            "from": sender,
            "chat_instance": str(FIRST_PERSON - number),
            "data": _data(round_id, place, level),
            "message": {
                "message_id": 40,
                "from": BOT,
                "chat": _chat(sender),
                "date": _DATE,
                "text": _QUESTION,
                "reply_markup": _keyboard(round_id, place),
            },
        },
    }


def start(number: int) -> dict[str, Any]:
    """The update of somebody who writes /start."""
    sender = _sender(number)
    message = {"message_id": 39, "from": sender, "chat": _chat(sender), "date": _DATE, "text": "/start"}
    command = {"type": "bot_command", "offset": 0, "length": 6}
    return {"update_id": 100_000 + number, "message": {**message, "entities": [command]}}


def _sender(number: int) -> dict[str, Any]:
    return {"id": person(number), "is_bot": False, "first_name": "Awa", "last_name": "Diop", "language_code": "fr"}


def _chat(sender: dict[str, Any]) -> dict[str, Any]:
    return {"id": sender["id"], "type": "private", "first_name": "Awa", "last_name": "Diop"}


def _data(round_id: int, place: int, level: int) -> str:
    """What `handlers.values.answering.Answer` packs; written out, for the stub imports nothing of the bot."""
    return f"1:aa:{round_id}:{place}:{level}:0"


def _keyboard(round_id: int, place: int) -> dict[str, Any]:
    rows = [
        [{"text": f"{level} · {_SENTENCE}", "callback_data": _data(round_id, place, level)}] for level in range(-2, 6)
    ]
    ways = [{"text": words, "callback_data": f"1:al:{round_id}"} for words in ("Back", "3/8", "Language")]
    return {"inline_keyboard": [*rows, ways]}
