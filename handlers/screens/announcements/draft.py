"""The screens of an announcement in the making: all that is set, and its versions. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from bot.i18n import Texts
from bot.screen import Button, Content, Rows, Screen, column
from bot.services.announcements.announced import View
from handlers.screens.announcements.announcements import excerpt
from handlers.screens.announcements.moments import when_words
from handlers.screens.common import lines, pairs, paragraphs, tap
from handlers.turn import _
from handlers.values import announcements as v

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
        texts.say("Languages: {languages}", languages=languages_words(texts, view, voices)),
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


def languages_words(texts: Texts, view: View, voices: Sequence[Texts]) -> str:
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
    return Screen(paragraphs(about, served(texts, view)), column(*buttons, _back(texts, one.id)))


def served(texts: Texts, view: View) -> Markup | str:
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


def _back(texts: Texts, announcement_id: int) -> Button:
    return tap(texts.label("← Back"), v.Look(id=announcement_id))
