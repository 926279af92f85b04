"""An announcement as it arrives, and the last question below its preview. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from bot.i18n import Texts
from bot.screen import Button, Content, Screen, column
from bot.services.announcements.announced import View
from handlers.screens.announcements.audience import reach_words
from handlers.screens.announcements.draft import languages_words, served
from handlers.screens.announcements.moments import when_words
from handlers.screens.common import lines, paragraphs, tap
from handlers.values import announcements as v
from handlers.values import sending as s


def arrives(content: Content, seen: Button | None) -> Screen:
    """An announcement as it arrives; an album has no button."""
    rows = column(seen) if seen and len(content.media) < 2 else ()
    return Screen(Markup(content.text), rows, media=content.media)  # noqa: S704 - Telegram's HTML, as it came


def preview(texts: Texts, view: View) -> tuple[Screen, ...]:
    """Each version as it will arrive, the original first."""
    original = view.announcement.language
    seen = tap(texts.label("I have seen this"), s.Sample()) if view.announcement.seen_button else None
    ordered = sorted(view.versions, key=lambda one: one != original)
    return tuple(arrives(view.versions[one], seen) for one in ordered)


def sure(texts: Texts, view: View, voices: Sequence[Texts]) -> Screen:
    """Below the preview: the last question, with how many get it."""
    one = view.announcement
    sending = texts.label("Schedule the announcement") if one.wall else texts.label("Send the announcement")
    several = texts.say("Above, in this order: {languages}.", languages=languages_words(texts, view, voices))
    text = paragraphs(
        several if len(view.versions) > 1 else texts.say("Above: as it will arrive."),
        lines(
            texts.say("To: <b>{reach}</b>", reach=reach_words(texts, view.reach)),
            texts.say("When: {when}", when=when_words(texts, one.wall)),
            served(texts, view),
        ),
    )
    buttons = tap(sending, v.Send(id=one.id, shown=view.mark)), tap(texts.label("Change something"), v.Look(id=one.id))
    return Screen(text, column(*buttons))


def not_taken(texts: Texts, announcement_id: int, language: str) -> Screen:
    """Telegram refused the preview, so it would refuse the announcement."""
    text = texts.say(
        "Telegram did not take the announcement as it is, so nobody would get it. Please write it anew, perhaps with"
        " less formatting or with another file."
    )
    buttons = (
        tap(texts.label("Write it anew"), v.Write(id=announcement_id, language=language)),
        tap(texts.label("Preview and send"), v.Preview(id=announcement_id)),
        tap(texts.label("← Back"), v.Look(id=announcement_id)),
    )
    return Screen(text, column(*buttons))
