"""The wheel as a picture, and the caption that says the same in words: both from the one frozen snapshot."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import partial
from html import unescape
from itertools import product
from zoneinfo import ZoneInfo

from babel.numbers import get_decimal_symbol
from markupsafe import Markup

from bot.clock import from_micros
from bot.i18n import Texts
from bot.screen import Button, Picture, Screen
from bot.services.rounds.snapshot import Snapshot
from bot.services.rounds.wheels import Choice, View
from handlers.screens.common import LONGEST_LABEL, shortened, tap
from handlers.values import wheel as v
from handlers.values.actions import Begin
from handlers.values.threads import Discuss
from handlers.values.workshop import Agreed
from surveys.extremes import Extreme
from surveys.scoring import Agreement
from surveys.wheel import SpokeResult, Wheel, Words, most_divided, moved, results, strongest, to_strengthen

CAPTION_LIMIT = 1024
"""Characters of a caption after its entities are taken out (Bot API)."""

MOST_CHOICES = 50
"""Buttons of one message: Telegram takes 100, and about 10 KB."""

_TAG = re.compile(r"<[^>]*>")

Detail = Callable[[Texts, Sequence[SpokeResult]], list[Markup]]
"""Says one line a theme, with more of what is known of it or with less."""


def words(texts: Texts, *, aloud: bool = False) -> Words:
    """The few words of the picture itself; `aloud`: of a workshop in which nobody tapped."""
    return Words(
        previous=texts.label("previous round"),
        target=texts.label("wished for"),
        agreed=texts.label("agreed together"),
        withheld=_withheld(texts, aloud=aloud),
        agreement=agreement_words(texts),
        extremes=extreme_words(texts),
        decimal_sign=get_decimal_symbol(texts.locale),
    )


def _withheld(texts: Texts, *, aloud: bool) -> str:
    """Why a theme has no level."""
    return texts.label("not agreed on") if aloud else texts.label("not shown, to protect everyone")


def agreement_words(texts: Texts) -> dict[Agreement, str]:
    return {
        Agreement.AGREE: texts.label("views agree"),
        Agreement.MIXED: texts.label("views are mixed"),
        Agreement.DIVIDED: texts.label("views differ"),
    }


def extreme_words(texts: Texts) -> dict[Extreme, str]:
    return {
        Extreme.VERY_LOW: texts.label("very low"),
        Extreme.LOW: texts.label("low"),
        Extreme.HIGH: texts.label("high"),
        Extreme.VERY_HIGH: texts.label("very high"),
    }


def drawing(texts: Texts, view: View) -> Wheel:
    """What the picture shows, in the reader's language."""
    snapshot = view.snapshot
    return Wheel(
        title=view.template.title.in_(texts.language),
        whose=snapshot.whose,
        date_text=texts.date(from_micros(snapshot.closed_at), ZoneInfo(snapshot.zone)),
        answers_text=_taking_part(texts, snapshot),
        spokes=_spokes(texts, view),
        words=words(texts, aloud=_aloud(view)),
    )


def _aloud(view: View) -> bool:
    return view.snapshot.present is not None


def _taking_part(texts: Texts, snapshot: Snapshot) -> str:
    """How many people are in it; nothing where that cannot be told."""
    if snapshot.present is not None:
        many = snapshot.present
        return texts.labels("agreed together, {n} person present", "agreed together, {n} people present", many)
    return texts.labels("{n} answer", "{n} answers", snapshot.answers) if snapshot.answers else ""


def _spokes(texts: Texts, view: View) -> tuple[SpokeResult, ...]:
    spokes = view.snapshot.spokes
    return results(
        view.template,
        texts.language,
        levels={spoke.key: spoke.level for spoke in spokes},
        previous={spoke.key: spoke.previous for spoke in spokes},
        agreements={spoke.key: spoke.agreement for spoke in spokes},
        targets={spoke.key: None if spoke.wish is None else Decimal(spoke.wish) for spoke in spokes},
        agreed={spoke.key: None if spoke.agreed is None else Decimal(spoke.agreed) for spoke in spokes},
        extremes={spoke.key: spoke.word for spoke in spokes},
        previous_extremes={spoke.key: spoke.previous_word for spoke in spokes},
    )


