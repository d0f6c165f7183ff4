"""A question is understood before anything is searched."""

from __future__ import annotations

import pytest

from retrieval.engine import Engine
from retrieval.question import Question, understand
from tests.retrieval.fakes import CountingEncoder


def _read(engine: Engine, text: str, context: str | None = None) -> Question:
    return understand(text, engine.index, None, context)


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("boleh ga ikut kampannye", "kampanye"),
        ("boleh ga ikut k4mp4ny3", "kampanye"),
        ("boleeeeh like", "boleh"),
        ("jd timses cabup", "bupati"),
        ("nglike postingan", "unggahan"),
        ("netralits asn", "netralitas"),
    ],
)
def test_slang_and_slips_become_standard_words(engine: Engine, typed: str, word: str) -> None:
    assert word in _read(engine, typed).standard.split()


def test_hidden_characters_are_gone(engine: Engine) -> None:
    assert _read(engine, "boleh\u200b li\0ke\ud800").text == "boleh like"


@pytest.mark.parametrize("text", ["", "   ", "\0", "👍👍", "?!...", "\u200f\u202e"])
def test_nothing_to_search_is_empty(engine: Engine, text: str) -> None:
    assert _read(engine, text).is_empty


def test_an_empty_question_is_not_encoded(engine: Engine) -> None:
    assert engine.encoder is not None
    encoder = CountingEncoder(engine.encoder)

    assert understand("👍", engine.index, encoder).vector is None
    assert encoder.count == 0


def test_the_standard_words_are_encoded(engine: Engine) -> None:
    assert engine.encoder is not None
    question = understand("bole ga nglike", engine.index, engine.encoder)
    same = understand(question.standard, engine.index, engine.encoder)

    assert question.vector is not None
    assert same.vector is not None
    assert float(question.vector @ same.vector) == pytest.approx(1.0, abs=1e-3)


BEFORE = "bolehkah PNS menjadi anggota partai politik"


@pytest.mark.parametrize(
    "follow_up",
    ["sanksinya apa", "kalau PPPK?", "dasar hukumnya?", "terus kalau sudah terlanjur bagaimana"],
)
def test_a_follow_up_is_read_with_the_question_before(engine: Engine, follow_up: str) -> None:
    question = _read(engine, follow_up, BEFORE)

    assert question.text == f"{BEFORE} {follow_up}"
    assert "partai" in question.standard.split()


@pytest.mark.parametrize(
    "whole",
    [
        "bolehkah guru honorer di sekolah negeri memasang stiker calon gubernur di motor pribadi",
        "apakah kepala dinas boleh mengumpulkan seluruh pegawai untuk mendengarkan visi petahana",
    ],
)
def test_a_whole_question_stands_alone(engine: Engine, whole: str) -> None:
    assert _read(engine, whole, BEFORE) == _read(engine, whole)


def test_the_context_is_cleaned_too(engine: Engine) -> None:
    assert (
        _read(engine, "sanksinya?", "ikut\0 kam\u200bpanye\ud800").text
        == "ikut kampanye sanksinya?"
    )
