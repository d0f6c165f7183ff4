"""Each rule between the files, broken alone: one problem, at the line at fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from errors import KnowledgeError
from knowledge.loader import load_knowledge
from tests.knowledge_base import (
    ARTICLE,
    FILES,
    GUIDANCE,
    PP,
    ROUTING,
    UU,
    Change,
    add_file,
    line_of,
    write_knowledge_base,
)

CAVEAT = "periksa penyesuaiannya dalam UU 1/2026"
NO_CAVEAT = "ancaman pidana tanpa catatan UU 1/2026"
REPEALED = (UU, "status: in_force", "status: repealed\nreplaced_by: [PP-94-2021]")


def refusal(folder: Path) -> list[str]:
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(folder)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("changes", "at", "message"),
    [
        pytest.param(
            [(UU, "status: in_force", "status: amended\namended_by:\n  - UU-6-2020")],
            "- UU-6-2020",
            "peraturan 'UU-6-2020' tidak ada",
            id="amended_by",
        ),
        pytest.param(
            [
                (
                    UU,
                    "status: in_force",
                    "status: repealed\nreplaced_by:\n- PP-94-2021\n- UU-9-2099",
                ),
                (
                    GUIDANCE,
                    "{regulation: UU-10-2016, ref: Pasal 70 ayat (1)}",
                    "{regulation: PP-94-2021, ref: Pasal 5 huruf n}",
                ),
            ],
            "- UU-9-2099",
            "peraturan 'UU-9-2099' tidak ada",
            id="replaced_by",
        ),
        pytest.param(
            [
                (PP, "status: in_force", "status: repealed"),
                (
                    GUIDANCE,
                    "      - {regulation: PP-94-2021, ref: Pasal 14 huruf i}\n",
                    "      - {regulation: PP-94-2021, ref: Pasal 14 huruf i}\n"
                    "      - {regulation: UU-10-2016, ref: Pasal 70 ayat (1)}\n",
                ),
            ],
            "status: repealed",
            "peraturan yang dicabut perlu 'replaced_by'",
            id="repealed without successor",
        ),
        pytest.param(
            [
                (UU, "ref: Pasal 71 ayat (1)", "ref: Pasal 70 ayat (1)  # dua"),
                (GUIDANCE, "      - {regulation: UU-10-2016, ref: Pasal 71 ayat (1)}\n", ""),
                (GUIDANCE, "levels: [criminal]", "levels: [berat]"),
                (
                    GUIDANCE,
                    "reviewed: 2026-11-21",
                    "  - {regulation: PP-94-2021, ref: Pasal 14 huruf i}\n"
                    "    reviewed: 2026-11-21",
                ),
            ],
            "# dua",
            "ketentuan 'Pasal 70 ayat (1)' ganda",
            id="provision twice",
        ),
        pytest.param(
            [(UU, CAVEAT, "dan kurungan")],
            "sanction:",
            NO_CAVEAT,
            id="criminal provision without caveat",
        ),
        pytest.param(
            [(GUIDANCE, "disesuaikan dengan UU 1/2026", "ditentukan hakim  # sini")],
            "sanction:\n      levels: [criminal]",
            NO_CAVEAT,
            id="criminal situation without caveat",
        ),
        pytest.param(
            [(GUIDANCE, "related: [hak-pilih]", "related:\n      - hak-pilih\n      - entah")],
            "- entah",
            "situasi 'entah' tidak ada",
            id="related",
        ),
        pytest.param(
            [
                (
                    GUIDANCE,
                    "{regulation: PP-94-2021, ref: Pasal 14 huruf i}",
                    "{regulation: PP-94-2021, ref: Pasal 14 huruf i}\n"
                    "      - {regulation: PP-53-2010, ref: Pasal 4}",
                )
            ],
            "PP-53-2010",
            "peraturan 'PP-53-2010' tidak ada",
            id="basis of no regulation",
        ),
        pytest.param(
            [
                (
                    GUIDANCE,
                    "{regulation: UU-10-2016, ref: Pasal 70 ayat (1)}",
                    "{regulation: UU-10-2016, ref: Pasal 70}",
                )
            ],
            "ref: Pasal 70}",
            "'Pasal 70' tidak ada di UU-10-2016",
            id="basis of no provision",
        ),
        pytest.param(
            [REPEALED],
            "basis:\n      - {regulation: UU-10-2016, ref: Pasal 70",
            "semua dasar sudah dicabut; sebut yang berlaku",
            id="every basis repealed",
        ),
        pytest.param(
            [(GUIDANCE, "levels: [berat]", "levels: [berat, ptdh]")],
            "sanction:\n      levels: [berat",
            "tingkat 'ptdh' tidak ada di ketentuan yang dikutip",
            id="level that no cited provision has",
        ),
        pytest.param(
            [
                (GUIDANCE, "levels: [berat]", "levels: [criminal]"),
                (GUIDANCE, "setelah ada penetapan", "UU 1/2026"),
            ],
            "sanction:\n      levels: [criminal]\n      text: H",
            "tingkat 'criminal' tidak ada di ketentuan yang dikutip",
            id="level that only an uncited provision has",
        ),
        pytest.param(
            [
                (
                    GUIDANCE,
                    "answer: Dilarang. Menyukai",
                    "answer: Dilarang. Anda PASTI dipecat. Menyukai",
                )
            ],
            "PASTI dipecat",
            "jangan menulis 'pasti dipecat'",
            id="forbidden phrase",
        ),
        pytest.param(
            [(GUIDANCE, "answer: Dilarang. Menyukai", "answer: Anda pasti dipidana. Menyukai")],
            "pasti dipidana",
            "jangan menulis 'pasti dipidana'",
            id="other forbidden phrase",
        ),
        pytest.param(
            [
                (
                    GUIDANCE,
                    "answer: Dilarang. Menyukai unggahan calon termasuk memberikan dukungan.",
                    "answer: |  # sini\n      Dilarang. Anda pasti\n      dipecat.",
                )
            ],
            "# sini",
            "jangan menulis 'pasti dipecat'",
            id="forbidden phrase over two lines",
        ),
        pytest.param(
            [
                (
                    GUIDANCE,
                    "    conditions:\n"
                    "      - Keputusan itu tidak menguntungkan salah satu calon.\n",
                    "",
                )
            ],
            "verdict: conditional",
            "'conditional' perlu 'conditions'",
            id="conditional without conditions",
        ),
        pytest.param(
            [(GUIDANCE, "- hak pilih asn di tps", "-  LIKE  unggahan Calon")],
            "LIKE  unggahan Calon",
            "pertanyaan ini juga ada di 'like-unggahan-calon'",
            id="variant of another situation",
        ),
        pytest.param(
            [
                (
                    GUIDANCE,
                    "question: Apakah PNS boleh mencoblos dalam pilkada?",
                    "question: boleh like postingan calon bupati?  # lagi",
                )
            ],
            "# lagi",
            "pertanyaan ini juga ada di 'like-unggahan-calon'",
            id="question of another situation",
        ),
        pytest.param(
            [(ARTICLE, "key: rakor-sukamaju", "key: rakor-sukamakmur")],
            "key: rakor-sukamakmur",
            "nama berkas harus rakor-sukamakmur.yaml",
            id="article in another file",
        ),
        pytest.param(
            [(ROUTING, "id: kepegawaian", "id: sapaan  # lagi")],
            "# lagi",
            "kelas 'sapaan' ganda",
            id="route twice",
        ),
        pytest.param(
            [(ROUTING, "- cara naik pangkat", "- Halo Min")],
            "- Halo Min",
            "contoh ini juga ada di kelas 'sapaan'",
            id="example of two routes",
        ),
    ],
)
def test_one_broken_rule(tmp_path: Path, changes: list[Change], at: str, message: str) -> None:
    folder = write_knowledge_base(tmp_path, *changes)
    [problem] = refusal(folder)
    files = [file for file in FILES if at in (folder / file).read_text()]
    [file] = files if len(files) == 1 else [changes[0][0]]
    assert problem == f"{file}:{line_of(folder, file, at)}: {message}"


def test_a_regulation_in_a_file_of_another_name(tmp_path: Path) -> None:
    folder = write_knowledge_base(tmp_path)
    (folder / UU).rename(folder / "regulations" / "UU-10.yaml")
    assert refusal(folder) == ["regulations/UU-10.yaml:1: nama berkas harus UU-10-2016.yaml"]


def test_two_files_with_one_key_cannot_both_be_named_after_it(tmp_path: Path) -> None:
    folder = write_knowledge_base(tmp_path)
    add_file(folder, "regulations/SALINAN.yaml", FILES[UU])
    assert refusal(folder) == ["regulations/SALINAN.yaml:1: nama berkas harus UU-10-2016.yaml"]


def test_an_id_used_in_two_files(tmp_path: Path) -> None:
    folder = write_knowledge_base(tmp_path)
    again = (
        FILES[GUIDANCE]
        .split("  - id: hak-pilih")[0]
        .replace("topic: pilkada", "topic: ulang")
        .replace("related: [hak-pilih]", "related: []")
    )
    add_file(folder, "guidance/ulang.yaml", again)
    line = line_of(folder, "guidance/ulang.yaml", "id: like-unggahan-calon")
    assert refusal(folder) == [
        f"guidance/ulang.yaml:{line}: id 'like-unggahan-calon' sudah dipakai di {GUIDANCE}"
    ]


def test_a_repealed_basis_may_stand_beside_one_in_force(tmp_path: Path) -> None:
    beside = (
        GUIDANCE,
        "      - {regulation: UU-10-2016, ref: Pasal 70 ayat (1)}\n",
        "      - {regulation: UU-10-2016, ref: Pasal 70 ayat (1)}\n"
        "      - {regulation: PP-94-2021, ref: Pasal 5 huruf n}\n",
    )
    assert load_knowledge(write_knowledge_base(tmp_path, REPEALED, beside))


def test_a_situation_may_repeat_its_own_question(tmp_path: Path) -> None:
    own = (GUIDANCE, "- hak pilih asn di tps", "- apakah pns boleh mencoblos dalam PILKADA?")
    assert load_knowledge(write_knowledge_base(tmp_path, own))


@pytest.mark.parametrize("example", ["sapaan", "kepegawaian"])
def test_an_example_may_read_like_the_id_of_a_route(tmp_path: Path, example: str) -> None:
    in_first = (ROUTING, "- halo min", f"- {example}")
    in_second = (ROUTING, "- cara naik pangkat", f"- {example}")
    assert load_knowledge(write_knowledge_base(tmp_path / "a", in_first))
    assert load_knowledge(write_knowledge_base(tmp_path / "b", in_second))


def test_problems_of_all_rules_come_together(tmp_path: Path) -> None:
    folder = write_knowledge_base(
        tmp_path,
        (ARTICLE, "key: rakor-sukamaju", "key: lain"),
        (GUIDANCE, "related: [hak-pilih]", "related: [entah]"),
        (ROUTING, "- cara naik pangkat", "- halo min "),
        (UU, CAVEAT, "berat"),
    )
    assert [problem.split(":")[0] for problem in refusal(folder)] == [
        ARTICLE,
        GUIDANCE,
        UU,
        ROUTING,
    ]
