"""What keeps an ``allowed`` from being shown: a wrong one can end a career."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.schema import Verdict
from retrieval.question import Question
from retrieval.ranking import Candidate, SituationRanking

_FEW_UNKNOWN = 2
"""Of a question that names more than this, an ``allowed`` knows too little to be trusted."""


def rival_of_allowed(
    ranking: SituationRanking, question: Question, candidates: Sequence[Candidate], margin: float
) -> Candidate | None:
    """Return what is too close behind a first ``allowed``: the asker must choose.

    ``margin`` is the lead that it needs where nothing else speaks against it.
    """
    for candidate, lead in leads(ranking, question, candidates):
        if lead < margin:
            return candidate
    return None


def leads(
    ranking: SituationRanking, question: Question, candidates: Sequence[Candidate]
) -> list[tuple[Candidate, float]]:
    """Return the rivals of a first ``allowed``, and by how much it leads each.

    A rival is what is ``prohibited``. Where the question names something that the allowed
    situation never speaks of, leads count half, and what is grey is a rival as well; unless
    that knows still less of what is asked.
    """
    best = candidates[0]
    if best.situation.verdict is not Verdict.ALLOWED:
        return []
    unknown = len(ranking.never_asked(question, best.situation))
    is_silent = not ranking.speaks_of_all(question, best.situation)
    rivals = []
    for candidate in candidates[1:]:
        lead = best.score - candidate.score
        knows_less = len(ranking.never_asked(question, candidate.situation)) > unknown
        is_wary = is_silent and not (knows_less and unknown <= _FEW_UNKNOWN)
        if candidate.situation.verdict is Verdict.PROHIBITED:
            rivals.append((candidate, lead / 2 if is_wary else lead))
        elif candidate.situation.verdict is Verdict.CONDITIONAL and is_wary:
            rivals.append((candidate, lead / 2))
    return rivals
