"""All that leaves the bot, gathered after a walk: two walks that differ in a secret alone must leave the same.

Letters that are due at one instant race each other: neither their order nor the numbers of messages are compared.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from io import BytesIO, StringIO

from PIL import Image

from bot.rehearsal.chats import Chat
from bot.rehearsal.model import Message, StoredFile
from bot.rehearsal.persons import Person
from bot.storage import backlog
from bot.storage.port import Reader
from bot.watch import figures
from tests.conversations.stage import Stage

Left = Mapping[str, list[str]]
"""By channel, what was there; a private chat is a channel of its own."""


async def left(stage: Stage, log: StringIO, but: Iterable[Person] = ()) -> Left:
    """What everybody could have seen, but for the private chats of some, which show them their own answers."""
    own = {person.id for person in but}
    await stage.settle()
    chats = [chat for chat in stage.telegram.chats.values() if chat.id not in own]
    told = {f"chat {chat.title}": sorted(_shown(chat)) for chat in chats}
    answers = [one for one in stage.telegram.callbacks.answered() if one.person.id not in own]
    return {
        **told,
        "calls": sorted(_calls(stage, own)),
        "callbacks": [f"{one.at} {one.person.name} {one.answer}" for one in answers],
        "logs": log.getvalue().splitlines(),
        "metrics": await _metrics(stage),
        "log of acts": await _acts(stage),
    }


def _shown(chat: Chat) -> Iterator[str]:
    for message in chat.messages.values():
        if message.by_bot:
            yield f"{message.date} {message.edited} {message.html} {_keys(message)} {_file(message.media)}"


def _keys(message: Message) -> str:
    return " | ".join(f"{one.label}: {one.data or one.url}" for row in message.keyboard for one in row)


def _file(media: StoredFile | None) -> str:
    """Its name, its kind, and its bytes; of a picture also all that a file says beside what is drawn."""
    if media is None:
        return ""
    told = f"{media.kind} {media.name} {media.mime} {hashlib.sha256(media.content).hexdigest()}"
    if media.kind != "photo":
        return told
    with Image.open(BytesIO(media.content)) as picture:
        return f"{told} {picture.size} {sorted(picture.info)}"


def _calls(stage: Stage, own: set[int]) -> Iterator[str]:
    """When what was called, and how; what was said in answer to whom is in `callbacks`."""
    for call in stage.telegram.calls:
        if call.method not in {"getUpdates", "answerCallbackQuery"} and call.params.get("chat_id") not in own:
            params = {name: value for name, value in call.params.items() if name != "message_id"}
            yield f"{call.at} {call.method} {json.dumps(params, sort_keys=True, default=str)} {call.status}"


async def _metrics(stage: Stage) -> list[str]:
    """Those of the bot; what the machine tells of the process, memory and time of a core, differs each time."""
    found = await stage.app.services.ground.read(partial(backlog.look, now=stage.clock.now()))
    text = figures.text(stage.counts, found, ready=True, leads=True).decode()
    return [line for line in text.splitlines() if line.startswith("palabre_") and "_created" not in line]


async def _acts(stage: Stage) -> list[str]:
    async def work(tx: Reader) -> list[str]:
        rows = await tx.all("SELECT network_id, at, kind, detail FROM log ORDER BY id")
        return [str(tuple(row.values())) for row in rows]

    return await stage.app.services.ground.read(work)
