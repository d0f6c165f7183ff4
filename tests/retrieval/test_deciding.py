"""What is decided where situations are close: shown, or asked back.

Two situations are added to the small base: a photo with a candidate, which is grey or allowed,
and the uniform, which is prohibited. Whoever asks about a photo in uniform asks mostly about a
photo; what is allowed there must not be shown as if nothing else were near.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.schema import Verdict
from knowledge.store import KnowledgeStore
from retrieval.answer import Outcome
from retrieval.caution import choices, left_open, risk
from retrieval.comparison import Comparison
from retrieval.engine import Engine
from retrieval.opening import open_engine
from retrieval.parameters import SHIPPED, ConfidenceWeights, Thresholds
from retrieval.question import understand
from retrieval.ranking import Candidate
from retrieval.semantic import BundledEncoder, Encoder
from retrieval.verdicts import log_odds
from tests.knowledge_base import GUIDANCE, VOCABULARY, add_file, write_knowledge_base
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
    "  - id: pns\n",
)
FOR_PNS = (GUIDANCE, "title: Mencoblos di TPS", "title: PNS mencoblos di TPS")
IN_UNIFORM = "boleh foto bareng calon bupati pakai seragam?"
PLAIN_PHOTO = "boleh foto bareng calon bupati?"
SURE = ConfidenceWeights(constant=0.0, chance=1.0)


class Deciding:
    """Engines over the base with the photo, by its verdict; what decides can be set."""

    def __init__(self, folder: Path, store: KnowledgeStore, encoder: Encoder) -> None:
        self._folder, self._store, self._encoder = folder, store, encoder
        self._engines: dict[str, Engine] = {}

    def engine(
        self, verdict: str, *, most_risk: float = 1.0, confidence: ConfidenceWeights = SURE
    ) -> Engine:
        if verdict not in self._engines:
            folder = write_knowledge_base(self._folder / verdict, CONCEPTS, FOR_PNS)
            add_file(folder, "guidance/foto.yaml", PHOTO.replace("VERDICT", verdict))
            self._engines[verdict] = open_engine(folder, self._store, self._encoder)
        thresholds = Thresholds(not_found=3.0, risk=most_risk)
        parameters = PLAIN.model_copy(update={"thresholds": thresholds, "confidence": confidence})
        return replace(self._engines[verdict], parameters=parameters)


@pytest.fixture(scope="module")
def deciding(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Deciding]:
    folder = tmp_path_factory.mktemp("deciding")
    with KnowledgeStore(folder / "knowledge.db") as store:
        store.save_parameters(BundledEncoder.name, PLAIN.model_dump_json())
        yield Deciding(folder, store, encoder)


def ranked(engine: Engine, question: str) -> list[Candidate]:
    """The photo must come first."""
    found = engine.ranking.rank(
        Comparison.of(understand(question, engine.index, engine.encoder), engine.index.phrasings)
    )
    assert found[0].situation.id == "foto-bersama"
    return found


def chance(engine: Engine, question: str, verdict: Verdict) -> float:
    return next(
        candidate.chance
        for candidate in ranked(engine, question)
        if candidate.situation.verdict is verdict
    )


def test_an_allowed_with_a_prohibition_close_behind_is_asked_back(deciding: Deciding) -> None:
    prohibited = chance(deciding.engine("allowed"), PLAIN_PHOTO, Verdict.PROHIBITED)

    closer = deciding.engine("allowed", most_risk=0.9 * prohibited).ask(PLAIN_PHOTO)
    far_enough = deciding.engine("allowed", most_risk=1.1 * prohibited).ask(PLAIN_PHOTO)

    assert closer.outcome is Outcome.CLARIFY
    assert [choice.id for choice in closer.choices][:1] == ["foto-bersama"]
    assert len(closer.choices) >= 2
    assert far_enough.verdict is Verdict.ALLOWED


PHOTO_FIRST, UNIFORM, GREY = "foto-bersama", "berseragam-dinas", "keputusan-saat-kampanye"


@pytest.mark.parametrize(
    ("asked", "with_classifier", "by_scores", "expected"),
    [
        (PLAIN_PHOTO, (0.8, 0.1, 0.1), (0.6, 0.3, 0.1), 0.3),
        (PLAIN_PHOTO, (0.6, 0.3, 0.1), (0.8, 0.1, 0.1), 0.3),
        (IN_UNIFORM, (0.85, 0.1, 0.05), (0.9, 0.05, 0.05), 0.3),
        (PLAIN_PHOTO, (0.9, 0.05, 0.05), (0.4, 0.1, 0.5), 1.0),
        (PLAIN_PHOTO, (0.9, 0.05, 0.05), (0.4, 0.5, 0.1), 1.0),
    ],
    ids=["the scores fear more", "the classifier fears more", "silent on the uniform",
         "grey without the classifier", "prohibited without the classifier"],
)  # fmt: skip
def test_the_risk_of_an_allowed(
    deciding: Deciding,
    asked: str,
    with_classifier: tuple[float, ...],
    by_scores: tuple[float, ...],
    expected: float,
) -> None:
    engine = deciding.engine("allowed")
    situations = {item.id: item for item in engine.index.situations}
    found = [
        Candidate(situations[name], 9.0, *chances)
        for name, *chances in zip(
            (PHOTO_FIRST, UNIFORM, GREY), with_classifier, by_scores, strict=True
        )
    ]

    taken = risk(engine.ranking, understand(asked, engine.index, engine.encoder), found)

    assert taken == pytest.approx(expected)


@pytest.mark.parametrize("verdict", ["conditional", "information"])
def test_what_is_not_allowed_soothes_nobody(deciding: Deciding, verdict: str) -> None:
    engine = deciding.engine(verdict, most_risk=0.0)

    assert engine.ask(IN_UNIFORM).guidance == "foto-bersama"


def test_an_act_that_is_added_to_an_allowed_one_may_be_prohibited(deciding: Deciding) -> None:
    first = "diajak foto bareng calon pas kondangan"
    engine = deciding.engine("allowed")

    answer = engine.ask(f"{first} lalu kasih like")

    assert engine.ask(first).verdict is Verdict.ALLOWED
    assert answer.outcome is Outcome.CLARIFY
    assert [choice.id for choice in answer.choices] == ["foto-bersama", "like-unggahan-calon"]


@pytest.mark.parametrize("verdict", ["allowed", "conditional", "information"])
def test_a_verdict_that_is_more_likely_wrong_is_asked_back(
    deciding: Deciding, verdict: str
) -> None:
    engine = deciding.engine(verdict)
    told = log_odds(chance(engine, PLAIN_PHOTO, Verdict(verdict)))

    doubtful, trusted = (
        deciding.engine(verdict, confidence=ConfidenceWeights(constant=shift - told, chance=1.0))
        for shift in (-0.01, 0.01)
    )

    assert doubtful.ask(PLAIN_PHOTO).outcome is Outcome.CLARIFY
    assert trusted.ask(PLAIN_PHOTO).outcome is Outcome.ANSWERED


def candidates(engine: Engine, *scored: tuple[str, float]) -> list[Candidate]:
    situations = {item.id: item for item in engine.index.situations}
    return [Candidate(situations[name], 9.0, share, share) for name, share in scored]


@pytest.mark.parametrize(
    ("scored", "offered"),
    [
        (
            [("foto-bersama", 0.6), ("berseragam-dinas", 0.3), ("like-unggahan-calon", 0.3)],
            ["foto-bersama", "berseragam-dinas"],
        ),
        (
            [("berseragam-dinas", 0.4), ("foto-bersama", 0.5)],
            ["foto-bersama", "berseragam-dinas"],
        ),
        (
            [("foto-bersama", 0.6), ("hak-pilih", 0.15), ("berseragam-dinas", 0.25)],
            ["foto-bersama", "berseragam-dinas", "hak-pilih"],
        ),
        (
            [("foto-bersama", 0.9), ("hak-pilih", 0.03), ("berseragam-dinas", 0.07)],
            ["foto-bersama", "berseragam-dinas"],
        ),
    ],
    ids=["the nearest of each", "the likeliest first", "what may be right", "two at least"],
)
def test_one_of_each_verdict_is_offered(
    deciding: Deciding, scored: list[tuple[str, float]], offered: list[str]
) -> None:
    engine = deciding.engine("conditional")
    assert [item.id for item in choices(candidates(engine, *scored))] == offered


ANYBODY, BY_PNS = "boleh foto?", "saya pns, boleh foto?"


@pytest.mark.parametrize(
    ("asked", "scored", "expected"),
    [
        (ANYBODY, [("foto-bersama", 0.5), ("hak-pilih", 0.45)], "hak-pilih"),
        (BY_PNS, [("foto-bersama", 0.5), ("hak-pilih", 0.45)], None),
        (ANYBODY, [("foto-bersama", 0.6), ("hak-pilih", 0.35)], None),
        (ANYBODY, [("foto-bersama", 0.5), ("berseragam-dinas", 0.45)], None),
        (BY_PNS, [("like-unggahan-calon", 0.5), ("hak-pilih", 0.45)], "hak-pilih"),
        (
            "saya pns, boleh di masa kampanye?",
            [("like-unggahan-calon", 0.5), ("hak-pilih", 0.45)],
            None,
        ),
    ],
    ids=["by class", "the class is said", "unlikely", "for the same class", "by stage",
         "the stage is said"],
)  # fmt: skip
def test_what_class_or_stage_decide_is_asked(
    deciding: Deciding, asked: str, scored: list[tuple[str, float]], expected: str | None
) -> None:
    engine = deciding.engine("conditional")

    other = left_open(
        engine.ranking,
        understand(asked, engine.index, engine.encoder),
        candidates(engine, *scored),
    )

    assert (other and other.id) == expected


def test_a_fact_is_not_left_open(deciding: Deciding) -> None:
    engine = deciding.engine("information")
    question = understand(ANYBODY, engine.index, engine.encoder)
    found = candidates(engine, ("foto-bersama", 0.5), ("hak-pilih", 0.45))
    assert left_open(engine.ranking, question, found) is None


def test_what_is_left_open_is_asked_back(
    deciding: Deciding, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = deciding.engine("conditional")
    assert engine.ask(PLAIN_PHOTO).outcome is Outcome.ANSWERED
    monkeypatch.setattr("retrieval.caution._WORTH_ASKING", 0.0)

    answer = engine.ask(PLAIN_PHOTO)

    assert answer.outcome is Outcome.CLARIFY
    assert [choice.id for choice in answer.choices] == ["foto-bersama", "hak-pilih"]


def test_what_was_asked_in_these_very_words_is_never_out_of_scope(deciding: Deciding) -> None:
    engine = deciding.engine("conditional")
    everything_out = SHIPPED.scope.model_copy(update={"constant": 100.0})
    strict = replace(
        engine, parameters=engine.parameters.model_copy(update={"scope": everything_out})
    )
    assert strict.ask(PLAIN_PHOTO).outcome is Outcome.ANSWERED
    assert strict.ask(f"{PLAIN_PHOTO} apalagi malam").outcome is Outcome.DECLINED
