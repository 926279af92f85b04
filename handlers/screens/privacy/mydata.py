"""What is kept about a person, in their language: which part is what. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.i18n import Texts
from bot.screen import File, Screen
from bot.services.privacy.mydata import Answered, OwnData, Section
from handlers.papers.own import Chapter, as_html, as_json
from handlers.screens.actions.action import theme
from handlers.turn import _

TITLES: Mapping[tuple[str, str], str] = {
    ("person", "id"): _("You"),
    ("member", "person_id"): _("Your networks and organizations"),
    ("coordinator", "person_id"): _("Networks that you coordinate"),
    ("group_member", "person_id"): _("Your groups"),
    ("facilitator", "person_id"): _("Groups that you facilitate"),
    ("administrator", "person_id"): _("Groups that you administer in Telegram"),
    ("companion", "person_id"): _("Organizations that you accompany"),
    ("member", "confirmed_by"): _("Members whose organization you confirmed"),
    ("peer_group", "added_by"): _("Groups to which you added the bot"),
    ("round", "opened_by"): _("Rounds that you opened"),
    ("invite", "used_by"): _("Invitations that you used"),
    ("action", "owner_id"): _("Actions that you took on"),
    ("action", "proposed_by"): _("Actions that you proposed"),
    ("action_helper", "person_id"): _("Actions that you help with"),
    ("action_change", "person_id"): _("What you did with actions"),
    ("action_change", "about_id"): _("What others did with actions, naming you"),
    ("agenda_item", "created_by"): _("Points that you put on an agenda"),
    ("thread", "opened_by"): _("Discussions that you opened"),
    ("kept", "author_id"): _("What was kept of what you said"),
    ("kept_request", "person_id"): _("What you asked others to let you use"),
    ("spoken", "person_id"): _("What you spoke for your groups"),
    ("charter_text", "written_by"): _("What you wrote of charters"),
    ("charter_accepted", "person_id"): _("Charters that you accepted"),
    ("announcement", "author_id"): _("Announcements that you wrote"),
    ("announcement_seen", "person_id"): _("Announcements that you said you have seen"),
    ("log_name", "person_id"): _("What the log has of you"),
    ("dialogue", "person_id"): _("What the bot waits for you to write"),
    ("outbox", "chat_id"): _("Messages to you"),
    ("outbox", "about_id"): _("Messages to others that are about you"),
    ("intake", "lane"): _("What you sent that could not be dealt with"),
}
"""What the parts are called; a trace of which nothing is told has none."""

WORDS: Mapping[str, str] = {
    "answer": _("What they said"),
    "at": _("When"),
    "away_until": _("Away until"),
    "announcements_off_at": _("No announcements since"),
    "blocked_at": _("Bot blocked since"),
    "changed": _("What is new"),
    "changed_at": _("Changed"),
    "closed_at": _("Closed"),
    "closes_at": _("Closes"),
    "confirmed_at": _("Confirmed"),
    "created_at": _("Made"),
    "ended_at": _("Ended"),
    "expires_at": _("Until"),
    "kind": _("Kind"),
    "language": _("Language"),
    "made_at": _("Made"),
    "met_at": _("First met"),
    "name": _("Name"),
    "network": _("Network"),
    "number": _("Number of your Telegram account"),
    "opens_at": _("Opens"),
    "organization": _("Organization"),
    "private_since": _("Writes in private since"),
    "reason": _("Reason"),
    "received_at": _("Came"),
    "sign": _("Sign of success"),
    "since": _("Since"),
    "starts_at": _("Begins"),
    "state": _("State"),
    "survey": _("Survey"),
    "telegram_language": _("Language of your Telegram"),
    "terms": _("Who may use it"),
    "text": _("Text"),
    "title": _("Title"),
    "until_at": _("Until"),
    "used_at": _("Used"),
    "version": _("Version"),
    "voice": _("Telegram's number of a voice message"),
    "zone": _("Time zone"),
}
"""What the parts of an entry are called."""


def files(texts: Texts, data: OwnData, zone: ZoneInfo) -> tuple[Screen, Screen]:
    """The file for programs, and the page. They take time to make: away from the event loop, please."""
    day = data.now.astimezone(zone).date().isoformat()
    programs = Screen(
        texts.say("The same for programs (JSON)."),
        file=File(f"palabre-{day}.json", as_json(data), "application/json"),
    )
    told = texts.say(
        "All that is kept about you, as a page for your browser. Whoever has these files can read it: please keep them"
        " well. To have it deleted: /forgetme"
    )
    page = Screen(told, file=File(f"palabre-{day}.html", _page(texts, data, zone), "text/html"))
    return programs, page


def none(texts: Texts) -> Screen:
    """Where a file cannot be sent."""
    return Screen(texts.say("I could not send you the files. Please try again later."))


def _page(texts: Texts, data: OwnData, zone: ZoneInfo) -> bytes:
    chapters = [_chapter(texts, one, zone) for one in data.sections]
    if data.answers:
        entries = [_answered(texts, one, zone) for one in data.answers]
        chapters.append(Chapter(texts.label("Your answers"), entries))
    intro = texts.label("As of {moment}.", moment=texts.moment(data.now, zone))
    return as_html(texts.language, texts.label("What is kept about you"), intro, chapters)


def _chapter(texts: Texts, section: Section, zone: ZoneInfo) -> Chapter:
    entries = [
        [
            (texts.label(WORDS[name]), _said(texts, value, zone))
            for name, value in row.items()
            if value not in (None, "")
        ]
        for row in section.rows
    ]
    return Chapter(texts.label(TITLES[section.table, section.column]), entries)


def _said(texts: Texts, value: object, zone: ZoneInfo) -> str:
    return texts.moment(value, zone) if isinstance(value, datetime) else str(value)


def _answered(texts: Texts, answered: Answered, zone: ZoneInfo) -> list[tuple[str, str]]:
    template = answered.template
    levels = [(theme(texts, template, spoke), _level(texts, level)) for spoke, level in answered.levels.items()]
    opened = texts.moment(answered.opened, zone)
    return [(texts.label("Survey"), template.title.in_(texts.language)), (texts.label("Opens"), opened), *levels]


def _level(texts: Texts, level: int) -> str:
    return str(level) if level >= 0 else texts.label("no level")
