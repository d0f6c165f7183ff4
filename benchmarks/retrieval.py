"""Compare rankings over a BEIR folder in one run: quality and milliseconds a query.

    python benchmarks/retrieval.py DIR --split dev --json

Rows: rank-bm25, bm25s and SQLite FTS5 over plain lower-case words; the embedding alone;
reciprocal rank fusion of rank-bm25 and the embedding; and this project's ranking. Milliseconds
of the rows that need a vector include encoding the question. Vectors are kept in the data
folder, so that a second run starts at once.
"""

from __future__ import annotations

import json
import re
import sqlite3
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np
import numpy.typing as npt
from rank_bm25 import BM25Okapi

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from knowledge.loader import load_knowledge
from knowledge.store import KnowledgeStore
from retrieval.embedding import Role, embed
from retrieval.hybrid import HybridIndex, top
from retrieval.semantic import Encoder, Vectors, cosines, open_encoder
from retrieval.terms import Analyzer
from settings import load_settings

DEPTH = 10
RRF_K = 60

Ranking = Callable[[str], Sequence[int]]


@dataclass(frozen=True)
class Task:
    """Passages, questions, and which passages answer each question."""

    passages: tuple[str, ...]
    ids: tuple[str, ...]
    questions: tuple[str, ...]
    relevant: tuple[frozenset[str], ...]


@dataclass(frozen=True)
class Row:
    """What one ranking reached."""

    ranking: str
    mrr: float
    recall_1: float
    recall_10: float
    ms_per_query: float

    def as_json(self) -> dict[str, str | float]:
        """Return the row under the names that scripts rely on."""
        return {
            "ranking": self.ranking,
            "mrr@10": round(self.mrr, 4),
            "recall@1": round(self.recall_1, 4),
            "recall@10": round(self.recall_10, 4),
            "ms_per_query": round(self.ms_per_query, 3),
        }


def read_task(folder: Path, split: str) -> Task:
    """Read ``corpus.jsonl``, ``queries.jsonl`` and ``qrels/SPLIT.tsv``."""
    corpus = [json.loads(line) for line in (folder / "corpus.jsonl").open(encoding="utf-8")]
    queries = {
        item["_id"]: item["text"]
        for item in map(json.loads, (folder / "queries.jsonl").open(encoding="utf-8"))
    }
    relevant: dict[str, set[str]] = {}
    lines = (folder / "qrels" / f"{split}.tsv").read_text(encoding="utf-8").splitlines()
    for line in lines:
        query, document, grade = line.split("\t")
        if query in queries and int(grade) > 0:
            relevant.setdefault(query, set()).add(document)
    return Task(
        passages=tuple(f"{item.get('title', '')} {item['text']}".strip() for item in corpus),
        ids=tuple(item["_id"] for item in corpus),
        questions=tuple(queries[query] for query in relevant),
        relevant=tuple(frozenset(found) for found in relevant.values()),
    )


def measure(name: str, ranking: Ranking, task: Task) -> Row:
    """Ask every question and score the first ten passages."""
    reciprocal = first = within = 0.0
    started = time.perf_counter()
    ranked = [list(ranking(question))[:DEPTH] for question in task.questions]
    elapsed = (time.perf_counter() - started) / len(task.questions) * 1000
    for rows, relevant in zip(ranked, task.relevant, strict=True):
        places = [place for place, row in enumerate(rows) if task.ids[row] in relevant]
        if places:
            reciprocal += 1 / (places[0] + 1)
            first += places[0] == 0
            within += 1
    count = len(task.questions)
    return Row(name, reciprocal / count, first / count, within / count, elapsed)


def plain_words(text: str) -> list[str]:
    """Lower-case words, as a peer would be used without tuning."""
    return re.findall(r"\w+", text.lower())


def best(scores: npt.NDArray[np.floating]) -> list[int]:
    """Return the rows of the highest scores, best first."""
    return [row for row, _ in top(np.asarray(scores, dtype=np.float32), DEPTH)]


