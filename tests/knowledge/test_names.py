"""A private person is seen by a title before a name, or by a given name in capitals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.names import person_in

GIVEN_NAMES = frozenset({"budi", "siti", "anu", "fulan"})


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Bolehkah Pak Budi ikut kampanye?", "Budi"),
        ("boleh gak pak budi ikut kampanye", "budi"),
        ("Pak Warsito menghadiri kampanye.", "Warsito"),
        ("Menurut Bu Ratna itu dilarang.", "Ratna"),
        ("ibu siti mengajak warga", "siti"),
        ("Sdr. Joko dan Sdri. Wati", "Joko"),
        ("Saudara Joko dilaporkan", "Joko"),
        ("sudah diperiksa: HAJI Mahmud", "Mahmud"),
        ("kalau Siti ikut senam bersama calon?", "Siti"),
        ("Ketua RT bernama Budi", "Budi"),
    ],
)
def test_a_person_is_named(text: str, name: str) -> None:
    assert person_in(text, GIVEN_NAMES) == name


@pytest.mark.parametrize(
    "text",
    [
        "Bolehkah PNS menyukai unggahan calon?",
        # offices and kinship are no names
        "Pak Bupati meminta stiker dipasang",
        "Bu Camat, Pak Lurah dan Ibu Kepala Dinas hadir",
        "Bapak/Ibu ASN di tempat",
        "Bapak Ibu Guru, boleh?",
        "bapak saya calon bupati",
        "ibu mertua calon wakil wali kota",
        # somebody, not anybody
        "pak fulan memakai kaos calon",
        "Pak Fulan memakai kaos calon",
        "kalau Fulan dan si Anu berfoto",
        # a given name as an ordinary word, or where a sentence begins
        "budi pekerti pegawai",
        "Budi pekerti pegawai",
        # the title is part of another word
        "emas Joko", "abang Pelaku", "",
    ],
)  # fmt: skip
def test_nobody_is_named(text: str) -> None:
    assert person_in(text, GIVEN_NAMES) is None


@given(st.text(max_size=80), st.sampled_from(["Pak", "bu", "SAUDARA", "Sdr."]))
def test_a_titled_name_is_found_in_any_text(around: str, title: str) -> None:
    found = person_in(f"{around} {title} Budi {around}", {"budi"})
    assert found is not None
    assert found in f"{around} Budi"


@given(st.text(max_size=80))
def test_any_text_is_read_and_what_is_returned_stands_in_it(text: str) -> None:
    found = person_in(text, GIVEN_NAMES)
    assert found is None or found in text
