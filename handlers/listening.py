"""What listens over HTTP: where Telegram brings updates, and where state can be fetched."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

from errors import SettingsError
from settings import Address

Route = tuple[str, type[RequestHandler], dict[str, Any]]
"""The pattern of a path, what answers there, and what that is given."""
_BODY_SECONDS = 10.0


class Listener:
    """Serves ``routes`` at one address; ``key`` is the setting that names it.

    A ``shared`` address may be listened at by several processes, each of which then gets some
    of the requests.
    """

    def __init__(self, key: str, address: Address, routes: Sequence[Route], *, shared: bool):
        # Its log of requests would say when somebody asked.
        application = Application(list(routes), log_function=lambda handler: None)
        self._key = key
        self._address = address
        self._shared = shared
        self._server = HTTPServer(application, body_timeout=_BODY_SECONDS)

    def start(self) -> None:
        """Listen; raises SettingsError where the address cannot be had."""
        host, port = self._address.host, self._address.port
        try:
            self._server.add_sockets(bind_sockets(port, address=host, reuse_port=self._shared))
        except OSError as error:
            raise SettingsError(
                self._key, f"{self._address} tidak dapat dipakai ({error.strerror})"
            ) from error

    async def stop(self) -> None:
        """Take no more requests and end those under way."""
        self._server.stop()
        await self._server.close_all_connections()


def state_routes(is_ready: Callable[[], bool]) -> list[Route]:
    """Return where a supervisor or a proxy asks how things are."""
    return [
        ("/healthz", _State, {"is_good": lambda: True}),
        ("/readyz", _State, {"is_good": is_ready}),
    ]


class _State(RequestHandler):
    """Tells how things are: 200 or 503."""

    def initialize(self, is_good: Callable[[], bool]) -> None:
        self._is_good = is_good

    def get(self) -> None:
        good = self._is_good()
        self.set_status(HTTPStatus.OK if good else HTTPStatus.SERVICE_UNAVAILABLE)
        self.finish("ok\n" if good else "belum siap\n")
