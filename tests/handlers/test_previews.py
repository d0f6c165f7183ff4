"""Whatever a draft holds, its preview is one message of valid HTML."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from handlers.previews import preview
from knowledge.proposals import ArticleProposal, Proposal, SituationProposal
from knowledge.schema import Article
from retrieval.engine import Engine
from tests.fake_telegram import parse_html, utf16_length
from tests.fake_telegram.keyboards import check_reply_markup

LONG = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=90).map(
    lambda text: text * 16
)


@given(text=LONG, asked=st.lists(LONG, max_size=9))
def test_it_fits_one_message(degraded: Engine, text: str, asked: list[str]) -> None:
    article = Article(
        key="a", title=text, outlet=text, place=text, origin=text, paragraphs=(text, text)
    )
    situation = SituationProposal(
        outcomes=(1,), title=text[:90], answer=text[:1500], conditions=(text,) * 9
    )
    proposals: list[Proposal] = [ArticleProposal(article=article, notes=(text,) * 9), situation]
    for proposal in proposals:
        shown = preview(7, proposal, asked, degraded)
        plain, _ = parse_html(shown.text)
        assert 0 < utf16_length(plain) <= 4096
        check_reply_markup(shown.keyboard.to_dict())
