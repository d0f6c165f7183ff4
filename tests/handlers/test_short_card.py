"""The short card of a group: verdict, one telling sentence, basis; no sanction."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers import texts
from handlers.buttons import group_keyboard
from handlers.html import render
from handlers.short_card import first_sentence, short_blocks
from knowledge.schema import Knowledge
from retrieval.answer import Outcome
from retrieval.engine import Engine
from tests.fake_telegram import parse_html
from tests.fake_telegram.keyboards import check_reply_markup
from tests.handlers.conftest import answered, citation, clarification, refusal


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("Tidak boleh. SKB melarangnya. Lalu yang lain.", "Tidak boleh. SKB melarangnya."),
        (
            "Boleh selama tidak mengajak orang lain dan tidak diunggah. Lalu yang lain.",
            "Boleh selama tidak mengajak orang lain dan tidak diunggah.",
        ),
        ("Boleh.", "Boleh."),
        ("Tidak boleh! Apa pun alasannya? Ya.", "Tidak boleh! Apa pun alasannya?"),
        ("Sanksi menurut PP No. 94 ada dalam Pasal 14 huruf i angka 3.", None),
    ],
)
def test_the_first_sentence_that_tells_something(text: str, lead: str | None) -> None:
    assert first_sentence(text) == (lead or text)


@given(st.text(min_size=1).filter(str.strip))
def test_it_is_never_empty_nor_long(text: str) -> None:
    lead = first_sentence(text)
    assert 0 < len(lead) <= 400
    assert text.strip().startswith(lead.removesuffix("…")) or " " in lead


def test_what_it_says_and_what_it_leaves_out() -> None:
    (shown,) = render(short_blocks(answered(basis=(citation(), citation("B"), citation("C")))))
    plain = parse_html(shown)[0]
    assert "Menyukai unggahan calon" in plain
    assert "PP 94/2021 Pasal 5 huruf n; B; …" in plain
    assert texts.groups.CONDITIONS in plain
    for left_out in ("Hukuman disiplin berat.", "Calon sudah ditetapkan.", "Satu kali cukup."):
        assert left_out not in plain
    assert texts.card.DEGRADED in render(short_blocks(answered(degraded=True)))[0]


@pytest.mark.parametrize("outcome", [Outcome.DECLINED, Outcome.NOT_FOUND])
def test_a_refusal_is_one_line_without_buttons(outcome: Outcome) -> None:
    answer = refusal(outcome, "Maaf, itu di luar yang saya kuasai. Silakan tanya yang lain.")
    (shown,) = render(short_blocks(answer))
    assert "\n" not in shown
    assert group_keyboard(answer, "netra_uji_bot") is None


def test_not_found_does_not_read_as_allowed() -> None:
    assert "bukan berarti boleh" in texts.groups.NOT_FOUND


def test_choices_are_links_to_the_private_chat() -> None:
    keyboard = group_keyboard(clarification(), "netra_uji_bot")
    assert keyboard is not None
    assert [row[0].url for row in keyboard.inline_keyboard] == [
        "https://t.me/netra_uji_bot?start=s_like-unggahan-calon",
        "https://t.me/netra_uji_bot?start=s_hak-pilih",
    ]


@pytest.mark.parametrize("question", ["x" * 2000, "تجربة " * 40, "\ud800"])
def test_a_question_that_fits_no_link_leads_to_the_chat_at_least(question: str) -> None:
    keyboard = group_keyboard(answered(guidance=None, question=question), "netra_uji_bot")
    assert keyboard is not None
    assert str(keyboard.inline_keyboard[0][0].url).startswith("https://t.me/netra_uji_bot")


def test_every_real_situation_has_a_short_card_with_a_link(
    knowledge: Knowledge, degraded: Engine
) -> None:
    for situation in knowledge.situations:
        answer = degraded.open(situation.id)
        assert answer is not None
        (shown,) = render(short_blocks(answer))
        assert len(parse_html(shown)[0]) < 1500
        keyboard = group_keyboard(answer, "netra_uji_bot")
        assert keyboard is not None
        check_reply_markup(keyboard.to_dict())
        assert str(keyboard.inline_keyboard[0][0].url).endswith(f"start=s_{situation.id}")
