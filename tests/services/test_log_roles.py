"""The log tells what roles are used for, beside rounds and announcements: once, in references, and never a level."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import to_micros
from bot.services.actions.actions import Actions
from bot.services.actions.exports import Exports
from bot.services.agenda.agenda import Agenda
from bot.services.charter.support import Support
from bot.services.followup.cadence import Cadence
from bot.services.followup.digest import Digest
from bot.services.followup.rhythm import Rhythm
from bot.services.groups.companions import Companions
from bot.services.groups.groups import Groups
from bot.services.privacy.going import Going
from bot.services.privacy.log import Deed
from bot.services.privacy.operating import Operating
from bot.services.talk.threads import Threads
from bot.storage.actions import Whose
from tests.services.announcement_stage import Square, Town, town
from tests.services.membership_stage import Listed
from tests.services.rounds_stage import FATOU, PEERS

MENTOR = 77


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as found:
        yield found


@pytest.fixture
def scene(here: Town) -> Square:
    return here.scene


async def told(scene: Square) -> list[tuple[str, Deed]]:
    """Who did what, the oldest first."""
    entries = await scene.log.page(scene.ben, scene.network_id, limit=50)
    return [(one.name, one.kind) for one in reversed(entries)]


async def test_each_setting_of_a_group_is_told_once(here: Town, scene: Square) -> None:
    setup, group_id = Groups(scene.ground, Listed()).setup, here.dakar.id
    for _ in range(2):
        await setup.set_language(scene.fatou, group_id, "fr")
        await setup.set_country(scene.fatou, group_id, "BO")
        await setup.set_rest_day(scene.fatou, group_id, 6, rests=True)
        await setup.set_minimum(scene.fatou, group_id, 3)
        await Digest(scene.ground).choose(scene.fatou, group_id, "weekly")
        await Rhythm(scene.ground).choose(scene.fatou, group_id, Cadence(ahead=3))
        assert await scene.people.choose_group_language(scene.fatou, group_id, "fr")
    await setup.of_network(scene.awa, group_id)
    entries = await scene.log.page(scene.fatou, scene.network_id, group_id, limit=50)
    assert [(one.kind, one.detail["what"]) for one in reversed(entries)] == [
        (Deed.SETTING_CHANGED, what)
        for what in ("language", "country", "rest_days", "minimum", "news", "reminders", "whose")
    ]


async def test_what_a_group_says_to_a_proposed_round_is_told(here: Town, scene: Square) -> None:
    round_ = await scene.proposed(scene.network_id)
    await scene.proposals.decline(scene.fatou, round_.id, here.dakar.id)
    await scene.proposals.decline(scene.fatou, round_.id, here.dakar.id)
    await scene.proposals.accept(scene.fatou, round_.id, here.la_paz.id, scene.day(3))
    assert [kind for _, kind in await told(scene)] == [
        Deed.ROUND_PROPOSED,
        Deed.ROUND_DECLINED,
        Deed.ROUND_ACCEPTED,
    ]


async def test_links_of_a_round_are_told(scene: Square) -> None:
    organization_id = await scene.organization(scene.network_id, "Mti")
    own, _ = await scene.organization_rounds.open(scene.awa, organization_id, PEERS, scene.day(7))
    _, secret = await scene.organization_rounds.renew_link(scene.ben, own.id)
    await scene.organization_rounds.revoke_link(scene.ben, own.id)
    assert await told(scene) == [
        ("Awa", Deed.ROUND_OPENED),
        ("Ben", Deed.ROUND_LINK_MADE),
        ("Ben", Deed.ROUND_LINK_REVOKED),
    ]
    assert secret not in str(await scene.rows("SELECT * FROM log"))


async def test_what_is_shown_and_agreed_in_a_workshop_is_told_without_the_level(here: Town, scene: Square) -> None:
    workshops = scene.workshops
    one = (await workshops.begin(scene.fatou, here.dakar.id, PEERS, "taps")).workshop
    await workshops.themes.show(scene.fatou, one.id, 0, anyhow=True)
    for _ in range(2):
        await workshops.themes.agree(scene.fatou, one.id, 0, 4)
    await workshops.themes.wish(scene.fatou, one.id, 0, 5)
    for step in (workshops.pause, workshops.pause, workshops.resume, workshops.resume):
        await step(scene.fatou, one.id)
    entries = await scene.log.page(scene.ben, scene.network_id)
    assert [one.kind for one in reversed(entries)] == [
        Deed.ROUND_OPENED,
        Deed.THEME_SHOWN,
        Deed.LEVEL_AGREED,
        Deed.WORKSHOP_PAUSED,
        Deed.WORKSHOP_RESUMED,
    ]
    assert all(dict(entry.detail) == {"round_id": one.round_id} for entry in entries[:-1])


async def test_threads_are_told_by_whoever_looks_after_them_not_by_whoever_opens_one(here: Town, scene: Square) -> None:
    threads = Threads(scene.ground)
    opened = await threads.open(scene.act(1), here.dakar.id, "Transport", here=True)
    await threads.rename(scene.fatou, opened.id, "Buses", here=True)
    await threads.rename(scene.fatou, opened.id, "Buses", here=True)
    await threads.end(scene.fatou, opened.id, here=True)
    await threads.reopen(scene.fatou, opened.id, here=True)
    assert await told(scene) == [
        ("Fatou", Deed.THREAD_CHANGED),
        ("Fatou", Deed.THREAD_CLOSED),
        ("Fatou", Deed.THREAD_REOPENED),
    ]
    assert "Transport" not in str(await scene.rows("SELECT * FROM log"))


async def test_a_survey_of_ones_own_is_told_when_it_is_used_not_while_it_is_changed(here: Town, scene: Square) -> None:
    own = (await scene.tailoring.copy(scene.fatou, Whose(group_id=here.dakar.id), PEERS)).own
    assert await told(scene) == []
    used = await scene.tailoring.put_to_use(scene.fatou, own.id, own.revision)
    await scene.tailoring.put_away(scene.fatou, own.id, used.own.revision)
    assert await told(scene) == [("Fatou", Deed.SURVEY_IN_USE), ("Fatou", Deed.SURVEY_PUT_AWAY)]


async def test_agenda_budget_and_export_are_told_of_whoever_manages_them(here: Town, scene: Square) -> None:
    agenda, exports = Agenda(scene.ground, scene.shelf), Exports(scene.ground, scene.shelf)
    whose, starts = Whose(group_id=here.dakar.id), (scene.clock.now() + timedelta(days=1)).replace(tzinfo=None)
    item = await agenda.add(scene.fatou, whose, title="News", rule="FREQ=WEEKLY", starts=starts)
    await agenda.end(scene.fatou, item.id)
    await exports.taken(scene.act(1), whose)
    await exports.taken(scene.fatou, whose)
    organization_id = await scene.organization(scene.network_id, "Mti")
    await Actions(scene.ground, scene.shelf).set_budget(scene.awa, organization_id, 2027, 40)
    assert await told(scene) == [
        ("Fatou", Deed.AGENDA_ADDED),
        ("Fatou", Deed.AGENDA_ENDED),
        ("Fatou", Deed.PLAN_EXPORTED),
        ("Awa", Deed.BUDGET_SET),
    ]


async def test_companions_and_contacts_are_told_and_a_name_goes_with_the_person(scene: Square) -> None:
    companions, support = Companions(scene.ground), Support(scene.ground)
    organization_id = await scene.organization(scene.network_id, "Mti")
    await scene.person(MENTOR)
    offer = await companions.offer(scene.awa, organization_id, 30)
    await companions.accept(scene.act(MENTOR), offer.payload[1:], "Vic")
    await companions.end(scene.awa, organization_id, MENTOR)
    await companions.end(scene.awa, organization_id, MENTOR)
    desk = await support.add(scene.awa, scene.network_id, None, "help@example.org")
    desk = await support.add(scene.awa, scene.network_id, None, "+221 1234")
    await support.remove(scene.awa, desk.contacts[0].id)
    assert await told(scene) == [
        ("Awa", Deed.COMPANION_INVITED),
        ("Vic", Deed.COMPANION_JOINED),
        ("Awa", Deed.COMPANION_ENDED),
        ("Awa", Deed.CONTACT_ADDED),
        ("Awa", Deed.CONTACT_ADDED),
        ("Awa", Deed.CONTACT_REMOVED),
    ]
    assert not {"help@example.org", "+221 1234", "Vic"} & set(str(await scene.rows("SELECT * FROM log")).split("'"))
    await scene.people.forget(scene.act(MENTOR))
    assert ("", Deed.COMPANION_JOINED) in await told(scene)


async def test_roles_that_end_are_told_also_of_those_who_are_forgotten(here: Town, scene: Square) -> None:
    going = Going(scene.ground)
    await scene.join(here.dakar, FATOU)
    await going.leave_group(scene.fatou, here.dakar.id)
    await scene.people.forget(scene.fatou)
    await going.leave_network(scene.awa, scene.network_id)
    assert [kind for _, kind in await told(scene)] == [
        Deed.FACILITATOR_LEFT,
        Deed.FACILITATOR_LEFT,
        Deed.COORDINATOR_LEFT,
    ]
    assert "Fatou" not in str(await scene.log.page(scene.ben, scene.network_id))


async def test_somebody_without_a_role_leaves_without_a_line(here: Town, scene: Square) -> None:
    await Going(scene.ground).leave_group(scene.act(1), here.dakar.id)
    assert await told(scene) == []


async def test_what_the_operator_did_beside_the_bot_stands_in_each_log_once(scene: Square) -> None:
    operating, other = Operating(scene.ground), await scene.coordinated("Other")
    assert await operating.next_due() is None
    at = to_micros(scene.clock.now() - timedelta(hours=1))
    insert = "INSERT INTO operator_act (kind, at) VALUES ('moved', :at), ('restored', :at)"
    await scene.write(lambda tx: tx.run(insert, at=at))
    assert await operating.next_due() is not None
    for _ in range(2):
        await operating.tick(scene.clock.now())
    assert await operating.next_due() is None
    for act, network_id in ((scene.ben, scene.network_id), (scene.awa, other)):
        entries = await scene.log.page(act, network_id)
        assert [(one.kind, one.detail["by"], to_micros(one.at)) for one in entries] == [
            (Deed.RESTORED, "operator", at),
            (Deed.MOVED, "operator", at),
        ]
