"""From the fields of a request to typed parameters."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .errors import wrong
from .methods import Kind, Method, kind_of

Params = dict[str, Any]
_INTEGER = re.compile(r"-?[0-9]{1,19}")
_CHAT_NAME = re.compile(r"@[A-Za-z][A-Za-z0-9_]*")


@dataclass(frozen=True)
class Upload:
    """A file that came with a request."""

    name: str
    mime_type: str
    content: bytes = field(repr=False)


def decode(method: Method, fields: Mapping[str, Any]) -> Params:
    """The parameters of a call to ``method``; absent and null ones are left out.

    Missing and unknown names, values of the wrong kind and sizes beyond the limits of the
    method are violations.
    """
    given = {name: value for name, value in fields.items() if value is not None}
    missing = sorted(
        name for name in method.required if name not in given or _is_blank(name, given[name])
    )
    if missing:
        raise wrong(_missing(missing[0]))
    attached = {name for name in given.keys() - method.parameters if _is_attached(name, given)}
    unknown = sorted(given.keys() - method.parameters - attached)
    if unknown:
        raise wrong(f"{method.name} has no parameter {', '.join(unknown)}")
    params = {
        name: _value(name, value, given) for name, value in given.items() if name not in attached
    }
    for limit in method.limits:
        if limit.parameter in params and not limit.allows(params[limit.parameter]):
            raise wrong(limit.error)
    return params


def _is_blank(name: str, value: object) -> bool:
    # An empty URL is how a webhook is removed; anything else empty is simply not there.
    return value == "" and name != "url"


def _is_attached(name: str, given: Mapping[str, Any]) -> bool:
    """Whether a field is a file that a parameter refers to."""
    reference = f"attach://{name}"
    return isinstance(given[name], Upload) and any(
        reference in value for value in given.values() if isinstance(value, str)
    )


def _missing(name: str) -> str:
    special = {
        "chat_id": "chat_id is empty",
        "text": "message text is empty",
        "message_id": "message identifier is not specified",
        "results": 'can\'t find field "results"',
        "document": "there is no document in the request",
        "photo": "there is no photo in the request",
    }
    return special.get(name, f'parameter "{name}" is required')


def _value(name: str, value: object, given: Mapping[str, Any]) -> Any:
    kind = kind_of(name)
    if kind is Kind.JSON:
        return _json(name, value)
    if kind is Kind.MEDIA:
        media = _json(name, value)
        if not isinstance(media, dict) or "media" not in media:
            raise wrong("can't parse InputMedia: expected an Object with media")
        return {**media, "media": _file(name, media["media"], given)}
    if kind is Kind.FILE:
        return _file(name, value, given)
    if kind is Kind.BOOLEAN:
        return _boolean(name, value)
    if kind is Kind.INTEGER:
        return _integer(name, value)
    if kind is Kind.CHAT:
        if isinstance(value, str) and _CHAT_NAME.fullmatch(value):
            return value
        return _integer(name, value)
    if not isinstance(value, str):
        raise wrong(f'parameter "{name}" must be of type String')
    try:
        value.encode()
    except UnicodeEncodeError:
        raise wrong("strings must be encoded in UTF-8") from None
    return value


def _json(name: str, value: object) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except json.JSONDecodeError:
        raise wrong(f"can't parse {name} JSON object") from None


def _file(name: str, value: object, given: Mapping[str, Any]) -> Any:
    if isinstance(value, str) and value.startswith("attach://"):
        value = given.get(value.removeprefix("attach://"))
    if not isinstance(value, str | Upload):
        raise wrong(f"file {name} is not attached")
    return value


def _boolean(name: str, value: object) -> bool:
    if isinstance(value, bool):
        return value
    words = {"true": True, "True": True, "1": True, "false": False, "False": False, "0": False}
    if isinstance(value, str) and value in words:
        return words[value]
    raise wrong(f'parameter "{name}" must be of type Boolean')


def _integer(name: str, value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and _INTEGER.fullmatch(value):
        return int(value)
    if name == "chat_id":
        raise wrong("chat not found")
    raise wrong(f'parameter "{name}" must be of type Integer')
