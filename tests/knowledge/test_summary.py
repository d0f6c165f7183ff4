"""What is counted where a knowledge base is sound, and what is listed where it is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from errors import KnowledgeError, Problem
from knowledge.loader import load_knowledge
from knowledge.summary import refused, summarise
from tests.knowledge_base import PP, write_knowledge_base

COUNTS = {"regulations": 2, "provisions": 4, "guidance": 3, "variants": 18, "articles": 1}


def test_a_sound_base_is_counted(tmp_path: Path) -> None:
    summary = summarise(load_knowledge(write_knowledge_base(tmp_path)))
    assert summary.model_dump() == {"ok": True, **COUNTS, "problems": ()}
    assert summary.line() == "beres: 2 peraturan, 4 ketentuan, 3 situasi, 18 varian, 1 artikel"


def test_what_can_be_read_is_counted_though_it_has_problems(tmp_path: Path) -> None:
    problems = [Problem("b.yaml", 2, "lama"), Problem("b.yaml", 1, "dekat"), Problem("a", 9, "x")]
    summary = summarise(load_knowledge(write_knowledge_base(tmp_path)), iter(problems))
    assert summary.model_dump() == {
        "ok": False,
        **COUNTS,
        "problems": ("a:9: x", "b.yaml:1: dekat", "b.yaml:2: lama"),
    }
    assert summary.line().startswith("3 masalah")


def test_what_cannot_be_read_is_not_counted(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(write_knowledge_base(tmp_path, (PP, "status: in_force", "status: x")))
    summary = refused(caught.value.problems)
    assert not summary.ok
    assert {getattr(summary, name) for name in COUNTS} == {0}
    [problem] = summary.problems
    assert problem.startswith(f"{PP}:7: 'status' berisi 'x'")
    assert summary.line() == "1 masalah; basis pengetahuan ditolak"
