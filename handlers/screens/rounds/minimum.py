"""Which minimum of answers suits those whom a round would ask, in a line or two. Pure: values in, words out."""

from __future__ import annotations

from markupsafe import Markup

from bot.i18n import Texts
from bot.services.rounds.rounds import Subject
from surveys.disclosure import MINIMUM_FLOOR
from surveys.minimum import fitting


def of_group(texts: Texts, people: int | None, minimum: int | None) -> Markup:
    """Whether the minimum suits so many people; nothing while either is not known."""
    if people is None or minimum is None:
        return Markup()
    here = texts.plural("{n} person is in this group.", "{n} people are in this group.", people)
    return Markup(" ").join((here, _suited(texts, people, minimum)))


def _suited(texts: Texts, people: int, minimum: int) -> Markup:
    suits = fitting(people)
    if suits is None:
        return texts.say(
            "With fewer than {floor} no wheel can be shown; /workshop lets you agree on levels aloud.",
            floor=MINIMUM_FLOOR,
        )
    if people < minimum:
        return texts.say(
            "So {minimum} answers can never come together, and no wheel could be shown: {suits} suits so few"
            " (/settings).",
            minimum=minimum,
            suits=suits,
        )
    if suits == minimum:
        return texts.say("A minimum of {minimum} answers suits them.", minimum=minimum)
    return texts.say(
        "A minimum of {suits} answers would suit them better than {minimum} (/settings).", suits=suits, minimum=minimum
    )


def of_round(texts: Texts, of: str, whose: Subject) -> Markup:
    """What is to be known before a round is opened for a group (g), an organization (o) or a network (n)."""
    if of == "g":
        return of_group(texts, whose.people, whose.minimum)
    if of == "n":
        return _of_network(texts, whose)
    if whose.people is None or whose.people >= whose.minimum:
        return Markup()
    return texts.plural(
        "{n} person is confirmed with this organization, and a theme needs {minimum} answers: others can give theirs"
        " by the round's link.",
        "{n} people are confirmed with this organization, and a theme needs {minimum} answers: others can give theirs"
        " by the round's link.",
        whose.people,
        minimum=whose.minimum,
    )


def _of_network(texts: Texts, whose: Subject) -> Markup:
    if not whose.small:
        return Markup()
    return texts.plural(
        "{n} group has fewer people than the {minimum} answers that a theme needs: it gets no wheel of its own, and its"
        " answers count in the network's.",
        "{n} groups have fewer people than the {minimum} answers that a theme needs: they get no wheels of their own,"
        " and their answers count in the network's.",
        whose.small,
        minimum=whose.minimum,
    )


def of_proposal(texts: Texts, people: int | None, minimum: int) -> Markup:
    """To a group that is asked for a network's round, where it is too small for a wheel of its own."""
    if people is None or people >= minimum:
        return Markup()
    return texts.say(
        "Your group has fewer people than the {minimum} answers that a theme needs: it gets no wheel of its own, and"
        " its answers count in the network's.",
        minimum=minimum,
    )
