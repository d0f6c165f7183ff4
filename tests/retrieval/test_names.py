"""Whose name is in a question does not change its answer."""

from __future__ import annotations

import pytest

from retrieval.engine import Engine

CANDIDATES = (
    "Budi Santoso", "Siti Aminah", "Andi Wijaya", "Made Suastika", "Yohanes Tarigan",
    "Fatimah Zahra", "Agus Salim", "Ketut Darmawan", "Maria Simbolon", "Hendra Kusuma",
)  # fmt: skip
PARTIES = (
    "PDIP", "Golkar", "Gerindra", "NasDem", "PKB", "PKS", "PAN", "Demokrat", "PPP", "Hanura",
)  # fmt: skip
REGIONS = (
    "Bandung", "Lahat", "Bogor", "Sleman", "Medan", "Makassar", "Jayapura", "Pekanbaru",
    "Malang", "Kupang", "Lampung", "Pesisir Barat",
)  # fmt: skip
QUESTIONS = {
    "bolehkah PNS menyukai unggahan calon bupati {}": CANDIDATES,
    "apakah ASN dilarang berfoto bersama calon gubernur {}": CANDIDATES,
    "boleh nggak saya pasang stiker {} calon wali kota di mobil pribadi": CANDIDATES,
    "bolehkah PPPK membagikan postingan kampanye {}": CANDIDATES,
    "saya PNS, boleh jadi pengurus partai {}?": PARTIES,
    "apakah PNS dilarang menjadi anggota partai politik {}": PARTIES,
    "bolehkah ASN Kota {} ikut kampanye calon wali kota": REGIONS,
    "boleh tidak pegawai pemkab {} foto bersama calon bupati": REGIONS,
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_name_does_not_change_an_answer(engine: Engine, question: str) -> None:
    answers = {name: engine.ask(question.format(name)) for name in QUESTIONS[question]}

    decided = {
        (answer.outcome, answer.verdict, answer.basis): name for name, answer in answers.items()
    }

    assert len(decided) == 1, {name: answers[name].guidance for name in decided.values()}
