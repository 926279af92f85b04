"""The screens of an announcement that is being sent, or was: how far it is, changing and deleting it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.clock import from_micros
from bot.delivery.failures import Failure
from bot.delivery.mailings import Tally
from bot.i18n import Texts
from bot.screen import Button, Content, Rows, Screen, column
from bot.services.announcements.announced import View
from handlers.screens.announcements.announcements import excerpt
from handlers.screens.announcements.draft import what
from handlers.screens.announcements.moments import when_words
from handlers.screens.common import lines, paragraphs, tap
from handlers.turn import _
from handlers.values import announcements as v
from handlers.values import sending as s

UNDER_WAY = frozenset({"preparing", "sending", "scheduled", "paused"})

_FAILURES = {
    Failure.BLOCKED: _("has blocked me"),
    Failure.DEACTIVATED: _("the account is deleted"),
    Failure.KICKED: _("I was removed from the group"),
    Failure.DELETED: _("the group is deleted"),
    Failure.NOT_STARTED: _("has never written to me"),
    Failure.UNKNOWN: _("Telegram does not know the chat"),
    Failure.LEFT: _("I am not in the group any more"),
    Failure.NO_RIGHTS: _("I may not write in the group, or not this kind of message"),
    Failure.TOPIC_CLOSED: _("the topic of the group is closed"),
    Failure.MALFORMED: _("Telegram did not take the message as it is"),
    Failure.STALE_FILE: _("Telegram no longer knows the file"),
    Failure.UNCERTAIN: _("no answer from Telegram: it may have arrived"),
    Failure.PAST: _("no longer meant for this chat"),
    Failure.NOT_MADE: _("the message could not be made"),
    Failure.NOT_SENT: _("Telegram could not be reached"),
    Failure.GONE: _("the message is not there any more"),
    Failure.TOO_OLD: _("older than 48 hours: Telegram deletes nothing then"),
}


def standing(texts: Texts, view: View, zone: ZoneInfo) -> Screen:
    """How it stands, with what can be done about it now."""
    title = texts.say("<b>Announcement</b> · {origin}", origin=view.origin)
    written = "" if view.own else texts.say("Written by {name}.", name=view.announcement.author_name)
    return Screen(
        paragraphs(title, what(texts, view), lines(_state(texts, view, zone), written), *_figures(texts, view)),
        _rows(texts, view),
    )


def _state(texts: Texts, view: View, zone: ZoneInfo) -> Markup:
    one = view.announcement
    ended = texts.moment(from_micros(one.ended_at), zone) if one.ended_at is not None else ""
    if one.removed_at is not None:
        return texts.say("Deleted on {moment}.", moment=texts.moment(from_micros(one.removed_at), zone))
    if one.state == "scheduled":
        return texts.say("It goes out: {when}.", when=when_words(texts, one.wall))
    if one.state == "paused":
        return texts.say("<b>Paused.</b> Nothing goes out until you go on.")
    if one.state == "cancelled":
        nobody = texts.say("<b>Cancelled.</b> Nobody got it.")
        return texts.say("<b>Cancelled.</b> What had arrived before stays.") if view.tally.sent else nobody
    if one.state == "sent":
        return texts.say("<b>Sent.</b> The last one went out on {moment}.", moment=ended)
    return texts.say("<b>It is being sent.</b> This message tells how far it is.")


def _figures(texts: Texts, view: View) -> list[Markup]:
    tally, parts = view.tally, [Markup()]
    if tally.all:
        arrived = texts.say("Arrived: {sent} of {all}", sent=tally.sent, all=tally.all)
        parts = [lines(arrived, _rest(texts, tally)), _seen(texts, view)]
    for title, all_of_it in ((_("<b>New text</b>"), view.change), (_("<b>Deleting</b>"), view.removal)):
        following = _meant(all_of_it) if all_of_it else None
        if following is not None and following.all:
            done = texts.say("Done: {sent} of {all}", sent=following.sent, all=following.all)
            parts.append(lines(texts.say(title), done, _rest(texts, following)))
    return [part for part in parts if part]


def _meant(tally: Tally) -> Tally:
    """Without the chats where another version stands: there is nothing to do."""
    return replace(tally, failed={why: n for why, n in tally.failed.items() if why is not Failure.PAST})


def _rest(texts: Texts, tally: Tally) -> Markup:
    """What has not arrived, and why."""
    waiting, failed = tally.waiting + tally.held, sum(tally.failed.values())
    return lines(
        texts.say("Still to go: {n}", n=waiting) if waiting else "",
        texts.say("Not sent any more: {n}", n=tally.cancelled) if tally.cancelled else "",
        texts.say("Did not work: {n}", n=failed) if failed else "",
        *(texts.say("• {reason}: {n}", reason=texts.say(_FAILURES[why]), n=n) for why, n in tally.failed.items()),
    )


def _seen(texts: Texts, view: View) -> Markup:
    if not view.announcement.seen_button or not view.tally.sent:
        return Markup()
    if view.seen is None:
        return texts.say("How many have seen it is shown from {minimum} on.", minimum=view.minimum)
    return texts.plural("{n} person has seen it.", "{n} people have seen it.", view.seen)


def _rows(texts: Texts, view: View) -> Rows:
    one = view.announcement
    buttons: list[Button] = []
    if one.state in ("preparing", "sending"):
        buttons.append(tap(texts.label("Pause"), s.Steer(id=one.id, do="pause")))
    if one.state == "paused":
        buttons.append(tap(texts.label("Go on"), s.Steer(id=one.id, do="resume")))
    if one.state in UNDER_WAY:
        buttons.append(tap(_cancelling(texts, view), s.Steer(id=one.id, do="cancel")))
    if one.removed_at is None and (one.state in UNDER_WAY or view.tally.sent):
        buttons.append(tap(texts.label("Change the text"), s.Change(id=one.id)))
    if one.removed_at is None and view.tally.sent:
        buttons.append(tap(texts.label("Delete it everywhere"), s.Remove(id=one.id, sure=0)))
    if goes_on(view):
        buttons.append(tap(texts.label("Refresh"), v.Look(id=one.id)))
    return column(*buttons, tap(texts.label("All announcements"), v.List(page=0, anew=1)))


def _cancelling(texts: Texts, view: View) -> str:
    return texts.label("Do not send the rest") if view.tally.sent else texts.label("Do not send it")


def goes_on(view: View) -> bool:
    """Whether something of it is still on its way."""
    waits = [tally for tally in (view.change, view.removal) if tally and tally.waiting + tally.held]
    return bool(waits) or view.announcement.spreading or view.announcement.state in ("preparing", "sending")


def cancelled(texts: Texts, view: View) -> str:
    """The toast after a cancel: how many had gone in the last second too."""
    if view.announcement.state != "cancelled":
        return texts.label("Too late: all of it had gone out already.")
    sent = view.tally.sent
    if not sent:
        return texts.label("Cancelled. Nobody got it.")
    return texts.labels(
        "Cancelled. It had arrived in {n} chat already.", "Cancelled. It had arrived in {n} chats already.", sent
    )


def which_text(texts: Texts, view: View, voices: Sequence[Texts]) -> Screen:
    """The text of which version?"""
    one = view.announcement
    buttons = [
        tap(voice.own_name, s.Rewrite(id=one.id, language=voice.language))
        for voice in voices
        if voice.language in view.versions
    ]
    return Screen(texts.say("In which language shall the text change?"), column(*buttons))


def ask_text(texts: Texts, old: Content) -> Screen:
    """Asks for the new text; the present one stands there to be copied."""
    about = texts.say("Please send the new text. Photos and files stay as they are. /cancel stops this.")
    present = texts.say("As it is now:") if old.text else ""
    room = Markup(old.text) if len(old.text) < 3000 else ""  # noqa: S704 - Telegram's HTML, as it came
    return Screen(paragraphs(about, present if room else "", room), ask=texts.label("The new text"))


def only_text(texts: Texts) -> Screen:
    """Something else than a text was sent."""
    return Screen(
        texts.say("Only the text can change: please send it by itself. Or /cancel."), ask=texts.label("The new text")
    )


def sure_to_replace(texts: Texts, view: View, language: str) -> Screen:
    """Below the announcement with its new text: change it everywhere?"""
    one = view.announcement
    text = texts.say("Above: with the new text. Shall I change it wherever this version stands, or is still to arrive?")
    yes = tap(texts.label("Yes, change it"), s.Replace(id=one.id, language=language))
    return Screen(text, column(yes, tap(texts.label("Leave it as it is"), v.Look(id=one.id))))


def sure_to_remove(texts: Texts, view: View) -> Screen:
    """Delete it everywhere?"""
    one, sent = view.announcement, view.tally.sent
    text = paragraphs(
        texts.plural("Shall I delete the announcement in {n} chat?", "Shall I delete it in {n} chats?", sent),
        texts.say("Telegram allows it for 48 hours; what is older stays. What is not sent yet is not sent any more."),
    )
    yes = tap(texts.label("Yes, delete it"), s.Remove(id=one.id, sure=1))
    return Screen(text, column(yes, tap(texts.label("Leave it as it is"), v.Look(id=one.id))))


def report(texts: Texts, view: View) -> Screen:
    """To the author, when all is done."""
    text = paragraphs(
        texts.say("Your announcement has gone out."),
        texts.say("“{text}”", text=excerpt(_original(view).text)) if _original(view).text else "",
        *_figures(texts, view),
    )
    return Screen(text, column(tap(texts.label("Look at it"), v.Look(id=view.announcement.id))))


def orphaned(texts: Texts, view: View) -> Screen:
    """To the coordinators: whoever wrote it has no role any more, so it waits."""
    text = texts.say(
        "An announcement of {name} ({origin}) is paused: {name} no longer has the role for it. Who goes on with it,"
        " or cancels it?",
        name=view.announcement.author_name,
        origin=view.origin,
    )
    return Screen(text, column(tap(texts.label("Look at it"), v.Look(id=view.announcement.id))))


def _original(view: View) -> Content:
    return view.versions.get(view.announcement.language or "", Content(""))


def text_not_taken(texts: Texts) -> Screen:
    """Telegram refused the new text; another one is still waited for."""
    text = texts.say("Telegram did not take this text as it is. Please send another one, or /cancel.")
    return Screen(text, ask=texts.label("The new text"))


def cannot_write(texts: Texts, group: str) -> Screen:
    """To a group's facilitators: Telegram lets nothing through."""
    text = paragraphs(
        texts.say("I am in the group <b>{group}</b>, but may not write there.", group=group),
        texts.say(
            "Could you allow it? In Telegram: the group's settings, Permissions or Administrators. Until then nothing"
            " of mine arrives there."
        ),
    )
    return Screen(text)
