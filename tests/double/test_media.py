"""Pictures and other files: uploaded once, sent again by `file_id`, downloaded; copies, forwards, deletions."""

from __future__ import annotations

import io
import json

import pytest
from PIL import Image

from bot.rehearsal import World
from bot.rehearsal.groups import Group
from bot.rehearsal.persons import Person

from .conftest import Api, Updates


@pytest.fixture(autouse=True)
async def _open(anna: Person) -> None:
    await anna.send("/start")


async def test_a_picture_is_uploaded_once_and_sent_again_by_its_id(
    api: Api, anna: Person, picture: bytes, world: World
) -> None:
    body = await api.form(
        "sendPhoto", {"chat_id": str(anna.id), "caption": "<b>Wheel</b>", "parse_mode": "HTML"}, photo=picture
    )
    sizes = body["result"]["photo"]
    assert [size["width"] for size in sizes] == [90, 320, 800, 1080]
    assert anna.screen().photo == picture
    again = await api.ok("sendPhoto", chat_id=anna.id, photo=sizes[-1]["file_id"])
    assert again["photo"][-1]["file_unique_id"] == sizes[-1]["file_unique_id"]
    assert [call.uploads for call in world.calls if call.method == "sendPhoto"] == [("photo.png",), ()]


async def test_a_file_can_be_downloaded(api: Api, anna: Person, picture: bytes, double: object) -> None:
    body = await api.form("sendPhoto", {"chat_id": str(anna.id)}, photo=picture)
    path = (await api.ok("getFile", file_id=body["result"]["photo"][0]["file_id"]))["file_path"]
    base, _, bot = api.url.rpartition("/")
    async with api.session.get(f"{base}/file/{bot}/{path}") as response:
        assert await response.read() == picture
    async with api.session.get(f"{base}/file/{bot}/photos/none.jpg") as response:
        assert response.status == 404


def png(width: int, height: int) -> bytes:
    stream = io.BytesIO()
    Image.new("1", (width, height)).save(stream, "PNG")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"no picture", "IMAGE_PROCESS_FAILED"),
        (png(9000, 1001), "PHOTO_INVALID_DIMENSIONS"),
        (png(2100, 100), "PHOTO_INVALID_DIMENSIONS"),
    ],
)
async def test_what_is_no_picture_or_too_large_is_refused(api: Api, anna: Person, content: bytes, refusal: str) -> None:
    body = await api.form("sendPhoto", {"chat_id": str(anna.id)}, photo=content)
    assert body["description"] == f"Bad Request: {refusal}"


async def test_unknown_and_wrong_files_are_refused(api: Api, anna: Person, picture: bytes) -> None:
    wrong = await api.error("sendPhoto", chat_id=anna.id, photo="AgACnothing")
    assert wrong == "400 Bad Request: wrong file identifier/HTTP URL specified"
    none = await api.error("sendPhoto", chat_id=anna.id)
    assert none == "400 Bad Request: there is no photo in the request"
    body = await api.form("sendDocument", {"chat_id": str(anna.id)}, document=picture)
    document = body["result"]["document"]["file_id"]
    assert "can't use file of type Document as Photo" in await api.error("sendPhoto", chat_id=anna.id, photo=document)
    long = await api.error("sendPhoto", chat_id=anna.id, photo="x", caption="y" * 1025)
    assert long == "400 Bad Request: message caption is too long"


@pytest.mark.parametrize("kind", ["document", "voice", "video", "audio", "animation"])
async def test_other_media_are_sent_too(api: Api, anna: Person, kind: str) -> None:
    body = await api.form(f"send{kind.capitalize()}", {"chat_id": str(anna.id), "caption": "c"}, **{kind: b"content"})
    assert body["ok"], body
    assert body["result"]["caption"] == "c"
    assert kind in body["result"]


