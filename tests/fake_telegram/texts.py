"""Message texts: from the parameters of a call to what a client would show."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .errors import wrong
from .markup import MarkupError, parse_html, utf16_length
from .methods import MAX_ENTITIES, MAX_TEXT
from .shapes import check_list, check_shape

_DETECTED = (
    ("url", re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)]")),
    ("email", re.compile(r"(?<![\w.@])[\w.+-]+@[\w-]+\.[A-Za-z]{2,}")),
    ("bot_command", re.compile(r"(?<![\w/])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/])")),
    ("mention", re.compile(r"(?<![\w/.@])@[A-Za-z][A-Za-z0-9_]{3,31}(?!\w)")),
    ("hashtag", re.compile(r"(?<![\w#])#\w*[^\W\d]\w*")),
)


def detected_entities(
    text: str, given: list[dict[str, Any]] | None = None
) -> list[dict[str, Any]]:
    """The entities Telegram finds by itself, beside the ``given`` ones; sorted by place."""
    found = list(given or [])
    for kind, pattern in _DETECTED:
        for match in pattern.finditer(text):
            offset = utf16_length(text[: match.start()])
            length = utf16_length(match.group())
            if not any(_overlap(offset, length, entity) for entity in found):
                found.append({"type": kind, "offset": offset, "length": length})
    return sorted(found, key=lambda entity: (entity["offset"], -entity["length"]))


def formatted_text(
    source: Mapping[str, Any],
    *,
    text: str = "text",
    parse_mode: str = "parse_mode",
    entities: str = "entities",
    maximum: int = MAX_TEXT,
    may_be_empty: bool = False,
) -> tuple[str, list[dict[str, Any]]]:
    """The plain text and entities that ``source`` asks for, trimmed and within the limit.

    The three names say under which keys ``source`` holds the text, the mode and the
    entities. Everything that Telegram refuses is a violation.
    """
    raw = source.get(text) or ""
    if not isinstance(raw, str):
        raise wrong(f'field "{text}" must be of type String')
    plain, found = _parsed(raw, source.get(parse_mode), source.get(entities))
    plain, found = _trimmed(plain, found)
    if not plain and not may_be_empty:
        raise wrong("message text is empty")
    if utf16_length(plain) > maximum:
        what = "message is too long" if maximum == MAX_TEXT else "message caption is too long"
        raise wrong(what)
    return plain, detected_entities(plain, found)[:MAX_ENTITIES]


def _parsed(raw: str, mode: object, entities: object) -> tuple[str, list[dict[str, Any]]]:
    if not mode:
        return raw, _given(raw, entities)
    if not isinstance(mode, str) or mode.lower() not in ("html", "markdown", "markdownv2"):
        raise wrong("unsupported parse_mode")
    if mode.lower() != "html":
        raise wrong("this test server parses HTML only")
    try:
        return parse_html(raw)
    except MarkupError as error:
        raise wrong(f"can't parse entities: {error}") from None


def _given(raw: str, entities: object) -> list[dict[str, Any]]:
    if entities is None:
        return []
    units = utf16_length(raw)
    checked = [check_shape("MessageEntity", item) for item in check_list("entities", entities)]
    for entity in checked:
        offset, length = entity["offset"], entity["length"]
        if not isinstance(offset, int) or not isinstance(length, int):
            raise wrong("can't parse MessageEntity: offset and length must be Integers")
        if offset < 0 or length <= 0 or offset + length > units:
            raise wrong(f"entity beginning at UTF-16 offset {offset} ends after the end of text")
    return [dict(entity) for entity in checked]


def _trimmed(plain: str, entities: list[dict[str, Any]]) -> tuple[str, list[dict[str, Any]]]:
    """Cut surrounding white space, as Telegram does, and move the entities along."""
    cut = utf16_length(plain[: len(plain) - len(plain.lstrip())])
    stripped = plain.strip()
    units = utf16_length(stripped)
    kept = []
    for entity in entities:
        start = max(entity["offset"] - cut, 0)
        end = min(entity["offset"] + entity["length"] - cut, units)
        if end > start:
            kept.append({**entity, "offset": start, "length": end - start})
    return stripped, kept


_EXCLUSIVE = frozenset({"code", "pre", "text_link", "text_mention", "url", "email", "mention"})


def _overlap(offset: int, length: int, entity: Mapping[str, Any]) -> bool:
    """Whether a found entity would lie on one that tolerates no other (bold does)."""
    if entity["type"] not in _EXCLUSIVE:
        return False
    end = entity["offset"] + entity["length"]
    return bool(offset < end and entity["offset"] < offset + length)