def caption(texts: Texts, view: View) -> Markup:
    """The wheel in words: what is strongest, what to strengthen, where views differ; then each theme with its level.

    The first lines show on lock screens, so they hold no level and no title. Where all is too long for Telegram, what
    is least needed goes first; each theme with its level always stays: it is the text alternative of the picture.
    """
    spokes = _spokes(texts, view)
    opening, frame = _opening(texts, spokes), _frame(texts, view)
    nothing = [texts.say("No theme stands out from the others.")]
    shorter = [(opening[:most], form) for form in (_together, _short) for most in (len(opening), 2, 1)]
    forms: list[tuple[list[Markup], Detail]] = [(opening, partial(_full, aloud=_aloud(view))), *shorter]
    for about, (sentences, detail) in product([[frame, *_reckoned(texts, view)], [frame]], forms):
        text = Markup("\n\n").join(
            Markup("\n").join(part) for part in (sentences or nothing, about, detail(texts, spokes))
        )
        if length(text) <= CAPTION_LIMIT:
            return text
    return Markup("\n\n").join([nothing[0], frame, Markup("\n").join(_short(texts, spokes))])


def length(text: Markup) -> int:
    """How long Telegram takes a text to be: UTF-16 units, without the tags."""
    return len(unescape(_TAG.sub("", text)).encode("utf-16-le")) // 2


def _opening(texts: Texts, spokes: Sequence[SpokeResult]) -> list[Markup]:
    """The sentences that call out what stands out; none where nothing does."""
    lines = []
    if themes := _names(strongest(spokes)):
        lines.append(texts.say("What is strongest: {themes}.", themes=themes))
    if themes := _names(to_strengthen(spokes)):
        lines.append(texts.say("To strengthen: {themes}.", themes=themes))
    if themes := _names(most_divided(spokes)):
        lines.append(texts.say("Where views differ: {themes}.", themes=themes))
    if themes := _names(moved(spokes)[:2]):
        lines.append(texts.say("What moved most: {themes}.", themes=themes))
    return lines


def _names(spokes: Iterable[SpokeResult]) -> str:
    """Side by side without an "and": many themes hold one themselves ("People and money")."""
    return ", ".join(spoke.name for spoke in spokes)


def _frame(texts: Texts, view: View) -> Markup:
    wheel = drawing(texts, view)
    about = " · ".join(part for part in (wheel.whose, wheel.date_text, wheel.answers_text) if part)
    parts = (Markup("<b>{}</b>").format(wheel.title), Markup("{}").format(about), _private(texts, view))
    return Markup("\n").join(part for part in parts if part)


def _reckoned(texts: Texts, view: View) -> list[Markup]:
    """Where levels may come from; which of them do is not kept."""
    if not view.of_groups:
        return []
    return [texts.say("Some levels may be reckoned from the groups’ wheels, so that nobody’s own answer shows.")]


def _private(texts: Texts, view: View) -> Markup:
    """Which themes the group does not see."""
    names = ", ".join(spoke.name.in_(texts.language) for spoke in view.template.spokes if spoke.sensitive)
    return texts.say("Shown here alone, never in a group: {themes}.", themes=names) if names else Markup()


def _short(texts: Texts, spokes: Iterable[SpokeResult], withheld: str = "–") -> list[Markup]:
    return [
        texts.say("{number}. {theme}: {level}", number=place, theme=spoke.name, level=_stands(texts, spoke) or withheld)
        for place, spoke in enumerate(spokes, 1)
    ]


def _stands(texts: Texts, spoke: SpokeResult) -> str:
    """Where the theme stands; empty where that is withheld."""
    if spoke.word:
        return extreme_words(texts)[spoke.word]
    if spoke.level is not None:
        return texts.number(spoke.level)
    return texts.label("{level} (agreed)", level=whole(texts, spoke.agreed)) if spoke.agreed is not None else ""


def whole(texts: Texts, level: Decimal) -> str:
    """A level that people agreed on or wish for: never between two."""
    return texts.number(int(level))