async def test_an_album_takes_two_to_ten_parts_with_attached_files(api: Api, anna: Person, picture: bytes) -> None:
    media = [{"type": "photo", "media": "attach://a", "caption": "one"}, {"type": "photo", "media": "attach://b"}]
    fields = {"chat_id": str(anna.id), "media": json.dumps(media)}
    body = await api.form("sendMediaGroup", fields, a=picture, b=picture)
    assert len({message["media_group_id"] for message in body["result"]}) == 1
    missing = await api.form("sendMediaGroup", fields, a=picture)
    assert missing["error_code"] == 400
    unused = await api.form("sendPhoto", {"chat_id": str(anna.id)}, photo=picture, other=picture)
    assert unused["description"] == 'Bad Request: file "other" is not used by sendPhoto'
    assert (await api("sendMediaGroup", chat_id=anna.id, media=media[:1]))["error_code"] == 400


async def test_a_picture_and_its_caption_can_be_changed(api: Api, anna: Person, picture: bytes) -> None:
    sent = (await api.form("sendPhoto", {"chat_id": str(anna.id)}, photo=picture))["result"]
    target = {"chat_id": anna.id, "message_id": sent["message_id"]}
    await api.ok("editMessageCaption", **target, caption="new")
    assert anna.screen().text == "new"
    other = (await api.form("sendPhoto", {"chat_id": str(anna.id)}, photo=png(10, 10)))["result"]["photo"][-1][
        "file_id"
    ]
    await api.ok("editMessageMedia", **target, media={"type": "photo", "media": other})
    assert next(message for message in anna.messages() if message.id == sent["message_id"]).photo == png(10, 10)
    refusal = await api.error("editMessageText", **target, text="x")
    assert refusal == "400 Bad Request: there is no text in the message to edit"


async def test_what_people_send_can_be_fetched(api: Api, anna: Person, picture: bytes, updates: Updates) -> None:
    await updates()
    await anna.send_photo(picture, caption="look")
    await anna.send_voice(b"OggS")
    await anna.send_album([picture, picture])
    photo, voice, first, second = [update["message"] for update in await updates()]
    assert photo["caption"] == "look"
    assert (await api.ok("getFile", file_id=voice["voice"]["file_id"]))["file_size"] == 4
    assert first["media_group_id"] == second["media_group_id"]


async def test_messages_are_copied_and_forwarded(api: Api, anna: Person, group: Group) -> None:
    sent = await api.ok("sendMessage", chat_id=anna.id, text="<b>x</b>", parse_mode="HTML")
    source = {"chat_id": group.id, "from_chat_id": anna.id}
    await api.ok("copyMessage", **source, message_id=sent["message_id"])
    assert anna.screen(group).html == "<b>x</b>"
    forwarded = await api.ok("forwardMessage", **source, message_id=sent["message_id"])
    assert forwarded["forward_origin"]["type"] == "user"
    for method in ("copyMessages", "forwardMessages"):
        assert len(await api.ok(method, **source, message_ids=[sent["message_id"], 999999])) == 1
    assert await api.error("copyMessage", **source, message_id=999999) == "400 Bad Request: message to copy not found"


async def test_messages_can_be_deleted_for_48_hours(api: Api, anna: Person, world: World) -> None:
    first = await api.ok("sendMessage", chat_id=anna.id, text="1")
    second = await api.ok("sendMessage", chat_id=anna.id, text="2")
    await api.ok("deleteMessage", chat_id=anna.id, message_id=first["message_id"])
    world.advance(48 * 3600)
    late = await api.error("deleteMessage", chat_id=anna.id, message_id=second["message_id"])
    assert late == "400 Bad Request: message can't be deleted"
    gone = await api.error("deleteMessage", chat_id=anna.id, message_id=first["message_id"])
    assert gone == "400 Bad Request: message to delete not found"
    await api.ok("deleteMessages", chat_id=anna.id, message_ids=[second["message_id"], first["message_id"]])
    assert anna.screen().text == "2"
