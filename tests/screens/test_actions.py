"""The screens of actions: within Telegram's limits and a narrow phone in every language, and saying what counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.i18n import Catalogs, Texts
from bot.screen import Button, Screen
from bot.services.actions.boards import Board, View
from bot.services.actions.history import Change, Step
from bot.services.actions.listing import Line
from bot.services.actions.person_days import Days, Given
from bot.services.actions.places import People, Plans
from bot.services.actions.plans import Plan, Rights
from bot.storage.actions import MINE, Action, Theme, Whose
from bot.storage.groups import Named
from bot.storage.networks import Organization
from handlers.actions.sketch import Sketch
from handlers.screens import days
from handlers.screens.actions import action, board, changing, mine, past, people, person_days, planning
from handlers.screens.actions import letters as action_letters
from handlers.screens.actions import lines as action_lines
from handlers.screens.followup import digest, reminders, reminding
from handlers.values import actions as v
from surveys.template import load_all
from tests.screens.limits import check, labels, read
from tests.screens.test_widths import WIDEST

CATALOGS = Catalogs()
ENGLISH = CATALOGS.texts("en")
LARGEST = 2**31
NAME = ("<3 & co " * 8).strip()
WORDS = ("<3 & co " * 125).strip()
TODAY = date(2026, 9, 30)
TEMPLATE = load_all()["gender-equality"]
PARIS = ZoneInfo("Europe/Paris")
GROUP = Whose(group_id=LARGEST)
PLAN = Plan(GROUP, NAME, 1, PARIS)
IN_PRIVATE = "https://t.me/palabre_bot?start=q1"
ORGANIZATION = Organization(LARGEST, 1, NAME, None)
ALL = Rights(owner=True, helper=True, manages=True, proposed=True)
NONE = Rights(owner=False, helper=False, manages=False, proposed=False)
STATES = ("proposed", "accepted", "in_progress", "blocked", "done", "dropped")
CHANGE = Change(NAME, datetime(2026, 9, 30, tzinfo=UTC), Step.HANDED_OVER, {"name": NAME})


def an_action(state: str = "accepted", **fields: object) -> Action:
    values: dict[str, object] = {
        **dict.fromkeys(Action.__dataclass_fields__),
        "id": LARGEST,
        "whose": GROUP,
        "theme": Theme(TEMPLATE.id, TEMPLATE.fingerprint, TEMPLATE.spokes[0].key),
        "what": WORDS,
        "sign": WORDS,
        "reason": WORDS,
        "owner_id": 1,
        "owner_name": NAME,
        "due": TODAY,
        "half_days": 2001,
        "in_work_plan": False,
        "state": state,
        "ended_at": 1 if state in ("done", "dropped") else None,
        **fields,
    }
    return Action(**values)  # type: ignore[arg-type]


def view(state: str = "accepted", rights: Rights = ALL, plan: Plan = PLAN, **fields: object) -> View:
    return View(
        action=an_action(state, **fields),
        plan=plan,
        template=TEMPLATE,
        helpers=[Named(number, NAME) for number in range(40)],
        rights=rights,
        reachable=True,
        needs_hand=True,
        history=[replace(CHANGE, step=step, detail={"name": NAME, "after": "2026-09-30"}) for step in Step]
        + [CHANGE] * 40
        + [replace(CHANGE, step=Step.HANDED_BACK, detail={"word": WORDS})] * 4,
    )


def a_board(lines: int = 8) -> Board:
    line = Line(an_action(), TEMPLATE, NAME, needs_hand=True)
    days = Days(2026, 2001, 4000, in_groups=1001)
    return Board(PLAN, [line] * lines, 1, 3, 24, Named(1, NAME), days, manages=True, gives=True)


def of_planning(texts: Texts) -> Iterator[Screen]:
    sketch = Sketch(of="g", place_id=LARGEST, plan=NAME, what=WORDS, owner_id=1, owner_name=NAME)
    spokes = TEMPLATE.spokes
    choices = [planning.Choice(place, one.name.in_(texts.language), place == 3) for place, one in enumerate(spokes)]
    yield planning.in_private(texts, "https://t.me/palabre_bot?start=p1")
    yield planning.plans(texts, [Plan(MINE, "", None, PARIS)])
    yield from (planning.themes(texts, sketch, choices), planning.themes(texts, Sketch(), []))
    for spoke in spokes:
        ideas = [one.in_(texts.language) for one in spoke.suggestions]
        yield planning.what(texts, sketch, spoke.name.in_(texts.language), ideas)
    yield from (planning.what(texts, Sketch(), ""), planning.unfit(texts))
    yield from (planning.when(texts, sketch, NAME, TODAY), planning.when(texts, Sketch(what="🎤"), "", TODAY))
    for purpose in ("d", "m"):
        chosen = v.Month(id=LARGEST, purpose=purpose, day=TODAY.toordinal())
        yield days.calendar(texts, chosen, TODAY, TODAY, PARIS)
        yield days.echo(texts, v.When(id=LARGEST, purpose=purpose), TODAY)
    yield from (days.ask(texts), days.bad_day(texts, TODAY))
    for role in ("d", "h", "a"):
        where = v.People(id=LARGEST, role=role, page=1)
        yield people.people(texts, where, People([Named(1, "Awa"), Named(2, "Bob")], 1, 3), 1)
        yield people.people(texts, where, People([], 0, 1), 1, searched=True)


def of_one(texts: Texts) -> Iterator[Screen]:
    for state in STATES:
        for rights in (ALL, NONE):
            yield action.card(texts, view(state, rights, voice="file"))
            yield action.card(texts, view(state, rights), Button(action_lines.say_why(texts), url=IN_PRIVATE))
    mine = view(plan=Plan(MINE, "", None, PARIS), whose=MINE)
    yield from (action.card(texts, mine), changing.change(texts, mine), changing.change(texts, view()))
    yield action.card(texts, view("proposed", owner_id=None, owner_name=""))
    yield changing.themes(texts, view(), TEMPLATE)
    yield changing.shares(texts, LARGEST, [Plan(MINE, "", None, PARIS)])
    yield from (
        action_letters.asked(texts, LARGEST),
        action_letters.returned(texts, LARGEST),
        action.in_work_plan(texts, LARGEST),
    )
    yield from (action_letters.left(texts, [an_action()]), action_letters.left(texts, [an_action()] * 20))
    yield changing.other_day(texts, view(what="🎤"), v.When(id=LARGEST, purpose="m"), TODAY)
    yield from (action_lines.ask(texts, view(), about) for about in ("back", "what", "sign", "days"))
    yield from (action_lines.reason(texts, action.card(texts, view()), about) for about in ("block", "drop"))
    yield action_lines.naming(texts, view(may_mention=True))
    yield from (action_lines.bad_days(texts), past.past(texts, view(), PARIS))


def of_reminders(texts: Texts) -> Iterator[Screen]:
    for many in (1, 20):
        ids = [LARGEST + number for number in range(many)]
        several = [an_action(id=one) for one in ids]
        yield from (reminding.reminder(texts, several, ids), reminders.needs_hand(texts, ids, on_agenda=True))
        yield reminding.answered(texts, action.card(texts, view()).text, several[0], several)
    yield from (reminding.reminder(texts, [], [LARGEST]), reminding.reminder(texts, [an_action(whose=MINE)], []))
    for often in ("weekly", "monthly"):
        yield digest.digest(texts, LARGEST, often, done=1, due=2, hand=300)
    yield digest.digest(texts, LARGEST, "weekly", done=0, due=0, hand=0)
    yield from (reminders.reminder_in_group(texts, 2**52, NAME), reminders.away(texts, TODAY))
    yield from (reminders.is_away(texts, TODAY), reminders.is_back(texts), reminders.told_away(texts, NAME, TODAY))
    yield reminders.will_remind(texts, LARGEST, TODAY)


def of_lists(texts: Texts) -> Iterator[Screen]:
    for order in range(3):
        yield from (board.board(texts, a_board(), order), board.board(texts, a_board(0), order))
    yield from (board.ended(texts, a_board()), board.ended(texts, a_board(0)))
    for year in (2026, 2027):
        yield person_days.give(texts, Given(ORGANIZATION, 2026, Days(year, 2001, 4000, in_groups=1001)))
    yield person_days.bad_give(texts, LARGEST)
    of_organization = Plan(Whose(organization_id=LARGEST), NAME, 1, PARIS)
    yield board.coordinated(texts, Plans([of_organization] * 8, 1, 3))
    yield board.boards(texts, [PLAN, Plan(MINE, "", None, PARIS)])
    lines = [Line(an_action(), TEMPLATE, NAME, needs_hand=False)] * 20
    yield from (mine.mine(texts, lines, 1), mine.mine(texts, [], 0))
    ended = [Line(an_action("done"), TEMPLATE, NAME, needs_hand=False)] * 20
    yield from (mine.mine_ended(texts, ended, 1, PARIS), mine.mine_ended(texts, [], 0, PARIS))


@pytest.mark.parametrize("language", CATALOGS.languages)
def test_every_screen_fits_telegram(language: str) -> None:
    texts = CATALOGS.texts(language)
    for screen in (*of_planning(texts), *of_one(texts), *of_reminders(texts), *of_lists(texts)):
        check(screen)


@pytest.mark.parametrize("language", CATALOGS.languages)
def test_buttons_fit_a_narrow_phone(language: str) -> None:
    texts = CATALOGS.texts(language)
    rows = [row for screen in (*of_planning(texts), *of_one(texts), *of_reminders(texts)) for row in screen.rows]
    assert {one.label for row in rows for one in row if len(one.label) > WIDEST.get(len(row), 4)} == set()


@pytest.mark.parametrize("language", CATALOGS.languages)
def test_nobody_is_told_to_be_late(language: str) -> None:
    texts = CATALOGS.texts(language)
    shown = (*of_planning(texts), *of_one(texts), *of_reminders(texts), *of_lists(texts))
    told = " ".join(read(screen).lower() for screen in shown)
    assert re.findall(r"\b(?:overdue|late|retard\w*|atras\w*|retras\w*)\b", told) == []


def test_what_arrives_by_itself_says_nothing_of_the_action() -> None:
    asked = (
        action_letters.asked(ENGLISH, 1),
        action_letters.returned(ENGLISH, 1),
        action_letters.left(ENGLISH, [an_action()]),
    )
    one = an_action(what="Invite the elders")
    for screen in (
        *asked,
        reminding.reminder(ENGLISH, [one], [1]),
        reminders.needs_hand(ENGLISH, [1, 2], on_agenda=False),
    ):
        assert "action" not in screen.text
        assert "elders" not in screen.text


def test_a_reminder_of_one_has_every_answer_below_it_and_says_which_it_is() -> None:
    shown = reminding.reminder(ENGLISH, [an_action(what="Invite the elders")], [])
    assert labels(shown) == [
        *("Invite the elders", "✓ Done", "Going well", "Stuck"),
        *("New date", "Remind me on…", "Hand over", "Not for me"),
    ]


def test_what_is_only_ones_own_is_handed_to_nobody() -> None:
    shown = labels(reminding.reminder(ENGLISH, [an_action(whose=MINE)], []))
    assert "Drop it" in shown
    assert not {"Hand over", "Not for me"} & set(shown)


def test_who_only_sees_an_action_can_do_nothing_with_it() -> None:
    assert labels(action.card(ENGLISH, view("accepted", NONE))) == ["What was done so far", "The whole plan"]


@pytest.mark.parametrize("language", CATALOGS.languages)
def test_what_pops_up_over_a_group_fits(language: str) -> None:
    told = [action_lines.word_in_group(CATALOGS.texts(language), deed) for deed in ("block", "named", "unnamed")]
    assert all(word and len(word) <= 200 for word in told)
    assert action_lines.word_in_group(CATALOGS.texts(language), "done") is None


def test_what_nobody_has_anybody_may_take_on() -> None:
    assert "I take it on" in labels(action.card(ENGLISH, view("proposed", NONE, owner_id=None)))


def test_what_the_wheel_calls_for_comes_first() -> None:
    choices = [planning.Choice(0, "Strong", wanted=False), planning.Choice(1, "Weak", wanted=True)]
    assert labels(planning.themes(ENGLISH, Sketch(), choices))[:2] == ["Weak", "Strong"]


@pytest.mark.parametrize(
    ("day", "months", "there"),
    [
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 15), 12, date(2027, 12, 15)),
        (date(2028, 2, 29), 36, date(2031, 2, 28)),
    ],
)
def test_months_later_is_the_same_day_or_the_month_s_last(day: date, months: int, there: date) -> None:
    assert days.later(day, months) == there
