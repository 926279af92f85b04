"""The log of a chat under what wears it out: edits under the finger, long rounds, strange names, every colour."""

from __future__ import annotations

import json

import pytest
from playwright.async_api import Browser, expect

from tests.browser.conftest import Room, opened

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

MANY = 500
UP_AND_NOTICED = """node => new Promise((done) => {
  node.addEventListener("scroll", () => requestAnimationFrame(done), { once: true });
  node.scrollTop = 0;
})"""
WEAK_TEXTS = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const channels = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const ground = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const found = channels(getComputedStyle(at).backgroundColor);
      if (found[3] === 255) return found;
    }
    return [255, 255, 255];
  };
  const linear = (part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
  const light = ([red, green, blue]) => 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  const ratio = (one, other) => {
    const [darker, lighter] = [light(one), light(other)].sort((a, b) => a - b);
    return (lighter + 0.05) / (darker + 0.05);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const read = [];
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !node.checkVisibility() || node.closest(".hidden")) continue;
    read.push([walker.currentNode.data.trim(), ratio(channels(getComputedStyle(node).color), ground(node))]);
  }
  return { count: read.length, weak: read.filter(([, one]) => one < 4.5) };
}"""


def keyboard(*labels: str) -> str:
    return json.dumps({"inline_keyboard": [[{"text": label, "callback_data": label}] for label in labels]})


async def test_the_focus_stays_on_its_button_while_the_message_is_edited(room: Room) -> None:
    """One question follows another in the same message: a keyboard goes on where it was."""
    sent = await room.double.call(
        "sendMessage",
        {"chat_id": room.anna.id, "text": "Question 1", "reply_markup": keyboard("0 · Not yet", "Back")},
        {},
    )
    button = room.page.locator("#pane-private").get_by_role("button", name="Back")
    await button.focus()
    await room.bot_says(
        "editMessageText",
        chat_id=room.anna.id,
        message_id=sent["result"]["message_id"],
        text="Question 2",
        reply_markup=keyboard("0 · Nobody", "1 · Some", "Back"),
    )
    await expect(room.page.locator("#pane-private").get_by_role("button", name="1 · Some")).to_be_visible()
    assert await button.evaluate("node => node === document.activeElement")


async def test_a_reader_of_old_messages_is_not_pulled_away_by_new_ones(room: Room) -> None:
    for number in range(40):
        await room.anna.send(f"line {number}", chat=room.group)
    log = room.page.locator("#pane-group .log")
    await expect(log.get_by_text("line 39")).to_be_visible()
    await log.evaluate(UP_AND_NOTICED)
    await room.bob.send("something new", chat=room.group)
    jump = room.page.locator("#pane-group .jump")
    await expect(jump).to_contain_text("1 new message")
    assert await log.evaluate("node => node.scrollTop") == 0
    await jump.click()
    await expect(log.get_by_text("something new")).to_be_in_viewport()


async def test_one_more_of_many_messages_touches_only_itself(room: Room) -> None:
    """A line that is not redrawn keeps its node: this is what keeps a long log smooth, and a selection in it."""
    for number in range(MANY):
        await room.anna.send(f"line {number}", chat=room.group)
    lines = room.page.locator("#pane-group .lines > li.message:not(.service)")
    await expect(lines).to_have_count(MANY)
    await room.page.evaluate("""() => {
      window.touched = 0;
      const count = (records) => (window.touched += records.length);
      const list = document.querySelector("#pane-group .lines");
      new MutationObserver(count).observe(list, { childList: true, subtree: true, characterData: true });
    }""")
    await room.bob.send("one more", chat=room.group)
    await expect(room.page.locator("#pane-group").get_by_text("one more")).to_be_in_viewport()
    assert await room.page.evaluate("window.touched") < 10


@pytest.mark.parametrize("name", ["Zoé <3 <b>O'Neil</b>", "نور الهدى", "👩🏽‍🌾" * 16])
async def test_a_strange_name_is_shown_as_it_is_wherever_it_stands(room: Room, name: str) -> None:
    person = room.double.world.person(name, language="es")
    room.group.add(person)
    await person.send("hola", chat=room.group)
    await expect(room.page.locator("#people .name").last).to_have_text(name)
    await expect(room.page.locator("#pane-group .author bdi").last).to_have_text(name)
    assert await room.page.locator("#people b, #pane-group .author b").count() == 0


async def test_a_reply_shows_what_it_answers(room: Room) -> None:
    asked = await room.anna.send("Who brings the flip chart?", chat=room.group)
    assert asked is not None
    await room.page.locator(f"#person-{room.bob.id}").check()
    pane = room.page.locator("#pane-group")
    line = pane.locator("li.message").filter(has_text="flip chart")
    await line.hover()
    await line.get_by_role("button", name="Reply to Anna").click()
    await expect(pane.locator(".reply-box")).to_contain_text("Who brings the flip chart?")
    await room.page.keyboard.type("I do")
    await room.page.keyboard.press("Enter")
    await expect(pane.locator(".quote")).to_contain_text("Who brings the flip chart?")
    assert room.group.messages[asked.id + 1].reply_to == asked.id


async def test_a_forced_reply_is_answered_by_just_typing(room: Room) -> None:
    await room.bot_says(chat_id=room.anna.id, text="Which date?", reply_markup=json.dumps({"force_reply": True}))
    pane = room.page.locator("#pane-private")
    await expect(pane.locator(".reply-box")).to_contain_text("Which date?")
    await pane.get_by_role("textbox").fill("in 10 days")
    await pane.get_by_role("textbox").press("Enter")
    await expect(pane.locator(".reply-box")).to_be_hidden()
    assert room.double.world.queue.pending()[-1].payload["reply_to_message"]["text"] == "Which date?"


async def test_words_that_could_not_be_sent_come_back_into_the_box(room: Room) -> None:
    await room.page.route("**/world/acts", lambda route: route.abort())
    box = room.page.locator("#pane-private").get_by_role("textbox")
    await box.fill("a long and careful answer")
    await box.press("Enter")
    await expect(room.page.locator("#pane-private .toast")).to_contain_text("does not answer")
    await expect(box).to_have_value("a long and careful answer")


@pytest.mark.parametrize("dark", [False, True])
async def test_every_text_on_the_page_stands_out_from_what_is_behind_it(
    room: Room, browser: Browser, dark: bool
) -> None:
    """As the browser paints it, at least 4.5:1 (WCAG 2), with all that a chat can hold on screen."""
    said = await room.bob.send("a <b>word</b> of Bob", chat=room.group)
    assert said is not None
    await room.anna.pass_on([said], chat=room.group)
    for person in (room.anna, room.bob):
        await person.send_document(b"%PDF", name="plan.pdf", caption="The plan", chat=room.group)
    await room.bot_says(
        chat_id=room.group.id,
        text="<b>bold</b> <code>code</code> <a href='https://example.org'>link</a>",
        parse_mode="HTML",
        reply_markup=keyboard("One", "Two"),
    )
    room.bob.poor_link = True
    page = await opened(browser, room.double.url, dark=dark)
    await expect(page.locator("#pane-group").get_by_role("button", name="Two")).to_be_visible()
    await page.locator("#pane-group input[data-how=file]").set_input_files(
        {"name": "to be sent.txt", "mimeType": "text/plain", "buffer": b"x"}
    )
    await expect(page.locator("#pane-group .tray")).to_be_visible()
    seen = await page.evaluate(WEAK_TEXTS)
    assert seen["count"] > 30
    assert seen["weak"] == []


async def test_the_page_says_everything_in_each_of_its_languages(room: Room) -> None:
    """The same keys, and the same {names} and plural forms in each, so that no line shows half-said."""
    tables = await room.page.evaluate("import('/words.js').then(words => words.LANGUAGES)")
    english = {key: shape(words) for key, words in tables["en"].items()}
    for table in tables.values():
        assert {key: shape(words) for key, words in table.items()} == english
    await room.page.get_by_label("Language of this page").select_option("fr")
    await expect(room.page.get_by_role("button", name="Jouer l’histoire")).to_be_visible()


async def test_what_happened_in_a_group_is_said_in_the_language_of_the_page(room: Room) -> None:
    anna, bob, group = room.anna, room.bob, room.group
    await room.page.get_by_label("Language of this page").select_option("es")
    await bob.leave(group)
    await bob.join(group)
    await anna.kick(bob, group)
    group.add(bob, by=anna.user)
    group.rename("Colegas")
    group.make_forum()
    topic = group.add_topic("Acuerdos", by=anna)
    group.close_topic(topic)
    notes = room.page.locator("#pane-group .lines > li.service")
    await expect(notes).to_contain_text(
        [
            "Anna creó el grupo",
            "Anna añadió a Palabre",
            "Bob salió del grupo",
            "Bob se unió al grupo",
            "Anna quitó a Bob",
            "Anna añadió a Bob",
            "Anna llamó al grupo Colegas",
        ]
    )
    await room.page.locator("#pane-group").get_by_role("button", name="Acuerdos").click()
    await expect(notes).to_contain_text(["Anna abrió el tema Acuerdos", "Anna cerró el tema"])


def shape(words: str) -> tuple[int, tuple[str, ...]]:
    """How many plural forms a text has, and which names each holds."""
    forms = words.split("|")
    return len(forms), tuple(",".join(sorted(part.split("}")[0] for part in form.split("{")[1:])) for form in forms)
