"""The bot's answers to button presses, inline queries and guest queries."""

from __future__ import annotations

import time
from dataclasses import dataclass

from .errors import QUERY_TOO_OLD, refused
from .inline_results import InlineResult, ResultsButton, check_results, check_results_button
from .model import Query
from .params import Params
from .world import World

DEFAULT_INLINE_CACHE = 300


@dataclass(frozen=True)
class CallbackAnswer:
    """What the person who pressed a button sees; ``after`` is how long it took."""

    text: str
    show_alert: bool
    url: str | None
    cache_time: int
    after: float


@dataclass(frozen=True)
class InlineAnswer:
    """What the person who typed an inline query sees; ``after`` is how long it took."""

    results: tuple[InlineResult, ...]
    cache_time: int
    is_personal: bool
    next_offset: str
    button: ResultsButton | None
    after: float


def answer_callback_query(world: World, params: Params) -> bool:
    """End the waiting circle on a button."""
    query = _open_query(world, params["callback_query_id"], "callback")
    _close_query(
        world,
        query,
        CallbackAnswer(
            text=params.get("text", ""),
            show_alert=params.get("show_alert", False),
            url=params.get("url"),
            cache_time=params.get("cache_time", 0),
            after=time.monotonic() - query.asked_at,
        ),
    )
    return True


def answer_inline_query(world: World, params: Params) -> bool:
    """Results for an inline query."""
    results = check_results(params["results"])
    button = check_results_button(params.get("button"))
    query = _open_query(world, params["inline_query_id"], "inline")
    _close_query(
        world,
        query,
        InlineAnswer(
            results=results,
            cache_time=params.get("cache_time", DEFAULT_INLINE_CACHE),
            is_personal=params.get("is_personal", False),
            next_offset=params.get("next_offset", ""),
            button=button,
            after=time.monotonic() - query.asked_at,
        ),
    )
    return True


def answer_guest_query(world: World, params: Params) -> dict[str, str]:
    """One result for a mention in a chat that the bot is no member of; it is posted at once."""
    (result,) = check_results([params["result"]])
    query = _open_query(world, params["guest_query_id"], "guest")
    _close_query(world, query, result)
    return {"inline_message_id": f"INLINE{world.token()}"}


def _open_query(world: World, identifier: str, kind: str) -> Query:
    query = world.queries.get(identifier)
    if (
        query is None
        or query.kind != kind
        or query.answered_at is not None
        or time.monotonic() - query.asked_at > world.query_lifetime
    ):
        raise refused(QUERY_TOO_OLD)
    return query


def _close_query(
    world: World, query: Query, answer: CallbackAnswer | InlineAnswer | InlineResult
) -> None:
    query.answered_at = time.monotonic()
    query.answer = answer
    world.changed.notify_all()
