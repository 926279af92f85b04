"""What happens to a group: membership, roles, topics, migration; done by a person, told to the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.rehearsal.chats import Chat
from bot.rehearsal.errors import ActError
from bot.rehearsal.model import ANONYMOUS_ADMIN, CHANNEL_BOT, TELEGRAM, ChatKind, Member, Message, Topic, User
from bot.rehearsal.view import ADMIN_RIGHTS, CHANNEL_RIGHTS, chat_json, seconds, user_json

if TYPE_CHECKING:
    from bot.rehearsal.persons import Person
    from bot.rehearsal.world import World

BASIC_RIGHTS = frozenset(ADMIN_RIGHTS) - {"can_promote_members"}


class Group(Chat):
    """A plain group, supergroup, forum or channel. Migrating gives it another id; `former` is then the old chat."""

    def __init__(self, world: World, number: int, kind: ChatKind, title: str, **fields: Any) -> None:
        super().__init__(number, kind, title, **fields)
        self.world = world

    @property
    def owner(self) -> User:
        return next(self._user(member.user_id) for member in self.members.values() if member.status == "creator")

    def _user(self, user_id: int) -> User:
        user = self.world.user(user_id)
        if user is None:
            raise ActError(f"There is no account {user_id} here.")
        return user

    def add(self, who: Person | User, *, by: User | None = None) -> None:
        """Someone comes in: by themselves, or added by another."""
        user = user_of(who)
        if self.has(user.id):
            return
        self.world.set_member(self, user.id, by or user, status="member", rights=frozenset())
        if self.kind != "channel":
            self.world.post(self, sender=by or user, service=joined(user))

    def take_out(self, who: Person | User, *, by: User | None = None) -> None:
        """Someone leaves, or is removed by another."""
        user = user_of(who)
        actor = by or user
        if not self.has(user.id):
            raise ActError(f"{user.first_name} is not in {self.title}.")
        if self.kind == "group":  # a plain group still tells the bot that it is out; a supergroup does not
            self._note_leaving(user, actor)
        status = "left" if actor.id == user.id else "kicked"
        self.world.set_member(self, user.id, actor, status=status, rights=frozenset())
        if self.kind in {"supergroup", "forum"}:
            self._note_leaving(user, actor)

    def _note_leaving(self, user: User, actor: User) -> None:
        left = {"left_chat_member": user_json(user)}
        self.world.post(self, sender=actor, service=left, by_bot=actor.id == self.world.bot.id)

    def promote(
        self,
        who: Person | User,
        *,
        by: User | None = None,
        anonymous: bool = False,
        rights: frozenset[str] | None = None,
        title: str | None = None,
    ) -> None:
        """Someone becomes an administrator. An anonymous one needs a supergroup, as in the app."""
        user = user_of(who)
        if anonymous and self.kind == "group":
            raise ActError("Anonymous administrators exist only in supergroups: make this group one first.")
        given = BASIC_RIGHTS if rights is None else rights
        if self.kind == "channel":
            given |= frozenset(CHANNEL_RIGHTS)
        if not self.has(user.id):
            self.add(user, by=by or self.owner)
        if self.member(user.id).status == "creator":
            self.members[user.id].anonymous = anonymous
            return
        fields = {"status": "administrator", "rights": given, "anonymous": anonymous, "title": title}
        self.world.set_member(self, user.id, by or self.owner, **fields)

    def demote(self, who: Person | User, *, by: User | None = None) -> None:
        """An administrator becomes a member again."""
        fields = {"status": "member", "rights": frozenset(), "anonymous": False, "title": None}
        self.world.set_member(self, user_of(who).id, by or self.owner, **fields)

    def restrict(self, who: Person | User, rights: frozenset[str] = frozenset()) -> None:
        """Someone may do only so much from now on."""
        self.world.set_member(self, user_of(who).id, self.owner, status="restricted", rights=rights)

    def permit(self, *rights: str) -> None:
        """Set what members may do, such as `can_send_messages`; whatever is not named they may not."""
        self.permissions = frozenset(rights)
        self.world.changed()

    def delete(self) -> None:
        """The owner deletes the group."""
        self.deleted = True
        self.world.changed()

    def migrate(self) -> None:
        """A plain group becomes a supergroup: another id, a pair of service messages, and no event of leaving."""
        if self.kind != "group":
            raise ActError(f"{self.title} is a {self.kind} already.")
        world, old_id, new_id = self.world, self.id, self.world.new_chat_id("supergroup")
        old = self._leave_behind(new_id)
        world.chats[new_id] = self
        world.post(old, sender=self.owner, service={"migrate_to_chat_id": new_id})
        came = {"migrate_from_chat_id": old_id}
        world.post(self, sender=ANONYMOUS_ADMIN, sender_chat_id=new_id, service=came)

    def _leave_behind(self, new_id: int) -> Chat:
        old = Chat(self.id, "group", self.title, members=dict(self.members), migrated_to=new_id, former=self.former)
        old.messages, old._versions = self.messages, self._versions
        self.messages, self._versions, self.pinned = {}, {}, []
        self.world.chats[old.id] = old
        self.id, self.kind, self.former, self.next_id = new_id, "supergroup", old, 1
        return old

    def make_forum(self) -> None:
        """Topics are switched on; a plain group becomes a supergroup by that."""
        if self.kind == "group":
            self.migrate()
        self.kind = "forum"
        self.world.changed()

    def add_topic(self, name: str, *, by: Person | None = None) -> Topic:
        """A person makes a topic."""
        return self.world.new_topic(self, name, by.user if by else self.owner)

    def topic_named(self, name: str) -> Topic:
        found = [topic for topic in self.topics.values() if topic.name == name and not topic.deleted]
        if not found:
            raise ActError(f"There is no topic {name!r}; there are {[topic.name for topic in self.topics.values()]}.")
        return found[-1]

    def close_topic(self, topic: Topic | int | str) -> None:
        self._set_closed(self._topic(topic), closed=True)

    def reopen_topic(self, topic: Topic | int | str) -> None:
        self._set_closed(self._topic(topic), closed=False)

    def delete_topic(self, topic: Topic | int | str) -> None:
        """The topic and all that was said in it are gone."""
        found = self._topic(topic)
        found.deleted = True
        for message in [message for message in self.messages.values() if message.topic == found.id]:
            self.world.remove(message)
        self.world.changed()

    def _topic(self, topic: Topic | int | str) -> Topic:
        if isinstance(topic, Topic):
            return topic
        return self.topic_named(topic) if isinstance(topic, str) else self.topics[topic]

    def _set_closed(self, topic: Topic, *, closed: bool) -> None:
        topic.closed = closed
        service: dict[str, Any] = {"forum_topic_closed" if closed else "forum_topic_reopened": {}}
        self.world.post(self, sender=self.owner, topic=topic.id, service=service)

    def rename(self, title: str) -> None:
        """The group has a new title."""
        self.title = title
        self.world.post(self, sender=self.owner, service={"new_chat_title": title})

    def link(self, channel: Group) -> None:
        """Tie the group to a channel: its posts then appear here."""
        self.linked_chat_id, channel.linked_chat_id = channel.id, self.id
        self.world.changed()

    def publish(self, text: str) -> Message:
        """A post in a channel; in the linked group it appears as from Telegram itself."""
        post = self.world.post(self, sender=None, sender_chat_id=self.id, text=text)
        group = self.world.chats.get(self.linked_chat_id) if self.linked_chat_id else None
        if group:
            origin = {"type": "channel", "date": seconds(post.date), "chat": chat_json(self), "message_id": post.id}
            fields = {"sender_chat_id": self.id, "forward": origin, "extra": {"is_automatic_forward": True}}
            self.world.post(group, sender=TELEGRAM, text=text, **fields)
        return post

    def speak_as(self, channel: Group, text: str) -> Message:
        """Someone writes here in the name of a channel."""
        return self.world.post(self, sender=CHANNEL_BOT, sender_chat_id=channel.id, text=text)

    def speak(self, bot: User, text: str) -> Message:
        """Another bot says something here; bots do not see each other."""
        self.last_bot_id = bot.id
        return self.world.post(self, sender=bot, text=text)

    def members_here(self) -> list[Member]:
        return [member for member in self.members.values() if member.present]


def user_of(who: Person | User) -> User:
    """The account of a person or a bot."""
    return who if isinstance(who, User) else who.user


def joined(user: User) -> dict[str, Any]:
    """The service message for someone who came in; old clients read the older fields."""
    return {"new_chat_members": [user_json(user)]}
