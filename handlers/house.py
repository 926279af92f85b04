"""The house as the door sees it, and the turn that it makes of an update."""

from __future__ import annotations

from dataclasses import dataclass

import telegram

from bot.clock import Clock
from bot.delivery.directory import Directory
from bot.delivery.replies import Replies
from bot.i18n import Catalogs
from bot.services.act import Act
from bot.services.bundle import Services
from bot.storage.groups import Group
from bot.storage.people import Person
from handlers.routes import Routes
from handlers.turn import Place, Turn, voice


@dataclass(frozen=True, slots=True)
class House:
    """Everything that answering an update may need; told once, at the start."""

    services: Services
    catalogs: Catalogs
    replies: Replies
    routes: Routes
    clock: Clock
    directory: Directory
    bot_id: int
    bot_username: str
    operator: str

    def act(self, update: telegram.Update, person_id: int | None) -> Act:
        """What a person does now, by that update."""
        return Act(person_id, self.clock.now(), update.update_id)

    async def turn(
        self,
        update: telegram.Update,
        act: Act,
        user: telegram.User,
        chat: telegram.Chat,
        *,
        line: str = "",
        message_id: int | None = None,
    ) -> Turn:
        """The turn of a person in a chat; both are noted where they are new. Refused: GONE, as `_group`."""
        private = chat.type == "private"
        person = await self._person(act, user, private=private)
        group = None if private else await self._group(act, chat, tapped=message_id is not None)
        own = voice(self.catalogs, person, group)
        return Turn(
            act=act,
            person=person,
            place=Place(chat.id, private, topic(update), group),
            texts=self.catalogs.texts(group.language) if group and group.language else own,
            own=own,
            catalogs=self.catalogs,
            services=self.services,
            bot_username=self.bot_username,
            operator=self.operator,
            name=user.full_name if act.person_id is not None else "",
            line=line,
            message_id=message_id,
        )

    async def _person(self, act: Act, user: telegram.User, *, private: bool) -> Person | None:
        if act.person_id is None:
            return None
        hint = self.catalogs.negotiate(user.language_code) if user.language_code else None
        return await self.services.people.meet(act.person_id, hint, private, act.now, user.full_name)

    async def _group(self, act: Act, chat: telegram.Chat, *, tapped: bool) -> Group:
        """The group as it is now, who acts in it noted, its administrators fresh enough to decide by.

        Refused: GONE for a tap in a group that the bot has left: its messages there stay, and prove nothing.
        """
        groups = self.services.groups
        if tapped:
            await groups.need_here(chat.id)
        group = await groups.known(act, chat.id, chat.title or "", is_forum=bool(chat.is_forum))
        if act.person_id is not None:
            await groups.saw(act, group, act.person_id)
        await groups.fresh(act, group)
        return group


def topic(update: telegram.Update) -> int | None:
    """The forum topic of the message; a plain reply carries a thread id as well, which is no topic."""
    query = update.callback_query  # asked by itself: `effective_message` warns of one that is too old to be shown
    message = query.message if query else update.effective_message
    if isinstance(message, telegram.Message) and message.is_topic_message:
        return message.message_thread_id
    return None
