"""Buttons fit a phone of 360 px in every language: about 35 characters alone in a row, 16 beside one, 11 beside two."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from bot.i18n import Catalogs, Texts
from bot.screen import Screen
from handlers.screens import general
from handlers.screens import help as helping
from handlers.screens.announcements import announcements, audience, draft, moments, preview, sending
from handlers.screens.groups import organizations, setup, whose
from handlers.screens.rounds import answering, proposal, survey
from handlers.values import survey as v
from handlers.values.answering import Languages
from surveys.template import load_all
from tests.screens.test_announcements import NOBODY as NO_LETTERS
from tests.screens.test_announcements import OPTIONS, SOME, WALL, view
from tests.screens.test_answering import standing
from tests.screens.test_general import FACILITATOR
from tests.screens.test_setup import SEEN

CATALOGS = Catalogs()
WIDEST = {1: 35, 2: 16, 3: 11}
LONGEST_DAY = date(2026, 9, 30)
"""A Wednesday in September: the longest in the languages we speak."""


def of_answering(texts: Texts) -> Iterator[Screen]:
    for template in load_all().values():
        full = standing(*[5] * len(template.spokes), template=template)
        for place in range(len(template.spokes)):
            yield answering.question(texts, full, place, operator="")
        yield from (
            answering.question(texts, standing(template=template), 0, operator=""),
            answering.saved(texts, full, None),
        )
        yield from (answering.overview(texts, full, None), answering.thanks(texts, full, None))
    yield answering.languages(
        texts, [CATALOGS.texts(one) for one in CATALOGS.languages], Languages(round_id=1, place=0)
    )
    yield from (answering.more(texts, 1, 0), answering.found(texts, 1, []))
    yield from (answering.closed(texts, 1), answering.invitation(texts, 1), answering.put_away(texts, 1))


def of_rounds(texts: Texts) -> Iterator[Screen]:
    choice = v.Window(of="g", id=1, template_id="gender-equality")
    week = date.fromordinal(LONGEST_DAY.toordinal() - 7)
    yield survey.templates(texts, "g", 1, list(load_all().values()))
    for days in survey.WINDOWS:
        yield survey.window(texts, choice, date.fromordinal(LONGEST_DAY.toordinal() - days))
    yield survey.extension(texts, 1, 1, [LONGEST_DAY])
    yield proposal.later(texts, 1, 1, [week, LONGEST_DAY])
    yield survey.sure_to_close(texts, v.Home(), v.Home())
    for screen in (survey.invitation, survey.more_time_for_group):
        yield screen(texts, "", "https://t.me/palabre_bot")
    yield from (survey.more_time(texts, 1), survey.withheld(texts, 1, 1))


def of_the_rest(texts: Texts) -> Iterator[Screen]:
    yield from (helping.in_private(texts, [standing()]), helping.in_group(texts, FACILITATOR, "bot"))
    yield from (general.not_understood(texts), general.only_private(texts, "bot"), whose.whose(texts, SEEN))
    yield from (setup.introduction(texts, SEEN.group), setup.accepted(texts, SEEN))
    yield whose.found(texts, SEEN, [], several=True)
    yield organizations.choice(texts, 1, [], searched=True)


def of_announcing(texts: Texts) -> Iterator[Screen]:
    voices, shown = [CATALOGS.texts(one) for one in CATALOGS.languages], view()
    for one in (shown, view(silent=True, seen_button=False, wall=None), view(language=None)):
        yield from (draft.card(texts, one, "", voices), preview.sure(texts, one, voices))
    yield from (draft.languages(texts, shown, voices), draft.version(texts, shown, CATALOGS.texts("fr")))
    yield from (moments.when(texts, 1, [WALL]), moments.echo(texts, 1, WALL), preview.not_taken(texts, 1, "en"))
    yield from (audience.audience(texts, shown, OPTIONS, minus=minus) for minus in (False, True))
    yield audience.tokens(texts, shown, OPTIONS, kind="l", page=0, minus=False)
    for state in ("scheduled", "sending", "paused", "sent"):
        for tally in (NO_LETTERS, SOME):
            yield sending.standing(texts, view(state=state, tally=tally, ended_at=0), ZoneInfo("UTC"))
    yield from (sending.sure_to_replace(texts, shown, "en"), sending.sure_to_remove(texts, shown))
    yield from (announcements.write(texts, 1), announcements.album(texts, 1), announcements.in_private(texts, "t.me"))
    yield from (announcements.listing(texts, [], 0), announcements.listing(texts, [], 1), announcements.left(texts))
    yield from (announcements.discarded(texts), setup.rest_days(texts, SEEN.group))


@pytest.mark.parametrize("language", CATALOGS.languages)
def test_buttons_fit_a_narrow_phone_in_every_language(language: str) -> None:
    texts = CATALOGS.texts(language)
    shown = [*of_answering(texts), *of_rounds(texts), *of_announcing(texts), *of_the_rest(texts)]
    rows = [row for screen in shown for row in screen.rows]
    assert rows
    wide = {one.label for row in rows for one in row if len(one.label) > WIDEST[len(row)]}
    assert wide == set()
