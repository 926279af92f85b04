"""The screens of set-up, claims, organizations and the welcome: within Telegram's limits, in every language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.i18n import Catalogs, Texts
from bot.screen import Screen
from bot.services import zones
from bot.services.groups.claims import Settlement
from bot.services.groups.invitations import Invitation
from bot.services.groups.membership import Belonging
from bot.services.groups.overview import Overview
from bot.services.groups.requests import Request, Verdict
from bot.storage.groups import Group, Named
from bot.storage.networks import Network, Organization
from handlers.screens.groups import claims, organizations, setup, start, whose
from handlers.values.claims import Settle
from tests.screens.limits import check, labels, read
from tests.screens.test_answering import standing

CATALOGS = Catalogs()
ENGLISH = CATALOGS.texts("en")
NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
HOSTILE = "<b>&'\" 👩🏾‍🌾 جمعية " + "x" * 40
BIG = 10**15
NETWORK = Network(BIG, HOSTILE, 5)
GROUP = Group(BIG, BIG, -BIG, HOSTILE, True, "active", "network", "fr", "SN", "Africa/Dakar", None, False, None)
MANY = [Organization(BIG + number, BIG, f"{number} {HOSTILE}", None) for number in range(30)]
NAMED = [Named(BIG + number, HOSTILE) for number in range(50)]
SEEN = Overview(GROUP, NETWORK, MANY[:9], NAMED[:2], NAMED, True, True, True, [], True)
BARE = Overview(
    replace(GROUP, network_id=None, country=None, state="new"), None, [], [], [], False, False, True, [NETWORK], False
)
WAITING = replace(SEEN, group=replace(GROUP, state="waiting", set_up=True, whose="several"))
REQUEST = Request(GROUP, HOSTILE, MANY[:9], "0123456789abcdef")
INVITATION = Invitation("group", NETWORK, "n" + "s" * 32, NOW)


def of_setup(texts: Texts) -> Iterator[Screen]:
    voices = [CATALOGS.texts(one) for one in CATALOGS.languages]
    for group in (GROUP, BARE.group, WAITING.group):
        yield setup.introduction(texts, group)
        yield setup.greeting(texts, group)
        yield setup.languages(texts, group, voices)
        yield setup.countries(texts, group, zones.likely(texts.language))
        yield setup.countries(texts, group, [], found=True)
        yield setup.which_zone(texts, group, "CA", zones.zones("CA", texts.language, NOW))
    for seen in (SEEN, BARE, WAITING):
        yield setup.summary(texts, seen, "Français")
        yield setup.accepted(texts, seen)
        for size in (None, 1, 2, 4, 12, 25):
            sized = replace(seen, group=replace(seen.group, size=size))
            yield setup.summary(texts, sized, "Français")
            yield setup.minimums(texts, sized)
        yield setup.facilitators(texts, seen, private=False)
        yield setup.facilitators(texts, seen, private=True)
        yield whose.whose(texts, seen)
        for several in (False, True):
            yield whose.organizations(texts, seen, MANY, several=several)
            yield whose.found(texts, seen, [], several=several)
            yield whose.found(texts, seen, MANY, several=several)
    yield from (setup.type_country(texts), setup.type_country(texts, again=True))
    yield from (whose.type_part(texts), whose.type_name(texts))
    yield from (setup.managed(texts, []), setup.managed(texts, [GROUP] * 60))
    yield from (whose.request(texts, REQUEST), whose.renewed(texts, REQUEST), whose.farewell(texts))
    yield whose.welcome(texts, GROUP)
    for late in (False, True):
        for accepted in (False, True):
            yield whose.settled(texts, Verdict(HOSTILE, accepted=accepted, late=late))


def of_people(texts: Texts) -> Iterator[Screen]:
    about = Settle(network_id=BIG, person_id=BIG, organization_id=BIG, yes=1)
    yield from (claims.claim(texts, about, HOSTILE, HOSTILE), claims.claim(texts, about, "", HOSTILE))
    for yes in (False, True):
        yield claims.told(texts, BIG, HOSTILE, yes=yes)
        for late in (False, True):
            yield claims.settled(texts, Settlement(MANY[0], confirmed=yes, late=late))
        yield organizations.mine(texts, Belonging(NETWORK, MANY[0], yes))
        yield organizations.choice(texts, BIG, MANY, searched=yes)
        yield organizations.choice(texts, BIG, [], searched=yes)
    yield organizations.mine(texts, Belonging(NETWORK, None, confirmed=False))
    yield from (organizations.type_part(texts, BIG), organizations.type_name(texts, BIG))
    own = [Belonging(NETWORK, None, confirmed=False)] * 5
    for waiting in ([], [standing(3)], [standing()] * 9):
        yield start.coordinator(texts, [NETWORK] * 5, waiting, "palabre_bot")
        yield start.facilitator(texts, [GROUP] * 9, waiting, own)
        yield start.member(texts, waiting, own)
    yield from (start.stranger(texts), start.became_coordinator(texts, NETWORK, "palabre_bot"))
    yield start.invitation(texts, INVITATION, "palabre_bot", ZoneInfo("Africa/Dakar"))
    yield start.invitation(texts, replace(INVITATION, kind="coordinator"), "palabre_bot", ZoneInfo("UTC"))
    yield from (start.add_by_link(texts, "palabre_bot", "nsecret"), start.private_only(texts, "palabre_bot"))


@pytest.mark.parametrize("language", CATALOGS.languages)
def test_every_screen_is_taken_by_telegram_whatever_the_names(language: str) -> None:
    texts = CATALOGS.texts(language)
    for screen in (*of_setup(texts), *of_people(texts)):
        check(screen)
        assert screen.ask is None or 1 <= len(screen.ask) <= 64


def test_the_first_summary_is_accepted_in_one_tap_and_a_later_one_says_that_changes_count() -> None:
    assert labels(setup.summary(ENGLISH, SEEN, "Français"))[0] == "All right"
    later = setup.summary(ENGLISH, replace(SEEN, group=replace(GROUP, set_up=True)), "Français")
    assert "All right" not in labels(later)
    assert "A change counts at once" in read(later)


@pytest.mark.parametrize(
    ("size", "minimum", "advice"),
    [
        (None, None, ""),
        (2, None, "With fewer than 3 no wheel can be shown; /workshop"),
        (4, None, "4 people are in this group. So 5 answers can never come together"),
        (4, None, "3 suits so few (/settings)"),
        (5, None, "5 people are in this group. A minimum of 3 answers would suit them better than 5"),
        (12, None, "12 people are in this group. A minimum of 5 answers suits them."),
        (12, 8, "A minimum of 5 answers would suit them better than 8"),
        (25, 8, "A minimum of 8 answers suits them."),
        (7, 8, "So 8 answers can never come together"),
    ],
)
def test_the_summary_says_which_minimum_suits_so_many(size: int | None, minimum: int | None, advice: str) -> None:
    seen = replace(SEEN, group=replace(GROUP, size=size, minimum=minimum))
    for screen in (setup.summary(ENGLISH, seen, "Français"), setup.minimums(ENGLISH, seen)):
        assert advice in read(screen)
        assert ("in this group" in read(screen)) is (size is not None)


def test_the_minimum_of_the_network_counts_until_the_group_has_its_own() -> None:
    assert labels(setup.minimums(ENGLISH, SEEN))[:3] == ["3", "✓ 5", "8"]
    own = replace(SEEN, group=replace(GROUP, minimum=3))
    assert labels(setup.minimums(ENGLISH, own))[:3] == ["✓ 3", "5", "8"]
    assert "Minimum of answers: 3" in read(setup.summary(ENGLISH, own, "English"))
    assert "Minimum" not in labels(setup.summary(ENGLISH, BARE, "English"))


def test_a_group_of_no_network_offers_those_of_the_coordinator_and_no_all_right() -> None:
    assert labels(setup.summary(ENGLISH, BARE, "English"))[0].startswith("<b>")
    stranger = setup.summary(ENGLISH, replace(BARE, networks=[]), "English")
    assert "ask a coordinator" in read(stranger)
    assert "All right" not in labels(stranger)


def test_i_facilitate_is_offered_only_while_it_was_asked_and_never_in_private() -> None:
    assert "I facilitate" in labels(setup.facilitators(ENGLISH, SEEN, private=False))
    assert "I facilitate" not in labels(setup.facilitators(ENGLISH, replace(SEEN, ajar=False), private=False))
    assert "I facilitate" not in labels(setup.facilitators(ENGLISH, SEEN, private=True))


def test_chosen_organizations_stay_in_sight_in_a_long_list() -> None:
    seen = replace(SEEN, group=replace(GROUP, whose="several"), organizations=[MANY[25]])
    shown = labels(whose.organizations(ENGLISH, seen, MANY, several=True))
    assert shown[0].startswith("✓ 25 ")
    assert "Search…" in shown


def test_someone_without_a_name_can_still_be_judged_by_their_profile() -> None:
    about = Settle(network_id=1, person_id=77, organization_id=1, yes=1)
    assert "tg://user?id=77" in str(claims.claim(ENGLISH, about, "", "Élan").text)


def test_who_is_alone_has_no_buttons_and_two_lines() -> None:
    assert start.stranger(ENGLISH).rows == ()
    assert len(read(start.stranger(ENGLISH)).splitlines()) == 2
