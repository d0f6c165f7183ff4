"""Labelled questions as they are read, and what a label accepts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from errors import ImportFailed
from retrieval.evaluation import Labelled, append_questions, drop_questions, read_questions


def test_a_question_a_line_with_blank_lines_and_a_byte_order_mark(tmp_path: Path) -> None:
    file = tmp_path / "labelled.jsonl"
    lines = [
        json.dumps({"id": "A", "question": "boleh like?", "verdict": "prohibited", "note": 1}),
        "",
        json.dumps({"id": "B", "question": "halo", "verdict": "out_of_scope", "route": "sapaan"}),
    ]
    file.write_text("\ufeff" + "\n".join(lines) + "\n", encoding="utf-8")

    first, second = read_questions(file)

    assert (first.id, first.in_scope, first.answerable, first.context) == ("A", True, True, None)
    assert (second.in_scope, second.route) == (False, "sapaan")


@pytest.mark.parametrize(
    "line", ["bukan json", "[]", '{"question": "a"}', '{"verdict": "allowed"}']
)
def test_a_line_that_is_no_question_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / "labelled.jsonl"
    file.write_text('{"question": "a", "verdict": "allowed"}\n\n' + line, encoding="utf-8")

    with pytest.raises(ImportFailed, match=r"labelled\.jsonl:3: "):
        read_questions(file)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    file = tmp_path / "labelled.jsonl"
    file.write_bytes(b"\xff\xfe\xff")

    with pytest.raises(ImportFailed, match=r"labelled\.jsonl: "):
        read_questions(file)


def test_what_a_label_accepts() -> None:
    label = Labelled(
        question="a", verdict="prohibited", also_accepted=("conditional",),
        basis=("SKB-2022:A4", "PP-94-2021"),
    )  # fmt: skip

    assert label.accepts("prohibited")
    assert label.accepts("conditional")
    assert not label.accepts("allowed")
    assert label.accepts_basis({"SKB-2022"})
    assert not label.accepts_basis({"UU-10-2016"})
    assert not label.about_news
    assert label.model_copy(update={"basis": ("rakor.txt",)}).about_news


def test_what_is_withdrawn_is_dropped_and_the_rest_stays(tmp_path: Path) -> None:
    file = tmp_path / "labelled.jsonl"
    drop_questions(file, {"a"})
    assert not file.exists()
    labels = [Labelled(question=text, verdict="allowed") for text in ("a", "b", "c")]
    append_questions(file, labels)

    drop_questions(file, {"a", "c", "d"})

    assert read_questions(file) == [labels[1]]
    assert [path.name for path in tmp_path.iterdir()] == ["labelled.jsonl"]
