"""A workshop as those in the group see it, and who may take it further."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.services.act import Act, Refused, Why
from bot.services.rounds.opening import facilitated
from bot.services.rounds.snapshot import SpokeLevel
from bot.services.rounds.templates import Shelf
from bot.storage import groups, rounds, workshops
from bot.storage.groups import Group
from bot.storage.port import Reader, Writer
from bot.storage.rounds import Round
from bot.storage.workshops import Theme, Workshop
from surveys.template import Template


@dataclass(frozen=True, slots=True)
class Held:
    """A theme as far as the group has come: what was `shown` of the taps, what was agreed, `enough` to be shown now.

    A `shown` without a level is withheld: it will not be shown any more.
    """

    shown: SpokeLevel | None
    agreed: int | None
    why: str
    voice: str | None
    target: int | None
    enough: bool


@dataclass(frozen=True, slots=True)
class View:
    """The workshop with its themes in the template's order. `minimum` is the round's, `zone` the group's (IANA).

    `left` is the message that its present theme was on before, if it is on another one from now on.
    """

    workshop: Workshop
    template: Template
    minimum: int
    zone: str
    themes: tuple[Held, ...]
    left: int | None = None

    @property
    def aloud(self) -> bool:
        return self.workshop.mode == "aloud"

    @property
    def last(self) -> int:
        """The place of the last theme."""
        return len(self.themes) - 1


async def view(tx: Reader, shelf: Shelf, one: Workshop, *, left: int | None = None) -> View:
    """How it stands now. Refused: GONE."""
    round_, group = await round_of(tx, one), await groups.find(tx, one.group_id)
    template = await shelf.of(tx, round_.template_id, round_.template_version)
    known, tapped = await workshops.themes(tx, one.id), await workshops.tapped(tx, round_.id)
    held = tuple(
        _held(known.get(spoke.key, Theme(spoke.key)), enough=tapped.get(spoke.key, 0) >= round_.minimum)
        for spoke in template.spokes
    )
    return View(one, template, round_.minimum, group.zone if group else "UTC", held, left)


def _held(theme: Theme, *, enough: bool) -> Held:
    shown = SpokeLevel.model_validate_json(theme.shown) if theme.shown else None
    return Held(shown, theme.agreed, theme.why or "", theme.voice, theme.target, enough)


async def found(tx: Reader, workshop_id: int) -> Workshop:
    """Refused: GONE."""
    one = await workshops.find(tx, workshop_id)
    if one is None:
        raise Refused(Why.GONE)
    return one


async def round_of(tx: Reader, one: Workshop) -> Round:
    """Refused: GONE."""
    round_ = await rounds.find(tx, one.round_id)
    if round_ is None:
        raise Refused(Why.GONE)
    return round_


async def led(tx: Reader, act: Act, workshop_id: int) -> tuple[Workshop, Group]:
    """The workshop under way, and its group, for whoever facilitates that now.

    Refused: GONE, NOT_FACILITATOR, GROUP_WAITING, NOT_SET_UP, OVER.
    """
    one = await found(tx, workshop_id)
    group = await facilitated(tx, act, one.group_id)
    if not one.under_way:
        raise Refused(Why.OVER)
    return one, group


async def running(tx: Reader, act: Act, workshop_id: int) -> Workshop:
    """The workshop, which goes on at the moment. Refused: as `led`, and PAUSED."""
    one, _ = await led(tx, act, workshop_id)
    need_running(one)
    return one


BELOW = 0
"""Stands for a message that is not sent yet: its number comes with the first tap on it."""


async def moved_to(tx: Writer, one: Workshop, place: int, message_id: int | None) -> tuple[Workshop, int | None]:
    """The theme is on that message from now on; with the one before, if it was on another.

    So there is one message with buttons, also after somebody has asked for the theme once more.
    """
    if place != one.place or message_id is None or message_id == one.message_id:
        return one, None
    moved = replace(one, message_id=message_id)
    await workshops.save(tx, moved)
    return moved, one.message_id or None


def need_running(one: Workshop) -> None:
    """Refused: OVER, PAUSED."""
    if not one.under_way:
        raise Refused(Why.OVER)
    if one.state == "paused":
        raise Refused(Why.PAUSED)


def key_at(template: Template, place: int) -> str:
    """The key of the theme at that place. Refused: GONE."""
    if not 0 <= place < len(template.spokes):
        raise Refused(Why.GONE)
    return template.spokes[place].key
