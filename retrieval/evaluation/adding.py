"""Labels for questions that an admin answered, so that they are asked again at each load."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.schema import Additions, Article, GuidanceTopic, Knowledge
from retrieval.evaluation.labelled import OUT_OF_SCOPE, Labelled


def labelled(
    added: Article | GuidanceTopic | Additions,
    questions: Sequence[str],
    knowledge: Knowledge,
    prefix: str,
) -> list[Labelled]:
    """Return ``questions`` with the answer they get by what was ``added`` for them."""
    situation = route = None
    match added:
        case GuidanceTopic():
            situation = added.situations[0]
        case Additions(variants=variants) if variants:
            situation = next(item for item in knowledge.situations if item.id in variants)
        case Additions(examples=examples):
            route = next(iter(examples))
    basis = dict.fromkeys(item.regulation for item in situation.basis) if situation else ()
    return [
        Labelled(
            id=f"{prefix}-{number}",
            question=question,
            topic=situation.id if situation else "",
            verdict=situation.verdict if situation else OUT_OF_SCOPE,
            basis=tuple(basis),
            route=route,
        )
        for number, question in enumerate(questions, start=1)
    ]
