"""Payloads of deep links go there and back; forged ones are none."""

from __future__ import annotations

import base64
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handlers.deep_links import (
    LinkedQuestion,
    LinkedSituation,
    question_payload,
    read_payload,
    situation_payload,
)
from knowledge.schema import Knowledge

TELEGRAMS = re.compile(r"[A-Za-z0-9_-]{1,64}")


def test_every_situation_has_a_link(knowledge: Knowledge) -> None:
    for situation in knowledge.situations:
        payload = situation_payload(situation.id)
        assert payload is not None
        assert TELEGRAMS.fullmatch(payload)
        assert read_payload(payload) == LinkedSituation(situation.id)


@given(st.text(max_size=80))
def test_any_id_goes_there_and_back_or_has_no_link(key: str) -> None:
    payload = situation_payload(key)
    assert (payload is not None) == bool(re.fullmatch("[A-Za-z0-9_-]{1,62}", key))
    if payload is not None:
        assert TELEGRAMS.fullmatch(payload)
        assert read_payload(payload) == LinkedSituation(key)


@given(st.text(max_size=60))
@example("boleh like?")
@example("\ud800")
@example("é" * 23)
@example("é" * 24)
def test_any_question_goes_there_and_back_or_has_no_link(text: str) -> None:
    payload = question_payload(text)
    size = len(text.encode("utf-8", "surrogatepass"))
    whole = text.encode("utf-8", "replace").decode() == text
    assert (payload is not None) == (whole and bool(text.strip()) and size <= 46)
    if payload is not None:
        assert TELEGRAMS.fullmatch(payload)
        assert read_payload(payload) == LinkedQuestion(text)


@given(st.text(max_size=80) | st.from_regex(r"[sq]_[A-Za-z0-9_=-]{0,70}", fullmatch=True))
def test_what_is_read_is_exactly_what_would_be_written(payload: str) -> None:
    match read_payload(payload):
        case LinkedSituation(key):
            assert situation_payload(key) == payload
        case LinkedQuestion(text):
            assert question_payload(text) == payload


@pytest.mark.parametrize(
    "payload",
    [
        "",
        "inline",
        "s_",
        "q_",
        "S_like",
        "s-like",
        " s_like",
        "s_like\n",
        "s_" + "a" * 63,
        "s_like calon",
        "s_суд",
        "q_суд",
        "q_ab=",
        "q_A",
        "q_" + "YWFh" * 16,
        "q_" + base64.urlsafe_b64encode(b"\xff\xfe").decode().rstrip("="),
        "q_" + base64.urlsafe_b64encode(b"   ").decode().rstrip("="),
        "q_YR",  # "a" with bits set that say nothing: another spelling of q_YQ
        "q_YQ==",
        "q_Y Q",
    ],
)
def test_forgeries_are_none(payload: str) -> None:
    assert read_payload(payload) is None
