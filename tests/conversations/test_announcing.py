"""Writing an announcement: as people do it in three languages, and in each way in which it can go wrong."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, cast

import pytest

from bot.rehearsal import World as Telegram
from bot.rehearsal.args import Args
from bot.rehearsal.errors import bad_request
from bot.rehearsal.methods import PLAYED
from bot.rehearsal.model import Message
from tests.conversations.newsroom import HOUR, MINUTE, Newsroom, open_newsroom, picture, read
from tests.conversations.stage import DAY, Stage

LABELS = {
    "en": {
        "speak": "English",
        "whom": "To whom",
        "groups": "All groups",
        "right": "That is right",
        "languages": "Languages",
        "add": "Add: Español",
        "seen": "“Seen” button",
        "silently": "Silently",
        "when": "When",
        "other": "Another date",
        "typed": "tomorrow 10:00",
        "moment": "Sunday 22 November, 10:00\xa0AM",
        "preview": "Preview and send",
        "schedule": "Schedule the announcement",
        "goes out": "It goes out",
        "sent": "Sent.",
        "report": "Your announcement has gone out",
    },
    "fr": {
        "speak": "Français",
        "whom": "Pour qui",
        "groups": "Tous les groupes",
        "right": "C’est bien ainsi",
        "languages": "Langues",
        "add": "Ajouter\xa0: Español",
        "seen": "Bouton «\xa0vu\xa0»",
        "silently": "Sans son",
        "when": "Quand",
        "other": "Une autre date",
        "typed": "demain 10h",
        "moment": "dimanche 22 novembre à 10:00",
        "preview": "Aperçu et envoi",
        "schedule": "Programmer l’annonce",
        "goes out": "Elle part",
        "sent": "Envoyée.",
        "report": "Votre annonce est partie",
    },
    "es": {
        "speak": "Español",
        "whom": "Para quién",
        "groups": "Todos los grupos",
        "right": "Está bien así",
        "languages": "Idiomas",
        "add": "Agregar: Français",
        "seen": "Botón «visto»",
        "silently": "Sin sonido",
        "when": "Cuándo",
        "other": "Otra fecha",
        "typed": "mañana a las 10",
        "moment": "domingo 22 de noviembre, 10:00",
        "preview": "Vista previa y envío",
        "schedule": "Programar el anuncio",
        "goes out": "Sale",
        "sent": "Enviado.",
        "report": "Su anuncio ya salió",
    },
}


@pytest.fixture
async def room(stage: Stage) -> Newsroom:
    return await open_newsroom(stage)


@pytest.mark.parametrize("language", LABELS)
async def test_an_announcement_is_written_aimed_scheduled_seen_and_reported(room: Newsroom, language: str) -> None:
    """The main walk: two versions, groups only, silently, with a button, tomorrow at ten: in Kigali, 8:00 UTC."""
    word, awa = LABELS[language], room.awa
    await room.say("/language")
    await room.tap(word["speak"])
    await room.say("/announce")
    await room.say("The <b>main</b> news & more", formatted=True)
    await room.tap(word["whom"])
    await room.tap(word["groups"])
    await room.tap(word["right"])
    await room.tap(word["languages"])
    await room.tap(word["add"])
    await room.say("In the other language")
    await room.tap(word["seen"])
    await room.tap(word["silently"])
    await room.tap(word["when"])
    await room.tap(word["other"])
    await room.say(word["typed"])
    await room.tap(word["moment"])
    question = await room.tap(word["preview"])
    original, other = awa.messages()[-3:-1]
    assert original.html == "The <b>main</b> news &amp; more"
    assert other.text == "In the other language"
    assert original.labels == other.labels != []
    assert word["moment"] in question.text
    await room.tap(word["schedule"])
    assert word["goes out"] in room.now(question).text
    await room.stage.advance(22 * HOUR)
    assert "The main news & more" not in read(room.fatou, room.chat)
    await room.stage.advance(HOUR)
    arrived = room.fatou.screen(room.chat)
    assert arrived.html == "The <b>main</b> news &amp; more"
    sends = [one for one in room.stage.telegram.calls if one.params.get("text") == "The <b>main</b> news &amp; more"]
    assert [one.params.get("disable_notification") for one in sends][-1] is True
    await room.stage.advance(2 * MINUTE)
    assert word["sent"] in room.now(question).text
    assert word["report"] in awa.screen().text


async def test_everyone_is_told_once_and_in_their_language(room: Newsroom) -> None:
    """The original goes to those for whose language there is no version; the card says so."""
    mia, tom = (room.stage.telegram.person(name, language=code) for name, code in (("Mia", "es"), ("Tom", "fr")))
    for person in (mia, tom):
        invitation = await room.stage.app.services.membership.invite_coordinator(None)
        await room.stage.open(person, f"https://t.me/{room.stage.app.bot.username}?start={invitation.payload}")
    await room.draft("Good news")
    screen = await room.tap("Languages")
    assert "2 groups or people get the original" in screen.text
    await room.tap("Add: Español")
    await room.say("Buenas noticias")
    question = await room.tap("Preview and send")
    assert "1 group or person gets the original" in question.text
    await room.tap("Send the announcement")
    await room.stage.settle()
    assert read(mia)[-1] == "Buenas noticias"
    assert read(tom)[-1] == "Good news"
    assert read(room.fatou, room.chat)[-1] == "Good news"
    assert "Good news" not in read(room.people[0])


@pytest.mark.parametrize("kind", ["photo", "document", "voice", "video", "audio"])
async def test_whatever_people_send_is_passed_on_as_it_is(room: Newsroom, kind: str) -> None:
    await room.say("/announce")
    sends: dict[str, Callable[[], Awaitable[Message | None]]] = {
        "photo": lambda: room.awa.send_photo(picture(), caption="Look"),
        "document": lambda: room.awa.send_document(b"%PDF", name="plan.pdf", caption="Look"),
        "voice": room.awa.send_voice,
        "video": lambda: room.awa.send_video(caption="Look"),
        "audio": room.awa.send_audio,
    }
    given = await sends[kind]()
    assert given is not None
    card = await room.stage.seen(room.awa)
    assert "With a" in card.text
    await room.tap("Preview and send")
    await room.tap("Send the announcement")
    await room.stage.settle()
    arrived = room.fatou.screen(room.chat)
    assert (arrived.media, arrived.text) == (given.media, given.text)


async def test_a_forwarded_message_is_passed_on_without_its_origin(room: Newsroom) -> None:
    said = await room.people[0].send("Come all", chat=room.chat)
    assert said is not None
    await room.say("/announce")
    await room.awa.forward(said)
    await room.stage.settle()
    await room.tap("Preview and send")
    await room.tap("Send the announcement")
    arrived = await room.stage.seen(room.fatou, room.chat)
    assert (arrived.text, arrived.forward) == ("Come all", None)


async def test_an_album_waits_for_that_is_all_and_takes_parts_that_come_late(room: Newsroom) -> None:
    """A part that comes after the preview is shown before anything goes out."""
    await room.say("/announce")
    first = await room.awa.send_album([picture("red"), picture("blue")], caption="Our day")
    screen = await room.stage.seen(room.awa)
    assert screen.labels == ["That is all"]
    card = await room.tap("That is all")
    assert "An album: 2 parts" in card.text
    await room.tap("Preview and send")
    assert first[0] is not None
    await room.awa.send_album([picture("green")], album=first[0].album)
    await room.stage.settle()
    assert "has changed since" in await room.toast("Send the announcement")
    await room.stage.settle()
    assert sum(one.media is not None and one.by_bot for one in room.awa.messages()[-4:]) == 3
    await room.tap("Send the announcement")
    await room.stage.settle()
    album = [one for one in room.fatou.messages(room.chat) if one.album]
    assert [one.text for one in album] == ["Our day", "", ""]
    late = await room.awa.send_album([picture("pink")], album=first[0].album)
    assert late
    assert "nothing was changed" in (await room.stage.seen(room.awa)).text


async def test_what_cannot_be_passed_on_is_said_and_something_else_is_still_waited_for(room: Newsroom) -> None:
    await room.say("/announce")
    await room.awa.send_place(14.7, -17.4)
    assert "but not this" in (await room.stage.seen(room.awa)).text
    await room.awa.send_document(b"x", name="film.zip", claimed=50_000_001)
    assert "larger than 50 MB" in (await room.stage.seen(room.awa)).text
    await room.awa.send_photo(picture(), caption="a" * 1025)
    assert "1024 characters" in (await room.stage.seen(room.awa)).text
    assert "Preview and send" in (await room.say("Then like this")).labels


async def test_formatting_that_telegram_refuses_is_said_in_the_preview(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing can be sent then: the question does not come."""
    await room.draft("Broken")
    refuse(monkeypatch, "Broken")
    told = await room.tap("Preview and send")
    assert "Telegram did not take the announcement" in told.text
    await room.tap("Write it anew")
    await room.say("Whole")
    assert "Send the announcement" in (await room.tap("Preview and send")).labels


