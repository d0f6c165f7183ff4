"""Nothing that names a person gets through; what the law is called does."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.masking import MAX_LENGTH, _without_full_names, _without_names, mask, without_marks
from knowledge.loader import load_knowledge
from retrieval.evaluation import read_questions
from tests.conftest import CONTENT

MASKED = {
    "nip 19850101 201001 1 001 saya": "nip [nomor] saya",
    "NIK 3201234567890001": "NIK [nomor]",
    "NIP.198501012010011001": "NIP.[nomor]",
    "wa 0812-3456-7890 ya": "wa [nomor] ya",
    "hubungi +62 812 3456 7890": "hubungi [nomor]",
    "telp (021) 555-1234": "telp [nomor]",
    "0\u200b812\u200b3456\u200b7890": "[nomor]",
    "０８１２３４５６７８９０": "[nomor]",
    "budi.s@dinas.go.id tanya": "[email] tanya",
    "admin@localhost": "[email]",
    "lihat @budi_santoso itu": "lihat [akun] itu",
    "di ig: @budi.santoso.": "di ig: [akun].",
    "https://www.instagram.com/budi.santoso/?x=1": "instagram.com/[akun]",
    "facebook.com/budi dan facebook.com": "facebook.com/[akun] dan facebook.com",
    "wa.me/628123456": "wa.me/[akun]",
    "budi.blogspot.com": "blogspot.com/[akun]",
    "http://budi:rahasia@sub.bkn.go.id/x": "bkn.go.id/[akun]",
    "Pak Budi Santoso menyuruh": "Pak [nama] menyuruh",
    "pak budi nyuruh saya": "pak [nama] nyuruh saya",
    "bu siti, boleh?": "bu [nama], boleh?",
    "PAK BUDI BOLEH GAK": "PAK [nama] BOLEH GAK",
    "Bapak H. Ahmad Fauzi bin Umar hadir": "Bapak H. [nama] hadir",
    "Pak Camat Budi minta foto": "Pak Camat [nama] minta foto",
    "calon bupati Zulkarnaenx di facebook": "calon bupati [nama] di facebook",
    "Sdr. A. Rahman S.": "Sdr. [nama]",
    "mas agus sama mbak rina": "mas [nama] sama mbak [nama]",
    "kata Bu Nur'aini. Apakah boleh": "kata Bu [nama]. Apakah boleh",
    "istri saya bernama wati": "istri saya bernama [nama]",
    "Budi Santoso nyuruh saya": "[nama] nyuruh saya",
    "apakah Siti Nur Aini boleh ikut?": "apakah [nama] boleh ikut?",
    "Apakah Siti Nur Aini melanggar kalau like?": "Apakah [nama] melanggar kalau like?",
    "kata Budi Santoso dan Rina Kusumawati, boleh": "kata [nama] dan [nama], boleh",
}
KEPT = [
    "pasal 71 ayat 2 uu 10/2016 tahun 2024-2029",
    "PP 94/2021 pasal 5 huruf n angka 1, SE 18/2023",
    "27-11-2024 jam 10.00 boleh?",
    "pak boleh gak like status calon bupati?",
    "ibu mertua saya maju pilkada",
    "pak camat minta foto dua jari",
    "Bapak Bupati meminta kami hadir",
    "kepala desa boleh ikut kampanye?",
    "ibu rumah tangga istri PNS",
    "apakah boleh di Kabupaten Sleman",
    "kata Dinas Pendidikan Sleman tidak boleh",
    "Bawaslu Republik Indonesia bilang apa",
    "putusan Mahkamah Konstitusi soal itu",
    "saya di Kulon Progo mau tanya",
    "Selamat Siang Netra, saya mau tanya soal Masa Tenang dan Media Sosial",
    "Bolehkah ASN Menyukai Unggahan Instagram Teman Kantor",
]
LABELLED = CONTENT / "labelled.jsonl"
TITLES = ["Pak", "Bu", "Bapak", "Ibu", "Sdr.", "Mas", "Mbak", "pak", "bu"]
NAMES = ["Wiryawanto", "Tjokrodiharjo", "Sumbodo", "Qomariyahx"]
LETTERS = st.characters(exclude_categories=["Cs"])
AROUND = st.sampled_from(["", "boleh like status?", "kata", "apakah di tps", "(", "😀", ",", "\n"])


@pytest.mark.parametrize("text", MASKED)
def test_what_names_a_person_becomes_a_mark(text: str) -> None:
    assert mask(text) == MASKED[text]


@pytest.mark.parametrize("text", KEPT)
def test_what_names_nobody_stays(text: str) -> None:
    assert mask(text) == text


def test_names_without_a_title_are_found_and_ordinary_questions_left_alone() -> None:
    situations = load_knowledge(CONTENT).situations
    asked = [text for item in situations for text in (item.question, *item.variants)]
    asked += [label.question for label in read_questions(LABELLED)]
    assert len(asked) > 5000
    titled = [_without_names(text) for text in asked]
    # English writes nations and offices in capitals: some of those lose words to a name.
    losing = sum(_without_full_names(text) != text for text in titled)
    assert losing < len(asked) / 200


@given(
    AROUND,
    st.lists(st.integers(0, 9), min_size=10, max_size=20),
    st.sampled_from(["", " ", "-", ".", "/", "\u200b", " - "]),
    st.integers(1, 8),
    AROUND,
)
def test_long_numbers_never_get_through(
    before: str, digits: list[int], separator: str, size: int, after: str
) -> None:
    number = "".join(map(str, digits))
    written = separator.join(number[at : at + size] for at in range(0, len(number), size))
    shown = mask(f"{before} {written} {after}")
    assert not re.search(r"\d", shown), shown


@given(AROUND, st.sampled_from(["08", "+628", "628", "+62 8", "0 8"]), st.integers(10**7, 10**10))
def test_phone_numbers_never_get_through(before: str, start: str, rest: int) -> None:
    shown = mask(f"{before} {start}{rest} ya")
    assert not re.search(r"\d{4}", shown), shown


@given(
    AROUND,
    st.sampled_from(TITLES),
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=3),
    st.sampled_from([" ", "  ", "\n", "\u00a0"]),
    AROUND,
)
def test_names_behind_a_form_of_address_never_get_through(
    before: str, title: str, names: list[str], space: str, after: str
) -> None:
    shown = mask(f"{before} {title}{space}{' '.join(names)} {after}")
    assert not [name for name in names if name in shown], shown


@given(AROUND, st.from_regex(r"[a-z][a-z0-9._+-]{2,20}", fullmatch=True), AROUND)
def test_addresses_and_accounts_never_get_through(before: str, name: str, after: str) -> None:
    name = f"zq{name}"
    for written in (f"{name}@mail.com", f"@{name}", f"https://t.me/{name}", f"x.com/{name}"):
        assert "zq" not in mask(f"{before} {written} {after}"), written


@given(st.text(LETTERS, max_size=300))
def test_any_text_becomes_one_short_line_without_numbers_or_accounts(text: str) -> None:
    shown = mask(text)
    assert len(shown) <= MAX_LENGTH
    assert not re.search(r"\d{7}|@\w", shown)
    assert not [char for char in shown if unicodedata.category(char) == "Cc"]


@pytest.mark.parametrize(
    "text", ["a" * 4096, "a." * 2048, "+1" * 2048, "-" * 4096, "Pak " * 1024, "H. " * 1300]
)
def test_long_hostile_texts_are_cut(text: str) -> None:
    assert len(mask(text)) <= MAX_LENGTH


def test_marks_are_not_searched_with() -> None:
    assert without_marks(mask("pak budi (0812345678901) boleh like?")) == "pak ( ) boleh like?"
