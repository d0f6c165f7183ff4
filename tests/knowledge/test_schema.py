"""A sanction tells the stages together or one of them, and never half of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from knowledge.loader import load_knowledge
from knowledge.schema import Sanction, SanctionLevel, Stage
from tests.knowledge.test_loader import Change, refusal
from tests.knowledge_base import GUIDANCE, PP, line_of, write_knowledge_base

BEFORE, AFTER = Stage.BEFORE_NOMINATION, Stage.AFTER_NOMINATION
LEVELS = (SanctionLevel.MORAL, SanctionLevel.HEAVY)
WRITTEN = "      text: Hukuman disiplin berat setelah ada penetapan calon.\n"
TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=60).filter(
    lambda text: text == text.strip()
)


@given(TEXT, TEXT, st.none() | TEXT)
def test_each_stage_is_told_alone_and_both_where_none_is_named(
    before: str, after: str, text: str | None
) -> None:
    sanction = Sanction(levels=LEVELS, before_nomination=before, after_nomination=after, text=text)
    rest = f" {text}" if text else ""
    first = f"Sebelum penetapan (bakal calon): {before}"
    second = f"Sesudah penetapan (calon): {after}"
    assert sanction.at(BEFORE) == first + rest
    assert sanction.at(AFTER) == second + rest
    for stage in (None, Stage.ANY, Stage.CAMPAIGN):
        assert sanction.at(stage) == f"{first} {second}{rest}"
    assert sanction.stages == (BEFORE, AFTER)


@given(TEXT, st.none() | st.sampled_from(Stage))
def test_a_plain_sanction_reads_alike_at_any_stage(text: str, stage: Stage | None) -> None:
    sanction = Sanction(levels=LEVELS, text=text)
    assert sanction.at(stage) == text
    assert sanction.stages == ()


def test_a_sanction_says_something() -> None:
    with pytest.raises(ValidationError, match="perlu 'text'"):
        Sanction(levels=LEVELS)


@pytest.mark.parametrize(
    ("change", "at", "message"),
    [
        *(
            pytest.param(
                (GUIDANCE, WRITTEN, f"{WRITTEN}      {field}: Sanksi moral.\n"),
                "sanction:\n      levels: [berat]",
                "'situations.0.sanction' perlu 'before_nomination' dan 'after_nomination' "
                "bersama-sama",
                id=f"{field} alone",
            )
            for field in ("before_nomination", "after_nomination")
        ),
        pytest.param(
            (GUIDANCE, WRITTEN, ""),
            "sanction:\n      levels: [berat]",
            "'situations.0.sanction' perlu 'text', atau 'before_nomination' dan "
            "'after_nomination'",
            id="no text at all",
        ),
        pytest.param(
            (PP, "text: Hukuman disiplin berat.\n",
             "text: Hukuman disiplin berat.\n      before_nomination: Sanksi moral.\n"),
            "before_nomination",
            "'provisions.1.sanction.before_nomination' tidak dikenal; periksa ejaannya",
            id="a provision of two stages",
        ),
    ],
)  # fmt: skip
def test_what_is_told_by_halves_is_refused_at_its_line(
    tmp_path: Path, change: Change, at: str, message: str
) -> None:
    folder = write_knowledge_base(tmp_path, change)
    assert refusal(folder) == [f"{change[0]}:{line_of(folder, change[0], at)}: {message}"]


def test_the_caveat_on_penalties_may_stand_in_any_of_the_texts(tmp_path: Path) -> None:
    plain = "      text: Pidana bila terbukti; besarnya disesuaikan dengan UU 1/2026.\n"
    staged = (
        "      before_nomination: Tidak ada pidana.\n"
        "      after_nomination: Pidana; besarnya disesuaikan dengan UU {law}.\n"
    )
    folder = write_knowledge_base(tmp_path / "a", (GUIDANCE, plain, staged.format(law="1/2026")))
    assert load_knowledge(folder).situations[-1].sanction
    folder = write_knowledge_base(tmp_path / "b", (GUIDANCE, plain, staged.format(law="lama")))
    [problem] = refusal(folder)
    assert problem.endswith("ancaman pidana tanpa catatan UU 1/2026")
