"""What is more than plain words: files, albums, voice messages, what is passed on, and formatted text."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.async_api import Browser, FilePayload, Locator, expect

from bot.rehearsal.args import Upload
from tests.browser.conftest import Room, opened

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

MEGABYTE = 1024 * 1024
FORMATTED = "<b>bold</b> <i>italic</i> <tg-spoiler>the winner</tg-spoiler> <blockquote>said</blockquote>"


def picture(colour: str = "#0072B2", side: int = 120) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (side, side), colour).save(stream, "PNG")
    return stream.getvalue()


def chosen(name: str, mime: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": mime, "buffer": content}


PICTURES = [chosen(f"{number}.png", "image/png", picture()) for number in range(3)]
PLAN = chosen("plan.pdf", "application/pdf", b"%PDF" + bytes(12_000))


def private(room: Room) -> Locator:
    return room.page.locator("#pane-private")


async def attach(pane: Locator, how: str, files: Any) -> None:
    await pane.locator(f"input[data-how={how}]").set_input_files(files)


async def test_pictures_go_as_an_album_with_their_caption_and_show_as_a_grid(room: Room) -> None:
    pane = private(room)
    await attach(pane, "view", PICTURES)
    box = pane.get_by_role("textbox")
    await expect(box).to_be_focused()
    await pane.get_by_role("button", name="Take out 2.png").click()
    await expect(pane.locator(".tray li")).to_have_count(2)
    await box.fill("**Our** day")
    await box.press("Enter")
    album = pane.get_by_role("group", name="Album: 2 parts")
    await expect(album.get_by_role("img", name="Picture sent by Anna")).to_have_count(2)
    await expect(pane.locator(".text b").last).to_have_text("Our")
    await expect(pane.locator(".tray")).to_be_hidden()
    first, second = room.anna.messages()[-2:]
    assert (first.album, first.html, second.text) == (second.album, "<b>Our</b> day", "")
    await album.get_by_role("button").last.click()
    await expect(room.page.get_by_role("dialog").get_by_role("img")).to_be_visible()


async def test_the_menu_of_attachments_opens_and_is_chosen_from_by_keyboard(room: Room) -> None:
    attaching = private(room).get_by_role("button", name="Attach")
    await attaching.focus()
    await attaching.press("Enter")
    async with room.page.expect_file_chooser() as choosing:
        await room.page.get_by_role("menuitem", name="Files").press("Enter")
    await (await choosing.value).set_files([PLAN])
    await private(room).get_by_role("textbox").press("Enter")
    link = private(room).get_by_role("link", name="plan.pdf")
    await expect(link).to_contain_text("12 kB")
    await link.focus()
    async with room.page.expect_download() as saving:
        await link.press("Enter")
    assert (await saving.value).suggested_filename == "plan.pdf"


async def test_a_file_of_the_bot_is_saved_under_its_name(room: Room) -> None:
    plan = Upload("plan-été.csv", "text/csv", b"a;b" * 1000)
    fields = {"chat_id": room.anna.id, "caption": "<b>The plan</b>", "parse_mode": "HTML"}
    body = await room.double.call("sendDocument", fields, {"document": plan})
    assert body["ok"], body
    link = private(room).get_by_role("link", name="plan-été.csv")
    await expect(link).to_contain_text("3 kB")
    async with room.page.expect_download() as saving:
        await link.click()
    saved = await saving.value
    assert saved.suggested_filename == "plan-été.csv"
    assert (await saved.path()).read_bytes() == plan.content
    await expect(private(room).locator(".text b").last).to_have_text("The plan")


async def test_sounds_and_films_have_a_player_with_a_name(room: Room) -> None:
    await attach(private(room), "voice", [chosen("hello.ogg", "audio/ogg", b"OggS")])
    await private(room).get_by_role("button", name="Send").click()
    await expect(private(room).get_by_label("Voice message of Anna")).to_be_visible()
    await attach(private(room), "view", [chosen("dance.mp4", "video/mp4", b"mp4")])
    await private(room).get_by_role("button", name="Send").click()
    await expect(private(room).get_by_label("Video sent by Anna")).to_be_visible()
    assert [one.media and one.media.kind for one in room.anna.messages()[-2:]] == ["voice", "video"]


async def test_a_voice_message_is_recorded_and_waits_to_be_sent(room: Room) -> None:
    pane = private(room)
    await pane.get_by_role("button", name="Attach").click()
    await room.page.get_by_role("menuitem", name="Record a voice message").click()
    await expect(pane.get_by_text("Recording…")).to_be_visible()
    await pane.get_by_role("button", name="Done").click()
    await expect(pane.locator(".tray li")).to_have_count(1)
    await pane.get_by_role("textbox").press("Enter")
    await expect(pane.get_by_label("Voice message of Anna")).to_be_visible()


@pytest.mark.parametrize(
    ("name", "size", "words"),
    [
        ("film.mp4", 51 * MEGABYTE, "Telegram takes files of up to 50 MB"),
        ("poster.png", 11 * MEGABYTE, "You can attach it as a file"),
        ("nothing.txt", 0, "nothing.txt is empty."),
    ],
)
async def test_a_file_that_telegram_would_not_take_is_refused_in_words(
    room: Room, tmp_path: Path, name: str, size: int, words: str
) -> None:
    path = tmp_path / name
    with path.open("wb") as file:
        file.truncate(size)
    await attach(private(room), "view", path)
    await expect(private(room).locator(".toast.refusal")).to_contain_text(words)
    await expect(private(room).locator(".tray")).to_be_hidden()


async def test_a_caption_that_is_too_long_stays_with_its_file(room: Room) -> None:
    await attach(private(room), "file", [PLAN])
    await private(room).get_by_role("textbox").fill("x" * 1025)
    await private(room).get_by_role("textbox").press("Enter")
    await expect(private(room).locator(".toast.refusal")).to_contain_text("at most 1024 characters; these are 1025")
    await expect(private(room).locator(".tray li")).to_have_count(1)


async def test_files_that_could_not_be_sent_come_back(room: Room) -> None:
    await room.page.route("**/world/acts", lambda route: route.abort())
    await attach(private(room), "file", [PLAN])
    await private(room).get_by_role("textbox").fill("the plan")
    await private(room).get_by_role("textbox").press("Enter")
    await expect(private(room).locator(".toast")).to_contain_text("does not answer")
    await expect(private(room).get_by_role("button", name="Take out plan.pdf")).to_be_visible()
    await expect(private(room).get_by_role("textbox")).to_have_value("the plan")


async def test_a_message_of_the_group_is_forwarded_to_the_bot(room: Room) -> None:
    await room.bob.send_photo(picture(), caption="Come all", chat=room.group)
    line = room.page.locator("#pane-group li.message").filter(has_text="Come all")
    await line.focus()
    await line.get_by_role("button", name="Forward").press("Enter")
    dialog = room.page.get_by_role("dialog", name="Forward to")
    await expect(dialog.get_by_role("button", name="Palabre")).to_be_focused()
    await room.page.keyboard.press("Enter")
    await expect(private(room).get_by_text("Forwarded from Bob")).to_be_visible()
    await expect(private(room).get_by_text("Come all")).to_be_visible()
    forwarded = room.double.world.queue.pending()[-1].payload
    assert forwarded["forward_origin"]["sender_user"]["first_name"] == "Bob"


async def test_what_is_written_can_be_made_bold_by_keyboard_and_stays_so_when_edited(room: Room) -> None:
    box = private(room).get_by_role("textbox")
    await box.fill("hello")
    await box.press("Control+a")
    await box.press("Control+b")
    await expect(box).to_have_value("**hello**")
    await private(room).get_by_role("button", name="Format").click()
    await room.page.get_by_role("menuitem", name="Italic").click()
    await expect(box).to_have_value("**__hello__**")
    await box.press("Enter")
    await expect(private(room).locator(".text b > i")).to_have_text("hello")
    await private(room).locator("li.message").last.hover()
    await private(room).get_by_role("button", name="Edit").last.click()
    await expect(box).to_have_value("**__hello__**")
    await box.press("Enter")
    await expect(private(room).get_by_text("edited")).to_be_visible()
    assert room.anna.messages()[-1].html == "<b><i>hello</i></b>"


async def test_formatted_text_shows_so_and_hidden_text_when_it_is_asked_for(room: Room) -> None:
    await room.bot_says(chat_id=room.anna.id, text=FORMATTED, parse_mode="HTML")
    text = private(room).locator(".text").last
    for tag, words in (("b", "bold"), ("i", "italic"), ("blockquote", "said")):
        await expect(text.locator(tag)).to_have_text(words)
    hidden = text.get_by_role("button", name="Hidden text: show it")
    assert await hidden.evaluate("node => getComputedStyle(node).color") == "rgba(0, 0, 0, 0)"
    await hidden.press("Enter")
    await expect(hidden).to_have_count(0)
    assert await text.locator(".spoiler").evaluate("node => getComputedStyle(node).color") != "rgba(0, 0, 0, 0)"


async def test_all_of_it_fits_a_phone_of_360_pixels(room: Room, browser: Browser) -> None:
    page = await opened(browser, room.double.url, width=360, height=740)
    await page.locator("#tabs").get_by_text("Private", exact=True).click()
    pane = page.locator("#pane-private")
    for how, files in (("view", PICTURES), ("file", [PLAN]), ("voice", [chosen("a.ogg", "audio/ogg", b"OggS")])):
        await attach(pane, how, files)
    await expect(pane.locator(".tray li")).to_have_count(5)
    await pane.get_by_role("textbox").fill("A long caption " * 12)
    await expect(pane.get_by_role("button", name="Send")).to_be_in_viewport(ratio=1)
    await pane.get_by_role("textbox").press("Enter")
    await expect(pane.get_by_label("Voice message of Anna")).to_be_visible()
    for part in (".album", ".file", ".sound audio"):
        box = await pane.locator(part).bounding_box()
        assert box is not None
        assert box["x"] >= 0, part
        assert box["x"] + box["width"] <= 360, part
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360
