"""The screens of what is kept: a point with its kind and terms, lists, and taking it back. Pure."""

from __future__ import annotations

from markupsafe import Markup

from bot.i18n import Texts
from bot.screen import Media, Rows, Screen, column
from bot.services.talk.kept import Page, View
from bot.storage.kept import Kind, Point, Shared, Terms
from handlers.screens.common import lines, pairs, paragraphs, shortened, tap
from handlers.turn import _
from handlers.values import kept as v
from handlers.values.threads import List as Threads

KINDS: dict[Kind, str] = {"practice": _("A practice"), "decision": _("A decision"), "question": _("A question")}
TERMS: dict[Terms, str] = {"free": _("Use it freely"), "ask": _("Ask me"), "stays": _("It stays here")}
_MEANING: dict[Terms, str] = {
    "free": _("Other groups may use it, with the name."),
    "ask": _("Other groups see it, and ask me for the author's yes."),
    "stays": _("It is seen in this group only."),
}

SPOKEN = _("A voice message")

LISTED = 300
"""Characters of a point in a list of five."""


def short(texts: Texts, point: Point, most: int) -> Markup:
    """What it says, in one line, and whose words these are."""
    return Markup("{} – {}").format(words(texts, point, most), author(texts, point))


def words(texts: Texts, point: Point, most: int) -> str:
    """What it says, in one line of at most so many characters."""
    said = " ".join(point.text.split())
    return shortened(said or texts.label(SPOKEN), most)


def author(texts: Texts, point: Point) -> str:
    """Whose words these are."""
    return point.author_name or texts.label("a former member")


def point(texts: Texts, view: View, *, private: bool) -> Screen:
    """A point, what it is, and on which terms; for its author, with buttons that change these; and the way back."""
    one = view.point
    said = Markup("<i>{}</i>").format(one.text or texts.label(SPOKEN))
    text = paragraphs(
        texts.say("<b>Kept</b> · {kind}", kind=texts.label(KINDS[one.kind])),
        said,
        Markup("– {}").format(author(texts, one)),
        lines(texts.label(TERMS[one.terms]), texts.label(_MEANING[one.terms])),
    )
    listen = column(tap(texts.label("Listen"), v.Listen(id=one.id))) if one.voice else ()
    return Screen(text, (*listen, *(_choosing(texts, one) if view.own else ()), *_back(texts, view, private=private)))


def _back(texts: Texts, view: View, *, private: bool) -> Rows:
    """To the list: in private one's own, in a group its own."""
    of_own = private and view.own
    listed = v.List(where="m", id=0, page=0) if of_own else v.List(where="g", id=view.group.id, page=0)
    label = texts.label("All that I have kept") if of_own else texts.label("All that was kept")
    return column(tap(label, listed))


def _choosing(texts: Texts, one: Point) -> Rows:
    def marked(label: str, chosen: bool) -> str:
        return ("✓ " if chosen else "") + texts.label(label)

    kinds = (tap(marked(label, kind == one.kind), v.Kind(id=one.id, what=kind)) for kind, label in KINDS.items())
    terms = (tap(marked(label, each == one.terms), v.Terms(id=one.id, terms=each)) for each, label in TERMS.items())
    back = tap(texts.label("Take it back"), v.Withdraw(id=one.id, sure=0))
    return (*column(*kinds), *column(*terms), (back,))


def withdraw(texts: Texts, view: View) -> Screen:
    """Take it back: asked once more."""
    one = view.point
    return Screen(
        paragraphs(
            texts.say("Take this back? It is deleted here, for everyone."),
            Markup("<i>{}</i>").format(words(texts, one, LISTED)),
        ),
        column(
            tap(texts.label("Yes, take it back"), v.Withdraw(id=one.id, sure=1)),
            tap(texts.label("No, keep it"), v.Look(id=one.id)),
        ),
    )


def withdrawn(texts: Texts) -> Screen:
    return Screen(texts.say("Taken back: nothing of it is kept here. What was said in the chat is yours to delete."))


def ask(texts: Texts, *, others: bool = False) -> Screen:
    """What shall be kept? `others`: they answered somebody else's message."""
    hint = texts.say(
        "Those are somebody else's words: only they can keep them, by answering their own message with /keep."
    )
    question = texts.say(
        "What shall be kept? Answer this message in your own words, in writing or by voice: a practice, a question, or"
        " what the group has decided."
    )
    spare = texts.say("Please do not name or describe anyone who was harmed.")
    return Screen(paragraphs(hint if others else "", question, spare), ask=texts.label("In your own words"))


def unfit(texts: Texts) -> Screen:
    """Neither words nor a voice message."""
    return Screen(texts.say("I can keep words or a voice message. Please try it so, or leave it with /cancel."))


def listing(texts: Texts, page: Page, where: v.Where, group_id: int) -> Screen:
    """A page of what a group, or the person, has kept, each with a way to it."""
    own = where == "m"
    head = (
        texts.say("<b>What you have kept</b>") if own else texts.say("<b>What {group} has kept</b>", group=page.whose)
    )
    listed = [_listed(texts, number, one, own=own) for number, one in enumerate(page.points, 1)]
    nothing = texts.say("Nothing yet. Answer a message of your own with /keep in your group.")
    buttons = [
        tap(f"{number}. {words(texts, one.point, 40)}", v.Look(id=one.point.id))
        for number, one in enumerate(page.points, 1)
    ]
    back = () if own else column(tap(texts.label("← All discussions"), Threads(group_id=group_id, page=0)))
    rows = (*column(*buttons), *_turning(texts, page, where, group_id), *back)
    return Screen(paragraphs(head, *(listed or [nothing])), rows)


def _listed(texts: Texts, number: int, one: Shared, *, own: bool) -> Markup:
    kind, terms = texts.label(KINDS[one.point.kind]), texts.label(TERMS[one.point.terms])
    from_ = one.group if own else author(texts, one.point)
    return Markup("{}. {}\n{} · {} · {}").format(number, words(texts, one.point, LISTED), from_, kind, terms)


def _turning(texts: Texts, page: Page, where: v.Where, group_id: int) -> Rows:
    newer = [tap(texts.label("‹ Newer"), v.List(where=where, id=group_id, page=page.page - 1))] if page.page else []
    older = [tap(texts.label("Older ›"), v.List(where=where, id=group_id, page=page.page + 1))] if page.more else []
    return pairs([*newer, *older])


def voice(file_id: str) -> Screen:
    """What was spoken, once more."""
    return Screen(Markup(""), media=(Media("voice", file_id),))
