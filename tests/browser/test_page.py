"""The chat page, as a person uses it: seen, clicked, typed, and by keyboard alone."""

from __future__ import annotations

import asyncio
import json

import pytest
from playwright.async_api import Browser, Route, expect

from tests.browser.conftest import Room, opened

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

HOSTILE = (
    "<img src=x onerror=\"document.title='broken in'\">",
    "\u202eمجموعة الدعم",
    "🌳" * 64,
    "'; DROP TABLE person; --",
)
QUESTION = {
    "inline_keyboard": [
        [{"text": "3 · Adopted, little used", "callback_data": "three"}],
        [{"text": "Done", "callback_data": "done"}],
    ]
}


async def test_a_person_writes_and_the_bot_gets_it(room: Room) -> None:
    box = room.page.locator("#pane-private").get_by_role("textbox")
    await box.fill("Bonjour <3")
    await box.press("Enter")
    await expect(room.page.locator("#pane-private").get_by_text("Bonjour <3")).to_be_visible()
    texts = [update.payload.get("text") for update in room.double.world.queue.pending()]
    assert "Bonjour <3" in texts


async def test_what_was_written_shows_once_also_while_the_page_waits_for_the_answer(room: Room) -> None:
    """On a busy machine the world tells of a message before the act is answered that made it."""
    answered = asyncio.Event()

    async def late(route: Route) -> None:
        response = await route.fetch()
        await answered.wait()
        await route.fulfill(response=response)

    await room.page.route("**/world/acts", late)
    pane = room.page.locator("#pane-private")
    await pane.get_by_role("textbox").fill("Bonjour <3")
    await pane.get_by_role("textbox").press("Enter")
    await expect(pane.locator("div.text").get_by_text("Bonjour <3")).to_be_visible()
    await expect(pane.get_by_text("Bonjour <3")).to_have_count(1)
    async with room.page.expect_response("**/world/acts"):
        answered.set()
    await expect(pane.get_by_text("Bonjour <3")).to_have_count(1)


async def test_another_person_is_chosen_and_sees_their_own_chat(room: Room) -> None:
    await room.page.locator(f"#person-{room.bob.id}").check()
    await expect(room.page.locator("#pane-private")).to_contain_text("Bob")
    await expect(room.page.locator("#pane-private").get_by_role("button", name="Start", exact=True)).to_be_visible()


async def test_a_tap_shows_its_note_and_the_changed_message(room: Room) -> None:
    await room.bot_says(chat_id=room.anna.id, text="First question", reply_markup=json.dumps(QUESTION))
    pane = room.page.locator("#pane-private")
    await pane.get_by_role("button", name="3 · Adopted, little used").click()
    await room.double.world.until(lambda: room.double.world.queue.pending()[-1].kind == "callback_query")
    tap = room.double.world.queue.pending()[-1].payload
    await room.bot_says("answerCallbackQuery", callback_query_id=tap["id"], text="Noted")
    await room.bot_says(
        "editMessageText", chat_id=room.anna.id, message_id=tap["message"]["message_id"], text="Second question"
    )
    await expect(room.page.locator(".toast")).to_contain_text("Noted")
    await expect(pane.get_by_text("Second question")).to_be_visible()
    await expect(pane.get_by_role("button", name="3 · Adopted")).to_have_count(0)


async def test_an_alert_stays_until_it_is_closed(room: Room) -> None:
    await room.bot_says(chat_id=room.anna.id, text="First question", reply_markup=json.dumps(QUESTION))
    await room.page.locator("#pane-private").get_by_role("button", name="Done").click()
    await room.double.world.until(lambda: room.double.world.queue.pending()[-1].kind == "callback_query")
    tap = room.double.world.queue.pending()[-1].payload
    await room.bot_says(
        "answerCallbackQuery", callback_query_id=tap["id"], text="Only facilitators may", show_alert=True
    )
    dialog = room.page.get_by_role("dialog")
    await expect(dialog).to_contain_text("Only facilitators may")
    await room.page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)


async def test_a_question_is_answered_by_keyboard_alone(room: Room) -> None:
    """From the text box back to the buttons of the last message, and Enter."""
    await room.bot_says(chat_id=room.anna.id, text="First question", reply_markup=json.dumps(QUESTION))
    button = room.page.locator("#pane-private").get_by_role("button", name="3 · Adopted")
    await expect(button).to_be_visible()
    await room.page.locator("#pane-private").get_by_role("textbox").focus()
    for _ in range(12):
        await room.page.keyboard.press("Shift+Tab")
        if await button.evaluate("node => node === document.activeElement"):
            break
    outline = await button.evaluate("node => getComputedStyle(node).outlineStyle")
    assert outline != "none"
    await room.page.keyboard.press("Enter")
    await room.double.world.until(lambda: room.double.world.queue.pending()[-1].kind == "callback_query")


async def test_the_clock_is_moved_ahead(room: Room) -> None:
    await room.page.locator("#clock").get_by_role("button", name="7 days").click()
    await expect(room.page.locator("#clock")).to_contain_text("Nov 28")
    assert room.moved == [7 * 86_400]


async def test_a_story_that_cannot_be_played_is_said_in_words(room: Room) -> None:
    await room.page.get_by_role("button", name="Play the story").click()
    await expect(room.page.locator("body")).to_contain_text("There are no stories to play here.")


@pytest.mark.parametrize("text", HOSTILE)
async def test_whatever_people_write_shows_as_text(room: Room, text: str) -> None:
    await room.anna.send(text, chat=room.group)
    await expect(room.page.locator("#pane-group .text").last).to_have_text(text)
    assert await room.page.locator("#pane-group .text img").count() == 0
    assert await room.page.title() != "broken in"


async def test_a_phone_of_360_pixels_shows_one_pane_without_scrolling_sideways(room: Room, browser: Browser) -> None:
    page = await opened(browser, room.double.url, width=360, height=740)
    for name in ("People", "Group", "Private", "Time"):
        await page.locator("#tabs").get_by_text(name, exact=True).click()
        wide = await page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 360, name


@pytest.mark.parametrize("dark", [False, True])
async def test_text_stands_out_from_its_ground(room: Room, browser: Browser, dark: bool) -> None:
    """The palette's text colours on the grounds they are used on, at least 4.5:1 (WCAG 2)."""
    page = await opened(browser, room.double.url, dark=dark)
    pairs = (
        ("--ink", "--surface"),
        ("--ink", "--wall"),
        ("--soft", "--surface"),
        ("--soft", "--ground"),
        ("--on-accent", "--accent"),
        ("--on-key", "--key"),
        ("--mine-soft", "--mine"),
        ("--warn", "--surface"),
        ("--danger", "--surface"),
        ("--on-toast", "--toast"),
        *((f"--who-{number}", "--raised") for number in range(8)),
    )
    colours = await page.evaluate(
        "names => { const style = getComputedStyle(document.documentElement);"
        " return Object.fromEntries(names.map(name => [name, style.getPropertyValue(name).trim()])); }",
        sorted({name for pair in pairs for name in pair}),
    )
    weak = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in pairs}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
