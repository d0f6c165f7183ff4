"""What was taken for granted is noticed, and corrected before anything else is said."""

from __future__ import annotations

import pytest

from knowledge.schema import Verdict
from retrieval.engine import Engine
from retrieval.premise import contradicts, presumed


@pytest.mark.parametrize(
    ("standard", "verdict"),
    [
        ("kan kalau libur boleh datang kampanye ya", Verdict.ALLOWED),
        ("katanya komentar itu aman", Verdict.ALLOWED),
        ("berarti honorer bebas dukung calon dong", Verdict.ALLOWED),
        ("kan saya hanya lihat tidak kena sanksi kan", Verdict.ALLOWED),
        ("bukankah asn dilarang mencoblos", Verdict.PROHIBITED),
        ("setahu saya asn tidak boleh mencoblos", Verdict.PROHIBITED),
        ("boleh tidak datang kampanye", None),
        ("apa boleh tidak ikut kampanye", None),
        ("kenapa teman saya boleh", None),
        ("bulan apa pilkada berikutnya", None),
    ],
)
def test_what_is_taken_for_granted(standard: str, verdict: Verdict | None) -> None:
    assert presumed(standard) is verdict


@pytest.mark.parametrize("verdict", Verdict)
def test_facts_and_what_was_right_are_not_corrected(verdict: Verdict) -> None:
    assert not contradicts(None, verdict)
    assert not contradicts(Verdict.ALLOWED, Verdict.ALLOWED)
    assert not contradicts(Verdict.ALLOWED, Verdict.INFORMATION)
    assert contradicts(Verdict.ALLOWED, Verdict.PROHIBITED)


def test_the_correction_comes_first(engine: Engine) -> None:
    corrections = engine.index.knowledge.routing.corrections

    plain = engine.ask("bolehkah ASN yang cuti tahunan ikut kampanye?")
    presuming = engine.ask("bukankah ASN yang cuti tahunan boleh ikut kampanye?")

    assert presuming.guidance == plain.guidance
    assert plain.verdict is Verdict.PROHIBITED
    assert presuming.answer == f"{corrections.prohibited} {plain.answer}"
