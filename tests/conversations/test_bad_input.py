"""What bad input gets in chat: a short answer or silence as fits, never an exception, and nothing is lost."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from io import BytesIO
from random import Random
from typing import Any

import pytest
from PIL import Image

from bot.rehearsal.model import Message
from bot.rehearsal.persons import Person
from handlers.routes import routes
from handlers.value import Value
from handlers.values.announcements import Places
from handlers.values.general import Forget
from handlers.values.rights import Leave
from tests.conversations.havoc import Havoc
from tests.conversations.stage import DAY, Stage

LEVELS = [3, 4, 2, 5, 1, 3]
AT_THE_START = {"getUpdates", "setMyCommands"}
"""Calls of the bot's own accord, which may still be under way."""

KINDS = list(routes().taps)
OWN = {"answering", "general", "organizations", "threads"}
"""Conversations whose taps change only what belongs to whoever taps, or begin what any member may."""

FORGED: dict[str, list[Any]] = {
    "language": ["fr", "xx"],
    "country": ["BO", "ZZ"],
    "zone": ["America/La_Paz", "No/Where"],
    "template_id": ["peer-group", "nothing"],
    "mark": ["0123456789abcdef"],
    "kind": ["group", "coordinator", "nothing"],
    "of": ["g", "o", "n"],
    "way": ["g", "x"],
    "part": ["b", "x"],
    "number": [0, 3, -1, 99],
    "often": ["weekly", "off", "always"],
    "day": [0, 739_940, -1, 2**62],
    "place": [0, 5, -1, 99],
    "level": [0, 5, -1, 99],
    "page": [0, -1, 10**9],
    **{name: [0, 1, 7] for name in ("listed", "yes", "sure", "several")},
}
IDS = [1, 1, 1, 2, 0, -5, 2**53 - 1, 2**63 - 1]
"""Mostly what is there: the group, the network, the round."""


def forged(kind: type[Value], many: int) -> Iterator[str]:
    """Data of a kind with fields that exist, that do not, and that are absurd."""
    combinations = list(itertools.product(*[FORGED.get(name, IDS) for name in kind.model_fields]))
    for chosen in Random(kind.code).sample(combinations, min(many, len(combinations))):
        yield ":".join(["1", kind.code, *map(str, chosen)])


def somewhere(person: Person, chat: Any = None) -> Message:
    return next(one for one in reversed(person.messages(chat)) if one.by_bot)


async def _played(stage: Stage) -> tuple[Any, Person, Person, list[Person]]:
    """A group with one round that is closed and one that is open; its chat, coordinator, facilitator and members."""
    awa = await stage.coordinator(network="One")
    chat, fatou, people = await stage.group(awa)
    await stage.round(fatou, chat)
    for person in people[:5]:
        await stage.answer(person, chat, LEVELS)
    await stage.advance(8 * DAY)
    await stage.round(fatou, chat)
    await stage.answer(people[0], chat, LEVELS)
    await stage.say(fatou, "/start")
    await stage.advance(1)  # what the clock does with a new round is done before anybody taps
    return chat, awa, fatou, people


async def test_forged_taps_of_a_stranger_change_nothing(stage: Stage) -> None:
    """Every kind of tap, in private: each is answered, and no table changes but what is noted of anybody."""
    await _played(stage)
    havoc, stranger = Havoc(stage), stage.telegram.person("Stranger")
    await stage.say(stranger, "/start")
    message, before = somewhere(stranger), await havoc.imprint()
    for kind in KINDS:
        for data in forged(kind, 2):
            callback = await havoc.tap(stranger, message, data)
            assert callback.answer is not None, data
            assert await havoc.imprint() == before, data
    await havoc.calm()


@pytest.mark.slow  # a stranger and a member are tried each time
async def test_forged_taps_of_another_networks_coordinator_change_nothing_here(stage: Stage) -> None:
    await _played(stage)
    havoc, other = Havoc(stage), await stage.coordinator("Other", network="Two")
    message, before = somewhere(other), await havoc.imprint()
    for kind in KINDS:
        for data in forged(kind, 6):
            if kind in {Forget, Places} or ":2" in data:  # what is theirs to change, or to begin
                continue
            await havoc.tap(other, message, data)
            assert await havoc.imprint() == before, data
    await havoc.calm()


