"""How an action goes, as its people say: accepted or handed back, going well, blocked, done, dropped."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeAlias

from bot.services.act import Act, Refused, Why
from bot.services.actions import plans, taking
from bot.services.actions.history import Step
from bot.services.actions.plans import Rights
from bot.services.actions.rules import need, need_open, words
from bot.services.desk import Ground
from bot.services.rounds.templates import Shelf
from bot.storage import actions
from bot.storage.actions import Action
from bot.storage.port import Writer

Work: TypeAlias = Callable[[Writer, Action, Rights], Awaitable[Action]]

AGAIN = 60 * 60 * 1_000_000
"""Microseconds within which "going well", or the same proposal, is the same tap once more."""


class Progressing:
    """The states of an action. Each act looks the role up, and each change is kept.

    Refused, by all: GONE, NOT_MEMBER (may not see it), NOT_OWNER (may not do that with it); by all but `reopen`, ENDED.
    All may be repeated: what is said twice is done once.
    """

    def __init__(self, ground: Ground, shelf: Shelf) -> None:
        self._ground = ground
        self._shelf = shelf

    async def accept(self, act: Act, action_id: int, in_work_plan: bool | None = None) -> Action:
        """The owner says yes; later also whether that time is in their work plan. Refused: NOT_OWNER."""

        async def work(tx: Writer, old: Action, rights: Rights) -> Action:
            need(rights.owner)
            need_open(old)
            said = old if in_work_plan is None else replace(old, in_work_plan=in_work_plan)
            if old.state != "proposed":
                return await taking.keep(tx, act, old, said, Step.EDITED, fields=["in_work_plan"])
            return await taking.keep(tx, act, old, replace(said, state="accepted", reason=None), Step.ACCEPTED)

        return await self._change(act, action_id, work)

    async def hand_back(self, act: Act, action_id: int, word: str | None = None) -> Action:
        """The owner does not, or no more, take it on: nobody has it, and who proposed it is told by letter.

        Refused: NOT_OWNER, BAD_LINE (over 1000 characters).
        """
        said = words(word)

        async def work(tx: Writer, old: Action, rights: Rights) -> Action:
            need(rights.owner)
            need_open(old)
            new = replace(taking.without_owner(old), reason=said)
            kept = await taking.keep(tx, act, old, new, Step.HANDED_BACK, word=said)
            await taking.tell_returned(tx, act, kept)
            return kept

        return await self._change(act, action_id, work)

    async def going_well(self, act: Act, action_id: int) -> Action:
        """It is in progress, stuck no more. What the owner has not accepted is so by that."""

        async def work(tx: Writer, old: Action, rights: Rights) -> Action:
            need(rights.acts and (old.state != "proposed" or rights.owner))
            need_open(old)
            if old.state == "in_progress" and act.micros - old.changed_at < AGAIN:
                return old
            new = replace(old, state="in_progress", reason=None, on_agenda=False, changed_at=act.micros)
            return await taking.keep(tx, act, old, new, Step.GOING_WELL)

        return await self._change(act, action_id, work)

    async def block(self, act: Act, action_id: int, why: str | None = None) -> Action:
        """It is stuck; the reason may come later. Refused: BAD_LINE (over 1000 characters)."""
        said = words(why)

        async def work(tx: Writer, old: Action, rights: Rights) -> Action:
            need(rights.acts and (old.state != "proposed" or rights.owner))
            need_open(old)
            reason = said or (old.reason if old.state == "blocked" else None)
            return await taking.keep(
                tx, act, old, replace(old, state="blocked", reason=reason), Step.BLOCKED, word=said
            )

        return await self._change(act, action_id, work)

    async def done(self, act: Act, action_id: int) -> Action:
        """It is done."""

        async def work(tx: Writer, old: Action, rights: Rights) -> Action:
            need(rights.acts)
            if old.state == "done":
                return old
            need_open(old)
            return await taking.keep(tx, act, old, taking.ended(old, "done", None, act), Step.DONE)

        return await self._change(act, action_id, work)

    async def drop(self, act: Act, action_id: int, reason: str | None = None) -> Action:
        """It is dropped; the reason may come later. Refused: BAD_LINE (over 1000 characters)."""
        said = words(reason)

        async def work(tx: Writer, old: Action, rights: Rights) -> Action:
            need(rights.decides)
            if old.state == "dropped":
                await taking.need_place(tx, act, old.whose)
                return await taking.keep(tx, act, old, replace(old, reason=said or old.reason), Step.DROPPED, word=said)
            need_open(old)
            return await taking.keep(tx, act, old, taking.ended(old, "dropped", said, act), Step.DROPPED, word=said)

        return await self._change(act, action_id, work)

    async def reopen(self, act: Act, action_id: int) -> Action:
        """It was not done after all, or is taken up again; without an owner it waits for one.

        Refused: NOT_MEMBER, also for who had it and is of the plan no more.
        """

        async def work(tx: Writer, old: Action, rights: Rights) -> Action:
            need(rights.acts)
            if old.open:
                return old
            await taking.need_place(tx, act, old.whose)
            state = "in_progress" if old.owner_id is not None else "proposed"
            return await taking.keep(tx, act, old, replace(old, state=state, reason=None, ended_at=None), Step.REOPENED)

        return await self._change(act, action_id, work)

    async def _change(self, act: Act, action_id: int, work: Work) -> Action:
        async def whole(tx: Writer) -> Action:
            old = await actions.find(tx, action_id)
            if old is None:
                raise Refused(Why.GONE)
            rights = await plans.rights(tx, act, old)
            if not (rights.acts or rights.decides):
                await plans.need_sight(tx, act, old.whose)
            return await work(tx, old, rights)

        return await self._ground.post(act, whole)
