"""Everything that ``check`` refuses, at a glance: broken alone, one problem with file and line.

A row changes the small knowledge base in one way and says where the complaint must point and
what it must read. How each rule behaves at its edges is tested beside the module that holds it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.freshness import today
from knowledge.store import KnowledgeStore
from retrieval.proof import prove
from retrieval.semantic import BundledEncoder, Encoder
from tests.knowledge_base import (
    GUIDANCE,
    PP,
    UU,
    VOCABULARY,
    Change,
    line_of,
    write_knowledge_base,
)
from tests.retrieval.fakes import PLAIN

LONGEST = today() - dt.date(2026, 1, 1)
"""The reviews of the small base are from November 2026; one before 2026 is too old."""

TABLE = {
    "a basis that does not resolve": (
        [(GUIDANCE, "{regulation: UU-10-2016, ref: Pasal 70 ayat (1)}",
          "{regulation: UU-10-2016, ref: Pasal 70 ayat (9)}")],
        (GUIDANCE, "Pasal 70 ayat (9)"),
        "'Pasal 70 ayat (9)' tidak ada di UU-10-2016",
    ),
    "a basis in a regulation that is not there": (
        [(GUIDANCE, "- {regulation: PP-94-2021, ref: Pasal 14 huruf i}",
          "- {regulation: PP-94-2021, ref: Pasal 14 huruf i}\n"
          "      - {regulation: PP-53-2010, ref: Pasal 4}")],
        (GUIDANCE, "PP-53-2010"),
        "peraturan 'PP-53-2010' tidak ada",
    ),
    "a verdict without a basis": (
        [(GUIDANCE, "basis:\n      - {regulation: UU-10-2016, ref: Pasal 70 ayat (1)}",
          "basis: []")],
        (GUIDANCE, "basis: []"),
        "'situations.1.basis' butuh paling sedikit 1 isi",
    ),
    "a repealed regulation as the only basis": (
        [(UU, "status: in_force", "status: repealed\nreplaced_by: [PP-94-2021]")],
        (GUIDANCE, "basis:\n      - {regulation: UU-10-2016, ref: Pasal 70"),
        "semua dasar sudah dicabut; sebut yang berlaku",
    ),
    "a level of sanction that no cited provision knows": (
        [(GUIDANCE, "levels: [berat]", "levels: [sedang]")],
        (GUIDANCE, "sanction:\n      levels: [sedang]"),
        "tingkat 'sedang' tidak ada di ketentuan yang dikutip",
    ),
    "a criminal sanction without the caveat": (
        [(GUIDANCE, "Pidana bila terbukti; besarnya disesuaikan dengan UU 1/2026.",
          "Pidana penjara bila terbukti.")],
        (GUIDANCE, "sanction:\n      levels: [criminal]"),
        "ancaman pidana tanpa catatan UU 1/2026",
    ),
    "a criminal provision without the caveat": (
        [(UU, "Pidana denda; periksa penyesuaiannya dalam UU 1/2026.", "Pidana denda.")],
        (UU, "sanction:"),
        "ancaman pidana tanpa catatan UU 1/2026",
    ),
    "secondary provisions that pass for read ones": (
        [(PP, "Pasal 14 diketahui dari sumber sekunder.", "Mengatur larangan.")],
        (PP, "summary:"),
        "sebagian ketentuan hanya diketahui dari sumber sekunder; sebut 'sekunder' dan bagian "
        "mana di ringkasan",
    ),
    "read provisions in a regulation marked secondary": (
        [(UU, "verified: text\nsummary:", "verified: secondary\nsummary:")],
        (UU, "summary:"),
        "sebagian ketentuan hanya diketahui dari sumber sekunder; sebut 'sekunder' dan bagian "
        "mana di ringkasan",
    ),
    "a variant under two situations": (
        [(GUIDANCE, "- hak pilih asn di tps", "- LIKE unggahan  calon")],
        (GUIDANCE, "- LIKE unggahan  calon"),
        "pertanyaan ini juga ada di 'like-unggahan-calon'",
    ),
    "fewer than six variants": (
        [(GUIDANCE, "      - hak pilih asn di tps\n", "")],
        (GUIDANCE, "variants:\n      - pns boleh nyoblos ga"),
        "'situations.1.variants' butuh paling sedikit 6 isi",
    ),
    "a named person in a title": (
        [(GUIDANCE, "title: Mencoblos di TPS", "title: Bu Ratna mencoblos")],
        (GUIDANCE, "title: Bu Ratna"),
        "'Ratna' menyebut orang tertentu; panduan hanya menilai perbuatan",
    ),
    "a named person in a question": (
        [(GUIDANCE, "Apakah PNS boleh mencoblos dalam pilkada?", "Apakah Pak Joko mencoblos?")],
        (GUIDANCE, "question: Apakah Pak Joko"),
        "'Joko' menyebut orang tertentu; panduan hanya menilai perbuatan",
    ),
    "a named person in a variant": (
        [(GUIDANCE, "- hak pilih asn di tps", "- hak pilih pak budi di tps"),
         (VOCABULARY, "stopwords:", "given_names: [budi]\nstopwords:")],
        (GUIDANCE, "- hak pilih pak budi"),
        "'budi' menyebut orang tertentu; panduan hanya menilai perbuatan",
    ),
    "a named person in an answer": (
        [(GUIDANCE, "answer: Boleh. PNS", "answer: Boleh kecuali Pak Joko. PNS")],
        (GUIDANCE, "answer: Boleh kecuali"),
        "'Joko' menyebut orang tertentu; panduan hanya menilai perbuatan",
    ),
    "a named person in a condition": (
        [(GUIDANCE, "tidak menguntungkan salah satu calon.", "tidak disiapkan Pak Joko.")],
        (GUIDANCE, "- Keputusan itu tidak disiapkan"),
        "'Joko' menyebut orang tertentu; panduan hanya menilai perbuatan",
    ),
    "a named person in a view": (
        [(GUIDANCE, "- who: Bawaslu", "- who: Pak Joko")],
        (GUIDANCE, "- who: Pak Joko"),
        "'Joko' menyebut orang tertentu; panduan hanya menilai perbuatan",
    ),
    "a question that finds another situation first": (
        [(GUIDANCE, "- keputusan pejabat masa kampanye", "- Like unggahan calon!")],
        (GUIDANCE, "- Like unggahan calon!"),
        "pertanyaan ini menemukan 'like-unggahan-calon' lebih dulu",
    ),
    "a prohibited act that is found as an allowed one when left out": (
        [(GUIDANCE, "- like unggahan calon\n", "- pns boleh nyoblos sambil foto\n")],
        (GUIDANCE, "- pns boleh nyoblos sambil foto"),
        "tanpa varian ini pertanyaannya dijawab boleh oleh 'hak-pilih'; tambah varian yang "
        "serupa atau perjelas keduanya",
    ),
    "a situation that its own phrasings do not find when left out": (
        [(GUIDANCE, "- tanda tangan SK pas kampanye boleh?", "- asn boleh nyoblos ga"),
         (GUIDANCE, "- keputusan pejabat masa kampanye", "- punya hak suara di tps"),
         (GUIDANCE, "- kadis bikin surat keputusan saat kampanye",
          "- kasih jempol di foto paslon"),
         (GUIDANCE, "- pejabat menandatangani keputusan selama kampanye",
          "- like akun calon wali kota")],
        (GUIDANCE, "- id: keputusan-saat-kampanye"),
        "hanya 2 dari 6 cara bertanya menemukan 'keputusan-saat-kampanye' bila varian itu "
        "sendiri dilepas; terlalu dekat dengan hak-pilih, like-unggahan-calon",
    ),
    "a review that is too long ago": (
        [(GUIDANCE, "reviewed: 2026-11-20", "reviewed: 2025-12-31")],
        (GUIDANCE, "reviewed: 2025-12-31"),
        f"ditinjau {LONGEST.days + 1} hari lalu, lebih dari {LONGEST.days}; tinjau lagi",
    ),
    "a review that is still to come": (
        [(GUIDANCE, "reviewed: 2026-11-20", "reviewed: 9999-12-31")],
        (GUIDANCE, "reviewed: 9999-12-31"),
        "ditinjau 9999-12-31, tanggal yang belum tiba",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def proving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeStore]:
    """One store for all rows, so that only what a row changes is embedded."""
    with KnowledgeStore(tmp_path_factory.mktemp("proof") / "knowledge.db") as store:
        # Whatever is learned and shipped next, what these rows find stays the same.
        store.save_parameters(BundledEncoder.name, PLAIN.model_dump_json())
        yield store


def test_unbroken_the_base_has_no_problem(
    tmp_path: Path, proving: KnowledgeStore, encoder: Encoder
) -> None:
    summary = prove(write_knowledge_base(tmp_path), proving, encoder, LONGEST)
    assert summary.problems == ()
    assert summary.ok


@pytest.mark.parametrize("broken", TABLE)
def test_one_problem_at_its_line(
    tmp_path: Path, proving: KnowledgeStore, encoder: Encoder, broken: str
) -> None:
    changes: list[Change]
    changes, (file, at), message = TABLE[broken]
    folder = write_knowledge_base(tmp_path, *changes)
    summary = prove(folder, proving, encoder, LONGEST)
    assert summary.problems == (f"{file}:{line_of(folder, file, at)}: {message}",)
    assert not summary.ok
