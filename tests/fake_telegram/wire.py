"""Request bodies: URL-encoded, JSON and multipart, to fields by name."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qsl, unquote

from .errors import wrong
from .params import Upload

_BOUNDARY = re.compile(r'boundary=(?:"([^"]+)"|([^\s;]+))')
_NAME = re.compile(r'(?i)[;\s]name="([^"]*)"')
_FILENAME = re.compile(r'(?i)[;\s]filename="([^"]*)"')
_TYPE = re.compile(r"(?im)^content-type:\s*(\S+)\s*$")


def read_fields(query: str, content_type: str, body: bytes) -> dict[str, Any]:
    """The fields of a request, from its query string and its body; the body wins."""
    fields: dict[str, Any] = dict(parse_qsl(query, keep_blank_values=True))
    if not body:
        return fields
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "application/json":
        fields.update(_json(body))
    elif kind == "multipart/form-data":
        fields.update(_multipart(content_type, body))
    elif kind == "application/x-www-form-urlencoded":
        fields.update(parse_qsl(_text(body), keep_blank_values=True))
    else:
        raise wrong(f"unsupported content type {kind or 'none'}")
    return fields


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise wrong("strings must be encoded in UTF-8") from None


def _json(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(_text(body))
    except json.JSONDecodeError:
        raise wrong("can't parse request body as JSON object") from None
    if not isinstance(value, dict):
        raise wrong("can't parse request body as JSON object")
    return value


def _multipart(content_type: str, body: bytes) -> dict[str, Any]:
    # Split by hand: the mail parser of the standard library would look inside a file that
    # happens to be a mail, and would change its line ends.
    boundary = _BOUNDARY.search(content_type)
    if boundary is None:
        raise wrong("can't parse multipart body: no boundary")
    delimiter = b"\r\n--" + (boundary[1] or boundary[2]).encode()
    _, *parts = (b"\r\n" + body).split(delimiter)
    if not parts or not parts.pop().startswith(b"--"):
        raise wrong("can't parse multipart body: no end")
    return dict(_part(part) for part in parts)


def _part(part: bytes) -> tuple[str, Any]:
    head, blank, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
    headers = _text(head)
    name = _NAME.search(headers)
    if not blank or name is None:
        raise wrong("can't parse multipart body: a part has no name")
    filename = _FILENAME.search(headers)
    if filename is None:
        return name[1], _text(content)
    kind = _TYPE.search(headers)
    mime_type = kind[1] if kind else "application/octet-stream"
    return name[1], Upload(unquote(filename[1]), mime_type, content)
