"""A day of the bot, so that each statement of the day is said once."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from bot.delivery import mailings, posts
from bot.delivery.failures import Failure
from bot.delivery.letters import Letter, Priority, put
from bot.intake import store as intake
from bot.services.act import Act, Refused
from bot.services.actions.actions import Actions, Draft, Edit, Whose
from bot.services.actions.boards import Boards
from bot.services.actions.exports import Exports
from bot.services.agenda.agenda import Agenda
from bot.services.charter import charters
from bot.services.charter.charters import Charters
from bot.services.charter.drafts import CharterDrafts
from bot.services.charter.news import CharterNews
from bot.services.charter.support import Support
from bot.services.followup.cadence import GENTLE
from bot.services.followup.digest import Digest
from bot.services.followup.followup import Followup
from bot.services.followup.nudges import Nudges
from bot.services.followup.rhythm import Rhythm
from bot.services.followup.tending import Tending
from bot.services.privacy.retention import KEPT_FOR, Retention
from bot.services.talk.kept import Kept
from bot.services.talk.kept import Said as Words
from bot.services.talk.places import ThreadPlaces
from bot.services.talk.prompts import Prompt
from bot.services.talk.sharing import Sharing
from bot.services.talk.threads import Threads
from bot.services.talk.views import ThreadViews
from bot.storage import groups
from bot.storage.actions import MINE
from bot.storage.charters import Circle
from bot.storage.port import Reader
from tests.services.announcement_stage import Square
from tests.services.rounds_stage import Stage
from tests.storage.recorder import Recorder, Said


async def live(recorder: Recorder) -> Said:
    """What happens all day: updates come and are taken, people look and answer, letters go out. What was said for it.

    Not in it: what happens once for a round (its close) or an announcement (its letters), once an hour, or once for a
    person (`/forgetme`).
    """
    scene = Square(recorder)
    group = await scene.facilitated(await scene.coordinated(), -100, 1, 2, 3, 4, 5)
    round_id = (await scene.opened(group)).round.id
    await scene.answers(round_id, range(1, 6), 3)
    await scene.rounds.close(scene.fatou, round_id, group.id)
    await scene.deciding.idle()
    round_id = (await scene.opened(group)).round.id
    secret = (await scene.part(round_id, group)).secret
    scene.network_id = group.network_id or 0
    announcement_id = (await scene.sent()).announcement.id
    other = await scene.facilitated(scene.network_id, -200, 1)
    workshop_id = (await scene.workshops.begin(scene.fatou, other.id, "peer-group", "taps")).workshop.id
    recorder.said.clear()
    await _one_comes(scene)
    await _one_answers(scene, secret, round_id)
    await _one_looks(scene, group.id)
    await _a_letter_goes(scene)
    await _a_mailing_goes(scene)
    await _an_announcement_is_looked_after(scene, announcement_id)
    await _something_is_done(scene, group.id)
    await _people_are_reminded(scene, group.id)
    await _people_talk(scene, group.id)
    await _a_workshop_goes_on(scene, workshop_id)
    await _a_survey_is_made_ones_own(scene, group.id)
    await _a_charter_is_read(scene, group.id)
    await _answers_are_let_go(scene)
    return recorder.said


async def _one_comes(scene: Stage) -> None:
    now = scene.clock.now()
    received = intake.Received(7, "p1", {"update_id": 7})
    await scene.write(lambda tx: intake.remember(tx, [received], 8, now))
    await scene.write(lambda tx: intake.failed(tx, 7))
    await scene.write(lambda tx: intake.all_done(tx, [5, 6]))
    await scene.write(lambda tx: intake.claim(tx, 2, now, 500))
    await scene.storage.read(lambda tx: intake.unclaimed(tx, 2))
    await scene.storage.read(intake.bookmark)
    await scene.people.meet(1, "en", True, now)


async def _one_answers(scene: Stage, secret: str, round_id: int) -> None:
    who = Act(1, scene.clock.now(), update_id=7)
    await scene.answering.open_by_group(scene.act(1), secret)
    await scene.answering.answer(who, round_id, 0, 4)
    await scene.answering.see(who, round_id)
    await scene.answering.waiting(1)
    await scene.answering.is_awaited(1, round_id)


async def _one_looks(scene: Stage, group_id: int) -> None:
    (wheel,) = await scene.wheels.choices_of_group(group_id)
    await scene.wheels.choices(scene.act(1))
    await scene.wheels.show(scene.act(1), wheel.figure_id, "en", in_group=group_id)
    await scene.wheels.note_picture(wheel.figure_id, "en", "a-file")
    await scene.people.hats(scene.act(1), await scene.storage.read(lambda tx: groups.find(tx, group_id)))
    await scene.rounds.standings(scene.fatou, group_id)
    await scene.membership.standing(scene.act(1))


async def _a_letter_goes(scene: Stage) -> None:
    now = scene.clock.now()
    await scene.write(lambda tx: put(tx, Letter("k", 1, "hello", {}, Priority.REMINDER, now), now))
    post = (await scene.storage.read(lambda tx: posts.due(tx, Priority.REMINDER, now, after=None, limit=10)))[0]
    await scene.storage.read(posts.next_due)
    await scene.write(lambda tx: posts.take_up(tx, post.id))
    await scene.write(lambda tx: posts.arrived(tx, post.id, 1))
    await scene.write(lambda tx: posts.lost(tx, 1, Failure.BLOCKED, now))


async def _a_mailing_goes(scene: Stage) -> None:
    await scene.write(lambda tx: mailings.hold(tx, "a1"))
    await scene.write(lambda tx: mailings.release(tx, "a1"))
    await scene.write(lambda tx: mailings.cancel(tx, "a1"))
    await scene.storage.read(lambda tx: mailings.counts(tx, "a1"))
    await scene.storage.read(lambda tx: mailings.arrived(tx, "a1", None, 100))
    await scene.storage.read(lambda tx: posts.stopped(tx, ["a1"]))


async def _an_announcement_is_looked_after(scene: Square, announcement_id: int) -> None:
    """At each tick, and for each reader."""
    await scene.dispatch.tick(scene.clock.now())
    await scene.dispatch.next_due()
    await scene.dispatch.under_way()
    await scene.dispatch.report(announcement_id)
    await scene.dispatch.content_for(announcement_id, 1, ["en"])
    for chat_id in (1, -100):
        await scene.hours.open_at(chat_id, scene.clock.now())
    await scene.announcements.listed(scene.awa)
    await scene.log.page(scene.awa, scene.network_id)
    await scene.log.page(scene.fatou, scene.network_id, (await scene.announcements.places(scene.fatou))[0].group_id)


async def _something_is_done(scene: Stage, group_id: int) -> None:
    """An action is planned, looked at from all sides, and done."""
    doing, boards, one = Actions(scene.ground, scene.shelf), Boards(scene.ground, scene.shelf), scene.act(1)
    (wheel,) = await scene.wheels.choices_of_group(group_id)
    whose = Whose(group_id=group_id)
    draft = Draft("Ask", scene.day(9), whose, figure_id=wheel.figure_id, spoke="trust", helper_ids=(2,))
    action = await doing.propose(one, draft)
    own = await doing.propose(one, Draft("Read", scene.day(9)))
    await boards.places(one)
    await boards.board(one, whose)
    await boards.board(one, whose, ended=True)
    await boards.mine(one)
    await boards.mine_ended(one)
    view = await boards.look(one, action.id)
    await boards.members(one, whose)
    await boards.answers(wheel.figure_id)
    await doing.edit(one, action.id, action.revision, replace(Edit.of(view), what="Ask two", helper_ids=(3,)))
    await doing.hand_over(one, action.id, 2)
    await doing.done(scene.act(2), action.id)
    await _an_organization_plans(scene, own.id)


async def _a_workshop_goes_on(scene: Stage, one: int) -> None:
    """Its beginning and its end come once, as those of a round."""
    workshops = scene.workshops
    await workshops.themes.tap(scene.act(1), one, 0, 3, message_id=7)
    view = await workshops.look(scene.fatou, one)
    await workshops.under_way(scene.fatou, view.workshop.group_id)
    await workshops.themes.show(scene.fatou, one, 0, anyhow=True)
    await workshops.themes.agree(scene.fatou, one, 0, 3, message_id=8)
    await workshops.talk(scene.fatou, one, 5)
    await workshops.go(scene.fatou, one, 1)


async def _an_organization_plans(scene: Stage, action_id: int) -> None:
    doing, boards, one = Actions(scene.ground, scene.shelf), Boards(scene.ground, scene.shelf), scene.act(1)
    (membership, *_) = await scene.membership.standing(one)
    organization_id = await scene.organization(membership.network.id, "Mti")
    await scene.confirm(membership.network.id, 1, organization_id)
    whose = Whose(organization_id=organization_id)
    await doing.set_budget(scene.awa, organization_id, 2027, 100)
    await doing.share(one, action_id, whose)
    await boards.board(one, whose)
    await boards.members(one, whose)
    for taken in (whose, MINE):
        await Exports(scene.ground, scene.shelf).whole(one, taken)
    await boards.coordinated(scene.awa)
    await boards.given(scene.awa, organization_id, 0)
    await boards.zone(one, action_id)
    await scene.membership.claim(one, membership.network.id, None)


async def _people_are_reminded(scene: Stage, group_id: int) -> None:
    """Of actions and of a round; the group is told how its actions stand, and what it is to talk of."""
    followup, whose, one = Followup(scene.ground), Whose(group_id=group_id), scene.act(1)
    nudges, digest, agenda = Nudges(scene.ground), Digest(scene.ground), Agenda(scene.ground, scene.shelf)
    doing = Actions(scene.ground, scene.shelf)
    await doing.propose(one, Draft("Ask again", scene.day(9), whose))
    starts = datetime.combine(scene.day(2), datetime.min.time())
    await agenda.add(scene.fatou, whose, title="Gender equality", rule="FREQ=WEEKLY", starts=starts, ahead_days=1)
    for ticking in (followup, nudges, digest, agenda) * 2:
        await ticking.tick(scene.clock.now())
        await ticking.next_due()
        scene.clock.advance(timedelta(days=1).total_seconds())
    await followup.reminder({"person_id": 1, "in_group": 0, "actions": [[1, 0]], "rounds": [[1]]})
    await followup.left(one)
    await followup.away(one, scene.day(20))
    await followup.back(one)
    await agenda.listed(one, whose)
    await Rhythm(scene.ground).choose(scene.fatou, group_id, GENTLE)
    await Tending(scene.ground).page(scene.fatou, 0)


async def _people_talk(scene: Stage, group_id: int) -> None:
    """In threads, of which something is kept; others look at it, and ask."""

    async def accepted(tx: Reader, person_id: int, network_id: int) -> bool:
        return await charters.accepted(tx, person_id, network_id) or person_id == 1

    threads, places = Threads(scene.ground), ThreadPlaces(scene.ground)
    views, kept, sharing = ThreadViews(scene.ground, scene.shelf), Kept(scene.ground), Sharing(scene.ground, accepted)
    thread = await threads.open(scene.act(1), group_id, "Songs", here=True)
    await places.made(thread.id, 8)
    await places.begun(thread.id, -100, 9)
    await places.renamed(scene.act(1), -100, 8, "Our songs")
    await threads.prompt(scene.fatou, thread.id, Prompt(127, 12))
    scene.clock.advance(timedelta(days=1).total_seconds())
    await threads.tick(scene.clock.now())
    await threads.next_due()
    await views.page(scene.act(1), group_id)
    await views.places(scene.act(1))
    await views.look(scene.act(1), thread.id)
    for where in ({"topic_id": 8, "root": None}, {"topic_id": None, "root": 9}):
        await views.here(group_id, **where)
    point = await kept.keep(scene.act(2), group_id, Words("We sing", thread_id=thread.id))
    await kept.choose(scene.act(2), point.id, terms="ask")
    await kept.of_group(scene.act(1), group_id)
    await kept.mine(scene.act(2))
    await sharing.page(scene.act(1))
    await sharing.ask(scene.act(1), point.id)
    await sharing.request(scene.act(2), point.id, 1)
    await sharing.answer(scene.act(2), point.id, 1, yes=True)
    await kept.withdraw(scene.act(2), point.id)


async def _a_survey_is_made_ones_own(scene: Stage, group_id: int) -> None:
    whose, one = Whose(group_id=group_id), scene.fatou
    view = await scene.tailoring.copy(one, whose, "peer-group")
    await scene.tailoring.put_to_use(one, view.own.id, view.own.revision)
    await scene.tailoring.offer(one, whose)
    await scene.tailoring.places(one)
    await scene.tailoring.named(whose, view.own.template_id)
    await scene.tailoring.choices(Whose(organization_id=1))


async def _a_charter_is_read(scene: Stage, group_id: int) -> None:
    """It is written, members are told, one accepts it; and whom to turn to is named, and looked up."""
    reading, drafts = Charters(scene.ground), CharterDrafts(scene.ground)
    news, support = CharterNews(scene.ground), Support(scene.ground)
    (membership, *_) = await scene.membership.standing(scene.act(1))
    network_id = membership.network.id
    for circle, writer in ((Circle(network_id=network_id), scene.awa), (Circle(group_id=group_id), scene.fatou)):
        await drafts.begin(writer, circle, blank=True)
        draft = await drafts.write(writer, circle, "en", "We listen.")
        await drafts.publish(writer, circle, draft.charter.revision)
        await reading.accept(scene.act(1), circle, 1)
    await news.tick(scene.clock.now())
    await news.next_due()
    await reading.all(scene.act(1))
    await reading.news(scene.act(2), [draft.charter.id])
    desk = await support.add(scene.awa, network_id, None, "A house that is open to all")
    await support.help(scene.act(1))
    with suppress(Refused):
        await support.remove(scene.awa, desk.contacts[0].id)


async def _answers_are_let_go(scene: Stage) -> None:
    """Those of a round that closed long ago; at each tick it is asked whether there is one."""
    retention = Retention(scene.ground)
    await retention.next_due()
    scene.clock.advance(KEPT_FOR.total_seconds() + 1)
    assert await retention.tick(scene.clock.now()) > 0