@pytest.mark.parametrize("in_group", [False, True], ids=["private", "group"])
async def test_forged_taps_of_a_member_change_only_what_is_theirs(stage: Stage, in_group: bool) -> None:
    chat, _, _, people = await _played(stage)
    havoc, member = Havoc(stage), people[0]
    message, before = somewhere(member, chat if in_group else None), await havoc.imprint()
    for kind in KINDS:
        own = kind.__module__.rpartition(".")[2] in OWN
        for data in forged(kind, 2):
            if kind in {Forget, Leave} and not in_group:
                continue
            await havoc.tap(member, message, data)
            if not own:
                assert await havoc.imprint() == before, data
        before = await havoc.imprint()
    await havoc.calm()


@pytest.mark.slow
async def test_forged_taps_of_those_with_every_right_never_fail(stage: Stage) -> None:
    chat, awa, fatou, _ = await _played(stage)
    havoc = Havoc(stage)
    for kind in KINDS:
        for data in forged(kind, 4) if kind is not Forget else ():
            await havoc.tap(fatou, somewhere(fatou, chat), data)
            await havoc.tap(awa, somewhere(awa), data)
    await havoc.calm()


@pytest.mark.parametrize(
    "data", ["", "1", "0:gh", "9:gh", "1:nothing:1", "1:ao", "1:ao:x", "x" * 64, "\u00e9", "1:gh:"]
)
async def test_an_old_or_unknown_button_gets_a_polite_note_with_a_way_on(stage: Stage, data: str) -> None:
    awa, havoc = await stage.coordinator(), Havoc(stage)
    callback = await havoc.tap(awa, somewhere(awa), data)
    assert callback.answer is not None
    assert callback.answer.alert
    assert "/help" in (callback.answer.text or "")
    await havoc.calm()


async def test_a_tap_sent_twice_counts_once_and_shows_what_comes_next(stage: Stage) -> None:
    awa = await stage.coordinator()
    chat, fatou, people = await stage.group(awa)
    await stage.round(fatou, chat)
    await stage.tap(people[0], "Answer in private", chat)
    havoc, question = Havoc(stage), people[0].screen()
    answer = next(button.data for row in question.buttons for button in row if button.label.startswith("4 ·"))
    assert answer is not None
    await havoc.tap(people[0], question, answer)
    after, shown = await havoc.imprint(), people[0].screen().text
    await havoc.tap(people[0], question, answer)
    assert (await havoc.imprint(), people[0].screen().text) == (after, shown)
    await havoc.calm()


async def test_a_tap_on_a_message_too_old_to_be_seen_still_counts(stage: Stage) -> None:
    """`InaccessibleMessage` has no content and no date; what it leads to is shown."""
    awa = await stage.coordinator()
    chat, fatou, people = await stage.group(awa)
    await stage.round(fatou, chat)
    await stage.tap(people[0], "Answer in private", chat)
    havoc, question = Havoc(stage), people[0].screen()
    answer = next(button.data for row in question.buttons for button in row if button.label.startswith("4 ·"))
    callback = await havoc.tap(people[0], question, answer or "", accessible=False)
    assert callback.answer is not None
    assert "2/6" in people[0].screen().text + "".join(people[0].labels())
    await havoc.calm()


async def test_a_tap_on_a_message_that_was_deleted_is_answered_below(stage: Stage) -> None:
    awa, havoc = await stage.coordinator(), Havoc(stage)
    screen = somewhere(awa)
    awa.delete(screen)
    callback = await havoc.tap(awa, screen, "1:gh")
    assert callback.answer is not None
    assert awa.screen().id > screen.id
    assert (await havoc.troubled()) == []


async def test_a_tap_from_an_inline_message_is_answered_and_nothing_else(stage: Stage) -> None:
    """Such a tap carries no message: the bot never made it, as it has no inline mode."""
    awa, havoc = await stage.coordinator(), Havoc(stage)
    inline = {"from": havoc.sender(awa), "chat_instance": "1", "inline_message_id": "AAA", "data": "1:gh"}
    calls, before = havoc.calls, await havoc.imprint()
    await havoc.push("callback_query", {"id": "77", **inline})
    made = [call.method for call in stage.telegram.calls[calls:] if call.method not in AT_THE_START]
    assert made == ["answerCallbackQuery"]
    assert await havoc.imprint() == before
    assert await havoc.troubled() == []


