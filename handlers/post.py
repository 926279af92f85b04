"""Letters and pictures, made at the moment of sending: in the language and zone that the reader has then."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from bot.delivery.ports import Rendering
from bot.i18n import Catalogs
from bot.screen import Picture
from bot.services.bundle import Services
from handlers.routes import Routes
from handlers.screens.rounds import wheel
from handlers.turn import Addressee, voice
from surveys import picture as drawing


class LetterRoom:
    """The port of `bot.delivery` that makes the screens of letters."""

    def __init__(
        self, services: Services, catalogs: Catalogs, routes: Routes, *, bot_username: str, operator: str
    ) -> None:
        self._services = services
        self._catalogs = catalogs
        self._routes = routes
        self._bot_username = bot_username
        self._operator = operator

    async def render(self, kind: str, data: Mapping[str, Any], chat_id: int) -> Rendering | None:
        """The letter as its reader should see it now; None if it has lost its meaning, or is not for them any more.

        KeyError for an unknown kind.
        """
        left = await self._services.readers.left(kind, data, chat_id) if chat_id > 0 else data
        if left is None:
            return None
        return await self._routes.letters[kind](dict(left), await self._addressee(chat_id))

    async def _addressee(self, chat_id: int) -> Addressee:
        group = await self._services.groups.of_chat(chat_id) if chat_id < 0 else None
        person = await self._services.people.find(chat_id) if chat_id > 0 else None
        own = voice(self._catalogs, person)
        return Addressee(
            chat_id=chat_id,
            texts=self._catalogs.texts(group.language) if group and group.language else own,
            zone=ZoneInfo((group.zone if group else person.zone if person else None) or "UTC"),
            group=group,
            services=self._services,
            bot_username=self._bot_username,
            operator=self._operator,
        )


class WheelPictures:
    """The port of `bot.delivery` that draws wheels, and remembers Telegram's copy of them."""

    def __init__(self, services: Services, catalogs: Catalogs) -> None:
        self._services = services
        self._catalogs = catalogs

    async def draw(self, picture: Picture) -> bytes | None:
        """The PNG of a figure, drawn off the event loop; None if there is no such figure any more."""
        view = await self._services.wheels.posted(picture.figure_id, picture.language, whole=picture.whole)
        if view is None or not view.snapshot.published:
            return None
        return await asyncio.to_thread(drawing.draw, wheel.drawing(self._catalogs.texts(picture.language), view))

    async def note(self, figure_id: int, language: str, file_id: str) -> None:
        """Remember Telegram's copy."""
        await self._services.wheels.note_picture(figure_id, language, file_id)
