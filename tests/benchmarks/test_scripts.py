"""The benchmarks start, and what scripts read from them keeps its names. No times are judged."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from settings import ROOT
from tests.end_to_end.running import WAIT, environment
from tests.knowledge_base import write_knowledge_base

SCRIPTS = sorted((ROOT / "benchmarks").glob("*.py"))
DIMENSION = 384
SIZE = 50


def run(script: Path, *arguments: str, env: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, script, *arguments],
        cwd=ROOT, env=env, capture_output=True, text=True, timeout=4 * WAIT, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def env(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("benchmarks")
    return environment(folder / "data", write_knowledge_base(folder / "content"))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_help_tells_how_to_use_it(script: Path, env: dict[str, str]) -> None:
    assert "Usage: " in run(script, "--help", env=env)


@pytest.fixture(scope="module")
def row(env: dict[str, str]) -> dict[str, Any]:
    script = ROOT / "benchmarks" / "scaling.py"
    printed = run(script, "--sizes", str(SIZE), "--turns", "1", "--json", env=env)
    (only,) = json.loads(printed)
    return only


def test_a_row_of_scaling_has_the_documented_keys(row: dict[str, Any]) -> None:
    assert list(row) == [
        "passages", "analyse_s", "build_s", "memory_mb", "postings_mb", "vectors_mb",
        "lexical_ms", "rank_bm25_ms", "bm25s_ms", "fts5_ms", "rank_bm25_over_lexical",
        "lexical_over_bm25s", "largest_difference", "semantic_ms", "encoder_ms", "query_ms",
        "query_over_encoder",
    ]  # fmt: skip
    documented = (ROOT / "benchmarks" / "RESULTS.md").read_text(encoding="utf-8")
    assert [key for key in row if f"`{key}`" not in documented] == []


def test_a_row_of_scaling_is_of_the_size_asked_for(row: dict[str, Any]) -> None:
    assert row["passages"] == SIZE
    assert row["vectors_mb"] == pytest.approx(SIZE * DIMENSION * 4 / 1e6, rel=1e-3)
    assert 0 < row["postings_mb"] < SIZE * 60 * 12 / 1e6


def test_scaling_scores_as_rank_bm25_does(row: dict[str, Any]) -> None:
    assert row["largest_difference"] < 1e-4


def test_ratios_are_of_the_times_beside_them(row: dict[str, Any]) -> None:
    ratios = {
        "rank_bm25_over_lexical": row["rank_bm25_ms"] / row["lexical_ms"],
        "query_over_encoder": row["query_ms"] / row["encoder_ms"],
    }
    if find_spec("bm25s"):
        ratios["lexical_over_bm25s"] = row["lexical_ms"] / row["bm25s_ms"]
    else:
        assert row["bm25s_ms"] is row["lexical_over_bm25s"] is None

    for name, ratio in ratios.items():
        assert row[name] == pytest.approx(ratio, rel=5e-3)
