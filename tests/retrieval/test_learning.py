"""Numbers are learned from what they have not seen, and err on the side of no harm."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from knowledge.schema import Verdict
from knowledge.store import KnowledgeStore
from retrieval.engine import Engine
from retrieval.evaluation import Labelled
from retrieval.evaluation.labelled import OUT_OF_SCOPE
from retrieval.learning import learn
from retrieval.learning.decisions import fit_scope, fit_thresholds, fit_verdicts
from retrieval.learning.examples import Examples
from retrieval.learning.weights import cross_validated_scores, fit_ranking
from retrieval.opening import open_engine
from retrieval.parameters import Parameters, VerdictWeights
from retrieval.ranking import FEATURES
from retrieval.semantic import Encoder
from retrieval.verdicts import VERDICTS as ALL_VERDICTS
from retrieval.verdicts import Verdicts
from tests.knowledge_base import write_knowledge_base

VERDICTS = np.asarray([Verdict.PROHIBITED, Verdict.ALLOWED, Verdict.INFORMATION] * 2)
SILENT = VerdictWeights(classifier=0.0)
START = np.ones(len(FEATURES))
TELLS, MISLEADS = FEATURES.index("said_semantic"), FEATURES.index("asked_lexical")


def examples(count: int = 60, seed: int = 0) -> Examples:
    """Questions about six situations, of which one column tells and one knows nothing."""
    chance = np.random.default_rng(seed)
    right = chance.integers(0, len(VERDICTS), count)
    features = chance.normal(0.0, 0.05, (count, len(VERDICTS), len(FEATURES)))
    features[:, :, MISLEADS] = chance.normal(0.0, 1.0, (count, len(VERDICTS)))
    features[np.arange(count), right, TELLS] += 1.0
    fits = VERDICTS[right][:, None] == VERDICTS
    return Examples(
        features=features,
        accepted=VERDICTS[right][:, None] == np.asarray(ALL_VERDICTS),
        verdict_fits=fits,
        basis_fits=np.arange(len(VERDICTS)) == right[:, None],
        would_harm=(VERDICTS[right] == Verdict.PROHIBITED)[:, None]
        & (VERDICTS == Verdict.ALLOWED),
        verdicts=Verdicts([Verdict(verdict) for verdict in VERDICTS]),
        told=np.zeros((count, len(ALL_VERDICTS))),
        routes_inside=chance.normal(-2, 1, (count, 2)),
        routes_outside=chance.normal(2, 1, (20, 2)),
        features_outside=chance.normal(0.0, 0.05, (20, len(VERDICTS), len(FEATURES))),
        questions=(),
    )


def test_what_tells_gains_weight_and_what_misleads_loses_it() -> None:
    given = examples()
    weights = fit_ranking(given, np.arange(60), START)

    assert (weights > 0).all()
    assert weights[TELLS] > 1.5
    assert weights[MISLEADS] < 0.5
    before, after = (given.evaluate(given.features @ item, SILENT) for item in (START, weights))
    assert after[0] > before[0]
    assert after[1] > before[1]


def test_unseen_questions_are_ranked_better_too() -> None:
    given = examples()
    unseen = cross_validated_scores(given, START)

    before = given.evaluate(given.features @ START, SILENT)
    assert given.evaluate(unseen, SILENT)[0] > before[0] + 0.1


def test_a_question_has_no_say_in_its_own_score() -> None:
    given = examples()
    number = 7
    lied = [getattr(given, name).copy() for name in ("verdict_fits", "basis_fits", "would_harm")]
    for labels in lied:
        labels[number] = ~labels[number]
    other = replace(given, verdict_fits=lied[0], basis_fits=lied[1], would_harm=lied[2])

    honest, dishonest = (cross_validated_scores(item, START) for item in (given, other))

    np.testing.assert_array_equal(honest[number], dishonest[number])
    assert not np.array_equal(honest, dishonest)


def test_no_right_answer_is_lost_and_no_harmful_error_is_left_within_the_risk() -> None:
    given = examples()
    scores = given.features @ START
    right = given.verdict_fits[np.arange(60), given.first(scores, SILENT)]

    thresholds = fit_thresholds(given, scores, SILENT, [0.6, 0.1])

    assert thresholds.risk < 0.1
    assert (scores.max(axis=1)[right] >= thresholds.not_found).all()


def test_where_nothing_would_harm_caution_stays() -> None:
    given = examples()
    assert 0 < fit_thresholds(given, given.features[:, :, TELLS], SILENT, []).risk <= 0.2


def test_a_classifier_counts_as_much_as_it_knows() -> None:
    """Scores that know nothing, beside a classifier that does, or that says the contrary."""
    given = examples()
    nothing = np.zeros_like(given.features[:, :, 0])
    knowing = np.log(np.where(given.accepted, 0.7, 0.1))

    for told, expected in ((knowing, 1.0), (-knowing, 0.0), (0 * knowing, 0.0)):
        weights = fit_verdicts(replace(given, told=told), nothing)
        assert weights.classifier >= expected
        assert (weights.classifier > 0) == (expected > 0)


def test_what_the_classifier_leaves_out_is_declined() -> None:
    """The router knows nothing here, and how well a situation fits tells nothing either."""
    given = examples()
    knowing = replace(
        given,
        routes_inside=np.column_stack([given.routes_inside[:, 0] * 0, given.routes_inside[:, 1]]),
        routes_outside=np.column_stack(
            [given.routes_outside[:, 0] * 0, given.routes_outside[:, 1]]
        ),
    )
    scores = given.features[:, :, TELLS]

    scope, declined, kept = fit_scope(knowing, scores, scores[:20])

    assert scope.classifier > 1
    assert scope.score <= 0
    assert min(declined, kept) > 0.85


# --- over a knowledge base ---------------------------------------------------------------

INSIDE = [
    Labelled(question=question, verdict=verdict, basis=(basis,))
    for question, verdict, basis in (
        ("boleh nge-like postingan cabup?", "prohibited", "PP-94-2021:Pasal 5 huruf n"),
        ("kasih jempol foto calon gubernur", "prohibited", "PP-94-2021"),
        ("pns menyukai status paslon", "prohibited", "PP-94-2021"),
        ("apakah pns ikut nyoblos", "allowed", "UU-10-2016"),
        ("bolehkah asn memakai hak suaranya", "allowed", "UU-10-2016"),
        ("pppk memilih di tps", "allowed", "UU-10-2016"),
        ("camat menandatangani SK di masa kampanye", "conditional", "UU-10-2016"),
        ("boleh bikin keputusan saat kampanye?", "conditional", "UU-10-2016"),
    )
]
OUTSIDE = [
    Labelled(question=question, verdict=OUT_OF_SCOPE)
    for question in ("halo kak", "kapan gaji 13", "naik pangkat bagaimana", "cuti tahunan")
]
UNANSWERABLE = Labelled(question="siapa pemenangnya", verdict="information", answerable=False)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Engine]:
    folder = write_knowledge_base(tmp_path_factory.mktemp("learning"))
    with KnowledgeStore(folder / "knowledge.db") as store:
        yield open_engine(folder, store, encoder)


def test_everything_is_learned_at_once(small: Engine) -> None:
    learned = learn(small, [*INSIDE, *OUTSIDE, UNANSWERABLE])

    assert learned.questions == len(INSIDE) + len(OUTSIDE) + 1
    assert learned.harmful == 0
    assert learned.verdict_accuracy >= 0.7
    for share in ("basis_hit", "verdict_accuracy_before", "basis_hit_before",
                  "out_of_scope_declined", "in_scope_kept"):  # fmt: skip
        assert 0.0 <= getattr(learned, share) <= 1.0
    body = learned.parameters.model_dump_json()
    assert Parameters.model_validate_json(body) == learned.parameters
    served = replace(small, parameters=learned.parameters)
    assert served.ask(INSIDE[0].question).question == INSIDE[0].question


def test_the_same_questions_teach_the_same(small: Engine) -> None:
    labels = [*INSIDE, *OUTSIDE]
    assert learn(small, labels) == learn(small, labels)


@pytest.mark.parametrize(
    "labels",
    [[], INSIDE, OUTSIDE, [*INSIDE[:3], *OUTSIDE], [UNANSWERABLE, *OUTSIDE]],
    ids=["nothing", "only inside", "only outside", "fewer than folds", "nothing answerable"],
)
def test_one_kind_of_question_teaches_nothing(small: Engine, labels: list[Labelled]) -> None:
    with pytest.raises(ValueError, match="both needed"):
        learn(small, labels)
