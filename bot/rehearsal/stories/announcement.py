"""An announcement: a coordinator writes it in three languages, sends it, pauses, reads the report, corrects it."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from PIL import Image, ImageDraw

from bot.rehearsal.groups import Group
from bot.rehearsal.persons import Person
from bot.rehearsal.stories.stage import Stage
from bot.rehearsal.stories.troupe import COORDINATOR, FACILITATOR, HOME, new_group

STEPS = 7

GROUPS = (("Cercle de Cotonou", "Français", "C’est bon"), ("Círculo de La Paz", "Español", "De acuerdo"))
"""Two groups beside the first one: title, language, and what "All right" is called in it."""

READERS = (("Zoé", "fr"), ("Diego", "es"), ("Ben", "en"), ("Rosa", "es"))
"""They have left their group and stay in the network: what they get, they get in private."""

TEXTS = {
    "English": "<b>Our network meets in June.</b> Three days by the sea; bring a song.",
    "Français": "<b>Notre réseau se réunit en juin.</b> Trois jours au bord de la mer ; apportez une chanson.",
    "Español": "<b>Nuestra red se reúne en junio.</b> Tres días junto al mar; traiga una canción.",
}
CORRECTED = "<b>Notre réseau se réunit en juillet.</b> Trois jours au bord de la mer ; apportez une chanson."

FIRST = 3
"""So many messages Telegram takes before it asks to wait."""
WAIT_SECONDS = 2


async def announcement(stage: Stage) -> bytes | None:
    """Play it; it ends with no picture of its own."""
    nadia = stage.cast[COORDINATOR]
    stage.step(1, STEPS, "Three groups speak three languages; four people read in private")
    groups = await _groups(stage)
    readers = await asyncio.gather(*(_reader(stage, groups[0], *one) for one in READERS))

    stage.step(2, STEPS, "A coordinator writes an announcement below a photo, and says for whom")
    await stage.send(nadia, "/announce")
    await _write(stage, "English")
    await _aim(stage, nadia)

    stage.step(3, STEPS, "A version in French, one in Spanish")
    for language in ("Français", "Español"):
        await stage.tap(nadia, "Languages")
        await stage.tap(nadia, f"Add: {language}")
        await _write(stage, language)

    stage.step(4, STEPS, "She sees it as it will arrive, and sends it")
    await stage.tap(nadia, "Preview and send")
    await stage.sees_button(nadia, "Send the announcement")
    with _asked_to_wait(stage):
        await stage.tap(nadia, "Send the announcement")

        stage.step(5, STEPS, "Telegram asks for patience; she pauses, and goes on")
        await stage.world.until(lambda: _sent(stage) >= FIRST)
        await stage.tap(nadia, "Pause")
        await stage.sees(nadia, lambda one: "Paused." in one.text)
        await _block(stage, readers)
    await stage.tap(nadia, "Go on")

    stage.step(6, STEPS, "The report says where it arrived, and where it did not")
    await stage.sees(nadia, lambda one: "has gone out" in one.text)
    await stage.tap(nadia, "Look at it")

    stage.step(7, STEPS, "The French text was wrong: it is changed wherever it stands")
    await _correct(stage, nadia)
    await stage.sees(nadia, lambda one: "juillet" in one.text and one.photo is not None, groups[1])
    await stage.sees(nadia, lambda one: "New text" in one.text and "Still to go" not in one.text)
    return None


async def _groups(stage: Stage) -> list[Group]:
    """The groups of the story; those of an earlier telling are there still."""
    there = {group.title: group for group in stage.world.groups()}
    missing = [one for one in GROUPS if one[0] not in there]
    made = await asyncio.gather(*(_set_up(stage, *one) for one in missing))
    there |= {group.title: group for group in made}
    return [there[title] for title in (HOME, *(title for title, _, _ in GROUPS))]


async def _set_up(stage: Stage, title: str, language: str, agreed: str) -> Group:
    facilitator = stage.cast[FACILITATOR]
    group = await new_group(stage, title)
    await stage.tap(facilitator, "Set up", group)
    await stage.tap(facilitator, "Language", group)
    await stage.tap(facilitator, language, group)
    await stage.tap(facilitator, agreed, group)
    return group


async def _reader(stage: Stage, group: Group, name: str, language: str) -> Person:
    """Somebody who was in the group, has met the bot, and reads in private."""
    person = stage.cast.get(name) or stage.world.person(name, language=language)
    stage.cast[name] = person
    person.unblock()
    if not person.private_open:
        await stage.send(person, "/start")
        await stage.sees(person, lambda _: True)
        await person.join(group)
        await person.leave(group)
    return person


async def _write(stage: Stage, language: str) -> None:
    """A photo with its words, once they are asked for."""
    nadia = stage.cast[COORDINATOR]
    await stage.sees_button(nadia, "Cancel")
    await stage.show(nadia, _photo(), TEXTS[language])
    await stage.sees_button(nadia, "Preview and send")


async def _aim(stage: Stage, coordinator: Person) -> None:
    """Everyone but the coordinators, who know already."""
    await stage.tap(coordinator, "To whom")
    await stage.tap(coordinator, "Leave some out")
    await stage.sees_button(coordinator, "← Back")
    await stage.tap(coordinator, "Coordinators")
    await stage.sees_button(coordinator, "✓ Coordinators")
    await stage.tap(coordinator, "← Back")
    await stage.tap(coordinator, "That is right")
    await stage.sees_button(coordinator, "Preview and send")


@contextmanager
def _asked_to_wait(stage: Stage) -> Iterator[None]:
    """Telegram takes the first messages, and then asks to wait for as long as this lasts."""
    order = stage.world.faults.order("429", "sendPhoto", count=None, skip=FIRST, retry_after=WAIT_SECONDS)
    try:
        yield
    finally:
        order.count = 0


def _sent(stage: Stage) -> int:
    """How many have the photo, besides the preview."""
    nadia = stage.cast[COORDINATOR].id
    photos = [call for call in stage.world.calls if call.method == "sendPhoto" and call.ok]
    return sum(call.params.get("chat_id") != nadia for call in photos)


async def _block(stage: Stage, readers: Iterable[Person]) -> None:
    """One of those who have not got it yet blocks the bot."""
    waiting = next(person for person in readers if not any(one.photo for one in person.messages()))
    stage.say(f"{waiting.name} blocks the bot")
    waiting.block()


async def _correct(stage: Stage, coordinator: Person) -> None:
    await stage.tap(coordinator, "Change the text")
    await stage.tap(coordinator, "Français")
    await stage.sees(coordinator, lambda one: "send the new text" in one.text)
    await stage.send(coordinator, CORRECTED, formatted=True)
    await stage.tap(coordinator, "Yes, change it")


def _photo() -> bytes:
    """The sea with the sun over it."""
    image = Image.new("RGB", (960, 640), "#f6c667")
    draw = ImageDraw.Draw(image)
    draw.ellipse((380, 180, 580, 380), fill="#fdf1c7")
    for line, colour in enumerate(("#2a6f97", "#226186", "#1a5276", "#134265")):
        draw.rectangle((0, 360 + 70 * line, 960, 640), fill=colour)
    draw.polygon(((620, 400), (760, 400), (730, 440), (650, 440)), fill="#5b3a1e")
    draw.polygon(((690, 240), (690, 390), (610, 390)), fill="#fffdf5")
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()
