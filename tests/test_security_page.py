"""docs/security.md names tests that exist, and each promise on it has one."""

from __future__ import annotations

import re
from pathlib import Path

from settings import ROOT

PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
_NAMED = re.compile(r"`(?P<file>(?:tests/|…/|…)[\w/.]*)(?:::(?P<test>\w+))?`")
_ROW = re.compile(r"(?m)^\| (?!---|Promise|Trouble)(.+) \|$")
_MEASURED = ("python benchmarks/", "make audit")


def named_tests(text: str) -> list[tuple[Path, str | None]]:
    """The files and functions that ``text`` names; "…" stands for the file or the folder of
    the one before."""
    found: list[tuple[Path, str | None]] = []
    for name in _NAMED.finditer(text):
        written = name["file"]
        if written == "…":
            file = found[-1][0]
        elif written.startswith("…/"):
            file = found[-1][0].parent / written.removeprefix("…/")
        else:
            file = ROOT / written
        found.append((file, name["test"]))
    return found


def test_every_test_that_is_named_exists() -> None:
    named = named_tests(PAGE)
    assert len(named) > 50
    for file, test in named:
        assert file.is_file(), file
        if test:
            assert f"def {test}(" in file.read_text(encoding="utf-8"), f"{file}::{test}"


def test_every_promise_has_a_test_or_a_measurement() -> None:
    rows = _ROW.findall(PAGE)
    assert len(rows) > 40
    for row in rows:
        assert named_tests("`tests/x.py` " + row)[1:] or any(m in row for m in _MEASURED), row


def test_every_promise_has_room_for_its_last_figure() -> None:
    heads = re.findall(r"(?m)^\| Promise \|.*$", PAGE)
    assert heads
    assert all(head == "| Promise | Test | Last figure |" for head in heads)
