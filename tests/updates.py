"""Updates of every kind as Telegram sends them, and ways to break them."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import strategies as st

Json = Any
_USER = {"id": 6_900_000_001, "is_bot": False, "first_name": "Budi", "language_code": "id"}
_CHAT = {"id": 6_900_000_001, "type": "private", "first_name": "Budi"}
_GROUP = {"id": -1_002_000_000_001, "type": "supergroup", "title": "Kantor"}
_CHANNEL = {"id": -1_002_000_000_002, "type": "channel", "title": "Kabar"}
_MESSAGE = {
    "message_id": 41, "date": 1_800_000_000, "chat": _CHAT, "from": _USER,
    "text": "/tanya boleh like?",
    "entities": [{"type": "bot_command", "offset": 0, "length": 6}],
    "reply_to_message": {"message_id": 40, "date": 1_800_000_000, "chat": _CHAT, "text": "halo"},
}  # fmt: skip
_POST = {"message_id": 5, "date": 1_800_000_000, "chat": _CHANNEL, "text": "kabar"}
_MEMBER = {"user": _USER, "status": "member"}
_CHANGE = {
    "chat": _GROUP, "from": _USER, "date": 1_800_000_000,
    "old_chat_member": {"user": _USER, "status": "left"}, "new_chat_member": _MEMBER,
}  # fmt: skip
_BOOST_SOURCE = {"source": "premium", "user": _USER}

WELL_FORMED: dict[str, Json] = {
    "message": _MESSAGE,
    "edited_message": {**_MESSAGE, "edit_date": 1_800_000_009},
    "channel_post": _POST,
    "edited_channel_post": {**_POST, "edit_date": 1_800_000_009},
    "inline_query": {"id": "77", "from": _USER, "query": "netral", "offset": ""},
    "chosen_inline_result": {"result_id": "a", "from": _USER, "query": "netral"},
    "callback_query": {
        "id": "78", "from": _USER, "message": _MESSAGE, "chat_instance": "1", "data": "tt|0",
    },
    "shipping_query": {
        "id": "79", "from": _USER, "invoice_payload": "p",
        "shipping_address": {
            "country_code": "ID", "state": "", "city": "Bogor", "street_line1": "a",
            "street_line2": "", "post_code": "16111",
        },
    },
    "pre_checkout_query": {
        "id": "80", "from": _USER, "currency": "IDR", "total_amount": 5, "invoice_payload": "p",
    },
    "poll": {
        "id": "81", "question": "?", "options": [], "total_voter_count": 0, "is_closed": False,
        "is_anonymous": True, "type": "regular", "allows_multiple_answers": False,
        "allows_revoting": False, "members_only": False,
    },
    "poll_answer": {
        "poll_id": "81", "user": _USER, "option_ids": [], "option_persistent_ids": [],
    },
    "my_chat_member": _CHANGE,
    "chat_member": _CHANGE,
    "chat_join_request": {
        "chat": _GROUP, "from": _USER, "user_chat_id": 6_900_000_001, "date": 1_800_000_000,
    },
    "chat_boost": {
        "chat": _CHANNEL,
        "boost": {
            "boost_id": "b", "add_date": 1_800_000_000, "expiration_date": 1_800_000_009,
            "source": _BOOST_SOURCE,
        },
    },
    "removed_chat_boost": {
        "chat": _CHANNEL, "boost_id": "b", "remove_date": 1_800_000_000, "source": _BOOST_SOURCE,
    },
    "message_reaction": {
        "chat": _CHAT, "message_id": 41, "date": 1_800_000_000, "user": _USER,
        "old_reaction": [], "new_reaction": [{"type": "emoji", "emoji": "👍"}],
    },
    "message_reaction_count": {
        "chat": _CHANNEL, "message_id": 5, "date": 1_800_000_000,
        "reactions": [{"type": {"type": "emoji", "emoji": "👍"}, "total_count": 2}],
    },
    "business_connection": {
        "id": "c", "user": _USER, "user_chat_id": 6_900_000_001, "date": 1_800_000_000,
        "is_enabled": True,
    },
    "business_message": {**_MESSAGE, "business_connection_id": "c"},
    "edited_business_message": {**_MESSAGE, "business_connection_id": "c"},
    "deleted_business_messages": {
        "business_connection_id": "c", "chat": _CHAT, "message_ids": [41],
    },
    "purchased_paid_media": {"from": _USER, "paid_media_payload": "p"},
    "guest_message": {**_MESSAGE, "guest_query_id": "g"},
    "managed_bot": {"user": _USER, "bot": {**_USER, "id": 9, "is_bot": True}},
}  # fmt: skip

_scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([0, -1, 2**31, 2**63, -(2**63) - 1, 10**30])
    | st.floats()
    | st.text()
    | st.sampled_from(["", "\x00", "\ud800", "a" * 5000, "'; drop table updates; --", "<b>", "{}"])
)
anything = st.recursive(
    _scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def well_formed(number: int, kind: str) -> Json:
    """An update of ``kind`` as Telegram would send it."""
    return {"update_id": number, kind: copy.deepcopy(WELL_FORMED[kind])}


@st.composite
def broken(draw: st.DrawFn) -> Json:
    """An update of any kind with up to three things changed, lost or added anywhere in it."""
    number = draw(st.integers(1, 10**9))
    update = well_formed(number, draw(st.sampled_from(sorted(WELL_FORMED))))
    for _ in range(draw(st.integers(1, 3))):
        paths = _paths(update) or [("update_id",)]
        _change(draw, update, draw(st.sampled_from(paths)))
    return update


hostile = broken() | anything | st.dictionaries(st.sampled_from(sorted(WELL_FORMED)), anything)


def _paths(value: Json, here: tuple[Json, ...] = ()) -> list[tuple[Json, ...]]:
    """The way to every key and index below ``value``."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    found = []
    for key, inner in items:
        found.append((*here, key))
        if isinstance(inner, dict | list):
            found += _paths(inner, (*here, key))
    return found


def _change(draw: st.DrawFn, update: Json, path: tuple[Json, ...]) -> None:
    place = update
    for key in path[:-1]:
        place = place[key]
    what = draw(st.sampled_from(["replace", "lose", "add"]))
    if what == "replace" or isinstance(place, list):
        place[path[-1]] = draw(anything)
    elif what == "lose":
        place.pop(path[-1], None)
    else:
        place[draw(st.sampled_from(["text", "from", "chat", "entities", "data", "x"]))] = draw(
            anything
        )
