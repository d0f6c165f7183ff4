"""Situations must be found by their own phrasings: each complaint, and what is no complaint."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from errors import Problem
from knowledge.loader import read_knowledge
from knowledge.store import KnowledgeStore
from retrieval.opening import open_engine
from retrieval.self_check import check_retrieval
from retrieval.semantic import BundledEncoder, Encoder
from tests.knowledge_base import GUIDANCE, Change, line_of, write_knowledge_base
from tests.retrieval.fakes import PLAIN

FOUND_FIRST = "pertanyaan ini menemukan '{}' lebih dulu"
CALLED_ALLOWED = (
    "tanpa varian ini pertanyaannya dijawab boleh oleh '{}'; tambah varian yang serupa atau "
    "perjelas keduanya"
)
TOO_NEAR = (
    "hanya {} dari 6 cara bertanya menemukan '{}' bila varian itu sendiri dilepas; terlalu dekat "
    "dengan {}"
)
FIRST_FIVE = (
    "- tanda tangan SK pas kampanye boleh?",
    "- keputusan pejabat masa kampanye",
    "- kadis bikin surat keputusan saat kampanye",
    "- pejabat menandatangani keputusan selama kampanye",
    "- boleh terbitkan SK di masa kampanye",
)
NEITHER_FISH_NOR_FOWL = [
    (GUIDANCE, old, new)
    for old, new in zip(
        FIRST_FIVE,
        ("- asn boleh nyoblos ga", "- punya hak suara di tps", "- kasih jempol di foto paslon",
         "- like akun calon wali kota"),
        strict=False,
    )
]  # fmt: skip
"""A situation on decisions, asked like one on voting and like one on liking."""


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeStore]:
    with KnowledgeStore(tmp_path_factory.mktemp("self-check") / "knowledge.db") as store:
        store.save_parameters(BundledEncoder.name, PLAIN.model_dump_json())
        yield store


class Checked:
    """The small base with changes, and what the check says of it."""

    def __init__(
        self, folder: Path, store: KnowledgeStore, encoder: Encoder, *changes: Change
    ) -> None:
        self.folder = write_knowledge_base(folder, *changes)
        engine = open_engine(folder, store, encoder)
        sources = read_knowledge(folder)[1]
        self.problems = list(check_retrieval(engine.index, engine.ranking, sources))

    def at(self, text: str, message: str) -> Problem:
        """The problem that points at ``text``."""
        return Problem(GUIDANCE, line_of(self.folder, GUIDANCE, text), message)


def test_a_sound_base_has_none(tmp_path: Path, kept: KnowledgeStore, encoder: Encoder) -> None:
    assert Checked(tmp_path, kept, encoder).problems == []


def test_a_variant_that_finds_another_situation_first(
    tmp_path: Path, kept: KnowledgeStore, encoder: Encoder
) -> None:
    copied = (GUIDANCE, "- keputusan pejabat masa kampanye", "- Like unggahan calon!")
    checked = Checked(tmp_path, kept, encoder, copied)
    message = FOUND_FIRST.format("like-unggahan-calon")
    assert checked.problems == [checked.at("- Like unggahan calon!", message)]


def test_a_prohibited_act_that_leads_to_an_allowed_one_when_left_out(
    tmp_path: Path, kept: KnowledgeStore, encoder: Encoder
) -> None:
    alone = (GUIDANCE, "- like unggahan calon\n", "- pns boleh nyoblos sambil foto\n")
    checked = Checked(tmp_path, kept, encoder, alone)
    message = CALLED_ALLOWED.format("hak-pilih")
    assert checked.problems == [checked.at("- pns boleh nyoblos sambil foto", message)]


def test_the_question_itself_is_asked_too(
    tmp_path: Path, kept: KnowledgeStore, encoder: Encoder
) -> None:
    asked = "PNS boleh nyoblos, ga?"
    other = (GUIDANCE, "Bolehkah PNS menyukai unggahan calon kepala daerah?", asked)
    checked = Checked(tmp_path, kept, encoder, other)
    assert checked.problems == [
        checked.at(f"question: {asked}", FOUND_FIRST.format("hak-pilih")),
        checked.at(f"question: {asked}", CALLED_ALLOWED.format("hak-pilih")),
    ]


def test_only_a_prohibited_act_is_harmed_by_that(
    tmp_path: Path, kept: KnowledgeStore, encoder: Encoder
) -> None:
    alone = (GUIDANCE, "- like unggahan calon\n", "- pns boleh nyoblos sambil foto\n")
    grey = (GUIDANCE, "verdict: prohibited", "verdict: information")
    assert Checked(tmp_path, kept, encoder, alone, grey).problems == []


def test_a_situation_that_most_of_its_phrasings_do_not_find(
    tmp_path: Path, kept: KnowledgeStore, encoder: Encoder
) -> None:
    checked = Checked(tmp_path, kept, encoder, *NEITHER_FISH_NOR_FOWL)
    message = TOO_NEAR.format(2, "keputusan-saat-kampanye", "hak-pilih, like-unggahan-calon")
    assert checked.problems == [checked.at("- id: keputusan-saat-kampanye", message)]


def test_half_of_them_are_enough(tmp_path: Path, kept: KnowledgeStore, encoder: Encoder) -> None:
    assert Checked(tmp_path, kept, encoder, *NEITHER_FISH_NOR_FOWL[:3]).problems == []


PROHIBITED = (GUIDANCE, "verdict: conditional", "verdict: prohibited")
NOTHING_IN_COMMON = (
    GUIDANCE,
    "      - {regulation: UU-10-2016, ref: Pasal 71 ayat (1)}\n"
    "      - {regulation: PP-94-2021, ref: Pasal 5 huruf n}\n",
    "      - {regulation: UU-10-2016, ref: Pasal 71 ayat (1)}\n",
)


def test_neighbours_of_one_verdict_and_law_answer_for_each_other(
    tmp_path: Path, kept: KnowledgeStore, encoder: Encoder
) -> None:
    together = Checked(tmp_path / "a", kept, encoder, *NEITHER_FISH_NOR_FOWL, PROHIBITED)
    apart = Checked(
        tmp_path / "b", kept, encoder, *NEITHER_FISH_NOR_FOWL, PROHIBITED, NOTHING_IN_COMMON
    )
    lost = TOO_NEAR.format(2, "keputusan-saat-kampanye", "hak-pilih, like-unggahan-calon")
    here = "- id: keputusan-saat-kampanye"
    assert together.at(here, lost) not in together.problems
    assert apart.at(here, lost) in apart.problems


def test_what_is_not_embedded_is_not_asked(
    tmp_path: Path, kept: KnowledgeStore, encoder: Encoder
) -> None:
    seventh = (
        GUIDANCE,
        "- kepala dinas membuat keputusan menjelang pilkada",
        "- Like unggahan calon!",
    )
    assert Checked(tmp_path, kept, encoder, seventh).problems == []
