"""`/help`: what can be done here, sorted by what people want to do; each feature is two taps away. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from bot.i18n import Texts
from bot.screen import Button, Rows, Screen, column
from bot.services.groups.people import Hats
from bot.services.rounds.answering import Standing
from handlers.screens.common import lines, pairs, paragraphs, tap
from handlers.screens.general import talk
from handlers.turn import _
from handlers.values import charter, support
from handlers.values.answering import Open
from handlers.values.general import Help, Section, Voices

_MOST_OPEN = 5


@dataclass(frozen=True, slots=True)
class Part:
    """One section: its button, what it is about, and what there is in private and in a group (a command a line)."""

    label: str
    about: str
    private: tuple[str, ...]
    group: tuple[str, ...] = ()


SECTIONS = {
    "answer": Part(
        _("Answer"),
        _("You are invited by a button in your group, or by a link. Each question is one tap, in about two minutes."),
        (
            _("/start – what is open for you"),
            _("/cancel – stop what I wait for"),
        ),
    ),
    "wheels": Part(
        _("See wheels"),
        _("A wheel shows how those who have answered see each theme. It is seen by those whom it describes."),
        (
            _("/wheel – the wheel of your organization, at once; below it, what answered it"),
            _("/companions – who accompanies your organization, and what they see"),
        ),
        (_("/wheel – the latest wheel of this group; below it, what answered it, and a talk about it"),),
    ),
    "plan": Part(
        _("Plan, follow up"),
        _("A few actions answer a wheel: with somebody who takes them on, and a day. I remind of them gently."),
        (
            _("/action – plan an action"),
            _("/plan – the plans, and what is to be done"),
            _("/my – what you have taken on"),
            _("/away – no reminders until you are back"),
            _("/agenda – what comes back at your meetings"),
            _("/export – a plan as a file, for a spreadsheet or a calendar"),
        ),
        (
            _("/plan – what is to be done"),
            _("/action – plan an action"),
            _("/agenda – what comes back at your meetings"),
            _("/export – the plan as a file, for a spreadsheet or a calendar"),
        ),
    ),
    "talk": Part(
        _("Talk"),
        _("Groups talk about what a wheel shows. What shall last is kept by whoever has said it, on their own terms."),
        (
            _("/threads – the discussions of your groups"),
            _("/discuss – begin one"),
            _("/keep – what you have kept"),
            _("/shared – what other groups share, once you have accepted the charter"),
        ),
        (
            _("/discuss – begin a discussion, on a theme or on any subject"),
            _("/threads – the discussions of this group"),
            _("/keep – keep what you have said, in answer to your own message"),
        ),
    ),
    "facilitate": Part(
        _("For facilitators"),
        _("For those who facilitate a group. They are named there, with /settings."),
        (
            _("/groups – how your groups stand, and what comes next"),
            _("/survey – begin or manage a round of your group"),
            _("/announce – send an announcement to your group; all of them: /announcements"),
            _("/template – make a survey your own: other words, other themes"),
            _("/charter – write the charter of your group"),
            _("/log – who did what"),
            _("In the group: /workshop takes a survey together; /settings sets language, rhythm and who facilitates."),
        ),
        (
            _("/survey – begin, extend or close a round"),
            _("/workshop – take a survey together, theme by theme"),
            _("/template – make a survey your own: other words, other themes"),
            _("/announce – send an announcement to this group"),
            _("/settings – language, time zone, facilitators, rhythm"),
            _("/language – the language I speak here"),
        ),
    ),
    "coordinate": Part(
        _("For coordinators"),
        _("For those who coordinate a network. They come in by a link of somebody who does already."),
        (
            _("/start – links for groups, and for another coordinator"),
            _("/survey – open a round for an organization, or propose one to all groups"),
            _("/template – make a survey your own; for an organization, begin with /survey"),
            _("/groups – how all groups stand"),
            _("/companions – the organizations: who is with them, who accompanies them"),
            _("/announce – send an announcement; all of them: /announcements"),
            _("/charter – write the charter of the network"),
            _("/contacts – say whom members can turn to for help"),
            _("/log – who did what"),
            _("/erase – erase an organization, or the whole network"),
        ),
    ),
    "privacy": Part(
        _("Privacy"),
        _("Your choices are shown to nobody. What is kept about you can be deleted at any time."),
        (
            _("/privacy – what is kept, and who sees it"),
            _("/mydata – all that is kept about you, as files"),
            _("/forgetme – delete what is kept about you"),
            _("/leave – leave a group or a network"),
            _("/stop – no more announcements in private"),
            _("/language – another language"),
        ),
    ),
}
"""By the key of their button."""


def in_private(texts: Texts, waiting: Sequence[Standing]) -> Screen:
    """What is open first, then the sections."""
    about = texts.say(
        "I ask peer groups and organizations short questions, and show them their answers as a wheel to talk about."
    )
    pick = texts.say("What would you like to do?")
    parts = [_to(texts, key) for key in SECTIONS if not (key == "answer" and waiting)]
    agreed = tap(texts.label("Charter"), charter.List())
    language = tap(texts.label("🌐 Language"), Voices())
    rows = (*column(*_open(texts, waiting)), *pairs([*parts, agreed]), (_support(texts),), (language,))
    return Screen(paragraphs(about, pick), rows)


def in_group(texts: Texts, hats: Hats, bot_username: str) -> Screen:
    """What can be done in a group, by everyone and by its facilitators."""
    about = texts.say("Each of you answers in private; the wheel appears here when the round closes.")
    keys = [key for key, part in SECTIONS.items() if part.group and (key != "facilitate" or hats.facilitates)]
    agreed = tap(texts.label("Charter"), charter.List())
    help_ = Button(_support(texts).label, url=f"https://t.me/{bot_username}?start=h")
    rows: Rows = (*pairs([*(_to(texts, key) for key in keys), agreed]), (talk(texts, bot_username),), (help_,))
    return Screen(paragraphs(about, texts.say("What would you like to do?")), rows)


def section(texts: Texts, key: str, *, group: bool) -> Screen:
    """One section; every command in it is a tap."""
    part = SECTIONS[key]
    offered = part.group if group else part.private
    text = paragraphs(
        Markup("<b>{}</b>").format(texts.label(part.label)),
        texts.say(part.about),
        lines(*(texts.say(one) for one in offered)),
    )
    return Screen(text, column(tap(texts.label("← Back"), Help())))


def _to(texts: Texts, key: str) -> Button:
    return tap(texts.label(SECTIONS[key].label), Section(key=key))


def _support(texts: Texts) -> Button:
    return tap(texts.label("I need help, or to report something"), support.Need())


def _open(texts: Texts, waiting: Sequence[Standing]) -> list[Button]:
    """A button a round that waits for answers; with its title only where several must be told apart."""
    awaited = [one for one in waiting if not one.complete][:_MOST_OPEN]
    if len(awaited) == 1:
        return [tap(texts.label("Answer"), Open(round_id=awaited[0].round.id))]
    return [tap(one.template.title.in_(texts.language), Open(round_id=one.round.id)) for one in awaited]
