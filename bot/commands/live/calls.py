"""What can be seen before anyone has opened the chat: calls, polls and their refusals."""

from __future__ import annotations

import asyncio

from bot.commands.live.lines import Line
from bot.commands.live.walk import Walk
from bot.intake.polling import ALLOWED_UPDATES

_NOBODY = 1
"""The id of no person."""


async def calls(walk: Walk) -> None:
    """Calls in other forms, and calls that must be refused."""
    walk.taken(Line.REQUEST, "GET, the method in capitals", await walk.api.get("GETME"))
    walk.taken(Line.REQUEST, "POST of JSON, the method in small letters", await walk.api("getme"))
    walk.refused(Line.NO_METHOD, "a wrong token", await walk.api.with_a_wrong_token("getMe"), "401 Unauthorized")
    walk.refused(Line.NO_METHOD, "an unknown method", await walk.api("noSuchMethod"), "404 Not Found: method not found")
    nobody = await walk.api("sendMessage", chat_id=_NOBODY, text="Palabre looks.")
    walk.refused(Line.UNKNOWN_CHAT, "a person never heard of", nobody, "chat not found")


async def polls(walk: Walk) -> None:
    """Two polls at a time, and one that leaves the kinds of updates out."""
    await _allowed(walk)
    first = asyncio.ensure_future(walk.inbox.look(walk.inbox.next_offset, timeout=10))
    try:
        await walk.clock.sleep(1.0)
        await walk.inbox.look(walk.inbox.next_offset)
        answer = await first
    finally:
        first.cancel()
    if not answer.result:  # else somebody wrote meanwhile, and the first had ended before the second came
        walk.refused(Line.SECOND_POLLER, "the first of two", answer, "409 Conflict: terminated by other getUpdates")


async def _allowed(walk: Walk) -> None:
    await walk.inbox.look(walk.inbox.next_offset, allowed_updates=None)
    info = await walk.api.needed("getWebhookInfo")
    kept = sorted(info.get("allowed_updates", []))
    said = ", ".join(kept) or "none"
    walk.note(Line.ALLOWED_UPDATES, "kept where a poll leaves them out", kept == sorted(ALLOWED_UPDATES), said)
