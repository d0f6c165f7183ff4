"""The server: HTTP on loopback in front of a pretended Telegram."""

from __future__ import annotations

import re
import socket
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from .api import Answer, failure_body, handle
from .errors import ApiError
from .faults import Faults
from .model import Call, ChatType, User, Violation
from .people import Group, Seat
from .webhook import WebhookDelivery
from .wire import read_fields
from .world import World

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
MAX_REQUEST = 60 * 1024 * 1024
_TOKEN_FORM = re.compile(r"[0-9]{3,}:[A-Za-z0-9_-]{20,}")
_METHOD_PATH = re.compile(r"/bot([^/]+)/([^/]+)")
_FILE_PATH = re.compile(r"/file/bot([^/]+)/(.+)")


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
        assert _TOKEN_FORM.fullmatch(token), "a token looks like 123456:20 or more characters"
        self.token = token
        self.bot = User(
            int(token.partition(":")[0]), "Netra", bot_username, language_code=None, is_bot=True
        )
        self.world = World(self.bot, privacy_mode=privacy_mode, query_lifetime=query_lifetime)
        self._port = port
        self._server: _Server | None = None
        self._threads: list[threading.Thread] = []
        self._webhook = WebhookDelivery(self.world)

    def __enter__(self) -> FakeTelegram:
        self._server = _Server(("127.0.0.1", self._port), self.world, self.token)
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


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], world: World, token: str) -> None:
        super().__init__(address, _Handler)
        self.world = world
        self.token = token
        self.stopping = threading.Event()
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._idle = threading.Condition(self._lock)

    def opened(self, connection: socket.socket) -> None:
        with self._lock:
            self._open.add(connection)

    def closed(self, connection: socket.socket) -> None:
        with self._lock:
            self._open.discard(connection)
            self._idle.notify_all()

    def stop(self) -> None:
        """Close the port and every connection; clients that keep theirs alive are cut."""
        self.stopping.set()
        self.shutdown()
        self.server_close()
        with self._lock:
            for connection in self._open:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
            self._idle.wait_for(lambda: not self._open, timeout=5.0)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news; anything else shows up in the test's output."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: _Server

    def setup(self) -> None:
        super().setup()
        self.server.opened(self.connection)

    def finish(self) -> None:
        try:
            with suppress(ConnectionError):
                super().finish()
        finally:
            self.server.closed(self.connection)

    def do_POST(self) -> None:
        self._write(self._respond())

    do_GET = do_POST

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the URL holds the token, and the calls are recorded anyway."""

    def _respond(self) -> Answer:
        length = int(self.headers.get("Content-Length") or 0)
        if length > MAX_REQUEST:
            self.close_connection = True
            return _plain_error(413, "Request Entity Too Large")
        body = self.rfile.read(length)
        parts = urlsplit(self.path)
        download = _FILE_PATH.fullmatch(parts.path)
        request = _METHOD_PATH.fullmatch(parts.path)
        found = download or request
        if found is None or not _TOKEN_FORM.fullmatch(found[1]):
            return _plain_error(404, "Not Found")
        if found[1] != self.server.token:
            return _plain_error(401, "Unauthorized")
        if download:
            return self._download(download[2])
        try:
            fields = read_fields(parts.query, self.headers.get("Content-Type", ""), body)
        except ApiError as error:
            violation = Violation(found[2], {}, error.description)
            with self.server.world.changed:
                self.server.world.violations.append(violation)
            return _plain_error(error.code, error.description)
        return handle(self.server.world, found[2], fields)

    def _download(self, path: str) -> Answer:
        with self.server.world.changed:
            for stored in self.server.world.files.values():
                if stored.path == path:
                    return Answer(200, stored.content, (("Content-Type", stored.mime_type),))
        return _plain_error(404, "Not Found")

    def _write(self, answer: Answer) -> None:
        if answer.delay:
            self.server.stopping.wait(answer.delay)
        if answer.body is None:
            self.close_connection = True
            with suppress(OSError):
                self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.send_response(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)


def _plain_error(code: int, description: str) -> Answer:
    return Answer(
        code,
        failure_body(ApiError(code, description)),
        (("Content-Type", "application/json"),),
    )