async def test_a_tap_on_a_post_of_a_channel_is_nobodys_turn(stage: Stage) -> None:
    awa, havoc = await stage.coordinator(), Havoc(stage)
    channel = stage.telegram.channel("News", creator=awa)
    post, before = channel.publish("Read this"), await havoc.imprint()
    await havoc.tap(awa, post, "1:gh")
    assert await havoc.imprint() == before
    await havoc.calm()


# What people write


async def test_text_where_a_tap_is_expected_shows_the_question_again(stage: Stage) -> None:
    awa = await stage.coordinator()
    chat, fatou, people = await stage.group(awa)
    await stage.round(fatou, chat)
    await stage.tap(people[0], "Answer in private", chat)
    await stage.tap(people[0], "4 ·")
    again = await stage.say(people[0], "I would say four, or five")
    assert "Please tap the sentence that fits" in again.text
    assert any(label.startswith("5 ·") for label in again.labels)
    await Havoc(stage).calm()


async def test_whatever_somebody_sends_in_private_gets_one_short_answer(stage: Stage) -> None:
    awa, havoc = await stage.coordinator(), Havoc(stage)
    photo = _picture()
    for send in (
        lambda: awa.send("x" * 4096),
        lambda: awa.send("\u202eright to left <3 & \U0001f9d1\u200d\U0001f91d\u200d\U0001f9d1"),
        lambda: awa.send("/nothing"),
        lambda: awa.send("/nothing and more"),
        lambda: awa.send("/start zzz"),
        lambda: awa.send("/"),
        lambda: awa.send("/ help"),
        awa.send_voice,
        lambda: awa.send_document(b"x"),
        lambda: awa.send_photo(photo, caption="/wheel"),
        lambda: awa.send_album([photo] * 10),
    ):
        calls = havoc.calls
        await send()
        await stage.settle()
        assert len(havoc.spoken_since(calls)) == 1
    await havoc.calm()


def _picture() -> bytes:
    file = BytesIO()
    Image.new("RGB", (32, 32)).save(file, "PNG")
    return file.getvalue()


MEDIA: dict[str, dict[str, Any]] = {
    "sticker": {
        "sticker": {
            **{"file_id": "a", "file_unique_id": "b", "type": "regular", "width": 9, "height": 9},
            **{"is_animated": False, "is_video": False},
        }
    },
    "dice": {"dice": {"emoji": "🎲", "value": 3}},
    "location": {"location": {"longitude": 1.5, "latitude": 2.5}},
    "contact": {"contact": {"phone_number": "+1", "first_name": "<3"}},
    "video note": {"video_note": {"file_id": "a", "file_unique_id": "b", "length": 9, "duration": 1}},
    "poll": {
        "poll": {
            **{"id": "1", "question": "?", "options": [], "total_voter_count": 0, "is_closed": False},
            **{"is_anonymous": True, "type": "regular", "allows_multiple_answers": False},
            **{"allows_revoting": True, "members_only": False},
        }
    },
}


@pytest.mark.parametrize("name", MEDIA)
async def test_media_in_private_get_one_short_answer(stage: Stage, name: str) -> None:
    awa, havoc = await stage.coordinator(), Havoc(stage)
    calls = havoc.calls
    await havoc.message(awa, **MEDIA[name])
    assert len(havoc.spoken_since(calls)) == 1
    await havoc.calm()


SILENT: dict[str, dict[str, Any]] = {
    "a message of a kind to come": {"something_of_next_year": {"id": 1}},
    "a shared chat": {"chat_shared": {"request_id": 1, "chat_id": 5}},
    "the right to write": {"write_access_allowed": {}},
    "a pin": {"pinned_message": {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}}},
    "a picture of the chat": {"delete_chat_photo": True},
}


@pytest.mark.parametrize("name", SILENT)
async def test_what_telegram_says_by_itself_in_private_is_passed_over(stage: Stage, name: str) -> None:
    awa, havoc = await stage.coordinator(), Havoc(stage)
    calls = havoc.calls
    await havoc.message(awa, **SILENT[name])
    assert havoc.spoken_since(calls) == []
    await havoc.calm()


