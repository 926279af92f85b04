"""What someone meets who opens the page for the first time and tries everything."""

from __future__ import annotations

import io
import json

import pytest
from PIL import Image
from playwright.async_api import Browser, expect

from bot.rehearsal.args import Upload
from tests.browser.conftest import Room, opened

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

CAPTION = "\n".join(f"{number}. Theme: {number}.0" for number in range(1, 16))
FOCUSED = "node => node === document.activeElement"


def keyboard(*buttons: dict[str, str]) -> str:
    return json.dumps({"inline_keyboard": [[button] for button in buttons]})


async def shows_a_picture(room: Room, chat: int) -> None:
    stream = io.BytesIO()
    Image.new("RGB", (1080, 1080), "#0072B2").save(stream, "PNG")
    body = await room.double.call(
        "sendPhoto",
        {"chat_id": chat, "caption": CAPTION},
        {"photo": Upload("wheel.png", "image/png", stream.getvalue())},
    )
    assert body["ok"], body


async def test_a_deep_link_shows_as_a_tap_on_start_without_its_secret(room: Room) -> None:
    await room.anna.send("/start gSECRETSECRETSECRET")
    pane = room.page.locator("#pane-private")
    await expect(pane.get_by_text("Anna tapped Start")).to_be_visible()
    await expect(pane).not_to_contain_text("SECRET")


async def test_a_link_that_adds_the_bot_asks_to_which_group(room: Room) -> None:
    link = f"https://t.me/{room.double.world.bot.username}?startgroup=gHello"
    await room.bot_says(chat_id=room.anna.id, text="Welcome", reply_markup=keyboard({"text": "Add me", "url": link}))
    await room.page.locator("#pane-private").get_by_role("button", name="Add me").click()
    dialog = room.page.get_by_role("dialog")
    await expect(dialog.get_by_role("button", name="Peer group")).to_be_disabled()
    await dialog.get_by_role("button", name="New group").click()
    await dialog.get_by_label("Title").fill("Second circle")
    await dialog.get_by_role("button", name="Create").click()
    pane = room.page.locator("#pane-group")
    await expect(pane.get_by_role("heading", name="Second circle")).to_be_visible()
    await expect(pane).to_contain_text("Anna added Palabre")
    assert room.double.world.queue.pending()[-1].payload["text"].endswith("gHello")


async def test_from_the_invitation_to_the_answer_by_keyboard_alone(room: Room) -> None:
    """Enter on the invitation leads into the private chat; Tab from there reaches the question's first button."""
    link = f"https://t.me/{room.double.world.bot.username}?start=gRound"
    await room.bot_says(chat_id=room.group.id, text="A round", reply_markup=keyboard({"text": "Answer", "url": link}))
    await room.page.locator("#pane-group").get_by_role("button", name="Answer").focus()
    await room.page.keyboard.press("Enter")
    pane = room.page.locator("#pane-private")
    await expect(pane.locator(".log")).to_be_focused()
    labels = [f"{level} · step" for level in range(6)]
    buttons = [{"text": label, "callback_data": label} for label in labels]
    await room.bot_says(chat_id=room.anna.id, text="Question", reply_markup=keyboard(*buttons))
    await expect(pane.get_by_role("button", name="5 · step")).to_be_visible()
    await room.page.keyboard.press("Tab")
    await expect(pane.locator("li.message").last).to_be_focused()
    for label in labels[:4]:
        await room.page.keyboard.press("Tab")
        await expect(pane.get_by_role("button", name=label)).to_be_focused()
    await room.page.keyboard.press("Enter")
    await room.double.world.until(lambda: room.double.world.queue.pending()[-1].kind == "callback_query")
    assert room.double.world.queue.pending()[-1].payload["data"] == "3 · step"


async def test_a_date_that_is_asked_for_after_a_tap_can_be_typed_at_once(room: Room) -> None:
    date = {"text": "Another date", "callback_data": "date"}
    await room.bot_says(chat_id=room.group.id, text="Until when?", reply_markup=keyboard(date))
    pane = room.page.locator("#pane-group")
    await pane.get_by_role("button", name="Another date").click()
    await room.double.world.until(lambda: room.double.world.queue.pending()[-1].kind == "callback_query")
    tap = room.double.world.queue.pending()[-1].payload
    await room.bot_says("answerCallbackQuery", callback_query_id=tap["id"])
    await room.bot_says(chat_id=room.group.id, text="Which day?", reply_markup=json.dumps({"force_reply": True}))
    await expect(pane.get_by_role("textbox")).to_be_focused()


async def test_a_picture_is_seen_from_its_top_though_its_words_are_longer_than_the_window(room: Room) -> None:
    await shows_a_picture(room, room.group.id)
    picture = room.page.locator("#pane-group .picture")
    await expect(picture).to_be_in_viewport(ratio=0.99)
    await expect(room.page.locator("#pane-group .jump")).to_be_hidden()


