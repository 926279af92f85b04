"""The screens of an announcement in the making: what, in which languages, when; and the last question. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.i18n import Texts
from bot.screen import Button, Content, Rows, Screen, column
from bot.services.announced import View
from handlers.screens.announcements import excerpt
from handlers.screens.audience import reach_words
from handlers.screens.common import lines, pairs, paragraphs, tap
from handlers.turn import _
from handlers.values import announcements as v
from handlers.values import sending as s

_UTC = ZoneInfo("UTC")
_KINDS = {
    "photo": _("a photo"),
    "document": _("a document"),
    "voice": _("a voice message"),
    "video": _("a video"),
    "audio": _("a piece of music"),
    "animation": _("an animation"),
}


def card(texts: Texts, view: View, whom: str, voices: Sequence[Texts]) -> Screen:
    """All that is set, as it is; `whom` is the audience in words, `voices` are the languages that we speak."""
    one = view.announcement
    title = texts.say("<b>Announcement</b> · {origin} · draft", origin=view.origin)
    if not view.own:
        title = texts.say("<b>Announcement</b> · {origin} · draft of {name}", origin=view.origin, name=one.author_name)
    facts = lines(
        texts.say("To: {whom}", whom=whom),
        _unreachable(texts, view),
        texts.say("Languages: {languages}", languages=_languages(texts, view, voices)),
        texts.say("When: {when}", when=when_words(texts, one.wall)),
        texts.say("It arrives silently.") if one.silent else texts.say("It arrives with a sound."),
        _seen(texts, view),
    )
    return Screen(paragraphs(title, what(texts, view), facts), _card_rows(texts, view))


def what(texts: Texts, view: View) -> Markup:
    """What the original is, with the beginning of its text."""
    content = view.versions.get(view.announcement.language or "")
    if content is None:
        return texts.say("Nothing is written yet.")
    kind = _kind(texts, content)
    quoted = texts.say("“{text}”", text=excerpt(content.text)) if content.text else ""
    return lines(kind, quoted)


def _kind(texts: Texts, content: Content) -> str:
    if len(content.media) > 1:
        return texts.labels("An album: {n} part", "An album: {n} parts", len(content.media))
    if not content.media:
        return ""
    return texts.label("With {medium}", medium=texts.label(_KINDS[content.media[0].kind]))


def _unreachable(texts: Texts, view: View) -> Markup | str:
    missing = view.reach.unreachable if view.reach else 0
    if not missing:
        return ""
    return texts.plural(
        "({n} person cannot be written to, or wants no announcements.)",
        "({n} people cannot be written to, or want no announcements.)",
        missing,
    )


def _languages(texts: Texts, view: View, voices: Sequence[Texts]) -> str:
    """Its versions by name; and who gets the original because there is no version in their language."""
    names = {one.language: one.own_name for one in voices}
    original = view.announcement.language
    written = [
        texts.label("{language} (original)", language=names.get(one, one)) if one == original else names.get(one, one)
        for one in sorted(view.versions, key=lambda one: one != original)
    ]
    return texts.listing(written) or texts.label("none yet")


def without_version(view: View) -> int:
    """How many groups and persons would get the original although they speak another language."""
    spoken = view.reach.languages if view.reach else {}
    return sum(count for language, count in spoken.items() if language not in view.versions)


def _seen(texts: Texts, view: View) -> Markup:
    if not view.announcement.seen_button:
        return texts.say("Without a “seen” button.")
    if any(len(content.media) > 1 for content in view.versions.values()):
        return texts.say("With a “seen” button, but not below an album: Telegram allows none there.")
    return texts.say("With a “seen” button; how many have tapped it is shown from {minimum} on.", minimum=view.minimum)


def when_words(texts: Texts, wall: datetime | None) -> str:
    """The time of day in each reader's own zone, or at once."""
    if wall is None:
        return texts.label("at once")
    return texts.label("{moment}, in each reader's own time", moment=moment(texts, wall))


def moment(texts: Texts, wall: datetime) -> str:
    """A time of day that belongs to no zone."""
    return texts.moment(wall.replace(tzinfo=UTC), _UTC)


def _card_rows(texts: Texts, view: View) -> Rows:
    one, to_list = view.announcement, tap(texts.label("All announcements"), v.List(page=0, anew=0))
    if not view.own:
        return column(to_list)
    if one.language is None:
        write = tap(texts.label("Write it"), v.Write(id=one.id, language=texts.language))
        return column(write, _discard(texts, one.id), to_list)
    whom = [tap(texts.label("To whom"), v.Audience(id=one.id, minus=0))] if one.group_id is None else []
    sound = texts.label("With a sound") if one.silent else texts.label("Silently")
    seen = texts.label("No “seen” button") if one.seen_button else texts.label("“Seen” button")
    changes = (
        *whom,
        tap(texts.label("When"), v.When(id=one.id)),
        tap(texts.label("Languages"), v.Languages(id=one.id)),
        tap(texts.label("Write it anew"), v.Write(id=one.id, language=one.language)),
        tap(sound, v.Sound(id=one.id, on=int(one.silent))),
        tap(seen, v.SeenButton(id=one.id, on=int(not one.seen_button))),
    )
    preview = tap(texts.label("Preview and send"), v.Preview(id=one.id))
    return ((preview,), *pairs(changes), (_discard(texts, one.id),), (to_list,))


