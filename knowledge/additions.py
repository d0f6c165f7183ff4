"""Variants and examples that admins attached to situations and classes of the content."""

from __future__ import annotations

from collections.abc import Iterator

from errors import Problem
from knowledge.checks import same_question
from knowledge.names import person_in
from knowledge.schema import Additions, Knowledge
from knowledge.yaml_source import YamlSource


def check_additions(
    knowledge: Knowledge, additions: Additions, source: YamlSource
) -> Iterator[Problem]:
    """Yield what is wrong with ``additions`` beside ``knowledge``, which holds none of them."""
    asked = {
        same_question(text): situation.id
        for situation in knowledge.situations
        for text in situation.phrasings
    }
    given_names = frozenset(knowledge.vocabulary.given_names)
    situations = {situation.id for situation in knowledge.situations}
    for key, variants in additions.variants.items():
        if key not in situations:
            yield source.problem(("variants", key), f"situasi '{key}' tidak ada")
        for index, text in enumerate(variants):
            at = ("variants", key, index)
            other = asked.setdefault(same_question(text), key)
            if other != key:
                yield source.problem(at, f"pertanyaan ini juga ada di '{other}'")
            if name := person_in(text, given_names):
                yield source.problem(
                    at, f"'{name}' menyebut orang tertentu; panduan hanya menilai perbuatan"
                )
    examples = {
        example.casefold(): route.id
        for route in knowledge.routing.classes
        for example in route.examples
    }
    classes = {route.id for route in knowledge.routing.classes}
    for key, texts in additions.examples.items():
        if key not in classes:
            yield source.problem(("examples", key), f"kelas '{key}' tidak ada")
        for index, text in enumerate(texts):
            other = examples.setdefault(text.casefold(), key)
            if other != key:
                at = ("examples", key, index)
                yield source.problem(at, f"contoh ini juga ada di kelas '{other}'")


def with_additions(knowledge: Knowledge, additions: Additions) -> Knowledge:
    """Return ``knowledge`` with the additions in their places; known phrasings add nothing."""
    topics = [
        topic.model_copy(
            update={
                "situations": tuple(
                    situation.model_copy(
                        update={
                            "added": _new(
                                additions.variants.get(situation.id, ()), situation.phrasings
                            )
                        }
                    )
                    for situation in topic.situations
                )
            }
        )
        for topic in knowledge.topics
    ]
    classes = [
        route.model_copy(
            update={
                "examples": route.examples
                + _new(additions.examples.get(route.id, ()), route.examples)
            }
        )
        for route in knowledge.routing.classes
    ]
    return knowledge.model_copy(
        update={
            "topics": tuple(topics),
            "routing": knowledge.routing.model_copy(update={"classes": tuple(classes)}),
        }
    )


def _new(added: tuple[str, ...], known: tuple[str, ...]) -> tuple[str, ...]:
    there = set(map(same_question, known))
    return tuple(text for text in dict.fromkeys(added) if same_question(text) not in there)
