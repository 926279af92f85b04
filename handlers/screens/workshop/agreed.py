"""What a group agreed on in the workshop of a wheel, and why. Pure: values in, screens out."""

from __future__ import annotations

from markupsafe import Markup

from bot.i18n import Texts
from bot.screen import Media, Rows, Screen
from bot.services.rounds.snapshot import SpokeLevel
from bot.services.rounds.wheels import View
from handlers.screens.common import lines, paragraphs, tap
from handlers.values import workshop as v


def agreed(texts: Texts, view: View) -> Screen:
    """Each theme on which the group agreed, with its reason."""
    spokes = zip(view.template.spokes, view.snapshot.spokes, strict=True)
    told = [
        _theme(texts, place, theme.name.in_(texts.language), spoke)
        for place, (theme, spoke) in enumerate(spokes, 1)
        if spoke.agreed is not None
    ]
    if not told:
        return Screen(texts.say("Nothing was agreed on in this workshop."))
    return Screen(paragraphs(*told), _spoken(view))


def _theme(texts: Texts, number: int, name: str, spoke: SpokeLevel) -> Markup:
    level = texts.say("<b>{number}. {theme}</b>\nAgreed: {level}", number=number, theme=name, level=spoke.agreed)
    wish = texts.say(" · wished for: {level}", level=spoke.target) if spoke.target is not None else Markup("")
    return lines(level + wish, Markup("“{}”").format(spoke.why) if spoke.why else "")


def _spoken(view: View) -> Rows:
    """A button for each reason that was spoken."""
    return tuple(
        (tap(f"▶ {place + 1}", v.Hear(figure_id=view.figure_id, place=place)),)
        for place, spoke in enumerate(view.snapshot.spokes)
        if spoke.voice is not None and spoke.agreed is not None
    )


def reason(voice: str) -> Screen:
    return Screen(Markup(""), media=(Media("voice", voice),))
