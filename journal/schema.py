"""The tables of ``journal.db``, as a row of migrations that only ever grows."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

migrations = Migrations("netra.journal")


@migrations()
def m001_outcomes_and_feedback(db: Database) -> None:
    """Create the first tables."""
    db.table("outcomes").create(
        {
            "id": int,
            "asked_at": str,
            "channel": str,
            "outcome": str,
            "route": str,
            "verdict": str,
            "guidance": str,
            "confidence": float,
            "latency_ms": float,
            "version": str,
        },
        pk="id",
    )
    db.table("feedback").create(
        {"outcome_id": int, "useful": int, "given_at": str},
        pk="outcome_id",
        foreign_keys=[("outcome_id", "outcomes", "id")],
    )


@migrations()
def m002_people_and_retention(db: Database) -> None:
    """Add keyed hashes of people, masked questions, counts of old days and erasures."""
    outcomes = db.table("outcomes")
    outcomes.add_column("person", str)
    outcomes.add_column("question", str)
    outcomes.create_index(["asked_at"])
    outcomes.create_index(["person"])
    db.table("daily_counts").create(
        {
            "day": str,
            "channel": str,
            "outcome": str,
            "verdict": str,
            "guidance": str,
            "questions": int,
            "useful": int,
            "not_useful": int,
        },
        pk=("day", "channel", "outcome", "verdict", "guidance"),
    )
    db.table("conversations").create(
        {"place": str, "person": str, "question": str, "asked_at": str}, pk="place"
    )
    db.table("erasures").create({"person": str, "erased_at": str}, pk="person")
    db.table("identity").create({"fingerprint": str}, pk="fingerprint")


@migrations()
def m003_review(db: Database) -> None:
    """Note when an admin has dealt with a question that was not answered."""
    db.table("outcomes").add_column("reviewed_at", str)
