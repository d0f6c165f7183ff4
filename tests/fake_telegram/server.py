"""The test's way in: start the server, meet people, look at what the bot did."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from types import TracebackType
from typing import Any

from .faults import Faults
from .groups import Group
from .http_server import TOKEN_FORM, LoopbackServer
from .model import Call, ChatType, User, Violation
from .people import Seat
from .webhook import WebhookDelivery
from .world import World

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"


class FakeTelegram:
    """A Bot API server for tests; see the package for how to use it."""

    def __init__(
        self,
        *,
        token: str = TOKEN,
        bot_username: str = "netra_uji_bot",
        privacy_mode: bool = True,
        query_lifetime: float = 10.0,
        port: int = 0,
    ) -> None:
        assert TOKEN_FORM.fullmatch(token), "a token looks like 123456:20 or more characters"
        self.token = token
        self.bot = User(
            int(token.partition(":")[0]), "Netra", bot_username, language_code=None, is_bot=True
        )
        self.world = World(self.bot, privacy_mode=privacy_mode, query_lifetime=query_lifetime)
        self._port = port
        self._server: LoopbackServer | None = None
        self._threads: list[threading.Thread] = []
        self._webhook = WebhookDelivery(self.world)

    def __enter__(self) -> FakeTelegram:
        self._server = LoopbackServer(("127.0.0.1", self._port), self.world, self.token)
        serve = threading.Thread(
            target=self._server.serve_forever,
            kwargs={"poll_interval": 0.02},
            name="fake-telegram",
            daemon=True,
        )
        self._threads = [serve, self._webhook]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._server is not None
        self.world.updates.close()
        self._webhook.stop()
        self._server.stop()
        for thread in self._threads:
            thread.join(timeout=5.0)

    # For the bot

    @property
    def url(self) -> str:
        """The root of the API, such as ``http://127.0.0.1:8081``; no slash at the end."""
        assert self._server is not None, "use it in a with statement"
        return f"http://127.0.0.1:{self._server.server_port}"

    # For the test

    @property
    def faults(self) -> Faults:
        """Trouble on order."""
        return self.world.faults

    @property
    def violations(self) -> list[Violation]:
        """The requests that no correct bot sends; most tests end by asserting there are none."""
        with self.world.changed:
            return list(self.world.violations)

    def calls(self, method: str | None = None, *, chat: int | None = None) -> list[Call]:
        """What the bot called, in order; of one method or to one chat if given."""
        with self.world.changed:
            return [
                call
                for call in self.world.calls
                if method in (None, call.method) and chat in (None, call.params.get("chat_id"))
            ]

    def wait_for_calls(
        self, method: str, count: int = 1, timeout: float = 5.0, *, chat: int | None = None
    ) -> list[Call]:
        """The calls of a method, waiting until ``count`` of them are answered."""

        def answered() -> list[Call]:
            return [c for c in self.calls(method, chat=chat) if c.answered_at is not None]

        if not self.world.wait_for(lambda: len(answered()) >= count, timeout):
            raise AssertionError(
                f"the bot called {method} {len(answered())} of {count} times within "
                f"{timeout:g} s; it called:\n{self.world.what_the_bot_did()}"
            )
        return answered()

    def person(
        self,
        user_id: int | None = None,
        first_name: str = "Budi",
        *,
        username: str | None = None,
    ) -> User:
        """The person with this number, made on first sight; a new one without a number."""
        return self.world.add_user(user_id, first_name, username)

    def private_chat(
        self, who: int | User | None = None, first_name: str = "Budi", *, started: bool = True
    ) -> Seat:
        """The chat of a person with the bot; not ``started`` means that they never wrote."""
        user = who if isinstance(who, User) else self.person(who, first_name)
        return Seat(self.world, self.world.add_private_chat(user, started=started), user)

    def group(
        self,
        title: str,
        people: Sequence[User],
        *,
        chat_type: ChatType = "supergroup",
        username: str | None = None,
    ) -> Group:
        """A new group of ``people`` and the bot."""
        return Group(self.world, title, people, chat_type=chat_type, username=username)

    def inject(self, update: Any, *, keep: bool = False) -> int:
        """Queue a raw update, sound or not; its number.

        A missing ``update_id`` is added unless ``keep`` is set.
        """
        return self.world.updates.inject(update, keep=keep)

    @property
    def unconfirmed(self) -> list[Any]:
        """The updates the bot has not confirmed yet."""
        return self.world.updates.pending()

    def wait_until_confirmed(self, timeout: float = 5.0) -> None:
        """Wait until the bot has confirmed every update."""
        if not self.world.wait_for(lambda: not self.world.updates.pending(), timeout):
            raise AssertionError(
                f"the bot left updates unconfirmed: {self.unconfirmed}; it called:\n"
                f"{self.world.what_the_bot_did()}"
            )

    def menu(self, scope: str = "default", language: str = "") -> list[dict[str, Any]]:
        """The commands the bot set for a scope, such as ``"all_private_chats"``."""
        with self.world.changed:
            return list(self.world.commands.get((scope, language), []))

    def uploaded(self, file_id: str) -> bytes:
        """The content of a file on the server."""
        with self.world.changed:
            return self.world.files[file_id].content
