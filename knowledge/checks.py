"""What must hold between the files of a knowledge base."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from errors import Problem
from knowledge.names import person_in
from knowledge.schema import (
    Knowledge,
    Provision,
    Regulation,
    SanctionLevel,
    Situation,
    Status,
    Verdict,
    Verified,
)
from knowledge.yaml_source import Location, YamlSource

if TYPE_CHECKING:
    from knowledge.loader import Sources

CRIMINAL_CAVEAT = "UU 1/2026"
"""Since 2 January 2026 every criminal penalty must be checked against this law (F10.9)."""

FORBIDDEN_PHRASES = ("pasti dipecat", "pasti dipidana")

ProvisionTable = dict[tuple[str, str], Provision]


def check(knowledge: Knowledge, sources: Sources) -> Iterator[Problem]:
    """Yield every problem between the documents of ``knowledge``."""
    yield from _check_regulations(knowledge, sources)
    yield from _check_guidance(knowledge, sources)
    yield from _check_articles(knowledge, sources)
    yield from _check_routing(knowledge, sources.routing)


def _each_situation(
    knowledge: Knowledge, sources: Sources
) -> Iterator[tuple[YamlSource, Location, Situation]]:
    for topic, source in zip(knowledge.topics, sources.topics, strict=True):
        for index, situation in enumerate(topic.situations):
            yield source, ("situations", index), situation


def _check_regulations(knowledge: Knowledge, sources: Sources) -> Iterator[Problem]:
    keys = {regulation.key for regulation in knowledge.regulations}
    for regulation, source in zip(knowledge.regulations, sources.regulations, strict=True):
        if source.name != f"regulations/{regulation.key}.yaml":
            yield source.problem(("key",), f"nama berkas harus {regulation.key}.yaml")
        for field in ("replaced_by", "amended_by"):
            for index, key in enumerate(getattr(regulation, field)):
                if key not in keys:
                    yield source.problem((field, index), f"peraturan '{key}' tidak ada")
        if regulation.status is Status.REPEALED and not regulation.replaced_by:
            yield source.problem(("status",), "peraturan yang dicabut perlu 'replaced_by'")
        marks = {provision.verified for provision in regulation.provisions}
        if _says_more_than_read(regulation, marks):
            yield source.problem(
                ("summary",),
                "sebagian ketentuan hanya diketahui dari sumber sekunder; sebut 'sekunder' dan "
                "bagian mana di ringkasan",
            )
        seen: set[str] = set()
        for index, provision in enumerate(regulation.provisions):
            at: Location = ("provisions", index)
            if provision.ref in seen:
                yield source.problem((*at, "ref"), f"ketentuan '{provision.ref}' ganda")
            seen.add(provision.ref)
            sanction = provision.sanction
            if sanction and _lacks_caveat(sanction.levels, sanction.text):
                yield source.problem(
                    (*at, "sanction"), f"ancaman pidana tanpa catatan {CRIMINAL_CAVEAT}"
                )


def _says_more_than_read(regulation: Regulation, marks: set[Verified]) -> bool:
    """Whether provisions known from secondary sources only could pass for read ones."""
    if marks == {regulation.verified}:
        return False
    return "sekunder" not in regulation.summary.casefold()


def _check_guidance(knowledge: Knowledge, sources: Sources) -> Iterator[Problem]:
    provisions: ProvisionTable = {
        (regulation.key, provision.ref): provision
        for regulation in knowledge.regulations
        for provision in regulation.provisions
    }
    statuses = {regulation.key: regulation.status for regulation in knowledge.regulations}
    ids: dict[str, str] = {}
    asked: dict[str, Situation] = {}
    given_names = frozenset(knowledge.vocabulary.given_names)
    every_id = {situation.id for situation in knowledge.situations}
    for source, at, situation in _each_situation(knowledge, sources):
        if situation.id in ids:
            yield source.problem(
                (*at, "id"), f"id '{situation.id}' sudah dipakai di {ids[situation.id]}"
            )
        ids[situation.id] = source.name
        for index, related in enumerate(situation.related):
            if related not in every_id:
                yield source.problem((*at, "related", index), f"situasi '{related}' tidak ada")
        yield from _check_basis(source, at, situation, provisions, statuses)
        yield from _check_sanction(source, at, situation, provisions)
        yield from _check_wording(source, at, situation)
        yield from _check_names(source, at, situation, given_names)
        for index, text in enumerate((situation.question, *situation.variants)):
            other = asked.setdefault(same_question(text), situation)
            if other.id != situation.id:
                where = (*at, "variants", index - 1) if index else (*at, "question")
                yield source.problem(where, f"pertanyaan ini juga ada di '{other.id}'")


def same_question(text: str) -> str:
    """Return what two ways of writing the same phrasing share."""
    return " ".join(text.casefold().split())


def _check_basis(
    source: YamlSource,
    at: Location,
    situation: Situation,
    provisions: ProvisionTable,
    statuses: dict[str, Status],
) -> Iterator[Problem]:
    for index, basis in enumerate(situation.basis):
        where = (*at, "basis", index)
        if basis.regulation not in statuses:
            yield source.problem(where, f"peraturan '{basis.regulation}' tidak ada")
        elif (basis.regulation, basis.ref) not in provisions:
            yield source.problem(where, f"'{basis.ref}' tidak ada di {basis.regulation}")
    in_force = any(
        statuses.get(basis.regulation, Status.IN_FORCE) is not Status.REPEALED
        for basis in situation.basis
    )
    if not in_force:
        yield source.problem((*at, "basis"), "semua dasar sudah dicabut; sebut yang berlaku")


def _check_sanction(
    source: YamlSource, at: Location, situation: Situation, provisions: ProvisionTable
) -> Iterator[Problem]:
    sanction = situation.sanction
    if sanction is None:
        return
    where = (*at, "sanction")
    cited = {
        level
        for basis in situation.basis
        if (provision := provisions.get((basis.regulation, basis.ref))) and provision.sanction
        for level in provision.sanction.levels
    }
    for level in sanction.levels:
        if level not in cited:
            yield source.problem(where, f"tingkat '{level}' tidak ada di ketentuan yang dikutip")
    if _lacks_caveat(sanction.levels, sanction.at(None)):
        yield source.problem(where, f"ancaman pidana tanpa catatan {CRIMINAL_CAVEAT}")


def _lacks_caveat(levels: Sequence[SanctionLevel], text: str) -> bool:
    return SanctionLevel.CRIMINAL in levels and CRIMINAL_CAVEAT not in text


def _check_wording(source: YamlSource, at: Location, situation: Situation) -> Iterator[Problem]:
    answer = " ".join(situation.answer.casefold().split())
    for phrase in FORBIDDEN_PHRASES:
        if phrase in answer:
            yield source.problem((*at, "answer"), f"jangan menulis '{phrase}'")
    if situation.verdict is Verdict.CONDITIONAL and not situation.conditions:
        yield source.problem((*at, "verdict"), "'conditional' perlu 'conditions'")


def _check_names(
    source: YamlSource, at: Location, situation: Situation, given_names: frozenset[str]
) -> Iterator[Problem]:
    texts: list[tuple[Location, str]] = [
        (("title",), situation.title),
        (("question",), situation.question),
        *((("variants", index), text) for index, text in enumerate(situation.variants)),
        (("answer",), situation.answer),
        *((("conditions", index), text) for index, text in enumerate(situation.conditions)),
        *(
            (("views", index), f"{view.who}: {view.says}")
            for index, view in enumerate(situation.views)
        ),
    ]
    for where, text in texts:
        if name := person_in(text, given_names):
            message = f"'{name}' menyebut orang tertentu; panduan hanya menilai perbuatan"
            yield source.problem((*at, *where), message)


def _check_articles(knowledge: Knowledge, sources: Sources) -> Iterator[Problem]:
    keys: dict[str, str] = {}
    for article, source in zip(knowledge.articles, sources.articles, strict=True):
        if not f"/{source.name}".endswith(f"/articles/{article.key}.yaml"):
            yield source.problem(("key",), f"nama berkas harus {article.key}.yaml")
        if article.key in keys:
            yield source.problem(
                ("key",), f"kunci '{article.key}' sudah dipakai di {keys[article.key]}"
            )
        keys[article.key] = source.name


def _check_routing(knowledge: Knowledge, source: YamlSource) -> Iterator[Problem]:
    ids: set[str] = set()
    asked: dict[str, str] = {}
    for number, route in enumerate(knowledge.routing.classes):
        if route.id in ids:
            yield source.problem(("classes", number, "id"), f"kelas '{route.id}' ganda")
        ids.add(route.id)
        for index, example in enumerate(route.examples):
            other = asked.setdefault(example.casefold(), route.id)
            if other != route.id:
                at: Location = ("classes", number, "examples", index)
                yield source.problem(at, f"contoh ini juga ada di kelas '{other}'")
