"""Questions about the articles: answered from them, or honestly not found."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.store import KnowledgeStore
from retrieval.answer import Answer, Outcome
from retrieval.engine import Engine
from retrieval.opening import open_engine
from retrieval.question import understand
from tests.knowledge_base import write_knowledge_base


def _is_news(answer: Answer) -> bool:
    return answer.outcome is Outcome.ANSWERED and answer.passages[0].kind == "article"


@pytest.mark.parametrize(
    ("question", "document", "told"),
    [
        ("kapan rakornas asn di ancol", "rakornas-netralitas-ancol", "17 September 2024"),
        (
            "kapan rakor netralitas di pesisir barat",
            "rakor-netralitas-pesisir-barat",
            "31 Agustus 2024",
        ),
        ("berapa peserta rakor netralitas di lahat", "rakor-netralitas-lahat", "400"),
        ("siapa narasumber workshop di bogor", "workshop-netralitas-bogor", "Cecep"),
        (
            "siapa narasumber workshop kemenko polhukam di kota bogor",
            "workshop-netralitas-bogor",
            "Cecep",
        ),
    ],
)
def test_what_an_article_tells_is_answered(
    engine: Engine, question: str, document: str, told: str
) -> None:
    answer = engine.ask(question)

    assert _is_news(answer)
    assert {passage.document for passage in answer.passages} == {document}
    assert told in " ".join(passage.text for passage in answer.passages)


@pytest.mark.parametrize(
    ("question", "document"),
    [
        # Without the name of a place: by what was said, and that it was said somewhere.
        (
            "empat hal yang ditekankan pj bupati soal netralitas di rakor itu apa saja",
            "rakor-netralitas-lahat",
        ),
        (
            "dirjen otonomi daerah menyampaikan dua pesan di rakor penjabat, apa isinya",
            "rakor-netralitas-penjabat-jakarta",
        ),
        (
            "menurut berita rapat koordinasi di Lahat, pesertanya dari unsur mana saja",
            "rakor-netralitas-lahat",
        ),
        ("what did the speaker of the Bogor workshop talk about", "workshop-netralitas-bogor"),
    ],
)
def test_news_is_known_by_what_it_tells(engine: Engine, question: str, document: str) -> None:
    answer = engine.ask(question)

    assert _is_news(answer)
    assert answer.passages[0].document == document


def test_a_base_without_articles_has_no_news(tmp_path: Path) -> None:
    folder = write_knowledge_base(tmp_path)
    for article in (folder / "articles").glob("*.yaml"):
        article.unlink()
    with KnowledgeStore(tmp_path / "knowledge.db") as store:
        engine = open_engine(folder, store, None)

    assert not engine.news.has_articles
    assert engine.news.find(understand("berita rakor itu kapan", engine.index, None)) is None


def test_news_has_no_verdict_and_names_its_file(engine: Engine) -> None:
    answer = engine.ask("kapan rakornas asn di ancol")

    assert answer.verdict is None
    assert answer.guidance is None
    assert answer.basis == ()
    assert {passage.origin for passage in answer.passages} == {"000_a6a35d236fea0105.txt"}


@pytest.mark.parametrize(
    "question",
    [
        # The articles about Lahat and Bogor give no date.
        "kapan rakor netralitas asn di lahat",
        "tanggal berapa rakor netralitas di lahat",
        "kapan workshop kemenko polhukam di bogor",
        "kapan workshop netralitas di kota bogor",
        # Those about Ancol, Bogor and Pesisir Barat give no number of participants.
        "berapa jumlah peserta rakornas di ancol",
        "berapa jumlah peserta workshop di kota bogor",
        "berapa peserta rakor netralitas di pesisir barat",
    ],
)
def test_a_date_or_number_that_no_article_gives_is_not_found(
    engine: Engine, question: str
) -> None:
    answer = engine.ask(question)

    assert answer.outcome is Outcome.NOT_FOUND
    assert answer.passages == ()


REGIONS = ["Lahat", "Bogor", "Pesisir Barat", "Pekanbaru", "Lhokseumawe", "Lampung", "Jakarta"]


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize(
    "question",
    [
        "bolehkah ASN {} ikut kampanye calon bupati",
        "apakah PNS pemkab {} dilarang menyukai unggahan calon",
        "boleh tidak guru di {} memakai kaos calon",
        "pegawai {} foto bareng cabup melanggar nggak",
        "saya ASN {}, aman nggak follow akun calon wali kota",
    ],
)
def test_an_act_in_a_region_of_the_news_is_no_news(
    engine: Engine, question: str, region: str
) -> None:
    assert not _is_news(engine.ask(question.format(region)))


@pytest.mark.parametrize(
    "question",
    ["apa itu netralitas asn", "kapan masa tenang", "siapa yang mengawasi netralitas asn"],
)
def test_a_general_fact_is_no_news(engine: Engine, question: str) -> None:
    assert not _is_news(engine.ask(question))
