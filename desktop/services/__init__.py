"""Use cases: one call is one transaction."""
