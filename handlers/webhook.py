"""Webhook mode: Telegram brings updates to us, through a reverse proxy that speaks TLS.

A request is answered when its updates are in the inbox, and 503 while they cannot be taken:
Telegram then brings them again. Several processes may listen on one address; a number in the
inbox that they share belongs to the one that wrote it first.
"""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlsplit

from telegram import Update
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler, stream_request_body

from errors import SettingsError
from handlers.receiving import ReceivingBot
from settings import Secret, Webhook

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105
LARGEST_BODY = 1024 * 1024
_BODY_SECONDS = 10.0


class WebhookServer:
    """Listens for updates; ``handle`` takes those that are sound and new.

    ``is_ready`` tells whether more may be brought; while it does not, Telegram is sent away.
    """

    def __init__(
        self,
        webhook: Webhook,
        bot: ReceivingBot,
        handle: Callable[[Update], None],
        is_ready: Callable[[], bool],
    ) -> None:
        path = urlsplit(webhook.url).path or "/"
        receiving = {"secret": webhook.secret, "bot": bot, "handle": handle, "is_ready": is_ready}
        application = Application(
            [
                (re.escape(path), _Updates, receiving),
                ("/healthz", _State, {"is_good": lambda: True}),
                ("/readyz", _State, {"is_good": is_ready}),
            ],
            # Its log of requests would say when somebody asked.
            log_function=lambda handler: None,
        )
        self._webhook = webhook
        self._server = HTTPServer(application, body_timeout=_BODY_SECONDS)

    def start(self) -> None:
        """Listen; raises SettingsError where the address cannot be had."""
        host, port = self._webhook.host, self._webhook.port
        try:
            self._server.add_sockets(bind_sockets(port, address=host, reuse_port=True))
        except OSError as error:
            raise SettingsError(
                "NETRA_WEBHOOK_LISTEN", f"{host}:{port} tidak dapat dipakai ({error.strerror})"
            ) from error

    async def stop(self) -> None:
        """Take no more requests and end those under way."""
        self._server.stop()
        await self._server.close_all_connections()


@stream_request_body
class _Updates(RequestHandler):
    """Takes one update a request; strangers are sent away before their body is read."""

    def initialize(
        self,
        secret: Secret,
        bot: ReceivingBot,
        handle: Callable[[Update], None],
        is_ready: Callable[[], bool],
    ) -> None:
        self._secret, self._bot, self._handle, self._is_ready = secret, bot, handle, is_ready
        self._body = bytearray()

    def prepare(self) -> None:
        given = self.request.headers.get(SECRET_HEADER, "")
        length = self.request.headers.get("Content-Length", "")
        if self.request.method != "POST":
            self._refuse(HTTPStatus.METHOD_NOT_ALLOWED)
        elif not hmac.compare_digest(given.encode(), self._secret.reveal().encode()):
            self._refuse(HTTPStatus.FORBIDDEN)
        elif length.isdecimal() and int(length) > LARGEST_BODY:
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        elif not self._is_ready():
            self._refuse(HTTPStatus.SERVICE_UNAVAILABLE)

    def data_received(self, chunk: bytes) -> None:
        self._body += chunk
        if len(self._body) > LARGEST_BODY and not self._finished:
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)

    async def post(self) -> None:
        try:
            raw = json.loads(self._body)
        except (ValueError, RecursionError):
            # Refused, it would come again for a day; as no update, it is set aside.
            raw = None
        for update in await self._bot.receiver.receive([raw], self._bot):
            self._handle(update)

    def _refuse(self, status: HTTPStatus) -> None:
        self.set_status(status)
        self.finish()


class _State(RequestHandler):
    """Tells a supervisor or a proxy how things are: 200 or 503."""

    def initialize(self, is_good: Callable[[], bool]) -> None:
        self._is_good = is_good

    def get(self) -> None:
        good = self._is_good()
        self.set_status(HTTPStatus.OK if good else HTTPStatus.SERVICE_UNAVAILABLE)
        self.finish("ok\n" if good else "belum siap\n")
