"""Import of news articles: a file becomes a draft, a person decides about the draft."""

from knowledge.importing.draft import draft_article, draft_data
from knowledge.importing.model import ArticleDraft, Dropped, Reason
from knowledge.importing.writing import describe_dropped, dump, to_article, to_yaml

__all__ = [
    "ArticleDraft",
    "Dropped",
    "Reason",
    "describe_dropped",
    "draft_article",
    "draft_data",
    "dump",
    "to_article",
    "to_yaml",
]
