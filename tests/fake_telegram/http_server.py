"""HTTP on loopback: connections, paths, tokens and downloads."""

from __future__ import annotations

import re
import socket
import sys
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

from .api import Answer, failure_body, handle
from .errors import ApiError
from .model import Violation
from .wire import read_fields
from .world import World

MAX_REQUEST = 60 * 1024 * 1024
TOKEN_FORM = re.compile(r"[0-9]{3,}:[A-Za-z0-9_-]{20,}")
_METHOD_PATH = re.compile(r"/bot([^/]+)/([^/]+)")
_FILE_PATH = re.compile(r"/file/bot([^/]+)/(.+)")


class LoopbackServer(ThreadingHTTPServer):
    """One pretended bot's API on a port of this machine."""

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
    server: LoopbackServer

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
        if len(body) < length:
            # The client died in the middle of its request.
            return Answer(0, None)
        parts = urlsplit(self.path)
        # Clients may write the colon in the token as %3A.
        path = unquote(parts.path)
        download = _FILE_PATH.fullmatch(path)
        request = _METHOD_PATH.fullmatch(path)
        found = download or request
        if found is None or not TOKEN_FORM.fullmatch(found[1]):
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
