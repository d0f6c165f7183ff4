"""Delivery of updates to a webhook, one at a time and in order."""

from __future__ import annotations

import http.client
import json
import threading
import time
from urllib.parse import urlsplit

from .world import World

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_RETRY_SECONDS = 0.2
_ANSWER_SECONDS = 30.0


class WebhookDelivery(threading.Thread):
    """Posts each update to the webhook until it answers with a 2xx status."""

    def __init__(self, world: World) -> None:
        super().__init__(name="fake-telegram-webhook", daemon=True)
        self._world = world
        self._stopped = threading.Event()

    def stop(self) -> None:
        """End soon."""
        self._stopped.set()

    def run(self) -> None:
        """Deliver while there is a webhook."""
        while not self._stopped.is_set():
            with self._world.changed:
                webhook = dict(self._world.webhook)
                if not webhook:
                    self._world.changed.wait(_RETRY_SECONDS)
                    continue
                update = self._world.updates.first(_RETRY_SECONDS)
            if update is None:
                continue
            problem = _post(webhook["url"], webhook["secret_token"], json.dumps(update[1]))
            if not problem:
                self._world.updates.drop(up_to=update[0])
                continue
            with self._world.changed:
                if self._world.webhook.get("url") == webhook["url"]:
                    self._world.webhook["last_error_date"] = int(time.time())
                    self._world.webhook["last_error_message"] = problem
            self._stopped.wait(_RETRY_SECONDS)


def _post(url: str, secret: str, body: str) -> str:
    """Send one update; what went wrong, empty if nothing did."""
    parts = urlsplit(url)
    headers = {"Content-Type": "application/json"}
    if secret:
        headers[SECRET_HEADER] = secret
    connection = http.client.HTTPConnection(
        parts.hostname or "", parts.port, timeout=_ANSWER_SECONDS
    )
    try:
        connection.request("POST", parts.path or "/", body, headers)
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        return str(error) or type(error).__name__
    finally:
        connection.close()
    return "" if 200 <= status < 300 else f"Wrong response from the webhook: {status}"
