"""The screens of a charter that is being written: the draft, what to write, the preview, the last question. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from bot.i18n import Texts
from bot.screen import Button, Rows, Screen, column
from bot.services.charter.charters import Reading
from bot.services.charter.drafts import LONGEST, LONGEST_CHANGE, Draft
from bot.storage.charters import Circle
from handlers.screens.charter.charter import of, said
from handlers.screens.common import lines, paragraphs, tap
from handlers.values import charter as v

LONGEST_VOICE = 10
"""Minutes: a longer one is no charter that somebody listens to over a poor link."""


def card(texts: Texts, draft: Draft, voices: Sequence[Texts]) -> Screen:
    """What is written, language by language, and what can be done next."""
    title = texts.say("<b>Charter</b> · {name} · draft", name=draft.name)
    about = texts.say("Nobody reads it before you put it in force. All who may write it see this draft.")
    written = lines(*(_written(texts, draft, one) for one in voices if one.language in draft.words))
    return Screen(
        paragraphs(title, about, written or texts.say("Nothing is written yet."), _unchanged(texts, draft, voices)),
        _card_rows(texts, draft, voices),
    )


def _written(texts: Texts, draft: Draft, voice: Texts) -> Markup:
    words = draft.words[voice.language]
    state = texts.label("written by you or a colleague") if words.writer else texts.label("as it was")
    spoken = texts.label("with a voice message") if words.voice else ""
    new = texts.label("says what is new") if words.changed else ""
    done = ", ".join(one for one in (state, spoken, new) if one)
    return texts.say("{language}: {state}", language=voice.own_name, state=done)


def _unchanged(texts: Texts, draft: Draft, voices: Sequence[Texts]) -> Markup | str:
    """Where some languages were written anew and others not, they may say different things."""
    old = [one.own_name for one in voices if one.language in draft.words and not draft.words[one.language].writer]
    if not old or len(old) == len(draft.words):
        return ""
    return texts.say(
        "Still as they were: {languages}. If they no longer say the same, write them anew or take them away: people"
        " then read it in its first language.",
        languages=texts.listing(old),
    )


def _card_rows(texts: Texts, draft: Draft, voices: Sequence[Texts]) -> Rows:
    whose, buttons = _whose(draft), []
    if draft.words:
        buttons.append(tap(texts.label("See it as it will be read"), v.Preview(**whose)))
    for one in voices:
        if one.language in draft.words:
            buttons.append(tap(one.own_name, v.Version(**whose, language=one.language)))
        else:
            add = texts.label("Add: {language}", language=one.own_name)
            buttons.append(tap(add, v.Write(**whose, language=one.language)))
    return column(*buttons, tap(texts.label("Delete the draft"), v.Discard(**whose)))


def version(texts: Texts, draft: Draft, voice: Texts) -> Screen:
    """The draft in one language."""
    words, whose = draft.words[voice.language], {**_whose(draft), "language": voice.language}
    text = paragraphs(Markup("<b>{}</b>").format(voice.own_name), *said(texts, words, news=True))
    buttons = [tap(texts.label("Write it anew"), v.Write(**whose))]
    if draft.renews:
        buttons.append(tap(texts.label("Say what is new"), v.Change(**whose)))
    if words.voice:
        buttons.append(tap(texts.label("Listen"), v.Hear(**whose)))
    buttons.append(tap(texts.label("Take this version away"), v.Drop(**whose)))
    return Screen(text, column(*buttons, _back(texts, draft)))


def ask(texts: Texts, circle: Circle, voice: Texts) -> Screen:
    """What shall it say?"""
    return Screen(
        paragraphs(
            texts.say("The charter in this language: <b>{language}</b>", language=voice.own_name),
            texts.say(
                "Please write or paste it here, in one message of at most {most} characters, so that it is read on one"
                " screen: how you work together and decide, what stays confidential, whose what is that you make."
                " A voice message is kept beside what is written.",
                most=LONGEST,
            ),
        ),
        _cancel(texts, circle),
    )


def ask_change(texts: Texts, draft: Draft, voice: Texts) -> Screen:
    """What is new?"""
    text = texts.say(
        "What is new in this version? Please write it in a sentence or two, in this language: <b>{language}</b>",
        language=voice.own_name,
    )
    return Screen(text, _cancel(texts, draft.charter.circle))


def too_long(texts: Texts, circle: Circle) -> Screen:
    """More than one screen; said once, however many messages it came in."""
    text = texts.say(
        "Thank you! That is more than people can read on one screen: there is room for {most} characters, about twenty"
        " lines. Please send a shorter version in one message. Nothing was changed.",
        most=LONGEST,
    )
    return Screen(text, _cancel(texts, circle))


def too_long_a_change(texts: Texts, circle: Circle) -> Screen:
    text = texts.say("Please say what is new in at most {most} characters.", most=LONGEST_CHANGE)
    return Screen(text, _cancel(texts, circle))


def too_long_a_voice(texts: Texts, circle: Circle) -> Screen:
    text = texts.say(
        "Few could listen to that over a poor link. Please speak it in at most {n} minutes; two are better.",
        n=LONGEST_VOICE,
    )
    return Screen(text, _cancel(texts, circle))


def unfit(texts: Texts, circle: Circle) -> Screen:
    """Neither words nor a voice message."""
    text = texts.say("A charter is words, or a voice message. Please send it in one of these forms.")
    return Screen(text, _cancel(texts, circle))


def preview(draft: Draft, voices: Sequence[Texts]) -> tuple[Screen, ...]:
    """Each language as it will be read, the original first."""
    ordered = sorted(voices, key=lambda one: one.language != draft.charter.language)
    shown = [one for one in ordered if one.language in draft.words]
    return tuple(Screen(paragraphs(*said(one, draft.words[one.language], news=True))) for one in shown)


def sure(texts: Texts, draft: Draft, voices: Sequence[Texts]) -> Screen:
    """Below the preview: the last question."""
    text = paragraphs(
        texts.say("Above: as it will be read. Shall it be in force?"),
        _whom(texts, draft),
        _unchanged(texts, draft, voices),
    )
    revision = draft.charter.revision
    buttons = [
        tap(texts.label("Put it in force"), v.Publish(**_whose(draft), revision=revision)),
        tap(texts.label("Change something"), v.Draft(**_whose(draft))),
    ]
    return Screen(text, column(*buttons))


def _whom(texts: Texts, draft: Draft) -> Markup:
    if draft.charter.circle.network_id is None:
        return texts.say("The group is told once, in its chat; each member then accepts it, or not.")
    return texts.say("Each member is told once, at a good hour; then they accept it, or not.")


def not_taken(texts: Texts, draft: Draft) -> Screen:
    """Telegram refused the preview, so nobody could read it."""
    text = texts.say("Telegram did not take the formatting, so nobody could read it. Shall I keep the words alone?")
    buttons = (
        tap(texts.label("Without formatting"), v.Plain(**_whose(draft))),
        tap(texts.label("Change something"), v.Draft(**_whose(draft))),
    )
    return Screen(text, column(*buttons))


def in_force(texts: Texts, one: Reading) -> Screen:
    """It is."""
    text = texts.say("Done: this version is in force. Those whom it concerns are told once, at a good hour.")
    return Screen(text, column(tap(texts.label("Read it"), v.Read(**of(one.circle).model_dump(), language=""))))


def _cancel(texts: Texts, circle: Circle) -> Rows:
    return column(tap(texts.label("Cancel"), v.Draft(**of(circle).model_dump())))


def _back(texts: Texts, draft: Draft) -> Button:
    return tap(texts.label("← Back"), v.Draft(**_whose(draft)))


def _whose(draft: Draft) -> dict[str, Any]:
    return of(draft.charter.circle).model_dump()
