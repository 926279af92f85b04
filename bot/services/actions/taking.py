"""Steps of a transaction that changes an action: who has it, what is kept of the change, and who is told by letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.delivery.letters import Letter, Priority, put
from bot.services.act import Act, Refused, Why
from bot.services.actions import plans
from bot.services.actions.history import Step, note
from bot.services.actions.plans import Plan
from bot.services.groups.claims import is_writable
from bot.services.rounds.snapshot import Snapshot
from bot.services.rounds.templates import Shelf
from bot.services.rounds.wheels import may_see
from bot.storage import actions, figures, groups, people
from bot.storage.actions import Action, Theme, Whose
from bot.storage.groups import Named
from bot.storage.port import Reader, Writer
from surveys.template import Template

ASKED = "action_asked"
"""The kind of the letter that asks somebody to take an action on; its data: `id`. Render `Boards.asked`."""

RETURNED = "action_returned"
"""The kind of the letter that tells that an action was handed back: to who proposed it, else to the facilitators of its
group. Its data: `id`. Render `Boards.returned`.
"""

_UNTOUCHED = {Step.EDITED, Step.SHARED}
"""Steps that leave the reminders as they are."""

_SAID = {Step.GOING_WELL, Step.BLOCKED}
"""Steps by which the owner has just told how it goes."""

SPARED = 33 * 60 * 60 * 1_000_000
"""Microseconds after which they may be asked again: whenever it was told, not on the next morning."""


async def keep(tx: Writer, act: Act, old: Action, new: Action, step: Step, **detail: object) -> Action:
    """Write a change, with its step in the history; where nothing is new, nothing. Returns how it stands.

    What goes on under an owner is looked at for reminders anew; anything else gets none.
    """
    if new == old:
        return old
    kept = replace(new, revision=old.revision + 1, changed_at=act.micros)
    if not kept.open or kept.state == "proposed":
        kept = replace(kept, remind_at=None, remind_step=None)
    elif step not in _UNTOUCHED:
        spared = SPARED if step in _SAID else 0
        kept = replace(kept, remind_at=act.micros + spared, remind_step=None)
    await actions.save(tx, kept)
    await note(tx, act, old.id, step, **detail)
    return kept


async def need_place(tx: Reader, act: Act, whose: Whose) -> None:
    """Whoever acts may add to the plan. Refused: GONE (there is none, or its group was left), NOT_MEMBER."""
    if whose == actions.MINE:
        return
    group = await groups.find(tx, whose.group_id) if whose.group_id is not None else None
    if whose.group_id is not None and (group is None or group.state != "active"):
        raise Refused(Why.GONE)
    await plans.plan_of(tx, whose)
    await plans.need_part(tx, act, whose)


async def blank(tx: Reader, act: Act, plan: Plan, owner_id: int) -> Action:
    """An action that says nothing yet: its owner has accepted it if they act themselves."""
    own = owner_id == act.person_id
    return Action(
        id=0,
        network_id=plan.network_id,
        whose=plan.whose,
        round_id=None,
        theme=None,
        what="",
        voice=None,
        sign=None,
        owner_id=owner_id,
        owner_name=await people.name_of(tx, owner_id),
        proposed_by=act.person_id,
        due=act.now.date(),
        half_days=None,
        in_work_plan=None,
        may_mention=False,
        state="accepted" if own else "proposed",
        reason=None,
        on_agenda=False,
        remind_at=act.micros if own else None,
        remind_step=None,
        last_reminded_at=None,
        revision=0,
        created_at=act.micros,
        changed_at=act.micros,
        ended_at=None,
    )


async def same_before(tx: Reader, new: Action, since: int) -> Action | None:
    """The same proposal by the same person, made since then: the tap came twice."""
    told = _told(new)
    listed = await actions.proposed_since(tx, new.proposed_by or 0, since)
    return next((one for one in listed if _told(one) == told), None)


def _told(one: Action) -> tuple[object, ...]:
    return one.whose, one.owner_id, one.what, one.voice, one.due, one.theme


def without_owner(old: Action) -> Action:
    """Nobody has it."""
    return replace(
        old, owner_id=None, owner_name="", state="proposed", in_work_plan=None, may_mention=False, on_agenda=False
    )


def ended(old: Action, state: str, reason: str | None, act: Act) -> Action:
    """It is done or dropped."""
    return replace(old, state=state, reason=reason, ended_at=act.micros, on_agenda=False)


async def given(tx: Writer, act: Act, old: Action, person_id: int) -> Action:
    """Let the person be its owner: at once if they act themselves, else once they accept, for which they are asked."""
    own = person_id == act.person_id
    named = Named(person_id, await people.name_of(tx, person_id))
    new = replace(without_owner(old), owner_id=person_id, owner_name=named.name, reason=None)
    new = replace(new, state="accepted") if own else new
    await set_helpers(tx, new, [one.person_id for one in await actions.helpers(tx, old.id)])
    if own:
        return await keep(tx, act, old, new, Step.TAKEN)
    kept = await keep(tx, act, old, new, Step.HANDED_OVER, person_id=person_id, name=named.name)
    await ask(tx, act, kept)
    return kept


async def ask(tx: Writer, act: Act, action: Action) -> None:
    """Ask its owner by letter to take it on, if they can be written to."""
    if action.owner_id is not None and await is_writable(tx, action.owner_id):
        await _post(tx, act, ASKED, action, action.owner_id)


async def tell_returned(tx: Writer, act: Act, action: Action) -> None:
    """Tell who proposed it that it was handed back; if they are not there any more, the facilitators of its group."""
    group_id = action.whose.group_id
    proposed_by = action.proposed_by
    if proposed_by is not None and not await plans.belongs(tx, action.whose, proposed_by):
        proposed_by = None
    named = await groups.facilitators(tx, group_id) if group_id is not None else []
    readers = [proposed_by] if proposed_by not in (None, act.person_id) else [one.person_id for one in named]
    for reader in readers:
        if reader is not None and reader != act.person_id and await is_writable(tx, reader):
            await _post(tx, act, RETURNED, action, reader)


async def _post(tx: Writer, act: Act, kind: str, action: Action, reader: int) -> None:
    key = f"{kind}:{action.id}:{action.revision}:{reader}"
    await put(tx, Letter(key, reader, kind, {"id": action.id}, Priority.REMINDER, act.now), act.now)


async def set_helpers(tx: Writer, action: Action, person_ids: Sequence[int]) -> bool:
    """Let these help, without the owner; whether that is new. Refused: NOT_IN_PLAN (who helps already may stay)."""
    before = await actions.helpers(tx, action.id)
    known = {one.person_id: one for one in before}
    wanted = [one for one in dict.fromkeys(person_ids) if one != action.owner_id]
    for one in wanted:
        if one not in known and not await plans.belongs(tx, action.whose, one):
            raise Refused(Why.NOT_IN_PLAN)
    if set(wanted) == set(known):
        return False
    named = [known.get(one) or Named(one, await people.name_of(tx, one)) for one in wanted]
    await actions.replace_helpers(tx, action.id, named)
    return True


async def answered(
    tx: Reader, act: Act, shelf: Shelf, figure_id: int | None, spoke: str | None
) -> tuple[int | None, Theme | None]:
    """The round of the wheel that an action answers, and the theme in it.

    Refused: GONE when there is no such, NOT_MEMBER when it is not for whoever acts: its themes may be others' own.
    """
    if figure_id is None and spoke is None:
        return None, None
    figure = await figures.find(tx, figure_id or 0)
    if figure is None or not figure.published:
        raise Refused(Why.GONE)
    if not await may_see(tx, act, figure):
        raise Refused(Why.NOT_MEMBER)
    snapshot = Snapshot.model_validate_json(figure.snapshot)
    template = await shelf.of(tx, snapshot.template_id, snapshot.template_version)
    return figure.round_id, _theme(template, snapshot.template_version, spoke)


async def other_theme(tx: Reader, shelf: Shelf, old: Action, spoke: str | None) -> Theme | None:
    """Another theme of the same template. Refused: GONE when it has none of that key."""
    if spoke is None or (old.theme is not None and old.theme.spoke == spoke):
        return old.theme if spoke is not None else None
    if old.theme is None:
        raise Refused(Why.GONE)
    template = await shelf.of(tx, old.theme.template_id, old.theme.version)
    return _theme(template, old.theme.version, spoke)


def _theme(template: Template, version: str, spoke: str | None) -> Theme | None:
    if spoke is None:
        return None
    if spoke not in [one.key for one in template.plain.spokes]:  # plans are shown in groups
        raise Refused(Why.GONE)
    return Theme(template.id, version, spoke)