def _discard(texts: Texts, announcement_id: int) -> Button:
    return tap(texts.label("Delete the draft"), v.Discard(id=announcement_id))


def languages(texts: Texts, view: View, voices: Sequence[Texts]) -> Screen:
    """The versions that there are, and those that could be written."""
    one, buttons = view.announcement, []
    for voice in voices:
        name = voice.own_name
        if voice.language in view.versions:
            buttons.append(tap(f"✓ {name}", v.Version(id=one.id, language=voice.language)))
        else:
            label = texts.label("Add: {language}", language=name)
            buttons.append(tap(label, v.Write(id=one.id, language=voice.language)))
    about = texts.say("Each person gets the version in their language; where there is none, the original.")
    return Screen(paragraphs(about, _served(texts, view)), column(*buttons, _back(texts, one.id)))


def _served(texts: Texts, view: View) -> Markup | str:
    missing = without_version(view)
    if not missing:
        return ""
    return texts.plural(
        "{n} group or person gets the original for now, in a language that is not theirs.",
        "{n} groups or people get the original for now, in a language that is not theirs.",
        missing,
    )


def version(texts: Texts, view: View, voice: Texts) -> Screen:
    """One version: anew, or away with it."""
    one, content = view.announcement, view.versions[voice.language]
    text = lines(Markup("<b>{}</b>").format(voice.own_name), _kind(texts, content), excerpt(content.text))
    buttons = [
        tap(texts.label("Write it anew"), v.Write(id=one.id, language=voice.language)),
        tap(texts.label("Take this version away"), v.Drop(id=one.id, language=voice.language)),
        tap(texts.label("← Back"), v.Languages(id=one.id)),
    ]
    return Screen(text, column(*buttons))


def when(texts: Texts, announcement_id: int, offered: Sequence[datetime]) -> Screen:
    """When? The times are those of each reader's own zone."""
    buttons = [tap(moment(texts, one), at(announcement_id, one)) for one in offered]
    about = texts.say(
        "When should it go out? A time of day is that of each reader's own zone. At night (21:00 to 7:00), and on the"
        " rest days of a group, it waits until the next morning."
    )
    now = tap(texts.label("At once"), at(announcement_id, None))
    other = tap(texts.label("Another date"), v.TypeDay(id=announcement_id))
    return Screen(about, column(now, *buttons, other, _back(texts, announcement_id)))


def at(announcement_id: int, wall: datetime | None) -> v.At:
    """The button of a time of day."""
    if wall is None:
        return v.At(id=announcement_id, day=0, minute=0)
    return v.At(id=announcement_id, day=wall.toordinal(), minute=wall.hour * 60 + wall.minute)


def ask_day(texts: Texts) -> Screen:
    return Screen(
        texts.say("Which day, and at what time? For example: 15 March 14:30, Friday 9:00, tomorrow 18:00."),
        ask=texts.label("A date and a time"),
    )


def bad_day(texts: Texts) -> Screen:
    """Asked again."""
    text = texts.say(
        "I could not use that. Please send a day within the next half year, and a time, for example: 15 March 14:30,"
        " Friday 9:00, tomorrow 18:00. Or /cancel."
    )
    return Screen(text, ask=texts.label("A date and a time"))


def echo(texts: Texts, announcement_id: int, wall: datetime) -> Screen:
    """What was understood, on a button: a date that was misread moves nothing."""
    buttons = (
        tap(moment(texts, wall), at(announcement_id, wall)),
        tap(texts.label("Another date"), v.TypeDay(id=announcement_id)),
        _back(texts, announcement_id),
    )
    return Screen(texts.say("Is this right? It is the time of each reader's own zone."), column(*buttons))


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
    several = texts.say("Above, in this order: {languages}.", languages=_languages(texts, view, voices))
    text = paragraphs(
        several if len(view.versions) > 1 else texts.say("Above: as it will arrive."),
        lines(
            texts.say("To: <b>{reach}</b>", reach=reach_words(texts, view.reach)),
            texts.say("When: {when}", when=when_words(texts, one.wall)),
            _served(texts, view),
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
        _back(texts, announcement_id),
    )
    return Screen(text, column(*buttons))


def _back(texts: Texts, announcement_id: int) -> Button:
    return tap(texts.label("← Back"), v.Look(id=announcement_id))
