"""A stage is read where it is plain; whatever is not leaves both sanctions to be told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.schema import Stage
from retrieval.engine import Engine
from retrieval.question import understand
from retrieval.stage import read_stage

BEFORE = (
    "boleh like unggahan bakal calon bupati",
    "foto dengan bakal pasangan calon",
    "bakal calonnya tetangga saya boleh foto",
    "kalau calonnya belum ditetapkan bagaimana",
    "terus yang belum ditetapkan",
    "calon belum juga resmi ditetapkan kpu",
    "sebelum penetapan boleh jadi relawan",
    "sebelum calon bupati ditetapkan",
    "menjelang penetapan calon",
    "belum sah jadi calon",
    "dia belum resmi menjadi pasangan calon",
    "dia baru mau maju boleh like statusnya",
    "teman saya masih berencana mencalonkan diri boleh foto",
    "calonnya belum ditetapin",
)
AFTER = (
    "like calon yang sudah ditetapkan",
    "sudah bukan bakal calon",
    "dia bukan bakal calon lagi",
    "tidak lagi bakal calon",
    "bukan bakal calon bupati lagi",
    "sesudah penetapan boleh foto",
    "setelah calon ditetapkan kpu",
    "dia sudah resmi jadi calon",
    "sudah resmi calon bupati",
    "resmi ditetapkan kpu kemarin",
    "boleh foto dengan calon resmi",
    "pose nomor urut pasangan calon",
    "pasang stiker pasangan calon nomor 2",
    "like pasangan calon no 2",
    "like pasangan calon 01",
    "pakai kaos calon di masa kampanye",
    "selama masa tenang boleh unggah foto calon",
)
NEITHER = (
    "boleh like unggahan calon bupati",
    "ikut kampanye boleh tidak",
    "like akun resmi calon",
    "saya sudah resmi pensiun boleh kampanye",
    "belum masa kampanye boleh pakai kaos calon",
    "sebelum masuk masa kampanye",
    "di luar masa kampanye",
    "belum ada nomor urut",
    "sudah ditetapkan sebagai calon terpilih",
    "sebelum penetapan pemenang",
    "petahana calon 2 periode",
    "dia bukan bakal calon",
    "like lama sebelum orang itu menjadi bakal calon",
    "tetangga saya mau maju pilkada boleh bantu",
    "",
)
BOTH = (
    "sanksi bakal calon dan calon yang sudah ditetapkan",
    "apa sanksi foto bersama bakal calon atau calon",
    "beda calon bupati dengan bakal calon",
    "deklarasi bakal calon atau pasangan calon",
    "sebelum dan sesudah penetapan",
    "sesudah atau sebelum penetapan",
    "apakah sudah ditetapkan atau belum berbeda sanksinya",
    "bakal calon yang pakai nomor urut",
)


@pytest.mark.parametrize(
    ("standard", "stage"),
    [
        *((text, Stage.BEFORE_NOMINATION) for text in BEFORE),
        *((text, Stage.AFTER_NOMINATION) for text in AFTER),
        *((text, None) for text in NEITHER + BOTH),
    ],
)
def test_a_stage_is_read_where_it_is_plain(standard: str, stage: Stage | None) -> None:
    assert read_stage(standard) is stage


@given(st.sampled_from(BEFORE), st.sampled_from(AFTER))
def test_both_stages_are_no_stage(before: str, after: str) -> None:
    assert read_stage(f"{before} dan kalau {after}") is None
    assert read_stage(f"{after} dan kalau {before}") is None


@pytest.mark.parametrize(
    ("typed", "context", "stage"),
    [
        ("like status balon bupati boleh ga", None, Stage.BEFORE_NOMINATION),
        ("nge-like paslon nmr urut 1 boleh ga", None, Stage.AFTER_NOMINATION),
        ("terus yang blm ditetapkan?", "boleh like calon yg udah ditetapkan?",
         Stage.BEFORE_NOMINATION),
        ("kalau udah ditetapkan?", "boleh like status balon?", Stage.AFTER_NOMINATION),
        ("kalau PPPK?", "boleh like status balon?", Stage.BEFORE_NOMINATION),
        ("terus bedanya balon sama yang udah ditetapkan?", "boleh like status balon?", None),
        ("boleh foto bersama calon bupati di kantor?", "boleh like status balon?", None),
    ],
)  # fmt: skip
def test_what_is_asked_now_goes_before_what_was_asked_before(
    engine: Engine, typed: str, context: str | None, stage: Stage | None
) -> None:
    assert understand(typed, engine.index, None, context).stage is stage
