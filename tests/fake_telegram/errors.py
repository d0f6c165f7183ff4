"""The one exception a Bot API method may end with."""

from __future__ import annotations


class ApiError(Exception):
    """An answer with ``ok: false``, worded as Telegram words it.

    ``violation`` marks requests that no correct bot sends (a missing parameter, markup
    that does not parse); errors that can happen to anybody (a blocked chat) are not.
    """

    def __init__(
        self,
        code: int,
        description: str,
        *,
        retry_after: int | None = None,
        migrate_to: int | None = None,
        violation: bool = False,
    ) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after
        self.migrate_to = migrate_to
        self.violation = violation


def refused(reason: str) -> ApiError:
    """A 400 that even a correct bot can meet, such as a message that is gone."""
    return ApiError(400, f"Bad Request: {reason}")


def wrong(reason: str) -> ApiError:
    """A 400 that shows a mistake in the bot; the server remembers it as a violation."""
    return ApiError(400, f"Bad Request: {reason}", violation=True)


def forbidden(reason: str) -> ApiError:
    """A 403: the chat does not want to hear from the bot."""
    return ApiError(403, f"Forbidden: {reason}")


def upgraded(chat_id: int) -> ApiError:
    """A 400: the group is a supergroup now, with this number."""
    return ApiError(
        400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to=chat_id
    )


QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly "
    "the same as a current content and reply markup of the message"
)
TWO_POLLERS = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)
