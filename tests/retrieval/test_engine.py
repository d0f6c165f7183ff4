"""The whole way of a question: what is promised for every answer, whatever is typed."""

from __future__ import annotations

import gc
import json
import weakref
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from knowledge.schema import Stage, Verdict
from knowledge.store import KnowledgeStore
from retrieval.answer import NEUTRALITY, Answer, Outcome
from retrieval.engine import Engine, Suggestions
from retrieval.evaluation import read_questions
from retrieval.opening import open_engine
from retrieval.question import understand
from settings import ROOT
from tests.conftest import CONTENT
from tests.knowledge_base import write_knowledge_base
from tests.retrieval.fakes import CountingEncoder

WORDS = (
    "boleh bolehkah tidak gak dilarang PNS ASN PPPK guru camat kades honorer istri suami calon "
    "bupati gubernur paslon like komen share foto kampanye hadir nonton spanduk stiker kaos mobil "
    "dinas partai sanksi pasal 71 uu 10/2016 5 huruf n pp 94/2021 skb kapan siapa berapa apa "
    "rakor lahat ancol bogor resep halo terima kasih masa tenang bawaslu lapor mundur cuti"
).split()
QUESTIONS = st.one_of(
    st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
)


def assert_sound(answer: Answer, engine: Engine) -> None:
    """What holds for every answer."""
    assert answer.answer.strip()
    assert 0.0 <= answer.confidence <= 1.0
    assert answer.latency_ms["total"] >= 0
    replies = {route.id: route.reply for route in engine.index.knowledge.routing.classes}
    match answer.outcome:
        case Outcome.ANSWERED:
            assert answer.route == NEUTRALITY
            assert answer.title
            assert answer.passages
        case Outcome.CLARIFY:
            assert answer.route == NEUTRALITY
            assert answer.verdict is None
            assert len(answer.choices) >= 2
            assert all(engine.open(choice.id) for choice in answer.choices)
        case Outcome.NOT_FOUND:
            assert answer.route == NEUTRALITY
            assert answer.answer == engine.index.knowledge.routing.not_found
            assert_no_sources(answer)
        case Outcome.DECLINED:
            assert answer.route in {*replies, "empty"}
            assert answer.answer == replies.get(answer.route, answer.answer)
            assert_no_sources(answer)
    known = {
        (regulation.key, provision.ref): regulation.status
        for regulation in engine.index.knowledge.regulations
        for provision in regulation.provisions
    }
    for citation in answer.basis:
        assert known[citation.regulation, citation.ref] is citation.status
    for passage in answer.passages:
        assert engine.compose.passage(passage.id) is not None
    if answer.guidance:
        situation = engine.compose.situation(answer.guidance)
        assert situation is not None
        assert answer.verdict is situation.verdict
        assert answer.answer == situation.answer
        assert [(item.regulation, item.ref) for item in answer.basis] == [
            (item.regulation, item.ref) for item in situation.basis
        ]
    elif answer.verdict:
        assert answer.verdict is Verdict.INFORMATION


def assert_no_sources(answer: Answer) -> None:
    """No answer, no verdict, no basis, no passages."""
    assert answer.verdict is None
    assert answer.guidance is None
    assert answer.sanction is None
    assert answer.basis == ()
    assert answer.passages == ()


@settings(max_examples=70)
@given(QUESTIONS, st.one_of(st.none(), QUESTIONS))
@example("sanksinya apa", "bolehkah PNS menjadi anggota partai politik")
@example("boleh", None)
def test_every_answer_is_sound(engine: Engine, question: str, context: str | None) -> None:
    answer = engine.ask(question, context)

    assert answer.question == question
    assert_sound(answer, engine)


