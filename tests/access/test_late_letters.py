"""Letters that wait for the morning, when their reader is by then no more whom they were for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pytest

from bot.rehearsal.model import Message
from bot.rehearsal.persons import Person
from bot.services.readers import BY_ROLE, GATHERED, ONES_OWN
from handlers.routes import routes
from tests.access import nights
from tests.access.scene import MARK, Cast

NIGHT = 14 * 3600.0
"""From the morning of the scene to eleven at night in Dakar."""

MORNING = 12 * 3600.0
"""From then on until all have had their letters."""

OF_GROUPS = {
    *("round_opened", "round_longer", "round_extended", "withheld", "wheel", "digest"),
    *("group_accepted", "farewell", "workshop_still", "workshop_talk"),
    *("thread_opening", "thread_reopened", "thread_prompt", "thread_summary"),
    *("thread_changed", "thread_order", "thread_told"),
}
"""Kinds of letters to the chat of a group alone."""


@dataclass(frozen=True)
class Night:
    """By what has happened, how the letter about it begins; to whom, and how they lose the role meanwhile."""

    reader: str
    lost: nights.Deed
    told: Mapping[nights.Deed, tuple[str, ...]]


NIGHTS = {
    "facilitator": Night(
        "fatou",
        nights.fatou_facilitates_no_more,
        {
            nights.group_needs_a_hand: ("Something in a plan that you look after needs a hand",),
            nights.mina_is_away: ("is away until",),
            nights.mina_hands_back: ("Something that you planned is looking for somebody again",),
            nights.round_is_proposed: ("The network proposes a round to all groups",),
            nights.bot_is_silenced: (f"I am in the group {MARK} group, but may not write there",),
            nights.network_is_to_be_erased: ("A coordinator has asked me to erase something",),
            nights.announcement_has_gone_out: ("Your announcement has gone out",),
        },
    ),
    "facilitator of who has left": Night(
        "fatou",
        nights.fatou_facilitates_no_more,
        {nights.mina_leaves: ("Something in a plan that you look after is looking for somebody",)},
    ),
    "coordinator": Night(
        "cora",
        nights.cora_coordinates_no_more,
        {
            nights.organization_needs_a_hand: ("Something in a plan that you look after needs a hand",),
            nights.mina_is_away: ("is away until",),
            nights.round_closes: ("A round that you proposed has closed",),
            nights.organization_is_to_be_erased: ("A coordinator has asked me to erase something",),
            nights.announcement_has_lost_its_author: (f"An announcement of {MARK} Awa",),
        },
    ),
    "confirmed member": Night(
        "carla",
        nights.carla_is_with_no_organization,
        {
            nights.points_come_back: ("A point of the agenda comes back on", f"{MARK} point", "a PDF"),
            nights.organization_has_too_few_answers: ("The last round is over",),
            nights.organization_has_a_wheel: ("Something new is ready for you",),
            nights.organization_is_to_be_erased: ("A coordinator has asked me to erase something",),
        },
    ),
    "member of the network": Night(
        "carla", nights.carla_leaves_the_network, {nights.author_answers: ("There is an answer to your question",)}
    ),
    "member of the group": Night(
        "mina",
        nights.mina_is_removed,
        {
            nights.owner_is_reminded: ("A thought for what you have taken on",),
            nights.mina_is_asked: ("Somebody asks whether you would take something on",),
        },
    ),
}


async def _morning(cast: Cast, night: Night, *, lost: bool) -> list[Message]:
    """What has come to the reader by the morning."""
    stage, reader = cast.stage, getattr(cast, night.reader)
    await stage.advance(NIGHT)
    for deed in night.told:
        await deed(cast)
        await stage.settle()
    before = len(reader.messages())
    if lost:
        await night.lost(cast)
        await stage.settle()
    stage.telegram.faults.clear()
    await stage.advance(MORNING)
    return [one for one in reader.messages()[before:] if one.by_bot]


def _says(one: Message, words: str) -> bool:
    return one.media is not None if words == "a PDF" else words in one.text


@pytest.mark.parametrize("role", NIGHTS)
async def test_who_still_has_the_role_gets_every_letter_that_waited(cast: Cast, role: str) -> None:
    came = await _morning(cast, NIGHTS[role], lost=False)
    wanted = [words for told in NIGHTS[role].told.values() for words in told]
    assert [words for words in wanted if not any(_says(one, words) for one in came)] == []


@pytest.mark.parametrize("role", NIGHTS)
async def test_who_has_lost_the_role_gets_none_of_them(cast: Cast, role: str) -> None:
    came = await _morning(cast, NIGHTS[role], lost=True)
    assert [one.text for one in came] == []


async def test_of_several_plans_that_need_a_hand_the_letter_names_those_still_looked_after(cast: Cast) -> None:
    """A facilitator who was a coordinator too."""
    made = "INSERT INTO coordinator (network_id, person_id, name, since) VALUES (1, :id, '', 0)"
    await nights.write(cast, made, id=cast.fatou.id)
    await cast.stage.advance(NIGHT)
    await nights.group_needs_a_hand(cast)
    await nights.organization_needs_a_hand(cast)
    await nights.write(cast, "DELETE FROM coordinator WHERE person_id = :id", id=cast.fatou.id)
    await cast.stage.advance(MORNING)
    assert cast.fatou.screen().labels == ["Show"]


async def _absences(cast: Cast, *said: date | None) -> list[str]:
    """What Fatou is told in the morning of what Mina said at night: until when she is away, or that she is back."""
    followup = cast.stage.app.services.followup
    await cast.stage.advance(NIGHT)
    for until in said:
        mina = cast.act(cast.mina)
        await (followup.away(mina, until) if until else followup.back(mina))
        await cast.stage.advance(60)
    await cast.stage.advance(MORNING)
    return [one.text for one in cast.fatou.messages() if one.by_bot and "is away until" in one.text]


async def test_nobody_is_told_that_somebody_is_away_who_is_back(cast: Cast) -> None:
    assert await _absences(cast, nights.LAST_DAY, None) == []


async def test_of_two_days_until_which_somebody_is_away_the_last_one_is_told(cast: Cast) -> None:
    [told] = await _absences(cast, nights.LAST_DAY, date(2026, 12, 21))
    assert "21 December" in told


async def test_who_goes_after_all_is_told_of_once(cast: Cast) -> None:
    """Said twice, and taken back in between."""
    [told] = await _absences(cast, nights.LAST_DAY, nights.LAST_DAY, None, nights.LAST_DAY)
    assert "20 December" in told


async def test_who_goes_again_until_the_same_day_is_told_of_again(cast: Cast) -> None:
    assert await _absences(cast, nights.LAST_DAY) != []
    followup, mina = cast.stage.app.services.followup, cast.act(cast.mina)
    await followup.back(mina)
    assert len(await _absences(cast, nights.LAST_DAY)) == 2


def test_every_kind_of_letter_to_persons_says_whom_it_is_for() -> None:
    """What fails here is one line in `bot.services.readers`: by which role, or by whom, the new kind is looked up."""
    known = [*BY_ROLE, *GATHERED, *ONES_OWN, *OF_GROUPS]
    assert sorted(known) == sorted(routes().letters)


def _told(person: Person, words: str) -> bool:
    return any(words in one.text for one in person.messages() if one.by_bot)


async def test_a_claim_is_told_only_to_who_may_answer_it_in_the_morning(cast: Cast) -> None:
    stage = cast.stage
    await stage.advance(NIGHT)
    await stage.app.services.membership.claim_new(cast.act(cast.fatou), 1, f"{MARK} organization", "Fatou")
    await nights.cora_coordinates_no_more(cast)
    await stage.advance(MORNING)
    assert _told(cast.awa, f"Fatou says: I am with {MARK} organization")
    assert not _told(cast.cora, f"Fatou says: I am with {MARK} organization")


async def test_a_group_that_waits_is_told_of_only_to_who_coordinates_in_the_morning(cast: Cast) -> None:
    stage, services = cast.stage, cast.stage.app.services
    made = await services.membership.invite(cast.act(cast.awa), "group", 1)
    await stage.advance(NIGHT)
    una = stage.telegram.person("Una", language="en")
    chat = stage.telegram.group("Una's", creator=una, kind="supergroup")
    await una.add_bot(chat, payload=made.payload)
    await stage.seen(una, chat)
    await stage.tap(una, "Set up", chat)
    await stage.tap(una, "All right", chat)
    await nights.cora_coordinates_no_more(cast)
    await stage.advance(MORNING)
    assert _told(cast.awa, "Una's")
    assert not _told(cast.cora, "Una's")
