"""What admins do from the phone, from a shell."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from journal.store import Journal, OutcomeRecord
from tests.end_to_end import files_of_news as news
from tests.end_to_end.running import environment, objects, run
from tests.knowledge_base import ARTICLE, FILES


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def env(data: Path, mini: Path) -> dict[str, str]:
    return environment(data, mini)


def lines(done: subprocess.CompletedProcess[str]) -> tuple[int, str]:
    return done.returncode, done.stdout + done.stderr


def test_documents_are_imported_checked_answered_from_and_exported(
    env: dict[str, str], data: Path, tmp_path: Path
) -> None:
    (tmp_path / "berita.docx").write_bytes(news.docx())
    (tmp_path / "kunci.pdf").write_bytes(news.locked_pdf())
    (tmp_path / "ganda.yaml").write_text(FILES[ARTICLE], encoding="utf-8")
    files = [tmp_path / name for name in ("berita.docx", "kunci.pdf", "ganda.yaml", "tidak.txt")]
    status, said = lines(run("import", *files, env=env))
    assert status == 1
    assert "terbit: " in said
    assert "terkunci" in said
    assert "published/articles/rakor-sukamaju.yaml:2: kunci" in said
    assert "tidak ada" in said
    assert [path.suffix for path in (data / "published" / "articles").iterdir()] == [".yaml"]

    asked = "kapan Sekda Mekarsari mengumpulkan pegawai di pendopo kabupaten?"
    (answer,) = objects(run("ask", asked, "--json", env=env).stdout)
    assert answer["passages"][0]["origin"] == "berita.docx"
    assert "2 artikel" in run("check", env=env).stdout

    assert run("export", tmp_path / "out", env=env).returncode == 0
    (copy,) = (tmp_path / "out" / "articles").iterdir()
    other = environment(tmp_path / "other", Path(env["NETRA_KNOWLEDGE_DIR"]))
    assert run("import", copy, env=other).returncode == 0


def test_unanswered_questions_are_listed_without_who_asked(
    env: dict[str, str], data: Path
) -> None:
    entry = OutcomeRecord("private", "not_found", "neutrality", None, None, 0.1, 9.0, "a")
    journal = Journal(data / "journal.db")
    for person, text in (
        (6_000_000_001, "asn jadi saksi di tps boleh ga"),
        (6_000_000_002, "bolehkah ASN menjadi saksi pasangan calon di TPS?"),
        (6_000_000_003, "kapan gaji 13 cair"),
    ):
        journal.record(entry, person, text)
    journal.close()
    done = run("unanswered", "--json", env=env)
    first, second = objects(done.stdout)
    assert (first["count"], len(first["questions"])) == (2, 2)
    assert (second["questions"], second["outcomes"]) == (["kapan gaji 13 cair"], {"not_found": 1})
    assert "600000000" not in done.stdout
    assert run("unanswered", env=env).stdout.startswith("2x ")
