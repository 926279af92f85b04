"""The screens of whom an announcement is for: tokens that are chosen or left out, with how many they mean. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from babel import Locale
from markupsafe import Markup

from bot.i18n import Texts
from bot.screen import Button, Screen, column
from bot.services import zones
from bot.services.announcements.announced import View
from bot.services.announcements.audience import Option, Reach
from bot.storage.announcements import Audience
from handlers.screens.common import paragraphs, tap
from handlers.turn import _
from handlers.values import announcements as v

PAGE = 8
"""Groups or organizations on a page."""

_SIMPLE = {
    "all": _("Everyone"),
    "groups": _("All groups"),
    "members": _("All members, in private"),
    "rf": _("Facilitators"),
    "rc": _("Coordinators"),
}
_FIRST = -1
"""The page of the first choice of all."""

_KINDS = {"g": _("Groups"), "o": _("Organizations"), "c": _("Countries"), "l": _("Languages")}


def reach_words(texts: Texts, reach: Reach | None) -> str:
    """How many groups and people it reaches."""
    return counted(texts, len(reach.groups), len(reach.persons)) if reach else counted(texts, 0, 0)


def counted(texts: Texts, groups: int, persons: int) -> str:
    """So many groups and people."""
    parts = []
    if groups:
        parts.append(texts.labels("{n} group", "{n} groups", groups))
    if persons:
        parts.append(texts.labels("{n} person in private", "{n} people in private", persons))
    return texts.listing(parts) if parts else texts.label("nobody")


def audience_words(texts: Texts, audience: Audience, options: Iterable[Option]) -> str:
    """The audience as it was chosen, in words."""
    named = {one.token: one.name for one in options}
    to = texts.listing(token_name(texts, one, named.get(one, "")) for one in audience.to)
    minus = texts.listing(token_name(texts, one, named.get(one, "")) for one in audience.minus)
    return texts.label("{whom}, without: {others}", whom=to, others=minus) if minus else to


def token_name(texts: Texts, token: str, name: str) -> str:
    """What a token means, in the reader's language; `name` is that of a group or organization."""
    if token in _SIMPLE:
        return texts.label(_SIMPLE[token])
    if token[0] == "c":
        return zones.country_name(token[1:], texts.language)
    if token[0] == "l":
        return str(Locale.parse(token[1:], sep="-").get_display_name(texts.locale))
    return name


def audience(texts: Texts, view: View, options: Sequence[Option], *, minus: bool) -> Screen:
    """Whom it goes to, or whom not: what means many at once, and the lists of what there is."""
    one = view.announcement
    chosen = one.audience.minus if minus else one.audience.to
    simple = [_toggle(texts, one.id, option, chosen, (minus, _FIRST)) for option in options if option.token in _SIMPLE]
    kinds = [_kind(texts, one.id, kind, chosen, minus=minus) for kind in _KINDS if _of_kind(options, kind)]
    other = v.Audience(id=one.id, minus=int(not minus))
    if minus:
        back = tap(texts.label("← Back"), other)
        return Screen(_question(texts, view, minus=minus), column(*simple, *kinds, back))
    without = tap(_numbered(texts.label("Leave some out"), len(one.audience.minus)), other)
    done = tap(texts.label("That is right"), v.Look(id=one.id))
    return Screen(_question(texts, view, minus=minus), column(*simple, *kinds, without, done))


def tokens(texts: Texts, view: View, options: Sequence[Option], *, kind: str, page: int, minus: bool) -> Screen:
    """A page of the groups, organizations, countries or languages."""
    one = view.announcement
    chosen = one.audience.minus if minus else one.audience.to
    listed = _of_kind(options, kind)
    page = min(page, max(len(listed) - 1, 0) // PAGE)
    shown = listed[page * PAGE : (page + 1) * PAGE]
    buttons = [_toggle(texts, one.id, option, chosen, (minus, page)) for option in shown]
    turning = []
    if page:
        turning.append(tap("←", v.Tokens(id=one.id, minus=int(minus), kind=kind, page=page - 1)))
    if len(listed) > (page + 1) * PAGE:
        turning.append(tap("→", v.Tokens(id=one.id, minus=int(minus), kind=kind, page=page + 1)))
    back = tap(texts.label("← Back"), v.Audience(id=one.id, minus=int(minus)))
    rows = (*column(*buttons), *([tuple(turning)] if turning else []), (back,))
    return Screen(_question(texts, view, minus=minus), rows)


def _question(texts: Texts, view: View, *, minus: bool) -> Markup:
    ask = texts.say("Who does not get it?") if minus else texts.say("Who gets it?")
    counts = texts.say(
        "Each tap counts at once, and nobody gets it twice. As it is now: <b>{reach}</b>.",
        reach=reach_words(texts, view.reach),
    )
    return paragraphs(ask, counts)


def _of_kind(options: Sequence[Option], kind: str) -> list[Option]:
    return [one for one in options if one.token not in _SIMPLE and one.token[0] == kind]


def _toggle(
    texts: Texts, announcement_id: int, option: Option, chosen: Sequence[str], where: tuple[bool, int]
) -> Button:
    minus, page = where
    on = option.token in chosen
    label = f"{token_name(texts, option.token, option.name)} · {option.groups + option.persons}"
    value = v.Aim(id=announcement_id, minus=int(minus), token=option.token, on=int(not on), page=page)
    return tap(f"✓ {label}" if on else label, value)


def _kind(texts: Texts, announcement_id: int, kind: str, chosen: Sequence[str], *, minus: bool) -> Button:
    count = sum(token not in _SIMPLE and token[0] == kind for token in chosen)
    label = _numbered(f"{texts.label(_KINDS[kind])}…", count)
    return tap(label, v.Tokens(id=announcement_id, minus=int(minus), kind=kind, page=0))


def _numbered(label: str, count: int) -> str:
    return f"{label} ({count})" if count else label