async def test_a_changed_message_is_passed_over(stage: Stage) -> None:
    awa, havoc = await stage.coordinator(), Havoc(stage)
    sent = await awa.send("hello")
    await stage.settle()
    calls = havoc.calls
    assert sent is not None
    await awa.edit(sent, "/forgetme")
    await stage.settle()
    assert havoc.spoken_since(calls) == []
    await havoc.calm()


HOSTILE = [
    "<b>Ada</b>",
    "O'Neil; DROP TABLE person;--",
    "{x}",
    "%s",
    "<3",
    "\u202eadA",
    "A" * 64,
    "🌳🌳",
    "\u200b",
    "\u0661",
]


@pytest.mark.parametrize("name", HOSTILE)
async def test_any_name_is_fine(stage: Stage, name: str) -> None:
    """The whole beginning with a facilitator of that name, who has no username, in a group of that title."""
    awa, havoc = await stage.coordinator(), Havoc(stage)
    someone = stage.telegram.person(name, last_name=name, language=None)
    chat = stage.telegram.group(name, creator=someone, kind="supergroup")
    await awa.join(chat)
    await awa.add_bot(chat)
    await stage.seen(someone, chat)
    await stage.tap(someone, "Set up", chat)
    await stage.tap(someone, "All right", chat)
    await stage.say(someone, "/survey", chat)
    await stage.tap(awa, "How our peer group", chat)
    await havoc.calm()


async def test_a_typed_day_or_name_of_4096_characters_is_asked_for_again(stage: Stage) -> None:
    awa, havoc = await stage.coordinator(), Havoc(stage)
    chat, fatou, _ = await stage.group(awa)
    await stage.say(fatou, "/survey", chat)
    await stage.tap(fatou, "How our peer group", chat)
    await stage.tap(fatou, "nother da", chat)
    for line in ("9" * 4096, "03/" * 1365, "\u202e" * 4000, "tomorrow " * 400, "0001-01-01", "31/02", "-1"):
        answer = await stage.say(fatou, line, chat, reply_to=somewhere(fatou, chat))
        assert "day" in answer.text
    await havoc.calm()


# What cannot be read


BROKEN: list[tuple[str, dict[str, Any]]] = [
    ("message", {}),
    ("message", {"message_id": "x", "date": "never", "chat": 5}),
    ("message", {"message_id": 1, "date": 10**18, "chat": {"id": 1, "type": "private"}, "text": "/start"}),
    ("message", {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "of the future"}, "text": "/start"}),
    ("message", {"message_id": 1, "date": 1, "chat": {"type": "private"}, "from": {"id": "x"}}),
    ("callback_query", {"id": "1"}),
    ("callback_query", {"id": 5, "from": None}),
    ("my_chat_member", {"chat": {"id": 5, "type": "private"}}),
    ("chat_member", {}),
]


@pytest.mark.parametrize(("kind", "payload"), BROKEN)
async def test_what_cannot_be_read_is_set_aside_and_holds_nothing_up(
    stage: Stage, kind: str, payload: dict[str, Any]
) -> None:
    awa, havoc = await stage.coordinator(), Havoc(stage)
    await havoc.push(kind, payload)
    assert "is open" in (await stage.say(awa, "/start")).text or awa.screen().labels
    assert len(await havoc.troubled()) <= 1


async def test_what_fails_three_times_is_set_aside_with_one_short_apology(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    awa, havoc = await stage.coordinator(), Havoc(stage)
    tries = []

    async def fails(turn: Any) -> Any:
        tries.append(turn)
        raise ZeroDivisionError

    command = stage.app.routes.commands["privacy"]
    monkeypatch.setitem(stage.app.routes.commands, "privacy", type(command)(fails, command.about))
    calls = havoc.calls
    await stage.say(awa, "/privacy")
    assert len(tries) == 3
    assert [text for text in havoc.spoken_since(calls) if "Nothing was lost" in text] == havoc.spoken_since(calls)
    assert len(havoc.spoken_since(calls)) == 1
    assert "see what" not in (await stage.say(awa, "/help")).text
    assert len(await havoc.troubled()) == 1
