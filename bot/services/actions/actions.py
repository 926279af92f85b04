"""From wheel to action: somebody takes something on until a day, and hands it over, moves it, or says it otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.services.act import Act, Refused, Why
from bot.services.actions import plans, taking
from bot.services.actions.boards import View
from bot.services.actions.history import Step, note
from bot.services.actions.person_days import need_giver
from bot.services.actions.plans import Rights
from bot.services.actions.progressing import AGAIN, Progressing
from bot.services.actions.rules import LONGEST, need, need_days, need_due, need_open, need_words, words
from bot.services.groups.invitations import person_of
from bot.services.privacy.log import Deed, note_plan
from bot.storage import actions
from bot.storage.actions import MINE, Action, Whose
from bot.storage.port import Writer

__all__ = ["LONGEST", "MINE", "Actions", "Draft", "Edit", "Whose"]


@dataclass(frozen=True, slots=True)
class Draft:
    """What is proposed. `owner_id` is who is to take it on, None for whoever proposes it. `figure_id` is the wheel that
    it answers, and `spoke` the theme in it. `half_days` are planned person-days, in halves; `voice` is Telegram's id
    of a spoken version.
    """

    what: str
    due: date
    whose: Whose = MINE
    owner_id: int | None = None
    figure_id: int | None = None
    spoke: str | None = None
    helper_ids: tuple[int, ...] = ()
    half_days: int | None = None
    sign: str | None = None
    voice: str | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """What an action is to say from now on, all of it. `spoke` is a theme of the same template; None: no theme."""

    what: str
    voice: str | None
    sign: str | None
    spoke: str | None
    half_days: int | None
    helper_ids: tuple[int, ...]

    @classmethod
    def of(cls, view: View) -> Edit:
        """What it says now: a beginning, of which a part is replaced."""
        one, spoke = view.action, view.action.theme.spoke if view.action.theme else None
        return cls(one.what, one.voice, one.sign, spoke, one.half_days, tuple(each.person_id for each in view.helpers))


class Actions(Progressing):
    """Who takes what on, until when, and what it says; how it goes is inherited, and `Boards` look at it.

    Refused, by all that name an action: GONE, NOT_MEMBER (may not see it), NOT_OWNER (may not do that with it), ENDED.
    All may be repeated: what is said twice is done once.
    """

    async def propose(self, act: Act, draft: Draft) -> Action:
        """A new action. One's own is accepted at once; of somebody else it is asked by letter.

        Refused: NOT_MEMBER, NOT_IN_PLAN (of the owner, of a helper), BAD_ACTION (no words, or over 1000 characters),
        BAD_DUE, BAD_DAYS, GONE (no such wheel or theme; the group is left).
        """

        async def work(tx: Writer) -> Action:
            person_id = person_of(act)
            await taking.need_place(tx, act, draft.whose)
            new = await self._drafted(tx, act, draft, draft.owner_id or person_id)
            same = await taking.same_before(tx, new, act.micros - AGAIN)
            return same or await self._added(tx, act, new, draft.helper_ids)

        return await self._ground.post(act, work)

    async def move_date(self, act: Act, action_id: int, day: date) -> Action:
        """Another day. Refused: BAD_DUE."""

        async def work(tx: Writer, old: Action, rights: Rights) -> Action:
            need(rights.decides)
            need_open(old)
            if day == old.due:
                return old
            await need_due(tx, act, day, old.owner_id or act.person_id)
            new = replace(old, due=day, on_agenda=False)
            return await taking.keep(tx, act, old, new, Step.MOVED, before=str(old.due), after=str(day))

        return await self._change(act, action_id, work)

    async def hand_over(self, act: Act, action_id: int, person_id: int) -> Action:
        """Somebody else is asked to take it on, by letter; oneself has it at once. What nobody has, all may take.

        Refused: NOT_IN_PLAN.
        """

        async def work(tx: Writer, old: Action, rights: Rights) -> Action:
            own = person_id == act.person_id
            need(rights.decides or (own and old.owner_id is None))
            need_open(old)
            if old.owner_id == person_id:
                return old
            if not await plans.belongs(tx, old.whose, person_id):
                raise Refused(Why.NOT_IN_PLAN)
            return await taking.given(tx, act, old, person_id)

        return await self._change(act, action_id, work)

    async def edit(self, act: Act, action_id: int, revision: int, edit: Edit) -> Action:
        """Let it say something else. `revision` is that of what was looked at.

        Refused: CHANGED (somebody was faster), BAD_ACTION, BAD_DAYS, NOT_IN_PLAN (of a helper), GONE (no such theme).
        """

        async def work(tx: Writer, old: Action, rights: Rights) -> Action:
            need(rights.decides)
            need_open(old)
            if old.revision != revision:
                raise Refused(Why.CHANGED)
            return await self._edited(tx, act, old, edit)

        return await self._change(act, action_id, work)

    async def let_mention(self, act: Act, action_id: int, allowed: bool) -> Action:
        """Whether the owner may be named in the group, up to the day: for them to say. Refused: NOT_OWNER."""

        async def work(tx: Writer, old: Action, rights: Rights) -> Action:
            need(rights.owner)
            need_open(old)
            new = replace(old, may_mention=allowed)
            return await taking.keep(tx, act, old, new, Step.EDITED, fields=["may_mention"])

        return await self._change(act, action_id, work)

    async def share(self, act: Act, action_id: int, whose: Whose) -> Action:
        """Bring what is one's own alone into a plan. Refused: NOT_MEMBER (of that plan), GONE, NOT_OWNER."""

        async def work(tx: Writer, old: Action, rights: Rights) -> Action:
            need(rights.owner and old.whose in (MINE, whose))
            if old.whose == whose:
                return old
            need_open(old)
            await taking.need_place(tx, act, whose)
            plan = await plans.plan_of(tx, whose)
            new = replace(old, whose=whose, network_id=plan.network_id)
            return await taking.keep(tx, act, old, new, Step.SHARED, plan=plan.name)

        return await self._change(act, action_id, work)

    async def set_budget(self, act: Act, organization_id: int, year: int, half_days: int) -> None:
        """How many person-days, in halves, the organization gives in that year.

        Refused: GONE, NOT_COORDINATOR, BAD_DAYS.
        """
        need_days(half_days)

        async def work(tx: Writer) -> None:
            await need_giver(tx, act, organization_id)
            await actions.set_budget(tx, organization_id, year, half_days)
            plan = await plans.plan_of(tx, Whose(organization_id=organization_id))
            await note_plan(tx, self._ground, act, Deed.BUDGET_SET, plan, year=year)

        await self._ground.act(act, work)

    async def _drafted(self, tx: Writer, act: Act, draft: Draft, owner_id: int) -> Action:
        """What is to be noted; it has no id yet."""
        if owner_id != act.person_id and not await plans.belongs(tx, draft.whose, owner_id):
            raise Refused(Why.NOT_IN_PLAN)
        await need_due(tx, act, draft.due, owner_id)
        need_days(draft.half_days)
        plan = await plans.plan_of(tx, draft.whose, owner_id)
        new = await taking.blank(tx, act, plan, owner_id)
        round_id, theme = await taking.answered(tx, act, self._shelf, draft.figure_id, draft.spoke)
        return replace(
            new,
            round_id=round_id,
            theme=theme,
            what=need_words(draft.what),
            voice=draft.voice,
            sign=words(draft.sign),
            due=draft.due,
            half_days=draft.half_days,
        )

    async def _added(self, tx: Writer, act: Act, new: Action, helper_ids: Sequence[int]) -> Action:
        added = await actions.add(tx, new)
        await taking.set_helpers(tx, added, helper_ids)
        if added.owner_id == act.person_id:
            await note(tx, act, added.id, Step.PROPOSED)
        else:
            await note(tx, act, added.id, Step.PROPOSED, person_id=added.owner_id, name=added.owner_name)
            await taking.ask(tx, act, added)
        return added

    async def _edited(self, tx: Writer, act: Act, old: Action, edit: Edit) -> Action:
        need_days(edit.half_days)
        new = replace(
            old,
            what=need_words(edit.what),
            voice=edit.voice,
            sign=words(edit.sign),
            theme=await taking.other_theme(tx, self._shelf, old, edit.spoke),
            half_days=edit.half_days,
        )
        fields = [name for name in ("what", "voice", "sign", "theme", "half_days") if _differ(old, new, name)]
        if await taking.set_helpers(tx, old, edit.helper_ids):
            new, fields = replace(new, changed_at=act.micros, revision=old.revision + 1), [*fields, "helpers"]
        return await taking.keep(tx, act, old, new, Step.EDITED, fields=fields)


def _differ(old: Action, new: Action, name: str) -> bool:
    return bool(getattr(old, name) != getattr(new, name))