def _together(texts: Texts, spokes: Iterable[SpokeResult]) -> list[Markup]:
    """Each theme with its level, with what was agreed on together, and with what is wished for."""
    listed = list(spokes)
    return [line + _wished(texts, spoke) for line, spoke in zip(_short(texts, listed), listed, strict=True)]


def _wished(texts: Texts, spoke: SpokeResult) -> Markup:
    beside = Markup("")
    if spoke.agreed is not None and spoke.answered:
        beside += texts.say(" · agreed: {level}", level=whole(texts, spoke.agreed))
    if spoke.target is not None:
        beside += texts.say(" · wished for: {level}", level=whole(texts, spoke.target))
    return beside


def _full(texts: Texts, spokes: Sequence[SpokeResult], *, aloud: bool = False) -> list[Markup]:
    """Each theme with all that is known of it, and why a level is not there."""
    agreeing = agreement_words(texts)
    shown = _short(texts, spokes, _withheld(texts, aloud=aloud))
    lines = []
    for line, spoke in zip(shown, spokes, strict=True):
        views = Markup(" · {}").format(agreeing[spoke.agreement]) if spoke.agreement else ""
        lines.append(line + _before(texts, spoke) + views + _wished(texts, spoke))
    return lines


def _before(texts: Texts, spoke: SpokeResult) -> Markup:
    if spoke.previous_word:
        return texts.say(" (before: {level})", level=extreme_words(texts)[spoke.previous_word])
    if spoke.previous is None:
        return Markup("")
    agreed = not spoke.answered and spoke.agreed is not None
    number = whole(texts, spoke.previous) if agreed else texts.number(spoke.previous)
    return texts.say(" (before: {level})", level=number)


def wheel(texts: Texts, view: View, *, paged: bool = False, others: bool = False) -> Screen:
    """The picture with its caption, and what to do about it; `paged` adds buttons to other rounds, `others` one to the
    choice.
    """
    picture = Picture(view.figure_id, texts.language, view.file_id, whole=view.whole)
    turning = []
    if paged and view.earlier is not None:
        turning.append(tap(texts.label("‹ Earlier"), v.Show(figure_id=view.earlier)))
    if paged and view.later is not None:
        turning.append(tap(texts.label("Later ›"), v.Show(figure_id=view.later)))
    back = [tap(texts.label("Other wheels"), v.Choose())] if others else []
    agreed = [tap(texts.label("What we agreed on"), Agreed(figure_id=view.figure_id))] if view.snapshot.together else []
    talk = [tap(texts.label("Discuss"), Discuss(figure_id=view.figure_id))] if view.scope != "organization" else []
    plan = [tap(texts.label("Plan an action"), Begin(figure_id=view.figure_id))]
    rows = (turning, back, agreed, talk, plan)
    return Screen(caption(texts, view), tuple(tuple(row) for row in rows if row), picture)


def choices(texts: Texts, found: Sequence[Choice]) -> Screen:
    """Which wheel? Whose, and on what: both can be read however long they are."""
    rows = tuple((tap(_choice(texts, one), v.Show(figure_id=one.figure_id)),) for one in found[:MOST_CHOICES])
    return Screen(texts.say("Which wheel would you like to see?"), rows)


def _choice(texts: Texts, one: Choice) -> str:
    title = one.template.title.in_(texts.language)
    whose = shortened(one.whose, max(LONGEST_LABEL - len(title) - 3, LONGEST_LABEL // 2))
    return f"{whose} · {title}"


def none_yet(texts: Texts, *, in_group: bool) -> Screen:
    if in_group:
        return Screen(texts.say("This group has no wheel yet. A facilitator can begin a round with /survey."))
    return Screen(texts.say("There is no wheel for you yet. When a round that you are part of ends, you find it here."))


def ready(texts: Texts, figure_id: int) -> Screen:
    """A private message that arrives by itself: neutral, it shows on the lock screen."""
    button = Button(texts.label("Show"), v.Show(figure_id=figure_id).pack())
    return Screen(texts.say("Something new is ready for you."), ((button,),))


def organization_withheld(texts: Texts) -> Screen:
    """A private message that arrives by itself: no wheel, in words that tell nothing about who answered."""
    return Screen(
        texts.say("The last round is over. There were not enough answers to show a result and protect everyone.")
    )
