"""Checks of what answers an inline query: the results and the button above them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from .errors import wrong
from .keyboards import check_reply_markup
from .shapes import check_list, check_shape
from .texts import formatted_text

MAX_ID_BYTES = 64
_START_PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True)
class InlineResult:
    """One article a person can choose, and the message it becomes."""

    id: str
    title: str
    description: str
    text: str
    entities: tuple[dict[str, Any], ...]
    reply_markup: dict[str, Any] | None
    raw: dict[str, Any]


@dataclass(frozen=True)
class ResultsButton:
    """The button above the results; pressing it sends ``/start`` with the parameter."""

    text: str
    start_parameter: str


def check_results(value: object) -> tuple[InlineResult, ...]:
    """The results in ``value``; identifiers are unique and 1-64 bytes."""
    # Written out, so that a card that was checked before is not checked again.
    results = tuple(_result(json.dumps(item)) for item in check_list("results", value))
    if len({result.id for result in results}) < len(results):
        raise wrong("RESULT_ID_DUPLICATE")
    return results


@lru_cache(4096)
def _result(written: str) -> InlineResult:
    item = json.loads(written)
    if not isinstance(item, dict) or item.get("type") != "article":
        raise wrong("can't parse inline query result: this test server knows articles only")
    fields = check_shape("InlineQueryResultArticle", item)
    identifier = fields["id"]
    if not isinstance(identifier, str) or not 1 <= len(identifier.encode()) <= MAX_ID_BYTES:
        raise wrong("RESULT_ID_INVALID")
    if not isinstance(fields["title"], str) or not fields["title"].strip():
        raise wrong("ARTICLE_TITLE_EMPTY")
    content = check_shape("InputTextMessageContent", fields["input_message_content"])
    if content.get("link_preview_options") is not None:
        check_shape("LinkPreviewOptions", content["link_preview_options"])
    text, entities = formatted_text(content, text="message_text")
    return InlineResult(
        id=identifier,
        title=fields["title"],
        description=fields.get("description") or "",
        text=text,
        entities=tuple(entities),
        reply_markup=check_reply_markup(fields.get("reply_markup"), inline_only=True),
        raw=fields,
    )


def check_results_button(value: object) -> ResultsButton | None:
    """The button in ``value``: words, and one of a start parameter or a web app."""
    if value is None:
        return None
    fields = check_shape("InlineQueryResultsButton", value)
    if not isinstance(fields["text"], str) or not fields["text"].strip():
        raise wrong("button text must be non-empty")
    if ("web_app" in fields) == ("start_parameter" in fields):
        raise wrong("can't parse inline query results button: one action expected")
    parameter = fields.get("start_parameter", "")
    if "start_parameter" in fields and not (
        isinstance(parameter, str) and _START_PARAMETER.fullmatch(parameter)
    ):
        raise wrong("START_PARAM_INVALID")
    return ResultsButton(fields["text"], parameter)
