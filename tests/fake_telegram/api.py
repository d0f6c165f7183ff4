"""From a request to an answer: validation, ordered trouble, the method itself, the record."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from . import answering, places, profile, sending
from .errors import ApiError
from .faults import Fault, Trouble
from .methods import METHODS, find_method
from .model import Call, Violation
from .params import Params, decode
from .world import World

_Handler = Callable[[World, Params], Any]
_HANDLERS: Mapping[str, _Handler] = {
    "getMe": profile.get_me,
    "logOut": profile.log_out,
    "close": profile.close,
    "getUpdates": profile.get_updates,
    "setWebhook": profile.set_webhook,
    "deleteWebhook": profile.delete_webhook,
    "getWebhookInfo": profile.get_webhook_info,
    "setMyCommands": profile.set_my_commands,
    "getMyCommands": profile.get_my_commands,
    "deleteMyCommands": profile.delete_my_commands,
    "setMyDescription": profile.set_my_description,
    "setMyShortDescription": profile.set_my_short_description,
    "sendMessage": sending.send_message,
    "sendDocument": sending.send_document,
    "sendPhoto": sending.send_photo,
    "sendChatAction": sending.send_chat_action,
    "editMessageText": sending.edit_message_text,
    "editMessageMedia": sending.edit_message_media,
    "editMessageReplyMarkup": sending.edit_message_reply_markup,
    "deleteMessage": sending.delete_message,
    "setMessageReaction": sending.set_message_reaction,
    "answerCallbackQuery": answering.answer_callback_query,
    "answerInlineQuery": answering.answer_inline_query,
    "answerGuestQuery": answering.answer_guest_query,
    "getChat": places.get_chat,
    "getChatMember": places.get_chat_member,
    "getChatAdministrators": places.get_chat_administrators,
    "leaveChat": places.leave_chat,
    "getFile": places.get_file,
}
assert _HANDLERS.keys() == METHODS.keys()


@dataclass(frozen=True)
class Answer:
    """What goes over the wire; ``body`` None means that the connection is cut instead."""

    status: int
    body: bytes | None
    headers: tuple[tuple[str, str], ...] = ()
    delay: float = 0.0


def handle(world: World, name: str, fields: Mapping[str, Any]) -> Answer:
    """Answer one request and record it."""
    method = find_method(name)
    call = Call(method.name if method else name, dict(fields), time.monotonic())
    fault: Fault | None = None
    result: Any = None
    failure: ApiError | None = None
    try:
        if method is None:
            raise ApiError(404, "Not Found", violation=True)
        try:
            call.params = decode(method, fields)
        finally:
            world.record(call)
        fault = world.faults.take(method.name, call.params.get("chat_id"))
        if fault is not None and fault.trouble is Trouble.CUT:
            world.complete(call, None, "cut before any effect", None)
            return Answer(0, None)
        if fault is not None and fault.code:
            raise ApiError(fault.code, fault.description, retry_after=fault.retry_after)
        result = _run(world, method.name, call.params)
    except ApiError as error:
        failure = error
        if method is None:
            world.record(call)
        if error.violation:
            with world.changed:
                world.violations.append(Violation(call.method, call.params, error.description))
    return _answer(world, call, result, failure, fault)


def _run(world: World, name: str, params: Params) -> Any:
    with world.changed:
        if world.logged_out:
            raise ApiError(400, "Logged out")
        return _HANDLERS[name](world, params)


def _answer(
    world: World, call: Call, result: Any, failure: ApiError | None, fault: Fault | None
) -> Answer:
    """The answer as bytes; made under the lock, since results are parts of the world."""
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "application/json"),)
    with world.changed:
        if failure is None:
            status, body = 200, json.dumps({"ok": True, "result": result}).encode()
            world.complete(call, 200, "", result)
        else:
            status = failure.code
            body = failure_body(failure)
            world.complete(call, failure.code, failure.description, None)
    if failure is not None and failure.retry_after is not None:
        headers += (("Retry-After", str(failure.retry_after)),)
    if fault is not None and fault.trouble is Trouble.GARBAGE:
        return Answer(502, b"<html><h1>502 Bad Gateway</h1></html>")
    if fault is not None and fault.trouble is Trouble.LOST:
        return Answer(0, None)
    return Answer(status, body, headers, fault.seconds if fault is not None else 0.0)


def failure_body(error: ApiError) -> bytes:
    """An error as the Bot API shows it."""
    shown: dict[str, Any] = {
        "ok": False,
        "error_code": error.code,
        "description": error.description,
    }
    if error.retry_after is not None:
        shown["parameters"] = {"retry_after": error.retry_after}
    if error.migrate_to is not None:
        shown["parameters"] = {"migrate_to_chat_id": error.migrate_to}
    return json.dumps(shown).encode()
