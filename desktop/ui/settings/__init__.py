"""Settings: the branch, its people, its tables, its copies."""
