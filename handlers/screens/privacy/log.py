"""The screens of the log: who did what, and when. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.i18n import Texts
from bot.screen import Screen, column
from bot.services.announcements.announcements import Origin
from bot.services.privacy.log import Deed, Entry, Setting
from bot.storage.chain import Head
from bot.storage.heads import code
from handlers.screens.common import lines, paragraphs, tap
from handlers.turn import _
from handlers.values.sending import Log

PAGE = 10
"""Entries on a page."""

_MOST_PLACES = 40
_DEEDS = {
    Deed.ANNOUNCEMENT_SENT: _("announcement sent"),
    Deed.ANNOUNCEMENT_PAUSED: _("announcement paused"),
    Deed.ANNOUNCEMENT_RESUMED: _("paused announcement sent on"),
    Deed.ANNOUNCEMENT_CANCELLED: _("announcement cancelled"),
    Deed.ANNOUNCEMENT_CHANGED: _("text of an announcement changed"),
    Deed.ANNOUNCEMENT_REMOVED: _("announcement deleted everywhere"),
    Deed.ROUND_OPENED: _("round opened"),
    Deed.ROUND_CLOSED: _("round closed"),
    Deed.ROUND_EXTENDED: _("more time for a round"),
    Deed.ROUND_PROPOSED: _("round proposed"),
    Deed.ROUND_ACCEPTED: _("proposed round accepted for later"),
    Deed.ROUND_DECLINED: _("proposed round declined"),
    Deed.ROUND_LINK_MADE: _("new link for a round; the one before ended"),
    Deed.ROUND_LINK_REVOKED: _("link of a round ended"),
    Deed.WORKSHOP_PAUSED: _("workshop paused"),
    Deed.WORKSHOP_RESUMED: _("paused workshop went on"),
    Deed.THEME_SHOWN: _("theme of a workshop shown"),
    Deed.LEVEL_AGREED: _("level noted that a workshop agreed on"),
    Deed.SURVEY_IN_USE: _("survey of one's own put to use"),
    Deed.SURVEY_PUT_AWAY: _("survey of one's own put away"),
    Deed.AGENDA_ADDED: _("added to the agenda"),
    Deed.AGENDA_ENDED: _("taken off the agenda"),
    Deed.BUDGET_SET: _("person-days of an organization set"),
    Deed.PLAN_EXPORTED: _("plan taken out as a file"),
    Deed.THREAD_CHANGED: _("discussion changed"),
    Deed.THREAD_CLOSED: _("discussion closed"),
    Deed.THREAD_REOPENED: _("discussion opened again"),
    Deed.CHARTER_IN_FORCE: _("new charter"),
    Deed.FACILITATOR_NAMED: _("{name} named to facilitate"),
    Deed.FACILITATOR_DROPPED: _("{name} no longer named to facilitate"),
    Deed.LINK_MADE: _("link for a group, or for a coordinator, made"),
    Deed.LINKS_REVOKED: _("links revoked"),
    Deed.COORDINATOR_JOINED: _("coordinates from now on"),
    Deed.COORDINATOR_LEFT: _("coordinates no longer"),
    Deed.FACILITATOR_LEFT: _("{name} left and no longer facilitates"),
    Deed.COMPANION_INVITED: _("link for a companion of an organization made"),
    Deed.COMPANION_JOINED: _("{name} accompanies an organization from now on"),
    Deed.COMPANION_ENDED: _("{name} no longer accompanies an organization"),
    Deed.BELONGING_ENDED: _("{name} is no longer noted as one of an organization’s people"),
    Deed.PLACE_ENDED: _("{name} is no longer in the network"),
    Deed.CONTACT_ADDED: _("contact for help added"),
    Deed.CONTACT_REMOVED: _("contact for help removed"),
    Deed.GROUP_SET_UP: _("group set up"),
    Deed.SETTING_CHANGED: _("setting changed: {what}"),
    Deed.GROUP_ACCEPTED: _("group accepted"),
    Deed.GROUP_DECLINED: _("group declined"),
    Deed.ERASING_ASKED: _("asked to erase an organization, or the network"),
    Deed.ERASING_STOPPED: _("erasing stopped"),
    Deed.ORGANIZATION_ERASED: _("an organization was erased"),
    Deed.RESTORED: _("database restored from a backup: what came after it is gone"),
    Deed.MOVED: _("everything moved to another database"),
}
_SETTINGS: Mapping[Setting, str] = {
    "language": _("language"),
    "country": _("country and time"),
    "rest_days": _("rest days"),
    "minimum": _("minimum of answers"),
    "whose": _("whose group it is"),
    "reminders": _("reminders"),
    "news": _("news of actions"),
}


def places(texts: Texts, origins: Sequence[Origin]) -> Screen:
    """The log of which network or group?"""
    buttons = [
        tap(one.name, Log(network_id=one.network_id, group_id=one.group_id or 0, before=0))
        for one in origins[:_MOST_PLACES]
    ]
    return Screen(texts.say("Whose log?"), column(*buttons))


def nobody(texts: Texts) -> Screen:
    """Somebody without a role asked."""
    return Screen(texts.say("The log is for the coordinators of a network; the facilitators of a group see its own."))


def page(texts: Texts, entries: Sequence[Entry], where: Log, zone: ZoneInfo, head: Head | None = None) -> Screen:
    """The entries, the newest first; one more than a page says that there are older ones. `head` is to be noted."""
    if not entries:
        return Screen(texts.say("Nothing is in the log yet."))
    shown = entries[:PAGE]
    text = paragraphs(
        texts.say("<b>Who did what</b>"), *(_entry(texts, one, zone) for one in shown), _head(texts, head)
    )
    turning = []
    if where.before:
        turning.append(tap(texts.label("← Newest"), where.model_copy(update={"before": 0})))
    if len(entries) > PAGE:
        turning.append(tap(texts.label("Older →"), where.model_copy(update={"before": shown[-1].id})))
    return Screen(text, (tuple(turning),) if turning else ())


def _head(texts: Texts, head: Head | None) -> Markup | str:
    if head is None:
        return ""
    return texts.say(
        "Seal of today: <code>{code}</code>\nNote it now and then: with it, whoever runs the server can show that"
        " nothing up to here was changed or cut.",
        code=code(head),
    )


def _entry(texts: Texts, entry: Entry, zone: ZoneInfo) -> Markup:
    by_operator = entry.detail.get("by") == "operator"
    who = entry.name or (texts.label("the operator") if by_operator else texts.label("somebody"))
    name = entry.detail.get("name") or texts.label("somebody")
    deed = texts.say(_DEEDS[entry.kind], name=name, what=_setting(texts, entry))
    group = Markup(" ({})").format(entry.group) if entry.group else ""
    return lines(Markup("{} · {}").format(texts.moment(entry.at, zone), who), deed + group)


def _setting(texts: Texts, entry: Entry) -> str:
    """What a setting is about, of an entry that tells of one."""
    if entry.kind is not Deed.SETTING_CHANGED:
        return ""
    what: Setting = entry.detail["what"]
    return texts.label(_SETTINGS[what])
