"""Each question of a message is found, and answered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.engine import Engine
from retrieval.parts import added_acts, questions_in


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        (
            "Adik saya calon. Boleh saya datang? Boleh saya pakai topinya?",
            (
                "Adik saya calon Boleh saya datang?",
                "Adik saya calon Boleh saya pakai topinya?",
            ),
        ),
        (
            "boleh pinjam tenda kantor terus kalau ketahuan sanksinya apa",
            ("boleh pinjam tenda kantor", "kalau ketahuan sanksinya apa"),
        ),
        (
            "lurah minta spanduk, apa saya boleh menolak dan lapor ke mana?",
            ("lurah minta spanduk, apa saya boleh menolak", "lapor ke mana?"),
        ),
    ],
)
def test_a_message_with_several_questions(text: str, questions: tuple[str, ...]) -> None:
    assert questions_in(text) == questions


@pytest.mark.parametrize(
    "text",
    [
        "Apakah PNS boleh memasang stiker calon di motor?",
        "saya dan istri diundang, boleh datang?",
        "boleh?",
        "terus terang saya bingung, boleh foto dengan calon?",
        "",
    ],
)
def test_one_question_is_not_taken_apart(text: str) -> None:
    assert questions_in(text) == ()


@given(st.text(max_size=300))
def test_any_text_has_no_or_several_questions(text: str) -> None:
    assert len(questions_in(text)) in (0, 2, 3, 4)


def test_further_questions_are_answered_by_situations_of_their_own(engine: Engine) -> None:
    first, second = "Apakah PNS boleh mencoblos di TPS?", "Apakah PNS boleh menjadi tim sukses?"

    answer = engine.ask(f"{first} {second}")

    alone = {engine.ask(question).guidance for question in (first, second)}
    assert {answer.guidance, *(part.guidance for part in answer.parts)} == alone
    assert all(part.question in (first, second) for part in answer.parts)


def test_a_question_alone_has_no_parts(engine: Engine) -> None:
    assert engine.ask("Apakah PNS boleh mencoblos di TPS?").parts == ()


def test_the_question_before_a_follow_up_is_not_answered_again(engine: Engine) -> None:
    answer = engine.ask("kalau PPPK?", "Bolehkah PNS menyukai unggahan calon bupati?")

    assert answer.guidance
    assert answer.parts == ()


def test_the_first_question_of_a_message_leans_on_the_one_before_it(engine: Engine) -> None:
    before = "Bolehkah PNS menyukai unggahan calon bupati?"
    alone = engine.ask("sanksinya apa?", before).guidance

    answer = engine.ask("sanksinya apa? terus boleh nggak saya mencoblos di TPS?", before)

    assert alone in {answer.guidance, *(part.guidance for part in answer.parts)}


@pytest.mark.parametrize(
    ("text", "added"),
    [
        ("boleh nonton debat sambil komen dukung di fb?", ("komen dukung di fb",)),
        ("boleh lapor dan sebarkan videonya, ga apa kan?", ("sebarkan videonya",)),
        ("boleh datang lalu foto bareng terus unggah ke ig", ("foto bareng", "unggah ke ig")),
        ("nonton di TV sambil ngopi, boleh?", ()),
        ("datang sambil tidak pakai seragam", ()),
        ("hadir dan tanpa menyebut calon", ()),
        ("boleh mencoblos?", ()),
    ],
)
def test_what_is_added_to_the_first_act(text: str, added: tuple[str, ...]) -> None:
    assert added_acts(text) == added


@given(st.text(max_size=300))
def test_any_text_adds_few_acts(text: str) -> None:
    assert len(added_acts(text)) <= 4
