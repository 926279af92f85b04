"""Help, language, cancelling, privacy and being forgotten; and an answer to whatever was not understood."""

from __future__ import annotations

from handlers.rounds import answering
from handlers.screens import general as screens
from handlers.screens import help as helping
from handlers.turn import NOTHING, Command, LineHandler, Reply, TapHandler, Turn, _
from handlers.value import Value
from handlers.values.general import Help, Section, Voice, Voices


async def help_(turn: Turn) -> Reply:
    """What can be done here, by what people want to do."""
    if not turn.place.private:
        hats = await turn.services.people.hats(turn.act, turn.place.group)
        return Reply(show=helping.in_group(turn.texts, hats, turn.bot_username))
    waiting = await turn.services.answering.waiting(turn.act.person_id or 0)
    return Reply(show=helping.in_private(turn.texts, waiting))


async def section(turn: Turn, value: Section) -> Reply:
    """One section of it; all of it again where there is none of that key."""
    if value.key not in helping.SECTIONS:
        return await help_(turn)
    return Reply(show=helping.section(turn.texts, value.key, group=not turn.place.private))


async def language(turn: Turn) -> Reply:
    """The languages: for the person in private, for the group in a group."""
    offered = [turn.catalogs.texts(one) for one in turn.catalogs.languages]
    return Reply(show=screens.voices(turn.texts, offered, group=not turn.place.private))


async def speak(turn: Turn, value: Voice) -> Reply:
    """In a group a facilitator chooses for the group, anyone else for themselves."""
    voice = turn.catalogs.texts(value.language)
    if turn.place.private:
        await turn.services.people.choose_language(turn.act, voice.language)
        return Reply(show=screens.speaks(voice, group=False))
    group = turn.place.group
    if group and await turn.services.people.choose_group_language(turn.act, group.id, voice.language):
        return Reply(show=screens.speaks(voice, group=True))
    await turn.services.people.choose_language(turn.act, voice.language)
    toast = voice.label("I will write to you in English. The group's language is chosen by its facilitators.")
    return Reply(toast=toast, alert=True)


async def cancel(turn: Turn) -> Reply:
    """Wait no longer for a typed line."""
    waiting = await turn.services.dialogues.waiting(turn.act, turn.spot)
    await turn.services.dialogues.end(turn.act, turn.spot)
    return Reply(show=screens.cancelled(turn.texts, waiting.kind if waiting else None))


async def in_words(turn: Turn) -> Reply:
    """Something spoken or sent where only words can be used; they are waited for still."""
    return Reply(show=screens.in_words(turn.texts))


async def fallback(turn: Turn) -> Reply:
    """Whatever was not understood: one short line that says what can be done now."""
    if not turn.place.private:
        return Reply(show=screens.not_understood_in_group(turn.texts)) if turn.line else NOTHING
    question = await answering.present(turn)
    if question:
        return Reply(show=screens.tap_instead(turn.texts, question))
    return Reply(show=screens.not_understood(turn.texts))


async def _help_tapped(turn: Turn, value: Help) -> Reply:
    del value
    return await help_(turn)


async def _language_tapped(turn: Turn, value: Voices) -> Reply:
    del value
    return await language(turn)


_PRIVATE, _GROUP, _ADMINISTRATORS = "private", "group", "administrators"

COMMANDS: dict[str, Command] = {
    "help": Command(
        help_,
        _("What I can do"),
        aliases=("aide", "ayuda", "info", "hilfe"),
        menu=frozenset({_PRIVATE, _GROUP, _ADMINISTRATORS}),
    ),
    "language": Command(
        language,
        _("Another language"),
        aliases=("langue", "langues", "idioma", "idiomas", "lang", "lengua"),
        menu=frozenset({_PRIVATE, _ADMINISTRATORS}),
    ),
    "cancel": Command(cancel, _("Stop what I wait for"), aliases=("annuler", "cancelar")),
}
TAPS: dict[type[Value], TapHandler] = {Voice: speak, Voices: _language_tapped, Help: _help_tapped, Section: section}
FALLBACK: LineHandler = fallback
