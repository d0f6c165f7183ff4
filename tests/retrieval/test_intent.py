"""Permission or fact."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.intent import Intent, read_intent


@pytest.mark.parametrize(
    "standard",
    [
        "boleh pns like unggahan calon",
        "apa dilarang memakai kaos calon",
        "aman tidak follow akun calon",
        "foto bersama calon melanggar tidak",
        "hadir di deklarasi termasuk pelanggaran",
        "tidak apa apa memasang stiker",
    ],
)
def test_permission(standard: str) -> None:
    assert read_intent(standard) is Intent.PERMISSION


@pytest.mark.parametrize(
    "standard",
    [
        "kapan masa tenang",
        "siapa yang menerima laporan",
        "berapa lama proses di bawaslu",
        "apa sanksi ikut kampanye",
        "di mana melapor",
        "dasar hukum netralitas asn",
        "kenapa asn harus netral",
        "perbedaan hukuman sedang dan berat",
    ],
)
def test_fact(standard: str) -> None:
    assert read_intent(standard) is Intent.FACT


@pytest.mark.parametrize(
    "standard", ["", "pns like calon", "guru kampanye", "apa sanksi kalau boleh tahu"]
)
def test_neither_or_both(standard: str) -> None:
    assert read_intent(standard) is Intent.UNCLEAR


@pytest.mark.parametrize("standard", ["tokoh masyarakat", "pemboleh", "kapanpun", "dikapani"])
def test_parts_of_words_say_nothing(standard: str) -> None:
    assert read_intent(standard) is Intent.UNCLEAR


@given(st.text(max_size=80))
def test_any_text_has_an_intent(standard: str) -> None:
    assert read_intent(standard) in Intent
