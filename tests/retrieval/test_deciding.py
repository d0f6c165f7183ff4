"""One circumstance more can turn an answer: what is decided where situations are close.

Two situations are added to the small base: a photo with a candidate, which is grey or allowed,
and the uniform, which is prohibited. Whoever asks about a photo in uniform asks mostly about a
photo; the prohibition, which alone knows of uniforms, must decide.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.schema import Verdict
from knowledge.store import KnowledgeStore
from retrieval.answer import Outcome
from retrieval.caution import leads
from retrieval.engine import Engine, open_engine
from retrieval.parameters import Thresholds
from retrieval.question import understand
from retrieval.semantic import BundledEncoder, Encoder
from tests.knowledge_base import VOCABULARY, add_file, write_knowledge_base
from tests.retrieval.fakes import PLAIN

PHOTO = """\
topic: foto
title: Foto
situations:
  - id: foto-bersama
    title: Foto bersama calon di acara umum
    question: Bolehkah PNS berfoto bersama calon di acara umum?
    variants:
      - boleh foto bareng calon bupati?
      - selfie dengan calon gubernur
      - foto bersama paslon di pesta pernikahan
      - asn ikut foto dengan calon wali kota
      - diajak foto bareng calon pas kondangan
      - pns berfoto dengan kandidat
    verdict: VERDICT
    answer: Foto biasa di acara umum bukan pelanggaran selama tanpa simbol.
    conditions:
      - Tidak ada simbol jari.
    applies_to: [PNS]
    basis:
      - {regulation: PP-94-2021, ref: Pasal 5 huruf n}
    reviewed: 2026-11-22
  - id: berseragam-dinas
    title: Memakai seragam dinas di acara calon
    question: Bolehkah PNS memakai seragam dinas di acara calon?
    variants:
      - boleh pakai seragam dinas ke acara calon?
      - baju dinas dipakai waktu foto dengan calon
      - pakai seragam korpri di acara paslon
      - pns berseragam hadir di acara calon gubernur
      - asn pakai baju dinas di acara kandidat
      - seragam dinas di kampanye
    verdict: prohibited
    answer: Dilarang. Seragam dinas tidak boleh dipakai di acara calon.
    applies_to: [PNS]
    basis:
      - {regulation: PP-94-2021, ref: Pasal 5 huruf n}
    reviewed: 2026-11-22
