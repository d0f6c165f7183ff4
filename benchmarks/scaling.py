"""Time and memory as the number of passages grows, beside rank-bm25, bm25s and SQLite FTS5.

    python benchmarks/scaling.py [--sizes 300,3000,30000,100000] [--json]

Passages are made up: 20 to 60 words each, drawn from the words of the knowledge base by Zipf's
law, the same on every run. Their vectors are random unit vectors, since embedding 100,000 texts
would take nearly two hours and a cosine takes as long whatever the numbers are. Questions are
labelled ones of the project; they are analysed, encoded and answered as in service, by the
situations of the knowledge base, with the made-up passages in place of its own.

Each size runs in a process of its own, so that memory is its own too. Within a size all are
timed in turns, and the median of the turns is given: compare within a row, not between rows.
"""

from __future__ import annotations

import gc
import json
import os
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from functools import partial
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from timeit import Timer

import click
import numpy as np
from rank_bm25 import BM25Okapi

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from knowledge.passages import Kind, Passage
from knowledge.store import KnowledgeStore
from retrieval.engine import Engine
from retrieval.evaluation import read_questions
from retrieval.hybrid import HybridIndex
from retrieval.index import Index
from retrieval.opening import open_engine
from retrieval.question import Question, understand
from retrieval.semantic import Encoder, Vectors, open_encoder
from retrieval.text import words
from settings import ROOT, load_settings

LABELLED = ROOT / "knowledge" / "content" / "labelled.jsonl"
QUESTIONS = 30
STEADY = 5
"""Times as many turns for the whole query: it is near to the encoder, so noise would decide."""

Terms = Sequence[str]
Lexical = Callable[[Terms], object]


@dataclass(frozen=True)
class Row:
    """What one number of passages costs: seconds, megabytes, and milliseconds a question."""

    passages: int
    analyse_s: float
    """From texts to terms."""
    build_s: float
    """From terms and vectors to the index."""
    memory_mb: float | None
    """Growth of the resident memory by vectors and index; None where /proc is missing."""
    postings_mb: float
    vectors_mb: float
    lexical_ms: float
    """The BM25 score of every passage; the same in rank-bm25 and bm25s."""
    rank_bm25_ms: float
    bm25s_ms: float | None
    """None where bm25s is not installed."""
    fts5_ms: float
    """The ten best passages only."""
    rank_bm25_over_lexical: float
    lexical_over_bm25s: float | None
    largest_difference: float
    """Between a score of this project's and the same of rank-bm25."""
    semantic_ms: float
    """The cosine of every passage."""
    encoder_ms: float
    """Encoding the question, nothing else."""
    query_ms: float
    """``Engine.ask``: all from the text of a question to its answer."""
    query_over_encoder: float

    def as_json(self) -> dict[str, float | None]:
        """Return the row with figures short enough to read."""
        return {
            name: float(f"{value:.4g}") if isinstance(value, float) else value
            for name, value in asdict(self).items()
        }


def made_up_texts(index: Index, size: int) -> list[str]:
    """Draw ``size`` texts from the words of ``index``, common words most often."""
    known = (*index.phrasings.texts, *(passage.searched for passage in index.passages))
    counts = Counter(word for text in known for word in words(text))
    ranked = np.asarray([word for word, _ in counts.most_common()])
    chances = 1 / np.arange(1, len(ranked) + 1)
    random = np.random.default_rng(0)
    lengths = random.integers(20, 61, size)
    drawn = random.choice(ranked, lengths.sum(), p=chances / chances.sum())
    return [" ".join(text) for text in np.split(drawn, np.cumsum(lengths)[:-1])]


