"""The screens on which a theme of one's own survey is looked at, worded, added, dropped and turned on. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from bot.i18n import Texts
from bot.screen import Button, Rows, Screen, column
from bot.services.rounds.tailoring import View
from handlers.screens.common import lines, pairs, paragraphs, tap
from handlers.screens.rounds.tailoring import called
from handlers.values import tailoring as v
from surveys.tailoring import PARTS, Draft
from surveys.template import LONGEST, Spoke
from surveys.text import Text


def theme(texts: Texts, view: View, spoke: Spoke) -> Screen:
    """A theme with all that is said of it; each sentence is the button that words it anew."""
    language = texts.language
    text = paragraphs(
        lines(Markup("<b>{}</b>").format(called(texts, spoke)), Markup("{}").format(spoke.question.in_(language))),
        texts.say("What would you like to change?"),
    )
    return Screen(text, (*_wording(texts, view, spoke), *_ways(texts, view, spoke)))


def _wording(texts: Texts, view: View, spoke: Spoke) -> Rows:
    words = {"id": view.own.id, "key": spoke.key, "language": texts.language}
    first = [
        tap(texts.label("Name"), v.Word(**words, piece="n")),
        tap(texts.label("Question"), v.Word(**words, piece="q")),
    ]
    sentences = [
        tap(f"{level} · {sentence.in_(texts.language)}", v.Word.model_validate({**words, "piece": str(level)}))
        for level, sentence in enumerate(spoke.levels)
    ]
    return (*pairs(first), *column(*sentences, tap(texts.label("All six sentences"), v.Word(**words, piece="s"))))


def _ways(texts: Texts, view: View, spoke: Spoke) -> Rows:
    seen = {"id": view.own.id, "revision": view.own.revision, "key": spoke.key}
    if not spoke.sensitive:
        turning = tap(texts.label("It is sensitive"), v.Mark(**seen))
    elif spoke.key in view.draft.off:
        turning = tap(texts.label("Turn it on"), v.TurnOn(**seen, sure=0))
    else:
        turning = tap(texts.label("Turn it off"), v.TurnOff(**seen))
    return column(turning, tap(texts.label("Drop it"), v.Drop(**seen, sure=0)), _back(texts, view.own.id))


def warning(texts: Texts, view: View, spoke: Spoke, operator: str) -> Screen:
    """Before a sensitive theme is asked."""
    text = paragraphs(
        texts.say("<b>{theme}</b> is sensitive. Please think of this first:", theme=spoke.name.in_(texts.language)),
        lines(
            texts.say(
                "• Is it safe? Phones are lent, and searched: whoever opens a chat with me can read this question."
            ),
            texts.say("• Is it lawful where you are? In some countries a talk about it can be held against people."),
            texts.say(
                "• Answers are kept like all others: {operator}, who runs the server, could reach them.",
                operator=operator,
            ),
            texts.say(
                "• What it shows is seen by members in private, and never in a group. Nobody is asked about themselves."
            ),
        ),
        texts.say("If you are not sure, leave it off, and ask people whom it concerns."),
    )
    yes = v.TurnOn(id=view.own.id, revision=view.own.revision, key=spoke.key, sure=1)
    return Screen(
        text, column(tap(texts.label("It is safe: turn it on"), yes), _to_theme(texts, view.own.id, spoke.key))
    )


def sure_to_drop(texts: Texts, view: View, spoke: Spoke) -> Screen:
    text = texts.say("Drop the theme <b>{theme}</b>?", theme=spoke.name.in_(texts.language))
    yes = v.Drop(id=view.own.id, revision=view.own.revision, key=spoke.key, sure=1)
    return Screen(text, column(tap(texts.label("Yes, drop it"), yes), _to_theme(texts, view.own.id, spoke.key)))


def ask(texts: Texts, view: View, word: v.Word, languages: Sequence[Texts], note: str = "") -> Screen:
    """New words are typed: how it is said now, how much fits, and what becomes of other languages."""
    spoke, voice = view.draft.spoke(word.key), next(one for one in languages if one.language == word.language)
    now = said(view.draft, spoke, word.piece)
    text = paragraphs(
        Markup("{}").format(note),
        lines(texts.say("Now:"), *(Markup("<i>{}</i>").format(one.in_(word.language)) for one in now)),
        _room(texts, word, voice.own_name),
        _languages(texts, now, voice, languages),
        texts.say("Other words for a level make this a new theme: it is not compared with wheels before.")
        if spoke and word.piece not in ("n", "q")
        else "",
    )
    others = [
        tap(texts.label("In {language}", language=one.own_name), word.model_copy(update={"language": one.language}))
        for one in languages
        if one.language != word.language
    ]
    back = _to_theme(texts, view.own.id, word.key) if spoke else _back(texts, view.own.id)
    return Screen(text, (*pairs(others), (back,)))


def said(draft: Draft, spoke: Spoke | None, part: v.Piece) -> list[Text]:
    """How that part is said."""
    if spoke is None:
        return [draft.title if part == "t" else draft.about]
    if part == "s":
        return list(spoke.levels)
    return [{"n": spoke.name, "q": spoke.question}.get(part) or spoke.levels[int(part)]]


def _room(texts: Texts, word: v.Word, language: str) -> Markup:
    if word.piece == "s":
        return texts.say(
            "Please send six lines in {language}, from level 0 to 5, each of at most {most} characters.",
            language=language,
            most=LONGEST["sentence"],
        )
    most = LONGEST[PARTS[word.piece]]
    return texts.say(
        "Please send the new words in {language}, at most {most} characters.", language=language, most=most
    )


def _languages(texts: Texts, now: Sequence[Text], voice: Texts, languages: Sequence[Texts]) -> Markup:
    """What is said in other languages goes where it would not say the same any more."""
    have = set.intersection(*(set(one.languages) for one in now))
    others = texts.listing(one.own_name for one in languages if one.language in have - {voice.language})
    if not others:
        return Markup()
    if voice.language in have:
        return texts.say("What it says in {languages} then goes, until you say it there as well.", languages=others)
    return texts.say("It stays as it is in {languages}.", languages=others)


def ask_name(texts: Texts, view: View, note: str = "") -> Screen:
    """A new theme: what is it called?"""
    asked = texts.say(
        "A new theme. What is it called? At most {most} characters: it stands beside the wheel.", most=LONGEST["name"]
    )
    return Screen(paragraphs(Markup("{}").format(note), asked), column(_back(texts, view.own.id)))


def ask_question(texts: Texts, view: View, name: str, note: str = "") -> Screen:
    asked = texts.say(
        "What is the question? Ask about what people can see, in at most {most} characters.", most=LONGEST["question"]
    )
    text = paragraphs(Markup("{}").format(note), Markup("<b>{}</b>").format(name), asked)
    return Screen(text, column(_back(texts, view.own.id)))


def ask_sentences(texts: Texts, view: View, name: str, question: str, note: str = "") -> Screen:
    asked = texts.say(
        "Please send its six sentences in one message, a line each, from level 0 to 5, each of at most {most}"
        " characters. Say what somebody recognizes, and shame nobody.",
        most=LONGEST["sentence"],
    )
    head = lines(Markup("<b>{}</b>").format(name), Markup("{}").format(question))
    return Screen(paragraphs(Markup("{}").format(note), head, asked), column(_back(texts, view.own.id)))


def _back(texts: Texts, own_id: int) -> Button:
    return tap(texts.label("← Back"), v.Card(id=own_id))


def _to_theme(texts: Texts, own_id: int, key: str) -> Button:
    return tap(texts.label("← Back"), v.Theme(id=own_id, key=key))
