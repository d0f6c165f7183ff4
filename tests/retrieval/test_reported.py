"""Tests that fail on today's retrieval/; the reasons are in the report.

Run: cp to tests/retrieval/test_failing.py, then pytest it (needs tests/conftest.py).
"""

from __future__ import annotations

import json
import string

import pytest
import yaml

from knowledge.schema import Verdict, Vocabulary
from retrieval.answer import Outcome
from retrieval.engine import Engine
from retrieval.spelling import NEVER_A_TARGET
from retrieval.terms import Analyzer
from retrieval.text import clean
from settings import ROOT

# 1. wrong "boleh" / wrong "bersyarat" for plain acts of an active PNS/ASN
PLAIN = [
    "bolehkah PNS jadi tim sukses",
    "saya PNS, bolehkah menjadi tim sukses",
    "bolehkah pns lampung jadi tim sukses",
]


@pytest.mark.parametrize("question", PLAIN)
def test_plainly_forbidden(engine: Engine, question: str) -> None:
    answer = engine.ask(question)
    assert (answer.verdict, answer.guidance) == (Verdict.PROHIBITED, "gabung-tim-sukses")


# 2. names change the answer
CANDIDATES = ["Budi Santoso", "Siti Aminah", "Andi Wijaya", "Made Suastika", "Yohanes Tarigan",
              "Fatimah Zahra", "Agus Salim", "Ketut Darmawan", "Maria Simbolon", "Hendra Kusuma"]  # fmt: skip
PARTIES = ["PDIP", "Golkar", "Gerindra", "NasDem", "PKB", "PKS", "PAN", "Demokrat", "PPP", "PSI", "Hanura"]
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
    answers = {}
    for name in TEMPLATES[template]:
        answer = engine.ask(template.format(name))
        key = (answer.outcome, answer.verdict, answer.basis)
        answers.setdefault((key, answer.guidance), []).append(name)
    assert len({key for key, _ in answers}) == 1, {g: n for (_, g), n in answers.items()}


# 3. vocabulary: self-growing replacements, so that "parpol" and party names lack §party
@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    file = ROOT / "knowledge" / "content" / "vocabulary.yaml"
    return Analyzer(Vocabulary.model_validate(yaml.safe_load(file.read_text(encoding="utf-8"))))


@pytest.mark.parametrize("typed", ["parpol", "PDIP", "partai politik", "partai"])
def test_a_party_is_a_party(analyzer: Analyzer, typed: str) -> None:
    assert "§party" in analyzer.analyse(typed).concepts


def test_standard_words_are_already_standard(analyzer: Analyzer) -> None:
    grown = {s for s in analyzer._spellings.values() if analyzer.standardise(s) != list(s)}
    assert not grown


def test_bagi_is_not_bagi_bagi(analyzer: Analyzer) -> None:
    assert analyzer.analyse("aturan bagi PNS").standard == ("aturan", "bagi", "pns")


# 4. spellings of five words never match (_MAX_PHRASE = 4)
def test_pppk_in_full(analyzer: Analyzer) -> None:
    assert "§pppk" in analyzer.analyse("pegawai pemerintah dengan perjanjian kerja").concepts


# 5. spelling: negations come in through slang ("nggak" etc. are targets)
def test_no_slip_becomes_a_negation_through_slang(engine: Engine) -> None:
    analyzer, correct = engine.index.analyzer, engine.index.corrector.correct
    made = set()
    for slang in ("enggak", "nggak", "kagak", "sanes", "henteu", "bolehkah", "haruskah", "durung"):
        for place in range(len(slang)):
            for letter in string.ascii_lowercase:
                typed = slang[:place] + letter + slang[place + 1 :]
                fixed = correct([typed])[0]
                if fixed != typed and set(analyzer.standardise([fixed])) & NEVER_A_TARGET:
                    made.add((typed, fixed))
    assert not made, sorted(made)[:20]


# 6. clean() twice
def test_clean_is_idempotent() -> None:
    once = clean("e\u200d\u0301")
    assert clean(once) == once


# 7. lone surrogates
def test_a_surrogate_can_be_printed(engine: Engine) -> None:
    json.loads(engine.ask("boleh like \ud800 calon").model_dump_json())


# 8. identity
@pytest.mark.parametrize("question", ["uu 5/2014 isinya apa", "undang-undang nomor 10 tahun 2016 pasal 71"])
def test_a_regulation_is_named(engine: Engine, question: str) -> None:
    assert engine.index.identity.find(question) is not None


def test_an_alias_does_not_beat_the_law_that_was_named(engine: Engine) -> None:
    assert engine.index.identity.find("pasal 5 huruf n uu 1/1974") is None


# 9. greetings made of stopwords only are "empty"
@pytest.mark.parametrize("question", ["halo kak", "halo", "halo min"])
def test_a_greeting_is_greeted(engine: Engine, question: str) -> None:
    assert engine.ask(question).route == "sapaan"


# 10. routing
@pytest.mark.parametrize("question", ["bu lurah kami netral atau tidak", "kapan hasil rekapitulasi suara diumumkan"])
def test_outside(engine: Engine, question: str) -> None:
    assert engine.ask(question).outcome is Outcome.DECLINED


# 11. news that the digest holds is missed
@pytest.mark.parametrize("question", ["siapa yang membuka rakor penjabat di jakarta", "lewat platform apa rakor di lahat disiarkan"])
def test_news(engine: Engine, question: str) -> None:
    answer = engine.ask(question)
    assert answer.passages and answer.passages[0].kind == "article"


# 12. design.md §4: basis has regulation, ref, status; "verified" is printed too
def test_basis_keys(engine: Engine) -> None:
    printed = json.loads(engine.ask("pasal 71 uu 10/2016").model_dump_json())
    assert set(printed["basis"][0]) == {"regulation", "ref", "status"}
