"""One theme of a workshop, on one message in the group: it is tapped, shown, talked about and agreed on."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.clock import from_micros
from bot.i18n import Texts
from bot.screen import Button, Rows, Screen, column
from bot.services.rounds.snapshot import SpokeLevel
from bot.services.workshop.view import Held, View
from handlers.screens.common import lines, paragraphs, tap
from handlers.screens.rounds.wheel import agreement_words, extreme_words, whole
from handlers.values import workshop as v
from surveys.template import HIGHEST, Spoke
from surveys.text import Text

MINUTES = (3, 5, 10)
"""How long a group may want to talk about a theme."""


def theme(texts: Texts, view: View, place: int, *, anyhow: bool = False) -> Screen:
    """The theme as it stands. `anyhow` offers to go on where there are not enough taps to show a level."""
    if not view.aloud and view.themes[place].shown is None:
        return _tapping(texts, view, place, anyhow=anyhow)
    return _talking(texts, view, place)


def is_settled(view: View, place: int) -> bool:
    """Whether nobody has anything to tap there any more."""
    return view.themes[place].agreed is not None


def settled(texts: Texts, view: View, place: int) -> Screen:
    """What stays of a theme when the group has gone on."""
    held = view.themes[place]
    return Screen(paragraphs(_headed(texts, view, place), _result(texts, held.shown), _agreed(texts, view, place)))


def below(texts: Texts, view: View, place: int) -> Screen:
    """What stays of a message where the theme was sent once more: taps on two would not be seen on both."""
    return Screen(paragraphs(_headed(texts, view, place), texts.say("It goes on below.")))


def noted(texts: Texts, level: int, sentence: Text) -> str:
    """To whoever has tapped, over the chat."""
    return texts.label(
        "Noted: {level} · {sentence}. You can change it until it is shown.",
        level=level,
        sentence=sentence.in_(texts.language),
    )


def ask_why(texts: Texts) -> Screen:
    text = texts.say(
        "Why this level? Reply to this message with one sentence (300 characters at most) or a voice message. Please do"
        " not name or describe anyone who was harmed."
    )
    return Screen(text, ask=texts.label("In one sentence"))


def talk_is_over(texts: Texts, view: View) -> Screen:
    """It arrives by itself, so it does not say what the talk was about."""
    text = texts.say("The time for this talk is over. Which level do you agree on?")
    return Screen(text, (_levels(view, view.workshop.place),))


def _headed(texts: Texts, view: View, place: int) -> Markup:
    spoke = view.template.spokes[place]
    return texts.say(
        "<b>{number}/{count} · {theme}</b>\n{question}",
        number=place + 1,
        count=len(view.themes),
        theme=spoke.name.in_(texts.language),
        question=spoke.question.in_(texts.language),
    )


def _tapping(texts: Texts, view: View, place: int, *, anyhow: bool) -> Screen:
    one, spoke = view.workshop, view.template.spokes[place]
    rows = column(
        *(
            tap(_sentence(texts, spoke, level), v.Level(workshop_id=one.id, place=place, level=level))
            for level in range(HIGHEST + 1)
        )
    )
    enough = texts.say("Enough to look.") if view.themes[place].enough else texts.say("Not yet enough to look.")
    text = paragraphs(
        _headed(texts, view, place),
        texts.say("Tap the sentence that fits best. Nobody sees what others tap."),
        enough,
    )
    steering = (tap(texts.label("Show the level"), v.Show(workshop_id=one.id, place=place, sure=0)), _ways(view))
    without = tap(texts.label("Go on without its level"), v.Show(workshop_id=one.id, place=place, sure=1))
    return Screen(text, (*rows, *(((without,),) if anyhow else ()), steering))


def _talking(texts: Texts, view: View, place: int) -> Screen:
    held = view.themes[place]
    text = paragraphs(
        _headed(texts, view, place),
        _result(texts, held.shown),
        _to_talk_about(texts, view, place) if held.agreed is None else "",
        lines(*_sentences(texts, view.template.spokes[place])) if held.agreed is None else "",
        _agreed(texts, view, place) or texts.say("Which level do you agree on? Whoever facilitates taps it."),
        texts.say("→ is the level that you want next time.") if held.agreed is not None else "",
    )
    return Screen(text, _steering(texts, view, place, held))


def _result(texts: Texts, shown: SpokeLevel | None) -> Markup:
    """What the taps came to; nothing where nobody tapped."""
    if shown is None:
        return Markup("")
    if shown.word:
        return texts.say("Level of your answers: <b>{level}</b>", level=extreme_words(texts)[shown.word])
    if shown.level is None:
        return texts.say("The level is not shown, to protect everyone.")
    views = Markup(" · {}").format(agreement_words(texts)[shown.agreement]) if shown.agreement else Markup("")
    return texts.say("Level of your answers: <b>{level}</b>", level=texts.number(shown.level)) + views


def _to_talk_about(texts: Texts, view: View, place: int) -> Markup:
    asked = [Markup("• {}").format(one.in_(texts.language)) for one in view.template.spokes[place].discuss]
    until = view.workshop.talk_until if view.workshop.place == place else None
    local = from_micros(until).astimezone(ZoneInfo(view.zone)) if until else None
    time = texts.say("You talk until {time}.", time=texts.hour(local.time())) if local else ""
    return lines(texts.say("To talk about:"), *asked, time)


def _sentences(texts: Texts, spoke: Spoke) -> Iterator[str]:
    return (_sentence(texts, spoke, level) for level in range(HIGHEST + 1))


def _sentence(texts: Texts, spoke: Spoke, level: int) -> str:
    return f"{level} · {spoke.levels[level].in_(texts.language)}"


def _agreed(texts: Texts, view: View, place: int) -> Markup:
    """What the group has agreed on so far; empty before."""
    held = view.themes[place]
    if held.agreed is None:
        return Markup("")
    sentence = view.template.spokes[place].levels[held.agreed].in_(texts.language)
    spoken = texts.say("Why: a voice message") if held.voice else ""
    return lines(
        texts.say("You agree on <b>{level}</b>: {sentence}", level=held.agreed, sentence=sentence),
        texts.say("Why: {why}", why=held.why) if held.why else spoken,
        texts.say("Wished for next time: <b>{level}</b>", level=whole(texts, Decimal(held.target)))
        if held.target is not None
        else "",
    )


def _steering(texts: Texts, view: View, place: int, held: Held) -> Rows:
    one = view.workshop
    rows: list[tuple[Button, ...]] = [_levels(view, place)]
    if held.agreed is None:
        rows.append(_minutes(texts, view, place))
    else:
        why = texts.label("Another reason") if held.why or held.voice else texts.label("Say why")
        rows += [_wishes(view, place, held.agreed), (tap(why, v.Say(workshop_id=one.id, place=place)),)]
    if place < view.last:
        on = tap(texts.label("Next theme ›"), v.Go(workshop_id=one.id, place=place + 1, listed=0))
    else:
        on = tap(texts.label("Finish"), v.End(workshop_id=one.id, listed=0, sure=0))
    return (*rows, (on, _ways(view)))


def _levels(view: View, place: int) -> tuple[Button, ...]:
    agreed = view.themes[place].agreed
    return tuple(
        tap(_ticked(str(level), level == agreed), v.Agree(workshop_id=view.workshop.id, place=place, level=level))
        for level in range(HIGHEST + 1)
    )


def _wishes(view: View, place: int, agreed: int) -> tuple[Button, ...]:
    """From what is agreed on: nobody wants to fall back."""
    target = view.themes[place].target
    return tuple(
        tap(_ticked(f"→ {level}", level == target), v.Wish(workshop_id=view.workshop.id, place=place, level=level))
        for level in range(agreed, HIGHEST + 1)
    )


def _ticked(label: str, chosen: bool) -> str:
    return f"✓ {label}" if chosen else label


def _minutes(texts: Texts, view: View, place: int) -> tuple[Button, ...]:
    return tuple(
        tap(
            texts.label("{n} min", n=minutes),
            v.Talk(workshop_id=view.workshop.id, place=place, minutes=minutes),
        )
        for minutes in MINUTES
    )


def _ways(view: View) -> Button:
    return tap("⋯", v.Steer(workshop_id=view.workshop.id))
