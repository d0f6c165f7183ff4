"""A candidate is judged against the engine in service; what is judged changes nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from errors import ImportFailed
from knowledge.store import KnowledgeStore
from retrieval.embedding import Progress
from retrieval.engine import Engine
from retrieval.gate import Accepted, Judgement, Refused, Stage, Step, Unchanged, Worse, examine
from retrieval.opening import open_engine, open_for_service, open_version
from retrieval.score import score_of
from retrieval.semantic import BundledEncoder
from tests.knowledge_base import GUIDANCE, Change, line_of, write_knowledge_base

ANSWER = "Dilarang. Menyukai unggahan calon termasuk memberikan dukungan."
CLEARER = (GUIDANCE, ANSWER, "Dilarang. Begini lebih jelas.")
CALLED_ALLOWED = (
    (GUIDANCE, "verdict: prohibited", "verdict: allowed"),
    (GUIDANCE, ANSWER, "Boleh. Menyukai unggahan calon bukan dukungan."),
)
ASKED_AS_VOTING = (
    (GUIDANCE, "- tanda tangan SK pas kampanye boleh?", "- asn boleh nyoblos ga"),
    (GUIDANCE, "- keputusan pejabat masa kampanye", "- punya hak suara di tps"),
    (GUIDANCE, "- kadis bikin surat keputusan saat kampanye", "- kasih jempol di foto paslon"),
    (
        GUIDANCE,
        "- pejabat menandatangani keputusan selama kampanye",
        "- like akun calon wali kota",
    ),
)
LABELS = (
    {"question": "bolehkah asn nge-like status paslon?", "verdict": "prohibited"},
    {"question": "apakah pns dapat memilih di tps?", "verdict": "allowed"},
    {"question": "kapan gaji ke-13 dibayar", "verdict": "out_of_scope"},
)


@dataclass(frozen=True)
class Bench:
    """A base in service, and the folder in which it may be changed."""

    content: Path
    labelled: Path
    store: KnowledgeStore
    current: Engine

    def examine(self, *changes: Change, forced: str | None = None) -> tuple[Judgement, list[Step]]:
        """Judge the base with ``changes``; return the judgement and what was told."""
        write_knowledge_base(self.content, *changes)
        told: list[Step] = []
        files = [self.labelled, self.labelled.with_name("missing.jsonl")]
        judged = examine(self.content, files, self.current, self.store, told.append, forced)
        return judged, told


@pytest.fixture
def bench(tmp_path: Path, encoder: BundledEncoder) -> Iterator[Bench]:
    content = write_knowledge_base(tmp_path / "content")
    labelled = tmp_path / "labelled.jsonl"
    labelled.write_text("\n".join(map(json.dumps, LABELS)))
    with KnowledgeStore(tmp_path / "knowledge.db") as store:
        current = open_for_service(content, store, encoder)
        yield Bench(content, labelled, store, current)


def test_the_same_content_is_not_judged(bench: Bench) -> None:
    judged, told = bench.examine()
    assert judged == Unchanged(bench.current.index.version)
    assert [step.stage for step in told] == [Stage.READING]


def test_what_is_as_good_is_accepted_and_stored(bench: Bench) -> None:
    judged, told = bench.examine(CLEARER)
    assert isinstance(judged, Accepted)
    assert judged.changes.changed == ("like-unggahan-calon",)
    assert (judged.score.questions, judged.score.harmful) == (3, 0)
    assert judged.score.verdict_accuracy == judged.score.out_of_scope_declined == 1.0
    assert bench.store.load(judged.engine.index.version) == judged.engine.index.knowledge
    assert "Begini lebih jelas" in judged.engine.ask("boleh like postingan calon bupati?").answer
    stages = list(dict.fromkeys(step.stage for step in told))
    assert stages == [Stage.READING, Stage.EMBEDDING, Stage.SELF_CHECK, Stage.EVALUATION]
    assert told[-1] == Step(Stage.EVALUATION, 3, 3, judged.changes)


def test_nothing_serves_by_being_accepted(bench: Bench) -> None:
    served = bench.store.in_service()
    bench.examine(CLEARER)
    assert bench.store.in_service() == served


def test_what_cannot_be_read_is_refused_with_its_line(bench: Bench) -> None:
    judged, _ = bench.examine((GUIDANCE, "verdict: allowed", "verdict: mungkin"), forced="")
    assert isinstance(judged, Refused)
    (problem,) = judged.problems
    line = line_of(bench.content, GUIDANCE, "verdict: mungkin")
    assert (problem.file, problem.line) == (GUIDANCE, line)


def test_what_does_harm_is_worse_and_not_stored(bench: Bench) -> None:
    judged, _ = bench.examine(*CALLED_ALLOWED)
    assert isinstance(judged, Worse)
    assert (judged.before.harmful, judged.after.harmful) == (0, 1)
    (miss,) = judged.after.new_misses(judged.before)
    assert miss.question == LABELS[0]["question"]
    assert bench.store.load(judged.version) is None


def test_what_does_not_find_itself_is_worse_though_it_scores_as_well(bench: Bench) -> None:
    judged, _ = bench.examine(*ASKED_AS_VOTING)
    assert isinstance(judged, Worse)
    assert not judged.after.is_worse_than(judged.before)
    assert {problem.file for problem in judged.problems} == {GUIDANCE}


@pytest.mark.parametrize("changes", [CALLED_ALLOWED, ASKED_AS_VOTING])
def test_the_version_that_is_named_may_be_forced_and_no_other(
    bench: Bench, changes: tuple[Change, ...]
) -> None:
    worse, _ = bench.examine(*changes)
    assert isinstance(worse, Worse)
    other, _ = bench.examine(*changes, forced="0" * 32)
    assert isinstance(other, Worse)
    forced, _ = bench.examine(*changes, forced=worse.version[:32])
    assert isinstance(forced, Accepted)
    assert forced.score == worse.after


def test_a_score_is_measured_once(bench: Bench) -> None:
    judged, _ = bench.examine(CLEARER)
    assert isinstance(judged, Accepted)
    current = bench.current.index.version
    assert score_of(current, bench.current.encoder, bench.store) == judged.before
    _, told = bench.examine(CLEARER)
    assert [step for step in told if step.stage is Stage.EVALUATION and step.total] == []


def test_another_set_of_questions_is_measured_anew(bench: Bench) -> None:
    bench.examine(CLEARER)
    bench.labelled.write_text(json.dumps(LABELS[0]))
    judged, _ = bench.examine(CLEARER)
    assert isinstance(judged, Accepted)
    assert judged.before.questions == judged.score.questions == 1


def test_a_broken_set_stops_the_judgement(bench: Bench) -> None:
    bench.labelled.write_text("bukan json")
    with pytest.raises(ImportFailed, match=r"labelled\.jsonl:1"):
        bench.examine(CLEARER)


def test_without_a_model_the_content_is_not_asked_to_find_itself(tmp_path: Path) -> None:
    content = write_knowledge_base(tmp_path / "content")
    with KnowledgeStore(tmp_path / "knowledge.db") as store:
        current = open_engine(content, store, None)
        write_knowledge_base(content, *ASKED_AS_VOTING)
        assert isinstance(examine(content, [], current, store), Accepted)


# --- what serves from the start on -------------------------------------------------------


def test_a_start_serves_the_files_and_notes_it_once(bench: Bench) -> None:
    (first,) = bench.store.served_versions()
    again = open_for_service(bench.content, bench.store, bench.current.encoder)
    assert again.index.version == first.version
    assert bench.store.served_versions() == [first]


def test_a_start_serves_the_version_that_is_held(bench: Bench) -> None:
    old = bench.current.index.version
    bench.store.put_in_service(old, 7, pinned=True)
    write_knowledge_base(bench.content, CLEARER)
    opened = open_for_service(bench.content, bench.store, bench.current.encoder)
    assert opened.index.version == old


def test_a_held_version_that_is_gone_gives_way_to_the_files(bench: Bench) -> None:
    bench.store.put_in_service("0" * 64, pinned=True)
    opened = open_for_service(bench.content, bench.store, bench.current.encoder)
    assert opened.index.version == bench.current.index.version
    served = bench.store.in_service()
    assert served is not None
    assert (served.version, served.pinned) == (opened.index.version, False)


def test_a_stored_version_opens_without_its_files(bench: Bench) -> None:
    version, encoder = bench.current.index.version, bench.current.encoder
    for file in bench.content.rglob("*.yaml"):
        file.unlink()
    nothing_new: Progress = lambda done, total: pytest.fail("it was embedded again")  # noqa: E731
    opened = open_version(version, bench.store, encoder, nothing_new)
    assert opened is not None
    assert opened.index.knowledge == bench.current.index.knowledge
    assert open_version("0" * 64, bench.store, encoder) is None
