"""What a translation must keep, and how each language is written. Each rule returns its complaints, one a line."""

from __future__ import annotations

import re
from collections import Counter
from string import Formatter

from babel.messages.catalog import Catalog, Message

from tools.translate import forms, texts_of

HARD_SPACE = "\u00a0"  # everywhere, also where print would use the narrow one: fonts of old phones lack that one
_TAG = re.compile(r"<(/?[a-z-]+)[^<>]*>")
_WORDLESS = re.compile(r"\{[^{}]*\}|https?://\S+")


def placeholders(text: str) -> set[str]:
    """The names in braces; a broken brace is a ValueError."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def tags(text: str) -> Counter[str]:
    """How often each opening and closing HTML tag stands in the text."""
    return Counter(_TAG.findall(text))


def unlike_source(catalog: Catalog) -> list[str]:
    """Translations whose placeholders or tags are not those of the source."""
    return [
        f"{form!r} does not hold what {source!r} holds"
        for message in texts_of(catalog)
        for source, form, may_drop in _pairs(catalog, message)
        if form and not _holds_the_same(source, form, may_drop)
    ]


def numbers_of(catalog: Catalog, form: int) -> list[int]:
    """Which whole numbers up to 1000 the language says in that plural form."""
    rule = re.sub(r"^.*plural=|;\s*$", "", catalog.plural_forms)
    python = rule.replace("&&", " and ").replace("||", " or ").replace("!=", "≠").replace("!", " not ")
    compiled = compile(python.replace("≠", "!=").strip(), "<plural>", "eval")
    return [n for n in range(1001) if int(eval(compiled, {"n": n})) == form]  # noqa: S307 - the header of our own file


def _pairs(catalog: Catalog, message: Message) -> list[tuple[str, str, set[str]]]:
    """(source, translation, placeholders that it may leave out): a form that serves one number may spell it."""
    if isinstance(message.id, str):
        return [(message.id, form, set()) for form in forms(message)]
    plural = message.id[1]
    return [(plural, form, _may_spell(catalog, index)) for index, form in enumerate(forms(message))]


def _may_spell(catalog: Catalog, form: int) -> set[str]:
    return {"n"} if len(numbers_of(catalog, form)) == 1 else set()


def _holds_the_same(source: str, form: str, may_drop: set[str]) -> bool:
    try:
        missing = placeholders(source) - placeholders(form)
        added = placeholders(form) - placeholders(source)
    except ValueError:
        return False
    return missing <= may_drop and not added and tags(source) == tags(form)


def bare(text: str) -> str:
    """The text without tags, with a word for each placeholder and address."""
    return _WORDLESS.sub("mot", _TAG.sub("", text))


_FR_TU = re.compile(r"\b(?:tu|te|toi|ton|ta|tes|tien|tienne)\b|\bt['’]", re.IGNORECASE)
_FR_ORDER = re.compile(
    r"(?:^|[.!?…:]\s+)(?:Choisis|Écris|Touche|Appuie|Réponds|Ouvre|Envoie|Regarde|Clique|Essaie|Demande|Dis|Donne|Va)\b"
)
_FR_ELISION = re.compile(r"\b(?:de|que|jusque|lorsque)\s+(?:<[^<>]+>)?\{", re.IGNORECASE)
_FR_SPACE = re.compile(rf"[^{HARD_SPACE}?!](?=[?!;»])|[^{HARD_SPACE}](?=:(?:\s|$))|«(?!{HARD_SPACE})")


def french_faults(text: str) -> list[str]:
    """Where French is not *vous*, or not written with hard spaces and typographic apostrophes."""
    words = bare(text)
    checks = {
        "says tu": _FR_TU.search(words) or _FR_ORDER.search(words),
        "puts de or que before a name that may begin with a vowel": _FR_ELISION.search(text),
        f"lacks a hard space (U+00A0) at {':;!?«»'}": _FR_SPACE.search(words),
        "has the narrow space (U+202F): use U+00A0": "\u202f" in words,
        "has a straight apostrophe: use ’": "'" in words,
    }
    return [f"{text!r} {fault}" for fault, found in checks.items() if found]


_ES_TU = re.compile(
    r"\b(?:tú|tu|tus|te|ti|contigo|tuy[oa]s?|vosotr[oa]s|vuestr[oa]s?|os|eres|estás|tienes|puedes|quieres|sabes"
    r"|prefieres|debes|ves|haz|(?!at|det)\w+rás)\b",
    re.IGNORECASE,
)
_ES_ORDER = re.compile(
    r"(?:^|[.!?…:]\s+|[¡¿])(?:Toca|Pulsa|Elige|Escribe|Responde|Mira|Abre|Comparte|Envía|Prueba|Pide|Di)\b"
)


def spanish_faults(text: str) -> list[str]:
    """Where Spanish is not *usted*, or a question or exclamation does not open."""
    words = bare(text)
    checks = {
        "says tú or vosotros": _ES_TU.search(words) or _ES_ORDER.search(words),
        "does not open each ?": words.count("¿") != words.count("?"),
        "does not open each !": words.count("¡") != words.count("!"),
    }
    return [f"{text!r} {fault}" for fault, found in checks.items() if found]
