"""The screens of answering: one message, edited in place."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.clock import from_micros
from bot.i18n import Texts
from bot.screen import Button, Rows, Screen, column
from bot.services.rounds.answering import Standing
from bot.storage.networks import Organization
from bot.storage.responses import DONT_KNOW, RATHER_NOT
from handlers.screens.common import lines, pairs, paragraphs, tap
from handlers.values.answering import (
    Another,
    Answer,
    Ask,
    Belong,
    Done,
    Hide,
    Languages,
    More,
    Open,
    Overview,
    Speak,
)
from surveys.template import Spoke

MOST_ORGANIZATIONS = 8


def question(texts: Texts, standing: Standing, place: int, *, operator: str, listed: bool = False) -> Screen:
    """The question of one spoke; before the first answer with the promise."""
    spoke = standing.template.spokes[place]
    asked = texts.say(
        "<b>{number}. {theme}</b>\n{question}",
        number=place + 1,
        theme=spoke.name.in_(texts.language),
        question=spoke.question.in_(texts.language),
    )
    opening = [promise(texts, standing.round.minimum, operator), _announced(texts, standing)]
    opening = opening if standing.untouched else []
    rows = (*_levels(texts, standing, place, listed), _ways(texts, standing, place, listed))
    return Screen(paragraphs(*opening, asked), rows)


def promise(texts: Texts, minimum: int, operator: str) -> Markup:
    """What is said before the first question, wherever that is asked."""
    return texts.say(
        "Your answers are mixed with the others', and a result appears only when at least {minimum} people have"
        " answered that theme. The bot never shows your choices to your group, your boss or a funder; only {operator},"
        " who runs the server, could reach them.",
        minimum=minimum,
        operator=operator or texts.label("the operator"),
    )


def _announced(texts: Texts, standing: Standing) -> Markup:
    return texts.say(
        "<b>{title}</b>\n{count} questions, about two minutes. Each tap is saved at once.",
        title=standing.template.title.in_(texts.language),
        count=len(standing.levels),
    )


def _levels(texts: Texts, standing: Standing, place: int, listed: bool) -> Rows:
    spoke, chosen = standing.template.spokes[place], standing.levels[place]
    choices = [*range(len(spoke.levels)), DONT_KNOW, RATHER_NOT]
    return column(
        *(
            tap(
                _choice(texts, spoke, level, chosen=level == chosen),
                Answer(round_id=standing.round.id, place=place, level=level, listed=int(listed)),
            )
            for level in choices
        )
    )


def _choice(texts: Texts, spoke: Spoke, level: int, *, chosen: bool = False) -> str:
    """The label of a choice. The tick takes the place of the dot, so that a sentence never gets longer by it."""
    if level >= 0:
        return f"{level} {'✓' if chosen else '·'} {spoke.levels[level].in_(texts.language)}"
    words = texts.label("I don't know") if level == DONT_KNOW else texts.label("I'd rather not say")
    return f"✓ {words}" if chosen else words


def _ways(texts: Texts, standing: Standing, place: int, listed: bool) -> tuple[Button, ...]:
    round_id = standing.round.id
    back = tap(texts.label("← Back"), Ask(round_id=round_id, place=place - 1, listed=int(listed)))
    more = tap(texts.label("More"), More(round_id=round_id, place=place))
    return (
        *((more,) if standing.untouched else ()),
        *((back,) if place > 0 else ()),
        tap(f"{place + 1}/{len(standing.levels)}", Overview(round_id=round_id)),
        tap(f"🌐 {texts.own_name}", Languages(round_id=round_id, place=place, listed=int(listed))),
    )


def more(texts: Texts, round_id: int, place: int) -> Screen:
    """What is behind the promise."""
    text = texts.say(
        "If everyone chooses the same level, that shows.\n\nAnyone holding your phone can read this chat."
        " “Hide” puts your answers away when you are done.\n\nWhat is kept, why and for how long: /privacy"
    )
    return Screen(text, column(tap(texts.label("← Back"), Ask(round_id=round_id, place=place))))


def languages(texts: Texts, voices: Sequence[Texts], asked: Languages) -> Screen:
    """The languages by their own names."""
    where = {"round_id": asked.round_id, "place": asked.place, "listed": asked.listed}
    buttons = [
        tap(
            f"✓ {voice.own_name}" if voice.language == texts.language else voice.own_name,
            Speak(**where, language=voice.language),
        )
        for voice in voices
    ]
    back = tap(texts.label("← Back"), Ask(**where))
    return Screen(texts.say("Which language suits you?"), column(*buttons, back))


def saved(texts: Texts, standing: Standing, zone: str | None) -> Screen:
    """After the last spoke: all is saved already."""
    text = texts.say(
        "<b>Everything is saved.</b> Each answer was saved as you tapped it; “Done” only closes this screen."
        "\n\nYou can change your answers until {day}.",
        day=_last_day(texts, standing, zone),
    )
    return Screen(
        text,
        column(
            tap(texts.label("Done"), Done(round_id=standing.round.id)),
            tap(texts.label("See my answers"), Overview(round_id=standing.round.id)),
        ),
    )


def thanks(texts: Texts, standing: Standing, zone: str | None) -> Screen:
    """Thanks, and no level."""
    round_id = standing.round.id
    buttons = [
        tap(texts.label("See my answers"), Overview(round_id=round_id)),
        tap(texts.label("Hide"), Hide(round_id=round_id)),
    ]
    if not standing.open:
        return Screen(texts.say("Thank you!"), column(*buttons))
    day = _last_day(texts, standing, zone)
    if standing.complete or standing.locked:
        text = texts.say("Thank you! The result comes after {day}, if enough people have answered.", day=day)
        return Screen(text, column(*buttons))
    go_on = tap(texts.label("Go on"), Open(round_id=round_id))
    text = texts.say("Thank you! What you answered is saved. You can go on until {day}.", day=day)
    return Screen(text, column(go_on, *buttons))


def put_away(texts: Texts, round_id: int) -> Screen:
    """What stays when everything is hidden: nothing that tells of a round, and the way back to it."""
    return Screen(
        texts.say("All right, it is put away."), column(tap(texts.label("Open again"), Open(round_id=round_id)))
    )


def overview(texts: Texts, standing: Standing, zone: str | None) -> Screen:
    """The person's own answers; a theme can be tapped as long as answers are taken."""
    hide = tap(texts.label("Hide"), Done(round_id=standing.round.id))
    text = paragraphs(_changeable(texts, standing, zone), _answers(texts, standing))
    if not standing.open or standing.locked:
        return Screen(text, column(hide))
    missing = standing.next_after(len(standing.levels) - 1)
    go_on = tap(texts.label("Go on"), Open(round_id=standing.round.id))
    return Screen(text, (*_themes(texts, standing), *(() if missing is None else ((go_on,),)), (hide,)))