@pytest.mark.parametrize(
    ("question", "outcome"),
    [
        ("bolehkah PNS menjadi anggota partai politik", Outcome.ANSWERED),
        ("kapan rakornas asn di ancol", Outcome.ANSWERED),
        ("pasal 71 uu 10/2016", Outcome.ANSWERED),
        ("kapan rakor netralitas asn di lahat", Outcome.NOT_FOUND),
        ("resep soto ayam", Outcome.DECLINED),
        ("", Outcome.DECLINED),
    ],
)
def test_scripts_find_the_promised_keys(engine: Engine, question: str, outcome: Outcome) -> None:
    printed = json.loads(engine.ask(question).model_dump_json())

    assert printed["outcome"] == outcome
    assert set(printed) == {
        "question", "outcome", "route", "verdict", "guidance", "title", "answer", "sanction",
        "basis", "passages", "parts", "suggestions", "confidence", "latency_ms",
    }  # fmt: skip
    for citation in printed["basis"]:
        assert {"regulation", "ref", "status"} <= set(citation)
    for passage in printed["passages"]:
        assert set(passage) == {"id", "kind", "document", "origin", "title", "text", "score"}
    assert all(isinstance(title, str) for title in printed["suggestions"])
    assert isinstance(printed["latency_ms"]["total"], float)


@pytest.mark.parametrize("question", ["resep rendang padang yang enak", "harga emas hari ini"])
def test_words_of_other_subjects_are_not_taken_for_typos(engine: Engine, question: str) -> None:
    assert question.split()[0] in understand(question, engine.index, None).terms.standard
    assert engine.ask(question).route == "di-luar-topik"


def test_every_situation_opens_with_a_basis_that_resolves(engine: Engine) -> None:
    for situation in engine.index.situations:
        card = engine.open(situation.id)
        assert card is not None
        assert card.basis
        card = card.model_copy(update={"latency_ms": {"total": 0.0}})
        assert_sound(card, engine)


def test_an_unknown_situation_does_not_open(engine: Engine) -> None:
    assert engine.open("tidak-ada") is None


