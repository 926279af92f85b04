"""The screens of discussion threads in the group: what to talk about, the opening, the question, the summary. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from decimal import ROUND_HALF_UP, Decimal

from markupsafe import Markup

from bot.i18n import Texts
from bot.screen import Button, Media, Rows, Screen, column
from bot.services.talk.prompts import Prompt
from bot.services.talk.views import About, View
from handlers.screens.common import lines, paragraphs, shortened, tap
from handlers.screens.rounds.wheel import extreme_words
from handlers.screens.talk.kept import short
from handlers.values import kept as k
from handlers.values import threads as v
from surveys.scoring import Agreement
from surveys.wheel import SpokeResult, most_divided, strongest, to_strengthen

MOST_KEPT = 8
"""Kept points that a summary names."""

WORDS = 120
"""Characters of each."""

BELOW_VOICE = 300
"""Characters of a summary below its voice message: there is room for 1024 in all, of which a sign may take two."""


def suggestions(texts: Texts, figure_id: int, results: Sequence[SpokeResult], *, private: bool) -> Screen:
    """What shall we talk about? First what went well, then what to strengthen, then where views differ.

    A subject of one's own is given in the group.
    """
    places = {one.key: place for place, one in enumerate(results)}

    def button(label: str, one: SpokeResult) -> Button:
        return tap(label, v.Theme(figure_id=figure_id, place=places[one.key]))

    best, weak, divided = strongest(results), to_strengthen(results), most_divided(results)
    well = [button(texts.label("Went well: {theme}", theme=one.name), one) for one in best[:1]]
    well = well or ([] if private else [tap(texts.label("What did we do well?"), v.WentWell())])
    rows = column(
        *well,
        *(button(texts.label("To strengthen: {theme}", theme=one.name), one) for one in weak[:2]),
        *(button(texts.label("Views differ: {theme}", theme=one.name), one) for one in divided[:2]),
        tap(texts.label("Another theme"), v.Themes(figure_id=figure_id)),
        *([] if private else [tap(texts.label("Another subject"), v.Subject())]),
    )
    return Screen(_question(texts), rows)


def themes(texts: Texts, figure_id: int, names: Sequence[str]) -> Screen:
    """All themes of a wheel."""
    offered = [tap(name, v.Theme(figure_id=figure_id, place=place)) for place, name in enumerate(names)]
    back = tap(texts.label("← Back"), v.Suggested(figure_id=figure_id))
    return Screen(_question(texts), column(*offered, back))


def _question(texts: Texts) -> Markup:
    return texts.say("<b>What shall we talk about?</b>\nIt is good to begin with what went well.")


def no_wheel(texts: Texts) -> Screen:
    """The group has no wheel yet: a subject is typed."""
    return _asked(texts, texts.say("What shall we talk about? Please answer this message with the subject."))


def ask_subject(texts: Texts) -> Screen:
    """Another subject."""
    return _asked(texts, texts.say("Please answer this message with the subject, in a few words."))


def ask_title(texts: Texts, view: View) -> Screen:
    """Another name for a thread."""
    text = texts.say("What shall “{title}” be called? Please answer this message.", title=view.thread.title)
    return _asked(texts, text)


def _asked(texts: Texts, text: Markup) -> Screen:
    return Screen(paragraphs(text, spare(texts)), ask=texts.label("The subject"))


def spare(texts: Texts) -> Markup:
    """What every question for free words says."""
    return texts.say("Please do not name or describe anyone who was harmed.")


def ask_summary(texts: Texts, view: View) -> Screen:
    """What has it brought? What was kept of it is a start."""
    start = [texts.say("Kept so far, as a start:"), *points(texts, view)] if view.points else []
    text = paragraphs(
        texts.say("What has “{title}” brought? Answer this message, in writing or by voice.", title=view.thread.title),
        lines(*start),
        spare(texts),
    )
    return Screen(text, ask=texts.label("The summary"))


def in_group(texts: Texts) -> Screen:
    """In private: where a discussion begins."""
    return Screen(texts.say("A discussion begins in its group: send /discuss there, followed by the subject."))


def begins(texts: Texts, view: View, url: str | None) -> Screen:
    """After somebody has opened it, or one that was open already: where it is."""
    title = view.thread.title
    if view.thread.message_id is None:
        return Screen(texts.say("The discussion “{title}” begins in a moment.", title=title))
    way = column(Button(texts.label("Go there"), url=url)) if url else ()
    return Screen(texts.say("There is a discussion on “{title}” already.", title=title), way)


def begins_there(texts: Texts, view: View) -> Screen:
    """The same, said in private: in which group."""
    said = texts.say("The discussion “{title}” begins in {group}.", title=view.thread.title, group=view.group.title)
    return Screen(said)


def opening(texts: Texts, view: View, *, topic: bool) -> Screen:
    """What is talked about, how it stands, two questions, and how everything works. No level in the first lines: these
    show on lock screens.
    """
    text = paragraphs(
        texts.say("<b>Let us talk: {title}</b>", title=view.thread.title),
        *(_about(texts, view.about) if view.about else []),
        _how(texts, topic=topic),
        _without_right(texts) if view.group.is_forum and not topic else "",
    )
    keep = tap(texts.label("Keep something"), k.KeepHere(thread_id=view.thread.id))
    manage = tap(texts.label("Look after it"), v.Manage(id=view.thread.id))
    return Screen(text, column(keep, manage))


def _about(texts: Texts, about: About) -> list[Markup]:
    spoke, language = about.spoke, texts.language
    questions = [Markup("• {}").format(one.in_(language)) for one in spoke.discuss]
    strong = texts.say("Here we are strongest: what did we do well?") if about.strong else Markup("")
    return [lines(strong, *questions), lines(_level(texts, about), _views(texts, about))]


def _level(texts: Texts, about: About) -> Markup:
    """The level in the wheel, with the sentence that is nearest to it."""
    if about.word:
        return texts.say("Our level: {level}.", level=extreme_words(texts)[about.word])
    if about.level is None:
        return texts.say("Its level is not shown, to protect everyone.")
    nearest = int(about.level.quantize(Decimal(1), ROUND_HALF_UP))
    sentence = about.spoke.levels[nearest].in_(texts.language)
    return texts.say("Our level: {level} of 5, near “{sentence}”.", level=texts.number(about.level), sentence=sentence)


def _views(texts: Texts, about: About) -> Markup:
    return texts.say("Views differ here.") if about.agreement is Agreement.DIVIDED else Markup("")


def _how(texts: Texts, *, topic: bool) -> Markup:
    where = texts.say("Write here, in this topic.") if topic else texts.say("Answer this message to take part.")
    return lines(
        where,
        texts.say("What should be kept? Answer your own message with /keep. Nothing else that you write is kept."),
        spare(texts),
    )


def _without_right(texts: Texts) -> Markup:
    return texts.say(
        "It would have a topic of its own if I could make one. An administrator can let me, in the settings of this"
        " group: “Manage topics”. Then it gets one with /threads."
    )


def prompt(texts: Texts, view: View) -> Screen:
    """The recurring question; it comes by itself, so it names nothing."""
    keep = tap(texts.label("Keep something"), k.KeepHere(thread_id=view.thread.id))
    return Screen(lines(texts.say("What did you try this week?"), spare(texts)), column(keep))


def reopened(texts: Texts, view: View) -> Screen:
    """People can talk again."""
    return Screen(texts.say("“{title}” is open again.", title=view.thread.title))


def summary(texts: Texts, view: View) -> Screen:
    """What it has brought, for everyone; below a voice message there is room for few words."""
    title = texts.say("<b>What “{title}” has brought</b>", title=view.thread.title)
    said, voice = view.thread.summary or "", view.thread.summary_voice
    if voice is not None:
        many = texts.plural("{n} kept", "{n} kept", view.many) if view.many else ""
        return Screen(paragraphs(title, shortened(said, BELOW_VOICE), many), media=(Media("voice", voice),))
    kept = [texts.say("Kept:"), *points(texts, view)] if view.points else []
    return Screen(paragraphs(title, said, lines(*kept)))


def points(texts: Texts, view: View) -> list[Markup]:
    """What was kept of it, as far as there is room."""
    listed = [Markup("• {}").format(short(texts, one, WORDS)) for one in view.points[:MOST_KEPT]]
    more = view.many - len(listed)
    return [*listed, texts.plural("and {n} more", "and {n} more", more)] if more else listed


def told(texts: Texts, view: View, about: str) -> Screen:
    """What happened to it, or for which right I ask."""
    title, thread = view.thread.title, view.thread
    if about == "lost":
        again = tap(texts.label("Open it again"), v.Do(id=thread.id, deed="reopen"))
        leave = tap(texts.label("Leave it closed"), v.Do(id=thread.id, deed="end"))
        text = texts.say("The topic “{title}” was deleted. What was kept of it is still here.", title=title)
        return Screen(text, column(again, leave))
    if about == "pins":
        return Screen(
            texts.say(
                "I may not pin messages here. An administrator can let me, in the settings of this group, or pin"
                " “{title}” by hand.",
                title=title,
            )
        )
    return Screen(
        texts.say(
            "I may not manage topics here. An administrator can let me, in the settings of this group, or close or"
            " rename “{title}” by hand.",
            title=title,
        )
    )


def question(texts: Texts, view: View, chosen: Prompt) -> Screen:
    """On which days the question is asked, and when."""
    thread_id, days, hour = view.thread.id, chosen.days, chosen.hour

    def day(number: int) -> Button:
        label = str(texts.locale.days["stand-alone"]["abbreviated"][number])
        mark = "✓ " if days >> number & 1 else ""
        return tap(mark + label, v.Days(id=thread_id, days=days ^ 1 << number, hour=hour))

    def at(one: int) -> Button:
        return tap(("✓ " if one == hour else "") + texts.hour(time(one)), v.Days(id=thread_id, days=days, hour=one))

    rows: Rows = (
        tuple(day(number) for number in range(4)),
        tuple(day(number) for number in range(4, 7)),
        tuple(at(one) for one in (8, 12, 17, 19)),
        *column(
            tap(texts.label("Ask it then"), v.Ask(id=thread_id, days=days, hour=hour)),
            tap(texts.label("Ask nothing"), v.Ask(id=thread_id, days=0, hour=hour)),
            tap(texts.label("← Back"), v.Look(id=thread_id)),
        ),
    )
    text = texts.say("On which days shall I ask “What did you try this week?” in “{title}”?", title=view.thread.title)
    return Screen(text, rows)
