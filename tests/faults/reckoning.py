"""What a storm may have cost: answers that were acknowledged and are gone, letters that are missing or came twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.rehearsal import World
from bot.secret import pseudonym
from bot.storage import open_storage
from bot.storage.port import Reader
from tests.faults.campaign import Circle
from tests.faults.keeper import SENDS
from tests.run.scene import THEMES

INVITATION, PRIVATE, WHEEL = "invitation", "private invitation", "wheel"
_WORDS = {
    INVITATION: "A new round of questions is open for this group.",
    PRIVATE: "There are a few questions for you.",
}
_KINDS = {*_WORDS, WHEEL}


@dataclass(frozen=True, slots=True)
class Reckoning:
    """`answers` were acknowledged, of which `lost` are not stored so; `letters` were due, of which `missing` never
    came, and `doubles` came more often than once."""

    answers: int
    lost: int
    letters: int
    missing: Mapping[str, int]
    doubles: Mapping[str, int]

    @property
    def twice(self) -> int:
        return sum(self.doubles.values())

    def clean(self, allowed: int) -> bool:
        """Whether nothing is lost or missing, and not more came twice than was on its way."""
        return not self.lost and not any(self.missing.values()) and self.twice <= allowed


async def reckon(
    world: World, url: str, key: bytes, circles: list[Circle], due: Mapping[str, Counter[int]]
) -> Reckoning:
    """Compare what people saw with the database at that URL; `due` says, by kind, what each chat should have got."""
    storage = await open_storage(url, alone=False)
    try:
        stored = await storage.read(_answers)
        rounds = await storage.read(_rounds)
    finally:
        await storage.close()
    seen = [
        ((pseudonym(key, rounds[circle.chat.id][wave], member), THEMES[place]), level)
        for circle in circles
        for wave, answers in enumerate(circle.seen)
        for member, levels in answers.items()
        for place, level in levels.items()
    ]
    lost = sum(stored.get(named) != level for named, level in seen)
    due = {kind: Counter({_present(world, chat): many for chat, many in one.items()}) for kind, one in due.items()}
    came = {
        kind: Counter({chat: many for chat, many in there.items() if chat in due[kind]})
        for kind, there in arrived(world, due).items()
    }  # a preview is no announcement
    missing = {kind: sum((wanted - came[kind]).values()) for kind, wanted in due.items()}
    doubles = {kind: sum((came[kind] - wanted).values()) for kind, wanted in due.items()}
    return Reckoning(len(seen), lost, sum(sum(one.values()) for one in due.values()), missing, doubles)


def due_of(circles: Iterable[Circle], announcements: Mapping[str, Counter[int]]) -> dict[str, Counter[int]]:
    """What a campaign owes each chat: an invitation and a wheel a round in the group, one private invitation a round to
    who could be written to, and each announcement (by its words) to whom it is for."""
    invited, wheels, private = Counter[int](), Counter[int](), Counter[int]()
    for circle in circles:
        invited[circle.chat.id] = wheels[circle.chat.id] = len(circle.seen)
        # In the first round nobody has written to the bot yet, so nobody can be invited privately.
        private.update({member.id: len(circle.seen) - 1 for member in circle.members})
    return {INVITATION: invited, WHEEL: wheels, PRIVATE: private, **announcements}


def arrived(world: World, kinds: Iterable[str]) -> dict[str, Counter[int]]:
    """How often each kind of letter reached each chat."""
    found: dict[str, Counter[int]] = {kind: Counter() for kind in kinds}
    for call in world.calls:
        if call.method in SENDS and call.status == 200:
            kind = _kind(call.method, str(call.params.get("text") or call.params.get("caption") or ""), found)
            if kind is not None:
                found[kind][_present(world, int(call.params["chat_id"]))] += 1
    return found


def _present(world: World, chat_id: int) -> int:
    """The id that the chat has by now: a group that became a supergroup has another."""
    return world.chats[chat_id].migrated_to or chat_id


def _kind(method: str, text: str, known: Iterable[str]) -> str | None:
    """The kind of a letter by what it says; an announcement is known by its own words."""
    if method == "sendPhoto":
        return WHEEL
    said = next((kind for kind, words in _WORDS.items() if words in text), None)
    return said or next((kind for kind in known if kind not in _KINDS and kind in text), None)


async def _answers(tx: Reader) -> dict[tuple[str, str], int]:
    rows = await tx.all("SELECT pseudonym, spoke, level FROM answer")
    return {(row["pseudonym"], row["spoke"]): row["level"] for row in rows}


async def _rounds(tx: Reader) -> dict[int, list[int]]:
    """The rounds of each group's chat, in the order in which they were opened."""
    rows = await tx.all(
        "SELECT g.chat_id, p.round_id FROM round_group p JOIN peer_group g ON g.id = p.group_id ORDER BY p.round_id"
    )
    found: dict[int, list[int]] = {}
    for row in rows:
        found.setdefault(row["chat_id"], []).append(row["round_id"])
    return found
