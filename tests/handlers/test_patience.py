"""How much the bot hears at once: a person's burst, a group's, and who is remembered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import telegram

from handlers.patience import MOST, Hearing, Patience

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
HEARD, TOLD, UNHEARD = Hearing.HEARD, Hearing.TOLD, Hearing.UNHEARD


def tap(person_id: int) -> telegram.Update:
    user = telegram.User(person_id, "Amina", is_bot=False)
    return telegram.Update(1, callback_query=telegram.CallbackQuery("1", user, "1", data="1:gh"))


def said(chat_id: int, at: datetime, kind: str = "private", *, made: bool | None = None) -> telegram.Update:
    user = telegram.User(7, "Amina", is_bot=False)
    return telegram.Update(
        1, message=telegram.Message(1, at, telegram.Chat(chat_id, kind), from_user=user, group_chat_created=made)
    )


@pytest.fixture
def patience() -> Patience:
    return Patience(burst=3, per_second=1.0)


def test_the_first_that_is_too_much_is_told_and_the_rest_is_not_heard(patience: Patience) -> None:
    assert [patience.hears(tap(7), NOW) for _ in range(6)] == [HEARD, HEARD, HEARD, TOLD, UNHEARD, UNHEARD]


def test_others_do_not_feel_it(patience: Patience) -> None:
    for _ in range(9):
        patience.hears(tap(7), NOW)
    assert patience.hears(tap(8), NOW) is HEARD


def test_after_a_while_they_are_heard_again_and_told_again(patience: Patience) -> None:
    for _ in range(9):
        patience.hears(tap(7), NOW)
    later = NOW + timedelta(minutes=1)
    assert [patience.hears(tap(7), later) for _ in range(4)] == [HEARD, HEARD, HEARD, TOLD]


def test_who_goes_on_flooding_is_told_only_once(patience: Patience) -> None:
    heard = [patience.hears(tap(7), NOW + timedelta(seconds=0.5 * step)) for step in range(40)]
    assert heard.count(TOLD) == 1
    assert heard.count(HEARD) == pytest.approx(3 + 20, abs=1)


def test_a_group_may_say_five_times_as_much(patience: Patience) -> None:
    heard = [patience.hears(said(-100, NOW, "supergroup"), NOW) for _ in range(17)]
    assert heard == [HEARD] * 15 + [TOLD, UNHEARD]


def test_what_waited_while_the_bot_was_down_is_no_flood(patience: Patience) -> None:
    sent = [NOW - timedelta(minutes=20 - step) for step in range(20)]
    assert {patience.hears(said(7, at), NOW) for at in sent} == {HEARD}


def test_a_message_from_a_clock_that_runs_ahead_gets_nothing_in_advance(patience: Patience) -> None:
    heard = [patience.hears(said(7, NOW + timedelta(days=step)), NOW) for step in range(5)]
    assert heard == [HEARD, HEARD, HEARD, TOLD, UNHEARD]


def test_what_telegram_tells_by_itself_is_always_heard(patience: Patience) -> None:
    assert {patience.hears(said(-100, NOW, "group", made=True), NOW) for _ in range(99)} == {HEARD}


def test_only_the_last_are_remembered(patience: Patience) -> None:
    for _ in range(4):
        patience.hears(tap(7), NOW)
    for other in range(MOST):
        patience.hears(tap(100 + other), NOW)
    assert patience.hears(tap(7), NOW) is HEARD
