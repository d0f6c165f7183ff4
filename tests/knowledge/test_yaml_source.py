"""YAML is read strictly: every fault becomes a problem with its line, never an exception."""

from __future__ import annotations

import datetime as dt
import tempfile
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from knowledge.yaml_source import MAX_DEPTH, YamlSource, read_yaml
from tests.knowledge_base import FILES


def read(content: str | bytes) -> YamlSource:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.yaml"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_yaml(path, "x.yaml")


def problems(content: str | bytes) -> list[str]:
    return [str(problem) for problem in read(content).problems]


def nested(depth: int) -> str:
    return "\n".join("  " * level + "a:" for level in range(depth)) + " akhir"


BILLION_LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(ord('b') + level)}: &{chr(ord('b') + level)} "
    f"[{', '.join(['*' + chr(ord('a') + level)] * 10)}]\n"
    for level in range(20)
)


def test_values_keep_their_types_and_lines() -> None:
    source = read("judul: Netra\ntanggal: 2026-11-22\nisi:\n  - satu\n  - dua: 2\n    tiga: ya\n")
    assert source.problems == []
    assert source.data == {
        "judul": "Netra",
        "tanggal": dt.date(2026, 11, 22),
        "isi": ["satu", {"dua": 2, "tiga": "ya"}],
    }
    assert source.line(("judul",)) == 1
    assert source.line(("isi",)) == 3
    assert source.line(("isi", 0)) == 4
    assert source.line(("isi", 1, "tiga")) == 6


def test_a_place_without_a_line_takes_that_of_its_nearest_ancestor() -> None:
    source = read("a: 1\nb:\n  - c: 2\n")
    assert source.line(("b", 0, "tidak ada", 7)) == 3
    assert source.line(("b", 9)) == 2
    assert source.line(()) == 1
    assert source.line(("tidak ada",)) == 1
    assert str(source.problem(("b",), "salah")) == "x.yaml:2: salah"


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("a:\n\tb: 1\n", 2),
        ("\ta: 1\n", 1),
        ("a:\n  b: 1\n\tc: 2\n", 3),
        ("a:\n  - b\n  -\tc\n", 3),
        ("a: |\n  satu\n\tdua\n", 3),
        ("a: 1\n\t\n", 2),
    ],
)
def test_a_tab_that_indents(content: str, line: int) -> None:
    assert problems(content) == [f"x.yaml:{line}: ada karakter TAB; pakai spasi untuk menjorokkan"]


def test_a_fault_that_is_no_tab_is_not_called_one() -> None:
    assert problems("a: satu\t dua\nb: @x\n") == [
        "x.yaml:2: susunan YAML salah (found character that cannot start any token)"
    ]


def test_every_duplicate_key_is_named() -> None:
    assert problems("a: 1\nb:\n  c: 1\n  c: 2\na: 3\n") == [
        "x.yaml:4: kunci 'c' ditulis dua kali",
        "x.yaml:5: kunci 'a' ditulis dua kali",
    ]


@pytest.mark.parametrize("key", ["[b, c]", "{b: c}", "[]", "{}", "? [b]\n", "? {b: c}\n"])
def test_a_key_that_is_not_text(key: str) -> None:
    assert problems(f"a: 1\n{key}: 2\n") == ["x.yaml:2: kunci harus berupa teks"]


def test_a_plain_key_is_taken_as_it_is_written() -> None:
    source = read("no: nomor\n1: satu\n2026-11-22: hari ini\n~: kosong\n")
    assert source.problems == []
    assert source.data == {
        "no": "nomor",
        "1": "satu",
        "2026-11-22": "hari ini",
        "~": "kosong",
    }


@pytest.mark.parametrize("value", ["2026-13-01", "2026-02-30", "0b_", "0x" + "f" * 9000])
def test_an_impossible_value(value: str) -> None:
    assert problems(f"a: 1\nb: {value}\n") == [
        f"x.yaml:2: '{value[:60]}' bukan nilai yang sah (tanggal ditulis 2026-11-22)"
    ]


def test_a_number_of_many_digits() -> None:
    [problem] = problems("a: " + "9" * 5000)
    assert problem.startswith("x.yaml:1: '999")
    assert len(problem) < 150


@pytest.mark.parametrize(
    ("content", "line"),
    [(b"\xff\xfea\x00", 1), (b"a: 1\nb: \xe9t\xe9\n", 2), ("a: é".encode("utf-16"), 1)],
)
def test_not_utf_8(content: bytes, line: int) -> None:
    assert problems(content) == [f"x.yaml:{line}: bukan UTF-8; simpan ulang sebagai UTF-8"]


@pytest.mark.parametrize("content", ["", "\n\n", "# hanya komentar\n", "\ufeff"])
def test_an_empty_file(content: str) -> None:
    assert problems(content) == ["x.yaml:1: berkas kosong"]


def test_a_byte_order_mark_is_no_part_of_the_first_key() -> None:
    assert read("\ufeffa: 1\n").data == {"a": 1}


