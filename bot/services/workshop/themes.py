"""What a group does with a theme of its workshop: everybody taps, it is shown, talked about, and agreed on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.secret import pseudonym
from bot.services.act import Act, Refused, Why
from bot.services.desk import Ground
from bot.services.privacy.log import Deed, note
from bot.services.rounds.near import around
from bot.services.rounds.snapshot import SpokeLevel, told
from bot.services.rounds.templates import Shelf
from bot.services.workshop.view import BELOW, View, key_at, moved_to, need_running, round_of, running, view
from bot.storage import companions, responses, spoken, workshops
from bot.storage.figures import HELD_BACK
from bot.storage.port import Reader, Writer
from bot.storage.rounds import Round
from bot.storage.workshops import Theme, Workshop
from surveys import disclosure
from surveys.near import Around
from surveys.template import HIGHEST, Template
from surveys.text import Text

LONGEST_WHY = 300
"""Characters of a reason."""


@dataclass(frozen=True, slots=True)
class Tapped:
    """A tap that counts: the sentence that was chosen. `now_enough` is how it stands if this one made it enough."""

    sentence: Text
    now_enough: View | None


class WorkshopThemes:
    """One theme at a time; who facilitates is looked up at each act."""

    def __init__(self, ground: Ground, shelf: Shelf) -> None:
        self._ground = ground
        self._shelf = shelf

    async def tap(self, act: Act, workshop_id: int, place: int, level: int, *, message_id: int | None = None) -> Tapped:
        """Note the level of a member; their last tap on the theme counts, until it is shown.

        `message_id` is the message on which they tapped: it is known from then on as that of the theme.
        Refused: GONE, NOT_MEMBER, SHOWN, PAUSED, OVER.
        """

        _need_level(level)

        async def work(tx: Writer) -> Tapped:
            one, asked = await _entered(tx, act, workshop_id)
            template = await self._shelf.of(tx, asked.template_id, asked.template_version)
            key = key_at(template, place)
            is_first = await self._note(tx, act, one, key, level)
            if (message_id or 0) > (one.message_id or 0):  # on an older message there are no buttons, or not for long
                await moved_to(tx, one, place, message_id)
            enough = is_first and (await workshops.tapped(tx, asked.id))[key] == asked.minimum
            sentence = template.spokes[place].levels[level]
            return Tapped(sentence, await view(tx, self._shelf, one) if enough else None)

        return await self._ground.act(act, work)

    async def _note(self, tx: Writer, act: Act, one: Workshop, key: str, level: int) -> bool:
        """Whether it is the person's first level of the theme. Refused: SHOWN."""
        own = pseudonym(self._ground.key, one.round_id, act.person_id or 0)
        before = await workshops.before_tap(tx, one, own, key)
        if before.shown:
            raise Refused(Why.SHOWN)
        if not before.started:
            if await companions.in_round(tx, one.round_id, act.person_id or 0, act.micros):
                raise Refused(Why.COMPANION)
            await responses.begin(tx, one.round_id, own)
        await responses.set_answer(tx, one.round_id, own, key, level)
        return not before.tapped

    async def show(
        self, act: Act, workshop_id: int, place: int, *, anyhow: bool = False, message_id: int | None = None
    ) -> View:
        """Show what the taps came to, once and for all. `anyhow`: also where too few have tapped.

        What is withheld for what was tapped is so for good: one more tap, and a number would tell it.

        Refused: as `running`, and TOO_FEW.
        """

        async def work(tx: Writer) -> View:
            one = await running(tx, act, workshop_id)
            asked = await round_of(tx, one)
            template = await self._shelf.of(tx, asked.template_id, asked.template_version)
            theme = await workshops.theme(tx, one.id, key_at(template, place))
            if theme.shown is None:
                near = await around(tx, self._shelf, self._ground.key, asked, asked.opens_at)
                result = await shown(tx, asked, theme.spoke, near)
                if not result.shown and result.counted != HELD_BACK and not anyhow:
                    raise Refused(Why.TOO_FEW)
                await workshops.save_theme(tx, one.id, replace(theme, shown=result.model_dump_json()))
                await self._noted(tx, act, Deed.THEME_SHOWN, one, asked)
            one, left = await moved_to(tx, one, place, message_id)
            await workshops.stir(tx, one.id, act.micros)
            return await view(tx, self._shelf, one, left=left)

        return await self._ground.act(act, work)

    async def agree(self, act: Act, workshop_id: int, place: int, level: int, *, message_id: int | None = None) -> View:
        """The level on which the group agrees. A target below it goes. Refused: as `running`."""

        def agreed(theme: Theme) -> Theme:
            target = theme.target if theme.target is not None and theme.target >= level else None
            return replace(theme, agreed=level, target=target)

        _need_level(level)
        return await self._changed(act, workshop_id, place, agreed, message_id, Deed.LEVEL_AGREED)

    async def wish(self, act: Act, workshop_id: int, place: int, level: int, *, message_id: int | None = None) -> View:
        """The level that the group wants next time: not below the agreed one. Refused: as `running`."""

        def wished(theme: Theme) -> Theme:
            if theme.agreed is None or level < theme.agreed:
                raise Refused(Why.GONE)
            return replace(theme, target=level)

        _need_level(level)
        return await self._changed(act, workshop_id, place, wished, message_id)

    async def explain(self, act: Act, workshop_id: int, place: int, why: str, voice: str | None = None) -> View:
        """Why that level, in a sentence or spoken; the theme is told once more, below it.

        Refused: as `running`, and BAD_REASON.
        """
        words = " ".join(why.split())
        if len(words) > LONGEST_WHY or not (words or voice):
            raise Refused(Why.BAD_REASON)
        return await self._changed(act, workshop_id, place, lambda theme: replace(theme, why=words, voice=voice), BELOW)

    async def _changed(  # noqa: PLR0917 - who, where, what
        self,
        act: Act,
        workshop_id: int,
        place: int,
        change: Callable[[Theme], Theme],
        message_id: int | None,
        kind: Deed | None = None,
    ) -> View:
        async def work(tx: Writer) -> View:
            one = await running(tx, act, workshop_id)
            theme = await self._theme(tx, one, place)
            if one.mode == "taps" and theme.shown is None:
                raise Refused(Why.GONE)
            changed = change(theme)
            await workshops.save_theme(tx, one.id, changed)
            if kind and changed != theme:
                await self._noted(tx, act, kind, one, await round_of(tx, one))
            if changed.voice != theme.voice:
                await spoken.note(tx, changed.voice, act.person_id)
            one, left = await moved_to(tx, one, place, message_id)
            await workshops.stir(tx, one.id, act.micros)
            return await view(tx, self._shelf, one, left=left)

        return await self._ground.act(act, work)

    async def _noted(self, tx: Writer, act: Act, kind: Deed, one: Workshop, asked: Round) -> None:
        detail = {"round_id": asked.id}
        await note(tx, self._ground, act, kind, asked.network_id, one.group_id, detail=detail)

    async def _theme(self, tx: Reader, one: Workshop, place: int) -> Theme:
        return await workshops.theme(tx, one.id, key_at(await self._template(tx, one), place))

    async def _template(self, tx: Reader, one: Workshop) -> Template:
        asked = await round_of(tx, one)
        return await self._shelf.of(tx, asked.template_id, asked.template_version)


def _need_level(level: int) -> None:
    """Refused: GONE for a button that never was."""
    if not 0 <= level <= HIGHEST:
        raise Refused(Why.GONE)


async def shown(tx: Reader, asked: Round, key: str, near: Around) -> SpokeLevel:
    """What the taps on a theme come to, as far as it may be seen beside what is near."""
    scored = (await responses.scored(tx, asked.id)).get(key, {})
    (seen,) = disclosure.disclosed([{key: scored}], minimum=asked.minimum, near=near, alone=True)
    counted = HELD_BACK if key in seen.held_back else len(scored)
    return told(key, seen.spoke(key)).model_copy(update={"counted": counted})


async def _entered(tx: Reader, act: Act, workshop_id: int) -> tuple[Workshop, Round]:
    """For a member of the group, while everybody taps. Refused: GONE, NOT_MEMBER, PAUSED, OVER."""
    entry = await workshops.entry(tx, workshop_id, act.person_id or 0)
    if entry is None or entry.workshop.mode != "taps":
        raise Refused(Why.GONE)
    need_running(entry.workshop)
    if not entry.inside:
        raise Refused(Why.NOT_MEMBER)
    return entry.workshop, entry.round
