"""The screens around announcements: from where, the list of all, what to write, and leaving them. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from bot.i18n import Texts
from bot.screen import Button, Content, Screen, column
from bot.services.announcements.announcements import Listed, Origin
from handlers.content import Unfit
from handlers.screens.common import paragraphs, shortened, tap
from handlers.turn import _
from handlers.values import announcements as v
from handlers.values import sending as s

PAGE = 8
"""Announcements on a page of the list."""

_MOST_PLACES = 40
_EXCERPT = 120

_STATES = {
    "draft": _("draft"),
    "preparing": _("sending"),
    "scheduled": _("scheduled"),
    "sending": _("sending"),
    "paused": _("paused"),
    "sent": _("sent"),
    "cancelled": _("cancelled"),
}
_UNFIT = {
    Unfit.KIND: _(
        "I can pass on a text, photo, document, voice message, video, piece of music or album, but not this. Please"
        " send it in another form, or /cancel."
    ),
    Unfit.TOO_LARGE: _(
        "This file is larger than 50 MB: many could not open it. Please send a smaller one, or a link to it. Or"
        " /cancel."
    ),
    Unfit.TOO_LONG: _(
        "There is room for 1024 characters below a photo or file. Please shorten the text, or send it by itself. Or"
        " /cancel."
    ),
}


def plain_text(content: Content) -> str:
    """The text without its formatting, in one line."""
    return str(Markup(content.text).striptags())  # noqa: S704 - it was HTML when it came


def excerpt(text: str) -> str:
    """The beginning of a text (HTML), without formatting."""
    return shortened(plain_text(Content(text)), _EXCERPT)


def places(texts: Texts, origins: Sequence[Origin]) -> Screen:
    """From where?"""
    buttons = [
        tap(_place(texts, one), v.Begin(network_id=one.network_id, group_id=one.group_id or 0))
        for one in origins[:_MOST_PLACES]
    ]
    return Screen(texts.say("For whom is the announcement?"), column(*buttons))


def _place(texts: Texts, origin: Origin) -> str:
    return origin.name if origin.group_id else texts.label("{network} (network)", network=origin.name)


def nowhere(texts: Texts) -> Screen:
    """Somebody without a role asked."""
    return Screen(
        texts.say(
            "Announcements are sent by the coordinators of a network, and by the facilitators of a group to their own."
        )
    )


def in_private(texts: Texts, link: str) -> Screen:
    """In a group: an announcement is written in private."""
    text = texts.say("Let us write the announcement in private; nobody sees it before it is sent.")
    return Screen(text, column(Button(texts.label("Write it in private"), url=link)))


def write(texts: Texts, announcement_id: int, version: str | None = None) -> Screen:
    """Asks for the announcement; `version` is the name of the language where it is one version of several."""
    about = texts.say("The version in this language: <b>{language}</b>", language=version) if version else ""
    ask = texts.say(
        "Write, speak or forward the announcement to me: text, photo, document, voice message, video or album. Nobody"
        " gets it before you have seen it as it will arrive."
    )
    cancel = tap(texts.label("Cancel"), v.Look(id=announcement_id))
    return Screen(paragraphs(about, ask), column(cancel))


def album(texts: Texts, announcement_id: int) -> Screen:
    """The first part of an album is here; nobody says which is the last."""
    text = texts.say("An album: I take its parts as they come. Please tap when all of them are sent.")
    return Screen(text, column(tap(texts.label("That is all"), v.Look(id=announcement_id))))


def unfit(texts: Texts, why: Unfit) -> Screen:
    """This cannot be passed on; something else is still waited for."""
    return Screen(texts.say(_UNFIT[why]))


def discarded(texts: Texts) -> Screen:
    """The draft is gone."""
    return Screen(texts.say("The draft is deleted. Nobody got anything."), _to_the_list(texts))


def _to_the_list(texts: Texts) -> tuple[tuple[Button, ...], ...]:
    return column(tap(texts.label("All announcements"), v.List(page=0, anew=0)))


def listing(texts: Texts, listed: Sequence[Listed], page: int) -> Screen:
    """A page of announcements, the newest first; one more than a page says that there are others."""
    new = tap(texts.label("New announcement"), v.Places())
    if not listed and not page:
        return Screen(texts.say("There are no announcements yet."), column(new))
    buttons = [tap(_entry(texts, one), v.Look(id=one.announcement.id)) for one in listed[:PAGE]]
    turning = []
    if page:
        turning.append(tap(texts.label("← Newer"), v.List(page=page - 1, anew=0)))
    if len(listed) > PAGE:
        turning.append(tap(texts.label("Older →"), v.List(page=page + 1, anew=0)))
    rows = (*column(*buttons), *([tuple(turning)] if turning else []), *column(new))
    return Screen(texts.say("<b>Announcements</b>"), rows)


def _entry(texts: Texts, listed: Listed) -> str:
    state = texts.label(_STATES[listed.announcement.state])
    return f"{state} · {plain_text(Content(listed.text)) or listed.origin}"


def left(texts: Texts) -> Screen:
    """No more announcements for the person."""
    text = texts.say(
        "You get no more announcements in private. Answers to what you do here, and all that is said in your groups,"
        " still reach you."
    )
    return Screen(text, column(tap(texts.label("Have them again"), s.Leave(off=0))))


def back_again(texts: Texts) -> Screen:
    """Announcements for the person again."""
    text = texts.say("From now on you get announcements again. To leave them: /stop")
    return Screen(text)