async def test_a_picture_is_enlarged_by_a_click_and_put_away_by_escape(room: Room) -> None:
    await shows_a_picture(room, room.anna.id)
    picture = room.page.locator("#pane-private .picture")
    await picture.click()
    large = room.page.get_by_role("dialog").get_by_role("img")
    await expect(large).to_be_visible()
    assert await large.evaluate("image => image.decode().then(() => image.naturalWidth)") == 1080
    await room.page.keyboard.press("Escape")
    await expect(large).to_have_count(0)
    await expect(picture).to_be_focused()


async def test_what_was_said_before_a_group_became_a_supergroup_stays_above(room: Room) -> None:
    """Its messages are counted anew: the old ones are shown, and can neither be tapped nor answered."""
    plain = room.double.world.group("Village", creator=room.anna, kind="group")
    await room.anna.add_bot(plain)
    go = {"text": "Go", "callback_data": "go"}
    await room.bot_says(chat_id=plain.id, text="before", reply_markup=keyboard(go))
    pane = room.page.locator("#pane-group")
    await expect(pane.get_by_role("heading", name="Village")).to_be_visible()
    await expect(pane.get_by_role("button", name="Go")).to_be_visible()
    await room.page.locator("#group-menu").click()
    await room.page.get_by_role("menuitem", name="Turn into a supergroup").click()
    await expect(pane).to_contain_text("Supergroup")
    for number in range(4):
        await room.bot_says(chat_id=plain.id, text=f"after {number}")
    await expect(pane.get_by_text("after 3")).to_be_visible()
    await expect(pane.get_by_text("before")).to_have_count(1)
    await expect(pane.get_by_role("button", name="Go")).to_have_count(0)


async def test_a_person_blocks_and_unblocks_the_bot_and_goes_and_comes_back(room: Room) -> None:
    async def choose(item: str) -> None:
        await room.page.locator("#private-menu").focus()
        await room.page.keyboard.press("Enter")
        await room.page.get_by_role("menuitem", name=item).press("Enter")

    await choose("Block the bot")
    private = room.page.locator("#pane-private")
    await expect(private.get_by_text("Anna has blocked the bot: nothing arrives here.")).to_be_visible()
    await private.get_by_role("button", name="Unblock the bot").click()
    await expect(private.get_by_role("textbox")).to_be_visible()
    await room.page.locator(f"#person-{room.bob.id}").check()
    await choose("Leave")
    group = room.page.locator("#pane-group")
    await expect(group.get_by_text("Bob is not in this group.")).to_be_visible()
    await group.get_by_role("button", name="Join").click()
    await expect(group.get_by_role("textbox")).to_be_visible()


async def test_buttons_stay_where_they_are_from_one_question_to_the_next(room: Room) -> None:
    """A finger that taps six times in a row must find the keys as wide as they were."""

    async def width(text: str, label: str) -> float:
        await room.bot_says(
            chat_id=room.anna.id, text=text, reply_markup=keyboard({"text": label, "callback_data": "a"})
        )
        box = await room.page.locator("#pane-private").get_by_role("button", name=label).bounding_box()
        assert box is not None
        return box["width"]

    assert await width("Short?", "No") == await width("A question that is a good deal longer, is it not?", "Yes, it is")


async def test_the_newest_message_is_in_view_on_a_phone_held_in_one_hand(room: Room, browser: Browser) -> None:
    page = await opened(browser, room.double.url, width=360, height=640)
    for number in range(30):
        await room.anna.send(f"line {number}", chat=room.group)
    await expect(page.locator("#pane-group").get_by_text("line 29")).to_be_in_viewport(ratio=1)
    await page.locator("#tabs").get_by_text("Private", exact=True).click()
    await room.bot_says(chat_id=room.anna.id, text="news")
    await expect(page.locator("#pane-private").get_by_text("news")).to_be_in_viewport(ratio=1)
    await page.locator("#tabs").get_by_text("Group", exact=True).click()
    await expect(page.locator("#pane-group").get_by_text("line 29")).to_be_in_viewport(ratio=1)


async def test_the_newest_message_stays_in_view_when_the_window_is_narrowed(room: Room) -> None:
    for number in range(12):
        await room.anna.send(f"{number}: " + "a message that wraps in a narrow window " * 6, chat=room.group)
    newest = room.page.locator("#pane-group .message").last
    await expect(newest).to_contain_text("11: ")
    await room.page.set_viewport_size({"width": 740, "height": 500})
    await expect(room.page.locator("#tabs")).to_be_visible()
    await expect(newest.locator(".meta")).to_be_in_viewport(ratio=1)
    await room.anna.send("last", chat=room.group)
    await expect(room.page.locator("#pane-group").get_by_text("last", exact=True)).to_be_in_viewport(ratio=1)
