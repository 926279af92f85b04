"""What answered a wheel: theme by theme how its level moved, and what was done about it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from markupsafe import Markup

from bot.i18n import Texts
from bot.screen import Picture, Screen
from bot.services.actions.answered import Answered, Answers, Besides
from bot.services.rounds.wheels import View
from bot.storage.actions import Action
from handlers.screens.actions.action import state, theme, what
from handlers.screens.common import lines, paragraphs, shortened, tap
from handlers.screens.rounds.wheel import CAPTION_LIMIT, extreme_words, length
from handlers.values import wheel as v
from handlers.values.actions import Begin
from surveys.extremes import Extreme

MOST = 3
"""Actions of one theme that are told; the others are counted."""

WORDS = 60
"""Characters of an action here."""


def looking_back(texts: Texts, wheel: Screen, view: View, done: Answers | None) -> Screen:
    """A wheel with what its people can look back on, as far as its caption has room; `done` is None at the first."""
    if done is None:
        return wheel
    text = paragraphs(wheel.text, lines(_well_done(texts, view, done), _many(texts, done)))
    button = tap(texts.label("What answered it"), v.Answered(figure_id=view.figure_id, page=0))
    rows = (*wheel.rows[:-1], (button,), *wheel.rows[-1:])
    return replace(wheel, text=text if length(text) <= CAPTION_LIMIT else wheel.text, rows=rows)


def _well_done(texts: Texts, view: View, done: Answers) -> Markup:
    names = [theme(texts, view.template, one.spoke) for one in _strongest(done)]
    return texts.say("What did we do well? ({themes})", themes=", ".join(names)) if names else Markup()


def _many(texts: Texts, done: Answers) -> Markup:
    many = len(done.actions)
    if not many:
        return Markup()
    return texts.plural("{n} action answered the last wheel.", "{n} actions answered the last wheel.", many)


def _strongest(done: Answers) -> list[Answered]:
    """Those above the others; none where all are alike."""
    found = [one for one in done.themes if one.strongest]
    return found if len(found) < len(done.themes) else []


def answered(texts: Texts, view: View, answers: Answers, page: int) -> Screen:
    """A page of it below the same picture; one that there is not is the last."""
    pages = _pages(texts, view, answers)
    here = min(max(page, 0), len(pages) - 1)
    turning = []
    if here:
        turning.append(tap("←", v.Answered(figure_id=view.figure_id, page=here - 1)))
    if here + 1 < len(pages):
        turning.append(tap("→", v.Answered(figure_id=view.figure_id, page=here + 1)))
    back = [tap(texts.label("← The wheel"), v.Show(figure_id=view.figure_id))]
    plan = [tap(texts.label("Plan an action"), Begin(figure_id=view.figure_id))]
    picture = Picture(view.figure_id, texts.language, view.file_id, whole=view.whole)
    return Screen(pages[here], tuple(tuple(row) for row in (turning, back, plan) if row), picture)


def _pages(texts: Texts, view: View, answers: Answers) -> list[Markup]:
    """As many themes on each as a caption holds."""
    head = _head(texts)
    pages = [head]
    for block in _blocks(texts, view, answers):
        longer = paragraphs(pages[-1], block)
        if length(longer) <= CAPTION_LIMIT:
            pages[-1] = longer
        else:
            pages.append(paragraphs(head, block))
    return pages


def _head(texts: Texts) -> Markup:
    return texts.say("<b>What answered the last wheel</b>")


def _blocks(texts: Texts, view: View, answers: Answers) -> Iterable[Markup]:
    best = _strongest(answers)
    for one in answers.themes:
        yield _theme(texts, theme(texts, view.template, one.spoke), one, best=one in best)
    if answers.besides:
        told = [(_about(texts, other), other.action) for other in answers.besides]
        yield lines(texts.say("<b>Besides</b>"), *_listed(texts, told))


def _theme(texts: Texts, name: str, one: Answered, *, best: bool) -> Markup:
    strongest = texts.say("This is strongest: what did we do well here?") if best else ""
    told = [("", action) for action in one.actions]
    head = texts.say("<b>{theme}</b>: {level}", theme=name, level=moved(texts, one))
    return lines(head, *_listed(texts, told), strongest)


def moved(texts: Texts, one: Answered) -> str:
    """Its level, and how far that is from the one before: "3.1 (+0.6)"."""
    now, before = _told(texts, one.word, one.level), _told(texts, one.previous_word, one.previous)
    if one.level is not None and one.previous is not None:
        return f"{now} ({_step(texts, one.level - one.previous)})"
    return now + texts.say(" (before: {level})", level=before) if before else now


def _told(texts: Texts, word: Extreme | None, level: Decimal | None) -> str:
    if word:
        return extreme_words(texts)[word]
    return "" if level is None else texts.number(level)


def _step(texts: Texts, by: Decimal) -> str:
    if not by:
        return texts.label("as before")
    return ("+" if by > 0 else "\N{MINUS SIGN}") + texts.number(abs(by))


def _about(texts: Texts, other: Besides) -> str:
    return theme(texts, other.template, other.action.theme.spoke if other.action.theme else "")


def _listed(texts: Texts, told: Sequence[tuple[str, Action]]) -> list[Markup]:
    """The first of them, and how many more there are."""
    listed = [_action(texts, about, one) for about, one in told[:MOST]]
    more = len(told) - MOST
    return [*listed, texts.plural("… and {n} more", "… and {n} more", more)] if more > 0 else listed


def _action(texts: Texts, about: str, one: Action) -> Markup:
    words = what(texts, one)
    if about:
        words = texts.label("{theme}: {action}", theme=about, action=words)
    return Markup("• {} · {}").format(shortened(words, WORDS), state(texts, one, needs_hand=False))
