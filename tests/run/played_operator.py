"""An operator who does in the double what `palabre check --live` asks for, and the process that asks."""

from __future__ import annotations

import asyncio
import io
import re
import sys
from collections.abc import Awaitable, Callable, Mapping

from PIL import Image

from bot.rehearsal import World
from bot.rehearsal.files import Files
from bot.rehearsal.groups import Group
from bot.rehearsal.model import StoredFile
from tests.run.running import PATIENCE, ROOT, Ended

LONG = 240.0
"""Real seconds that a whole walk may take."""
_LINK = re.compile(r"https://t\.me/\S+")


class Reencoding(Files):
    """Keeps pictures as JPEG, as Telegram does and the double does not."""

    def add(self, kind: str, content: bytes, *, name: str, mime: str, claimed: int = 0, seconds: int = 1) -> StoredFile:
        kept = _as_jpeg(content) if kind == "photo" else content
        return super().add(kind, kept, name=name, mime=mime, claimed=claimed, seconds=seconds)


def _as_jpeg(content: bytes) -> bytes:
    stream = io.BytesIO()
    with Image.open(io.BytesIO(content)) as picture:
        picture.convert("L").save(stream, "JPEG")
    return stream.getvalue()


class Operator:
    """Someone with the app, who reads the terminal line by line."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.person = world.person("Awa")
        self.group: Group | None = None
        self._acts: dict[str, Callable[[str], Awaitable[object]]] = {
            "and press Start": self._open,
            "open this one as well": self._open,
            "Tap the button in the chat": lambda _: self._tap("Tap me once"),
            "Tap the first button": lambda _: self._tap("First", "Second"),
            "What is the time?": lambda _: self._reply(),
            "Block the bot": lambda _: self._block(),
            "Now come back": lambda _: self._come_back(),
            "Make a new group": self._make_group,
            "Type these four": lambda _: self._say("1", f"@{self.bot} 2", "/live", f"/live@{self.bot}"),
            "Switch Topics on": lambda _: self._switch_topics_on(),
            "Tap the button Old": lambda _: self._tap("Old", "New"),
            "Make the bot an administrator": lambda _: self.person.promote(self.world.bot, self.there),
            "Send 3 to the group": lambda _: self._say("3"),
            "Make yourself anonymous": lambda _: self._hide(),
            "Tap this button": lambda _: self._tap("Tap me"),
            "remove the bot": lambda _: self.person.remove_bot(self.there),
        }

    @property
    def bot(self) -> str:
        return self.world.bot.username or ""

    @property
    def there(self) -> Group:
        assert self.group is not None
        return self.group

    async def heed(self, line: str) -> None:
        """Do what the line asks for, if it asks for anything."""
        act = next((act for words, act in self._acts.items() if line.startswith("  > ") and words in line), None)
        if act is not None:
            await act(line)

    async def _open(self, line: str) -> None:
        await self.person.open(_LINK.findall(line)[0])

    async def _make_group(self, line: str) -> None:
        self.group = self.world.group("Fresh", creator=self.person)
        await self.person.open(_LINK.findall(line)[0], chat=self.group)

    async def _tap(self, *labels: str) -> None:
        for label in labels:
            await self.person.tap(label, chat=self.group, wait=False)

    async def _reply(self) -> None:
        question = self.person.screen(self.group)
        await self.person.send("ten past", chat=self.group, reply_to=question)

    async def _say(self, *texts: str) -> None:
        for text in texts:
            await self.person.send(text, chat=self.there)

    async def _block(self) -> None:
        self.person.block()

    async def _come_back(self) -> None:
        self.person.unblock()
        await self.person.send("/start")

    async def _switch_topics_on(self) -> None:
        self.there.make_forum()

    async def _hide(self) -> None:
        await self.person.promote(self.person, self.there, anonymous=True)
        await self._say(f"/live@{self.bot}")


class Live:
    """The process `palabre check --live`, whose Enter key is ours if `keys`."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.out: list[str] = []

    @classmethod
    async def start(cls, env: Mapping[str, str], *, keys: bool = False) -> Live:
        pipe, nothing = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
        command = [sys.executable, "-m", "bot", "check", "--live"]
        process = await asyncio.create_subprocess_exec(
            *command, env=dict(env), cwd=ROOT, stdin=pipe if keys else nothing, stdout=pipe, stderr=pipe
        )
        return cls(process)

    def press_enter(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(b"\n")

    async def says(self, words: str, operator: Operator | None = None) -> str:
        """Read on until a line with these words; the operator heeds each before it."""
        async with asyncio.timeout(LONG):
            while True:
                line = await self._line()
                assert line, (words, self.out, await self._errors())
                if words in line:
                    return line
                if operator is not None:
                    await operator.heed(line)

    async def ended(self, operator: Operator | None = None, *, within: float = PATIENCE) -> Ended:
        """Read to the end, while the operator heeds each line."""
        async with asyncio.timeout(within):
            while line := await self._line():
                if operator is not None:
                    await operator.heed(line)
            return Ended(await self.process.wait(), "".join(self.out), await self._errors())

    async def _line(self) -> str:
        assert self.process.stdout is not None
        line = (await self.process.stdout.readline()).decode()
        self.out.append(line)
        return line

    async def _errors(self) -> str:
        assert self.process.stderr is not None
        return (await self.process.stderr.read()).decode()
