"""What admins read of a reload fits one message, or goes on in a document."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from errors import Problem
from handlers import texts
from handlers.reload_report import describe, describe_step, describe_version, moment, percent
from knowledge.changes import Changes
from knowledge.store import ServedVersion
from retrieval.evaluation.report import Miss
from retrieval.gate import Refused, Stage, Step, Worse
from retrieval.score import Score
from tests.fake_telegram import utf16_length

CHANGES = Changes(added=("a", "b"), changed=("c",), removed=())
VERSION = "0123456789abcdef" * 4
MESSAGES = st.text(st.characters(codec="utf-8", exclude_characters="\n"), max_size=400)


def score(misses: tuple[Miss, ...] = ()) -> Score:
    return Score(
        yardstick="x", questions=100, verdict_accuracy=0.9, out_of_scope_declined=None,
        harmful=0, misses=misses,
    )  # fmt: skip


def test_every_stage_has_words() -> None:
    assert list(texts.reload.STAGES) == [stage for stage in Stage if stage is not Stage.WAITING]


def test_progress_shows_what_is_done_and_what_is_being_done() -> None:
    done, current = texts.reload.STAGES["reading"], texts.reload.STAGES["embedding"]
    lines = describe_step(Step(Stage.EMBEDDING, 32, 150, CHANGES)).splitlines()
    assert lines[0] == texts.reload.STARTED
    assert lines[1:] == [
        f"✓ {done}", f"… {current}: 32 dari 150", "Baru: 2 · berubah: 1 · dihapus: 0"
    ]  # fmt: skip
    assert describe_step(Step(Stage.WAITING)) == texts.reload.WAITING


@given(st.lists(MESSAGES, min_size=1, max_size=60))
def test_problems_fit_or_are_all_in_the_document(messages: list[str]) -> None:
    problems = tuple(Problem("a.yaml", n, text) for n, text in enumerate(messages, start=1))
    report = describe(Refused(problems))
    assert utf16_length(report.text) <= 4096
    assert report.text.startswith(texts.reload.REFUSED.format(count=len(problems)))
    assert report.forceable is None
    whole = report.document or report.text
    assert all(str(problem) in whole for problem in problems)


@given(st.lists(MESSAGES, max_size=40), st.lists(MESSAGES, max_size=40))
def test_what_is_worse_says_why_and_may_be_forced(asked: list[str], wrong: list[str]) -> None:
    misses = tuple(
        Miss(id="", question=f"{n} {text}", expected="allowed", got="declined", because="")
        for n, text in enumerate(asked)
    )
    problems = tuple(Problem("a.yaml", n, text) for n, text in enumerate(wrong, start=1))
    report = describe(Worse(VERSION, CHANGES, problems, score(), score(misses)))
    assert utf16_length(report.text) <= 4096
    assert texts.reload.MAY_FORCE in report.text
    assert report.forceable == VERSION
    whole = report.document or report.text
    assert all(str(problem) in whole for problem in problems)
    assert all(miss.question in whole for miss in misses)


@pytest.mark.parametrize(
    ("share", "shown"), [(0.9101, "91,0 %"), (1.0, "100,0 %"), (0.0, "0,0 %"), (None, "—")]
)
def test_shares_are_written_as_indonesians_do(share: float | None, shown: str) -> None:
    assert percent(share) == shown


def test_a_version_is_told_by_when_what_and_who() -> None:
    at = dt.datetime(2026, 11, 22, 7, 5, tzinfo=dt.UTC)
    by_admin = describe_version(1, ServedVersion(VERSION, at, 7, 46, 684, 5), score())
    assert moment(at) == "22-11-2026 14.05 WIB"
    assert by_admin.startswith("1. 22-11-2026 14.05 WIB · 0123456789ab\n")
    assert by_admin.endswith("46 peraturan, 684 situasi, 5 artikel · benar 90,0 % · oleh 7")
    by_shell = describe_version(2, ServedVersion(VERSION, at, None, 46, 684, 5), None)
    assert by_shell.endswith(f"· {texts.reload.NOT_MEASURED} · {texts.reload.BY_NOBODY}")
