"""Files and albums that people send from the page, what the page gets of them, and what is passed on."""

from __future__ import annotations

import io
import json
from typing import Any

import aiohttp
import pytest
from PIL import Image

from bot.rehearsal import Double
from bot.rehearsal.groups import Group
from bot.rehearsal.persons import Person

from .conftest import Api, Updates


async def shown(api: Api, double: Double) -> list[dict[str, Any]]:
    """The messages of Anna's private chat, as the page reads them."""
    async with api.session.get(f"{double.url}/world") as response:
        messages: list[dict[str, Any]] = (await response.json())["chats"][0]["messages"]
        return messages


async def share(api: Api, double: Double, *files: tuple[str, str, bytes], **act: Any) -> dict[str, Any]:
    """Files beside an act, as the page's form sends them: each by name, type and content."""
    form = aiohttp.FormData({"act": json.dumps({"act": "share", **act})}, quote_fields=False)
    for number, (name, mime, content) in enumerate(files):
        form.add_field(f"file{number}", io.BytesIO(content), filename=name, content_type=mime)
    async with api.session.post(f"{double.url}/world/acts", data=form) as response:
        answer: dict[str, Any] = await response.json()
        return answer


async def test_files_become_what_the_app_makes_of_them(
    api: Api, double: Double, anna: Person, picture: bytes, updates: Updates
) -> None:
    """Pictures and films that follow one another are an album, and so are files; a voice message stands alone."""
    seen = [("a.png", "image/png", picture), ("b.mp4", "video/mp4", b"mp4"), ("c.gif", "image/gif", b"GIF")]
    bold = [{"type": "bold", "offset": 0, "length": 3}]
    assert (await share(api, double, *seen, person=anna.id, text="our day", entities=bold))["ok"]
    plain = [("d.pdf", "application/pdf", b"%PDF"), ("e.png", "image/png", picture), ("f.mp3", "audio/mpeg", b"ID3")]
    assert (await share(api, double, *plain, person=anna.id, how="file"))["ok"]
    assert (await share(api, double, ("g.ogg", "audio/ogg", b"OggS"), person=anna.id, how="voice"))["ok"]
    said = anna.messages()
    kinds = ["photo", "video", "animation", "document", "document", "audio", "voice"]
    assert [one.media and one.media.kind for one in said] == kinds
    ties = [one.album for one in said]
    assert (ties[0], ties[3]) == (ties[1], ties[4])
    assert None not in ties[:2]
    assert ties[0] != ties[3]
    assert ties[2] is ties[5] is ties[6] is None
    assert [one.html for one in said[:2]] == ["<b>our</b> day", ""]
    assert [update["message"]["message_id"] for update in await updates()] == [one.id for one in said]


async def test_more_files_than_an_album_holds_make_two(api: Api, double: Double, anna: Person) -> None:
    files = [(f"{number}.txt", "text/plain", b"x") for number in range(12)]
    await share(api, double, *files, person=anna.id)
    ties = [one.album for one in anna.messages()]
    assert [ties.count(tie) for tie in dict.fromkeys(ties)] == [10, 2]


async def test_what_telegram_would_not_take_from_a_person_is_refused_in_words(
    api: Api, double: Double, anna: Person
) -> None:
    broken = await share(api, double, ("a.png", "image/png", b"no picture"), person=anna.id)
    assert broken["error"] == "Telegram cannot read a.png. As a file it can be sent."
    large = await share(api, double, ("a.png", "image/png", bytes(10 * 2**20 + 1)), person=anna.id)
    assert large["error"] == "a.png is larger than 10 MB."
    wordy = await share(api, double, ("a.txt", "text/plain", b"x"), person=anna.id, text="x" * 1025)
    assert "more than 1024 characters" in wordy["error"]
    assert not anna.messages()


async def test_a_page_that_somebody_sends_as_a_file_is_only_saved(api: Api, double: Double, anna: Person) -> None:
    for mime in ("text/html", "image/svg+xml"):
        await share(api, double, ("é.html", mime, b"<script>"), person=anna.id)
    for message in await shown(api, double):
        async with api.session.get(double.url + message["media"]["url"]) as response:
            assert response.content_type == "application/octet-stream"
            assert response.headers["Content-Disposition"] == "attachment; filename*=UTF-8''%C3%A9.html"
            assert response.headers["Content-Security-Policy"].startswith("sandbox;")


@pytest.mark.parametrize(
    ("wanted", "answer"),
    [
        ("bytes=2-4", (206, b"cde", "bytes 2-4/6")),
        ("bytes=4-", (206, b"ef", "bytes 4-5/6")),
        ("bytes=-2", (206, b"ef", "bytes 4-5/6")),
        ("bytes=9-", (416, b"", "bytes */6")),
        ("lines=1-2", (416, b"", "bytes */6")),
    ],
)
async def test_a_player_gets_the_part_of_a_film_that_it_asks_for(
    api: Api, double: Double, anna: Person, wanted: str, answer: tuple[int, bytes, str]
) -> None:
    await anna.send_video(b"abcdef")
    (message,) = anna.messages()
    assert message.media is not None
    url = f"{double.url}/world/file/{message.media.file_id}"
    async with api.session.get(url, headers={"Range": wanted}) as response:
        found = (response.status, await response.read(), response.headers["Content-Range"])
    assert found == answer
    assert response.content_type == "video/mp4"


async def test_an_album_is_forwarded_as_one_with_its_origin(
    api: Api, double: Double, anna: Person, bob: Person, group: Group
) -> None:
    picture = io.BytesIO()
    Image.new("1", (9, 9)).save(picture, "PNG")
    parts = await bob.send_album([picture.getvalue()] * 2, caption="look", chat=group)
    numbers = [one.id for one in parts if one]
    act = {"person": anna.id, "act": "forward", "source": group.id, "messages": numbers, "chat": anna.id}
    async with api.session.post(f"{double.url}/world/acts", json=act) as response:
        assert response.status == 200
    first, second = anna.messages()
    assert first.album == second.album != (parts[0] and parts[0].album)
    assert [one["forward"] for one in await shown(api, double)] == [bob.name, bob.name]
