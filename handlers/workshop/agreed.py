"""What a group agreed on in its workshop, below the wheel: for those who may see that wheel."""

from __future__ import annotations

from bot.services.act import Refused, Why
from bot.services.rounds.wheels import View
from handlers.screens.workshop import agreed as screens
from handlers.turn import Reply, TapHandler, Turn
from handlers.value import Value
from handlers.values import workshop as v


async def agreed(turn: Turn, value: v.Agreed) -> Reply:
    return Reply(send=screens.agreed(turn.texts, await _view(turn, value.figure_id)))


async def hear(turn: Turn, value: v.Hear) -> Reply:
    """What was spoken is sent once more."""
    spokes = (await _view(turn, value.figure_id)).snapshot.spokes
    voice = spokes[value.place].voice if 0 <= value.place < len(spokes) else None
    if voice is None:
        raise Refused(Why.GONE)
    return Reply(send=screens.reason(voice))


async def _view(turn: Turn, figure_id: int) -> View:
    """Refused: GONE, NOT_MEMBER."""
    in_group = turn.place.group.id if turn.place.group else None
    return await turn.services.wheels.show(turn.act, figure_id, turn.texts.language, in_group=in_group)


TAPS: dict[type[Value], TapHandler] = {v.Agreed: agreed, v.Hear: hear}
