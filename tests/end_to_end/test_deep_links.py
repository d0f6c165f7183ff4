"""Links into the private chat: a situation, a question, or something forged."""

from __future__ import annotations

import base64

import pytest

from handlers import texts
from handlers.deep_links import question_payload, situation_payload
from knowledge.schema import Verdict
from tests.end_to_end.running import ask
from tests.fake_telegram import FakeTelegram, Seat

LIKE = "boleh like postingan calon bupati?"


pytestmark = pytest.mark.small_knowledge


def test_a_link_opens_a_situation(budi: Seat) -> None:
    opened = ask(budi, f"/start {situation_payload('like-unggahan-calon')}")
    assert opened.text == ask(budi, LIKE).text
    assert texts.card.BUTTON_USEFUL in [button.text for button in opened.buttons]


def test_a_link_repeats_a_question(budi: Seat) -> None:
    assert ask(budi, f"/start {question_payload(LIKE)}").text == ask(budi, LIKE).text


def test_after_a_link_a_follow_up_leans_on_its_question(budi: Seat) -> None:
    ask(budi, f"/start {question_payload(LIKE)}")
    assert "Menyukai unggahan calon" in ask(budi, "sanksinya apa?").text


def q(text: bytes) -> str:
    return "q_" + base64.urlsafe_b64encode(text).decode().rstrip("=")


@pytest.mark.parametrize(
    "payload",
    [
        "s_situasi-yang-dihapus",
        "s_",
        "s_<b>",
        "S_like-unggahan-calon",
        "s_like-unggahan-calon s_hak-pilih",
        "s_like unggahan calon",
        "q_",
        "q_A",
        q(b"\xff\xfe\xfd"),
        "q_" + "QUFB" * 16,
        "x" * 64,
        "x" * 600,
        "т_привет",
        "q_2LnYsdio!",
        "../../etc/passwd",
        "'; drop table outcomes; --",
        "ref_abc",
        "{0} %s",
    ],
)
def test_forged_links_are_welcomed_kindly(budi: Seat, payload: str) -> None:
    answer = ask(budi, f"/start {payload}")
    assert answer.text.startswith(texts.chat.LINK_UNKNOWN)
    assert "Selamat datang di Netra." in answer.text
    budi.stays_silent(0.05)


def test_a_forged_question_is_a_question_like_any_other(
    telegram: FakeTelegram, budi: Seat
) -> None:
    payload = q(b"<b>halo</b> & \x00")
    answer = ask(budi, f"/start {payload}")
    assert answer.text not in ("", texts.chat.SOMETHING_WENT_WRONG)
    assert texts.card.VERDICT_LABELS[Verdict.PROHIBITED] not in answer.text


def test_without_a_payload_there_is_just_the_welcome(budi: Seat) -> None:
    assert ask(budi, "/start").text.startswith("Selamat datang di Netra.")
    assert ask(budi, "/start inline").text.startswith("Selamat datang di Netra.")