def _changeable(texts: Texts, standing: Standing, zone: str | None) -> Markup:
    if not standing.open:
        return texts.say("<b>Your answers</b>\nThe round is closed: they can no longer be changed.")
    if standing.locked:
        return texts.say("<b>Your answers</b>\nThey are counted in a published wheel: they can no longer be changed.")
    day = _last_day(texts, standing, zone)
    return texts.say("<b>Your answers</b>\nTap a theme to change its answer, until {day}.", day=day)


def _answers(texts: Texts, standing: Standing) -> Markup:
    said_so_far = []
    for number, (spoke, level) in enumerate(zip(standing.template.spokes, standing.levels, strict=True), 1):
        said = "–" if level is None else _choice(texts, spoke, level)
        theme = spoke.name.in_(texts.language)
        said_so_far.append(Markup("{}. <b>{}</b>\n{}").format(number, theme, said))
    return lines(*said_so_far)


def _themes(texts: Texts, standing: Standing) -> Rows:
    buttons = [
        tap(
            f"{place + 1} · {spoke.name.in_(texts.language)}",
            Ask(round_id=standing.round.id, place=place, listed=1),
        )
        for place, spoke in enumerate(standing.template.spokes)
    ]
    return pairs(buttons)


def closed(texts: Texts, round_id: int) -> Screen:
    """A tap after the close."""
    text = texts.say("This round is closed, so nothing was changed. Its result: /wheel. What is open for you: /start")
    return Screen(text, _look_or_hide(texts, round_id))


def locked(texts: Texts, round_id: int) -> Screen:
    """A tap after the answers were counted."""
    text = texts.say(
        "Your answers are counted in a published wheel, so they can no longer be changed. See the wheel: /wheel."
        " What is open for you: /start"
    )
    return Screen(text, _look_or_hide(texts, round_id))


def _look_or_hide(texts: Texts, round_id: int) -> Rows:
    return column(
        tap(texts.label("See my answers"), Overview(round_id=round_id)),
        tap(texts.label("Hide"), Hide(round_id=round_id)),
    )


def invitation(texts: Texts, round_id: int) -> Screen:
    """Arrives by itself, perhaps on a lock screen: no title, no level."""
    text = texts.say("There are a few questions for you.\nThey take about two minutes, whenever it suits you.")
    return Screen(text, column(tap(texts.label("Answer"), Open(round_id=round_id))))


def organization(texts: Texts, round_id: int, listed: Sequence[Organization], *, more_by_name: bool) -> Screen:
    """Which organization one is with: at most eight to tap, the others by typing."""
    text = texts.say(
        "Which organization are you with? It gets a wheel of its own if enough of its people answer."
        " If you belong to several, take the one you know best."
    )
    if more_by_name:
        text = paragraphs(text, texts.say("Write the beginning of its name to find it."))
    return Screen(text, _organizations(texts, round_id, listed))


def found(texts: Texts, round_id: int, listed: Sequence[Organization]) -> Screen:
    """What the typed letters found."""
    if listed:
        text = texts.say("Is it one of these? If not, write a little more of its name.")
    else:
        text = texts.say("No organization of that name is known yet. Write it another way, or tap “Another”.")
    return Screen(text, _organizations(texts, round_id, listed))


def _organizations(texts: Texts, round_id: int, listed: Sequence[Organization]) -> Rows:
    buttons = [tap(one.name, Belong(round_id=round_id, organization_id=one.id)) for one in listed[:MOST_ORGANIZATIONS]]
    none = tap(texts.label("None"), Belong(round_id=round_id, organization_id=0))
    another = tap(texts.label("Another"), Another(round_id=round_id))
    return (*column(*buttons), (none, another))


def another(texts: Texts, round_id: int) -> Screen:
    """Asks for a name that is not listed."""
    text = texts.say("What is your organization called? Write its full name.")
    return Screen(text, column(tap(texts.label("← Back"), Open(round_id=round_id))))


def _last_day(texts: Texts, standing: Standing, zone: str | None) -> str:
    return texts.day(from_micros(standing.closes_at), ZoneInfo(zone or standing.zone or "UTC"))
