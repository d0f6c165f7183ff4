"""Whether the knowledge base finds its own situations: the part of ``check`` that searches.

The question of a situation, its first five variants and what admins added to them are asked
twice. As it stands, it must find its own situation first.
And left out of the index, as if a stranger had typed it, it must lead to the same kind of
answer: neighbours may answer for each other (the same verdict resting on a regulation in
common), but a situation that most of its own phrasings cannot find is not told apart from
others, and a prohibited one found as an allowed one would do harm.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from errors import Problem
from knowledge.loader import Sources
from knowledge.schema import Situation, Verdict
from knowledge.yaml_source import Location, YamlSource
from retrieval.comparison import Comparison
from retrieval.index import Index
from retrieval.intent import read_intent
from retrieval.phrasings import Phrasings
from retrieval.question import Question
from retrieval.ranking import SituationRanking

_ASKED = 6
"""Phrasings of a situation that are asked, from the question on: the plainest come first, and
asking all would make a reload wait for minutes."""
_LEAST_FOUND = 0.5
"""Share of the left-out phrasings of a situation that must lead to its kind of answer."""


@dataclass(frozen=True)
class _Asked:
    """One phrasing, and which situations came first."""

    position: int
    """0 for the question of the situation, then its variants."""
    as_it_stands: Situation
    left_out: Situation


def check_retrieval(
    index: Index, ranking: SituationRanking, sources: Sources
) -> Iterator[Problem]:
    """Yield a problem for each situation that its own phrasings do not find."""
    places = iter(range(len(index.situations)))
    for topic, source in zip(index.knowledge.topics, sources.topics, strict=True):
        for number, situation in enumerate(topic.situations):
            asked = _ask_all(index, ranking, next(places))
            yield from _judge(situation, asked, source, ("situations", number), sources.additions)


def _judge(
    situation: Situation,
    asked: list[_Asked],
    source: YamlSource,
    at: Location,
    additions: YamlSource | None,
) -> Iterator[Problem]:
    for item in asked:
        variant: Location = (*at, "variants", item.position - 1)
        where = variant if item.position else (*at, "question")
        file = source
        if item.position > len(situation.variants) and additions:
            file, where = additions, ("variants", situation.id)
        if item.as_it_stands.id != situation.id:
            yield file.problem(
                where, f"pertanyaan ini menemukan '{item.as_it_stands.id}' lebih dulu"
            )
        if situation.verdict is Verdict.PROHIBITED and item.left_out.verdict is Verdict.ALLOWED:
            yield file.problem(
                where,
                f"tanpa varian ini pertanyaannya dijawab boleh oleh '{item.left_out.id}'; "
                "tambah varian yang serupa atau perjelas keduanya",
            )
    found = sum(_answers_alike(situation, item.left_out) for item in asked)
    if found < _LEAST_FOUND * len(asked):
        others = sorted({item.left_out.id for item in asked} - {situation.id})
        yield source.problem(
            at,
            f"hanya {found} dari {len(asked)} cara bertanya menemukan '{situation.id}' bila "
            f"varian itu sendiri dilepas; terlalu dekat dengan {', '.join(others)}",
        )


def _answers_alike(one: Situation, other: Situation) -> bool:
    cited = {basis.regulation for basis in one.basis}
    return one.id == other.id or (
        one.verdict is other.verdict and any(basis.regulation in cited for basis in other.basis)
    )


def _ask_all(index: Index, ranking: SituationRanking, place: int) -> list[_Asked]:
    situation, first = index.situations[place], int(index.phrasings.starts[place])
    added = range(len(situation.variants) + 1, len(situation.phrasings))
    return [
        _Asked(number, *ranking.rank_own(_compare(index.phrasings, first + number), place, number))
        for number in (*range(min(_ASKED, added.start)), *added)
    ]


def _compare(phrasings: Phrasings, row: int) -> Comparison:
    """Compare the phrasing in ``row`` with all phrasings, itself among them."""
    terms = phrasings.terms[row]
    vector = None if phrasings.vectors is None else phrasings.vectors[row]
    standard = " ".join(terms.standard)
    intent = read_intent(standard)
    question = Question(phrasings.texts[row], standard, terms, terms, intent, vector)
    return Comparison.of(question, phrasings)
