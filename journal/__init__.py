"""What happened, in SQLite: outcomes, masked questions and keyed hashes, for a while."""
