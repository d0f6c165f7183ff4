"""Whatever is sent becomes a proposal or a reason, and a proposal outlives a restart."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from errors import ImportFailed, KnowledgeError, NetraError
from knowledge.importing.readers import MAX_BYTES
from knowledge.proposals import (
    ArticleProposal,
    GuidanceProposal,
    SituationProposal,
    propose,
    read_proposal,
)
from tests.end_to_end import files_of_news as news
from tests.knowledge_base import ARTICLE, FILES, GUIDANCE

SUFFIXES = st.sampled_from(
    [".txt", ".md", ".html", ".pdf", ".docx", ".yaml", ".yml", ".exe", "", ".", ".TXT"]
)
STARTS = st.sampled_from(
    [b"", b"%PDF-1.7\n", b"PK\x03\x04", b"\xff\xfe", b"\xef\xbb\xbf", b"<html>", b"paragraphs:\n"]
)


@given(name=st.text(max_size=20), suffix=SUFFIXES, start=STARTS, rest=st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(name: str, suffix: str, start: bytes, rest: bytes) -> None:
    with suppress(NetraError):
        proposal = propose(start + rest, name + suffix)
        assert read_proposal(proposal.model_dump_json()) == proposal


@given(cut=st.integers(0, 2000), kind=st.sampled_from([news.pdf, news.docx, news.locked_pdf]))
def test_half_a_document_is_read_or_refused(cut: int, kind: object) -> None:
    assert callable(kind)
    data: bytes = kind()
    with suppress(ImportFailed):
        proposal = propose(data[: len(data) * cut // 2000], "berita.pdf")
        assert isinstance(proposal, ArticleProposal)
        assert proposal.article.paragraphs


def test_the_name_of_a_file_leads_nowhere() -> None:
    proposal = propose(news.TEXT.encode(), "../../etc/berita.txt")
    assert isinstance(proposal, ArticleProposal)
    assert proposal.article.origin == "berita.txt"


def test_yaml_is_an_article_or_guidance() -> None:
    assert isinstance(propose(FILES[ARTICLE].encode(), "a.yaml"), ArticleProposal)
    assert isinstance(propose(FILES[GUIDANCE].encode(), "a.yml"), GuidanceProposal)


def test_yaml_that_is_wrong_names_the_line() -> None:
    with pytest.raises(KnowledgeError) as caught:
        propose(FILES[ARTICLE].replace("origin:", "asal:").encode(), "a.yaml")
    assert [(item.file, item.line) for item in caught.value.problems] == [
        ("a.yaml", 1), ("a.yaml", 7),
    ]  # fmt: skip


def test_the_limit_is_a_limit() -> None:
    with pytest.raises(ImportFailed, match="lebih dari 5 MB"):
        propose(b"a" * (MAX_BYTES + 1), "a.yaml")


def test_a_half_filled_situation_outlives_a_restart() -> None:
    proposal = SituationProposal(outcomes=(3, 4), title="Judul")
    assert read_proposal(proposal.model_dump_json()) == proposal