"""
CONCEPTS = (
    VOCABULARY,
    "  - id: pns\n",
    "  - id: seragam\n    terms: [seragam, baju dinas]\n"
    "  - id: foto\n    terms: [foto, selfie]\n"
    "  - id: kado\n    terms: [kado]\n"
    "  - id: pesta\n    terms: [pesta, kondangan]\n"
    "  - id: pns\n",
)
IN_UNIFORM = "boleh foto bareng calon bupati pakai seragam?"
PLAIN_PHOTO = "boleh foto bareng calon bupati?"
WITH_A_PRESENT = "boleh foto bareng calon bupati sambil terima kado?"
AT_A_WEDDING = "boleh foto bareng calon bupati di kondangan sambil terima kado?"


class Deciding:
    """Engines over the base with the photo, by its verdict; thresholds can be set."""

    def __init__(self, folder: Path, store: KnowledgeStore, encoder: Encoder) -> None:
        self._folder, self._store, self._encoder = folder, store, encoder
        self._engines: dict[str, Engine] = {}

    def engine(
        self, verdict: str, *, aggravating: float = 0.0, harm_margin: float = 0.0
    ) -> Engine:
        if verdict not in self._engines:
            folder = write_knowledge_base(self._folder / verdict, CONCEPTS)
            add_file(folder, "guidance/foto.yaml", PHOTO.replace("VERDICT", verdict))
            self._engines[verdict] = open_engine(folder, self._store, self._encoder)
        thresholds = Thresholds(not_found=3.0, harm_margin=harm_margin, aggravating=aggravating)
        parameters = PLAIN.model_copy(update={"thresholds": thresholds})
        return replace(self._engines[verdict], parameters=parameters)


@pytest.fixture(scope="module")
def deciding(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Deciding]:
    folder = tmp_path_factory.mktemp("deciding")
    with KnowledgeStore(folder / "knowledge.db") as store:
        store.save_parameters(BundledEncoder.name, PLAIN.model_dump_json())
        yield Deciding(folder, store, encoder)


def gap(engine: Engine, question: str) -> float:
    """By how much the photo leads the uniform; it must lead."""
    ranked = engine.ranking.rank(understand(question, engine.index, engine.encoder))
    scores = {candidate.situation.id: candidate.score for candidate in ranked}
    assert ranked[0].situation.id == "foto-bersama"
    return scores["foto-bersama"] - scores["berseragam-dinas"]


@pytest.mark.parametrize("verdict", ["conditional", "allowed"])
def test_a_close_prohibition_that_knows_more_goes_first(deciding: Deciding, verdict: str) -> None:
    wide = gap(deciding.engine(verdict), IN_UNIFORM) + 0.01

    answer = deciding.engine(verdict, aggravating=wide).ask(IN_UNIFORM)

    assert (answer.outcome, answer.guidance) == (Outcome.ANSWERED, "berseragam-dinas")
    assert answer.verdict is Verdict.PROHIBITED


def test_one_further_away_does_not(deciding: Deciding) -> None:
    narrow = gap(deciding.engine("conditional"), IN_UNIFORM) - 0.01

    answer = deciding.engine("conditional", aggravating=narrow).ask(IN_UNIFORM)

    assert answer.guidance == "foto-bersama"


def test_one_that_knows_no_more_does_not(deciding: Deciding) -> None:
    wide = gap(deciding.engine("conditional"), PLAIN_PHOTO) + 0.01

    answer = deciding.engine("conditional", aggravating=wide).ask(PLAIN_PHOTO)

    assert answer.guidance == "foto-bersama"


def test_a_fact_that_was_asked_for_is_not_turned_into_a_prohibition(deciding: Deciding) -> None:
    wide = gap(deciding.engine("information"), IN_UNIFORM) + 0.01

    answer = deciding.engine("information", aggravating=wide).ask(IN_UNIFORM)

    assert answer.guidance == "foto-bersama"


def test_an_allowed_with_a_prohibition_close_behind_is_asked_back(deciding: Deciding) -> None:
    margin = gap(deciding.engine("allowed"), PLAIN_PHOTO) + 0.01

    answer = deciding.engine("allowed", harm_margin=margin).ask(PLAIN_PHOTO)

    assert answer.outcome is Outcome.CLARIFY
    assert answer.choices[0].id == "foto-bersama"
    assert len(answer.choices) == 2


def test_an_allowed_that_is_silent_on_a_part_of_the_question_is_asked_back(
    deciding: Deciding,
) -> None:
    margin = 0.6 * gap(deciding.engine("allowed"), IN_UNIFORM)
    engine = deciding.engine("allowed", harm_margin=margin)

    assert engine.ask(IN_UNIFORM).outcome is Outcome.CLARIFY
    assert engine.ask(PLAIN_PHOTO).verdict is Verdict.ALLOWED


@pytest.mark.parametrize(("asked", "share"), [(WITH_A_PRESENT, 0.5), (AT_A_WEDDING, 1.0)])
def test_a_rival_that_knows_still_less_keeps_its_whole_lead(
    deciding: Deciding, asked: str, share: float
) -> None:
    """No situation knows of presents; of weddings, only the photo does."""
    engine = deciding.engine("allowed")
    question = understand(asked, engine.index, engine.encoder)
    ranked = engine.ranking.rank(question)

    found = {
        rival.situation.id: lead / (ranked[0].score - rival.score)
        for rival, lead in leads(engine.ranking, question, ranked)
    }

    assert ranked[0].situation.id == "foto-bersama"
    assert found["berseragam-dinas"] == pytest.approx(share)
    assert leads(engine.ranking, question, ranked[1:]) == []


def test_what_is_silent_and_far_from_any_prohibition_is_not(deciding: Deciding) -> None:
    margin = 0.4 * gap(deciding.engine("allowed"), IN_UNIFORM)

    answer = deciding.engine("allowed", harm_margin=margin).ask(IN_UNIFORM)

    assert answer.verdict is Verdict.ALLOWED
