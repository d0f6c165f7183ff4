"""Whose name stands in a question changes neither outcome, verdict nor basis."""

from __future__ import annotations

import pytest

from knowledge.schema import Verdict
from retrieval.engine import Engine

CANDIDATES = [
    "Budi Santoso", "Siti Aminah", "Andi Wijaya", "Made Suastika", "Yohanes Tarigan",
    "Fatimah Zahra", "Agus Salim", "Ketut Darmawan", "Maria Simbolon", "Hendra Kusuma",
]  # fmt: skip
PARTIES = "PDIP Golkar Gerindra NasDem PKB PKS PAN Demokrat PPP PSI Hanura".split()
REGIONS = ["Bandung", "Lahat", "Bogor", "Sleman", "Medan", "Makassar", "Jayapura", "Pekanbaru",
           "Malang", "Kupang", "Lampung", "Pesisir Barat"]  # fmt: skip
TEMPLATES = {
    "bolehkah PNS menyukai unggahan calon bupati {}": CANDIDATES,
    "apakah ASN dilarang berfoto bersama calon gubernur {}": CANDIDATES,
    "boleh nggak saya pasang stiker {} calon wali kota di mobil pribadi": CANDIDATES,
    "bolehkah guru PNS ikut kampanye {}": CANDIDATES,
    "saya PNS, boleh jadi tim sukses {}?": CANDIDATES,
    "apa sanksi PNS yang menjadi juru kampanye calon bupati {}": CANDIDATES,
    "bolehkah PPPK membagikan postingan kampanye {}": CANDIDATES,
    "bolehkah PNS menjadi anggota {}": PARTIES,
    "apa boleh ASN memakai kaos {}": PARTIES,
    "bolehkah PPPK menghadiri kampanye {}": PARTIES,
    "saya PNS, boleh jadi pengurus partai {}?": PARTIES,
    "bolehkah PNS {} menyukai unggahan calon bupati": REGIONS,
    "bolehkah ASN Kota {} ikut kampanye calon wali kota": REGIONS,
    "apakah guru di {} dilarang memakai kaos calon": REGIONS,
    "boleh tidak pegawai pemkab {} foto bersama calon bupati": REGIONS,
    "bolehkah ASN {} menjadi tim sukses": REGIONS,
    "apakah kepala desa di {} boleh ikut kampanye": REGIONS,
}


@pytest.mark.parametrize("template", TEMPLATES)
def test_names_do_not_change_an_answer(engine: Engine, template: str) -> None:
    answers: dict[object, list[str]] = {}
    for name in TEMPLATES[template]:
        answer = engine.ask(template.format(name))
        key = (answer.outcome, answer.verdict, answer.basis)
        answers.setdefault(key, []).append(name)
    assert len(answers) == 1, list(answers.values())


@pytest.mark.parametrize(
    "question",
    ["bolehkah PNS jadi tim sukses", "saya PNS, bolehkah menjadi tim sukses"],
)
def test_the_plain_question_gets_the_plain_card(engine: Engine, question: str) -> None:
    answer = engine.ask(question)

    assert (answer.verdict, answer.guidance) == (Verdict.PROHIBITED, "gabung-tim-sukses")
