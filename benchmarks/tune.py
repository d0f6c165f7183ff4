"""Show what each number in ``retrieval/parameters.py`` is worth on labelled questions.

    python benchmarks/tune.py FILE [FILE ...]

Every ranking weight is varied alone, the others as they are. A column a file; each cell is
the share of right verdicts, the share of right bases, and the number of harmful answers
(``allowed`` for ``prohibited``) when the first situation is always answered. Routing and
thresholds play no part here; ``bot.py evaluate`` measures the whole.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from knowledge.schema import Verdict
from knowledge.store import KnowledgeStore
from retrieval.engine import Engine, open_engine
from retrieval.evaluation import Labelled, read_questions
from retrieval.parameters import RANKING
from retrieval.question import Question, understand
from retrieval.ranking import SituationRanking
from retrieval.semantic import open_encoder
from settings import load_settings

FACTORS = (0.0, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0)

Asked = Sequence[tuple[Labelled, Question]]


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
def main(files: tuple[Path, ...]) -> None:
    """Vary each ranking weight alone over the labelled questions in FILES."""
    settings = load_settings()
    with KnowledgeStore(settings.index_path) as store:
        encoder = open_encoder(settings.embedding_model)
        engine = open_engine(settings.knowledge_dir, store, encoder)
        sets = [_understood(engine, read_questions(file)) for file in files]
        for name, value in asdict(RANKING).items():
            for factor in FACTORS:
                weights = replace(RANKING, **{name: value * factor})
                ranking = SituationRanking(engine.index, weights)
                cells = "   ".join(_score(ranking, asked) for asked in sets)
                click.echo(f"{name:11} {value * factor:6.3f}   {cells}")


def _understood(engine: Engine, labels: Sequence[Labelled]) -> Asked:
    return [
        (label, understand(label.question, engine.index, engine.encoder, label.context))
        for label in labels
        if label.in_scope and label.answerable and not _is_about_news(label)
    ]


def _is_about_news(label: Labelled) -> bool:
    return any(key.endswith(".txt") for key in label.basis)


def _score(ranking: SituationRanking, asked: Asked) -> str:
    right = based = harmful = 0
    for label, question in asked:
        situation = ranking.rank(question, 1)[0].situation
        accepted = (label.verdict, *label.also_accepted)
        cited = {basis.regulation for basis in situation.basis}
        right += situation.verdict in accepted
        based += any(key.split(":")[0] in cited for key in label.basis)
        harmful += (
            label.verdict == Verdict.PROHIBITED
            and situation.verdict is Verdict.ALLOWED
            and Verdict.ALLOWED not in accepted
        )
    return f"{right / len(asked):.3f} {based / len(asked):.3f} {harmful}"


if __name__ == "__main__":
    main()
