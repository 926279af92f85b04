"""The wheel before: what a new one is shown beside."""

from __future__ import annotations

from bot.services.rounds.snapshot import Snapshot
from bot.storage import figures
from bot.storage.own_templates import root
from bot.storage.port import Reader


async def last_wheel(tx: Reader, scope: str, subject_id: int, template_id: str) -> Snapshot | None:
    """The subject's last published wheel of the template, for the hollow ticks and what is wished for.

    A template of one's own, and what it was copied from, go on from each other: themes are compared by their keys.
    """
    wanted = await root(tx, template_id)
    for figure in await figures.published_of(tx, scope, subject_id):
        snapshot = Snapshot.model_validate_json(figure.snapshot)
        if await root(tx, snapshot.template_id) == wanted:
            return snapshot
    return None
