"""Groups of people that the bot is in."""

from __future__ import annotations

from collections.abc import Sequence

from .membership import change_membership
from .model import ChatType, StoredMessage, User
from .people import Seat
from .world import World

# Whom Telegram names as the sender where an admin or a channel speaks.
_ANONYMOUS_ADMIN = (1087968824, "Group", "GroupAnonymousBot")


class Group:
    """A group chat; the first person owns it."""

    def __init__(
        self,
        world: World,
        title: str,
        people: Sequence[User],
        *,
        chat_type: ChatType = "supergroup",
        username: str | None = None,
    ) -> None:
        assert people, "a group needs somebody"
        self._world = world
        self.chat = world.add_group(title, people, chat_type=chat_type, username=username)
        self.people = tuple(people)

    @property
    def chat_id(self) -> int:
        """The number of the group."""
        return self.chat.id

    def seat(self, user: User, *, topic: int | None = None) -> Seat:
        """The group, or a topic of it, as ``user`` uses it; who was not in it joins."""
        with self._world.changed:
            self.chat.members.setdefault(user.id, "member")
            return Seat(self._world, self.chat, user, topic=self._topic(topic))

    def anonymous_admin(self) -> Seat:
        """The group as an admin uses it who hides behind its name."""
        number, name, username = _ANONYMOUS_ADMIN
        with self._world.changed:
            user = User(number, name, username, language_code=None, is_bot=True)
            self._world.users[number] = user
            return Seat(self._world, self.chat, user, speaks_as=self.chat)

    def makes_bot(self, status: str) -> None:
        """Make the bot "member", "administrator", "left" or "kicked", and tell it."""
        change_membership(self._world, self.chat, self.people[0], status)

    def opens_topic(self, name: str) -> int:
        """Begin a topic of a forum; its number."""
        owner = Seat(self._world, self.chat, self.people[0])
        sent = owner.post({"forum_topic_created": {"name": name, "icon_color": 7322096}})
        with self._world.changed:
            self.chat.topics.add(sent.message_id)
        return sent.message_id

    def becomes_supergroup(self) -> None:
        """Move to a new number; both chats tell of it."""
        assert self.chat.type == "group"
        with self._world.changed:
            old, owner = self.chat, self.people[0]
            self.chat = self._world.upgrade(old)
            Seat(self._world, old, owner).post({"migrate_to_chat_id": self.chat_id})
            Seat(self._world, self.chat, owner).post({"migrate_from_chat_id": old.id})

    def _topic(self, number: int | None) -> StoredMessage | None:
        if number is None:
            return None
        assert number in self.chat.topics, f"no topic {number}"
        return self._world.message(self.chat, number)
