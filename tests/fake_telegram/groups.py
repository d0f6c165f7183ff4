"""Groups of people that the bot is in."""

from __future__ import annotations

from collections.abc import Sequence

from .membership import change_membership
from .model import ChatType, User
from .people import Seat
from .world import World


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

    def seat(self, user: User) -> Seat:
        """The group as ``user`` uses it; who was not in it joins."""
        with self._world.changed:
            self.chat.members.setdefault(user.id, "member")
        return Seat(self._world, self.chat, user)

    def makes_bot(self, status: str) -> None:
        """Make the bot "member", "administrator", "left" or "kicked", and tell it."""
        change_membership(self._world, self.chat, self.people[0], status)