LABELLED = ROOT / "knowledge" / "content" / "labelled.jsonl"
LONG = "bolehkah PNS ikut kampanye calon bupati " * 250
HOSTILE = {
    "nothing": "",
    "spaces": " \t\r\n ",
    "long": LONG[:10_000],
    "one long word": "x" * 10_000,
    "no word breaks": "bolehlike" * 1_200,
    "emoji": "👍🏽😀🇮🇩🔥",
    "nul": "\0\0\0",
    "nul inside": "boleh\0like\0calon",
    "lone surrogate": "\ud83d",
    "lone surrogates inside": "boleh like \ud800 unggahan \udfff calon",
    "html": "<b>boleh</b><script>alert(1)</script><img src=x onerror=alert(1)>",
    "broken html": "<b><i>boleh</b> &lt; &amp;&#0; </",
    "markdown": "*_[boleh](http://x.example)_* `like` ~calon~ ||x|| ```",
    "right to left": "\u202eboleh like calon\u202c \u2067\u200f",
    "only marks": "\u200e\u200f\u202e",
    "tags": "".join(chr(0xE0000 + ord(letter)) for letter in "boleh"),
    "accents": "b\u0301\u0302\u0303\u0304oleh" * 50,
    "arabic": "هل يجوز للموظف",
    "sql": "'; DROP TABLE versions; --",
    "format": "{} %s %(x)s {0.__class__} ${x}",
    "numbers": "0" * 400 + "/" + "9" * 400,
    "articles": "pasal " * 300 + "71 uu " + "1" * 300 + "/2016",
    "parentheses": "(" * 2000 + "pasal 71" + ")" * 2000,
    "lines": "\n".join(["boleh?"] * 500),
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_text_gets_a_polite_answer(engine: Engine, name: str) -> None:
    assert_sound(engine.ask(HOSTILE[name]), engine)


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_context_does_no_harm(engine: Engine, name: str) -> None:
    assert_sound(engine.ask("sanksinya apa?", HOSTILE[name]), engine)


@pytest.mark.parametrize(
    "name", ["nothing", "spaces", "emoji", "nul", "only marks", "tags", "lone surrogate"]
)
def test_a_message_without_words_is_told_so(engine: Engine, name: str) -> None:
    answer = engine.ask(HOSTILE[name])

    assert (answer.outcome, answer.route) == (Outcome.DECLINED, "empty")


@pytest.mark.parametrize(
    "dressed", ["<b>{}</b>", "*{}*", "{}\0", "\u202e{}\u202c", "{}???!!!", "  {}\n"]
)
def test_dress_does_not_change_an_answer(engine: Engine, dressed: str) -> None:
    question = "bolehkah PNS menjadi anggota partai politik"
    bare, dressed_up = engine.ask(question), engine.ask(dressed.format(question))

    assert dressed_up.guidance == bare.guidance
    assert dressed_up.outcome is bare.outcome


def test_the_same_question_has_the_same_answer(engine: Engine) -> None:
    question = "bolehkah PNS menjadi anggota partai politik"
    first, second = engine.ask(question), engine.ask(question)

    assert first.model_copy(update={"latency_ms": {}}) == second.model_copy(
        update={"latency_ms": {}}
    )


def test_threads_get_the_answers_of_one(engine: Engine) -> None:
    people = ("PNS", "PPPK", "kepala desa", "guru honorer")
    acts = ("jadi tim sukses", "ikut kampanye", "like unggahan calon")
    questions = [f"bolehkah {who} {act}" for who in people for act in acts]
    alone = [engine.ask(question).guidance for question in questions]

    with ThreadPoolExecutor(6) as pool:
        together = [answer.guidance for answer in pool.map(engine.ask, questions)]

    assert together == alone


@pytest.mark.parametrize(
    "question",
    [
        "bolehkah PNS menjadi anggota partai politik",
        "apakah PPPK boleh menjadi pengurus partai politik",
        "boleh gak guru honorer jadi tim sukses",
        "apakah anggota TNI boleh mendukung calon",
        "bolehkah mobil dinas dipakai kampanye",
        "boleh tidak PNS menyukai unggahan calon bupati",
        "apakah kepala desa boleh ikut kampanye",
        "bolehkah lurah PNS mengajak warga memilih calon",
    ],
)
def test_what_is_plainly_forbidden_is_prohibited(engine: Engine, question: str) -> None:
    assert engine.ask(question).verdict is Verdict.PROHIBITED


@pytest.mark.parametrize(
    "question",
    ["apakah ASN boleh mencoblos", "bolehkah PNS memilih di TPS pada hari pemungutan suara"],
)
def test_what_is_plainly_allowed_is_allowed(engine: Engine, question: str) -> None:
    assert engine.ask(question).verdict is Verdict.ALLOWED


class TestFollowUps:
    def test_the_context_says_what_it_is_about(self, engine: Engine) -> None:
        context = "bolehkah PNS menjadi anggota partai politik"

        answer = engine.ask("sanksinya apa?", context)

        assert answer.outcome is Outcome.ANSWERED
        assert answer.question == "sanksinya apa?"
        assert answer.title is not None
        assert "part" in answer.title.casefold() or "parpol" in answer.title.casefold()

    def test_another_class_of_person_is_another_answer(self, engine: Engine) -> None:
        answer = engine.ask("kalau PPPK?", "bolehkah PNS menjadi anggota partai politik")

        assert "PPPK" in answer.applies_to

    def test_a_context_does_not_bend_a_whole_question(self, engine: Engine) -> None:
        whole = (
            "bolehkah guru honorer di sekolah negeri memasang stiker calon gubernur di motor "
            "pribadi miliknya sendiri"
        )

        answer = engine.ask(whole, "kapan rakornas asn di ancol")

        assert answer.guidance == engine.ask(whole).guidance


def ids(found: Suggestions) -> list[str | None]:
    first = [found.answer.guidance] if found.answer else []
    return [*first, *(situation.id for situation in found.others)]


class TestSuggestions:
    def test_the_first_is_the_answer(self, engine: Engine) -> None:
        question = "bolehkah PNS menjadi anggota partai politik"
        found = engine.suggest(question, 5)

        assert found.answer is not None
        assert found.answer.guidance == engine.ask(question).guidance
        assert len(ids(found)) == len(set(ids(found))) == 5

    def test_the_first_answers_every_question_of_the_message(self, engine: Engine) -> None:
        text = "Apakah PNS boleh mencoblos di TPS? Apakah PNS boleh menjadi tim sukses?"

        found = engine.suggest(text, 1)

        assert found.answer is not None
        assert found.answer.parts
        assert found.answer.parts == engine.ask(text).parts
        assert found.others == ()

    def test_pieces_are_of_one_list(self, engine: Engine) -> None:
        question = "bolehkah PNS menjadi anggota partai politik"
        whole = ids(engine.suggest(question, 30))

        for skip in (0, 10, 20):
            piece = engine.suggest(question, 10, skip)
            assert ids(piece) == whole[skip : skip + 10]
        assert len(set(whole)) == 30

    def test_a_question_back_comes_first_and_its_choices_after_it(self, engine: Engine) -> None:
        questions = (label.question for label in read_questions(LABELLED))
        question = next(q for q in questions if engine.ask(q).outcome is Outcome.CLARIFY)
        found = engine.suggest(question, 30)

        assert found.answer is not None
        assert found.answer.outcome is Outcome.CLARIFY
        assert {choice.id for choice in found.answer.choices} <= set(ids(found))

    @pytest.mark.parametrize(
        ("question", "stage"),
        [
            ("boleh hadir acara bakal calon bupati sebelum penetapan", Stage.BEFORE_NOMINATION),
            ("boleh hadir acara bupati", None),
        ],
    )
    def test_the_stage_is_the_one_that_is_named(
        self, engine: Engine, question: str, stage: Stage | None
    ) -> None:
        assert engine.suggest(question, 3).stage is stage

    @pytest.mark.parametrize(
        "question", ["resep soto ayam", "", "kapan rakor netralitas asn di lahat"]
    )
    def test_where_there_is_no_answer_there_is_nothing_else(
        self, engine: Engine, question: str
    ) -> None:
        found = engine.suggest(question, 5)

        assert found.others == ()
        assert found.answer is not None
        assert_no_sources(found.answer)


def test_a_second_opening_embeds_nothing(engine: Engine, store: KnowledgeStore) -> None:
    assert engine.encoder is not None
    first = open_engine(CONTENT, store, engine.encoder)
    counting = CountingEncoder(engine.encoder)
    reports: list[int] = []

    second = open_engine(CONTENT, store, counting, lambda done, total: reports.append(done))

    assert counting.count == 0
    assert reports == []
    assert second.index.version == first.index.version
    question = "bolehkah PNS menjadi anggota partai politik"
    assert second.ask(question).guidance == first.ask(question).guidance
    assert counting.count == 1


def test_what_a_reload_replaces_is_freed_at_once(tmp_path: Path) -> None:
    base = write_knowledge_base(tmp_path / "base")
    with KnowledgeStore(tmp_path / "knowledge.db") as store:
        engine = open_engine(base, store, None)
        engine.ask("boleh like unggahan calon?")
        engine.suggest("boleh like unggahan calon?", 10)
        parts = [engine.index, engine.index.knowledge, engine.ranking, engine.router, engine.news]
        freed = [weakref.ref(part) for part in parts]
        gc.disable()
        try:
            del parts, engine
            assert [part() for part in freed] == [None] * len(freed)
        finally:
            gc.enable()


def test_without_a_model_words_answer(degraded: Engine, engine: Engine) -> None:
    named = degraded.ask("pasal 71 uu 10/2016")
    answer = degraded.ask("bolehkah PNS menjadi anggota partai politik")

    assert named.outcome is Outcome.ANSWERED
    assert answer.degraded
    assert not engine.ask("pasal 71 uu 10/2016").degraded
    assert_sound(answer, degraded)


@pytest.mark.parametrize("question", ["resep soto ayam", "", "dasar bot bego"])
def test_without_a_model_what_is_outside_is_declined(degraded: Engine, question: str) -> None:
    assert degraded.ask(question).outcome is Outcome.DECLINED


@settings(max_examples=40)
@given(QUESTIONS)
def test_without_a_model_every_answer_is_sound(degraded: Engine, question: str) -> None:
    answer = degraded.ask(question)

    assert answer.degraded
    assert_sound(answer, degraded)
