"""What admins publish is one knowledge base with what ships, refused whole where it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from errors import ImportFailed, KnowledgeError, Problem, StorageError
from knowledge.loader import content_hash, load_knowledge
from knowledge.published import Kind, PublishedFolder
from knowledge.schema import Additions, Article, GuidanceTopic
from tests.knowledge_base import ARTICLE, FILES, GUIDANCE, add_file, line_of, write_knowledge_base

SITUATION = "like-unggahan-calon"
ARTICLE_KEY = "sekda-mekarsari"
DOCUMENT = Article(
    key=ARTICLE_KEY,
    title="Sekda: jaga netralitas",
    origin="a: b.txt",
    paragraphs=("Isi # berita.",),
)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return write_knowledge_base(tmp_path / "content")


@pytest.fixture
def published(tmp_path: Path) -> Path:
    return tmp_path / "published"


def problems(content: Path, published: Path) -> list[Problem]:
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(content, published)
    return list(caught.value.problems)


def publish(folder: Path, added: Article | GuidanceTopic | Additions) -> None:
    with PublishedFolder(folder).adding(added, "admin 7"):
        pass


def test_no_folder_is_no_difference(content: Path, published: Path) -> None:
    assert load_knowledge(content, published) == load_knowledge(content)
    assert content_hash(content, published) == content_hash(content)


def test_a_published_article_is_loaded_as_it_was_given(content: Path, published: Path) -> None:
    publish(published, DOCUMENT)
    assert load_knowledge(content, published).articles[-1] == DOCUMENT
    assert content_hash(content, published) != content_hash(content)


def test_a_published_situation_is_loaded_as_it_was_given(content: Path, published: Path) -> None:
    (shipped,) = load_knowledge(content).topics
    renamed = [
        item.model_copy(update={"id": f"{item.id}-2", "question": f"{item.question} (2)",
                                "variants": tuple(f"{text} (2)" for text in item.variants)})
        for item in shipped.situations
    ]  # fmt: skip
    topic = shipped.model_copy(update={"situations": tuple(renamed)})
    publish(published, topic)
    assert load_knowledge(content, published).topics[-1] == topic


def test_additions_stand_with_the_situation_and_the_class(content: Path, published: Path) -> None:
    publish(published, Additions(variants={SITUATION: ("kasih hati ke cabup",)}))
    publish(published, Additions(variants={SITUATION: ("kasih hati ke cabup", "klik suka")}))
    publish(published, Additions(examples={"sapaan": ("hai bot",)}))
    knowledge = load_knowledge(content, published)
    assert knowledge.situations[0].added == ("kasih hati ke cabup", "klik suka")
    assert knowledge.routing.classes[0].examples[-1] == "hai bot"


def test_what_the_content_has_come_to_know_is_not_added_twice(
    content: Path, published: Path
) -> None:
    publish(published, Additions(variants={SITUATION: ("Like  unggahan CALON",)}))
    assert load_knowledge(content, published).situations[0].added == ()


def test_a_problem_names_the_published_file_and_its_line(content: Path, published: Path) -> None:
    add_file(published, ARTICLE, FILES[ARTICLE])
    line = line_of(published, ARTICLE, "key: rakor")
    message = f"kunci 'rakor-sukamaju' sudah dipakai di {ARTICLE}"
    assert problems(content, published) == [Problem(f"published/{ARTICLE}", line, message)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("variants:\n  tidak-ada:\n    - apa ya\n", "situasi 'tidak-ada' tidak ada"),
        ("examples:\n  tidak-ada:\n    - apa ya\n", "kelas 'tidak-ada' tidak ada"),
        (f"variants:\n  {SITUATION}:\n    - Hak pilih ASN di TPS\n", "juga ada di 'hak-pilih'"),
        (f"variants:\n  {SITUATION}:\n    - foto dengan Pak Slamet\n", "menyebut orang tertentu"),
        ("examples:\n  sapaan:\n    - kapan gaji 13 cair\n", "juga ada di kelas 'kepegawaian'"),
        ("varian: {}\n", "'varian' tidak dikenal"),
    ],
)
def test_wrong_additions_are_refused(
    content: Path, published: Path, text: str, message: str
) -> None:
    add_file(published, "additions.yaml", text)
    (problem,) = problems(content, published)
    assert message in problem.message
    assert problem.file == "published/additions.yaml"
    assert problem.line == min(text.count("\n"), problem.line)


@pytest.mark.parametrize("name", ["", "articles", "guidance"])
def test_a_folder_that_cannot_be_listed_refuses_the_load(
    content: Path, published: Path, name: str
) -> None:
    place = published / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text("bukan folder")
    assert "tidak dapat dibaca" in problems(content, published)[0].message
    with pytest.raises(KnowledgeError):
        content_hash(content, published)


def test_what_is_withdrawn_or_half_written_is_not_read(content: Path, published: Path) -> None:
    add_file(published, "withdrawn/x.yaml", "[")
    add_file(published, "articles/.x.yaml.draf", "[")
    assert load_knowledge(content, published) == load_knowledge(content)
    assert content_hash(content, published) == content_hash(content)


def test_what_was_refused_leaves_no_trace(published: Path) -> None:
    publish(published, Additions(variants={SITUATION: ("satu",)}))
    before = {path: path.read_bytes() for path in published.rglob("*") if path.is_file()}
    for added in (DOCUMENT, Additions(variants={SITUATION: ("dua",)})):
        with pytest.raises(ZeroDivisionError), PublishedFolder(published).adding(added, "x"):
            raise ZeroDivisionError
    after = {path: path.read_bytes() for path in published.rglob("*") if path.is_file()}
    assert after == before


def test_a_name_is_used_once(published: Path) -> None:
    publish(published, DOCUMENT)
    with pytest.raises(ImportFailed, match="sudah terbit"):
        publish(published, DOCUMENT)


def test_each_thing_is_listed_and_withdrawn_by_itself(content: Path, published: Path) -> None:
    publish(published, DOCUMENT)
    publish(published, Additions(variants={SITUATION: ("satu",), "hak-pilih": ("dua",)}))
    folder = PublishedFolder(published)
    kinds = [(item.kind, item.key) for item in folder.documents()]
    assert kinds == [
        (Kind.ARTICLE, ARTICLE_KEY), (Kind.VARIANTS, "hak-pilih"), (Kind.VARIANTS, SITUATION),
    ]  # fmt: skip
    for document in folder.documents()[:2]:
        with pytest.raises(ZeroDivisionError), folder.withdrawing(document):
            raise ZeroDivisionError
        assert document in folder.documents()
        with folder.withdrawing(document):
            pass
    assert [item.key for item in folder.documents()] == [SITUATION]
    assert len(list((published / "withdrawn").iterdir())) == 2
    assert load_knowledge(content, published).articles == load_knowledge(content).articles


def test_an_export_is_what_is_published(published: Path, tmp_path: Path) -> None:
    publish(published, DOCUMENT)
    publish(published, Additions(examples={"sapaan": ("hai",)}))
    add_file(published, "withdrawn/x.yaml", "a: 1")
    assert PublishedFolder(published).export(tmp_path / "out") == 2
    assert PublishedFolder(tmp_path / "out").documents() == PublishedFolder(published).documents()


def test_a_disk_that_cannot_be_written_is_a_storage_error(published: Path) -> None:
    add_file(published, "articles", "bukan folder")
    with pytest.raises(StorageError):
        publish(published, DOCUMENT)


PRINTABLE = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1)


@given(texts=st.lists(PRINTABLE, min_size=1, max_size=4, unique=True))
def test_any_text_is_read_as_it_was_written(
    texts: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("p")
    article = DOCUMENT.model_copy(update={"title": texts[0], "paragraphs": tuple(texts)})
    publish(folder, article)
    publish(folder, Additions(examples={"sapaan": tuple(texts)}))
    content = write_knowledge_base(folder / "content")
    knowledge = load_knowledge(content, folder)
    assert article in knowledge.articles
    assert {*texts} <= {*knowledge.routing.classes[0].examples}


def test_a_topic_that_exists_may_be_added_to(content: Path, published: Path) -> None:
    text = (
        FILES[GUIDANCE].replace("- id: ", "- id: baru-").replace("related: [", "related: [baru-")
    )
    changed = "\n".join(
        f"{line} baru" if line.startswith(("      - ", "    question:")) and "{" not in line
        and "who" not in line else line for line in text.splitlines()
    )  # fmt: skip
    add_file(published, "guidance/pilkada.yaml", changed)
    topics = load_knowledge(content, published).topics
    assert [topic.topic for topic in topics] == ["pilkada", "pilkada"]


def test_a_document_knows_every_way_of_asking_that_came_with_it(
    content: Path, published: Path
) -> None:
    (topic,) = load_knowledge(content).topics
    publish(published, DOCUMENT)
    publish(published, topic)
    publish(published, Additions(variants={SITUATION: ("satu", "dua: tiga")}))
    found = {item.kind: item.phrasings for item in PublishedFolder(published).documents()}
    assert found == {
        Kind.ARTICLE: frozenset(),
        Kind.GUIDANCE: {text for item in topic.situations for text in item.phrasings},
        Kind.VARIANTS: {"satu", "dua: tiga"},
    }
