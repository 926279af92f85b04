"""The screens of help, language and being forgotten, and what is said to what was not understood."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase

from bot.i18n import Texts
from bot.screen import Button, Screen, column
from bot.services.privacy.privacy import Leaving
from handlers.screens.common import paragraphs, tap
from handlers.turn import _
from handlers.values.general import Forget, Help, Keep, Voice

_AWAITED = {
    "*organization*": _("the name of the organization"),
    "*country": _("the country"),
    "*day": _("the date"),
    "survey*": _("the date"),
    "proposal*": _("the date"),
    "agenda": _("the point for the agenda"),
    "action": _("the action that you were planning"),
    "action_name": _("somebody's name"),
    "action_*": _("a word about the action"),
    "person_days": _("a number"),
    "workshop_present": _("a number"),
    "workshop*": _("the reason"),
    "announcement*": _("the announcement, or its new text"),
    "thread*": _("a word about the discussion"),
    "keep": _("what was to be kept"),
    "charter*": _("the charter, or what is new in it"),
    "support*": _("the contact"),
    "template*": _("the new words of the survey"),
}
"""What is waited for, by the kind of the dialogue; the first that fits."""


def talk(texts: Texts, bot_username: str) -> Button:
    """A way from a group into the private chat."""
    return Button(texts.label("Open our private chat"), url=f"https://t.me/{bot_username}")


def voices(texts: Texts, offered: Sequence[Texts], *, group: bool) -> Screen:
    """The languages by their own names."""
    buttons = [
        tap(
            f"✓ {one.own_name}" if one.language == texts.language else one.own_name,
            Voice(language=one.language),
        )
        for one in offered
    ]
    text = texts.say("Which language shall I speak in this group?") if group else texts.say("Which language suits you?")
    return Screen(text, column(*buttons))


def speaks(texts: Texts, *, group: bool) -> Screen:
    """Said in the language that was just chosen."""
    if group:
        return Screen(texts.say("From now on I speak English here."))
    return Screen(texts.say("From now on I speak English with you."))


def forget(texts: Texts, leaving: Leaving) -> Screen:
    """Asks once more; says first what would be without anyone."""
    parts = [
        texts.say(
            "<b>Shall I forget you?</b>\nYour name, language, groups, organization, roles and messages are deleted,"
            " your actions and what you kept for your own use, and your answers. What your groups made their own stays,"
            " without your name; wheels that are published stay: they name nobody. To see all of it first: /mydata"
        )
    ]
    if leaving.networks:
        names = texts.listing(one.name for one in leaving.networks)
        parts.append(texts.say("You are the only one who coordinates {names}: better name someone first.", names=names))
    if leaving.groups:
        names = texts.listing(one.title for one in leaving.groups)
        parts.append(texts.say("You are the only facilitator of {names}: better name someone first.", names=names))
    yes = tap(texts.label("Yes, forget me"), Forget())
    return Screen(paragraphs(*parts), column(yes, tap(texts.label("No, stay"), Keep())))


def forgotten(texts: Texts) -> Screen:
    """The last word."""
    return Screen(
        texts.say("Done: you are forgotten here. To clear this chat too, delete it in Telegram. All the best!")
    )


def stayed(texts: Texts) -> Screen:
    """Nothing was deleted."""
    return Screen(texts.say("All right, nothing was deleted. /start shows what is open for you."))


def only_private(texts: Texts, bot_username: str) -> Screen:
    """For what does not belong into a group."""
    return Screen(texts.say("Better in private: write me that in our own chat."), column(talk(texts, bot_username)))


def cancelled(texts: Texts, kind: str | None) -> Screen:
    """What was dropped (the kind of a dialogue), or that nothing was."""
    if kind is None:
        return Screen(texts.say("There is nothing to cancel. What is open for you: /start"))
    return Screen(texts.say("Cancelled: I no longer wait for {what}. Nothing was changed.", what=_awaited(texts, kind)))


def _awaited(texts: Texts, kind: str) -> str:
    fits = (what for pattern, what in _AWAITED.items() if fnmatchcase(kind, pattern))
    return texts.label(next(fits, _("what you were going to write")))


def in_words(texts: Texts) -> Screen:
    """Only words can be used here."""
    return Screen(
        texts.say("Here I can only use what is written: please write it. Or /cancel."), ask=texts.label("In writing")
    )


def tap_instead(texts: Texts, question: Screen) -> Screen:
    """Text where a tap is expected: the present question once more."""
    hint = texts.say("Please tap the sentence that fits. What is written here is not counted.")
    return Screen(paragraphs(hint, question.text), question.rows)


def not_understood(texts: Texts) -> Screen:
    """One line that says what can be done now."""
    text = texts.say("I did not understand that. /start shows what is open for you, /help what I can do.")
    return Screen(text, column(tap(texts.label("What can I do here?"), Help())))


def not_understood_in_group(texts: Texts) -> Screen:
    """The same in a group."""
    return Screen(texts.say("I did not understand that. What I can do here: /help"))
