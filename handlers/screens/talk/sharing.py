"""The screens of what other groups share, and of asking its authors. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from bot.i18n import Texts
from bot.screen import Button, Screen, column
from bot.services.talk.sharing import Request, Shelf
from bot.storage.kept import Point, Shared
from bot.storage.networks import Network
from handlers.screens.common import pairs, paragraphs, tap
from handlers.screens.talk.kept import KINDS, LISTED, TERMS, author, words
from handlers.values import kept as v


def listing(texts: Texts, shelf: Shelf) -> Screen:
    """A page of what other groups share, with a way to ask for what must be asked for."""
    listed = [_listed(texts, number, one) for number, one in enumerate(shelf.page.points, 1)]
    nothing = texts.say("Nothing yet. What is kept in a group with “Use it freely” or “Ask me” is shown here.")
    text = paragraphs(texts.say("<b>What other groups share</b>"), *(listed or [nothing]))
    ways = [button for number, one in enumerate(shelf.page.points, 1) for button in _ways(texts, number, one.point)]
    return Screen(text, (*column(*ways), *pairs(_turning(texts, shelf)), *column(*_others(shelf.others))))


def _listed(texts: Texts, number: int, one: Shared) -> Markup:
    kind, terms = texts.label(KINDS[one.point.kind]), texts.label(TERMS[one.point.terms])
    said = words(texts, one.point, LISTED)
    return Markup("{}. {}\n{}, {} · {} · {}").format(number, said, author(texts, one.point), one.group, kind, terms)


def _ways(texts: Texts, number: int, point: Point) -> list[Button]:
    ways = []
    if point.voice is not None:
        ways.append(tap(texts.label("Listen to {number}", number=number), v.Hear(id=point.id)))
    if point.terms == "ask" and point.author_id is not None:
        ways.append(tap(texts.label("Ask about {number}", number=number), v.Ask(id=point.id)))
    return ways


def _turning(texts: Texts, shelf: Shelf) -> list[Button]:
    network_id, page = shelf.network.id, shelf.page.page
    newer = [tap(texts.label("‹ Newer"), v.Shared(network_id=network_id, page=page - 1))] if page else []
    more = shelf.page.more
    return [*newer, *([tap(texts.label("Older ›"), v.Shared(network_id=network_id, page=page + 1))] if more else [])]


def _others(others: Sequence[Network]) -> list[Button]:
    return [tap(one.name, v.Shared(network_id=one.id, page=0)) for one in others]


def asked(texts: Texts, *, reached: bool) -> str:
    """After somebody has asked: what happens now."""
    if reached:
        return texts.label("The author is asked. If it is a yes, you get a way to write to them.")
    return texts.label("Nobody can be asked about this any more.")


def letter(texts: Texts, kept_id: int, person_id: int) -> Screen:
    """To the author; it comes by itself, so it names nothing."""
    button = tap(texts.label("Show"), v.Request(id=kept_id, person_id=person_id))
    return Screen(texts.say("Somebody of the network has a question for you."), column(button))


def request(texts: Texts, found: Request) -> Screen:
    """Who asks, and for what; once it was answered, what was said."""
    name = _mention(found.person_id, found.name or texts.label("a member"))
    text = paragraphs(
        texts.say(
            "{name} ({groups}) would like to use what you have kept, and to talk with you about it:",
            name=name,
            groups=texts.listing(found.groups),
        )
        if found.groups
        else texts.say("{name} would like to use what you have kept, and to talk with you about it:", name=name),
        Markup("<i>{}</i>").format(words(texts, found.point, LISTED)),
    )
    if found.answer is not None:
        said = texts.say("You have said yes.") if found.answer else texts.say("You have said no.")
        return Screen(paragraphs(text, said))
    return Screen(
        text,
        column(
            tap(texts.label("Yes, they may write to me"), _answer(found, yes=True)),
            tap(texts.label("No"), _answer(found, yes=False)),
        ),
    )


def _answer(found: Request, *, yes: bool) -> v.Answer:
    return v.Answer(id=found.point.id, person_id=found.person_id, yes=int(yes))


def reply(texts: Texts, kept_id: int) -> Screen:
    """To whoever has asked; it comes by itself, so it names nothing."""
    button = tap(texts.label("Show"), v.Reply(id=kept_id))
    return Screen(texts.say("There is an answer to your question."), column(button))


def answered(texts: Texts, point: Point, *, yes: bool) -> Screen:
    """What the author says; with a yes, how to write to them."""
    said = Markup("<i>{}</i>").format(words(texts, point, LISTED))
    if yes and point.author_id is not None:
        name = _mention(point.author_id, author(texts, point))
        return Screen(paragraphs(texts.say("The author says yes. Write to {name}:", name=name), said))
    return Screen(paragraphs(texts.say("The author would rather not share this now:"), said))


def _mention(person_id: int, name: str) -> Markup:
    return Markup('<a href="tg://user?id={}">{}</a>').format(person_id, name)
