"""The folder becomes one knowledge base, or is refused whole with every file and line."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from errors import KnowledgeError, Problem
from knowledge import loader
from knowledge.loader import (
    Sources,
    content_hash,
    load_knowledge,
    read_knowledge,
    read_version,
)
from knowledge.schema import Knowledge, SanctionLevel, Stage, Status, Verdict, Verified
from tests.knowledge_base import (
    ARTICLE,
    FILES,
    GUIDANCE,
    PP,
    ROUTING,
    UU,
    VOCABULARY,
    Change,
    add_file,
    line_of,
    write_knowledge_base,
)


def refusal(folder: Path) -> list[str]:
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(folder)
    return [str(problem) for problem in caught.value.problems]


def test_a_valid_folder_becomes_frozen_documents(tmp_path: Path) -> None:
    knowledge = load_knowledge(write_knowledge_base(tmp_path))
    assert [item.key for item in knowledge.regulations] == ["PP-94-2021", "UU-10-2016"]
    assert [item.key for item in knowledge.articles] == ["rakor-sukamaju"]
    assert [item.id for item in knowledge.situations] == [
        "like-unggahan-calon",
        "hak-pilih",
        "keputusan-saat-kampanye",
    ]
    liking = knowledge.situations[0]
    assert liking.verdict is Verdict.PROHIBITED
    assert liking.stage == (Stage.AFTER_NOMINATION, Stage.CAMPAIGN)
    assert liking.sanction is not None
    assert liking.sanction.levels == (SanctionLevel.HEAVY,)
    assert liking.reviewed == dt.date(2026, 11, 22)
    assert liking.views[0].since == "2024"
    discipline = knowledge.regulations[0]
    assert discipline.status is Status.IN_FORCE
    assert discipline.date == dt.date(2021, 8, 31)
    assert discipline.provisions[0].stage == (Stage.ANY,)
    assert discipline.provisions[1].verified is Verified.SECONDARY
    assert knowledge.vocabulary.spellings == {"ga": "tidak", "nyoblos": "mencoblos"}
    assert [item.person for item in knowledge.vocabulary.concepts] == [False, True]
    with pytest.raises(ValueError, match="frozen"):
        liking.title = "lain"  # type: ignore[misc]


def test_text_loses_its_outer_spaces(tmp_path: Path) -> None:
    folder = write_knowledge_base(tmp_path, (ARTICLE, "place: Sukamaju", "place: '  Sukamaju '"))
    assert load_knowledge(folder).articles[0].place == "Sukamaju"


VERDICTS = "'prohibited', 'allowed', 'conditional' or 'information'"
FIRST = "situations.0"

one_fault = pytest.mark.parametrize(
    ("change", "at", "message"),
    [
        pytest.param(
            (GUIDANCE, "verdict: prohibited\n", "verdict: prohibited\n    vonis: dilarang\n"),
            "vonis: dilarang",
            f"'{FIRST}.vonis' tidak dikenal; periksa ejaannya",
            id="unknown field",
        ),
        pytest.param(
            (ROUTING, "not_found: Maaf,", "notfound: x\nnot_found: Maaf,"),
            "notfound: x",
            "'notfound' tidak dikenal; periksa ejaannya",
            id="unknown field at the top",
        ),
        pytest.param(
            (GUIDANCE, "    reviewed: 2026-11-20\n", ""),
            "id: hak-pilih",
            "'situations.1.reviewed' belum diisi",
            id="missing field",
        ),
        pytest.param(
            (PP, "issuer: Pemerintah\n", ""),
            "key: PP-94-2021",
            "'issuer' belum diisi",
            id="missing field at the top",
        ),
        pytest.param(
            (GUIDANCE, "verdict: prohibited", "verdict: dilarang"),
            "verdict: dilarang",
            f"'{FIRST}.verdict' berisi 'dilarang'; pilihannya {VERDICTS}",
            id="wrong enum",
        ),
        pytest.param(
            (PP, "applies_to: [PNS, CPNS]", "applies_to:\n      - PNS\n      - pegawai"),
            "- pegawai",
            "'provisions.0.applies_to.1' berisi 'pegawai'; pilihannya 'PNS'",
            id="wrong literal",
        ),
        pytest.param(
            (UU, "date: 2016-07-01", "date: 1 Juli 2016"),
            "date: 1 Juli 2016",
            "'date' harus tanggal seperti 2026-11-22",
            id="date in words",
        ),
        pytest.param(
            (UU, "date: 2016-07-01", "date: 2016"),
            "date: 2016",
            "'date' harus tanggal seperti 2026-11-22",
            id="date that is a number",
        ),
        pytest.param(
            (UU, "date: 2016-07-01", "date: 2016-07-01 08:30:00"),
            "date: 2016-07-01",
            "'date' harus tanggal seperti 2026-11-22",
            id="date with a time",
        ),
        pytest.param(
            (UU, "date: 2016-07-01", "date: [2016]"),
            "date: [2016]",
            "'date' harus tanggal seperti 2026-11-22",
            id="date that is a list",
        ),
        pytest.param(
            (UU, "date: 2016-07-01", "date: 2016-07-32"),
            "date: 2016-07-32",
            "'2016-07-32' bukan nilai yang sah (tanggal ditulis 2026-11-22)",
            id="date that does not exist",
        ),
        pytest.param(
            (PP, "number: 94 Tahun 2021", "number: 94"),
            "number: 94",
            "'number' harus teks; beri tanda kutip",
            id="number for text",
        ),
        pytest.param(
            (GUIDANCE, "- like unggahan calon\n", "- like unggahan calon\n      - ya: tidak\n"),
            "- ya: tidak",
            f"'{FIRST}.variants.3' harus teks; beri tanda kutip",
            id="mapping for text",
        ),
        pytest.param(
            (GUIDANCE, "      - like unggahan calon\n", ""),
            "variants:\n      - boleh like",
            f"'{FIRST}.variants' butuh paling sedikit 6 isi",
            id="too few variants",
        ),
        pytest.param(
            (PP, "issuer: Pemerintah", "issuer: '  '"),
            "issuer: '  '",
            "'issuer' kosong",
            id="blank text",
        ),
        pytest.param(
            (GUIDANCE, "title: Mencoblos di TPS", f"title: {'x' * 91}"),
            "x" * 91,
            "'situations.1.title' lebih dari 90 karakter",
            id="long title",
        ),
        pytest.param(
            (GUIDANCE, "id: hak-pilih", "id: Hak_Pilih"),
            "id: Hak_Pilih",
            "'situations.1.id' berisi 'Hak_Pilih'; harus berpola ^[a-z0-9]+(-[a-z0-9]+)*$",
            id="id that is no slug",
        ),
        pytest.param(
            (ARTICLE, "url: https://kabar.example/rakor", "url: kabar.example"),
            "url: kabar.example",
            "'url' harus alamat lengkap yang diawali https://",
            id="address without a scheme",
        ),
        pytest.param(
            (ARTICLE, "topics: [dukungan]", "topics: dukungan"),
            "topics: dukungan",
            "'topics' harus daftar (baris-baris yang diawali '- ')",
            id="text for a list",
        ),
        pytest.param(
            (VOCABULARY, "  ga: tidak\n  nyoblos: mencoblos\n", "  - ga\n"),
            "spellings:",
            "'spellings' harus pasangan kunci: nilai",
            id="list for a mapping",
        ),
        pytest.param(
            (VOCABULARY, "ga: tidak", "ga: no"),
            "ga: no",
            "'spellings.ga' harus teks; beri tanda kutip",
            id="truth value for text",
        ),
        pytest.param(
            (PP, "    sanction:\n      levels: [berat]\n      text: H", "    sanction: H"),
            "sanction: H",
            "'provisions.1.sanction' harus pasangan kunci: nilai",
            id="text for a model",
        ),
        pytest.param(
            (VOCABULARY, "person: true", "person: mungkin"),
            "person: mungkin",
            "'concepts.1.person' salah (Input should be a valid boolean, unable to interpret "
            "input)",
            id="any other fault",
        ),
        pytest.param(
            (ROUTING, "title: Sapaan", "title: Sapaan\n    title: Salam"),
            "title: Salam",
            "kunci 'title' ditulis dua kali",
            id="duplicate key",
        ),
        pytest.param(
            (ROUTING, "    title: Sapaan", "\ttitle: Sapaan"),
            "title: Sapaan",
            "ada karakter TAB; pakai spasi untuk menjorokkan",
            id="tab",
        ),
    ],
)


@one_fault
def test_one_fault_is_one_problem_at_its_line(
    tmp_path: Path, change: Change, at: str, message: str
) -> None:
    folder = write_knowledge_base(tmp_path, change)
    [problem] = refusal(folder)
    expected = f"{change[0]}:{line_of(folder, change[0], at)}: {message}"
    assert problem.startswith(expected) if message.endswith("'PNS'") else problem == expected


def test_every_problem_of_every_file_is_listed_at_once(tmp_path: Path) -> None:
    folder = write_knowledge_base(
        tmp_path,
        (PP, "status: in_force", "status: berlaku"),
        (PP, "issuer: Pemerintah\n", ""),
        (GUIDANCE, "verdict: allowed", "verdict: boleh"),
        (GUIDANCE, "verdict: prohibited", "verdict: dilarang"),
        (ROUTING, "reply: Halo", "balasan: Halo"),
    )
    add_file(folder, UU, b"\xff")
    add_file(folder, ARTICLE, "")
    (folder / VOCABULARY).unlink()
    found = refusal(folder)
    assert [problem.rsplit(": ", 1)[0].split(": ")[0] for problem in found] == [
        f"{ARTICLE}:1",
        f"{GUIDANCE}:{line_of(folder, GUIDANCE, 'verdict: dilarang')}",
        f"{GUIDANCE}:{line_of(folder, GUIDANCE, 'verdict: boleh')}",
        f"{PP}:1",
        f"{PP}:{line_of(folder, PP, 'status: berlaku')}",
        f"{UU}:1",
        f"{ROUTING}:{line_of(folder, ROUTING, '- id: sapaan')}",
        f"{ROUTING}:{line_of(folder, ROUTING, 'balasan: Halo')}",
        f"{VOCABULARY}:1",
    ]


@pytest.mark.parametrize("file", sorted(FILES))
def test_one_bad_file_refuses_the_whole_base(tmp_path: Path, file: str) -> None:
    folder = write_knowledge_base(tmp_path)
    add_file(folder, file, "bukan: [\n")
    assert len(refusal(folder)) == 1
    add_file(folder, file, FILES[file])
    assert load_knowledge(folder)


def test_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    folder = tmp_path / "tidak-ada"
    assert refusal(folder) == [f"{folder}:1: folder pengetahuan tidak ada"]
    (tmp_path / "berkas").touch()
    assert refusal(tmp_path / "berkas") == [
        f"{tmp_path / 'berkas'}:1: folder pengetahuan tidak ada"
    ]


def test_an_empty_folder_names_the_files_it_needs(tmp_path: Path) -> None:
    assert refusal(tmp_path) == [
        "routing.yaml:1: tidak dapat dibaca: No such file or directory",
        "vocabulary.yaml:1: tidak dapat dibaca: No such file or directory",
    ]


def test_a_huge_number_for_a_choice_is_a_problem_like_any_other(tmp_path: Path) -> None:
    folder = write_knowledge_base(tmp_path, (PP, "status: in_force", f"status: 0x{'f' * 9000}"))
    [problem] = refusal(folder)
    assert problem.startswith(f"{PP}:7: '0xff")
    assert len(problem) < 200


def test_a_long_wrong_value_is_quoted_in_part(tmp_path: Path) -> None:
    folder = write_knowledge_base(tmp_path, (PP, "status: in_force", f"status: {'x' * 5000}"))
    [problem] = refusal(folder)
    assert problem.startswith(f"{PP}:7: 'status' berisi 'xx")
    assert len(problem) < 200


any_file = st.sampled_from(sorted(FILES))


@settings(deadline=None)
@given(any_file, st.data())
def test_a_corrupted_file_is_loaded_or_refused_and_nothing_else(
    file: str, data: st.DataObject
) -> None:
    good = FILES[file].encode()
    start = data.draw(st.integers(0, len(good)), "start")
    end = data.draw(st.integers(start, min(len(good), start + 40)), "end")
    inserted = data.draw(
        st.one_of(st.binary(max_size=8), st.text("-:[]{}&*!'\"\t\n 0?|>~#x", max_size=8)),
        "inserted",
    )
    middle = inserted if isinstance(inserted, bytes) else inserted.encode()
    with tempfile.TemporaryDirectory() as name:
        folder = write_knowledge_base(Path(name))
        add_file(folder, file, good[:start] + middle + good[end:])
        problems: tuple[Problem, ...] | None = None
        try:
            load_knowledge(folder)
        except KnowledgeError as error:
            problems = error.problems
    assert problems != ()
    assert all(problem.line >= 1 and problem.message for problem in problems or ())


# --- content_hash ------------------------------------------------------------------------


def test_the_hash_depends_on_the_content_alone(tmp_path: Path) -> None:
    first = content_hash(write_knowledge_base(tmp_path / "a"))
    assert content_hash(write_knowledge_base(tmp_path / "b")) == first
    os.utime(tmp_path / "a" / ROUTING, (0, 0))
    (tmp_path / "a" / "catatan.txt").write_text("bukan YAML")
    assert content_hash(tmp_path / "a") == first
    assert len(first) == 64


@settings(deadline=None)
@given(any_file, st.data())
def test_any_changed_byte_changes_the_hash(file: str, data: st.DataObject) -> None:
    good = FILES[file].encode()
    at = data.draw(st.integers(0, len(good) - 1))
    other = data.draw(st.integers(1, 255))
    with tempfile.TemporaryDirectory() as name:
        folder = write_knowledge_base(Path(name))
        before = content_hash(folder)
        add_file(folder, file, good[:at] + bytes([good[at] ^ other]) + good[at + 1 :])
        assert content_hash(folder) != before
        add_file(folder, file, good)
        assert content_hash(folder) == before


def test_a_moved_added_or_removed_file_changes_the_hash(tmp_path: Path) -> None:
    folder = write_knowledge_base(tmp_path)
    hashes = [content_hash(folder)]
    (folder / ARTICLE).rename(folder / "articles" / "nama-lain.yaml")
    hashes.append(content_hash(folder))
    (folder / "articles" / "nama-lain.yaml").unlink()
    hashes.append(content_hash(folder))
    add_file(folder, "articles/kosong.yaml", "")
    hashes.append(content_hash(folder))
    assert len(set(hashes)) == 4


def test_a_file_that_spells_out_another_does_not_hash_as_both(tmp_path: Path) -> None:
    add_file(tmp_path / "a", "a.yaml", "satu")
    add_file(tmp_path / "a", "b.yaml", "dua")
    add_file(tmp_path / "b", "a.yaml", "satub.yaml\0dua")
    assert content_hash(tmp_path / "a") != content_hash(tmp_path / "b")


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    folder = write_knowledge_base(tmp_path)
    (folder / "articles" / ".#terkunci.yaml").symlink_to("orang@komputer.123")
    with pytest.raises(KnowledgeError) as caught:
        content_hash(folder)
    expected = "articles/.#terkunci.yaml:1: tidak dapat dibaca: No such file or directory"
    assert [str(problem) for problem in caught.value.problems] == [expected]
    assert refusal(folder) == [expected]


# --- read_version ------------------------------------------------------------------------


def test_a_version_is_the_hash_of_what_was_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that is written between the hash and the reading is read again."""
    folder = write_knowledge_base(tmp_path)
    reads = []

    def read_while_written(which: Path, published: Path | None) -> tuple[Knowledge, Sources]:
        if not reads:
            write_knowledge_base(folder, (PP, "short: PP 94/2021", "short: PP Disiplin PNS"))
        reads.append(which)
        return read_knowledge(which, published)

    monkeypatch.setattr(loader, "read_knowledge", read_while_written)
    version, knowledge, _ = read_version(folder)
    assert len(reads) == 2
    assert version == content_hash(folder)
    assert knowledge == load_knowledge(folder)


def test_content_that_changes_all_the_while_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_knowledge_base(tmp_path)
    hashes = iter(range(1000))
    monkeypatch.setattr(loader, "content_hash", lambda *which: str(next(hashes)))
    with pytest.raises(KnowledgeError, match="berubah selagi dibaca"):
        read_version(folder)
