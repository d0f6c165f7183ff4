"""Checks of ``reply_markup``: inline keyboards and the keyboards below the input field."""

from __future__ import annotations

from typing import Any

from .errors import wrong
from .markup import checked_link
from .shapes import BUTTON_ACTIONS, check_list, check_shape

MAX_CALLBACK_BYTES = 64
MAX_COPY_CHARACTERS = 256
MAX_BUTTONS = 100
_STYLES = ("danger", "success", "primary")
_TEXT_ACTIONS = ("url", "callback_data", "switch_inline_query", "switch_inline_query_current_chat")


def check_reply_markup(value: object, *, inline_only: bool = False) -> dict[str, Any] | None:
    """The inline keyboard in ``value`` as a message shows it, if it is one.

    Other keyboards are checked as well, but a message does not show them; ``inline_only``
    refuses them.
    """
    if value is None:
        return None
    if not isinstance(value, dict):
        raise wrong("object expected as reply markup")
    if "inline_keyboard" in value:
        return _inline(value)
    if inline_only:
        raise wrong("inline keyboard expected")
    if "keyboard" in value:
        _reply_keyboard(value)
    elif "remove_keyboard" in value:
        check_shape("ReplyKeyboardRemove", value)
    elif "force_reply" in value:
        _placeholder(check_shape("ForceReply", value))
    else:
        raise wrong("can't parse reply keyboard markup: no known keyboard")
    return None


def _inline(value: dict[str, Any]) -> dict[str, Any] | None:
    check_shape("InlineKeyboardMarkup", value)
    rows = [
        check_list("inline keyboard row", row)
        for row in check_list("inline keyboard", value["inline_keyboard"])
    ]
    for row in rows:
        for button in row:
            check_inline_button(button)
    if sum(len(row) for row in rows) > MAX_BUTTONS:
        raise wrong("reply markup is too long")
    kept = [row for row in rows if row]
    return {"inline_keyboard": kept} if kept else None


def check_inline_button(button: object) -> None:
    """A button has words on it and does exactly one thing, within the limits of that thing."""
    fields = check_shape("InlineKeyboardButton", button)
    text = fields["text"]
    if not isinstance(text, str) or not text.strip():
        raise wrong("can't parse inline keyboard button: text must be non-empty")
    actions = BUTTON_ACTIONS & fields.keys()
    if not actions:
        raise wrong(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if len(actions) > 1:
        names = ", ".join(sorted(actions))
        raise wrong(f"can't parse inline keyboard button: one action expected, found {names}")
    (action,) = actions
    if "style" in fields and fields["style"] not in _STYLES:
        raise wrong("can't parse inline keyboard button: unsupported style")
    _check_action(action, fields[action])


def _check_action(action: str, value: Any) -> None:
    if action in _TEXT_ACTIONS and not isinstance(value, str):
        raise wrong(f'can\'t parse inline keyboard button: field "{action}" must be a String')
    if action == "callback_data" and not 1 <= len(value.encode()) <= MAX_CALLBACK_BYTES:
        raise wrong("BUTTON_DATA_INVALID")
    if action == "url" and not checked_link(value):
        raise wrong(f"inline keyboard button URL '{value}' is invalid: Wrong HTTP URL")
    if action == "copy_text":
        text = check_shape("CopyTextButton", value)["text"]
        if not isinstance(text, str) or not 1 <= len(text) <= MAX_COPY_CHARACTERS:
            raise wrong("BUTTON_COPY_TEXT_INVALID")
    if action == "switch_inline_query_chosen_chat":
        check_shape("SwitchInlineQueryChosenChat", value)
    if action == "web_app":
        check_shape("WebAppInfo", value)


def _reply_keyboard(value: dict[str, Any]) -> None:
    _placeholder(check_shape("ReplyKeyboardMarkup", value))
    for row in check_list("keyboard", value["keyboard"]):
        for button in check_list("keyboard row", row):
            fields = {"text": button} if isinstance(button, str) else button
            text = check_shape("KeyboardButton", fields)["text"]
            if not isinstance(text, str) or not text.strip():
                raise wrong("keyboard button text must be non-empty")


def _placeholder(fields: dict[str, Any]) -> None:
    placeholder = fields.get("input_field_placeholder")
    if placeholder is not None and not 1 <= len(placeholder) <= 64:
        raise wrong("input field placeholder must have 1-64 characters")
