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
from tornado.web import RequestHandler, stream_request_body

from handlers.listening import Route
from handlers.receiving import ReceivingBot
from settings import Secret, Webhook

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105
LARGEST_BODY = 1024 * 1024


def updates_route(
    webhook: Webhook,
    bot: ReceivingBot,
    handle: Callable[[Update], None],
    is_ready: Callable[[], bool],
) -> Route:
    """Return where updates are brought; ``handle`` takes those that are sound and new.

    ``is_ready`` tells whether more may be brought; while it does not, Telegram is sent away.
    """
    path = urlsplit(webhook.url).path or "/"
    receiving = {"secret": webhook.secret, "bot": bot, "handle": handle, "is_ready": is_ready}
    return re.escape(path), _Updates, receiving


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
