"""Near rounds: what was shown of answers to the same survey so shortly before that both can be put together.

Who is in it is found by reckoning everybody's pseudonyms of both rounds, for the time of one decision: nothing that
ties one round's answers to another's is ever stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from bot.secret import pseudonym
from bot.services.rounds.templates import Shelf
from bot.storage import groups, networks, people, responses
from bot.storage.figures import TIED
from bot.storage.near import Near, told_since
from bot.storage.own_templates import root
from bot.storage.port import Reader
from bot.storage.rounds import Round
from surveys.disclosure import COUNT, Seen
from surveys.near import NOTHING_AROUND, UNKNOWN, Answers, Around
from surveys.template import Spoke
from surveys.text import Text

APART = timedelta(days=14)
"""A round that opens so long after another one has ended is for itself, whoever came or went."""

_MICROSECOND = timedelta(microseconds=1)

Levels = Mapping[str, Mapping[str, int]]


async def nearby(tx: Reader, asked: Round, opened: int) -> list[Near]:
    """What other rounds have shown that is near to one that opened at that instant, if it is of the same survey."""
    return await told_since(tx, asked.network_id, asked.id, _since(opened))


def _since(opened: int) -> int:
    return opened - APART // _MICROSECOND


async def around(tx: Reader, shelf: Shelf, key: bytes, asked: Round, opened: int) -> Around:
    """What is near to a round that opened at that instant (microseconds UTC), in the pseudonyms of that round."""
    near = await _of_survey(tx, asked, await nearby(tx, asked, opened))
    if not near:
        return NOTHING_AROUND
    before = await _before(tx, asked, near)
    compared = _Compared(tx, shelf, key, asked, await _who_may_answer(tx, asked, [*near, *before]))
    told = [(one, await compared.figure(one)) for one in near]
    older = [(one, await compared.figure(one)) for one in before]
    return Around(
        [*(seen for _, seen in told), *(_tied(*one, older) for one in told)],
        max(one.minimum for one in near),
        [seen for one, seen in told if one.agreement],
    )


async def _of_survey(tx: Reader, asked: Round, found: Iterable[Near]) -> list[Near]:
    wanted = await root(tx, asked.template_id)
    return [one for one in found if await root(tx, one.template[0]) == wanted]


async def _before(tx: Reader, asked: Round, near: Sequence[Near]) -> list[Near]:
    """What is near to these rounds, and not to the one that is asked."""
    since = _since(min(one.opened for one in near))
    known = {(one.round_id, one.scope, one.subject_id) for one in near}
    found = await told_since(tx, asked.network_id, asked.id, since)
    return await _of_survey(tx, asked, [one for one in found if (one.round_id, one.scope, one.subject_id) not in known])


def _tied(near: Near, seen: Seen, before: Sequence[tuple[Near, Seen]]) -> Seen:
    """The themes of which a wheel before, which is near to this one alone, has told something of some of these people.

    So nobody of them is in a new figure of others: of three rounds, of which only neighbours are taken for one, the
    first and the last would be put together by the one between.
    """
    older = [other for one, other in before if one.ended > _since(near.opened)]
    tied = [theme for theme, who in seen.items() if any(_ties(who, one.get(theme)) for one in older)]
    return {theme: {**seen[theme], UNKNOWN: None} for theme in tied}


def _ties(who: Answers, before: Answers | None) -> bool:
    return before is not None and before.keys() != who.keys() and not before.keys().isdisjoint(who)


async def is_near(tx: Reader, template_id: str, network_id: int, whose: tuple[str, int], now: int) -> bool:
    """Whether a round that opens now would be near to one of the same: `whose` is scope and id, as of a figure.

    Of a network all rounds are, whoever took them.
    """
    wanted = await root(tx, template_id)
    for one in await told_since(tx, network_id, 0, now - APART // _MICROSECOND):
        of_them = whose[0] == "network" or (one.scope, one.subject_id) == whose
        if of_them and await root(tx, one.template[0]) == wanted:
            return True
    return False


async def _who_may_answer(tx: Reader, asked: Round, near: Sequence[Near]) -> list[int]:
    """The network's people; anybody, where a link may have let them into an organization's round."""
    if asked.scope == "organization" or any(one.scope == "organization" for one in near):
        return await people.everybody(tx)
    return await people.of_network(tx, asked.network_id)


class _Compared:
    """Finds the same people in other rounds, and the same themes in other wordings."""

    def __init__(self, tx: Reader, shelf: Shelf, key: bytes, asked: Round, people: Sequence[int]) -> None:
        self._tx = tx
        self._shelf = shelf
        self._key = key
        self._asked = asked
        self._people = people
        self._names: dict[int, dict[str, str]] = {}

    async def figure(self, near: Near) -> Seen:
        """Who is in each theme of the round, with which level, as far as the near figure shows it."""
        names = self._named(near.round_id)
        given = await self._given(near)
        told: dict[str, dict[str, int | None]] = {}
        for theme, many in near.counted.items():
            levels = _anybody(given, near.counted) if theme == COUNT else given.get(theme, {})
            told[theme] = {names.get(one, f"{near.round_id}:{one}"): level for one, level in levels.items()}
            nobodys = any(one not in names for one in levels)  # of who was forgotten while their round went on
            noted = len(levels) if levels and many in {None, TIED} else many
            if nobodys or noted != len(levels):
                told[theme] |= dict.fromkeys([UNKNOWN, *await self._members(near, gone=not given)])
            elif many == TIED:
                told[theme][UNKNOWN] = None
        return await self._worded(near, told)

    def _named(self, round_id: int) -> dict[str, str]:
        """By a pseudonym of another round, that of the same person in this one."""
        if round_id not in self._names:
            self._names[round_id] = {
                pseudonym(self._key, round_id, one): pseudonym(self._key, self._asked.id, one) for one in self._people
            }
        return self._names[round_id]

    async def _given(self, near: Near) -> Levels:
        own = near.scope == "group" and not near.together
        return await responses.scored(
            self._tx,
            near.round_id,
            group_id=near.subject_id if own else None,
            organization_id=near.subject_id if near.scope == "organization" else None,
        )

    async def _members(self, near: Near, *, gone: bool) -> list[str]:
        """Who may have been in a figure some of whose people are not known any more.

        `gone`: none of them is. Then it may be anybody, who has left since; but a stopped workshop bars no other group.
        """
        if gone and not near.stopped:
            found: Sequence[int] = self._people
        elif near.scope == "group":
            found = await groups.members(self._tx, near.subject_id)
        elif near.scope == "organization":
            found = await networks.confirmed_members(self._tx, near.subject_id)
        else:
            found = self._people
        return [pseudonym(self._key, self._asked.id, one) for one in found]

    async def _worded(self, near: Near, told: Seen) -> Seen:
        """With themes that are not worded so there: they may ask what any other has asked.

        They are compared with all who are in any theme.
        """
        ours = await self._shelf.of(self._tx, self._asked.template_id, self._asked.template_version)
        theirs = await self._shelf.of(self._tx, *near.template)
        known = {one.key: _asks(one) for one in theirs.spokes}
        anew = [one.key for one in ours.spokes if known.get(one.key) != _asks(one)]
        asked = [who for theme, who in told.items() if theme != COUNT]
        if not asked:
            return told
        everyone: dict[str, int | None] = dict.fromkeys(person for who in asked for person in who)
        if any(who.keys() != everyone.keys() for who in asked):
            everyone[UNKNOWN] = None
        return {**told, **dict.fromkeys(anew, everyone)}


def _asks(spoke: Spoke) -> tuple[Text, ...]:
    return spoke.name, spoke.question, *spoke.levels


def _anybody(given: Levels, themes: Iterable[str]) -> Mapping[str, int | None]:
    return dict.fromkeys(one for theme in themes for one in given.get(theme, {}))
