"""The screens of leaving a group or a network, and of erasing an organization or a network. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.i18n import Texts
from bot.screen import Button, Rows, Screen, column
from bot.services.privacy.erasings import Erasable, Pending
from bot.services.privacy.going import Places
from handlers.screens.common import paragraphs, tap
from handlers.values.rights import Erase, Leave, Organizations, Stay, Stop

_MOST_PLACES = 20
PAGE = 8
"""Organizations on a page."""


def places(texts: Texts, found: Places) -> Screen:
    """What one could leave."""
    if not found.groups and not found.networks:
        return Screen(texts.say("You are in no group and no network here."))
    buttons = [
        tap(texts.label("Group: {name}", name=one.title), Leave(of="g", id=one.id, sure=0))
        for one in found.groups[:_MOST_PLACES]
    ]
    buttons += [
        tap(texts.label("Network: {name}", name=one.name), Leave(of="n", id=one.id, sure=0))
        for one in found.networks[:_MOST_PLACES]
    ]
    return Screen(texts.say("What would you like to leave?"), column(*buttons))


def sure_to_leave(texts: Texts, value: Leave, name: str, *, last: bool) -> Screen:
    """Asks once more. `last`: nobody else has the role that the person has there."""
    if value.of == "g":
        asked = texts.say(
            "<b>Leave {name}?</b>\nYou get nothing more of this group from me, and what you had taken on there is"
            " nobody's. Your answers stay counted. The chat itself you leave in Telegram: if you tap or write to me"
            " there again, you are back.",
            name=name,
        )
    else:
        asked = texts.say(
            "<b>Leave {name}?</b>\nYou leave its groups and your organization there, and the roles you have. Your"
            " answers stay counted. To have everything about you deleted: /forgetme",
            name=name,
        )
    alone = texts.say("You are the only one with your role there: better name someone first.") if last else ""
    yes = tap(texts.label("Yes, leave"), value.model_copy(update={"sure": 1}))
    return Screen(paragraphs(asked, alone), column(yes, tap(texts.label("No, stay"), Stay())))


def left(texts: Texts, name: str) -> Screen:
    """The last word of it."""
    return Screen(texts.say("Done: you have left {name}.", name=name))


def erasable(texts: Texts, found: Sequence[Erasable], pending: Sequence[Pending], zone: ZoneInfo) -> Screen:
    """What one could have erased, and what will be."""
    if not found:
        return Screen(
            texts.say("Only coordinators can have a network or an organization erased. For yourself: /forgetme")
        )
    rows: list[Rows] = [column(_stop(texts, one)) for one in pending]
    for one in found:
        network = one.network
        if one.organizations:
            label = texts.label("An organization of {name}…", name=network.name)
            rows.append(column(tap(label, Organizations(network_id=network.id, page=0))))
        label = texts.label("All of {name}…", name=network.name)
        rows.append(column(tap(label, Erase(network_id=network.id, organization_id=0, sure=0))))
    text = paragraphs(
        texts.say("<b>What shall be erased?</b>\nIt happens a day later; until then any coordinator can stop it."),
        *(_waits(texts, one, zone) for one in pending),
    )
    return Screen(text, tuple(row for one in rows for row in one))


def organizations(texts: Texts, found: Erasable, page: int) -> Screen:
    """Which one?"""
    network_id, begin = found.network.id, page * PAGE
    buttons = [
        tap(one.name, Erase(network_id=network_id, organization_id=one.id, sure=0))
        for one in found.organizations[begin : begin + PAGE]
    ]
    turning = []
    if page:
        turning.append(tap(texts.label("← Back"), Organizations(network_id=network_id, page=page - 1)))
    if begin + PAGE < len(found.organizations):
        turning.append(tap(texts.label("More →"), Organizations(network_id=network_id, page=page + 1)))
    rows = column(*buttons)
    return Screen(texts.say("Which organization shall be erased?"), (*rows, tuple(turning)) if turning else rows)


def sure_to_erase(texts: Texts, pending: Pending, zone: ZoneInfo) -> Screen:
    """Asks once more, and says what goes."""
    if pending.organization:
        asked = texts.say(
            "<b>Erase {name}?</b>\nIts wheels, its rounds and its plan go, and its people are of no organization then."
            " What they answered in groups stays counted there.",
            name=pending.name,
        )
    else:
        asked = texts.say(
            "<b>Erase all of {name}?</b>\nIts groups, organizations, rounds, answers, wheels, plans, discussions and"
            " its log go, and whoever is in no other network is forgotten. Nothing can be brought back.",
            name=pending.name,
        )
    when = texts.say("It would happen {moment}. The others are told.", moment=texts.moment(pending.due, zone))
    number = pending.organization.id if pending.organization else 0
    yes = tap(texts.label("Yes, erase it"), Erase(network_id=pending.network.id, organization_id=number, sure=1))
    return Screen(paragraphs(asked, when), column(yes, tap(texts.label("No, keep it"), Stay())))


def noted(texts: Texts, pending: Pending, zone: ZoneInfo) -> Screen:
    """It will happen, unless somebody stops it."""
    return Screen(_waits(texts, pending, zone), column(_stop(texts, pending)))


def told(texts: Texts, pending: Pending, zone: ZoneInfo, *, coordinates: bool) -> Screen:
    """What somebody else has asked for. What a lock screen shows of it names nothing."""
    text = paragraphs(
        texts.say("A coordinator has asked me to erase something that concerns you."), _waits(texts, pending, zone)
    )
    if coordinates:
        return Screen(text, column(_stop(texts, pending)))
    return Screen(paragraphs(text, texts.say("If that is not right, please speak to a coordinator today.")))


def stopped(texts: Texts, pending: Pending) -> Screen:
    """Nothing is erased."""
    return Screen(texts.say("Stopped: {name} is not erased.", name=pending.name))


def nothing(texts: Texts) -> Screen:
    """Rather not."""
    return Screen(texts.say("All right, nothing was changed."))


def _waits(texts: Texts, pending: Pending, zone: ZoneInfo) -> Markup:
    moment = texts.moment(pending.due, zone)
    if pending.organization:
        return texts.say("{name} will be erased {moment}.", name=pending.name, moment=moment)
    return texts.say("All of {name} will be erased {moment}.", name=pending.name, moment=moment)


def _stop(texts: Texts, pending: Pending) -> Button:
    return tap(texts.label("Do not erase {name}", name=pending.name), Stop(id=pending.id))
