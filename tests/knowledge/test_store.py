"""What is saved comes back equal; old versions go; an unusable folder names its setting."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from errors import StorageError
from knowledge.loader import load_knowledge
from knowledge.schema import Knowledge
from knowledge.store import KEPT_VERSIONS, InService, KnowledgeStore
from tests.end_to_end.disks import read_only
from tests.knowledge_base import PP, write_knowledge_base


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "baru" / "knowledge.db"


@pytest.fixture
def store(path: Path) -> Iterator[KnowledgeStore]:
    with KnowledgeStore(path) as opened:
        yield opened


@pytest.fixture
def knowledge(tmp_path: Path) -> Knowledge:
    return load_knowledge(write_knowledge_base(tmp_path / "isi"))


def versions_in(path: Path) -> dict[str, list[str]]:
    connection = sqlite3.connect(path)
    try:
        return {
            table: [
                row[0]
                for row in connection.execute(f"select distinct version from {table} order by 1")
            ]
            for table in ("versions", "documents", "learned")
        }
    finally:
        connection.close()


# --- versions ----------------------------------------------------------------------------


def test_a_saved_version_comes_back_equal(store: KnowledgeStore, knowledge: Knowledge) -> None:
    store.save("v1", knowledge)
    assert store.load("v1") == knowledge


def test_the_committed_content_comes_back_equal(store: KnowledgeStore) -> None:
    content = load_knowledge(Path(__file__).parents[2] / "knowledge" / "content")
    store.save("v1", content)
    assert store.load("v1") == content


def test_an_unknown_version_is_none(store: KnowledgeStore, knowledge: Knowledge) -> None:
    assert store.load("v1") is None
    store.save("v1", knowledge)
    assert store.load("v2") is None


def test_versions_do_not_mix(store: KnowledgeStore, knowledge: Knowledge, tmp_path: Path) -> None:
    changed = (PP, "short: PP 94/2021", "short: PP Disiplin PNS")
    other = load_knowledge(write_knowledge_base(tmp_path / "lain", changed))
    store.save("v1", knowledge)
    store.save("v2", other)
    assert store.load("v1") == knowledge
    assert store.load("v2") == other != knowledge


def test_saving_again_replaces_every_document(store: KnowledgeStore, knowledge: Knowledge) -> None:
    store.save("v1", knowledge)
    smaller = knowledge.model_copy(update={"articles": (), "topics": knowledge.topics[:1]})
    store.save("v1", smaller)
    assert store.load("v1") == smaller
    assert store.counts()["versions"] == 1


def test_the_last_versions_are_kept_and_older_ones_leave_nothing(
    store: KnowledgeStore, path: Path, knowledge: Knowledge
) -> None:
    names = [f"v{number:02}" for number in range(KEPT_VERSIONS + 3)]
    for name in names:
        store.save(name, knowledge)
        store.save_learned(name, "bundled", b"x")
    assert KEPT_VERSIONS == 10
    assert store.counts()["versions"] == 10
    assert versions_in(path) == dict.fromkeys(("versions", "documents", "learned"), names[3:])
    assert [name for name in names if store.load(name)] == names[3:]
    assert [name for name in names if store.learned(name, "bundled")] == names[3:]


def test_saving_a_version_again_makes_it_the_youngest(
    store: KnowledgeStore, knowledge: Knowledge
) -> None:
    store.save("kembali", knowledge)
    for number in range(KEPT_VERSIONS - 1):
        store.save(f"v{number}", knowledge)
    store.save("kembali", knowledge)
    store.save("baru", knowledge)
    assert store.load("kembali") == knowledge
    assert store.load("v0") is None


def test_a_failed_save_changes_nothing(
    store: KnowledgeStore, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.save("v1", knowledge)

    def fail(self: KnowledgeStore) -> None:
        raise sqlite3.OperationalError("disk penuh")

    monkeypatch.setattr(KnowledgeStore, "_forget_old_versions", fail)
    for version in ("v1", "v2"):
        with pytest.raises(StorageError, match="disk penuh"):
            store.save(version, knowledge.model_copy(update={"articles": ()}))
    assert store.load("v1") == knowledge
    assert store.load("v2") is None
    assert store.counts()["versions"] == 1


def test_a_version_of_another_schema_counts_as_absent(
    store: KnowledgeStore, path: Path, knowledge: Knowledge
) -> None:
    store.save("v1", knowledge)
    store.save("v2", knowledge)
    connection = sqlite3.connect(path)
    with connection:
        connection.execute(
            "update documents set body = json_set(body, '$.kolom_lama', 1) "
            "where version = 'v1' and kind = 'regulation'"
        )
    connection.close()
    assert store.load("v1") is None
    assert store.load("v2") == knowledge


# --- vectors -----------------------------------------------------------------------------


def test_vectors_come_back_for_the_texts_that_have_one(store: KnowledgeStore) -> None:
    texts = ["satu", "dua", "tiga ⛔"]
    rows = (np.arange(12).reshape(3, 4) / 7).astype(np.float32)
    store.add_vectors("bundled", texts, rows)
    found = store.vectors("bundled", ["tiga ⛔", "empat", "satu"])
    assert list(found) == ["tiga ⛔", "satu"]
    np.testing.assert_array_equal(found["satu"], rows[0])
    np.testing.assert_array_equal(found["tiga ⛔"], rows[2])
    assert found["satu"].dtype == np.float32
    assert store.counts()["vectors"] == 3


@settings(deadline=None)
@given(
    arrays(np.float32, st.tuples(st.integers(1, 5), st.integers(1, 8))),
    st.lists(st.text(st.characters(codec="utf-8")), min_size=5, max_size=5, unique=True),
)
def test_any_vector_survives_bit_by_bit(rows: npt.NDArray[np.float32], texts: list[str]) -> None:
    with KnowledgeStore(Path(":memory:")) as store:
        store.add_vectors("m", texts[: len(rows)], rows)
        found = store.vectors("m", texts)
    assert [found[text].tobytes() for text in texts[: len(rows)]] == [
        row.tobytes() for row in rows
    ]


def test_vectors_of_two_encoders_do_not_mix(store: KnowledgeStore) -> None:
    store.add_vectors("a", ["satu"], np.ones((1, 2), np.float32))
    store.add_vectors("b", ["satu"], np.zeros((1, 3), np.float32))
    assert store.vectors("a", ["satu"])["satu"].tolist() == [1, 1]
    assert store.vectors("b", ["satu"])["satu"].tolist() == [0, 0, 0]
    assert store.vectors("c", ["satu"]) == {}


def test_a_vector_stored_again_is_replaced(store: KnowledgeStore) -> None:
    store.add_vectors("a", ["satu"], np.zeros((1, 2), np.float32))
    store.add_vectors("a", ["satu"], np.ones((1, 2), np.float32))
    assert store.vectors("a", ["satu"])["satu"].tolist() == [1, 1]
    assert store.counts()["vectors"] == 1


def test_vectors_outlive_the_versions(store: KnowledgeStore, knowledge: Knowledge) -> None:
    store.add_vectors("a", ["satu"], np.ones((1, 2), np.float32))
    for number in range(KEPT_VERSIONS + 2):
        store.save(f"v{number}", knowledge)
    assert "satu" in store.vectors("a", ["satu"])


def test_texts_and_vectors_must_pair_or_nothing_is_stored(store: KnowledgeStore) -> None:
    with pytest.raises(ValueError, match="zip"):
        store.add_vectors("a", ["satu"], np.ones((2, 2), np.float32))
    assert store.counts()["vectors"] == 0


def test_no_texts_are_no_vectors(store: KnowledgeStore) -> None:
    store.add_vectors("a", [], np.empty((0, 4), np.float32))
    assert store.vectors("a", []) == {}


# --- learned -----------------------------------------------------------------------------


def test_what_was_learned_belongs_to_version_and_encoder(store: KnowledgeStore) -> None:
    store.save_learned("v1", "a", b"\x00satu")
    store.save_learned("v1", "b", b"dua")
    store.save_learned("v1", "b", b"tiga")
    assert store.learned("v1", "a") == b"\x00satu"
    assert store.learned("v1", "b") == b"tiga"
    assert store.learned("v2", "a") is None
    assert store.learned("v1", "c") is None


# --- the file ----------------------------------------------------------------------------


def test_everything_is_there_after_reopening(path: Path, knowledge: Knowledge) -> None:
    for number in range(3):
        with KnowledgeStore(path) as store:
            store.save(f"v{number}", knowledge)
            store.save_learned(f"v{number}", "a", b"x")
            store.add_vectors("a", [str(number)], np.ones((1, 2), np.float32))
    with KnowledgeStore(path) as store:
        assert store.counts() == {"versions": 3, "vectors": 3, "learned": 3}
        assert store.load("v0") == store.load("v2") == knowledge
        assert store.learned("v1", "a") == b"x"
        assert len(store.vectors("a", ["0", "1", "2"])) == 3


def test_two_stores_share_one_file(path: Path, knowledge: Knowledge) -> None:
    with KnowledgeStore(path) as first, KnowledgeStore(path) as second:
        first.save("v1", knowledge)
        assert second.load("v1") == knowledge


@pytest.mark.parametrize(
    "name",
    ["berkas/knowledge.db", "berkas/dalam/knowledge.db", "folder.db", "/proc/x/k.db"],
)
def test_an_unusable_folder_names_the_setting(tmp_path: Path, name: str) -> None:
    (tmp_path / "berkas").write_text("bukan folder")
    (tmp_path / "folder.db").mkdir()
    path = tmp_path / name
    with pytest.raises(StorageError) as caught:
        KnowledgeStore(path)
    assert str(caught.value).startswith(f"NETRA_DATA_DIR: '{path}' tidak dapat dibuka")
    assert caught.value.__cause__ is not None


def test_a_folder_without_write_permission_is_served_from_a_copy(
    tmp_path: Path, knowledge: Knowledge
) -> None:
    folder = tmp_path / "data"
    with KnowledgeStore(folder / "knowledge.db") as first:
        first.save("v1", knowledge)
    with read_only(folder), KnowledgeStore(folder / "knowledge.db") as store:
        assert "tidak dapat ditulisi" in str(store.trouble)
        assert store.load("v1") == knowledge
        store.save("v2", knowledge)
        assert store.counts()["versions"] == 2
    with KnowledgeStore(folder / "knowledge.db") as again:
        assert again.trouble is None
        assert again.counts()["versions"] == 1


def test_a_broken_file_is_set_aside(tmp_path: Path, knowledge: Knowledge) -> None:
    path = tmp_path / "knowledge.db"
    path.write_bytes(b"ini bukan basis data SQLite" * 100)
    with KnowledgeStore(path) as store:
        (aside,) = tmp_path.glob("knowledge.db.rusak-*")
        assert aside.name in str(store.trouble)
        assert store.load("v1") is None
        store.save("v1", knowledge)


def test_going_on_in_memory_keeps_what_there_is(tmp_path: Path, knowledge: Knowledge) -> None:
    path = tmp_path / "knowledge.db"
    with KnowledgeStore(path) as store:
        store.save("v1", knowledge)
        store.go_on_in_memory("disk penuh")
        assert store.trouble == "disk penuh"
        store.save("v2", knowledge)
        assert store.load("v1") == store.load("v2") == knowledge
    with KnowledgeStore(path) as again:
        assert again.load("v2") is None
    tmp_path.chmod(0o700)


# --- what serves, and how it scored ------------------------------------------------------


def test_nothing_is_in_service_at_first(store: KnowledgeStore, knowledge: Knowledge) -> None:
    store.save("v1", knowledge)
    assert store.in_service() is None
    assert store.served_versions() == []


def test_served_versions_are_listed_with_their_counts_the_latest_first(
    store: KnowledgeStore, knowledge: Knowledge
) -> None:
    smaller = knowledge.model_copy(update={"articles": (), "topics": ()})
    store.save("v1", knowledge)
    store.save("v2", smaller)
    store.save("never", knowledge)
    store.put_in_service("v1", 7)
    store.put_in_service("v2")
    listed = [
        (item.version, item.by, item.regulations, item.situations, item.articles)
        for item in store.served_versions()
    ]
    assert listed == [("v2", None, 2, 0, 0), ("v1", 7, 2, 3, 1)]
    assert store.in_service() == InService("v2", pinned=False)
    store.put_in_service("v1", 8, pinned=True)
    assert [item.version for item in store.served_versions()] == ["v1", "v2"]
    assert store.in_service() == InService("v1", pinned=True)


def test_what_serves_and_what_served_outlives_what_never_did(
    store: KnowledgeStore, knowledge: Knowledge
) -> None:
    names = [f"v{number:02}" for number in range(KEPT_VERSIONS + 2)]
    for name in names:
        store.save(name, knowledge)
        store.put_in_service(name)
    store.put_in_service(names[2], pinned=True)
    for number in range(KEPT_VERSIONS + 2):
        store.save(f"never-{number}", knowledge)
    listed = [item.version for item in store.served_versions()]
    assert listed == [names[2], *reversed(names[3:])]
    assert all(store.load(name) for name in listed)


def test_a_score_is_kept_by_version_and_encoder_and_goes_with_its_version(
    store: KnowledgeStore, knowledge: Knowledge
) -> None:
    store.save("v1", knowledge)
    store.save_score("v1", "a", "satu")
    store.save_score("v1", "a", "dua")
    assert store.score("v1", "a") == "dua"
    assert store.score("v1", "b") is None
    assert store.score("v2", "a") is None
    for number in range(KEPT_VERSIONS):
        store.save(f"lain-{number}", knowledge)
    assert store.score("v1", "a") is None
