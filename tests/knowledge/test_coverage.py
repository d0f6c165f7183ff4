"""What the guidance covers is counted by topic and by class; provisions left over are named."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from knowledge.coverage import Coverage, cover
from knowledge.loader import load_knowledge
from knowledge.schema import Knowledge, PersonClass, Verdict
from tests.knowledge_base import GUIDANCE, write_knowledge_base


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    return load_knowledge(write_knowledge_base(tmp_path_factory.mktemp("isi")))


@pytest.fixture(scope="module")
def coverage(knowledge: Knowledge) -> Coverage:
    return cover(knowledge)


def test_topics_by_verdict(coverage: Coverage) -> None:
    [row] = coverage.topics
    assert row.name == "pilkada"
    assert row.counts == {
        Verdict.PROHIBITED: 1,
        Verdict.ALLOWED: 1,
        Verdict.CONDITIONAL: 1,
        Verdict.INFORMATION: 0,
    }


def test_a_situation_counts_for_each_class_it_applies_to(coverage: Coverage) -> None:
    counts = {row.name: row.counts for row in coverage.classes}
    assert counts["PNS"][Verdict.PROHIBITED] == counts["PNS"][Verdict.ALLOWED] == 1
    assert counts["CPNS"][Verdict.PROHIBITED] == 1
    assert counts["PPPK"][Verdict.PROHIBITED] == 0
    assert counts["pejabat ASN"][Verdict.CONDITIONAL] == 1


def test_a_class_without_situations_is_shown_too(coverage: Coverage) -> None:
    assert [row.name for row in coverage.classes] == list(get_args(PersonClass))
    bare = next(row for row in coverage.classes if row.name == "kepala desa")
    assert set(bare.counts.values()) == {0}


def test_every_provision_of_the_small_base_is_used(coverage: Coverage) -> None:
    assert coverage.unused_provisions == ()


def test_a_provision_that_no_situation_cites_is_named(tmp_path: Path) -> None:
    uncited = (
        GUIDANCE,
        "{regulation: UU-10-2016, ref: Pasal 70 ayat (1)}",
        "{regulation: PP-94-2021, ref: Pasal 5 huruf n}",
    )
    covered = cover(load_knowledge(write_knowledge_base(tmp_path, uncited)))
    assert covered.unused_provisions == ("UU-10-2016 Pasal 70 ayat (1)",)


def test_the_counts_add_up(coverage: Coverage, knowledge: Knowledge) -> None:
    by_topic = sum(sum(row.counts.values()) for row in coverage.topics)
    by_class = sum(sum(row.counts.values()) for row in coverage.classes)
    assert by_topic == len(knowledge.situations)
    assert by_class == sum(len(situation.applies_to) for situation in knowledge.situations)
