"""What keeps a verdict from being shown: a wrong ``allowed`` can end a career."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.schema import Situation, Stage, Verdict
from retrieval.question import Question
from retrieval.ranking import Candidate, SituationRanking

_WORTH_A_CHOICE = 0.1
"""The least chance of a verdict that is offered, but for the second."""
_WORTH_ASKING = 0.4
"""The least chance of another verdict that is asked about where class or stage decide."""


def risk(ranking: SituationRanking, question: Question, candidates: Sequence[Candidate]) -> float:
    """Return how likely a first ``allowed`` soothes beyond the text; 0 for other verdicts.

    That is the chance of ``prohibited``, with the classifier or without, whichever is greater;
    1 where ``allowed`` is not the likeliest without it, since neither may soothe by itself.
    Where the question names something that the allowed situation never speaks of, what is grey
    is a risk as well, and all counts twice.
    """
    best = candidates[0].situation
    if best.verdict is not Verdict.ALLOWED:
        return 0.0
    of_verdicts = {item.situation.verdict: item for item in candidates}
    by_scores = max(of_verdicts.values(), key=lambda item: item.by_scores)
    if by_scores.situation.verdict is not best.verdict:
        return 1.0
    is_silent = not ranking.speaks_of_all(question, best)
    feared = {Verdict.PROHIBITED, Verdict.CONDITIONAL} if is_silent else {Verdict.PROHIBITED}
    against = [item for verdict, item in of_verdicts.items() if verdict in feared]
    chance = max(sum(item.chance for item in against), sum(item.by_scores for item in against))
    return 2 * chance if is_silent else chance


def left_open(
    ranking: SituationRanking, question: Question, candidates: Sequence[Candidate]
) -> Situation | None:
    """Return what holds instead of the first for another class of person, or at another stage.

    None where ``question`` says who and when, or where nothing of another verdict is likely.
    """
    first = candidates[0].situation
    says_who, says_when = ranking.says_who(question), question.stage is not None
    for other in (item.situation for item in candidates[1:] if item.chance >= _WORTH_ASKING):
        verdicts = {first.verdict, other.verdict}
        if len(verdicts) == 1 or Verdict.INFORMATION in verdicts:
            continue
        is_for_others = ranking.made_for(first) != ranking.made_for(other)
        is_at_another_stage = _exclude_each_other(first.stage, other.stage)
        if (is_for_others and not says_who) or (is_at_another_stage and not says_when):
            return other
    return None


def _exclude_each_other(one: Sequence[Stage], other: Sequence[Stage]) -> bool:
    return Stage.ANY not in (*one, *other) and set(one).isdisjoint(other)


def choices(candidates: Sequence[Candidate]) -> list[Situation]:
    """Return what the asker chooses from: the nearest of each verdict that may be right.

    The likeliest verdict comes first, and at least one other follows where there is any.
    """
    nearest: dict[Verdict, Candidate] = {}
    for candidate in candidates:
        nearest.setdefault(candidate.situation.verdict, candidate)
    first, *others = sorted(nearest.values(), key=lambda one: -one.chance)
    offered = [one for one in others[1:] if one.chance >= _WORTH_A_CHOICE]
    return [one.situation for one in (first, *others[:1], *offered)]