def rank_bm25(task: Task) -> Ranking:
    """rank-bm25, Okapi, as it comes."""
    index = BM25Okapi([plain_words(text) for text in task.passages])
    return lambda question: best(index.get_scores(plain_words(question)))


def bm25s(task: Task) -> Ranking | None:
    """bm25s as it comes, where it is installed."""
    try:
        import bm25s as peer
    except ImportError:
        return None
    index = peer.BM25()
    index.index([plain_words(text) for text in task.passages], show_progress=False)

    def rank(question: str) -> list[int]:
        words = plain_words(question)
        found, _ = index.retrieve([words], k=DEPTH, show_progress=False)
        return [int(row) for row in found[0]]

    return rank


def fts5(task: Task) -> Ranking:
    """SQLite FTS5 with its bm25()."""
    database = sqlite3.connect(":memory:")
    database.execute("create virtual table passages using fts5(body)")
    rows = ((number, text) for number, text in enumerate(task.passages))
    database.executemany("insert into passages(rowid, body) values (?, ?)", rows)

    def rank(question: str) -> list[int]:
        query = " OR ".join(f'"{word}"' for word in plain_words(question))
        statement = "select rowid from passages where passages match ? order by rank limit ?"
        return [row for (row,) in database.execute(statement, [query, DEPTH])]

    return rank


def embedding(vectors: Vectors, encoder: Encoder) -> Ranking:
    """Cosine alone."""
    return lambda question: best(cosines(vectors, encoder.encode_questions([question])[0]))


def reciprocal_rank_fusion(task: Task, vectors: Vectors, encoder: Encoder) -> Ranking:
    """RRF (Cormack et al. 2009, k = 60) of rank-bm25 and the embedding."""
    index = BM25Okapi([plain_words(text) for text in task.passages])

    def rank(question: str) -> list[int]:
        fused = np.zeros(len(task.passages), dtype=np.float32)
        lexical = index.get_scores(plain_words(question))
        semantic = cosines(vectors, encoder.encode_questions([question])[0])
        for scores in (lexical, semantic):
            order = np.argsort(-scores, kind="stable")
            fused[order] += 1 / (RRF_K + 1 + np.arange(len(order)))
        return best(fused)

    return rank


def netra(task: Task, vectors: Vectors, encoder: Encoder, analyzer: Analyzer) -> Ranking:
    """This project's passage ranking."""
    index = HybridIndex.build([analyzer.analyse(text).all for text in task.passages], vectors)

    def rank(question: str) -> list[int]:
        vector = encoder.encode_questions([question])[0]
        return [row for row, _ in index.best(analyzer.analyse(question).all, vector, DEPTH)]

    return rank


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--split", default="dev", show_default=True)
@click.option("--json", "as_json", is_flag=True)
def main(folder: Path, split: str, as_json: bool) -> None:
    """Print a row for each ranking over the BEIR folder FOLDER."""
    settings = load_settings()
    task = read_task(folder, split)
    encoder = open_encoder(settings.embedding_model)
    with KnowledgeStore(settings.data_dir / "benchmarks.db") as store:
        vectors = embed(list(task.passages), Role.PASSAGE, encoder, store)
    analyzer = Analyzer(load_knowledge(settings.knowledge_dir).vocabulary)
    rankings: dict[str, Ranking | None] = {
        "rank-bm25": rank_bm25(task),
        "bm25s": bm25s(task),
        "fts5": fts5(task),
        "embedding": embedding(vectors, encoder),
        "rrf": reciprocal_rank_fusion(task, vectors, encoder),
        "netra": netra(task, vectors, encoder, analyzer),
    }
    rows = [measure(name, ranking, task) for name, ranking in rankings.items() if ranking]
    if as_json:
        click.echo(json.dumps([row.as_json() for row in rows], indent=2))
        return
    for row in rows:
        click.echo("  ".join(f"{name} {value}" for name, value in row.as_json().items()))


if __name__ == "__main__":
    main()
