"""The screens of a charter that is in force: the choice, reading it, and the letter about a new one. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from bot.i18n import Texts
from bot.screen import Button, Media, Rows, Screen, column
from bot.services.charter.charters import STARTER, Reading
from bot.storage.charters import Circle, Words
from handlers.screens.common import lines, paragraphs, tap, ticked
from handlers.values import charter as v

_MOST = 40
"""Charters to choose from: more make a markup that Telegram refuses."""


def of(circle: Circle) -> v.OfCircle:
    """The part of a button that says whose charter it is about."""
    if circle.network_id is not None:
        return v.OfCircle(whose="n", id=circle.network_id)
    return v.OfCircle(whose="g", id=circle.group_id or 0)


def choice(texts: Texts, readings: Sequence[Reading]) -> Screen:
    """Which one?"""
    if not readings:
        return Screen(
            texts.say("I do not know your network yet. Please send /charter in your group once, or open an invitation.")
        )
    buttons = [tap(_entry(texts, one), v.Read(**of(one.circle).model_dump(), language="")) for one in readings[:_MOST]]
    return Screen(texts.say("Which charter would you like to read?"), column(*buttons))


def _entry(texts: Texts, one: Reading) -> str:
    name = one.name if one.circle.network_id is None else texts.label("{network} (network)", network=one.name)
    return ticked(name, one.accepted)


def chosen(words: Mapping[str, Words], language: str, original: str) -> str:
    """The language in which it is read: the wanted one, else the original, else what there is."""
    return next((one for one in (language, original) if one in words), next(iter(words), ""))


def reading(texts: Texts, one: Reading, voices: Sequence[Texts], *, wanted: str = "", others: bool = False) -> Screen:
    """The whole charter on one screen, in the `wanted` language or the reader's. `others`: there is a choice."""
    if not one.words:
        return _nothing(texts, one)
    language = chosen(one.words, wanted or texts.language, one.language)
    answer = _done(texts, one) if one.accepted else _offer(texts, one)
    text = paragraphs(_title(texts, one), *said(texts, one.words[language], news=one.renewed), answer)
    return Screen(text, (*_answering(texts, one, language, voices), *_writing(texts, one), *_choice(texts, others)))


def in_group(texts: Texts, one: Reading, url: str) -> Screen:
    """The same for all who read along: each accepts by a tap, and reads it in their own language in private."""
    private = column(Button(texts.label("Read it in private"), url=url))
    if not one.words:
        return Screen(_nothing(texts, one).text, private)
    language = chosen(one.words, texts.language, one.language)
    text = paragraphs(_title(texts, one), *said(texts, one.words[language], news=True), _offer(texts, one))
    return Screen(text, (*_answering(texts, one, language, []), *private))


def _title(texts: Texts, one: Reading) -> Markup:
    head = texts.say("<b>Charter</b> · {name}", name=one.name)
    if one.version == STARTER:
        return lines(head, texts.say("To begin with, these ten lines hold, until the network writes its own."))
    return lines(head, texts.say("Version {number}", number=one.version))


def said(texts: Texts, words: Words, *, news: bool) -> list[Markup]:
    """What is new (with `news`), and all that it says."""
    told = texts.say("<b>New:</b> {changed}", changed=words.changed) if words.changed and news else Markup()
    spoken = texts.say("It was spoken: tap “Listen”.")
    return [told, Markup(words.text) if words.text else spoken]  # noqa: S704 - Telegram's HTML, as it came


def _done(texts: Texts, one: Reading) -> Markup:
    if one.circle.network_id is None:
        return texts.say("✓ You have accepted this version.")
    return texts.say("✓ You have accepted this version. What other groups share: /shared")


def _offer(texts: Texts, one: Reading) -> Markup:
    if one.circle.network_id is None:
        return texts.say("Your surveys, wheels and plans are open to you in any case.")
    return texts.say(
        "Accepting it opens what other groups share (/shared). Your own surveys, wheels and plans are open to you in"
        " any case."
    )


def _answering(texts: Texts, one: Reading, language: str, voices: Sequence[Texts]) -> Rows:
    """Accepting, listening, and the other languages that it has."""
    whose, buttons = of(one.circle).model_dump(), []
    if not one.accepted and one.version is not None:
        buttons.append(tap(texts.label("I accept"), v.Accept(**whose, version=one.version)))
    if one.words[language].voice:
        buttons.append(tap(texts.label("Listen"), v.Listen(**whose, language=language)))
    spoken = [
        tap(each.own_name, v.Read(**whose, language=each.language))
        for each in voices
        if each.language in one.words and each.language != language
    ]
    return (*column(*buttons), *column(*spoken))


def _writing(texts: Texts, one: Reading) -> Rows:
    if not one.writes:
        return ()
    whose = of(one.circle).model_dump()
    if one.drafted:
        return column(tap(texts.label("Go on writing the next version"), v.Draft(**whose)))
    return column(
        tap(texts.label("Write a version from this one"), v.Begin(**whose, blank=0)),
        tap(texts.label("Write one from a blank page"), v.Begin(**whose, blank=1)),
    )


def _choice(texts: Texts, others: bool) -> Rows:
    return column(tap(texts.label("← All charters"), v.List())) if others else ()


def _nothing(texts: Texts, one: Reading) -> Screen:
    """A group without a charter of its own; or the only words of one were a voice that was deleted."""
    said = texts.say("This group has no charter of its own; that of its network holds.")
    if one.version is not None:
        said = texts.say("Its words went with whoever had spoken them. It can be written anew here.")
    return Screen(paragraphs(texts.say("<b>Charter</b> · {name}", name=one.name), said), _writing(texts, one))


def voice(file_id: str) -> Screen:
    """What was spoken."""
    return Screen(Markup(""), media=(Media("voice", file_id),))


def news(texts: Texts, readings: Sequence[Reading]) -> Screen:
    """The letter: it names nobody, for it shows on lock screens."""
    text = texts.say("There is something new to read, about how you work together. It takes two minutes.")
    buttons = [tap(texts.label("Read it"), v.Read(**of(one.circle).model_dump(), language="")) for one in readings[:1]]
    if len(readings) > 1:
        buttons = [tap(texts.label("Read it"), v.List())]
    return Screen(text, column(*buttons))
