"""A database with one network, one group of many people, and a round that is open to them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

from pydantic import SecretStr

from benchmarks.updates import PEOPLE, TOKEN, answer, person
from bot.clock import SystemClock, to_micros
from bot.secret import load_key, pseudonym
from bot.services.rounds.templates import Shelf
from bot.settings import Settings
from bot.storage import groups, networks, people, rounds
from bot.storage.migrate import migrate
from bot.storage.open import open_storage
from bot.storage.port import Writer
from bot.storage.rounds import Part
from surveys.template import load_all

UNLIMITED = 1_000_000
"""The rate at which the limiter lets everything through: the stub is no Telegram that would mind."""

_SECRET = "a secret that is long enough for a benchmark"  # noqa: S105 - it keeps nothing


def settings(folder: Path, telegram_url: str, database_url: str | None = None) -> Settings:
    """The settings of a bot whose data are in that folder, and its database too, unless there is a URL of another."""
    return Settings(
        bot_token=SecretStr(TOKEN),
        data_dir=folder,
        database_url=database_url or f"sqlite:///{quote(str(folder))}/palabre.db",
        telegram_url=telegram_url,
        operator="Nobody",
        secret=SecretStr(_SECRET),
        rate=UNLIMITED,
        log="warning",
    )


def environment(given: Settings) -> dict[str, str]:
    """The same settings, as a process gets them."""
    return {
        "PALABRE_BOT_TOKEN": given.token(),
        "PALABRE_DATA_DIR": str(given.data_dir),
        "PALABRE_DATABASE_URL": given.database_url,
        "PALABRE_TELEGRAM_URL": given.telegram_url,
        "PALABRE_OPERATOR": "Nobody",
        "PALABRE_SECRET": _SECRET,
        "PALABRE_RATE": str(UNLIMITED),
        "PALABRE_QUIET_HOURS": "off",
        "PALABRE_LOG": given.log,
    }


async def settle(given: Settings) -> int:
    """Make the database; returns the id of the round."""
    migrate(given.database_url)
    storage = await open_storage(given.database_url)
    try:
        return await storage.write(_people_and_round)
    finally:
        await storage.close()


async def _people_and_round(tx: Writer) -> int:
    now = to_micros(SystemClock().now())
    network = await networks.add(tx, "A network", now)
    group = await groups.add(tx, -1001234567890, "A group", is_forum=False, added_by=None, now=now)
    await tx.run(
        "UPDATE peer_group SET state = 'active', network_id = :network, language = 'fr', zone = 'Africa/Dakar'"
        " WHERE id = :id",
        network=network.id,
        id=group.id,
    )
    for number in range(PEOPLE):
        await people.add(tx, person(number), "fr", now)
        await people.opened_private(tx, person(number), now)
        await groups.join(tx, group.id, person(number), now)
        await networks.add_member(tx, network.id, person(number), now)
    return await _open_round(tx, network.id, group.id, now)


async def _open_round(tx: Writer, network_id: int, group_id: int, now: int) -> int:
    shelf = Shelf(load_all())
    closes_at = now + timedelta(days=7) // timedelta(microseconds=1)
    opened = await rounds.add(
        tx,
        network_id=network_id,
        template=await shelf.keep(tx, shelf.named("gender-equality")),
        scope="group",
        organization_id=None,
        state="open",
        minimum=5,
        opened_by=None,
        opens_at=now,
        closes_at=closes_at,
        now=now,
    )
    await rounds.add_part(tx, Part(opened.id, group_id, "open", now, closes_at, "a-part-of-a-benchmark"))
    return opened.id


async def lost(given: Settings, round_id: int, taps: int) -> int:
    """How many of the first `taps` answers are not in the database as they were tapped."""
    key = load_key(given, database_exists=True)
    spokes = [spoke.key for spoke in load_all()["gender-equality"].spokes]
    tapped = {}
    for number in range(taps):
        place, level = answer(number)
        tapped[pseudonym(key, round_id, person(number)), spokes[place]] = level
    kept = await _kept(given.database_url, round_id)
    return sum(kept.get(which) != level for which, level in tapped.items())


async def _kept(database_url: str, round_id: int) -> dict[tuple[str, str], int]:
    storage = await open_storage(database_url, alone=False)
    try:
        rows = await storage.read(
            lambda tx: tx.all("SELECT pseudonym, spoke, level FROM answer WHERE round_id = :id", id=round_id)
        )
    finally:
        await storage.close()
    return {(row["pseudonym"], row["spoke"]): row["level"] for row in rows}