@pytest.mark.parametrize("code", [0x00, 0x07, 0x08, 0x1B, 0x7F, 0x9B])
def test_control_characters_raw_and_escaped(code: int) -> None:
    raw = f"a: 1\nb: x{chr(code)}y\n"
    in_value = f'a: 1\nb: "x\\u{code:04X}y"\n'
    in_key = f'a: 1\n"x\\u{code:04X}y": 2\n'
    expected = [f"x.yaml:2: karakter kendali U+{code:04X} tidak boleh; hapus"]
    assert problems(raw) == problems(in_value) == problems(in_key) == expected


@pytest.mark.parametrize(
    "content",
    ["a: [1, 2\n", "a: 'x\n", "a: b: c\n", "a: 1\n---\nb: 2\n", "- a\nb: 1\n", "a: =\n", "- <<\n"],
)
def test_what_is_not_yaml_or_not_one_document(content: str) -> None:
    [problem] = read(content).problems
    assert problem.message.startswith("susunan YAML salah (")
    assert 1 <= problem.line <= content.count("\n") + 1


def test_an_unreadable_path(tmp_path: Path) -> None:
    missing = read_yaml(tmp_path / "tidak-ada.yaml", "tidak-ada.yaml")
    folder = read_yaml(tmp_path, "folder.yaml")
    assert [str(problem) for problem in missing.problems + folder.problems] == [
        "tidak-ada.yaml:1: tidak dapat dibaca: No such file or directory",
        "folder.yaml:1: tidak dapat dibaca: Is a directory",
    ]


@pytest.mark.parametrize(
    "content",
    [
        "a: &satu [1]\nb: *satu\n",
        "a: &satu {x: 1}\nb:\n  <<: *satu\n",
        "a: 1\nb: &lingkar [*lingkar]\n",
    ],
)
def test_aliases_are_refused(content: str) -> None:
    [problem] = problems(content)
    assert problem.endswith("alias (*) tidak boleh; tulis isinya lagi")
    assert int(problem.split(":")[1]) == content[: content.index("*")].count("\n") + 1


def test_a_billion_laughs_are_refused_before_anything_expands() -> None:
    began = time.perf_counter()
    source = read(BILLION_LAUGHS)
    assert time.perf_counter() - began < 2
    assert source.data is None
    assert {problem.line for problem in source.problems} == set(range(2, 22))
    assert len(source.problems) == 200


@pytest.mark.parametrize(
    "value",
    [
        "!!python/object/apply:os.mkdir [{made}]",
        "!!python/object/new:os.mkdir [{made}]",
        "!!python/name:os.mkdir",
        "!!binary aGFsbw==",
        "!!bool bukan",
        "!!int ''",
        "!!timestamp bukan",
        "!!set {{x}}",
        "!!str 5",
        "!lokal x",
        "! x",
    ],
)
def test_tags_are_refused_and_never_run(tmp_path: Path, value: str) -> None:
    made = tmp_path / "dibuat"
    source = read(f"a: 1\nb: {value.format(made=made)}\n")
    assert [str(problem) for problem in source.problems] == [
        "x.yaml:2: tag (!) tidak boleh; hapus, atau beri tanda kutip"
    ]
    assert source.data is None
    assert not made.exists()


def test_a_tagged_key_is_refused() -> None:
    assert problems("a: 1\n!!int x: 2\n") == [
        "x.yaml:2: tag (!) tidak boleh; hapus, atau beri tanda kutip"
    ]


def test_nesting_ends_at_the_limit() -> None:
    assert problems(nested(MAX_DEPTH)) == []
    assert problems(nested(MAX_DEPTH + 1)) == [
        f"x.yaml:{MAX_DEPTH + 1}: susunan terlalu dalam, lebih dari {MAX_DEPTH} lapis"
    ]


@pytest.mark.parametrize("content", ["[" * 5000, "- " * 5000 + "a", "{a: " * 5000, "? " * 5000])
def test_absurd_nesting_is_one_problem(content: str) -> None:
    assert problems(content) == [f"x.yaml:1: susunan terlalu dalam, lebih dari {MAX_DEPTH} lapis"]


def test_the_whole_mini_base_reads_as_plain_yaml_does() -> None:
    for text in FILES.values():
        source = read(text)
        assert source.problems == []
        assert source.data == yaml.safe_load(text)


yaml_like = st.text(
    alphabet=st.sampled_from("ab01x-:?,[]{}&*!|>'\"%@#=<~. \n\t\r\0\\_+eT\x85"),
    max_size=60,
).map(str.encode)


@settings(deadline=None)
@given(st.one_of(st.binary(max_size=200), yaml_like))
@example(b"a: &a [*a]")
@example(b"!!bool x")
@example(b"a: 1:" + b"59:" * 50 + b"59")
@example(b"\xef\xbb\xbf")
def test_no_bytes_raise_and_every_problem_has_a_line(content: bytes) -> None:
    source = read(content)
    breaks = (b"\n", b"\r", b"\x85", b"\xe2\x80\xa8", b"\xe2\x80\xa9")
    lines = sum(map(content.count, breaks)) + 2
    for problem in source.problems:
        assert problem.file == "x.yaml"
        assert 1 <= problem.line <= lines
        assert problem.message
