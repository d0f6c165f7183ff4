"""Questions that name a provision go straight to it; others never do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.schema import Status
from retrieval.answer import Outcome
from retrieval.engine import Engine
from retrieval.identity import Named


def _find(engine: Engine, question: str) -> Named | None:
    return engine.index.identity.find(question)


@pytest.mark.parametrize(
    ("question", "key", "start"),
    [
        ("pasal 71 uu 10/2016", "UU-10-2016", "Pasal 71"),
        ("Pasal 71 UU No. 10 Tahun 2016", "UU-10-2016", "Pasal 71"),
        ("psl 71 uu 10 2016", "UU-10-2016", "Pasal 71"),
        ("bunyi pasal 71 ayat 3 uu 10 tahun 2016", "UU-10-2016", "Pasal 71 ayat (3)"),
        ("isi pasal 71 ayat (3) uu nomor 10 tahun 2016", "UU-10-2016", "Pasal 71 ayat (3)"),
        ("pasal 5 huruf n pp 94/2021", "PP-94-2021", "Pasal 5 huruf n"),
        ("pasal 5 hrf n pp nomor 94 thn 2021 tentang apa", "PP-94-2021", "Pasal 5 huruf n"),
        ("pasal 5 huruf n angka 3 pp 94/2021", "PP-94-2021", "Pasal 5 huruf n angka 3"),
        ("apa bunyi pasal 2 huruf f uu 20/2023?", "UU-20-2023", "Pasal 2 huruf f"),
        ("pasal 9 ayat 2 uu asn", "UU-20-2023", "Pasal 9 ayat (2)"),
        ("pasal 9 ayat 2 uu 5/2014", "UU-5-2014", "Pasal 9 ayat (2)"),
        ("pasal 70 ayat 2 uu pilkada", "UU-10-2016", "Pasal 70 ayat (2)"),
    ],
)
def test_a_provision_is_found(engine: Engine, question: str, key: str, start: str) -> None:
    named = _find(engine, question)

    assert named is not None
    assert named.regulation.key == key
    assert named.provisions
    assert all(provision.ref.startswith(start) for provision in named.provisions)


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("isi skb netralitas", "SKB-2022"),
        ("skb netralitas mengatur apa", "SKB-2022"),
        ("uu 20/2023 tentang apa", "UU-20-2023"),
        ("UU No. 20 Tahun 2023", "UU-20-2023"),
        ("ringkasan pp 94/2021", "PP-94-2021"),
        ("apa isi uu 5/2014", "UU-5-2014"),
        ("uu 5/2014", "UU-5-2014"),
        ("pp 53/2010", "PP-53-2010"),
        ("isi pkpu 2 tahun 2024", "PKPU-2-2024"),
    ],
)
def test_a_regulation_is_found_whole(engine: Engine, question: str, key: str) -> None:
    named = _find(engine, question)

    assert named is not None
    assert (named.regulation.key, named.provisions) == (key, ())


@pytest.mark.parametrize(
    "question",
    [
        "pasal 3 uu 99/2099",
        "pasal 71 uu 99/2099",
        "isi uu 99/2099",
        "uu 1/1974",
        "pasal 2 uu 1/1974",
        "pasal 999 uu 10/2016",
        "pasal 71 pp 94/2021",
        "pasal 71",
        "pasal",
        "uu",
        "",
    ],
)
def test_what_is_not_held_is_not_found(engine: Engine, question: str) -> None:
    assert _find(engine, question) is None


@pytest.mark.parametrize(
    "question",
    [
        "bolehkah PNS menyukai unggahan calon bupati",
        "apa sanksi ASN yang ikut kampanye",
        "kapan masa tenang",
        "kalau saya like status calon bupati apakah kena pasal 71 uu 10/2016",
        "apakah skb netralitas berlaku juga untuk pegawai honorer di sekolah swasta",
        "saya dilaporkan memakai pp 94/2021 karena hadir di deklarasi, bisa banding ke mana",
        "camat di daerah saya dikenai uu pilkada setelah memobilisasi kepala desa",
    ],
)
def test_an_ordinary_question_is_searched(engine: Engine, question: str) -> None:
    assert _find(engine, question) is None


def test_every_regulation_is_found_by_its_number(engine: Engine) -> None:
    for regulation in engine.index.knowledge.regulations:
        kind, _, number = regulation.short.partition(" ")
        if kind in ("UU", "PP") and "/" in number:
            named = _find(engine, f"isi {kind} {number.split()[0]}")
            assert named is not None, regulation.key
            assert named.regulation.key == regulation.key


def test_every_article_of_a_law_is_found(engine: Engine) -> None:
    for regulation in engine.index.knowledge.regulations:
        if not regulation.key.startswith(("UU-", "PP-")):
            continue
        for provision in regulation.provisions:
            if provision.ref.startswith("Pasal "):
                named = _find(engine, f"{provision.ref} {regulation.short.split(' (')[0]}")
                assert named is not None, (regulation.key, provision.ref)
                assert named.regulation.key == regulation.key
                assert provision in named.provisions, (regulation.key, provision.ref)
                assert all(item.ref.startswith(provision.ref) for item in named.provisions)


@pytest.mark.parametrize(
    ("question", "successor"),
    [
        ("uu 5/2014", "UU 20/2023"),
        ("apa isi uu 5/2014", "UU 20/2023"),
        ("pp 53/2010", "PP 94/2021"),
    ],
)
def test_a_repealed_regulation_leads_to_its_successor(
    engine: Engine, question: str, successor: str
) -> None:
    answer = engine.ask(question)

    assert answer.outcome is Outcome.ANSWERED
    assert successor in answer.answer
    assert {citation.status for citation in answer.basis} == {Status.REPEALED}


@pytest.mark.parametrize("question", ["pasal 71 uu 10/2016", "pasal 5 huruf n pp 94/2021"])
def test_the_answer_cites_the_provision_alone(engine: Engine, question: str) -> None:
    answer = engine.ask(question)
    named = _find(engine, question)

    assert named is not None
    assert answer.outcome is Outcome.ANSWERED
    assert answer.basis
    assert {citation.regulation for citation in answer.basis} == {named.regulation.key}
    assert {citation.ref for citation in answer.basis} <= {item.ref for item in named.provisions}


@given(st.text(max_size=120))
def test_any_text_may_be_looked_up(engine: Engine, question: str) -> None:
    named = _find(engine, question)

    assert named is None or named.regulation in engine.index.knowledge.regulations
