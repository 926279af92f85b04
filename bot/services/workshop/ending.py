"""The end of a workshop: what was shown and agreed is frozen as one wheel, and posted to the group."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.clock import from_micros
from bot.delivery.letters import Letter, Priority, put
from bot.services.desk import Ground
from bot.services.rounds.earlier import last_wheel
from bot.services.rounds.near import around
from bot.services.rounds.snapshot import Snapshot, SpokeLevel
from bot.services.rounds.templates import Shelf
from bot.services.workshop.themes import shown
from bot.services.workshop.view import round_of
from bot.storage import figures, responses, rounds, workshops
from bot.storage.figures import HELD_BACK, Figure, Made
from bot.storage.groups import Group
from bot.storage.port import Reader, Writer
from bot.storage.rounds import Round
from bot.storage.workshops import Theme, Workshop
from surveys import disclosure
from surveys.near import Around
from surveys.template import Template


@dataclass(frozen=True, slots=True)
class Ending:
    """A workshop that ends, with its group, its round and the wording of that; `now` in microseconds UTC.

    `near` is what was shown in other rounds not long ago. `by_hand`: a facilitator has just said so.
    """

    workshop: Workshop
    group: Group
    asked: Round
    template: Template
    near: Around
    now: int
    by_hand: bool = True


async def ending_of(
    tx: Reader, ground: Ground, shelf: Shelf, one: Workshop, *, group: Group, now: int, by_hand: bool = True
) -> Ending:
    """What is to be known of a workshop that is to end now. Refused: GONE."""
    asked = await round_of(tx, one)
    template = await shelf.of(tx, asked.template_id, asked.template_version)
    near = await around(tx, shelf, ground.key, asked, asked.opens_at)
    return Ending(one, group, asked, template, near, now, by_hand)


async def freeze(tx: Writer, end: Ending) -> bool:
    """Close the round, and publish its wheel; False where there is nothing to be seen, and nothing is kept."""
    snapshot = await _taken(tx, end)
    await rounds.change(tx, end.asked.id, state="closed", closes_at=end.now, closed_at=end.now)
    if not snapshot.published:
        await _note_held_back(tx, end.workshop, snapshot)
        await drop(tx, end.workshop)
        return False
    counted = _counted(snapshot)
    made = Made("group", end.group.id, published=True, snapshot=snapshot.model_dump_json(), counted=counted)
    (figure,) = await figures.add(tx, end.asked.id, [made], end.now)
    await responses.lock(tx, end.asked.id, await _who(tx, end.asked))
    await workshops.save(tx, replace(end.workshop, state="ended", talk_until=None))
    await _post(tx, end, figure)
    return True


async def _note_held_back(tx: Writer, one: Workshop, snapshot: Snapshot) -> None:
    """As if each had been shown: near rounds are held to it."""
    for spoke in snapshot.spokes:
        if spoke.counted == HELD_BACK:
            await workshops.save_theme(tx, one.id, Theme(spoke.key, shown=spoke.model_dump_json()))


async def drop(tx: Writer, one: Workshop) -> None:
    """It leads to nothing: what was tapped is forgotten."""
    await workshops.forget_taps(tx, one.round_id)
    await workshops.save(tx, replace(one, state="cancelled", talk_until=None))


async def _taken(tx: Reader, end: Ending) -> Snapshot:
    group, template = end.group, end.template
    earlier = await last_wheel(tx, "group", group.id, template.id)
    before = {spoke.key: spoke for spoke in earlier.spokes} if earlier else {}
    known = await workshops.themes(tx, end.workshop.id)
    spokes = [await _spoke(tx, end, known.get(spoke.key, Theme(spoke.key))) for spoke in template.spokes]
    return Snapshot(
        template_id=template.id,
        template_version=template.fingerprint,
        whose=group.title,
        zone=group.zone,
        closed_at=end.now,
        answers=await _answers(tx, end, spokes),
        spokes=tuple(spoke.after(before.get(spoke.key)) for spoke in spokes),
        together=True,
        present=end.workshop.present,
    )


async def _spoke(tx: Reader, end: Ending, theme: Theme) -> SpokeLevel:
    """What was shown stays as it was shown; what was tapped and not shown yet is now, as far as it may be."""
    level = (
        SpokeLevel.model_validate_json(theme.shown)
        if theme.shown
        else await shown(tx, end.asked, theme.spoke, end.near)
    )
    said = {"agreed": theme.agreed, "why": theme.why or "", "voice": theme.voice, "target": theme.target}
    return level.model_copy(update=said)


async def _answers(tx: Reader, end: Ending, spokes: list[SpokeLevel]) -> int | None:
    """How many people are in what is shown; None below the minimum, as after somebody was forgotten."""
    scored = await responses.scored(tx, end.asked.id)
    seen = [scored.get(spoke.key, {}) for spoke in spokes if spoke.shown]
    (who,) = disclosure.counted([frozenset().union(*seen)], end.asked.minimum, near=end.near)
    return None if who is None else len(who)


def _counted(snapshot: Snapshot) -> dict[str, int]:
    """How many people are in each theme whose level is told, or held back, and in their number."""
    told = [spoke for spoke in snapshot.spokes if spoke.shown or spoke.counted == HELD_BACK]
    counted = {spoke.key: spoke.counted or 0 for spoke in told}
    return counted if snapshot.answers is None else {**counted, disclosure.COUNT: snapshot.answers}


async def _who(tx: Reader, asked: Round) -> frozenset[str]:
    return frozenset().union(*(await responses.scored(tx, asked.id)).values())


async def _post(tx: Writer, end: Ending, figure: Figure) -> None:
    """In the topic of the workshop; at any hour if a facilitator has just said so."""
    at = from_micros(end.now)
    letter = Letter(
        f"wheel:{figure.id}:{end.now}",
        end.group.chat_id,
        "wheel",
        {"figure_id": figure.id},
        Priority.WHEEL,
        at,
        thread_id=end.workshop.thread_id,
        group=True,
        any_hour=end.by_hand,
    )
    await put(tx, letter, at)
