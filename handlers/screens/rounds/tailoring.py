"""The screens of `/template`: what a group or an organization has of its own, and one of these as a whole. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from bot.i18n import Texts
from bot.screen import Button, Rows, Screen, column
from bot.services.actions.plans import Plan
from bot.services.rounds.tailoring import Offer, View
from bot.storage.actions import Whose
from handlers.screens.common import lines, pairs, paragraphs, tap
from handlers.value import Value
from handlers.values import tailoring as v
from surveys.tailoring import Fault, UnfitError
from surveys.template import Spoke

LOCK = "🔒"
"""Before the name of a sensitive theme."""

_WHOLE = "-"


def places(texts: Texts, found: Sequence[Plan]) -> Screen:
    """Whose survey is it about?"""
    if not found:
        return Screen(
            texts.say(
                "The facilitators of a group make a survey its own, and for an organization a coordinator, or whoever"
                " facilitates its own group."
            )
        )
    text = texts.say("Whose survey would you like to change?")
    return Screen(text, column(*(tap(one.name, shelf_of(one.whose)) for one in found)))


def in_private(texts: Texts, url: str) -> Screen:
    """In a group: the way to where surveys are changed."""
    text = texts.say("Surveys are changed in our private chat, and used here.")
    return Screen(text, column(Button(texts.label("Go there"), url=url)))


def shelf_of(whose: Whose) -> v.Shelf:
    if whose.group_id is not None:
        return v.Shelf(of="g", id=whose.group_id)
    return v.Shelf(of="o", id=whose.organization_id or 0)


def shelf(texts: Texts, offer: Offer) -> Screen:
    """What they have of their own; what they can copy where there is nothing yet."""
    if not offer.own:
        return copies(texts, offer)
    place = shelf_of(offer.plan.whose)
    own = [tap(one.draft.title.in_(texts.language), v.Card(id=one.own.id)) for one in offer.own]
    more = tap(texts.label("Copy another survey"), v.Copies(of=place.of, id=place.id))
    return Screen(texts.say("<b>Surveys of {name}</b>", name=offer.plan.name), column(*own, more))


def copies(texts: Texts, offer: Offer) -> Screen:
    """What they can copy."""
    place = shelf_of(offer.plan.whose)
    text = paragraphs(
        texts.say("<b>A survey of your own for {name}</b>", name=offer.plan.name),
        texts.say(
            "Copy one, then name it, word it anew, add or drop themes. Rounds that are open keep their words. Which one"
            " would you like to begin with?"
        ),
    )
    listed = [
        tap(one.title.in_(texts.language), v.Copy(of=place.of, id=place.id, template_id=one.id))
        for one in offer.shipped
    ]
    back = [tap(texts.label("← Back"), place)] if offer.own else []
    return Screen(text, column(*listed, *back))


def card(texts: Texts, view: View, languages: Sequence[Texts], note: Markup | str = "") -> Screen:
    """One of their own: how it stands, its themes, and what can be done with it."""
    draft = view.draft
    text = paragraphs(
        Markup("{}").format(note),
        lines(
            Markup("<b>{}</b>").format(draft.title.in_(texts.language)),
            Markup("<i>{}</i>").format(draft.about.in_(texts.language)),
        ),
        _stands(texts, view),
        _others(texts, view),
        _off(texts, view),
        _lacking(texts, view, languages),
    )
    themes = [
        tap(f"{place}. {called(texts, spoke)}", v.Theme(id=view.own.id, key=spoke.key))
        for place, spoke in enumerate(draft.asked, 1)
    ]
    off = [tap(called(texts, spoke), v.Theme(id=view.own.id, key=spoke.key)) for spoke in _turned_off(view)]
    return Screen(text, (*column(*themes, *off), *_ways(texts, view)))


def called(texts: Texts, spoke: Spoke) -> str:
    """The name of a theme, with a lock where it is sensitive."""
    name = spoke.name.in_(texts.language)
    return f"{LOCK} {name}" if spoke.sensitive else name


def _turned_off(view: View) -> list[Spoke]:
    return [spoke for spoke in view.draft.spokes if spoke.key in view.draft.off]


def _stands(texts: Texts, view: View) -> Markup:
    if not view.in_use:
        return texts.say("It is not in use yet.")
    if view.changed:
        return texts.say("It is in use, without what was changed since.")
    return texts.say("It is in use: /survey offers it.")


def _others(texts: Texts, view: View) -> Markup:
    """Which themes will be others for comparison."""
    names = ", ".join(spoke.name.in_(texts.language) for spoke in view.draft.asked if view.is_other(spoke.key))
    if not names:
        return Markup()
    return texts.say(
        "With other sentences these are new themes, not compared with wheels before: {themes}.", themes=names
    )


def _off(texts: Texts, view: View) -> Markup:
    names = ", ".join(spoke.name.in_(texts.language) for spoke in _turned_off(view))
    return texts.say("Sensitive, and not asked: {themes}.", themes=names) if names else Markup()


def _lacking(texts: Texts, view: View, languages: Sequence[Texts]) -> Markup:
    lacking = view.draft.lacking([one.language for one in languages])
    names = texts.listing(one.own_name for one in languages if one.language in lacking)
    if not lacking:
        return Markup()
    return texts.say(
        "Not all of it is said in: {languages}. There, people read what is missing as it was written.", languages=names
    )


def _ways(texts: Texts, view: View) -> Rows:
    own = {"id": view.own.id, "revision": view.own.revision}
    words = {"id": view.own.id, "key": _WHOLE, "language": texts.language}
    ways = [tap(texts.label("Add a theme"), v.Add(id=view.own.id))]
    if view.changed:
        ways.append(tap(texts.label("Use it from now on"), v.Use(**own)))
    if view.draft != view.base:
        ways.append(tap(texts.label("Undo the changes"), v.Discard(**own, sure=0)))
    ways.append(tap(texts.label("Put it away"), v.PutAway(**own, sure=0)))
    ways.append(tap(texts.label("← Back"), shelf_of(view.own.whose)))
    about = pairs(
        [
            tap(texts.label("Title"), v.Word(**words, piece="t")),
            tap(texts.label("What it is"), v.Word(**words, piece="a")),
        ]
    )
    return (*about, *column(*ways))


def sure_to_discard(texts: Texts, view: View) -> Screen:
    text = texts.say("Undo all that was changed since it was copied or put to use?")
    return _sure(texts, text, texts.label("Yes, undo it"), view, v.Discard)


def sure_to_put_away(texts: Texts, view: View) -> Screen:
    text = texts.say(
        "Put it away? It is offered no more, and does not come back. Rounds and wheels that there are stay."
    )
    return _sure(texts, text, texts.label("Yes, put it away"), view, v.PutAway)


def _sure(texts: Texts, text: Markup, yes: str, view: View, kind: type[v.Discard | v.PutAway]) -> Screen:
    value: Value = kind(id=view.own.id, revision=view.own.revision, sure=1)
    return Screen(text, column(tap(yes, value), tap(texts.label("← Back"), v.Card(id=view.own.id))))


def fault(texts: Texts, unfit: UnfitError) -> str:
    """Why a change cannot be made, plain: it fits the answer to a tap as well."""
    if unfit.fault is Fault.LONG:
        return texts.label(
            "These are {has} characters, and {most} fit. Please say it shorter.", has=unfit.has, most=unfit.most
        )
    if unfit.fault is Fault.SIX:
        return texts.labels(
            "I need six lines, one a level; this is {n} line.",
            "I need six lines, one a level; these are {n} lines.",
            unfit.has,
        )
    return {
        Fault.EMPTY: texts.label("Please say it in words."),
        Fault.SAME: texts.label("Another one says just that already. Please word it differently."),
        Fault.FEW: texts.label("A group needs at least five themes that it can see, so this one stays."),
        Fault.FULL: texts.label("There are ten themes already, and more do not fit on a wheel."),
    }[unfit.fault]