def unit_vectors(size: int, dimension: int) -> Vectors:
    """Return random vectors of length 1, shape ``(size, dimension)``."""
    vectors = np.random.default_rng(1).standard_normal((size, dimension), dtype=np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors


def labelled_questions(index: Index, encoder: Encoder) -> list[Question]:
    """Return some of the labelled questions that the situations answer, understood."""
    texts = [
        label.question
        for label in read_questions(LABELLED)
        if label.in_scope and label.answerable and not label.about_news and not label.context
    ]
    chosen = texts[:: len(texts) // QUESTIONS][:QUESTIONS]
    return [understand(text, index, encoder) for text in chosen]


def with_passages(engine: Engine, texts: Sequence[str], searched: HybridIndex) -> Engine:
    """Return ``engine`` with ``texts`` for passages; situations and routing stay its own."""
    passages = tuple(
        Passage(id=name, kind=Kind.REGULATION, document=name, title="", text=text, searched=text)
        for name, text in ((f"p{row}", text) for row, text in enumerate(texts))
    )
    index = replace(engine.index, passages=passages, by_passage=searched)
    return replace(engine, index=index)


def bm25s(documents: Sequence[Terms]) -> Lexical | None:
    """bm25s as it comes, where it is installed."""
    try:
        import bm25s as peer
    except ImportError:
        return None
    index = peer.BM25()
    index.index([list(terms) for terms in documents], show_progress=False)
    return lambda query: index.get_scores(list(query))


def fts5(documents: Sequence[Terms]) -> Lexical:
    """SQLite FTS5 over the same terms, each under a name that its tokenizer leaves whole."""
    names: dict[str, str] = {}
    rows = (
        (" ".join(names.setdefault(term, f"t{len(names)}") for term in terms),)
        for terms in documents
    )
    database = sqlite3.connect(":memory:")
    database.execute("create virtual table passages using fts5(body)")
    database.executemany("insert into passages(body) values (?)", rows)
    statement = "select rowid from passages where passages match ? order by rank limit 10"

    def best(query: Terms) -> object:
        known = " OR ".join(names[term] for term in query if term in names)
        return database.execute(statement, [known]).fetchall() if known else []

    return best


def milliseconds(
    calls: Mapping[str, Callable[[Question], object] | None],
    questions: Sequence[Question],
    turns: int,
) -> dict[str, float]:
    """Return the milliseconds a question of each call: the median of ``turns``, taken in turn.

    In its turn a call runs over all questions, as often as it takes to fill 0.2 seconds.
    """
    timers = {name: Timer(partial(_all, call, questions)) for name, call in calls.items() if call}
    taken: dict[str, list[float]] = {name: [] for name in timers}
    for _ in range(turns):
        for name, timer in timers.items():
            count, seconds = timer.autorange()
            taken[name].append(seconds / count / len(questions) * 1000)
    return {name: median(times) for name, times in taken.items()}


def _all(call: Callable[[Question], object], questions: Sequence[Question]) -> None:
    for question in questions:
        call(question)


def resident_mb() -> float | None:
    """Return the resident memory of this process, None where /proc does not tell."""
    gc.collect()
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except FileNotFoundError:
        return None
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def measure(size: int, turns: int) -> Row:
    """Build an index over ``size`` passages and time what a question costs on it."""
    settings = load_settings()
    encoder = open_encoder(settings.embedding_model)
    with KnowledgeStore(settings.index_path) as store:
        engine = open_engine(settings.knowledge_dir, store, encoder)
    questions = labelled_questions(engine.index, encoder)
    texts = made_up_texts(engine.index, size)

    started = time.perf_counter()
    documents = [engine.index.analyzer.analyse(text).all for text in texts]
    analyse_s = time.perf_counter() - started

    before = resident_mb()
    vectors = unit_vectors(size, encoder.encode_questions(["ukuran"]).shape[1])
    started = time.perf_counter()
    searched = HybridIndex.build(documents, vectors)
    build_s = time.perf_counter() - started
    after = resident_mb()

    larger = with_passages(engine, texts, searched)
    ms = milliseconds(
        {
            "encoder": lambda question: encoder.encode_questions([question.standard]),
            "query": lambda question: larger.ask(question.text),
            "semantic": lambda question: searched.cosines(question.vector),
        },
        questions,
        STEADY * turns,
    )
    lexical = searched.lexical
    peer = BM25Okapi(documents)
    by_bm25s, by_fts5 = bm25s(documents), fts5(documents)
    ms |= milliseconds(
        {
            "lexical": lambda question: lexical.scores(question.terms.all),
            "bm25s": by_bm25s and (lambda question: by_bm25s(question.terms.all)),
            "rank_bm25": lambda question: peer.get_scores(question.terms.all),
            "fts5": lambda question: by_fts5(question.terms.all),
        },
        questions,
        turns,
    )
    return Row(
        passages=size,
        analyse_s=analyse_s,
        build_s=build_s,
        memory_mb=None if before is None or after is None else after - before,
        postings_mb=lexical.nbytes / 1e6,
        vectors_mb=vectors.nbytes / 1e6,
        lexical_ms=ms["lexical"],
        rank_bm25_ms=ms["rank_bm25"],
        bm25s_ms=ms.get("bm25s"),
        fts5_ms=ms["fts5"],
        rank_bm25_over_lexical=ms["rank_bm25"] / ms["lexical"],
        lexical_over_bm25s=ms["lexical"] / ms["bm25s"] if by_bm25s else None,
        largest_difference=max(
            float(np.abs(lexical.scores(terms) - peer.get_scores(terms)).max())
            for terms in (question.terms.all for question in questions)
        ),
        semantic_ms=ms["semantic"],
        encoder_ms=ms["encoder"],
        query_ms=ms["query"],
        query_over_encoder=ms["query"] / ms["encoder"],
    )


@click.command()
@click.option("--sizes", default="300,3000,30000,100000", show_default=True)
@click.option("--turns", default=3, show_default=True, type=click.IntRange(min=1))
@click.option("--json", "as_json", is_flag=True)
def main(sizes: str, turns: int, as_json: bool) -> None:
    """Print a row for each number of passages in SIZES, separated by commas."""
    numbers = [int(size) for size in sizes.split(",")]
    with ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as pool:
        rows = [row.as_json() for row in pool.map(measure, numbers, repeat(turns))]
    if as_json:
        click.echo(json.dumps(rows, indent=2))
        return
    for row in rows:
        click.echo("  ".join(f"{name} {value}" for name, value in row.items()))


if __name__ == "__main__":
    main()
