"""Help for whoever needs it: contacts by country, set by coordinators, seen by one person alone."""

from __future__ import annotations

import json

import pytest

from bot.rehearsal.model import Message
from tests.conversations.council import Council, open_council
from tests.conversations.stage import Stage

GENERAL = "Maison Sûre, +221 77 000 00 00, day and night"


@pytest.fixture
async def council(stage: Stage) -> Council:
    return await open_council(stage)


async def add(council: Council, text: str, *, facilitates: bool = False, country: str | None = None) -> Message:
    """Awa names a contact; the list as it is then, or what was answered."""
    screen = await council.say(council.awa, "/contacts")
    await council.tap(council.awa, "Add a contact")
    if any(label.startswith("Take away") for label in screen.labels):
        await (council.say(council.awa, country) if country else council.tap(council.awa, "For everyone"))
    await council.say(council.awa, text)
    return await council.tap(council.awa, "Yes" if facilitates else "No")


async def asked(council: Council) -> Message:
    """What Ben sees, two taps from /help."""
    await council.say(council.ben, "/help")
    return await council.tap(council.ben, "I need help, or to report something")


async def test_a_member_finds_whom_to_turn_to_two_taps_from_anywhere(council: Council) -> None:
    await add(council, GENERAL)
    screen = await asked(council)
    assert GENERAL in screen.text
    assert "In danger" in screen.text


async def test_before_anyone_is_named_it_says_so_and_what_else_to_do(council: Council) -> None:
    assert "has not named anyone yet" in (await asked(council)).text


async def test_contacts_of_ones_country_come_first_and_the_general_one_is_there_for_the_others(
    council: Council,
) -> None:
    await add(council, GENERAL)
    await add(council, "Binta in Cotonou", country="Benin")
    screen = await asked(council)
    assert "Binta" not in screen.text
    assert GENERAL in screen.text
    screen = await council.tap(council.ben, "Benin")
    assert screen.text.index("Binta in Cotonou") < screen.text.index(GENERAL)


async def test_a_facilitator_is_never_the_only_one(council: Council) -> None:
    await council.say(council.awa, "/contacts")
    await council.tap(council.awa, "Add a contact")
    await council.say(council.awa, "Somebody who facilitates")
    toast = await council.stage.toast(council.awa, "Yes")
    assert "cannot be the only one" in toast
    assert "has not named anyone yet" in (await asked(council)).text


async def test_beside_somebody_else_a_facilitator_may_be_named_and_is_marked(council: Council) -> None:
    await add(council, GENERAL)
    screen = await add(council, "Somebody who facilitates", facilitates=True)
    assert "facilitates a group" in screen.text
    toast = await council.stage.toast(council.awa, f"Take away: {GENERAL}"[:40])
    assert "cannot be the only one" in toast


async def test_the_last_contact_stays_until_another_is_named(council: Council) -> None:
    await add(council, GENERAL)
    assert "always be a contact" in await council.stage.toast(council.awa, "Take away")
    assert GENERAL in (await asked(council)).text


async def test_who_becomes_a_facilitator_later_is_known_by_their_name_and_the_coordinator_is_warned(
    council: Council,
) -> None:
    await add(council, "Fatou Ndiaye, +221 77 111 11 11")
    storage = council.stage.app.services.ground.storage
    await storage.write(lambda tx: tx.run("UPDATE facilitator SET name = 'Fatou Ndiaye'"))
    screen = await council.say(council.awa, "/contacts")
    assert "Only facilitators are named here: For everyone" in screen.text


async def test_looking_leaves_no_trace(council: Council) -> None:
    """Nothing of it is in the log, in the outbox, or in what was taken in."""
    await add(council, GENERAL)
    await asked(council)
    storage = council.stage.app.services.ground.storage
    for table in ("log", "outbox", "dialogue", "intake"):
        rows = await storage.read(lambda tx, table=table: tx.all(f"SELECT * FROM {table}"))  # type: ignore[misc]
        said = json.dumps([dict(one) for one in rows], default=str)
        assert "1:ha" not in said
        assert "I need help" not in said


async def test_in_a_group_nothing_is_said_where_others_read(council: Council) -> None:
    await add(council, GENERAL)
    screen = await council.say(council.ben, "/help", chat=council.chat)
    before = len(council.chat.messages)
    await council.ben.tap("I need help", chat=council.chat)
    assert GENERAL in (await council.stage.seen(council.ben)).text
    assert len(council.chat.messages) == before
    assert council.chat.messages[screen.id].text == screen.text


async def test_others_than_coordinators_set_nothing(council: Council) -> None:
    assert "Coordinators say here" in (await council.say(council.fatou, "/contacts")).text
    await add(council, GENERAL)
    value = next(button.data for row in council.awa.screen().buttons for button in row if "Take" in button.label)
    council.stage.telegram.tap_raw(council.fatou, council.fatou.screen(), value or "")
    await council.stage.settle()
    assert GENERAL in (await asked(council)).text


async def test_no_country_and_too_many_words_are_asked_again(council: Council) -> None:
    await add(council, GENERAL)
    await council.say(council.awa, "/contacts")
    await council.tap(council.awa, "Add a contact")
    assert "I know no country" in (await council.say(council.awa, "Atlantis")).text
    assert "Benin" in (await council.say(council.awa, "Benin")).text
    assert "1 to 200 characters" in (await council.say(council.awa, "a" * 201)).text
    await council.say(council.awa, "Binta <b>here</b>")
    assert "Binta <b>here</b>" in (await council.tap(council.awa, "No")).text
