"""Whatever the network looks like and whatever is chosen: nobody is reached twice, and nobody who was taken away."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.i18n import Catalogs
from bot.services.announcements.audience import Crowd
from bot.storage.announcements import Audience
from bot.storage.groups import Group
from bot.storage.networks import Organization
from bot.storage.rest import Rest
from bot.storage.rosters import Colleague, Roster

GROUPS, PEOPLE, ORGANIZATIONS, COUNTRIES = range(1, 4), range(1, 9), range(1, 3), ("BJ", "BO", None)
TOKENS = [
    *("all", "groups", "members", "rf", "rc", "cBJ", "cBO", "len", "lfr", "les"),
    *(f"g{one}" for one in GROUPS),
    *(f"o{one}" for one in ORGANIZATIONS),
]
SPEAK = Catalogs().negotiate
LANGUAGES = st.sampled_from(["en", "fr", "es", None])
CHOSEN = st.lists(st.sampled_from(TOKENS), max_size=4).map(tuple)
SOME = st.frozensets(st.sampled_from(PEOPLE))


@st.composite
def rosters(draw: st.DrawFn) -> Roster:
    groups = [
        Group(
            id=one,
            network_id=1,
            chat_id=-one,
            title=f"Group {one}",
            is_forum=False,
            state="active",
            whose="network",
            language=draw(LANGUAGES),
            country=draw(st.sampled_from(COUNTRIES)),
            zone="UTC",
            added_by=None,
            set_up=True,
            administrators_read_at=None,
        )
        for one in GROUPS
    ]
    people = [
        Colleague(
            id=one,
            member=draw(st.booleans()),
            willing=draw(st.booleans()),
            languages=(draw(LANGUAGES), None, draw(LANGUAGES)),
            organization_id=draw(st.sampled_from([*ORGANIZATIONS, None])),
            country=draw(st.sampled_from(COUNTRIES)),
            rest=Rest(),
        )
        for one in PEOPLE
    ]
    return Roster(
        groups={one.id: one for one in groups},
        inside={one.id: draw(SOME) for one in groups},
        people={one.id: one for one in people},
        organizations={one: Organization(one, 1, f"Organization {one}", None) for one in ORGANIZATIONS},
        facilitators=draw(SOME),
        coordinators=draw(SOME),
    )


@given(rosters(), CHOSEN, CHOSEN)
def test_nobody_twice_nobody_taken_away_and_nobody_unwilling(
    roster: Roster, to: tuple[str, ...], minus: tuple[str, ...]
) -> None:
    crowd = Crowd(roster, SPEAK)
    reach = crowd.reach(Audience(to, minus))
    told = [group.id for group in reach.groups]
    inside = frozenset[int]().union(*(roster.inside[one] for one in told))
    assert len(set(told)) == len(told)
    assert len(set(reach.persons)) == len(reach.persons)
    assert not inside & set(reach.persons)
    assert all(roster.people[one].willing for one in reach.persons)
    for token in minus:
        assert not crowd.meant(token).groups & set(told)
        assert not crowd.meant(token).persons & set(reach.persons)
    assert sum(reach.languages.values()) == len(told) + len(reach.persons)


@given(rosters(), CHOSEN)
def test_whom_a_token_means_is_reached_or_counted_as_unreachable(roster: Roster, to: tuple[str, ...]) -> None:
    crowd = Crowd(roster, SPEAK)
    reach = crowd.reach(Audience(to))
    told = {group.id for group in reach.groups}
    inside = frozenset[int]().union(*(roster.inside[one] for one in told))
    meant = frozenset[int]().union(*(crowd.meant(token).persons for token in to))
    assert told == frozenset[int]().union(*(crowd.meant(token).groups for token in to))
    assert len(meant - inside) == len(reach.persons) + reach.unreachable


@given(rosters(), CHOSEN, CHOSEN)
def test_the_order_of_tokens_and_saying_them_twice_changes_nothing(
    roster: Roster, to: tuple[str, ...], minus: tuple[str, ...]
) -> None:
    crowd = Crowd(roster, SPEAK)
    assert crowd.reach(Audience(to, minus)) == crowd.reach(Audience((*reversed(to), *to), tuple(reversed(minus))))


@given(rosters())
def test_every_option_means_somebody_and_is_known(roster: Roster) -> None:
    crowd = Crowd(roster, SPEAK)
    for option in crowd.options():
        meant = crowd.meant(option.token)
        assert (option.groups, option.persons) == (len(meant.groups), len(meant.persons)) != (0, 0)
        assert crowd.knows(option.token)