def refuse(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Let Telegram refuse messages of that text, as it does where tags do not match."""
    send = PLAYED["sendMessage"]

    def picky(world: Telegram, args: Args) -> Any:
        if args["text"] == text:
            raise bad_request("can't parse entities: unexpected end tag")
        return send(world, args)

    monkeypatch.setitem(cast("dict[str, Any]", PLAYED), "sendMessage", picky)


async def test_nobody_to_reach_is_refused_before_the_preview(room: Newsroom) -> None:
    await room.draft()
    await room.tap("To whom")
    await room.tap("Leave some out")
    await room.tap("Everyone")
    await room.tap("← Back")
    assert "nobody" in (await room.tap("That is right")).text
    assert "Nobody would get it" in await room.toast("Preview and send")
    assert "Hello" not in read(room.fatou, room.chat)


async def test_who_chooses_some_after_everyone_means_these_alone(room: Newsroom) -> None:
    """Each tap says what to set, so a doubled one changes nothing."""
    await room.draft()
    screen = await room.tap("To whom")
    assert "✓ Everyone · 3" in screen.labels
    groups = next(button for row in screen.buttons for button in row if button.label.startswith("All groups"))
    for _ in range(2):
        room.stage.telegram.tap_raw(room.awa, screen, groups.data or "")
    screen = await room.stage.seen(room.awa)
    assert "✓ All groups · 1" in screen.labels
    assert "Everyone · 3" in screen.labels
    screen = await room.tap("Groups…")
    await room.tap("Peer group")
    assert "✓ Peer group · 2" in room.awa.screen().labels
    await room.tap("← Back")
    screen = await room.tap("Everyone")
    assert "All groups · 1" in screen.labels
    card = await room.tap("That is right")
    assert "To: Everyone (" in card.text


async def test_a_moment_that_is_over_or_far_away_is_asked_for_again(room: Newsroom) -> None:
    await room.draft()
    await room.tap("When")
    for typed in ("20/11/2026 9:00", "1 January 2029 9:00"):
        await room.tap("Another date")
        echo = await room.say(typed)
        assert "over for everyone" in await room.toast(echo.labels[0])
        await room.stage.settle()
        assert "When should it go out?" in room.awa.screen().text
    await room.tap("Another date")
    assert "could not use that" in (await room.say("soon")).text
    echo = await room.say("Friday 25:00")
    assert "could not use that" in echo.text


async def test_a_moment_that_passed_while_the_draft_lay_there_is_asked_for_before_anything_goes_out(
    room: Newsroom,
) -> None:
    await room.draft()
    await room.tap("When")
    await room.tap("Sunday 22 November")
    await room.tap("Preview and send")
    await room.stage.advance(3 * DAY)
    assert "over for everyone" in await room.toast("Schedule the announcement")
    await room.stage.settle()
    assert "When should it go out?" in room.awa.screen().text
    await room.tap("At once")
    await room.tap("Preview and send")
    await room.tap("Send the announcement")
    await room.stage.advance(MINUTE)
    assert read(room.fatou, room.chat).count("Hello") == 1


async def test_an_hour_that_summer_time_leaves_out_is_taken_with_the_offset_before(room: Newsroom) -> None:
    """In Toronto there is no 2:30 on 14 March 2027; it is 3:30 then, and the night holds it until seven: 11:00 UTC."""
    await room.stage.say(room.fatou, "/settings", room.chat)
    await room.stage.tap(room.fatou, "Country", room.chat)
    asked = await room.stage.tap(room.fatou, "Another…", room.chat)
    await room.stage.say(room.fatou, "Canada", room.chat, reply_to=asked)
    await room.stage.tap(room.fatou, "Toronto", room.chat)
    await room.draft("Early")
    await room.tap("When")
    await room.tap("Another date")
    await room.say("14 March 2027 2:30")
    card = await room.tap("Sunday 14 March, 2:30")
    assert "2:30\xa0AM, in each reader's own time" in card.text
    await room.tap("Preview and send")
    await room.tap("Schedule the announcement")
    await room.stage.advance(113 * DAY + HOUR)
    assert "Early" not in read(room.fatou, room.chat)
    await room.stage.advance(HOUR)
    assert read(room.fatou, room.chat).count("Early") == 1


async def test_a_draft_survives_restarts_at_each_step(room: Newsroom) -> None:
    stage = room.stage
    await room.say("/announce")
    await stage.restart()
    await room.say("Hello")
    await stage.restart()
    await room.tap("When")
    await stage.restart()
    await room.tap("Another date")
    await stage.restart()
    await room.say("tomorrow 10:00")
    await stage.restart()
    await room.tap("Sunday 22 November")
    await stage.restart()
    await room.tap("Preview and send")
    await stage.restart()
    await room.tap("Schedule the announcement")
    await stage.restart()
    await stage.advance(DAY + 2 * HOUR)
    assert read(room.fatou, room.chat).count("Hello") == 1


async def test_a_draft_is_left_and_found_again_or_deleted(room: Newsroom) -> None:
    await room.draft("Half done")
    await room.say("/start")
    listed = await room.say("/announcements")
    assert listed.labels == ["draft · Half done", "New announcement"]
    card = await room.tap("draft · Half done")
    assert "Half done" in card.text
    assert "deleted" in (await room.tap("Delete the draft")).text
    assert "no announcements yet" in (await room.tap("All announcements")).text


async def test_text_while_no_text_is_waited_for_changes_no_draft(room: Newsroom) -> None:
    await room.draft("Hello")
    answer = await room.say("By the way")
    assert "did not understand" in answer.text
    listed = await room.say("/announcements")
    assert "draft · Hello" in listed.labels


async def test_cancel_ends_the_waiting_and_leaves_the_draft(room: Newsroom) -> None:
    await room.draft("Hello")
    await room.tap("Write it anew")
    told = await room.say("/cancel")
    assert "the announcement" in told.text
    assert "did not understand" in (await room.say("Something else")).text
