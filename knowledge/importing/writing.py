"""A draft -> the YAML file of an article, and a report of what was dropped."""

from __future__ import annotations

import yaml

from knowledge.importing.model import ArticleDraft, Dropped, Reason
from knowledge.schema import Article

_WIDTH = 86  # PyYAML folds after the word that crosses it
_LONGEST_QUOTE = 160


class _Dumper(yaml.SafeDumper):
    """Indents lists below their key, and folds long text over several lines."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, indentless and flow)


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    style = ">" if len(value) > 80 else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)


def to_article(draft: ArticleDraft) -> Article:
    """Return the draft as an article of the knowledge base, without topics."""
    return Article(
        key=draft.key,
        title=draft.title,
        outlet=draft.outlet,
        date=draft.date,
        place=draft.place,
        url=draft.url,
        origin=draft.origin,
        paragraphs=draft.paragraphs,
    )


def to_yaml(draft: ArticleDraft) -> str:
    """Return ``articles/<key>.yaml``: valid under the schema, block style, empty fields left out.

    The notes of the draft stand above it as comments.
    """
    article = to_article(draft)
    fields = article.model_dump(exclude_none=True)
    fields["paragraphs"] = list(article.paragraphs)
    fields["topics"] = list(article.topics)
    return "".join(f"# Periksa: {note}\n" for note in draft.notes) + dump(fields)


def dump(document: object) -> str:
    """Return plain data as YAML in the style of the knowledge files."""
    return yaml.dump(
        document,
        Dumper=_Dumper,
        allow_unicode=True,
        default_flow_style=False,
        sort_keys=False,
        width=_WIDTH,
    )


def describe_dropped(draft: ArticleDraft) -> str:
    """Say in Indonesian what was dropped, grouped by reason, with the line numbers."""
    if not draft.dropped:
        return f"{draft.origin}: tidak ada yang dibuang."
    groups: dict[Reason, list[Dropped]] = {}
    for item in draft.dropped:
        groups.setdefault(item.reason, []).append(item)
    lines = [f"{draft.origin}: {len(draft.dropped)} baris atau potongan dibuang."]
    for reason, items in groups.items():
        lines.append(f"\n{reason.value[0].upper()}{reason.value[1:]} ({len(items)}):")
        lines.extend(f"  baris {item.line_number}: {_short(item.text)}" for item in items)
    return "\n".join(lines)


def _short(text: str) -> str:
    if len(text) <= _LONGEST_QUOTE:
        return text
    return f"{text[:_LONGEST_QUOTE].rstrip()} … ({len(text)} karakter)"
