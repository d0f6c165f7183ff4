"""What happened, in SQLite, without who asked and without what was asked."""
