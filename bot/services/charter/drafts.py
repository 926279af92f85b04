"""Writing a charter: a draft in one or more languages, seen as it will be read, then put in force."""

from __future__ import annotations

import html
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from bot.services.act import Act, Refused, Why
from bot.services.announcements import writing
from bot.services.charter.charters import STARTER, Reading, name_of, need_writer, read
from bot.services.charter.starter import LANGUAGE, starter
from bot.services.desk import Ground
from bot.services.privacy.log import Deed, note
from bot.storage import charters as rows
from bot.storage import groups
from bot.storage.charters import Charter, Circle, Words
from bot.storage.port import Reader, Writer

LONGEST = 3000
"""Characters of a charter as they are read: with what is new in it, it fits one message."""

LONGEST_CHANGE = 500
"""Characters of what is new in it."""

_TAG = re.compile(r"<[^>]+>")

Change: TypeAlias = Callable[[Writer, Charter, dict[str, Words]], Awaitable[str | None]]
"""Changes a draft whose words these are; returns the language of its original from then on."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft; `words` by language. `renews`: members have a charter already that is not the starter."""

    charter: Charter
    name: str
    words: Mapping[str, Words]
    renews: bool

    @property
    def says_change(self) -> bool:
        """Whether it says in some language what is new, or need not."""
        return not self.renews or any(one.changed for one in self.words.values())


class CharterDrafts:
    """One draft a circle, which all who may write it share. All but `begin` and `look` change it.

    Refused, by all: NOT_COORDINATOR, NOT_FACILITATOR, GONE (also where there is no draft).
    """

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    async def begin(self, act: Act, circle: Circle, *, blank: bool) -> Draft:
        """The draft there is, else a new one: with the words of the charter in force, or of the starter, or blank."""

        async def work(tx: Writer) -> Draft:
            await need_writer(tx, act, circle)
            if await rows.in_state(tx, circle, "draft") is None:
                await _begin(tx, act, circle, blank=blank)
            return await _look(tx, act, circle)

        return await self._ground.act(act, work)

    async def look(self, act: Act, circle: Circle) -> Draft:
        """How it stands."""
        return await self._ground.read(lambda tx: _look(tx, act, circle))

    async def write(self, act: Act, circle: Circle, language: str, text: str, voice: str | None = None) -> Draft:
        """What it says in that language: HTML in place of what was written and spoken, or a voice beside the text.

        Refused: BAD_CHARTER for nothing, or too much.
        """
        if not 0 < writing.length(text.strip()) <= LONGEST and not (voice and not text.strip()):
            raise Refused(Why.BAD_CHARTER)

        async def change(tx: Writer, draft: Charter, words: dict[str, Words]) -> str | None:
            former = words.get(language, Words(""))
            new = replace(former, text=text.strip() or former.text, voice=voice, writer=act.person_id)
            await rows.write(tx, draft.id, language, new)
            return draft.language or language

        return await self._change(act, circle, change)

    async def drop(self, act: Act, circle: Circle, language: str) -> Draft:
        """Take a language away; without the original, the first of the others is the original."""

        async def change(tx: Writer, draft: Charter, words: dict[str, Words]) -> str | None:
            await rows.unwrite(tx, draft.id, language)
            left = [one for one in words if one != language]
            return draft.language if draft.language in left else next(iter(left), None)

        return await self._change(act, circle, change)

    async def say_change(self, act: Act, circle: Circle, language: str, changed: str) -> Draft:
        """What is new in it, in one of its languages. Refused: BAD_CHARTER for no words, or too many."""
        if not 0 < len(changed.strip()) <= LONGEST_CHANGE:
            raise Refused(Why.BAD_CHARTER)

        async def change(tx: Writer, draft: Charter, words: dict[str, Words]) -> str | None:
            if language in words:
                new = replace(words[language], changed=changed.strip(), writer=act.person_id)
                await rows.write(tx, draft.id, language, new)
            return draft.language

        return await self._change(act, circle, change)

    async def make_plain(self, act: Act, circle: Circle) -> Draft:
        """Take all formatting away."""

        async def change(tx: Writer, draft: Charter, words: dict[str, Words]) -> str | None:
            for language, former in words.items():
                await rows.write(tx, draft.id, language, replace(former, text=_plain(former.text)))
            return draft.language

        return await self._change(act, circle, change)

    async def discard(self, act: Act, circle: Circle) -> Reading:
        """Drop it; returns the charter that stays in force."""

        async def work(tx: Writer) -> Reading:
            await rows.discard(tx, (await _draft(tx, act, circle)).id)
            return await read(tx, act, circle)

        return await self._ground.act(act, work)

    async def publish(self, act: Act, circle: Circle, revision: int) -> Reading:
        """Put it in force as it was seen; members are told.

        Refused: CHANGED (it is another by now), EMPTY, NO_CHANGE (members are not told what is new).
        """

        async def work(tx: Writer) -> Reading:
            draft = await _look(tx, act, circle)
            _need_fit(draft, revision)
            await rows.put_in_force(tx, draft.charter, act.micros)
            group = await groups.find(tx, circle.group_id) if circle.group_id is not None else None
            network_id = group.network_id if group else circle.network_id
            said = {"version": draft.charter.version}
            await note(tx, self._ground, act, Deed.CHARTER_IN_FORCE, network_id, circle.group_id, detail=said)
            return await read(tx, act, circle)

        return await self._ground.post(act, work)

    async def _change(self, act: Act, circle: Circle, change: Change) -> Draft:
        async def work(tx: Writer) -> Draft:
            draft = await _draft(tx, act, circle)
            await rows.change(tx, draft.id, await change(tx, draft, await rows.words(tx, draft.id)))
            return await _look(tx, act, circle)

        return await self._ground.act(act, work)


def _need_fit(draft: Draft, revision: int) -> None:
    if draft.charter.revision != revision:
        raise Refused(Why.CHANGED)
    if not draft.words:
        raise Refused(Why.EMPTY)
    if not draft.says_change:
        raise Refused(Why.NO_CHANGE)


async def _begin(tx: Writer, act: Act, circle: Circle, *, blank: bool) -> None:
    present = await rows.in_state(tx, circle, "in_force")
    words = await rows.words(tx, present.id) if present else starter()
    language = (present.language if present else LANGUAGE) if words and not blank else None
    version = await rows.newest_version(tx, circle) + 1
    draft = await rows.add(tx, circle, version, state="draft", language=language, now=act.micros)
    for each, former in {} if blank else words.items():
        await rows.write(tx, draft.id, each, replace(former, changed=None, writer=None))


async def _draft(tx: Reader, act: Act, circle: Circle) -> Charter:
    await need_writer(tx, act, circle)
    draft = await rows.in_state(tx, circle, "draft")
    if draft is None:
        raise Refused(Why.GONE)
    return draft


async def _look(tx: Reader, act: Act, circle: Circle) -> Draft:
    draft = await _draft(tx, act, circle)
    present = await rows.in_state(tx, circle, "in_force")
    renews = present is not None and present.version > STARTER
    return Draft(draft, await name_of(tx, circle), await rows.words(tx, draft.id), renews)


def _plain(text: str) -> str:
    """The words alone, fit for HTML."""
    return html.escape(html.unescape(_TAG.sub("", text)), quote=False)
